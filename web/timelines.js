// SPDX-License-Identifier: Apache-2.0
// Three time lines over one axis of dates: faces counted an hour, alerts by
// outcome, wrong alerts with the limits of one rate. Thresholds and what moved
// stand across all three.
import { column } from "./data.js";
import { count, csvLine, short } from "./format.js";
import { axes, clip } from "./frame.js";
import { scaleLinear, scaleLog } from "./d3.js";

const PANEL = 118;
const GAP = 44;
const DAY = 86400000;
const WEEKS = 75; // days that are told by days, not months
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
  "Oct", "Nov", "Dec"];
const OUTCOMES = [["right", "s0"], ["not verified", "grey"], ["wrong", "s1"]];

// 2024-07-25 of the day counted from 1970-01-01.
export function dateText(day) {
  return new Date(Math.round(day) * DAY).toISOString().slice(0, 10);
}

function monthText(day) {
  const date = new Date(day * DAY);
  const month = date.getUTCMonth();
  return month ? MONTHS[month] : String(date.getUTCFullYear());
}

// Days, of a record of a few weeks.
function dayTicks(low, high, width) {
  const step = [1, 2, 7, 14].find((s) => ((high - low) / s) * 84 <= width) || 28;
  const ticks = [];
  for (let day = Math.floor(low); day <= high; day += step) ticks.push(day);
  const format = (day) => {
    const date = new Date(day * DAY);
    const year = day === ticks[0] ? ` ${date.getUTCFullYear()}` : "";
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year}`;
  };
  return { major: ticks, format, room: 74 };
}

// First days of months, or of years, so that their texts don't touch.
function monthTicks(low, high, width) {
  const first = new Date(low * DAY);
  const steps = [1, 2, 3, 6, 12, 24, 60, 120];
  const months = Math.max(1, (high - low) / 30.44);
  const step = steps.find((s) => (months / s) * 44 <= width) || 240;
  const ticks = [];
  const start = Math.floor((first.getUTCFullYear() * 12
    + first.getUTCMonth()) / step) * step;
  for (let m = start; ; m += step) {
    const day = Date.UTC(Math.floor(m / 12), m % 12, 1) / DAY;
    if (day > high) return { major: ticks, format: monthText, room: 40 };
    if (day >= low) ticks.push(day);
  }
}

function curveOf(result, name) {
  const curve = result.curves.find((c) => c.name === name && !c.label);
  return curve && curve.rows.length ? curve : null;
}

function collect(result) {
  const get = (name) => curveOf(result, `time line of ${name}`);
  const lines = { faces: get("faces counted"), alerts: get("alerts"),
    wrong: get("wrong alerts") };
  const all = Object.values(lines).filter(Boolean);
  if (!all.length) return null;
  const days = all.flatMap((c) => c.rows.map((r) => r[0]));
  return { ...lines, thresholds: curveOf(result, "thresholds"),
    changes: curveOf(result, "changes"),
    low: Math.min(...days), high: Math.max(...days) };
}

// The verticals: where the record is divided, and where a threshold begins.
function drawRules(g, of, x, h, texts) {
  (of.thresholds ? of.thresholds.rows : []).forEach((r, i) => {
    const at = x(Math.max(of.low, r[0]));
    g.append("line").attr("class", "rule few").attr("x1", at).attr("x2", at)
      .attr("y2", h);
    if (texts) {
      g.append("text").attr("class", "point-text").attr("x", at + 4)
        .attr("y", 11 + 13 * (i % 2)).text(`T ${short(r[1], 2)}`);
    }
  });
  (of.changes ? of.changes.rows : []).forEach((r) => {
    const at = x((r[0] + r[1]) / 2);
    g.append("line").attr("class", "overall").attr("x1", at).attr("x2", at)
      .attr("y2", h);
  });
}

function panel(g, i, title, note) {
  const room = g.append("g").attr("transform",
    `translate(0,${i * (PANEL + GAP)})`);
  room.append("text").attr("class", "row-label").attr("y", -8).text(title)
    .append("tspan").attr("class", "row-note").attr("dx", 8).text(note);
  return room;
}

function bottom(x, of, w) {
  const ticks = of.high - of.low < WEEKS ? dayTicks : monthTicks;
  return { scale: x, ...ticks(of.low, of.high, w), title: "" };
}

function drawFaces(g, of, x, w) {
  const perHour = column(of.faces, "faces counted per hour");
  const rows = of.faces.rows.filter((r) => perHour(r) > 0);
  const values = rows.map(perHour);
  const y = scaleLog().range([PANEL, 0]).domain([
    10 ** Math.floor(Math.log10(Math.min(...values))),
    10 ** Math.ceil(Math.log10(Math.max(...values) + 1))]);
  const decades = [];
  for (let v = y.domain()[0]; v <= y.domain()[1]; v *= 10) decades.push(v);
  const room = panel(g, 0, "Faces counted per hour", "log");
  axes(room, bottom(x, of, w), { scale: y, major: decades, format: count,
    title: "" }, w, PANEL);
  drawRules(room, of, x, PANEL, true);
  const dots = room.append("g").attr("class", "s0");
  return { name: "", style: "s0", points: rows.map((r) => {
    dots.append("circle").attr("class", "fill pale").attr("r", 3)
      .attr("cx", x(r[0])).attr("cy", y(perHour(r)));
    return { x: x(r[0]), y: y(perHour(r)),
      text: `${dateText(r[0])}: ${count(perHour(r))} faces counted an hour` };
  }) };
}

function drawAlerts(g, of, x, w, i) {
  const parts = OUTCOMES.map(([name, style]) => ({ name, style,
    value: column(of.alerts, name) }));
  const total = (r) => parts.reduce((sum, p) => sum + p.value(r), 0);
  const most = Math.max(1, ...of.alerts.rows.map(total));
  const y = scaleLinear().domain([0, most]).nice(4).range([PANEL, 0]);
  const room = panel(g, i, "Alerts", "as recorded");
  axes(room, bottom(x, of, w), { scale: y, format: count, title: "",
    major: y.ticks(4).filter((v) => v % 1 === 0) }, w, PANEL);
  drawRules(room, of, x, PANEL, false);
  const wide = Math.max(1.2, Math.min(6, 0.8 * w / Math.max(1, of.high - of.low)));
  return { name: "", style: "s0", points: of.alerts.rows.map((r) => {
    let base = 0;
    parts.forEach((p) => {
      const next = base + p.value(r);
      if (next > base) {
        room.append("g").attr("class", p.style).append("rect")
          .attr("class", "fill solid").attr("x", x(r[0]) - wide / 2)
          .attr("width", wide).attr("y", y(next)).attr("height", y(base) - y(next));
      }
      base = next;
    });
    return { x: x(r[0]), y: y(base), text: `${dateText(r[0])}: ${
      parts.map((p) => `${count(p.value(r))} ${p.name}`).join(", ")}` };
  }) };
}

function drawWrong(g, of, x, w, i) {
  const get = (name) => column(of.wrong, name);
  const [rate, upper] = [get("wrong per 1,000 alerts"), get("upper limit")];
  const [wrong, alerts] = [get("wrong"), get("alerts")];
  const y = scaleLinear().range([PANEL, 0]).domain([0, Math.min(1000, 1.1
    * Math.max(10, ...of.wrong.rows.map(rate)))]).nice(4);
  const room = panel(g, i, "Wrong per 1,000 alerts",
    "lines: limits of one rate");
  axes(room, bottom(x, of, w), { scale: y, major: y.ticks(4), format: count,
    title: "" }, w, PANEL);
  drawRules(room, of, x, PANEL, false);
  const inner = room.append("g").attr("clip-path", clip(room, w, PANEL));
  return { name: "", style: "s1", points: of.wrong.rows.map((r) => {
    const beyond = rate(r) > upper(r);
    inner.append("g").attr("class", "grey").append("line")
      .attr("class", "whisker limit")
      .attr("x1", x(r[0]) - 2.5).attr("x2", x(r[0]) + 2.5)
      .attr("y1", y(upper(r))).attr("y2", y(upper(r)));
    inner.append("g").attr("class", "s1").append("circle")
      .attr("class", beyond ? "dot" : "dot hollow").attr("r", beyond ? 4 : 2.6)
      .attr("cx", x(r[0])).attr("cy", y(rate(r)));
    return { x: x(r[0]), y: y(rate(r)), text: `${dateText(r[0])}: ${
      count(wrong(r))} of ${count(alerts(r))} wrong; limit ${
      short(upper(r))} of 1,000${beyond ? ", passed" : ""}` };
  }) };
}

function drawAll(g, of, w) {
  const pad = 0.01 * Math.max(1, of.high - of.low);
  const x = scaleLinear().domain([of.low - pad, of.high + pad]).range([0, w]);
  const makers = [of.faces && drawFaces, of.alerts && drawAlerts,
    of.wrong && drawWrong].filter(Boolean);
  return { series: makers.map((make, i) => make(g, of, x, w, i)) };
}

// The plot; null where the record has no dates.
export function timelines(result) {
  const of = collect(result);
  if (!of) return null;
  const panels = [of.faces, of.alerts, of.wrong].filter(Boolean).length;
  const some = (name) => of.alerts
    && of.alerts.rows.some((r) => column(of.alerts, name)(r) > 0);
  const spec = () => ({
    title: "Day by day, a deployment each",
    legend: OUTCOMES.filter(([name]) => some(name)).map(([name, style]) =>
      ({ text: `alerts: ${name}`, style, mark: (g) => g.append("rect")
        .attr("class", "fill solid").attr("x", -6).attr("y", -6)
        .attr("width", 12).attr("height", 12) }))
      .concat(of.changes ? [{ text: "where the record is divided",
        style: "broken" }] : []),
    margin: { left: 52, right: 18, bottom: 30, top: 22 },
    height: panels * PANEL + (panels - 1) * GAP,
    draw: (g, w) => drawAll(g, of, w),
  });
  const csv = () => [of.faces, of.alerts, of.wrong].filter(Boolean).map((c) =>
    csvLine(["date", ...c.columns.slice(1)]) + c.rows.map((r) =>
      csvLine([dateText(r[0]), ...r.slice(1)])).join("")).join("\n");
  return { spec, csv, controls: [] };
}
