// SPDX-License-Identifier: Apache-2.0
// What every plot has: its switches, its cursor for mouse and keyboard, the
// line that reads values out, its source line, and its three ways out.
import { axisBottom, axisLeft, select } from "./d3.js";
import { cut } from "./format.js";
import { saveCsv, savePng, saveSvg } from "./save.js";

const PRINT_WIDTH = 640;
let clips = 0;

function element(parent, tag, attributes = {}, text) {
  const node = document.createElement(tag);
  Object.keys(attributes).forEach((k) => node.setAttribute(k, attributes[k]));
  if (text !== undefined) node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}

// Writes the text into `g` in lines no wider than `width`, the first at `y`.
// Returns how many. One word that is wider is cut.
function write(g, text, style, width, y, step) {
  let line = null;
  let count = 0;
  const wide = (words) => line.text(words).node().getComputedTextLength() > width;
  const begin = () => {
    line = g.append("text").attr("class", style).attr("x", 0)
      .attr("y", y + step * count);
    count += 1;
  };
  let kept = "";
  begin();
  text.split(" ").forEach((word) => {
    if (!wide(kept ? `${kept} ${word}` : word)) {
      kept = kept ? `${kept} ${word}` : word;
      return;
    }
    if (kept) {
      line.text(kept);
      begin();
    }
    kept = word;
    for (let n = 60; n > 4 && wide(kept); n -= 4) kept = cut(word, n);
  });
  line.text(kept);
  return count;
}

// A clip path as large as the plot; returns its reference.
export function clip(g, width, height) {
  clips += 1;
  const id = `clip-${clips}`;
  g.append("clipPath").attr("id", id).append("rect")
    .attr("x", 0).attr("y", -2).attr("width", width).attr("height", height + 4);
  return `url(#${id})`;
}

// Room between the texts of two ticks, and the height of a line of them.
const GAP = 9;
const LINE = 18;

// Where the texts of ticks stand along their axis: middle and half the room
// they take.
function placesOf(g, axis, across) {
  if (!across) return axis.major.map((v) => ({ v, at: axis.scale(v), half: LINE / 2 }));
  const ruler = g.append("g").attr("class", "axis x").append("g")
    .attr("class", "tick").append("text");
  const places = axis.major.map((v) => ({ v, at: axis.scale(v),
    half: (ruler.text(axis.format(v)).node().getComputedTextLength() + GAP) / 2 }));
  ruler.node().parentNode.parentNode.remove();
  return places;
}

const touch = (a, b) => Math.abs(a.at - b.at) < a.half + b.half;

// Keeps every n-th, the last among them, so that no texts touch.
function sparse(places) {
  for (let step = 1; step < places.length; step += 1) {
    const kept = places.filter((_, i) => (places.length - 1 - i) % step === 0);
    if (kept.every((p, i) => i === 0 || !touch(p, kept[i - 1]))) return kept;
  }
  return places.slice(-1);
}

// Keeps those that touch none kept before them: the first are the most telling.
function apart(places) {
  const kept = [];
  places.forEach((p) => {
    if (!kept.some((k) => touch(k, p))) kept.push(p);
  });
  return kept;
}

// The values of an axis whose texts have room.
function ticksOf(g, axis, across) {
  return (axis.even ? sparse : apart)(placesOf(g, axis, across)).map((p) => p.v);
}

// Axes with a grid; `x` and `y` are {scale, major, format, title}, `major` the
// values that may have a tick, the most telling first, or (`even`) in order.
// Returns those of `x` that have one.
export function axes(g, x, y, width, height) {
  const xMajor = ticksOf(g, x, true);
  const yMajor = ticksOf(g, y, false);
  g.append("g").attr("class", "axis x")
    .attr("transform", `translate(0,${height})`)
    .call(axisBottom(x.scale).tickValues(xMajor).tickFormat(x.format)
      .tickSizeInner(-height).tickSizeOuter(0).tickPadding(8));
  g.append("g").attr("class", "axis y")
    .call(axisLeft(y.scale).tickValues(yMajor).tickFormat(y.format)
      .tickSizeInner(-width).tickSizeOuter(0).tickPadding(8));
  g.append("text").attr("class", "axis-title").attr("x", width)
    .attr("y", height + 36).attr("text-anchor", "end").text(x.title);
  return xMajor;
}

// The y title and the legend above a plot: as many rows as it takes. Returns
// the height used.
function head(g, title, items, width, left) {
  let y = 13 + 16 * write(g, title, "axis-title", width + left, 13, 16);
  let x = 0;
  items.forEach((item) => {
    const entry = g.append("g").attr("class", `key ${item.style || ""}`);
    if (item.mark) item.mark(entry.append("g").attr("transform", "translate(8,-4)"));
    else entry.append("line").attr("class", "curve").attr("x2", 18)
      .attr("y1", -4).attr("y2", -4);
    const text = entry.append("text").attr("class", "key-text").attr("x", 24)
      .text(cut(item.text, 60));
    let length = 24 + text.node().getComputedTextLength();
    for (let n = 56; n > 4 && length > width + left; n -= 4) {
      length = 24 + text.text(cut(item.text, n)).node().getComputedTextLength();
    }
    if (x > 0 && x + length > width + left) {
      x = 0;
      y += 17;
    }
    entry.attr("transform", `translate(${x},${y + 3})`);
    x += length + 18;
  });
  return items.length ? y + 12 : y - 6;
}

// The source at the foot of the picture. Returns the height used.
function foot(g, text, width) {
  return 13 * write(g, text, "source", width, 12, 13) + 4;
}

// Draws the picture `spec` {title, legend, margin, height, draw(g, w, h)} into
// `canvas`, `width` wide. Returns what draw() returned, with the origin.
function picture(canvas, spec, width, source, label) {
  select(canvas).selectAll("svg").remove();
  const svg = select(canvas).append("svg").attr("role", "img")
    .attr("aria-label", label).attr("width", width);
  svg.append("rect").attr("class", "paper").attr("width", "100%")
    .attr("height", "100%");
  const { left, right } = spec.margin;
  const plotWidth = width - left - right;
  const top = head(svg.append("g"), spec.title, spec.legend || [],
    width - left, left) + 8 + (spec.margin.top || 0);
  const g = svg.append("g").attr("transform", `translate(${left},${top})`);
  const drawn = spec.draw(g, plotWidth, spec.height) || {};
  const below = svg.append("g");
  const used = foot(below, source, width);
  const total = top + spec.height + spec.margin.bottom + used;
  below.attr("transform",
    `translate(0,${top + spec.height + spec.margin.bottom})`);
  svg.attr("height", total).attr("viewBox", `0 0 ${width} ${total}`);
  return { ...drawn, svg: svg.node(), origin: [left, top], g,
    size: [plotWidth, spec.height] };
}

function nearest(series, x, y) {
  let best = null;
  series.forEach((one, s) => one.points.forEach((p, i) => {
    const d = (p.x - x) ** 2 + (p.y - y) ** 2;
    if (!best || d < best.d) best = { s, i, d };
  }));
  return best;
}

function read(state, text) {
  state.readout.classList.toggle("idle", text === state.hint);
  if (state.readout.textContent !== text) state.readout.textContent = text;
}

// The cursor: a ring on one point of one series.
function makeCursor(state) {
  const show = () => {
    const { drawn, at } = state;
    drawn.g.selectAll(".cursor").remove();
    if (!at || !drawn.series || !drawn.series[at.s]) return;
    const one = drawn.series[at.s];
    at.i = Math.max(0, Math.min(one.points.length - 1, at.i));
    const p = one.points[at.i];
    if (!p) return;
    const mark = drawn.g.append("g").attr("class", `cursor ${one.style || ""}`);
    mark.append("line").attr("class", "cursor-line").attr("x1", p.x)
      .attr("x2", p.x).attr("y2", drawn.size[1]);
    mark.append("circle").attr("cx", p.x).attr("cy", p.y).attr("r", 5);
    const text = one.name ? `${one.name}. ${p.text}` : p.text;
    read(state, text);
  };
  const move = (s, i) => {
    state.at = { s, i };
    show();
  };
  return { show, move };
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: 10, PageDown: -10 };

function onKey(event, state, cursor) {
  const series = state.drawn.series || [];
  if (!series.length || event.altKey || event.ctrlKey || event.metaKey) return;
  const at = state.at || { s: 0, i: -1 };
  const points = series[at.s] ? series[at.s].points : [];
  let next = null;
  if (event.key in STEPS) {
    const step = STEPS[event.key] * (event.shiftKey ? 10 : 1);
    next = [at.s, Math.max(0, Math.min(points.length - 1, at.i + step))];
  } else if (event.key === "Home") next = [at.s, 0];
  else if (event.key === "End") next = [at.s, points.length - 1];
  else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const turn = event.key === "ArrowDown" ? 1 : series.length - 1;
    const s = (at.s + turn) % series.length;
    const here = points[Math.max(0, at.i)];
    const there = here && nearest([series[s]], here.x, here.y);
    next = [s, there ? there.i : 0];
  } else if (event.key === "Escape") {
    state.at = null;
    read(state, state.hint);
    cursor.show();
  }
  if (next) cursor.move(next[0], next[1]);
  if (next || event.key === "Escape") event.preventDefault();
}

function onPointer(event, state, cursor) {
  const { drawn } = state;
  if (!drawn.series) return;
  const box = drawn.svg.getBoundingClientRect();
  const scale = drawn.svg.viewBox.baseVal.width / box.width;
  const found = nearest(drawn.series,
    (event.clientX - box.left) * scale - drawn.origin[0],
    (event.clientY - box.top) * scale - drawn.origin[1]);
  if (found) cursor.move(found.s, found.i);
}

// A set of radio buttons, or a list where there are many choices. Returns what
// sets it.
export function makeSwitch(bar, control, number, changed) {
  if (control.options.length > 3) {
    const label = element(bar, "label", { class: "choice" });
    element(label, "span", {}, control.label);
    const list = element(label, "select");
    control.options.forEach((o) => {
      const option = element(list, "option", { value: o.value }, cut(o.text, 60));
      option.selected = o.value === control.value;
    });
    list.addEventListener("change", () => changed(list.value));
    return (value) => { list.value = value; };
  }
  const set = element(bar, "fieldset", { class: "switch" });
  element(set, "legend", { class: "unseen" }, control.label);
  control.options.forEach((o) => {
    const label = element(set, "label");
    const input = element(label, "input", { type: "radio",
      name: `switch-${number}-${control.name}`, value: o.value });
    input.checked = o.value === control.value;
    input.addEventListener("change", () => changed(o.value));
    element(label, "span", {}, o.text);
  });
  return (value) => set.querySelectorAll("input").forEach((input) => {
    input.checked = input.value === value;
  });
}

// A choice that the plots side by side share: one tells, the others heed.
function tell(figure, name, value) {
  figure.parentNode.dispatchEvent(new CustomEvent("choose",
    { detail: { figure, name, value } }));
}

function heed(figure, control, set, choose) {
  figure.parentNode.addEventListener("choose", (event) => {
    const { figure: by, name, value } = event.detail;
    if (by === figure || name !== control.name
      || !control.options.some((o) => o.value === value)) return;
    set(value);
    choose(name, value);
  });
}

function makeSaves(figure, state, plot) {
  const bar = element(null, "p", { class: "saves" });
  const name = figure.dataset.file || figure.id;
  const button = (text, what, act) => element(bar, "button", { type: "button",
    "aria-label": `${what}: ${figure.dataset.name}` }, text)
    .addEventListener("click", act);
  element(bar, "span", { "aria-hidden": "true" }, "Save");
  const caption = () => figure.querySelector("figcaption").textContent.trim();
  button("SVG", "Save as SVG", () => saveSvg(state.drawn.svg, name, caption()));
  button("PNG", "Save as PNG", () => savePng(state.drawn.svg, name, caption()));
  button("CSV", "Save the points as CSV",
    () => saveCsv(plot.csv(state.choice), name));
  return bar;
}

// Fills a figure of the page with a plot: {controls, spec(choice, width),
// csv(choice)}.
export function place(figure, plot, number) {
  const caption = figure.querySelector("figcaption");
  const bar = element(null, "div", { class: "bar" });
  const canvas = element(null, "div", { class: "canvas", tabindex: "0",
    role: "application", "aria-roledescription": "plot",
    "aria-label": `${figure.dataset.name}: arrow keys left and right move `
      + "along a line, up and down change the line, values are read out" });
  const hint = "Point at the plot, or use the arrow keys, to read values.";
  const readout = element(null, "p", { class: "readout idle",
    "aria-live": "polite" },
    hint);
  const state = { choice: {}, drawn: {}, at: null, readout, hint };
  const cursor = makeCursor(state);
  const draw = (width) => {
    state.drawn = picture(canvas, plot.spec(state.choice, width), width,
      figure.dataset.source, caption.textContent.trim());
    cursor.show();
  };
  const redraw = () => draw(Math.max(280, Math.floor(canvas.clientWidth)));
  const choose = (name, value) => {
    state.choice[name] = value;
    state.at = null;
    read(state, hint);
    redraw();
  };
  (plot.controls || []).forEach((control) => {
    state.choice[control.name] = control.value;
    if (control.options.length < 2) return;
    const set = makeSwitch(bar, control, number, (value) => {
      choose(control.name, value);
      if (control.shared) tell(figure, control.name, value);
    });
    if (control.shared) heed(figure, control, set, choose);
  });
  [bar, canvas, readout].forEach((n) => figure.insertBefore(n, caption));
  figure.appendChild(makeSaves(figure, state, plot));
  figure.classList.add("drawn");
  canvas.addEventListener("keydown", (e) => onKey(e, state, cursor));
  canvas.addEventListener("pointermove", (e) => onPointer(e, state, cursor));
  canvas.addEventListener("pointerdown", (e) => onPointer(e, state, cursor));
  redraw();
  return { redraw, print: () => draw(PRINT_WIDTH) };
}
