// SPDX-License-Identifier: Apache-2.0
// FNMR against FMR: the DET curve, or 1 - FNMR: the ROC curve.
import { area, curveLinear, curveStepBefore, line, scaleLinear } from "./d3.js";
import { column, curvesOf, pointOf } from "./data.js";
import { count, csvLine, percent, score, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { decade, rateScale, rateTicks } from "./scale.js";

const FEW = 10;
const LEAST = 1e-6;

function pointsOf(curve) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [t, fmr, fnmr, fm, fnm] = ["threshold", "FMR", "FNMR",
    "false matches", "false non-matches"].map(get);
  return curve.rows.map((row) => ({ t: t(row), fmr: fmr(row), fnmr: fnmr(row),
    fm: fm(row), fnm: fnm(row) }));
}

// In the order of the curve: towards stricter thresholds.
function stricter(points) {
  return points.sort((a, b) => b.fmr - a.fmr || a.fnmr - b.fnmr);
}

// The operating points that were asked for, by comparison as the curve is:
// figures of FNMR with `reached`, the FMR there.
function askedOf(result) {
  const all = result.figures.filter((f) => !f.label && f.value !== null
    && f.weights !== "subject" && f.at.confidence === undefined);
  return all.filter((f) => f.name === "FNMR" && pointOf(f).key).map((f) => {
    const fmr = all.find((other) => other.name === "FMR"
      && pointOf(other).key === pointOf(f).key);
    const { achieved } = f.at;
    return { ...f, reached: achieved === undefined && fmr ? fmr.value : achieved };
  }).filter((f) => f.reached > 0);
}

function bandOf(result) {
  const curve = curvesOf(result, "DET band", false)[0];
  if (!curve) return [];
  const get = (name) => column(curve, name) || (() => NaN);
  const [x, low, high] = ["FMR", "low", "high"].map(get);
  return curve.rows.map((row) => ({ x: x(row), low: low(row),
    high: high(row) })).filter((p) => p.x > 0 && p.high > 0)
    .sort((a, b) => a.x - b.x);
}

// The lines to draw: {name, points, band, asked}.
export function overall(results) {
  return results.map((result, i) => {
    const curve = curvesOf(result, "DET", false)[0];
    return curve && { name: results.length > 1 ? result.title : "", style: i,
      points: stricter(pointsOf(curve)), band: bandOf(result), asked: askedOf(result) };
  }).filter(Boolean);
}

export function byGroup(result) {
  return curvesOf(result, "DET", true).slice(0, 8).map((curve, i) => ({
    name: curve.label, style: i + 1, points: stricter(pointsOf(curve)), band: [],
    asked: [] }));
}

// Where the axes begin: at a decade that holds what was asked and what there
// is, and no further.
function lows(all) {
  let x = 1;
  let y = 1;
  let asked = 1;
  all.forEach((one) => {
    one.points.forEach((p) => {
      if (p.fmr > 0 && p.fmr < x) x = p.fmr;
      if (p.fnmr > 0 && p.fnmr < y) y = p.fnmr;
    });
    one.asked.forEach((f) => { asked = Math.min(asked, f.value || 1); });
  });
  const floor = asked < 1 ? decade(asked) / 10 : LEAST;
  return { x: Math.max(LEAST, Math.min(0.1, decade(x))),
    y: Math.max(LEAST, Math.min(0.1, Math.max(decade(y), floor))) };
}

function scales(choice, low, width, height) {
  const kind = choice.axes;
  const x = rateScale(kind, low.x, kind === "probit" ? 0.9 : 1)
    .range([0, width]);
  const roc = choice.show === "ROC";
  let y = rateScale(kind, low.y, kind === "probit" ? 0.9 : 1);
  if (roc) {
    y = kind === "probit" ? rateScale(kind, 0.01, 1 - low.y) : scaleLinear();
  }
  return { kind, roc, x, y: y.range([height, 0]) };
}

function yTicks(s) {
  if (s.roc && s.kind !== "probit") {
    return { major: [0, 0.2, 0.4, 0.6, 0.8, 1], minor: [] };
  }
  return rateTicks(s.kind, s.y.domain());
}

function drawLines(g, one, s) {
  const inside = (v) => v > 0 && (s.kind !== "probit" || v < 1);
  const drawn = one.points.filter((p) => inside(p.fmr)
    && (s.roc && s.kind !== "probit" ? true : inside(p.fnmr)));
  // At an FMR between two points holds the threshold of the stricter one.
  const path = line().x((p) => s.x(p.fmr)).curve(curveStepBefore)
    .y((p) => s.y(s.roc ? 1 - p.fnmr : p.fnmr));
  const firm = drawn.filter((p) => !(p.fm < FEW));
  const few = drawn.filter((p) => p.fm < FEW);
  if (firm.length && few.length) few.unshift(firm[firm.length - 1]);
  g.append("path").attr("class", "curve").attr("d", path(firm));
  g.append("path").attr("class", "curve few").attr("d", path(few));
  return drawn;
}

function drawBand(g, one, s) {
  const fewBelow = Math.min(1, ...one.points.filter((p) => p.fm >= FEW)
    .map((p) => p.fmr));
  const clamp = (v) => Math.min(s.roc ? 1 : s.y.domain()[1],
    Math.max(s.y.domain()[0], s.roc ? 1 - v : v));
  const shape = area().x((p) => s.x(p.x)).curve(curveLinear)
    .y0((p) => s.y(clamp(p.low))).y1((p) => s.y(clamp(p.high)));
  const ends = Math.max(...one.points.filter((p) => p.fnmr > 0)
    .map((p) => p.fmr));
  const known = one.band.filter((p) => p.x <= ends
    && (s.kind !== "probit" || p.x < 1));
  const firm = known.filter((p) => p.x >= fewBelow);
  const few = known.filter((p) => p.x < fewBelow);
  if (firm.length && few.length) few.push(firm[0]);
  g.append("path").attr("class", "band").attr("d", shape(firm));
  g.append("path").attr("class", "band few").attr("d", shape(few));
}

function drawAsked(g, one, s, width) {
  one.asked.forEach((f) => {
    const x = s.x(f.reached);
    const y = s.y(s.roc ? 1 - f.value : f.value);
    if (!isFinite(x) || !isFinite(y) || x < -1) return;
    g.append("circle").attr("class", f.status === "ok" ? "asked" : "asked few")
      .attr("cx", x).attr("cy", y).attr("r", 4.5);
    const left = x > width - 90;
    g.append("text").attr("class", "point-text").attr("x", x + (left ? -9 : 9))
      .attr("y", s.roc ? y + 18 : y - 8)
      .attr("text-anchor", left ? "end" : "start")
      .text(`T ${score(f.threshold)}`);
  });
}

function text(p) {
  const n = (v, what) => (isFinite(v) ? ` (${count(v)} ${what})` : "");
  return `Threshold ${score(p.t)}: FMR ${percent(p.fmr)}`
    + `${n(p.fm, "false matches")}, FNMR ${percent(p.fnmr)}`
    + `${n(p.fnm, "false non-matches")}`;
}

// The plot for these lines.
export function det(all) {
  const spec = (choice, width) => ({
    title: choice.show === "ROC"
      ? "TMR = 1 − FNMR: pairs of the same person that pass"
      : "FNMR: pairs of the same person that fail",
    legend: all.filter((one) => one.name)
      .map((one) => ({ text: one.name, style: `s${one.style}` })),
    margin: { left: 63, right: 22, bottom: 50 },
    height: Math.round(Math.min(300, Math.max(250, width * 0.6))),
    draw: (g, w, h) => draw(g, choice, w, h),
  });
  const draw = (g, choice, w, h) => {
    const s = scales(choice, lows(all), w, h);
    axes(g,
      { scale: s.x, ...rateTicks(s.kind, s.x.domain()), format: tick,
        title: "FMR: pairs of different people that pass" },
      { scale: s.y, ...yTicks(s), format: tick }, w, h);
    const inner = g.append("g").attr("clip-path", clip(g, w, h));
    const series = all.map((one) => {
      const layer = inner.append("g").attr("class", `s${one.style}`);
      if (!s.roc || s.kind !== "probit") drawBand(layer, one, s);
      const drawn = drawLines(layer, one, s);
      drawAsked(g.append("g").attr("class", `s${one.style}`), one, s, w);
      return { name: one.name, style: `s${one.style}`, points: drawn.map((p) => ({
        x: s.x(p.fmr), y: s.y(s.roc ? 1 - p.fnmr : p.fnmr), text: text(p) }))
        .filter((p) => p.x >= -1 && p.x <= w + 1 && p.y >= -1 && p.y <= h + 1)
        .sort((a, b) => a.x - b.x) };
    });
    return { series: series.filter((one) => one.points.length) };
  };
  const csv = () => csvLine(["curve", "threshold", "FMR", "FNMR", "TMR",
    "false matches", "false non-matches"])
    + all.map((one) => one.points.map((p) => csvLine([one.name || "all", p.t,
      p.fmr, p.fnmr, 1 - p.fnmr, p.fm, p.fnm])).join("")).join("");
  return { spec, csv, controls: [
    { name: "show", label: "Curve", value: "DET",
      options: [{ value: "DET", text: "DET" }, { value: "ROC", text: "ROC" }] },
    { name: "axes", label: "Axes", value: "log",
      options: [{ value: "log", text: "log axes" },
        { value: "probit", text: "probit axes" }] },
  ] };
}

export { askedOf, pointsOf };
