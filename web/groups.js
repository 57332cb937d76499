// SPDX-License-Identifier: Apache-2.0
// One rate, group by group: dots with intervals on a logarithmic axis.
import { isHeadline, levelOf, pointOf } from "./data.js";
import { count, csvLine, cut, percent, tick } from "./format.js";
import { axes } from "./frame.js";
import { decade, rateScale, rateTicks } from "./scale.js";
import { scaleLinear } from "./d3.js";

const ROW = 38;

const REASON = {
  few_events: "few events: not to be quoted",
  no_data: "no data",
  single_subject: "one person: no interval",
  refused: "refused",
  suppressed: "too few people to publish",
};

// The marks of a row: which references, whose threshold, whose weights.
function kindOf(figure) {
  if (figure.references === "same group") return "same";
  if (figure.threshold_from === "group") return "own";
  return "main";
}

// Rates whose value over all is that of one species, the highest.
const SPECIES = new Set(["APCER", "IAPAR"]);

const KINDS = {
  main: "everybody's threshold",
  same: "references of the same group only",
  own: "the group's own threshold",
};

export function shape(g, kind) {
  if (kind === "same") {
    g.append("path").attr("class", "dot hollow").attr("d", "M0-5L5 0L0 5L-5 0Z");
  } else {
    g.append("circle").attr("class", kind === "own" ? "dot hollow" : "dot")
      .attr("r", 4.5);
  }
}

export function pointText(point) {
  if (point.target !== undefined) return `at ${point.name} ${tick(point.target)}`;
  if (point.threshold !== undefined) return `at threshold ${point.threshold}`;
  return "as counted";
}

// The figures of this name in rows of groups, one set for each operating point.
function collect(result, name) {
  const named = result.figures.filter((f) => f.name === name
    && f.unit === "proportion" && isHeadline(f, result.figures)
    // At its own threshold a group has the FMR that was asked for.
    && !(name === "FMR" && kindOf(f) === "own"));
  const points = new Map();
  named.filter((f) => f.label).forEach((f) => {
    const point = pointOf(f);
    if (!points.has(point.key)) {
      points.set(point.key, { ...point, rows: new Map(), overall: null });
    }
    const rows = points.get(point.key).rows;
    if (!rows.has(f.label)) rows.set(f.label, []);
    rows.get(f.label).push(f);
  });
  points.forEach((point) => {
    point.overall = named.find((f) => !f.label
      && pointOf(f).key === point.key) || null;
  });
  if (!points.size) alone(named, points);
  return points;
}

// Without groups: the rate of everybody is the one row.
function alone(named, points) {
  named.forEach((f) => {
    const point = pointOf(f);
    if (!points.has(point.key)) {
      points.set(point.key, { ...point, rows: new Map(), overall: null });
    }
    points.get(point.key).rows.set("everybody", [f]);
  });
}

// The strictest point at which every rate of every group may be quoted; of a
// trial the threshold in use, which is the first.
export function bestPoint(result, keys) {
  if (result.evaluation === "scenario") return keys[0];
  const doubtful = new Set(result.figures.filter((f) => f.label
    && f.unit === "proportion" && f.status === "few_events"
    && kindOf(f) === "main" && isHeadline(f, result.figures)).map((f) => pointOf(f).key));
  const good = keys.filter((key) => !doubtful.has(key));
  return good.pop() || keys[0];
}

const known = (v) => v !== null && v !== undefined && isFinite(v);

function scaleOf(point, width) {
  const figures = Array.from(point.rows.values()).flat()
    .concat(point.overall || []);
  const values = figures.flatMap((f) => [f.value, f.low, f.high])
    .filter((v) => known(v) && v > 0);
  const top = Math.min(1, Math.max(...values, 1e-3) * 1.25);
  // An end far below every rate that was counted does not stretch the axis.
  const least = Math.min(top, ...figures.map((f) => f.value)
    .filter((v) => known(v) && v > 0));
  const low = Math.max(Math.min(...values, top / 10), least / 1000);
  const floor = Math.max(decade(low), 1e-9);
  const from = low > 3 * floor ? 2 * floor : floor;
  if (top >= 0.3 && low >= 0.05) {
    return { scale: scaleLinear().domain([0, 1]).range([0, width]),
      major: [0, 0.2, 0.4, 0.6, 0.8, 1], minor: [], low: 0 };
  }
  const scale = rateScale("log", from, top).range([0, width]);
  const ticks = rateTicks("log", [from, top]);
  const half = ticks.minor.filter((v) => /^[25]/.test(v.toExponential()));
  const major = ticks.major.length < 3
    ? ticks.major.concat(half) : ticks.major;
  return { scale, major, minor: ticks.minor, low: from };
}

function sentence(label, f) {
  const range = known(f.low) ? ` (${percent(f.low)} to ${percent(f.high)})` : "";
  const n = known(f.events) ? `, ${count(f.events)} of ${count(f.trials)}` : "";
  const people = known(f.subjects) ? `, ${count(f.subjects)} people` : "";
  const why = f.status === "ok" ? "" : `, ${REASON[f.status] || f.status}`;
  return `${label}, ${KINDS[kindOf(f)]}: ${percent(f.value)}${range}${n}`
    + `${people}${why}`;
}

function drawMark(g, f, y, x, low) {
  const kind = kindOf(f);
  const mark = g.append("g").attr("class",
    f.status === "ok" ? `mark ${kind}` : `mark ${kind} grey`);
  const at = (v) => x.scale(Math.max(low, v));
  if (known(f.low) && known(f.high)) {
    mark.append("line").attr("class", "whisker").attr("x1", at(f.low))
      .attr("x2", at(f.high)).attr("y1", y).attr("y2", y);
  }
  if (!known(f.value)) return null;
  shape(mark.append("g").attr("transform", `translate(${at(f.value)},${y})`),
    kind);
  return at(f.value);
}

function rowNote(figures) {
  const f = figures[0];
  if (!known(f.value)) return f.note || REASON[f.status] || f.status;
  const n = known(f.events) ? `${count(f.events)} of ${count(f.trials)}` : "";
  const people = known(f.subjects) ? `, ${count(f.subjects)} people` : "";
  return f.status === "ok" ? n + people : `${n}: ${REASON[f.status] || ""}`;
}

function drawRows(g, point, x, wide, width) {
  const series = [];
  Array.from(point.rows.keys()).forEach((label, i) => {
    const figures = point.rows.get(label).slice()
      .sort((a, b) => kindOf(a).length - kindOf(b).length);
    figures.sort((a, b) => (kindOf(b) === "main") - (kindOf(a) === "main"));
    const middle = i * ROW + ROW / 2;
    const grey = figures.every((f) => f.status !== "ok") ? " grey" : "";
    g.append("text").attr("class", `row-label${grey}`).attr("x", -wide)
      .attr("y", middle - 2).text(cut(label, Math.floor(wide / 7)));
    g.append("text").attr("class", "row-note").attr("x", -wide)
      .attr("y", middle + 12)
      .text(cut(rowNote(figures), Math.floor((wide - 8) / 5.4)));
    const points = figures.map((f, k) => {
      const y = middle + (figures.length === 1 ? 0 : (k - 0.5) * 11);
      const at = drawMark(g, f, y, x, x.low);
      return at === null ? { x: width / 2, y, text: sentence(label, f) }
        : { x: at, y, text: sentence(label, f) };
    });
    series.push({ name: "", points });
  });
  return series;
}

// The plot of the figures called `name`.
export function groups(result, name) {
  const points = collect(result, name);
  if (!points.size) return null;
  const draw = (g, point, w, h, wide) => {
    const x = scaleOf(point, w);
    axes(g, { ...x, format: tick, title: name },
      { scale: scaleLinear().domain([0, 1]).range([0, h]), major: [],
        format: String }, w, h);
    const all = point.overall;
    if (all && known(all.value) && all.value > 0) {
      g.append("line").attr("class", "overall").attr("x1", x.scale(all.value))
        .attr("x2", x.scale(all.value)).attr("y2", h);
      g.append("text").attr("class", "point-text")
        .attr("x", x.scale(all.value)).attr("y", -4)
        .attr("text-anchor", x.scale(all.value) > w - 70 ? "end" : "middle")
        .text(`${SPECIES.has(name) ? "highest" : "everybody"} ${
          percent(all.value)}`);
    }
    return { series: drawRows(g, point, x, wide, w) };
  };
  const spec = (choice, width) => {
    const point = points.get(choice.point);
    const wide = Math.round(Math.min(230, Math.max(150, width * 0.38)));
    const kinds = Array.from(new Set(Array.from(point.rows.values()).flat()
      .map(kindOf))).sort((a, b) => (b === "main") - (a === "main"));
    return {
      title: `${name} ${pointText(point)}, with ${
        levelOf(Array.from(point.rows.values()).flat())} intervals`,
      legend: kinds.length > 1 ? kinds.map((kind) => ({ text: KINDS[kind],
        style: kind, mark: (g) => shape(g, kind) })) : [],
      margin: { left: wide + 8, right: 22, bottom: 52 },
      height: ROW * point.rows.size,
      draw: (g, w, h) => draw(g, point, w, h, wide),
    };
  };
  const csv = (choice) => csvLine(["group", "name", "threshold", "value", "low",
    "high", "events", "trials", "subjects", "references", "threshold_from",
    "status"]) + Array.from(points.get(choice.point).rows.values()).flat()
    .map((f) => csvLine([f.label || "everybody", f.id, f.threshold, f.value,
      f.low, f.high, f.events, f.trials, f.subjects, f.references,
      f.threshold_from, f.status])).join("");
  return { spec, csv, controls: [{ name: "point", label: "Operating point",
    shared: true,
    value: bestPoint(result, Array.from(points.keys())), options: Array.from(points.values())
      .map((p) => ({ value: p.key, text: pointText(p) })) }] };
}
