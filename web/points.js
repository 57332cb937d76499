// SPDX-License-Identifier: Apache-2.0
// The tables of groups, at one operating point at a time: that of the plots
// above them. On paper, and without this script, all of them stand.
import { pointOf } from "./data.js";
import { makeSwitch } from "./frame.js";
import { bestPoint, pointText } from "./groups.js";

// The operating points of the blocks, each once.
function pointsOf(blocks) {
  const points = new Map();
  blocks.forEach((block) => {
    const point = pointOf({ at: { [block.dataset.at]:
      Number(block.dataset.value) } });
    block.dataset.key = point.key;
    points.set(point.key, point);
  });
  return points;
}

// Adds the choice to the room of the blocks, where there are several points.
export function choosePoint(room, result, number) {
  const blocks = Array.from(room.querySelectorAll(".at"));
  const points = pointsOf(blocks);
  if (points.size < 2) return;
  const show = (key) => blocks.forEach((block) =>
    block.classList.toggle("set-aside", block.dataset.key !== key));
  const plots = room.previousElementSibling;
  const bar = document.createElement("div");
  bar.className = "bar";
  const control = { name: "point", label: "Operating point of the tables",
    value: bestPoint(result, Array.from(points.keys())),
    options: Array.from(points.values()).map((p) => ({ value: p.key,
      text: pointText(p) })) };
  const set = makeSwitch(bar, control, number, (value) => {
    show(value);
    if (plots) plots.dispatchEvent(new CustomEvent("choose",
      { detail: { figure: room, name: "point", value } }));
  });
  if (plots) plots.addEventListener("choose", ({ detail }) => {
    if (detail.figure === room || detail.name !== "point"
      || !points.has(detail.value)) return;
    set(detail.value);
    show(detail.value);
  });
  room.insertBefore(bar, room.firstChild);
  show(control.value);
}
