// SPDX-License-Identifier: Apache-2.0
// FPIR by size of the list: what was tested, and the limit beyond it.
import { area, curveLinear, line, scaleLog } from "./d3.js";
import { column, curvesOf } from "./data.js";
import { count, csvLine, percent, short, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { decade, rateScale, rateTicks } from "./scale.js";
import { listOf } from "./searches.js";

// "at FPIR 1 %" from the id of a curve.
function pointText(curve, only) {
  const asked = /FPIR=([^,]+)/.exec(curve.id || "");
  if (asked) return `at the threshold for FPIR ${tick(Number(asked[1]))}`;
  const given = /threshold=([^,]+)/.exec(curve.id || "");
  return given ? `at threshold ${given[1]}` : only ? "" : curve.id;
}

function pointsOf(curve) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [n, p, low, high, bound, guess] = ["watchlist_size", "FPIR", "low",
    "high", "bound", "estimate"].map(get);
  return curve.rows.map((row) => ({ n: n(row), p: p(row), low: low(row),
    high: high(row), bound: bound(row), guess: guess(row) }))
    .filter((q) => q.n > 0)
    .sort((a, b) => a.n - b.n);
}

// The sizes that the test holds, and those beyond it: where a limit is given
// and no interval, or from the largest tested size on.
function parts(points) {
  const tested = points.filter((q) => isFinite(q.p)
    && (isFinite(q.low) || !isFinite(q.bound)));
  const last = tested.length ? tested[tested.length - 1] : null;
  const beyond = points.filter((q) => isFinite(q.bound)
    && (!last || q.n > last.n));
  return { tested, last, beyond };
}

function rateDomain(points) {
  const values = points.flatMap((q) => [q.p, q.low, q.bound])
    .filter((v) => v > 0);
  const low = Math.max(1e-9, decade(Math.min(0.1, ...values)));
  return [low, 1];
}

function sizeTicks([low, high]) {
  const major = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.log10(high) + 1e-9; e++) {
    const v = Number(`1e${e}`);
    if (v >= low * 0.9999) major.push(v);
  }
  return major;
}

function text(q, tested) {
  if (!tested) {
    const guess = isFinite(q.guess) ? `, estimated ${percent(q.guess)}` : "";
    return `List of ${count(q.n)}, beyond the test: FPIR at most ${
      percent(q.bound)}${guess}`;
  }
  const range = isFinite(q.low) ? ` (${percent(q.low)} to ${percent(q.high)})`
    : "";
  return `List of ${count(q.n)}: FPIR ${percent(q.p)}${range}, ${
    short(1000 * q.p)} false alerts in 1,000 searches`;
}

function drawTested(g, tested, x, y) {
  const [floor] = y.domain();
  const at = (v) => y(Math.max(floor, v));
  const band = tested.filter((q) => isFinite(q.low) && isFinite(q.high));
  g.append("path").attr("class", "band").attr("d", area().x((q) => x(q.n))
    .y0((q) => at(q.low)).y1((q) => at(q.high)).curve(curveLinear)(band));
  const known = tested.filter((q) => q.p > 0);
  g.append("path").attr("class", "curve").attr("d", line().x((q) => x(q.n))
    .y((q) => at(q.p)).curve(curveLinear)(known));
  known.forEach((q) => g.append("circle").attr("class", "dot").attr("r", 2.6)
    .attr("cx", x(q.n)).attr("cy", at(q.p)));
}

function drawBeyond(g, part, x, y, w) {
  const { last, beyond } = part;
  if (!beyond.length) return;
  const [floor] = y.domain();
  const at = (v) => y(Math.max(floor, v));
  const from = last ? [{ ...last, bound: last.p, guess: last.p }] : [];
  const path = from.concat(beyond);
  g.append("path").attr("class", "beyond").attr("d", area().x((q) => x(q.n))
    .y0(() => at(last ? last.p : floor)).y1((q) => at(q.bound))
    .curve(curveLinear)(path));
  g.append("path").attr("class", "curve edge").attr("d", line()
    .x((q) => x(q.n)).y((q) => at(q.bound)).curve(curveLinear)(path));
  const guess = from.concat(beyond.filter((q) => q.guess > 0));
  if (guess.length > from.length) {
    g.append("path").attr("class", "curve limit").attr("d", line()
      .x((q) => x(q.n)).y((q) => at(q.guess)).curve(curveLinear)(guess));
  }
  const start = last ? x(last.n) : 0;
  g.append("line").attr("class", "overall").attr("x1", start)
    .attr("x2", start).attr("y1", 14).attr("y2", y.range()[0]);
  g.append("text").attr("class", "point-text").attr("x", w).attr("y", 10)
    .attr("text-anchor", "end").text("beyond the test");
}

// The curve at the operating point at which a sentence tells of sizes; else the
// first.
function leading(result, curves) {
  const told = (result.statements || []).flatMap((s) => s.figures)
    .find((id) => /watchlist_size=/.test(id));
  const point = told && /(?:FPIR|threshold)=[^,]+/.exec(told.split("@")[1] || "");
  return (point && curves.find((c) => c.id.endsWith(`,${point[0]}`)))
    || curves[0];
}

// The plot of a result.
export function sizes(result) {
  const curves = curvesOf(result, "FPIR by watchlist size", false);
  if (!curves.length) return null;
  const all = new Map(curves.map((curve) => [curve.id, { curve,
    points: pointsOf(curve) }]));
  const draw = (g, one, w, h) => {
    const sizesOf = one.points.map((q) => q.n);
    const x = scaleLog().range([0, w])
      .domain([Math.min(...sizesOf), Math.max(...sizesOf) * 1.0001]);
    const y = rateScale("log", ...rateDomain(one.points)).range([h, 0]);
    axes(g, { scale: x, major: sizeTicks(x.domain()),
      format: count, title: "people on the list" },
    { scale: y, ...rateTicks("log", y.domain()), format: tick }, w, h);
    const inner = g.append("g").attr("class", "s0")
      .attr("clip-path", clip(g, w, h));
    const part = parts(one.points);
    drawBeyond(inner, part, x, y, w);
    drawTested(inner, part.tested, x, y);
    const searched = listOf(result);
    const here = part.tested.find((q) => q.n === searched);
    if (here && here.p > 0) {
      g.append("g").attr("class", "s0").append("circle").attr("class", "asked")
        .attr("r", 4.5).attr("cx", x(here.n)).attr("cy", y(here.p));
    }
    const points = part.tested.map((q) => ({ x: x(q.n),
      y: y(Math.max(y.domain()[0], q.p)), text: text(q, true) }))
      .concat(part.beyond.map((q) => ({ x: x(q.n), y: y(q.bound),
        text: text(q, false) })));
    return { series: [{ name: "", style: "s0", points }] };
  };
  const only = curves.length === 1;
  const spec = (choice, width) => {
    const one = all.get(choice.point);
    const { beyond } = parts(one.points);
    return {
      title: `FPIR ${pointText(one.curve, true)}`,
      legend: [{ text: "tested", style: "s0" }]
        .concat(beyond.some((q) => q.guess > 0)
          ? [{ text: "estimate, beyond the test", style: "s0 limit" }] : [])
        .concat(beyond.length ? [{ text: "limit", style: "s0 edge" }] : []),
      margin: { left: 63, right: 26, bottom: 50 },
      height: Math.round(Math.min(300, Math.max(220, width * 0.55))),
      draw: (g, w, h) => draw(g, one, w, h),
    };
  };
  const csv = (choice) => csvLine(["watchlist_size", "FPIR", "low", "high",
    "bound", "estimate"]) + all.get(choice.point).points.map((q) => csvLine([
    q.n, q.p, q.low, q.high, q.bound, q.guess])).join("");
  return { spec, csv, controls: [{ name: "point", label: "Operating point",
    value: leading(result, curves).id, options: curves.map((curve) => ({
      value: curve.id, text: pointText(curve, only) })) }] };
}
