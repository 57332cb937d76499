// SPDX-License-Identifier: Apache-2.0
// FMR and FNMR against the threshold: what moving it does.
import { curveStepAfter, curveStepBefore, line, scaleLinear } from "./d3.js";
import { curvesOf } from "./data.js";
import { askedOf, pointsOf } from "./det.js";
import { count, csvLine, percent, score, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { decade, rateScale, rateTicks } from "./scale.js";

// Thresholds between which something changes.
function span(points) {
  const inside = points.filter((p) => isFinite(p.t) && p.fmr < 0.999999
    && p.fnmr < 0.999999 && (p.fmr > 0 || p.fnmr > 0));
  const ts = (inside.length > 1 ? inside : points.filter((p) => isFinite(p.t)))
    .map((p) => p.t);
  const low = Math.min(...ts);
  const high = Math.max(...ts);
  const room = (high - low) * 0.02 || 1;
  return [low - room, high + room];
}

// Both lines of all results. Between two points that were counted each line
// keeps the higher rate.
export function rates(results) {
  const all = results.map((result) => {
    const curve = curvesOf(result, "DET", false)[0];
    return curve && { name: results.length > 1 ? `${result.title}, ` : "",
      points: pointsOf(curve).sort((a, b) => a.t - b.t),
      asked: askedOf(result), rule: result.rule };
  }).filter(Boolean);
  const kinds = [["FMR", "fmr", "non-mated"], ["FNMR", "fnmr", "mated"]];
  const lowest = () => Math.max(1e-6, decade(Math.min(0.1,
    ...all.map((one) => Math.min(...one.points.map((p) => Math.min(
      p.fmr > 0 ? p.fmr : 1, p.fnmr > 0 ? p.fnmr : 1)))))));

  const draw = (g, w, h) => {
    const domains = all.map((one) => span(one.points));
    const x = scaleLinear().range([0, w]).domain([
      Math.min(...domains.map((d) => d[0])),
      Math.max(...domains.map((d) => d[1]))]);
    const y = rateScale("log", lowest(), 1).range([h, 0]);
    axes(g, { scale: x, even: true, major: x.ticks(8), format: score,
      title: `threshold (a match: score ${all[0].rule} threshold)` },
    { scale: y, ...rateTicks("log", y.domain()), format: tick }, w, h);
    drawThresholds(g, all[0].asked, x, w, h);
    const inner = g.append("g").attr("clip-path", clip(g, w, h));
    const series = [];
    all.forEach((one, n) => {
      kinds.forEach(([name, key, style]) => {
        const points = one.points.filter((p) => p[key] > 0 && isFinite(p.t));
        const rises = points.length > 1
          && points[points.length - 1][key] > points[0][key];
        const path = line().x((p) => x(p.t)).y((p) => y(p[key]))
          .curve(rises ? curveStepBefore : curveStepAfter);
        inner.append("path").attr("class", `curve ${style} n${n}`)
          .attr("d", path(points));
        series.push({ name: `${one.name}${name}`, style,
          points: points.map((p) => ({ x: x(p.t), y: y(p[key]),
            text: `Threshold ${score(p.t)}: ${percent(p[key])} (${count(
              key === "fmr" ? p.fm : p.fnm)} comparisons)` }))
            .filter((p) => p.x >= -1 && p.x <= w + 1 && p.y <= h + 1) });
      });
    });
    return { series: series.filter((one) => one.points.length) };
  };
  const spec = (choice, width) => ({
    title: "Share of pairs decided wrongly",
    legend: [{ text: "FMR: different people that pass", style: "non-mated" },
      { text: "FNMR: same person that fails", style: "mated" }],
    margin: { left: 63, right: 22, bottom: 50 },
    height: Math.round(Math.min(330, Math.max(230, width * 0.55))),
    draw,
  });
  const csv = () => csvLine(["result", "threshold", "FMR", "FNMR",
    "false matches", "false non-matches"])
    + all.map((one, n) => one.points.map((p) => csvLine([n + 1, p.t, p.fmr,
      p.fnmr, p.fm, p.fnm])).join("")).join("");
  return { spec, csv, controls: [] };
}

// The asked thresholds as verticals.
export function drawThresholds(g, asked, x, w, h) {
  let last = -99;
  asked.slice().sort((a, b) => a.threshold - b.threshold).forEach((f) => {
    const at = x(f.threshold);
    if (!(at >= 0 && at <= w)) return;
    g.append("line").attr("class", f.status === "ok" ? "rule" : "rule few")
      .attr("x1", at).attr("x2", at).attr("y2", h);
    if (at - last < 13) return;
    last = at;
    g.append("text").attr("class", "point-text")
      .attr("transform", `translate(${at - 4},${4}) rotate(-90)`)
      .attr("text-anchor", "end").text(f.at.FMR === undefined ? "given"
        : `FMR ${tick(f.at.FMR)}`);
  });
}
