// SPDX-License-Identifier: Apache-2.0
// A day forecast: alerts in 1,000 passages by size of the list, and the share
// of alerts that are right as a band.
import { area, curveLinear, line, scaleLinear, scaleLog } from "./d3.js";
import { column, curvesOf, levelOf } from "./data.js";
import { count, csvLine, percent, short, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { decade } from "./scale.js";

const SPAN = 1e6;
// So few points are told one by one.
const FEW = 12;

// "0.6" of "alerts by watchlist size,threshold=0.6".
function conditionOf(curve, key) {
  const found = new RegExp(`,${key}=([^,]+)`).exec(curve.id || "");
  return found ? found[1] : "";
}

function pointText(curve) {
  const threshold = conditionOf(curve, "threshold");
  return threshold && threshold !== "nan" ? `threshold ${threshold}`
    : "as tested";
}

function pointsOf(curve) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [n, wrong, low, high, rightLow, rightHigh, beyond] = ["watchlist_size",
    "wrong", "wrong_low", "wrong_high", "right_low", "right_high", "beyond"]
    .map(get);
  return curve.rows.map((row) => ({ n: n(row), wrong: wrong(row), low: low(row),
    high: high(row), rightLow: rightLow(row), rightHigh: rightHigh(row),
    beyond: beyond(row) > 0 })).filter((q) => q.n > 0).sort((a, b) => a.n - b.n);
}

function decades(low, high) {
  const all = [];
  for (let e = Math.round(Math.log10(low)); e <= Math.log10(high) + 1e-9; e++) {
    all.push(Number(`1e${e}`));
  }
  return all;
}

// 1, 2 and 5 of each decade between the ends.
function steps([low, high]) {
  return decades(decade(low), high).concat(decades(decade(low), high)
    .flatMap((v) => [2 * v, 5 * v])).filter((v) => v >= low && v <= high);
}

function yDomain(points) {
  const values = points.flatMap((q) => [q.wrong, q.low, q.high, q.rightLow,
    q.rightHigh]).filter((v) => v > 0);
  const top = Math.max(...values, 1);
  return [Math.max(decade(Math.min(...values, 1)), decade(top) / SPAN),
    10 ** Math.ceil(Math.log10(top) - 1e-9)];
}

function xDomain(points) {
  const first = points[0].n;
  const last = points[points.length - 1].n;
  return first < last ? [first / 1.03, last * 1.03] : [first / 2, first * 2];
}

// The parts of a line: as tested, and from there on.
function parts(points) {
  const tested = points.filter((q) => !q.beyond);
  const last = tested[tested.length - 1];
  const beyond = points.filter((q) => q.beyond);
  return { tested, last, beyond: beyond.length && last ? [last, ...beyond]
    : beyond };
}

function drawBand(g, style, points, x, at, low, high) {
  const shown = points.filter((q) => isFinite(low(q)) && isFinite(high(q)));
  if (shown.length === 1) {
    g.append("line").attr("class", "whisker").attr("x1", x(shown[0].n))
      .attr("x2", x(shown[0].n)).attr("y1", at(low(shown[0])))
      .attr("y2", at(high(shown[0])));
  } else {
    g.append("path").attr("class", style).attr("d", area().x((q) => x(q.n))
      .y0((q) => at(low(q))).y1((q) => at(high(q))).curve(curveLinear)(shown));
  }
}

function drawWrong(g, part, x, at) {
  const path = line().x((q) => x(q.n)).y((q) => at(q.wrong)).curve(curveLinear);
  drawBand(g, "band", part.tested, x, at, (q) => q.low, (q) => q.high);
  drawBand(g, "beyond", part.beyond, x, at, (q) => q.low, (q) => q.high);
  // None at all has no place on the axis: the upper end alone shows.
  const some = (points) => points.filter((q) => q.wrong > 0);
  g.append("path").attr("class", "curve").attr("d", path(some(part.tested)));
  g.append("path").attr("class", "curve limit")
    .attr("d", path(some(part.beyond)));
  if (part.tested.length <= FEW) {
    some(part.tested).forEach((q) => g.append("circle").attr("class", "dot")
      .attr("r", 3).attr("cx", x(q.n)).attr("cy", at(q.wrong)));
  }
}

// Where the test ends: the largest list that was searched.
function drawTested(g, largest, part, x, w, h) {
  const [low, high] = x.domain();
  if (!(largest >= low && largest <= high)) return;
  const at = x(largest);
  g.append("line").attr("class", "overall").attr("x1", at).attr("x2", at)
    .attr("y2", h);
  const right = at > 0.55 * w;
  g.append("text").attr("class", "point-text").attr("x", at + (right ? -5 : 5))
    .attr("y", h - 8).attr("text-anchor", right ? "end" : "start")
    .text(`tested up to ${count(largest)}`);
  if (part.beyond.length > 1) {
    g.append("text").attr("class", "point-text").attr("x", w).attr("y", -5)
      .attr("text-anchor", "end").text("beyond the test");
  }
}

// "0.36 to 1.5"
function span(low, high) {
  return isFinite(low) ? `${short(low)} to ${short(high)}` : "";
}

function wrongText(q) {
  if (q.beyond) {
    return `List of ${count(q.n)}, beyond the test: between ${short(q.low)
    } and ${short(q.high)} in 1,000 passages, estimated ${short(q.wrong)}`;
  }
  return `List of ${count(q.n)}: ${short(q.wrong)} in 1,000 passages (${
    span(q.low, q.high)})`;
}

function draw(g, points, largest, w, h) {
  const x = scaleLog().domain(xDomain(points)).range([0, w]);
  const y = scaleLog().domain(yDomain(points)).range([h, 0]);
  const at = (v) => y(Math.max(y.domain()[0], v));
  axes(g, { scale: x, major: steps(x.domain()), format: count,
    title: "people on the list" },
  { scale: y, major: decades(...y.domain()),
    format: (v) => (v >= 1 ? count(v) : short(v, 1)) }, w, h);
  const inner = g.append("g").attr("clip-path", clip(g, w, h));
  const part = parts(points);
  const room = (style) => inner.append("g").attr("class", style);
  const right = points.filter((q) => isFinite(q.rightLow));
  if (right.length) {
    drawBand(room("s0"), "band", part.tested, x, at, (q) => q.rightLow,
      (q) => q.rightHigh);
    drawBand(room("s0"), "beyond", part.beyond, x, at, (q) => q.rightLow,
      (q) => q.rightHigh);
  }
  drawWrong(room("s1"), part, x, at);
  drawTested(g, largest, part, x, w, h);
  const series = [{ name: "Wrong alerts", style: "s1",
    points: points.map((q) => ({ x: x(q.n), y: at(q.wrong),
      text: wrongText(q) })) }];
  if (right.length) {
    series.push({ name: "Right alerts", style: "s0",
      points: right.map((q) => ({ x: x(q.n),
        y: Math.sqrt(at(q.rightLow) * at(q.rightHigh)),
        text: `List of ${count(q.n)}${q.beyond ? ", beyond the test" : ""
        }: between ${short(q.rightLow)} and ${short(q.rightHigh)
        } in 1,000 passages` })) });
  }
  return { series };
}

const swatch = (style) => (g) => g.append("rect").attr("class", style)
  .attr("x", -7).attr("y", -5).attr("width", 16).attr("height", 10);

// Alerts by size of the list; null without searches to tell them from.
export function forecast(result) {
  const curves = curvesOf(result, "alerts by watchlist size", false);
  if (!curves.length) return null;
  const largest = Number(((result.provenance || {}).from || {}).largest_list);
  const all = new Map(curves.map((curve) => [curve.id, { curve,
    points: pointsOf(curve) }]));
  const spec = (choice, width) => {
    const { curve, points } = all.get(choice.point);
    const beyond = points.some((q) => q.beyond);
    const right = points.some((q) => isFinite(q.rightLow));
    return {
      title: `Alerts in 1,000 passages, ${pointText(curve)}, with ${
        levelOf(result.figures)} intervals, log`,
      legend: [{ text: "wrong", style: "s1" }]
        .concat(beyond ? [{ text: "wrong, beyond the test: estimate",
          style: "s1 limit" }, { text: "limits", style: "s1",
          mark: swatch("beyond") }] : [])
        .concat(right ? [{ text: "right, over the shares given", style: "s0",
          mark: swatch("band") }] : []),
      margin: { left: 56, right: 26, bottom: 50, top: 12 },
      height: Math.round(Math.min(320, Math.max(230, width * 0.55))),
      draw: (g, w, h) => draw(g, points, largest, w, h),
    };
  };
  const csv = (choice) => csvLine(all.get(choice.point).curve.columns)
    + all.get(choice.point).curve.rows.map(csvLine).join("");
  return { spec, csv, controls: [{ name: "point", label: "Operating point",
    value: curves[0].id, options: curves.map((curve) => ({ value: curve.id,
      text: pointText(curve) })) }] };
}

// "1 in 10,000"
function oneIn(p) {
  return p >= 1 ? "all" : `1 in ${count(Number((1 / p).toPrecision(3)))}`;
}

// Whether the list of a band is larger than any that was searched.
function isBeyond(result, band) {
  const threshold = conditionOf(band, "threshold");
  const size = Number(conditionOf(band, "watchlist_size"));
  return curvesOf(result, "alerts by watchlist size", false)
    .filter((c) => conditionOf(c, "threshold") === threshold)
    .some((c) => pointsOf(c).some((q) => q.n === size && q.beyond));
}

function bandText(curve) {
  const size = Number(conditionOf(curve, "watchlist_size"));
  return `${pointText(curve)}, ${size > 0 ? `list of ${count(size)}`
    : "the list as tested"}`;
}

function drawShares(g, rows, beyond, w, h) {
  const ends = [rows[0].p, rows[rows.length - 1].p];
  const x = scaleLog().domain(ends[0] < ends[1] ? ends
    : [ends[0] / 2, Math.min(1, ends[0] * 2)]).range([0, w]);
  const y = scaleLinear().domain([0, 1]).range([h, 0]);
  axes(g, { scale: x, major: decades(decade(x.domain()[0]), x.domain()[1])
    .filter((v) => v >= 0.9999 * x.domain()[0]), format: oneIn,
  title: "passages by people on the list" },
  { scale: y, major: [0, 0.2, 0.4, 0.6, 0.8, 1], format: tick }, w, h);
  const inner = g.append("g").attr("class", "s0")
    .attr("clip-path", clip(g, w, h));
  inner.append("path").attr("class", beyond ? "beyond" : "band").attr("d", area()
    .x((q) => x(q.p)).y0((q) => y(q.low)).y1((q) => y(q.high))
    .curve(curveLinear)(rows));
  const edge = (end) => inner.append("path")
    .attr("class", beyond ? "curve limit" : "curve thin").attr("d", line()
      .x((q) => x(q.p)).y((q) => y(end(q))).curve(curveLinear)(rows));
  edge((q) => q.low);
  edge((q) => q.high);
  if (beyond) {
    g.append("text").attr("class", "point-text").attr("x", 6).attr("y", 14)
      .text("beyond the test");
  }
  return { series: [{ name: "", style: "s0", points: rows.map((q) => ({
    x: x(q.p), y: y((q.low + q.high) / 2), text: `If ${oneIn(q.p)
    } passages is by people on the list: between ${percent(q.low)} and ${
      percent(q.high)} of alerts are right${beyond ? ", beyond the test"
      : ""}` })) }] };
}

// The share of alerts that are right; null where it can't be told.
export function shareRight(result) {
  const curves = curvesOf(result, "share of alerts right", false);
  if (!curves.length) return null;
  const all = new Map(curves.map((c) => [c.id, c]));
  const rowsOf = (curve) => {
    const get = (name) => column(curve, name) || (() => NaN);
    const [p, low, high] = ["prevalence", "low", "high"].map(get);
    return curve.rows.map((row) => ({ p: p(row), low: low(row),
      high: high(row) })).filter((q) => q.p > 0 && isFinite(q.low))
      .sort((a, b) => a.p - b.p);
  };
  const drawable = curves.filter((curve) => rowsOf(curve).length);
  if (!drawable.length) return null;
  const spec = (choice, width) => ({
    title: `Share of alerts that are right, ${bandText(all.get(choice.point))}`,
    legend: [{ text: `${levelOf(result.figures)} interval`, style: "s0",
      mark: swatch("band") }],
    margin: { left: 56, right: 40, bottom: 50 },
    height: Math.round(Math.min(320, Math.max(230, width * 0.45))),
    draw: (g, w, h) => {
      const curve = all.get(choice.point);
      return drawShares(g, rowsOf(curve), isBeyond(result, curve), w, h);
    },
  });
  const csv = (choice) => csvLine(["prevalence", "low", "high"])
    + rowsOf(all.get(choice.point)).map((q) => csvLine([q.p, q.low, q.high]))
      .join("");
  return { spec, csv, controls: [{ name: "point", label: "Operating point",
    value: drawable[0].id, options: drawable.map((curve) => ({ value: curve.id,
      text: bandText(curve) })) }] };
}
