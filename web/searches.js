// SPDX-License-Identifier: Apache-2.0
// Searches of a list: misses (FNIR) against false alerts (FPIR), one line for
// each size of the list.
import { curveStepBefore, line, scaleLinear } from "./d3.js";
import { column, curvesOf, isHeadline, pointOf } from "./data.js";
import { count, csvLine, percent, score, short, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { decade, rateScale, rateTicks } from "./scale.js";

const FEW = 10;
const LEAST = 1e-7;
const MOST_LINES = 8;

// The size of the list that a curve, or a result, is of; undefined: not known.
export function sizeOf(curve) {
  const found = /watchlist_size=(\d+)/.exec(curve.id || "");
  return found ? Number(found[1]) : undefined;
}

export function listOf(result) {
  const figure = result.figures.find((f) => f.watchlist_size > 0
    && f.at.watchlist_size === undefined);
  return figure ? figure.watchlist_size : undefined;
}

export function listText(size) {
  return size ? `list of ${count(size)}` : "list";
}

// Searches by people who are not on the list, of a group or of all.
function trialsOf(result, label = "") {
  const figure = result.figures.find((f) => f.name === "FPIR" && !f.cell
    && f.label === label && f.trials > 0);
  return figure ? figure.trials : Infinity;
}

function pointsOf(curve, trials) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [t, fpir, fnir] = ["threshold", "FPIR", "FNIR"].map(get);
  return curve.rows.map((row) => ({ t: t(row), fpir: fpir(row),
    fnir: fnir(row), few: fpir(row) * trials < FEW - 1e-6 }))
    .sort((a, b) => b.fpir - a.fpir || a.fnir - b.fnir);
}

// The operating points that were asked for, as searches count: figures of
// FNIR with `reached`, the FPIR there.
function askedOf(result) {
  const all = result.figures.filter((f) => !f.label && f.value !== null
    && f.at.rank === undefined && f.at.watchlist_size === undefined
    && f.at.confidence === undefined);
  const counted = all.filter((f) => f.weights !== "subject"
    || isHeadline(f, all));
  const points = new Map();
  counted.filter((f) => f.name === "FNIR" && pointOf(f).key).forEach((f) => {
    const { key } = pointOf(f);
    if (points.has(key) && f.weights === "subject") return;
    const fpir = counted.find((other) => other.name === "FPIR"
      && pointOf(other).key === key);
    const { achieved } = f.at;
    const reached = achieved === undefined && fpir ? fpir.value : achieved;
    if (reached > 0) points.set(key, { ...f, reached });
  });
  return Array.from(points.values());
}

// The lines to draw, the list that was searched first.
function linesOf(results) {
  const all = results.flatMap((result, r) => {
    const tested = listOf(result);
    const trials = trialsOf(result);
    const curves = curvesOf(result, "DET 1:N", false);
    const own = curves.find((c) => sizeOf(c) === undefined)
      || curves.find((c) => sizeOf(c) === tested) || curves[0];
    return curves.filter((c) => results.length === 1 || c === own)
      .map((curve) => {
        const size = sizeOf(curve) || tested;
        return { size, main: curve === own,
          name: results.length > 1 ? `${result.title}, ${listText(size)}`
            : listText(size),
          style: r, least: 1 / trials, points: pointsOf(curve, trials),
          asked: curve === own ? askedOf(result) : [] };
      });
  });
  if (results.length > 1) return all.slice(0, MOST_LINES);
  all.sort((a, b) => (b.main - a.main) || (a.size - b.size));
  return all.slice(0, MOST_LINES).map((one, i) => ({ ...one, style: i }));
}

function groupLines(result) {
  return curvesOf(result, "DET 1:N", true).slice(0, MOST_LINES)
    .map((curve, i) => {
      const trials = trialsOf(result, curve.label);
      return { size: listOf(result), main: true, name: curve.label,
        style: i + 1, least: 1 / trials, points: pointsOf(curve, trials),
        asked: [] };
    });
}

// Where the axes begin: at a decade that holds what there is, false alerts that
// the test could count.
function lows(all) {
  const counted = Math.min(...all.map((one) => one.least));
  let x = 1;
  let y = 1;
  all.forEach((one) => one.points.forEach((p) => {
    if (p.fpir > 0 && p.fpir < x) x = p.fpir;
    if (p.fnir > 0 && p.fnir < y) y = p.fnir;
  }));
  return { x: Math.max(LEAST, Math.min(0.1, decade(Math.max(x, counted)))),
    y: Math.max(1e-4, Math.min(0.1, decade(y))) };
}

function scales(choice, low, width, height) {
  const log = choice.axes === "log";
  return { log, x: rateScale("log", low.x, 1).range([0, width]),
    y: (log ? rateScale("log", low.y, 1) : scaleLinear()).range([height, 0]) };
}

function drawAxes(g, s, w, h) {
  const shown = axes(g, { scale: s.x, ...rateTicks("log", s.x.domain()), format: tick,
    title: "FPIR: searches by others, false alert" },
  s.log ? { scale: s.y, ...rateTicks("log", s.y.domain()), format: tick }
    : { scale: s.y, major: [0, 0.2, 0.4, 0.6, 0.8, 1], format: tick }, w, h);
  // The same axis in words: false alerts per 1,000 searches.
  shown.forEach((v) => g.append("text")
    .attr("class", "top-tick").attr("x", s.x(v)).attr("y", -6)
    .attr("text-anchor", "middle").text(Number(short(1000 * v, 1))));
  g.append("text").attr("class", "top-tick").attr("x", w).attr("y", -21)
    .attr("text-anchor", "end").text("false alerts in 1,000 such searches");
}

function drawLine(g, one, s) {
  const drawn = one.points.filter((p) => p.fpir > 0
    && (s.log ? p.fnir > 0 : p.fnir >= 0));
  const path = line().x((p) => s.x(p.fpir)).y((p) => s.y(p.fnir))
    .curve(curveStepBefore);
  const firm = drawn.filter((p) => !p.few);
  const few = drawn.filter((p) => p.few);
  if (firm.length && few.length) few.unshift(firm[firm.length - 1]);
  const thin = one.main ? "" : " thin";
  g.append("path").attr("class", `curve${thin}`).attr("d", path(firm));
  g.append("path").attr("class", `curve few${thin}`).attr("d", path(few));
  return drawn;
}

function drawAsked(g, one, s, width) {
  one.asked.forEach((f) => {
    const x = s.x(f.reached);
    const y = s.y(f.value);
    if (!isFinite(x) || !isFinite(y) || x < -1) return;
    g.append("circle").attr("class", f.status === "ok" ? "asked" : "asked few")
      .attr("cx", x).attr("cy", y).attr("r", 4.5);
    const left = x > width - 90;
    g.append("text").attr("class", "point-text").attr("x", x + (left ? -9 : 9))
      .attr("y", y - 8).attr("text-anchor", left ? "end" : "start")
      .text(`T ${score(f.threshold)}`);
  });
}

function text(p) {
  return `Threshold ${score(p.t)}: FPIR ${percent(p.fpir)}, ${
    short(1000 * p.fpir)} false alerts in 1,000 searches; FNIR ${
    percent(p.fnir)}${p.few ? "; few events" : ""}`;
}

// An axis from 0 to 1 shows little where misses are few.
function usualAxis(all) {
  const most = Math.max(...all.flatMap((one) => one.points
    .filter((p) => !p.few).map((p) => p.fnir)));
  return most < 0.3 ? "log" : "linear";
}

// The plot of all results, or of the groups of one.
export function searches(results, grouped) {
  const all = grouped ? groupLines(results[0]) : linesOf(results);
  if (!all.length) return null;
  const draw = (g, choice, w, h) => {
    const s = scales(choice, lows(all), w, h);
    drawAxes(g, s, w, h);
    const inner = g.append("g").attr("clip-path", clip(g, w, h));
    const series = all.map((one) => {
      const style = `s${one.style}`;
      const drawn = drawLine(inner.append("g").attr("class", style), one, s);
      return { name: one.name, style, points: drawn.map((p) => ({
        x: s.x(p.fpir), y: s.y(p.fnir), text: text(p) }))
        .filter((p) => p.x >= -1 && p.x <= w + 1 && p.y >= -1 && p.y <= h + 1)
        .sort((a, b) => a.x - b.x) };
    });
    all.forEach((one) => drawAsked(g.append("g")
      .attr("class", `s${one.style}`), one, s, w));
    return { series: series.filter((one) => one.points.length) };
  };
  const spec = (choice, width) => ({
    title: "FNIR: searches by people on the list that miss them",
    legend: all.map((one) => ({ text: one.name, style: `s${one.style}` })),
    margin: { left: 63, right: 22, bottom: 50, top: 30 },
    height: Math.round(Math.min(236, Math.max(220, width * 0.45))),
    draw: (g, w, h) => draw(g, choice, w, h),
  });
  const csv = () => csvLine(["curve", "watchlist_size", "threshold", "FPIR",
    "FNIR"]) + all.map((one) => one.points.map((p) => csvLine([one.name,
    one.size, p.t, p.fpir, p.fnir])).join("")).join("");
  return { spec, csv, controls: [{ name: "axes", label: "Axis of FNIR",
    value: usualAxis(all), options: [{ value: "linear", text: "FNIR 0 to 100 %" },
      { value: "log", text: "FNIR log" }] }] };
}
