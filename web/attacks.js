// SPDX-License-Identifier: Apache-2.0
// BPCER against APCER of the species that passes most often, as the threshold
// moves.
import { curveStepBefore, line } from "./d3.js";
import { column, curvesOf } from "./data.js";
import { csvLine, percent, score, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { decade, rateScale, rateTicks } from "./scale.js";

export function attacks(result) {
  const curve = curvesOf(result, "APCER and BPCER", false)[0];
  if (!curve) return null;
  const get = (name) => column(curve, name) || (() => NaN);
  const [t, apcer, bpcer] = ["threshold", "APCER", "BPCER"].map(get);
  const points = curve.rows.map((r) => ({ t: t(r), x: apcer(r), y: bpcer(r) }))
    .sort((a, b) => b.x - a.x || a.y - b.y);
  const least = (key) => Math.min(0.1, decade(Math.min(1, ...points
    .map((p) => p[key]).filter((v) => v > 0))));
  const draw = (g, w, h) => {
    const x = rateScale("log", least("x"), 1).range([0, w]);
    const y = rateScale("log", least("y"), 1).range([h, 0]);
    axes(g, { scale: x, ...rateTicks("log", x.domain()), format: tick,
      title: "APCER: attacks of a species taken for bona fide" },
    { scale: y, ...rateTicks("log", y.domain()), format: tick }, w, h);
    const drawn = points.filter((p) => p.x > 0 && p.y > 0);
    g.append("g").attr("class", "s0").attr("clip-path", clip(g, w, h))
      .append("path").attr("class", "curve").attr("d", line()
        .x((p) => x(p.x)).y((p) => y(p.y)).curve(curveStepBefore)(drawn));
    return { series: [{ name: "", style: "s0", points: drawn.map((p) => ({
      x: x(p.x), y: y(p.y), text: `Threshold ${score(p.t)}: APCER ${
        percent(p.x)}, BPCER ${percent(p.y)}` }))
      .sort((a, b) => a.x - b.x) }].filter((one) => one.points.length) };
  };
  const spec = (choice, width) => ({
    title: "BPCER: bona fide presentations taken for attacks",
    margin: { left: 63, right: 22, bottom: 50 },
    height: Math.round(Math.min(300, Math.max(230, width * 0.6))),
    draw,
  });
  const csv = () => csvLine(["threshold", "APCER", "BPCER"])
    + points.map((p) => csvLine([p.t, p.x, p.y])).join("");
  return { spec, csv, controls: [] };
}
