// SPDX-License-Identifier: Apache-2.0
// The scores of both classes.
import { area, curveStepAfter, line, scaleLinear, scaleLog } from "./d3.js";
import { column, curvesOf } from "./data.js";
import { askedOf } from "./det.js";
import { count, csvLine, percent, score, short, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { drawThresholds } from "./rates.js";
import { decade } from "./scale.js";

const CLASSES = ["non-mated", "mated"];

function rowsOf(curve) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [from, to, mated, other] = ["from", "to", "mated", "non-mated"].map(get);
  return curve.rows.map((row) => ({ from: from(row), to: to(row),
    mated: mated(row) || 0, "non-mated": other(row) || 0 }));
}

// The bins as they are, their counts as shares of the class for a bin of the
// usual width; a value that is a bin of its own (from = to) is a spike.
function densities(all) {
  const rows = all.filter((r) => isFinite(r.from) && isFinite(r.to));
  const totals = {};
  CLASSES.forEach((c) => {
    totals[c] = all.reduce((sum, r) => sum + r[c], 0);
  });
  const widths = rows.map((r) => r.to - r.from).filter((w) => w > 0)
    .sort((a, b) => a - b);
  const usual = widths[Math.floor(widths.length / 2)] || 1;
  const bins = rows.filter((r) => r.to > r.from).map((r) => {
    const bin = { ...r, share: {} };
    CLASSES.forEach((c) => {
      bin.share[c] = totals[c] ? (r[c] / totals[c]) * usual / (r.to - r.from) : 0;
    });
    return bin;
  });
  const spikes = rows.filter((r) => r.to === r.from).flatMap((r) => CLASSES
    .filter((c) => r[c] > 0).map((c) => ({ at: r.from, class: c, n: r[c],
      share: r[c] / totals[c] })));
  const ends = rows.flatMap((r) => [r.from, r.to]);
  return { bins, spikes, totals, usual,
    domain: [Math.min(...ends), Math.max(...ends)] };
}

export function scores(result) {
  const curve = curvesOf(result, "scores", false)[0];
  const data = densities(rowsOf(curve));
  if (!data.bins.length && !data.spikes.length) return null;
  const shares = data.bins.flatMap((b) => CLASSES.map((c) => b.share[c]))
    .concat(data.spikes.map((s) => s.share)).filter((v) => v > 0);
  const high = Math.max(...shares, 1e-9);
  const scaleOf = (log, h) => (log
    ? scaleLog().domain([decade(Math.min(high / 10, ...shares)), high * 1.2]).range([h, 0])
    : scaleLinear().domain([0, high * 1.06]).range([h, 0]));

  const draw = (g, choice, w, h) => {
    const log = choice.axis === "log";
    const x = scaleLinear().domain(data.domain).range([0, w]);
    const y = scaleOf(log, h);
    const bottom = y.domain()[0];
    const major = log ? y.ticks(5).filter((v) => Math.abs(Math.log10(v)
      - Math.round(Math.log10(v))) < 1e-9) : y.ticks(5);
    axes(g, { scale: x, even: true, major: x.ticks(8), format: score,
      title: "score" },
    { scale: y, major, minor: [], format: tick }, w, h);
    drawThresholds(g, askedOf(result), x, w, h);
    const inner = g.append("g").attr("clip-path", clip(g, w, h));
    CLASSES.forEach((c) => {
      const tops = data.bins.concat({ from: data.domain[1], share: {} });
      const yOf = (b) => y(Math.max(bottom, b.share[c] || 0));
      inner.append("path").attr("class", `fill ${c}`).attr("d", area()
        .x((b) => x(b.from)).y0(h).y1(yOf).curve(curveStepAfter)(tops));
      inner.append("path").attr("class", `curve thin ${c}`).attr("d", line()
        .x((b) => x(b.from)).y(yOf).curve(curveStepAfter)(tops));
    });
    data.spikes.forEach((s) => {
      g.append("line").attr("class", `spike ${s.class}`).attr("x1", x(s.at))
        .attr("x2", x(s.at)).attr("y1", h).attr("y2", y(s.share));
    });
    const series = CLASSES.filter((c) => data.totals[c]).map((c) => ({
      name: c, style: c, points: data.bins.map((b) => ({
        x: x((b.from + b.to) / 2), y: y(Math.max(bottom, b.share[c])),
        text: `Scores ${score(b.from)} to ${score(b.to)}: ${count(b[c])} `
          + `comparisons, ${percent(b[c] / data.totals[c])}` })) }));
    data.spikes.forEach((s) => series.find((one) => one.name === s.class)
      .points.push({ x: x(s.at), y: y(s.share),
        text: `Score ${score(s.at)}, a tie: ${count(s.n)} comparisons, `
          + `${percent(s.share)}` }));
    series.forEach((one) => one.points.sort((a, b) => a.x - b.x));
    return { series };
  };
  const spec = (choice, width) => ({
    title: `Share of each class for ${short(data.usual)} of score`,
    legend: [
      { text: `non-mated (${count(data.totals["non-mated"])})`,
        style: "non-mated" },
      { text: `mated (${count(data.totals.mated)})`, style: "mated" }],
    margin: { left: 63, right: 22, bottom: 50 },
    height: Math.round(Math.min(300, Math.max(220, width * 0.45))),
    draw: (g, w, h) => draw(g, choice, w, h),
  });
  const csv = () => csvLine(["from", "to", "mated", "non-mated"])
    + rowsOf(curve).map((r) => csvLine([r.from, r.to, r.mated,
      r["non-mated"]])).join("");
  return { spec, csv, controls: [{ name: "axis", label: "Axis of the shares",
    value: "linear", options: [{ value: "linear", text: "linear axis" },
      { value: "log", text: "log axis" }] }] };
}
