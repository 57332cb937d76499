// SPDX-License-Identifier: Apache-2.0
// Searches of a list: the order of the page, and what its plots must say.
"use strict";
const { must, test, with_ } = require("./help");

// Searches of a list: the order of the page, and what its plots must say.
function lists(browser) {
  test("searches: the sections stand in their order, ranks last", () =>
    with_(browser, "searches", {}, async (tab) => {
      const ids = await tab.evaluate(() => [...document.querySelectorAll(
        "main section")].map((s) => s.id));
      must(ids.join(" ") === "in-short main-plot told sizes groups shares "
        + "failures labels pairs ranks figures warnings record words", ids.join(" "));
      const last = await tab.locator("#ranks h2").innerText();
      must(last.includes("says nothing about people who are not on the list"),
        last);
    }));
  test("searches: a line for each list, misses against false alerts", () =>
    with_(browser, "searches", {}, async (tab) => {
      const main = tab.locator("#main-plot");
      must(await main.locator(".key").count() === 5, "not five lists");
      must(await main.locator("circle.asked").count() === 4, "rings missing");
      const box = await main.locator("svg").boundingBox();
      await tab.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.6);
      const text = await main.locator("[aria-live]").innerText();
      must(/list of [\d,]+\. Threshold .*FPIR .*FNIR /.test(text), text);
      const shape = () => main.locator("path.curve").first().getAttribute("d");
      const before = await shape();
      await main.getByRole("radio", { name: "FNIR log" }).click();
      const after = await shape();
      must(before !== after && !/NaN|Infinity/.test(before + after), after);
    }));
  test("searches: beyond the test is dashed, shaded and written in", () =>
    with_(browser, "searches", {}, async (tab) => {
      const plot = tab.locator("figure[data-plot=sizes]");
      must((await plot.locator("svg").textContent()).includes("beyond the test"),
        "not written in");
      const dashes = await plot.locator("path.limit").evaluate((n) =>
        getComputedStyle(n).strokeDasharray);
      must(dashes !== "none", "the estimate is a solid line");
      must(await plot.locator("path.beyond").count() === 1, "not shaded");
      await plot.locator(".canvas").focus();
      await tab.keyboard.press("End");
      await tab.keyboard.press("ArrowRight");
      const text = await plot.locator("[aria-live]").innerText();
      must(/beyond the test: FPIR at most.*, estimated /.test(text), text);
    }));
  test("searches: what chance alone would give stands beside shares", () =>
    with_(browser, "searches", {}, async (tab) => {
      const plot = tab.locator("figure[data-plot=shares]");
      must(await plot.locator("path.curve.few").count() === 1, "not drawn");
      must((await plot.locator("svg").textContent()).includes("by chance alone"),
        "not named");
    }));
  test("searches: the tail as mean excess and as shape, its start marked",
    () => with_(browser, "searches", {}, async (tab) => {
      const plot = tab.locator("figure[data-plot=tail]");
      const shape = () => plot.locator("path.curve").getAttribute("d");
      const before = await shape();
      must(await plot.locator("line.rule").count() === 1, "no start");
      await plot.getByRole("radio", { name: "shape" }).click();
      const after = await shape();
      must(before !== after && !/NaN|Infinity/.test(before + after), after);
      must((await tab.locator("#sizes").innerText())
        .includes("extrapolated, not measured"), "not labelled");
    }));
  test("searches: two panels of groups, and the FMR matrix", () =>
    with_(browser, "searches", {}, async (tab) => {
      const panels = await tab.locator("#groups .pair figure").evaluateAll((all) =>
        all.map((f) => f.dataset.figure));
      must(panels.join(" ") === "FPIR FNIR", panels.join(" "));
      const cells = tab.locator("table.matrix td.cell");
      must(await cells.count() === 16, `${await cells.count()} cells`);
      const seen = await cells.evaluateAll((all) => all.map((c) => ({
        few: Number(c.textContent.match(/%(\d+) of/)[1].replace(/,/g, "")) < 10,
        hatched: getComputedStyle(c).backgroundImage !== "none" })));
      must(seen.some((c) => c.few), "no cell of few events in the sample");
      must(seen.every((c) => c.few === c.hatched), "hatched for other reasons");
    }));
}

module.exports = { lists };
