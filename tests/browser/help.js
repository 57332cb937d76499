// SPDX-License-Identifier: Apache-2.0
// What the tests in a browser share: the folder of pages, pages opened, TAP.
"use strict";
const { execFile } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");

// As many tests at a time as the checks promise cores.
const AT_ONCE = 2;
const work = fs.mkdtempSync(path.join(os.tmpdir(), "assay-browser-"));
const children = new Set();

// However it ends, nothing is left of it.
process.on("exit", () => {
  children.forEach((child) => child.kill());
  fs.rmSync(work, { recursive: true, force: true });
});
Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }).forEach(([name, signal]) =>
  process.on(name, () => process.exit(128 + signal)));

// Runs a program to its end; what it says on standard error is the reason why
// it failed.
function made(program, words) {
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, (error, out, told) => {
      children.delete(child);
      if (error) reject(new Error(told || error.message));
      else resolve();
    });
    children.add(child);
  });
}

// Lines of TAP in the order in which the tests were named.
const lines = [];
const ends = [];
let printed = 0;
let failed = 0;

function tell(at, text) {
  lines[at] = text;
  for (; lines[printed] !== undefined; printed += 1) console.log(lines[printed]);
}

const waiting = [];
let free = AT_ONCE;

async function inTurn(body) {
  if (free > 0) free -= 1;
  else await new Promise((resolve) => { waiting.push(resolve); });
  try {
    return await body();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

// Has a test run as soon as it is its turn.
function test(name, body) {
  const at = ends.length;
  ends.push(inTurn(body).then(() => tell(at, `ok ${at + 1} - ${name}`), (error) => {
    failed += 1;
    tell(at, `not ok ${at + 1} - ${name}\n${
      String(error.stack || error).replace(/^/gm, "# ")}`);
  }));
}

function skip(name, why) {
  tell(ends.length, `ok ${ends.length + 1} - ${name} # SKIP ${why}`);
  ends.push(null);
}

// When all tests have ended: how many failed.
async function ended() {
  await Promise.all(ends);
  console.log(`1..${ends.length}`);
  return failed;
}

const flat = (text) => text.replace(/\s+/g, " ").trim();

function must(condition, words) {
  if (!condition) throw new Error(words);
}

const file = (page) => path.join(work, `${page}.html`);

// Figures as the data block packs them.
function unpacked({ columns, rows, ...tables }) {
  const keys = Object.keys(columns);
  return rows.map((row) => {
    const figure = { value: null };
    row.forEach((cell, i) => {
      const table = columns[keys[i]];
      if (cell !== null) figure[keys[i]] = table ? tables[table][cell] : cell;
    });
    return { ...figure, id: figure.id || figure.name + (figure.rest || "") };
  });
}

// The data block of a page as the results in it.
function dataOf(page) {
  const text = fs.readFileSync(file(page), "utf8");
  const start = text.indexOf("id=\"data\">") + "id=\"data\">".length;
  return JSON.parse(text.slice(start, text.indexOf("</script>", start))).results
    .map((result) => ({ ...result, figures: unpacked(result.figures) }));
}

// A page opened by file://, with all that it asked for and complained of.
async function open(browser, page, options = {}) {
  const context = await browser.newContext({ offline: true,
    viewport: { width: 1366, height: 768 }, acceptDownloads: true, ...options });
  const tab = await context.newPage();
  const asked = [];
  const said = [];
  tab.on("request", (r) => asked.push(r.url()));
  tab.on("console", (m) => said.push(`${m.type()}: ${m.text()}`));
  tab.on("pageerror", (e) => said.push(`error: ${e.message}`));
  await tab.goto(`file://${file(page)}`);
  return { context, tab, asked, said };
}

async function with_(browser, page, options, body) {
  const opened = await open(browser, page, options);
  try {
    await body(opened.tab, opened);
  } finally {
    await opened.context.close();
  }
}

async function saved(tab, button) {
  const [download] = await Promise.all([tab.waitForEvent("download"),
    button.click()]);
  return { name: download.suggestedFilename(),
    bytes: fs.readFileSync(await download.path()) };
}

module.exports = { dataOf, ended, file, flat, made, must, saved, skip, test,
  with_, work };
