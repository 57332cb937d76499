// SPDX-License-Identifier: Apache-2.0
// Who causes false matches, without names; and the shares found by rank.
import { area, curveLinear, curveStepAfter, line, scaleLinear,
  scaleLog } from "./d3.js";
import { column, curvesOf } from "./data.js";
import { csvLine, percent, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { rateTicks } from "./scale.js";

const PARTS = [0, 0.2, 0.4, 0.6, 0.8, 1];

// "at FPIR 1 %" from the id of a curve; "" where it says nothing.
function pointText(curve) {
  const asked = /FPIR=([^,]+)/.exec(curve.id || "");
  if (asked) return `at FPIR ${tick(Number(asked[1]))}`;
  const given = /threshold=([^,]+)/.exec(curve.id || "");
  return given ? `at threshold ${given[1]}` : "";
}

function drawShares(g, rows, log, w, h, expected) {
  const low = log ? Math.min(0.01, ...rows.map((r) => r[0]).filter((v) => v > 0))
    : 0;
  const x = (log ? scaleLog().domain([low, 1]) : scaleLinear()).range([0, w]);
  const y = scaleLinear().range([h, 0]);
  axes(g, { scale: x, format: tick,
    ...(log ? rateTicks("log", [low, 1]) : { major: PARTS }),
    title: "share of the people, those who cause most first" },
  { scale: y, major: PARTS, format: tick }, w, h);
  const inner = g.append("g").attr("class", "s0")
    .attr("clip-path", clip(g, w, h));
  const equal = [];
  for (let i = 0; i <= 60; i++) {
    const v = log ? low * (1 / low) ** (i / 60) : i / 60;
    equal.push([v, v]);
  }
  const path = line().x((r) => x(r[0])).y((r) => y(r[1])).curve(curveLinear);
  inner.append("path").attr("class", "overall").attr("fill", "none")
    .attr("d", path(equal));
  const drawn = rows.filter((r) => !log || r[0] > 0);
  if (expected) {
    inner.append("path").attr("class", "curve few").attr("d", line()
      .x((r) => x(r[0])).y((r) => y(expected(r))).curve(curveLinear)(drawn));
  }
  inner.append("path").attr("class", "curve").attr("d", path(drawn));
  return { series: [{ name: "", style: "s0", points: drawn.map((r) => ({
    x: x(r[0]), y: y(r[1]),
    text: `${percent(r[0])} of the people cause ${percent(r[1])} of the false `
      + "matches" })) }] };
}

// The shares of false matches, at each point for which they were counted.
export function shares(result) {
  const curves = curvesOf(result, "false-match share", false);
  if (!curves.length) return null;
  const all = new Map(curves.map((c) => [c.id, c]));
  const expected = curves.some((c) => column(c, "by chance"));
  const spec = (choice, width) => ({
    title: `Share of false matches ${pointText(all.get(choice.point))}`,
    legend: [{ text: "counted", style: "s0" },
      { text: "equal shares", style: "broken" }].concat(expected
      ? [{ text: "by chance alone", style: "s0 few" }] : []),
    margin: { left: 63, right: 26, bottom: 50 },
    height: Math.round(Math.min(300, Math.max(220, width * 0.6))),
    draw: (g, w, h) => {
      const curve = all.get(choice.point);
      return drawShares(g, curve.rows.slice().sort((a, b) => a[0] - b[0]),
        choice.axes === "log", w, h, column(curve, "by chance"));
    },
  });
  const csv = (choice) => csvLine(all.get(choice.point).columns)
    + all.get(choice.point).rows.map(csvLine).join("");
  return { spec, csv, controls: [{ name: "point", label: "Operating point",
    value: curves[0].id, options: curves.map((c) => ({ value: c.id,
      text: pointText(c) || "as counted" })) },
  { name: "axes", label: "Axis of people", value: "linear",
    options: [{ value: "linear", text: "all people" },
      { value: "log", text: "log: the few first" }] }] };
}

// The share of searches found by rank.
export function cmc(result) {
  const curve = curvesOf(result, "CMC", false)[0];
  if (!curve) return null;
  const get = (name) => column(curve, name) || (() => NaN);
  const [rank, found, low, high] = ["rank", "CMC", "low", "high"].map(get);
  const rows = curve.rows.filter((r) => rank(r) >= 1).map((r) => ({
    k: rank(r), p: found(r), low: low(r), high: high(r) }))
    .sort((a, b) => a.k - b.k);
  if (!rows.length) return null;
  const least = Math.min(...rows.map((r) => (isFinite(r.low) ? r.low : r.p)));
  const floor = Math.max(0, Math.floor(least * 10 - 1e-9) / 10);
  const draw = (g, w, h) => {
    const last = rows[rows.length - 1].k;
    const x = scaleLinear().domain([1, Math.max(2, last)]).range([0, w]);
    const y = scaleLinear().domain([floor, 1]).range([h, 0]);
    axes(g, { scale: x, even: true, major: x.ticks(8).filter((v) => v % 1 === 0),
      format: String, title: "rank" },
    { scale: y, major: y.ticks(6), format: tick }, w, h);
    const inner = g.append("g").attr("class", "s0")
      .attr("clip-path", clip(g, w, h));
    const band = rows.filter((r) => isFinite(r.low) && isFinite(r.high));
    inner.append("path").attr("class", "band").attr("d", area()
      .x((r) => x(r.k)).y0((r) => y(r.low)).y1((r) => y(r.high))
      .curve(curveStepAfter)(band));
    inner.append("path").attr("class", "curve").attr("d", line()
      .x((r) => x(r.k)).y((r) => y(r.p)).curve(curveStepAfter)(rows));
    return { series: [{ name: "", style: "s0", points: rows.map((r) => ({
      x: x(r.k), y: y(r.p), text: `Among the first ${r.k}: ${percent(r.p)}${
        isFinite(r.low) ? ` (${percent(r.low)} to ${percent(r.high)})` : ""}` }))
    }] };
  };
  const spec = (choice, width) => ({
    title: "CMC: searches by people on the list, own reference among the first",
    margin: { left: 63, right: 26, bottom: 50 },
    height: Math.round(Math.min(280, Math.max(210, width * 0.5))),
    draw,
  });
  const csv = () => csvLine(["rank", "CMC", "low", "high"])
    + rows.map((r) => csvLine([r.k, r.p, r.low, r.high])).join("");
  return { spec, csv, controls: [] };
}
