// SPDX-License-Identifier: Apache-2.0
// The report in a browser, offline: node run.js BUILD/assay
// Needs npm ci here, Chromium, and BUILD/tests/pages. Says TAP.
"use strict";
const path = require("path");
const { chromium } = require("playwright-core");
const { accessible, keyboard, quiet, small, spoken, whole } = require("./every");
const { fits, inert, pointer, printed, saves, tables } = require("./full");
const { ended, made, work } = require("./help");
const { others, reals } = require("./reports");
const { lists } = require("./searches");
const { ticks } = require("./ticks");

const BROWSER = process.env.CHROMIUM || "/usr/bin/chromium";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
  "--disable-background-networking", "--disable-component-update",
  "--disable-sync"];

async function main() {
  const assay = path.resolve(process.argv[2] || "");
  const pages = path.join(path.dirname(assay), "tests", "pages");
  await made(pages, [work]);
  const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
  for (const page of ["full", "two", "counts", "bare", "hostile", "searches",
    "lists"]) {
    quiet(browser, page);
    accessible(browser, page);
    spoken(browser, page);
  }
  for (const page of ["full", "two", "counts", "bare", "searches", "lists"]) {
    small(page);
    whole(browser, page);
  }
  for (const page of ["full", "two", "counts", "searches", "lists"]) {
    keyboard(browser, page);
  }
  pointer(browser);
  lists(browser);
  saves(browser);
  tables(browser);
  printed(browser);
  fits(browser);
  for (const page of ["full", "two", "searches", "lists"]) {
    ticks(browser, page);
  }
  inert(browser);
  await reals(browser, assay);
  await others(browser, assay);
  process.exitCode = await ended() ? 1 : 0;
  await browser.close();
}

main().catch((error) => {
  console.log(`Bail out! ${String(error.message).split("\n")[0]}`);
  process.exit(1);
});
