// SPDX-License-Identifier: Apache-2.0
// Files with a known truth, from which the program makes reports.
"use strict";
const fs = require("fs");
const path = require("path");
const { work } = require("./help");

// Numbers that look drawn, and are the same each time.
function draws(seed) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform()))
    * Math.cos(2 * Math.PI * uniform());
}

function write(name, lines) {
  const at = path.join(work, name);
  fs.writeFileSync(at, `${lines.join("\n")}\n`);
  return at;
}

// Comparisons with a quality: where it is low, mated scores are too. `shift`
// makes another system of the same comparisons.
function comparisons(name, shift) {
  const normal = draws(7);
  const lines = ["probe_subject,reference_subject,score,quality,sex"];
  for (let i = 0; i < 90; i += 1) {
    for (let k = 0; k < 60; k += 1) {
      const j = k < 4 ? i : (i + 1 + ((k * 7) % 89)) % 90;
      const quality = Math.round(50 + 20 * normal());
      const mean = i === j ? 3 + (quality - 50) / 25 + shift : 0;
      lines.push(`p${i},p${j},${(mean + normal()).toFixed(4)},${quality},${
        i % 2 ? "F" : "M"}`);
    }
  }
  return write(name, lines);
}

function presentations() {
  const normal = draws(9);
  const lines = ["subject,species,score,sex"];
  for (let i = 0; i < 120; i += 1) {
    ["", "", "print", "mask", "replay"].forEach((species, k) => lines.push(
      `p${i},${species},${((species ? k / 5 : 2.5) + normal()).toFixed(4)},${
        i % 2 ? "F" : "M"}`));
  }
  return write("pad.csv", lines);
}

// A record of deployments in which the face counter and the threshold moved.
function record() {
  const lines = ["date,location,duration,faces_seen,alerts,true_alerts,"
    + "false_alerts,arrests,threshold"];
  for (let i = 0; i < 60; i++) {
    const day = new Date(Date.UTC(2031, 0, 6) + i * 3 * 86400000);
    const late = i >= 30;
    const right = 4 + (i * 7) % 5;
    const wrong = !late && i % 3 === 0 ? 1 : 0;
    lines.push(`${day.toISOString().slice(0, 10)},Square ${i % 7},5h,${
      (late ? 9000 : 1500) + 37 * ((i * 11) % 13)},${right + wrong + (i === 9)},${
      right},${wrong},${right >> 1},${late ? 0.64 : 0.6}`);
  }
  return write("record.csv", lines);
}

// The people with a second attribute.
function twoAttributes(people) {
  const lines = fs.readFileSync(path.join(people, "subjects.csv"), "utf8").trim()
    .split(/\r?\n/);
  const more = path.join(people, "both.csv");
  fs.writeFileSync(more, `${lines[0]},age\n${lines.slice(1).map((line, i) =>
    `${line},${["under 30", "30 to 50", "over 50"][(7 * i) % 3]}`).join("\n")}\n`);
  return more;
}

module.exports = { comparisons, presentations, record, twoAttributes };
