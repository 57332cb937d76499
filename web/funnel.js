// SPDX-License-Identifier: Apache-2.0
// The funnel: what became of alerts, stage by stage, alerts that nobody judged
// as a stream of their own; and deployments against the limits of one rate.
import { column } from "./data.js";
import { count, csvLine, percent, short } from "./format.js";
import { axes, clip } from "./frame.js";
import { dateText } from "./timelines.js";
import { periodOf, periodText, periodsOf } from "./ladder.js";
import { scaleLinear, scaleLog } from "./d3.js";

const ROW = 44;
// A stage: its name, the streams that make it up (or itself), what it is of.
const STAGES = [
  ["alerts", [["alerts", "s5"]]],
  ["judged right", [["true alerts confirmed by speaking", "s0"],
    ["true alerts judged from pictures", "s0", true]], "true alerts"],
  ["judged wrong", [["false alerts confirmed by speaking", "s1"],
    ["false alerts judged from pictures", "s1", true]], "false alerts"],
  ["not verified", [["alerts not verified", "grey"]]],
  ["people spoken to", [["engagements", "s2"]]],
  ["arrests", [["arrests", "s2"]]],
  ["other disposals", [["other disposals", "s2"]]],
  ["no action", [["no action", "s2"]]],
];

function countsOf(result, period) {
  const counts = new Map();
  result.figures.filter((f) => f.unit === "count" && periodOf(f) === period)
    .forEach((f) => { if (!counts.has(f.name)) counts.set(f.name, f.value); });
  return counts;
}

// The stages of a period that the record fills: {name, total, parts}.
function stagesOf(result, period) {
  const counts = countsOf(result, period);
  return STAGES.map(([name, streams, whole]) => {
    const parts = streams.map(([of, style, pale]) => ({ of, style, pale,
      value: counts.get(of) })).filter((p) => p.value > 0 || p.value === 0);
    const sum = parts.reduce((a, p) => a + p.value, 0);
    const total = whole && counts.has(whole) ? counts.get(whole) : sum;
    if (whole && total > sum) {
      parts.push({ of: `${whole}, how is not stated`, value: total - sum,
        style: streams[0][1] });
    }
    return { name, total, parts };
  }).filter((s) => s.parts.length);
}

function drawStages(g, stages, w) {
  const most = Math.max(1, ...stages.map((s) => s.total));
  const x = scaleLinear().domain([0, most]).range([0, w]);
  return { series: [{ name: "", points: stages.map((s, i) => {
    const y = i * ROW;
    const share = i && most ? `, ${percent(s.total / stages[0].total)} of alerts` : "";
    g.append("text").attr("class", "row-label").attr("y", y + 12).text(s.name)
      .append("tspan").attr("class", "row-note").attr("dx", 8)
      .text(`${count(s.total)}${share}`);
    let at = 0;
    s.parts.forEach((p) => {
      g.append("g").attr("class", p.style).append("rect")
        .attr("class", p.pale ? "fill pale" : "fill solid").attr("x", x(at)).attr("width", Math.max(p.value > 0 ? 1 : 0,
          x(at + p.value) - x(at))).attr("y", y + 18).attr("height", 14);
      at += p.value;
    });
    return { x: x(at), y: y + 25, text: `${s.name}: ${count(s.total)}${
      s.parts.length > 1 ? ` (${s.parts.map((p) =>
        `${count(p.value)} ${p.of}`).join(", ")})` : ""}` };
  }) }] };
}

// The plot of the stages; null where no alerts are counted.
export function funnel(result) {
  const periods = periodsOf(result).filter((p) => stagesOf(result, p).length > 1);
  if (!periods.length) return null;
  const pale = (period) => stagesOf(result, period).some((s) =>
    s.parts.some((p) => p.pale && p.value > 0));
  const spec = (choice) => ({
    title: periods.length > 1 ? `What became of alerts, ${
      periodText(choice.period)}` : "What became of alerts",
    legend: pale(choice.period) ? [{ text: "pale: judged from pictures alone",
      style: "grey", mark: (g) => g.append("rect").attr("class", "fill pale")
        .attr("x", -6).attr("y", -6)
        .attr("width", 12).attr("height", 12) }] : [],
    margin: { left: 8, right: 16, bottom: 8 },
    height: ROW * stagesOf(result, choice.period).length,
    draw: (g, w) => drawStages(g, stagesOf(result, choice.period), w),
  });
  const csv = (choice) => csvLine(["stage", "part", "count"])
    + stagesOf(result, choice.period).flatMap((s) => s.parts.map((p) =>
      csvLine([s.name, p.of, p.value]))).join("");
  return { spec, csv, controls: [{ name: "period", label: "Rows",
    value: periods[0], options: periods.map((p) => ({ value: p,
      text: periodText(p) })) }] };
}

function drawDeployments(g, curve, w, h) {
  const get = (name) => column(curve, name);
  const [wrong, alerts] = [get("wrong"), get("alerts")];
  const [upper, rate] = [get("upper limit"), get("wrong per 1,000 alerts")];
  const rows = curve.rows.filter((r) => alerts(r) > 0);
  const most = Math.max(10, ...rows.map(alerts));
  const x = scaleLog().domain([0.9, most * 1.1]).range([0, w]);
  const y = scaleLinear().range([h, 0]).domain([0, Math.min(1000, 1.1
    * Math.max(20, ...rows.map(rate)))]).nice(4);
  const ticks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    .filter((v) => v <= most);
  axes(g, { scale: x, major: ticks, format: count, room: 34,
    title: "alerts in a deployment" },
  { scale: y, major: y.ticks(5), format: count }, w, h);
  const inner = g.append("g").attr("clip-path", clip(g, w, h));
  return { series: [{ name: "", style: "s1", points: rows.map((r) => {
    const beyond = rate(r) > upper(r);
    inner.append("g").attr("class", "grey").append("line")
      .attr("class", "whisker limit")
      .attr("x1", x(alerts(r)) - 4).attr("x2", x(alerts(r)) + 4)
      .attr("y1", y(upper(r))).attr("y2", y(upper(r)));
    inner.append("g").attr("class", "s1").append("circle")
      .attr("class", beyond ? "dot" : "dot hollow").attr("r", 4)
      .attr("cx", x(alerts(r))).attr("cy", y(rate(r)));
    return { x: x(alerts(r)), y: y(rate(r)), text: `${dateText(r[0])}: ${
      count(wrong(r))} of ${count(alerts(r))} alerts wrong; limit ${
      short(upper(r))} of 1,000` };
  }) }] };
}

// The plot of deployments; null without dated wrong alerts.
export function deployments(result) {
  const curve = result.curves.find((c) => c.name === "time line of wrong alerts"
    && !c.label && c.rows.length > 2);
  if (!curve) return null;
  const spec = (choice, width) => ({
    title: "Wrong per 1,000 alerts, a dot a deployment",
    legend: [],
    margin: { left: 52, right: 18, bottom: 50 },
    height: Math.round(Math.min(300, Math.max(220, width * 0.5))),
    draw: (g, w, h) => drawDeployments(g, curve, w, h),
  });
  const csv = () => csvLine(["date", ...curve.columns.slice(1)])
    + curve.rows.map((r) => csvLine([dateText(r[0]), ...r.slice(1)])).join("");
  return { spec, csv, controls: [] };
}
