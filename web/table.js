// SPDX-License-Identifier: Apache-2.0
// Tables that can be filtered, sorted, copied and taken away as CSV.
import { csvLine } from "./format.js";
import { saveCsv } from "./save.js";

const textOf = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

// What a cell sorts by: its text, or in a column of numbers the one that it
// carries or shows; one that is empty stands behind them.
function keyOf(row, i, numbers) {
  const cell = row.cells[i];
  if (!numbers) return textOf(cell).toLowerCase();
  const { n = textOf(cell).replace(/,/g, "") } = cell.dataset;
  return n === "" || Number.isNaN(Number(n)) ? Infinity : Number(n);
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

function makeSort(table, body, heads, say) {
  const sort = (i, down) => {
    const numbers = heads[i].classList.contains("r");
    const rows = Array.from(body.rows).map((row) => [keyOf(row, i, numbers), row]);
    rows.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
    rows.forEach(([, row]) => body.appendChild(row));
    heads.forEach((head, k) => {
      if (k === i) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    say(`Sorted by ${textOf(heads[i])}, ${down ? "downwards" : "upwards"}.`);
  };
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    button.addEventListener("click", () => sort(i,
      head.getAttribute("aria-sort") === "ascending"));
  });
}

function shown(table, body) {
  const rows = Array.from(body.rows).filter((row) => !row.hidden);
  return [table.tHead.rows[0], ...rows].map((row) =>
    Array.from(row.cells).map(textOf));
}

async function copy(table, body, say) {
  const text = shown(table, body).map((row) => row.join("\t")).join("\n");
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "unseen";
  document.body.appendChild(box);
  box.select();
  let done = document.execCommand("copy");
  box.remove();
  if (!done && navigator.clipboard) {
    done = await navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  say(done ? "Copied; paste it into a spreadsheet." : "The browser refused.");
}

// Adds the tools to a table of the page.
export function tools(table) {
  const body = table.tBodies[0];
  const heads = Array.from(table.tHead.rows[0].cells);
  const bar = document.createElement("div");
  bar.className = "bar tools";
  const label = document.createElement("label");
  label.textContent = "Filter ";
  const input = document.createElement("input");
  input.type = "search";
  label.appendChild(input);
  const status = document.createElement("span");
  status.className = "status";
  status.setAttribute("role", "status");
  const say = (text) => { status.textContent = text; };
  const button = (text, act) => {
    const node = document.createElement("button");
    node.type = "button";
    node.textContent = text;
    node.addEventListener("click", act);
    return node;
  };
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    Array.from(body.rows).forEach((row) => {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    });
    const n = Array.from(body.rows).filter((row) => !row.hidden).length;
    say(`${n} of ${body.rows.length} rows`);
  });
  bar.append(label, status,
    button("Copy", () => copy(table, body, say)),
    button("Save as CSV", () => saveCsv(shown(table, body).map(csvLine).join(""),
      table.dataset.file)));
  const room = table.closest(".wide") || table;
  room.parentNode.insertBefore(bar, room);
  makeSort(table, body, heads, say);
}
