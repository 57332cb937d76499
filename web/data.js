// SPDX-License-Identifier: Apache-2.0
// The results that the page carries, as the JSON file holds them but for what
// plots don't need.

// NaN and infinities stand as null or as text in JSON.
export function number(v) {
  if (typeof v === "number") return v;
  if (v === "inf" || v === "Infinity") return Infinity;
  if (v === "-inf" || v === "-Infinity") return -Infinity;
  return NaN;
}

function rowsOf(curve) {
  const width = curve.columns.length;
  const raw = curve.points || curve.rows || [];
  if (!raw.length || Array.isArray(raw[0])) {
    return raw.map((row) => row.map(number));
  }
  const rows = [];
  for (let i = 0; i + width <= raw.length; i += width) {
    rows.push(raw.slice(i, i + width).map(number));
  }
  return rows;
}

// "sex F", or "F" where every group is one of `sex` alone.
function labelOf(group, alone) {
  if (!group) return "";
  if (alone) return Object.values(group).map(String).join(", ");
  return Object.keys(group).map((key) => {
    const v = group[key];
    return v && typeof v === "object" ? `${key} ${labelOf(v)}` : `${key} ${v}`;
  }).join(", ");
}

// Whether it is a cell of the FMR matrix: its group has two sides.
function isCell(figure) {
  return Object.values(figure.group || {}).some((v) => typeof v === "object");
}

// The figures that src/tell/json_drawn.c packed: each with what it has; the
// threshold and the value of all, perhaps null.
function figuresOf({ columns, rows, ...tables }) {
  const keys = Object.keys(columns);
  return rows.map((row) => {
    const figure = { threshold: null, value: null };
    row.forEach((cell, i) => {
      if (cell === null) return;
      const table = columns[keys[i]];
      figure[keys[i]] = table ? tables[table][cell] : cell;
    });
    figure.id = figure.id || figure.name + (figure.rest || "");
    return figure;
  });
}

function prepared(packed) {
  const result = { ...packed, figures: figuresOf(packed.figures) };
  const kinds = new Set(result.figures.filter((f) => !isCell(f))
    .map((f) => Object.keys(f.group || {}).join(",")).filter(Boolean));
  const alone = kinds.size === 1;
  const curves = (result.curves || []).map((curve) => ({
    ...curve, rows: rowsOf(curve), label: labelOf(curve.group, alone),
  }));
  const figures = result.figures.map((figure) => ({
    ...figure, cell: isCell(figure),
    label: labelOf(figure.group, alone && !isCell(figure)),
  }));
  return { ...result, curves, figures };
}

// All results, the leading one first.
export function load() {
  const node = document.getElementById("data");
  return JSON.parse(node.textContent).results.map(prepared);
}

// A column of a curve as a function of its row; undefined if there is none.
export function column(curve, name) {
  const i = curve.columns.indexOf(name);
  return i < 0 ? undefined : (row) => row[i];
}

// The curves of a name: those of everybody, or those of groups.
export function curvesOf(result, name, grouped) {
  return result.curves.filter((c) => c.name === name && c.rows.length > 0
    && (c.label !== "") === grouped);
}

// The condition of a figure that makes it one operating point.
export function pointOf(figure) {
  const name = ["FMR", "FPIR", "APCER"].find((key) => figure.at[key] !== undefined);
  if (name) {
    return { key: `${name}=${figure.at[name]}`, name, target: figure.at[name] };
  }
  if (figure.at.threshold !== undefined) {
    return { key: `threshold=${figure.at.threshold}`,
      threshold: figure.at.threshold };
  }
  return { key: "" };
}

// The confidence of intervals as a title has it: "95 %".
export function levelOf(figures) {
  const one = figures.find((f) => f.confidence > 0);
  return `${Number((100 * (one ? one.confidence : 0.95)).toPrecision(12))} %`;
}

// Whether a figure is the headline of its kind: not the one by comparison or
// by search beside a subject-balanced one, not at a threshold with confidence,
// not of another rank or another size of the list, or within some seconds.
export function isHeadline(figure, among) {
  if (figure.cell || ["confidence", "rank", "watchlist_size", "within"]
    .some((key) => figure.at[key] !== undefined)) return false;
  if (!figure.weights || figure.weights === "subject") return true;
  return !among.some((other) => other.weights === "subject"
    && other.name === figure.name && other.label === figure.label
    && other.references === figure.references
    && other.threshold_from === figure.threshold_from
    && other.at.rank === undefined && other.at.watchlist_size === undefined
    && pointOf(other).key === pointOf(figure).key);
}
