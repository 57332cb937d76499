// SPDX-License-Identifier: Apache-2.0
// Ratios of the rates of groups: dots with intervals on a logarithmic axis,
// the line of equal rates, and the margin within which rates count as equal.
import { levelOf, number, pointOf } from "./data.js";
import { count, csvLine, cut, short } from "./format.js";
import { axes } from "./frame.js";
import { bestPoint, pointText, shape } from "./groups.js";
import { scaleLinear, scaleLog } from "./d3.js";

const ROW = 38;
// Where the axis ends at most, either way.
const FAR = 100;
// The most telling first: texts that would touch an earlier one are left out.
const TICKS = [1, 10, 0.1, 100, 0.01, 2, 0.5, 5, 0.2, 50, 0.02, 20, 0.05];

const KINDS = {
  main: "against all others",
  same: "pairs within a group",
  own: "against the reference group",
};

const known = (v) => !Number.isNaN(v);

function kindOf(figure) {
  if (figure.references === "same group") return "same";
  return figure.name.endsWith("all others") ? "main" : "own";
}

// The ratios of a rate in rows of groups, one set for each operating point.
function collect(result, rate) {
  const points = new Map();
  const names = ["all others", "the reference group"]
    .map((who) => `${rate} ratio to ${who}`);
  result.figures.filter((f) => names.includes(f.name) && f.label).map((f) => ({
    ...f, value: number(f.value), low: number(f.low), high: number(f.high),
  })).filter((f) => known(f.value)).forEach((f) => {
    const point = pointOf(f);
    if (!points.has(point.key)) points.set(point.key, { ...point, rows: new Map() });
    const { rows } = points.get(point.key);
    if (!rows.has(f.label)) rows.set(f.label, []);
    rows.get(f.label).push(f);
  });
  return points;
}

// The margin of equivalence; none: NaN.
function marginOf(result, rate) {
  const one = result.figures.find((f) =>
    f.name.startsWith(`p of ${rate} equivalence`));
  return one && one.at.margin > 1 ? one.at.margin : NaN;
}

function scaleOf(point, margin, width) {
  const values = Array.from(point.rows.values()).flat()
    .flatMap((f) => [f.value, f.low, f.high]).filter((v) => v > 0 && isFinite(v));
  const far = Math.min(FAR, 1.15 * Math.max(2, margin || 1, ...values,
    ...values.map((v) => 1 / v)));
  const scale = scaleLog().domain([1 / far, far]).range([0, width]).clamp(true);
  return { scale, major: TICKS.filter((v) => v >= 1 / far && v <= far) };
}

function sentence(label, f) {
  const range = known(f.low) ? ` (${short(f.low)} to ${short(f.high)})` : "";
  const few = f.status === "ok" ? "" : ", few events: not to be quoted";
  const against = kindOf(f) === "same" && !f.name.endsWith("all others")
    ? ", against the reference group" : "";
  return `${label}, ${KINDS[kindOf(f)]}${against}: ratio ${short(f.value)}${range}${few}`;
}

function drawMark(g, f, y, x) {
  const kind = kindOf(f);
  const mark = g.append("g").attr("class",
    f.status === "ok" ? `mark ${kind}` : `mark ${kind} grey`);
  if (known(f.low) && known(f.high)) {
    mark.append("line").attr("class", "whisker").attr("x1", x(f.low))
      .attr("x2", x(f.high)).attr("y1", y).attr("y2", y);
  }
  shape(mark.append("g").attr("transform", `translate(${x(f.value)},${y})`), kind);
}

function drawRow(g, label, figures, i, x, wide) {
  const middle = i * ROW + ROW / 2;
  g.append("text").attr("class", "row-label").attr("x", -wide)
    .attr("y", middle - 2).text(cut(label, Math.floor(wide / 7)));
  g.append("text").attr("class", "row-note").attr("x", -wide)
    .attr("y", middle + 12).text(`${count(figures[0].events)} of ${
      count(figures[0].trials)} events`);
  return { name: "", points: figures.map((f, k) => {
    const y = middle + (k - (figures.length - 1) / 2) * 9;
    drawMark(g, f, y, x);
    return { x: x(f.value), y, text: sentence(label, f) };
  }) };
}

function drawAll(g, point, margin, w, h, wide, rate) {
  const { scale, major } = scaleOf(point, margin, w);
  axes(g, { scale, major, format: String, title: `ratio of ${rate}` },
  { scale: scaleLinear().domain([0, 1]).range([0, h]), major: [],
    format: String }, w, h);
  if (margin > 1) {
    g.append("g").attr("class", "grey").append("rect").attr("class", "band")
      .attr("x", scale(1 / margin)).attr("height", h)
      .attr("width", scale(margin) - scale(1 / margin));
  }
  g.append("line").attr("class", "overall").attr("x1", scale(1))
    .attr("x2", scale(1)).attr("y2", h);
  return { series: Array.from(point.rows.keys()).map((label, i) =>
    drawRow(g, label, point.rows.get(label), i, scale, wide)) };
}

// The plot of the ratios of the rate called `rate`.
export function ratios(result, rate) {
  const points = collect(result, rate);
  if (!points.size) return null;
  const margin = marginOf(result, rate);
  const spec = (choice, width) => {
    const point = points.get(choice.point);
    const wide = Math.round(Math.min(230, Math.max(150, width * 0.3)));
    const all = Array.from(point.rows.values()).flat();
    const kinds = Object.keys(KINDS).filter((kind) =>
      all.some((f) => kindOf(f) === kind));
    return {
      title: `Ratios of ${rate} ${pointText(point)}, with ${levelOf(all)} intervals`,
      legend: kinds.length > 1 ? kinds.map((kind) => ({ text: KINDS[kind],
        style: kind, mark: (g) => shape(g, kind) })) : [],
      margin: { left: wide + 8, right: 22, bottom: 52 },
      height: ROW * point.rows.size,
      draw: (g, w, h) => drawAll(g, point, margin, w, h, wide, rate),
    };
  };
  const csv = (choice) => csvLine(["group", "name", "value", "low", "high",
    "events", "trials", "references", "status"])
    + Array.from(points.get(choice.point).rows.values()).flat()
      .map((f) => csvLine([f.label, f.id, f.value, f.low, f.high, f.events,
        f.trials, f.references, f.status])).join("");
  return { spec, csv, controls: [{ name: "point", label: "Operating point",
    shared: true,
    value: bestPoint(result, Array.from(points.keys())),
    options: Array.from(points.values()).map((p) => ({ value: p.key,
      text: pointText(p) })) }] };
}
