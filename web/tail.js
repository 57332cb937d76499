// SPDX-License-Identifier: Apache-2.0
// The tail of false alerts: mean excess and shape by threshold.
import { area, curveLinear, line, scaleLinear } from "./d3.js";
import { column, curvesOf } from "./data.js";
import { count, csvLine, score, short } from "./format.js";
import { axes, clip } from "./frame.js";

// What can be drawn: names of columns, title, and a word for a value.
const KINDS = {
  mean: { names: ["mean excess", "mean low", "mean high"],
    title: "Mean excess over a threshold", word: "mean excess" },
  shape: { names: ["shape", "shape low", "shape high"],
    title: "Shape of the tail above a threshold", word: "shape" },
};

function span(values, room) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const more = (high - low) * room || 1;
  return [low - more, high + more];
}

function drawTail(g, rows, kind, w, h) {
  const x = scaleLinear().range([0, w]).domain(span(rows.map((q) => q.t), 0.02));
  const y = scaleLinear().range([h, 0]).domain(
    span(rows.flatMap((q) => [q.low, q.high, q.v]).filter(isFinite), 0.05));
  axes(g, { scale: x, even: true, major: x.ticks(8), format: score,
    title: "threshold" },
  { scale: y, major: y.ticks(6), format: (v) => short(v, 2) }, w, h);
  const inner = g.append("g").attr("class", "s0")
    .attr("clip-path", clip(g, w, h));
  const fitted = rows.find((q) => q.fitted);
  if (fitted) {
    inner.append("line").attr("class", "rule").attr("x1", x(fitted.t))
      .attr("x2", x(fitted.t)).attr("y2", h);
  }
  const band = rows.filter((q) => isFinite(q.low) && isFinite(q.high));
  inner.append("path").attr("class", "band").attr("d", area()
    .x((q) => x(q.t)).y0((q) => y(q.low)).y1((q) => y(q.high))
    .curve(curveLinear)(band));
  inner.append("path").attr("class", "curve").attr("d", line()
    .x((q) => x(q.t)).y((q) => y(q.v)).curve(curveLinear)(rows));
  return { series: [{ name: "", style: "s0", points: rows.map((q) => ({
    x: x(q.t), y: y(q.v),
    text: `Threshold ${score(q.t)}: ${kind.word} ${short(q.v)}${
      isFinite(q.low) ? ` (${short(q.low)} to ${short(q.high)})` : ""}, ${
      count(q.n)} searches above` })) }] };
}

// The plot of a result.
export function tail(result) {
  const curve = curvesOf(result, "tail of false alerts", false)[0];
  if (!curve) return null;
  const get = (name) => column(curve, name) || (() => NaN);
  const rowsOf = (kind) => curve.rows.map((r) => ({
    t: get("threshold")(r), n: get("searches above")(r),
    v: get(kind.names[0])(r), low: get(kind.names[1])(r),
    high: get(kind.names[2])(r), fitted: get("fitted")(r) > 0 }))
    .filter((q) => isFinite(q.t) && isFinite(q.v)).sort((a, b) => a.t - b.t);
  const kinds = Object.keys(KINDS).filter((k) => rowsOf(KINDS[k]).length > 1);
  if (!kinds.length) return null;
  const spec = (choice, width) => ({
    title: KINDS[choice.kind].title,
    legend: [{ text: `${KINDS[choice.kind].word}, with its interval`,
      style: "s0" }],
    margin: { left: 63, right: 26, bottom: 50 },
    height: Math.round(Math.min(300, Math.max(220, width * 0.55))),
    draw: (g, w, h) => drawTail(g, rowsOf(KINDS[choice.kind]),
      KINDS[choice.kind], w, h),
  });
  const csv = () => csvLine(curve.columns) + curve.rows.map(csvLine).join("");
  return { spec, csv, controls: [{ name: "kind", label: "Drawn",
    value: kinds[0], options: kinds.map((k) => ({ value: k,
      text: KINDS[k].word })) }] };
}
