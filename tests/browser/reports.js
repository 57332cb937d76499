// SPDX-License-Identifier: Apache-2.0
// Reports of the program itself, from data with a known truth.
"use strict";
const fs = require("fs");
const path = require("path");
const { file, flat, made, must, skip, test, with_, work } = require("./help");
const { accessible, keyboard, quiet, small, spoken, upright, whole }
  = require("./every");
const { chosen, matrices } = require("./groups");
const { comparisons, presentations, record, twoAttributes } = require("./inputs");
const { ticks } = require("./ticks");

// A report of the program itself, from data with a known truth: `name`, made by
// `commands`.
async function real(browser, assay, name, commands) {
  try {
    for (const words of commands) await made(assay, words);
  } catch (error) {
    skip(`${name}: a report of what was simulated`, error.message.split("\n")[0]);
    return;
  }
  small(name);
  quiet(browser, name);
  accessible(browser, name);
  whole(browser, name);
  keyboard(browser, name);
  ticks(browser, name);
  spoken(browser, name);
  upright(browser, name);
}

// The plots of quality, of attacks, of two systems, and of records.
async function others(browser, assay) {
  await real(browser, assay, "quality", [["scores", comparisons("a.csv", 0),
    "--quality", "quality", "--by", "sex", "--fmr", "0.1,0.01", "-o",
    path.join(work, "a.assay"), "--html", file("quality")]]);
  await real(browser, assay, "attacked", [["scores", presentations(), "--attack",
    "species", "--by", "sex", "--threshold", "1.5", "--html", file("attacked")]]);
  await real(browser, assay, "compared", [
    ["scores", comparisons("b.csv", 0.4), "--by", "sex", "--fmr", "0.1,0.01", "-o",
      path.join(work, "b.assay")],
    ["compare", path.join(work, "a.assay"), path.join(work, "b.assay"), "--html",
      file("compared")]]);
  await real(browser, assay, "record", [["deployments", record(), "--claim",
    "1 in 30,000", "--html", file("record")]]);
  test("record: every plot of a record is drawn", () =>
    with_(browser, "record", {}, async (tab) => {
      for (const kind of ["ladder", "timelines", "funnel", "deployments"]) {
        const drawn = tab.locator(`figure.plot.drawn[data-plot=${kind}]`);
        must(await drawn.count() === 1, `no ${kind}`);
        const shapes = await drawn.locator("svg").innerHTML();
        must(!/NaN|Infinity|undefined/.test(shapes), `${kind} holds NaN`);
        await drawn.locator(".canvas").focus();
        await tab.keyboard.press("End");
        const text = await drawn.locator("[aria-live]").innerText();
        must(/\d/.test(text), `${kind} reads "${text}"`);
      }
      const ladder = tab.locator("figure.plot[data-plot=ladder] svg");
      must((await ladder.textContent()).includes("claimed: 1 in 30,000"),
        "the claim is not drawn");
    }));
  test("attacked: rates of species at each APCER target", () =>
    with_(browser, "attacked", {}, async (tab) => {
      const plot = tab.locator("figure[data-figure=APCER]");
      const asked = await plot.locator(".bar label").allInnerTexts();
      must(asked.map(flat).join(", ").replace(/\u202f/g, " ")
        === "at threshold 1.5, at APCER 5 %, at APCER 1 %", asked.join(", "));
      must(await plot.locator(".row-label").count() === 9, "not nine rows");
    }));
  const plots = { quality: "edc", attacked: "attacks", compared: "det-groups" };
  for (const [page, plot] of Object.entries(plots)) {
    if (!fs.existsSync(file(page))) continue;
    test(`${page}: its own plot is drawn, and read out`, () =>
      with_(browser, page, {}, async (tab) => {
        const figure = tab.locator(`figure.plot[data-plot=${plot}]`).first();
        const d = await figure.locator("path.curve").first().getAttribute("d");
        must(d && d.length > 40 && !/NaN|Infinity/.test(d), `drawn: ${d}`);
        await figure.locator(".canvas").focus();
        await tab.keyboard.press("End");
        const text = await figure.locator("[aria-live]").innerText();
        must(/\d/.test(text), `read "${text}"`);
      }));
  }
}

async function reals(browser, assay) {
  const people = path.join(work, "people");
  const faces = path.join(work, "faces");
  await real(browser, assay, "real", [
    ["simulate", "scores", "-o", people],
    ["scores", path.join(people, "scores.csv"), "--subjects",
      path.join(people, "subjects.csv"), "--by", "sex", "--html", file("real")]]);
  chosen(browser, "real");
  await real(browser, assay, "both", [
    ["scores", path.join(people, "scores.csv"), "--subjects",
      twoAttributes(people), "--by", "sex", "--by", "age", "--html", file("both")]]);
  await real(browser, assay, "found", [
    ["simulate", "templates", "--subjects", "400", "-o", faces],
    ["templates", path.join(faces, "templates.npy"),
      path.join(faces, "samples.csv"), "--watchlist-size", "100", "--repeat",
      "3", "--fpir", "0.1,0.01", "--threshold", "0.4", "--by", "sex", "--html",
      file("found")]]);
  matrices(browser, "found");
  const street = path.join(work, "street");
  const log = (name) => path.join(street, `${name}.csv`);
  await real(browser, assay, "trial", [
    ["simulate", "street", "--deployments", "3", "--overlap", "0.05",
      "--floor", "4.2", "-o", street, "-q"],
    ["alerts", log("alerts"), "--transits", log("transits"), "--watchlist",
      log("watchlist"), "--crowd", log("crowd"), "--subjects",
      log("subjects"), "--by", "sex,camera", "--threshold", "4.8,5.2",
      "--html", file("trial")]]);
  const kept = path.join(work, "kept.assay");
  await real(browser, assay, "day", [
    ["templates", path.join(faces, "templates.npy"),
      path.join(faces, "samples.csv"), "--watchlist-size", "100", "--repeat",
      "3", "--by", "sex", "-q", "-o", kept],
    ["forecast", kept, "--passages", "2000", "--threshold", "0.5,0.6",
      "--watchlist-size", "50,100,1000", "--prevalence", "1e-4..1e-2",
      "--wrong-at-most", "4", "--html", file("day")]]);
}

module.exports = { others, reals };
