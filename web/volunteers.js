// SPDX-License-Identifier: Apache-2.0
// Passages found of each volunteer, those found most often first, without
// names; where groups stand among them.
import { column, curvesOf, isHeadline } from "./data.js";
import { count, csvLine, percent, tick } from "./format.js";
import { axes, clip } from "./frame.js";
import { scaleLinear } from "./d3.js";

const TICK = 8;
const GROUPS_MOST = 7;

function rowsOf(curve) {
  const get = (name) => column(curve, name) || (() => NaN);
  const [k, found, made] = ["volunteer", "found", "passages"].map(get);
  return curve.rows.map((row) => ({ k: k(row), found: found(row),
    made: made(row) })).filter((v) => v.made > 0).sort((a, b) => a.k - b.k);
}

const keyOf = (v) => `${v.found}/${v.made}`;

// The volunteers of all groups of an attribute, those of the same counts mixed
// evenly: they stand in no order.
function mixed(groups) {
  const all = groups.flatMap((rows, group) => {
    const alike = new Map();
    rows.forEach((v) => alike.set(keyOf(v), (alike.get(keyOf(v)) || 0) + 1));
    const seen = new Map();
    return rows.map((v) => {
      const n = seen.get(keyOf(v)) || 0;
      seen.set(keyOf(v), n + 1);
      return { ...v, group, part: (n + 0.5) / alike.get(keyOf(v)) };
    });
  });
  return all.sort((a, b) => a.part - b.part || a.group - b.group);
}

// Where the groups of an attribute stand: a volunteer of theirs takes a place
// of the same counts. None where one has no place: the groups are of passages,
// and share volunteers.
function placesOf(curves, all) {
  const free = new Map();
  all.forEach((v) => {
    if (!free.has(keyOf(v))) free.set(keyOf(v), []);
    free.get(keyOf(v)).push(v.k);
  });
  const groups = curves.map((curve) => ({ name: curve.label, places: [] }));
  mixed(curves.map(rowsOf)).forEach((v) => groups[v.group].places
    .push({ ...v, k: (free.get(keyOf(v)) || []).shift() }));
  return groups.some((one) => one.places.some((v) => v.k === undefined))
    ? [] : groups;
}

function groupsOf(result, all) {
  const tables = new Map();
  curvesOf(result, "found per volunteer", true).forEach((curve) => {
    const by = Object.keys(curve.group).join(",");
    if (!tables.has(by)) tables.set(by, []);
    tables.get(by).push(curve);
  });
  return Array.from(tables.values()).flatMap((curves) => placesOf(curves, all))
    .slice(0, GROUPS_MOST).map((one, i) => ({ ...one, style: `s${i + 1}` }));
}

// A bar for each volunteer; one outline where they would be too narrow.
function bars(g, all, x, y, value, style) {
  const step = x(1.5) - x(0.5);
  if (step > 4) {
    all.filter((v) => value(v) > 0).forEach((v) => g.append("rect")
      .attr("class", style).attr("x", x(v.k - 0.5) + 0.75)
      .attr("width", step - 1.5).attr("y", y(value(v)))
      .attr("height", y(0) - y(value(v))));
    return;
  }
  const tops = all.map((v, i) => `V${y(value(v))}H${
    x(i + 1 < all.length ? all[i + 1].k - 0.5 : v.k + 0.5)}`).join("");
  g.append("path").attr("class", style)
    .attr("d", `M${x(0.5)},${y(0)}${tops}V${y(0)}Z`);
}

function drawGroups(g, groups, x) {
  return groups.map((one, i) => {
    const y = -6 - TICK * (groups.length - 1 - i);
    const marks = g.append("g").attr("class", one.style);
    one.places.forEach((v) => marks.append("line").attr("class", "whisker")
      .attr("x1", x(v.k)).attr("x2", x(v.k)).attr("y1", y).attr("y2", y - 6));
    return { name: one.name, style: one.style,
      points: one.places.slice().sort((a, b) => a.k - b.k).map((v) => ({
        x: x(v.k), y: y - 3,
        text: `${count(v.found)} of ${count(v.made)} passages found` })) };
  });
}

function drawOverall(g, rate, y, w) {
  if (!rate || !(rate.value >= 0)) return;
  g.append("line").attr("class", "overall").attr("x2", w)
    .attr("y1", y(rate.value)).attr("y2", y(rate.value));
  g.append("text").attr("class", "point-text").attr("x", w - 4)
    .attr("y", y(rate.value) - 5).attr("text-anchor", "end")
    .text(`TPIR ${percent(rate.value)}`);
}

function draw(g, of, shares, w, h) {
  const { all, groups, rate } = of;
  const last = all[all.length - 1].k;
  const x = scaleLinear().domain([0.5, last + 0.5]).range([0, w]);
  const most = shares ? 1 : Math.max(...all.map((v) => v.made));
  const y = scaleLinear().domain([0, most]).range([h, 0]);
  axes(g, { scale: x, major: x.ticks(8).filter((v) => v % 1 === 0 && v > 0),
    format: count, even: true, title: "volunteers on the list, ranked" },
  { scale: y, format: shares ? tick : count,
    major: y.ticks(5).filter((v) => shares || v % 1 === 0) }, w, h);
  const inner = g.append("g").attr("class", "s0")
    .attr("clip-path", clip(g, w, h));
  const value = shares ? (v) => v.found / v.made : (v) => v.found;
  if (!shares) bars(inner, all, x, y, (v) => v.made, "band");
  bars(inner, all, x, y, value, "taken");
  if (shares) drawOverall(g, rate, y, w);
  const points = all.map((v) => ({ x: x(v.k), y: y(value(v)),
    text: `Volunteer ${count(v.k)} of ${count(last)}: ${count(v.found)} of ${
      count(v.made)} passages found (${percent(v.found / v.made)})` }));
  return { series: [{ name: "", style: "s0", points }]
    .concat(drawGroups(g, groups, x)) };
}

// The plot; null where nobody on the list passed.
export function volunteers(result) {
  const curve = curvesOf(result, "found per volunteer", false)[0];
  const all = curve ? rowsOf(curve) : [];
  if (!all.length) return null;
  const rate = result.figures.find((f) => f.name === "TPIR" && !f.label
    && isHeadline(f, result.figures));
  const of = { all, rate, groups: groupsOf(result, all) };
  const spec = (choice, width) => ({
    title: choice.axis === "share"
      ? "Share of each volunteer's passages that were found"
      : "Passages of each volunteer: found, and pale, not found",
    legend: of.groups.map((one) => ({ text: one.name, style: one.style,
      mark: (g) => g.append("line").attr("class", "whisker").attr("y1", -4)
        .attr("y2", 3) })),
    margin: { left: 52, right: 22, bottom: 50,
      top: of.groups.length ? TICK * of.groups.length + 4 : 0 },
    height: Math.round(Math.min(330, Math.max(220, width * 0.5))),
    draw: (g, w, h) => draw(g, of, choice.axis === "share", w, h),
  });
  const csv = () => csvLine(["group", "volunteer", "found", "passages"])
    + all.map((v) => csvLine(["", v.k, v.found, v.made])).join("")
    + of.groups.map((one) => one.places.map((v) => csvLine([one.name, v.k,
      v.found, v.made])).join("")).join("");
  return { spec, csv, controls: [{ name: "axis", label: "Axis", value: "share",
    options: [{ value: "share", text: "share" },
      { value: "count", text: "passages" }] }] };
}
