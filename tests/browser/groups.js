// SPDX-License-Identifier: Apache-2.0
// Tables of groups at one operating point.
"use strict";
const fs = require("fs");
const { dataOf, file, must, test, with_ } = require("./help");

// Tables of groups: one operating point at a time, which plots and tables
// share; on paper the rates of all; no column runs into the next.
function chosen(browser, name) {
  if (!fs.existsSync(file(name))) return;
  test(`${name}: ratios stand below rates, at one operating point`, () =>
    with_(browser, name, {}, async (tab) => {
      const room = tab.locator("#groups .by-point");
      const rates = room.locator("table.rates");
      const all = await rates.count();
      must(all > 3, `${all} tables`);
      const seen = () => room.locator(".at:not(.set-aside)").evaluateAll(
        (blocks) => blocks.map((b) => `${b.dataset.at}=${b.dataset.value}`));
      const own = room.locator("select");
      const others = tab.locator("#groups .pair figure select");
      const values = await own.locator("option").evaluateAll((options) =>
        options.map((o) => o.value));
      must(values.length === all, `${values.length} points`);
      await others.first().selectOption(values[0]);
      must(String(await seen()) === values[0], `shown: ${await seen()}`);
      must(await own.inputValue() === values[0], "the tables lag behind");
      await own.selectOption(values[1]);
      must(String(await seen()) === values[1], `shown: ${await seen()}`);
      for (let i = 0; i < await others.count(); i += 1) {
        must(await others.nth(i).inputValue() === values[1], `plot ${i} lags`);
      }
      must(await room.locator(".at:visible .contrasts > div").count() === 2,
        "not a panel for each rate");
      await tab.emulateMedia({ media: "print" });
      must(await room.locator("table.rates:visible").count() === all,
        "paper lacks rates");
    }));
  for (const width of [1200, 420]) {
    test(`${name}: columns of groups stand apart, ${width} px`, () =>
      with_(browser, name, { viewport: { width, height: 900 } }, async (tab) => {
        const close = await tab.locator("#groups .by-point tr").evaluateAll(
          (rows) => rows.filter((row) => row.offsetParent).flatMap((row) => {
            const boxes = [...row.cells].map((cell) => {
              const range = document.createRange();
              range.selectNodeContents(cell);
              return range.getBoundingClientRect();
            }).filter((box) => box.width > 0);
            return boxes.slice(1).filter((box, i) => box.left < boxes[i].right + 5)
              .map(() => row.textContent);
          }));
        must(close.length === 0, close.slice(0, 3).join("\n"));
      }));
  }
}

// The FMR matrices stand at the operating point of the tables around them; the
// p of groups drawn anew beside that of ratios.
function matrices(browser, name) {
  if (!fs.existsSync(file(name))) return;
  test(`${name}: FMR matrices at one operating point, on paper all`, () =>
    with_(browser, name, {}, async (tab) => {
      const room = tab.locator("#groups .by-point");
      const all = await room.locator("table.matrix").count();
      must(all > 2, `${all} matrices`);
      const radios = room.locator(":scope > .bar input[type=radio]");
      must(await radios.count() === all, `${await radios.count()} points`);
      const seen = new Set();
      for (let i = 0; i < all; i += 1) {
        await radios.nth(i).check({ force: true });
        const shown = room.locator("table.matrix:visible caption");
        must(await shown.count() === 1, `${await shown.count()} shown`);
        seen.add(await shown.innerText());
      }
      must(seen.size === all, "the same matrix twice");
      await tab.emulateMedia({ media: "print" });
      must(await room.locator("table.matrix:visible").count() === all,
        "paper lacks a matrix");
    }));
  test(`${name}: p of groups drawn anew stands beside ratios`, () =>
    with_(browser, name, {}, async (tab) => {
      const drawn = await tab.locator("#groups .drawn-p").allTextContents();
      must(drawn.length > 0 && drawn.every((t) => /^drawn (< )?[01]\.\d{3}$/
        .test(t)), drawn.join(", "));
      const listed = dataOf(name)[0].figures.filter((f) => f.value !== null
        && f.watchlist_size > 0 && /^permutation p of equal F[PN]IR$/.test(f.name));
      const groups = listed.filter((f) => f.group.sex !== "*").length;
      // Of two groups one ratio says it all.
      must(groups === 2 * drawn.length, `${groups} figures, ${drawn.length} shown`);
    }));
}

module.exports = { chosen, matrices };
