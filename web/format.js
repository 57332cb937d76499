// SPDX-License-Identifier: Apache-2.0
// Numbers as the tables write them.

const THIN = "\u202f";

// 12,000
export function count(n) {
  if (n === null || n === undefined || !isFinite(n)) return "";
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");
}

// Three significant figures without an exponent, where that stays short.
export function short(v, digits = 3) {
  if (v === null || v === undefined || Number.isNaN(v)) return "none";
  if (v === 0) return "0";
  if (!isFinite(v)) return v > 0 ? "inf" : "-inf";
  const size = Math.floor(Math.log10(Math.abs(v)) + 1e-12);
  if (size < -7 || size > 6) return v.toExponential(digits - 1);
  return v.toFixed(Math.max(0, Math.min(12, digits - 1 - size)));
}

// A proportion as per cent: "5.17 %".
export function percent(p, digits = 3) {
  if (p === null || p === undefined || Number.isNaN(p)) return "none";
  return `${short(100 * p, digits)}${THIN}%`;
}

// A proportion on an axis: 1e-4 as 0.01 %.
export function tick(p) {
  const text = String(Number((100 * p).toPrecision(6)));
  if (!/e/.test(text)) return `${text}${THIN}%`;
  const [m, e] = text.split("e");
  return `${m === "1" ? "" : `${m}×`}10${power(Number(e))}${THIN}%`;
}

function power(e) {
  return String(e).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"["0123456789".indexOf(c)] || "⁻");
}

// A threshold or score: as many figures as tell scores apart on a screen.
export function score(v) {
  if (v === null || v === undefined) return "none";
  if (!isFinite(v)) return v > 0 ? "inf" : "-inf";
  return String(Number(v.toPrecision(5)));
}

// One CSV line, quoted where needed; what a spreadsheet would take for a
// formula gets a quote in front.
export function csvLine(cells) {
  return `${cells.map((cell) => {
    if (cell === null || cell === undefined) return "";
    if (typeof cell === "number") return isFinite(cell) ? String(cell) : "";
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }).join(",")}\n`;
}

// A label cut to what a plot has room for.
export function cut(text, most) {
  const letters = Array.from(String(text));
  return letters.length <= most ? String(text)
    : `${letters.slice(0, most - 1).join("")}…`;
}
