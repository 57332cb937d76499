// SPDX-License-Identifier: Apache-2.0
// A trial with volunteers: rates against the threshold, found and falsely
// alerted in a panel each; and how soon the right alert came.
import { area, curveStepAfter, curveStepBefore, line, scaleLinear } from "./d3.js";
import { column, curvesOf, isHeadline } from "./data.js";
import { count, csvLine, percent, score, short, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { decade, rateScale, rateTicks } from "./scale.js";

const GAP = 40;
const PARTS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const LINES = [
  { name: "TPIR", figure: "TPIR", style: "s0", text: "TPIR: found" },
  { name: "FPIR", figure: "FPIR", style: "s1", shift: -4,
    text: "FPIR: alert, not on the list" },
  { name: "own entry set aside", style: "s2", shift: 4,
    figure: "false alerts per passage, own entry set aside",
    text: "somebody else named, on the list" },
];

const known = (v) => v !== null && v !== undefined && isFinite(v);

// The rates of everybody at the thresholds asked for.
function askedOf(result, name) {
  return result.figures.filter((f) => f.name === name && !f.label
    && known(f.value) && f.at.threshold !== undefined
    && isHeadline(f, result.figures));
}

function rangeText(f) {
  return known(f.low) ? ` (${percent(f.low)} to ${percent(f.high)})` : "";
}

function countsText(f) {
  return known(f.trials) ? `, ${count(f.events)} of ${count(f.trials)}` : "";
}

function drawDots(g, asked, shift, x, y) {
  const floor = y.domain()[0];
  const at = (v) => y(Math.max(floor, v));
  asked.forEach((f) => {
    const px = x(f.at.threshold) + shift;
    if (known(f.low) && known(f.high)) {
      g.append("line").attr("class", "whisker").attr("x1", px).attr("x2", px)
        .attr("y1", at(f.low)).attr("y2", at(f.high));
    }
    g.append("circle").attr("class", f.value > 0 ? "dot" : "dot hollow")
      .attr("r", 4).attr("cx", px).attr("cy", at(f.value));
  });
  return asked.map((f) => ({ x: x(f.at.threshold) + shift, y: at(f.value),
    text: `Threshold ${score(f.at.threshold)}, asked for: ${percent(f.value)}${
      rangeText(f)}${countsText(f)}` }));
}

function drawLine(g, inner, of, one, x, y) {
  const value = column(of.curve, one.name);
  const at = column(of.curve, "threshold");
  const least = y.domain()[0];
  const rows = of.curve.rows.filter((r) => known(value(r))
    && value(r) >= least && value(r) >= 0);
  inner.append("g").attr("class", one.style).append("path")
    .attr("class", "curve").attr("d", line()
    .x((r) => x(at(r))).y((r) => y(value(r))).curve(curveStepBefore)(rows));
  const points = rows.map((r) => ({ x: x(at(r)), y: y(value(r)),
    text: `Threshold ${score(at(r))}: ${percent(value(r))}` }))
    .concat(drawDots(g.append("g").attr("class", one.style),
      askedOf(of.result, one.figure), one.shift || 0, x, y))
    .sort((a, b) => a.x - b.x);
  return { name: one.text, style: one.style, points };
}

// The domain of shares on the logarithmic axis.
function falseDomain(of, lines) {
  const values = lines.flatMap((one) => of.curve.rows.map(column(of.curve,
    one.name)).concat(askedOf(of.result, one.figure).map((f) => f.high)))
    .filter((v) => v > 0);
  const top = Math.max(...values, 0.01);
  return [Math.max(1e-7, decade(Math.min(...values, 0.01))),
    top > 0.5 ? 1 : Math.min(1, 10 * decade(top))];
}

function drawPanel(g, of, lines, x, y, major, title, [w, h]) {
  g.append("text").attr("class", "row-label").attr("y", -8).text(title);
  axes(g, { scale: x, major: x.ticks(7), format: score, even: true,
    title: "threshold" }, { scale: y, major, format: tick }, w, h);
  const inner = g.append("g").attr("clip-path", clip(g, w, h));
  askedOf(of.result, "TPIR").forEach((f) => inner.append("line")
    .attr("class", "rule").attr("x1", x(f.at.threshold))
    .attr("x2", x(f.at.threshold)).attr("y2", h));
  return lines.map((one) => drawLine(g, inner, of, one, x, y));
}

function drawRates(g, of, w, height) {
  const at = of.curve.rows.map(column(of.curve, "threshold"));
  const low = Math.min(...at);
  const high = Math.max(...at);
  const room = (high - low) * 0.02 || 1;
  const x = scaleLinear().domain([low - room, high + room]).range([0, w]);
  const h = (height - GAP - 36) / 2;
  const y = scaleLinear().domain([0, 1]).range([h, 0]);
  const found = drawPanel(g, of, LINES.slice(0, 1), x, y, PARTS,
    "Passages found, by people on the list", [w, h]);
  const logs = rateScale("log", ...falseDomain(of, LINES.slice(1)))
    .range([h, 0]);
  const lower = g.append("g").attr("transform", `translate(0,${h + GAP + 36})`);
  const wrong = drawPanel(lower, of, LINES.slice(1), x, logs,
    rateTicks("log", logs.domain()).major, "Passages with a false alert, log",
    [w, h]);
  wrong.forEach((one) => one.points.forEach((p) => { p.y += h + GAP + 36; }));
  return { series: found.concat(wrong).filter((one) => one.points.length) };
}

// Rates against the threshold; null where the log has no alert.
export function trialRates(result) {
  const curve = curvesOf(result, "rates by threshold", false)[0];
  if (!curve) return null;
  const of = { result, curve };
  const spec = () => ({
    title: "What moving the threshold does",
    legend: LINES.map((one) => ({ text: one.text, style: one.style })),
    margin: { left: 56, right: 18, bottom: 50, top: 18 },
    height: 420,
    draw: (g, w, h) => drawRates(g, of, w, h),
  });
  const csv = () => csvLine(curve.columns) + curve.rows.map(csvLine).join("");
  return { spec, csv, controls: [] };
}

function lateOf(curve) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [t, p, low, high] = ["seconds", "share alerted", "low", "high"]
    .map(get);
  return curve.rows.map((row) => ({ t: t(row), p: p(row), low: low(row),
    high: high(row) }));
}

// TPIR within some seconds, of those asked for.
function withinOf(result) {
  return result.figures.filter((f) => f.name === "TPIR" && !f.label
    && f.at.within !== undefined && known(f.value));
}

function drawLatency(g, of, w, h) {
  const { rows, within } = of;
  const last = rows[rows.length - 1].t;
  const first = Math.min(0, rows[0].t);
  const x = scaleLinear().domain([first, last * 1.08 || 1]).range([0, w]);
  const y = scaleLinear().domain([0, 1]).range([h, 0]);
  axes(g, { scale: x, major: x.ticks(7), format: (v) => short(v, 2), even: true,
    title: "seconds since entering" },
  { scale: y, major: PARTS, format: tick }, w, h);
  const inner = g.append("g").attr("class", "s0")
    .attr("clip-path", clip(g, w, h));
  // From none at all before the first to as many as ever after the last.
  const path = [{ t: first, p: 0, low: NaN, high: NaN }, ...rows,
    { ...rows[rows.length - 1], t: x.domain()[1] }];
  const band = path.filter((q) => isFinite(q.low) && isFinite(q.high));
  inner.append("path").attr("class", "band").attr("d", area()
    .x((q) => x(q.t)).y0((q) => y(q.low)).y1((q) => y(q.high))
    .curve(curveStepAfter)(band));
  inner.append("path").attr("class", "curve").attr("d", line()
    .x((q) => x(q.t)).y((q) => y(q.p)).curve(curveStepAfter)(path));
  within.filter((f) => x(f.at.within) <= w).forEach((f) => inner
    .append("circle").attr("class", "asked").attr("r", 4.5)
    .attr("cx", x(f.at.within)).attr("cy", y(f.value)));
  const points = rows.map((q) => ({ x: x(q.t), y: y(q.p),
    text: `Within ${short(q.t)} s: ${percent(q.p)}${rangeText(q)}` }))
    .concat(within.filter((f) => x(f.at.within) <= w).map((f) => ({
      x: x(f.at.within), y: y(f.value), text: `TPIR within ${
        short(f.at.within)} s: ${percent(f.value)}${rangeText(f)}${
        countsText(f)}` }))).sort((a, b) => a.x - b.x);
  return { series: [{ name: "", style: "s0", points }] };
}

// How soon the right alert came; null where none did.
export function latency(result) {
  const curve = curvesOf(result, "latency", false)[0];
  if (!curve) return null;
  const of = { rows: lateOf(curve), within: withinOf(result) };
  const spec = (choice, width) => ({
    title: "Share of passages by people on the list with the right alert",
    legend: of.within.length ? [{ text: "TPIR within the seconds asked for",
      style: "s0", mark: (g) => g.append("circle").attr("class", "asked")
        .attr("r", 4.5) }] : [],
    margin: { left: 56, right: 18, bottom: 50 },
    height: Math.round(Math.min(330, Math.max(230, width * 0.6))),
    draw: (g, w, h) => drawLatency(g, of, w, h),
  });
  const csv = () => csvLine(curve.columns) + curve.rows.map(csvLine).join("");
  return { spec, csv, controls: [] };
}
