// SPDX-License-Identifier: Apache-2.0
// The ladder of definitions: one set of counts, a row for each rate that is
// made of them, from 1 in 1 to 1 in 10 million.
import { levelOf, number } from "./data.js";
import { count, csvLine, cut } from "./format.js";
import { axes } from "./frame.js";
import { scaleLinear, scaleLog } from "./d3.js";

const LEAST = 1e-7;
const LINE = 22;
const HEAD = 20;
const CLAIM = 16;
const known = (v) => !Number.isNaN(v);

// "1 in 1,000"
export function oneIn(p) {
  if (!(p > 0)) return "none";
  return p >= 1 ? "all" : `1 in ${count(Number((1 / p).toPrecision(3)))}`;
}

// A tick: "1 in 1,000", "1 in 10 million".
function tickText(p) {
  const n = Math.round(1 / p);
  if (n <= 1) return "all";
  return n < 1e6 ? `1 in ${count(n)}` : `1 in ${n / 1e6} million`;
}

// The period of a figure, "" for all rows; undefined: of another group.
export function periodOf(figure) {
  const keys = Object.keys(figure.group || {});
  if (!keys.length) return "";
  return keys.length === 1 && keys[0] === "period" ? figure.group.period
    : undefined;
}

// "2024-01-10 to 2024-07-23"
export function periodText(period) {
  return period ? period.replace("/", " to ") : "all rows";
}

// The periods of the result in the order of time; none: [""].
export function periodsOf(result) {
  const all = Array.from(new Set(result.figures.map(periodOf)
    .filter((p) => p !== undefined)));
  return all.filter((p) => p).sort().concat(all.includes("") ? [""] : []);
}

// What a figure shows as far as the axis goes.
function spanOf(figure) {
  const bounds = [figure.least, figure.most].map(number).filter(known);
  const ends = [figure.low, figure.high].map(number).concat(bounds).filter(known);
  return { value: number(figure.value), bounds,
    low: Math.min(...ends), high: Math.max(...ends) };
}

function rowsOf(result) {
  const rows = new Map();
  result.figures.filter((f) => f.unit === "proportion" && f.trials > 0
    && f.name !== "claim" && periodOf(f) !== undefined).forEach((f) => {
    if (!rows.has(f.name)) rows.set(f.name, []);
    rows.get(f.name).push({ ...f, period: periodOf(f), ...spanOf(f) });
  });
  const order = periodsOf(result);
  rows.forEach((figures) => figures.sort((a, b) =>
    order.indexOf(a.period) - order.indexOf(b.period)));
  return rows;
}

// The counts; of a rate with bounds, the least and the most of its events.
function counted(f) {
  if (f.bounds.length === 2 && typeof f.events !== "number") {
    const [least, most] = f.bounds.map((b) => count(b * f.trials));
    return `${least} to ${most} of ${count(f.trials)}`;
  }
  return `${count(f.events)} of ${count(f.trials)}`;
}

function sentence(f) {
  const range = known(f.low) && isFinite(f.low)
    ? ` (${oneIn(f.low)} to ${oneIn(f.high)})` : "";
  return `${f.name}, ${periodText(f.period)}: ${counted(f)}, ${oneIn(f.value)}${range}`;
}

// The counts beside the interval, on the side that has the room; over it where
// none has.
function writeCounts(g, f, y, left, right, w) {
  const text = g.append("text").attr("class", "point-text").attr("y", y + 4)
    .attr("x", right + 9).text(counted(f));
  const length = text.node().getComputedTextLength();
  if (right + 9 + length <= w) return;
  if (left - 9 - length >= -40) {
    text.attr("x", left - 9).attr("text-anchor", "end");
  } else {
    text.attr("x", (left + right) / 2).attr("y", y - 4)
      .attr("text-anchor", "middle");
  }
}

function drawMark(g, f, style, y, x, w) {
  const mark = g.append("g").attr("class", `mark ${style}`);
  const at = (v) => x(Math.max(LEAST, Math.min(1, v)));
  const ends = [f.value, f.low, f.high].filter((v) => known(v) && isFinite(v));
  if (!ends.length) return null;
  const left = at(Math.min(...ends));
  const right = at(Math.max(...ends));
  mark.append("line").attr("class", "whisker").attr("x1", left)
    .attr("x2", right).attr("y1", y).attr("y2", y);
  if (f.bounds.length === 2) {
    mark.append("rect").attr("class", "fill").attr("y", y - 6)
      .attr("height", 12).attr("x", at(f.bounds[0]))
      .attr("width", Math.max(1, at(f.bounds[1]) - at(f.bounds[0])));
  }
  if (f.value > 0) {
    mark.append("circle").attr("class", f.period || style === "s0" ? "dot"
      : "dot hollow").attr("cx", at(f.value)).attr("cy", y).attr("r", 4.5);
  } else {
    // None counted: an arrow from the upper end towards none.
    mark.append("path").attr("class", "whisker").attr("fill", "none")
      .attr("d", `M${left + 6},${y - 4}L${left},${y}L${left + 6},${y + 4}`);
    mark.append("line").attr("class", "whisker").attr("x1", right)
      .attr("x2", right).attr("y1", y - 5).attr("y2", y + 5);
  }
  writeCounts(mark, f, y, left, right, w);
  return { x: f.value > 0 ? at(f.value) : right, y, text: sentence(f) };
}

function styleOf(periods, period) {
  if (periods.length === 1) return "s0";
  return period ? `s${periods.indexOf(period) % 7}` : "grey";
}

// Published rates: a line through all rows, what was claimed above it, each
// claim in a line of its own.
function drawClaims(g, claims, x, w, h) {
  claims.forEach((claim, i) => {
    const at = x(Math.max(LEAST, Math.min(1, claim.value)));
    const y = -5 - CLAIM * (claims.length - 1 - i);
    g.append("line").attr("class", "rule few").attr("x1", at).attr("x2", at)
      .attr("y1", y + 3).attr("y2", h);
    const text = g.append("text").attr("class", "point-text")
      .attr("text-anchor", "middle").attr("y", y).text(claim.text);
    const half = text.node().getComputedTextLength() / 2;
    text.attr("x", Math.max(half - 40, Math.min(w + 20 - half, at)));
  });
}

// The claims of a result; none is off the axis but one of 0.
function claimsOf(result) {
  return result.figures.filter((f) => f.name === "claim").map((f) => ({
    value: number(f.value), text: `claimed: ${cut(f.note || "", 30)}` }))
    .filter((c) => known(c.value));
}

function drawAll(g, rows, periods, claims, w, h) {
  const x = scaleLog().domain([LEAST, 1]).range([0, w]);
  const decades = [];
  for (let e = 0; e >= -7; e--) decades.push(Number(`1e${e}`));
  axes(g, { scale: x, major: decades, format: tickText, room: 74,
    title: "one event in so many of what the rate divides by" },
  { scale: scaleLinear().domain([0, 1]).range([0, h]), major: [],
    format: String }, w, h);
  drawClaims(g, claims, x, w, h);
  const series = [];
  let y = 0;
  rows.forEach((figures, name) => {
    g.append("text").attr("class", "row-label").attr("x", -40).attr("y", y + 14)
      .text(cut(name, Math.floor((w + 40) / 7)));
    y += HEAD;
    const points = figures.map((f) => {
      y += LINE;
      return drawMark(g, f, styleOf(periods, f.period), y - LINE / 2, x, w);
    }).filter(Boolean);
    if (points.length) series.push({ name: "", points });
  });
  return { series };
}

function heightOf(rows) {
  let height = 4;
  rows.forEach((figures) => { height += HEAD + LINE * figures.length; });
  return height;
}

// The plot; null where the result has no such rates.
export function ladder(result) {
  const rows = rowsOf(result);
  if (!rows.size) return null;
  const periods = periodsOf(result);
  const claims = claimsOf(result);
  const spec = () => ({
    title: "The same counts by every definition, with "
      + `${levelOf(Array.from(rows.values()).flat())} intervals`,
    legend: periods.length > 1 ? periods.map((p) => ({ text: periodText(p)
      + (p ? "" : ", a mixture"), style: styleOf(periods, p),
    mark: (g) => g.append("circle").attr("class", p ? "dot" : "dot hollow")
      .attr("r", 4.5) })) : [],
    margin: { left: 42, right: 22, bottom: 50, top: CLAIM * claims.length },
    height: heightOf(rows),
    draw: (g, w, h) => drawAll(g, rows, periods, claims, w, h),
  });
  const csv = () => csvLine(["name", "period", "value", "low", "high", "events",
    "trials"]) + Array.from(rows.values()).flat().map((f) => csvLine([f.name,
    f.period, f.value, f.low, f.high, f.events, f.trials])).join("");
  return { spec, csv, controls: [] };
}
