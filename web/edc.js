// SPDX-License-Identifier: Apache-2.0
// Error versus discard: FNMR of what is left when the pairs of the lowest
// quality are left out.
import { curveStepAfter, line, scaleLinear } from "./d3.js";
import { column, curvesOf } from "./data.js";
import { count, csvLine, percent, score, tick } from "./format.js";
import { axes, clip } from "./frame.js";

const LINES = 9;

// "FMR 0.001", "threshold 0.4" from the id of a curve.
function pointText(curve) {
  const asked = /@(FMR|threshold)=([^,]+)/.exec(curve.id || "");
  return asked ? `${asked[1]} ${asked[2]}` : "as counted";
}

function pointsOf(curve) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [x, y, quality, left, errors] = ["discarded", "FNMR", "quality",
    "comparisons left", "false non-matches"].map(get);
  return curve.rows.map((row) => ({ x: x(row), y: y(row),
    quality: quality(row), left: left(row), errors: errors(row) }))
    .sort((a, b) => a.x - b.x);
}

// Everybody and up to eight groups, at one operating point.
function linesAt(result, point) {
  return [false, true].flatMap((grouped) => curvesOf(result, "EDC", grouped))
    .filter((curve) => pointText(curve) === point).slice(0, LINES)
    .map((curve, i) => ({ name: curve.label || "everybody", style: `s${i}`,
      points: pointsOf(curve) }));
}

export function edc(result) {
  const points = [...new Set(curvesOf(result, "EDC", false).map(pointText))];
  if (!points.length) return null;
  const draw = (g, choice, w, h) => {
    const all = linesAt(result, choice.point);
    const last = choice.part === "half" ? 0.5 : 1;
    const top = Math.max(1e-6, ...all.flatMap((one) => one.points
      .filter((p) => p.x <= last).map((p) => p.y)));
    const x = scaleLinear().domain([0, last]).range([0, w]);
    const y = scaleLinear().domain([0, top]).nice(5).range([h, 0]);
    axes(g, { scale: x, even: true, major: x.ticks(6), format: tick,
      title: "share of pairs of the same person left out, lowest quality "
        + "first" },
    { scale: y, major: y.ticks(5), format: tick }, w, h);
    const inner = g.append("g").attr("clip-path", clip(g, w, h));
    const path = line().x((p) => x(p.x)).y((p) => y(p.y)).curve(curveStepAfter);
    const series = all.map((one) => {
      inner.append("g").attr("class", one.style).append("path")
        .attr("class", "curve").attr("d", path(one.points));
      return { name: one.name, style: one.style,
        points: one.points.filter((p) => p.x <= last).map((p) => ({
          x: x(p.x), y: y(p.y), text: `Quality from ${score(p.quality)}: ${
            percent(p.x)} left out, FNMR ${percent(p.y)} (${
            count(p.errors)} of ${count(p.left)})` })) };
    });
    return { series: series.filter((one) => one.points.length) };
  };
  const spec = (choice, width) => ({
    title: `FNMR of the pairs left, ${choice.point}`,
    legend: linesAt(result, choice.point).map((one) => ({ text: one.name,
      style: one.style })),
    margin: { left: 63, right: 26, bottom: 50 },
    height: Math.round(Math.min(300, Math.max(220, width * 0.6))),
    draw: (g, w, h) => draw(g, choice, w, h),
  });
  const csv = (choice) => csvLine(["group", "discarded", "FNMR", "quality",
    "comparisons left", "false non-matches"])
    + linesAt(result, choice.point).map((one) => one.points.map((p) => csvLine(
      [one.name, p.x, p.y, p.quality, p.left, p.errors])).join("")).join("");
  return { spec, csv, controls: [
    { name: "point", label: "Operating point", value: points[0],
      options: points.map((p) => ({ value: p, text: p })) },
    { name: "part", label: "Axis of discards", value: "half",
      options: [{ value: "half", text: "up to one half" },
        { value: "all", text: "all" }] },
  ] };
}
