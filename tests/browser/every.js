// SPDX-License-Identifier: Apache-2.0
// What holds of every page.
"use strict";
const fs = require("fs");
const { file, dataOf, flat, must, test, with_ } = require("./help");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const MEGABYTE = 1000 * 1000;

function quiet(browser, page) {
  test(`${page}: asks nothing of a network, says no error`, () =>
    with_(browser, page, {}, async (tab, { asked, said }) => {
      await tab.mouse.move(900, 400);
      const others = asked.filter((url) => url !== `file://${file(page)}`);
      must(others.length === 0, `asked for ${others.join(", ")}`);
      must(said.length === 0, said.join("\n"));
      const drawn = await tab.evaluate(() =>
        [document.querySelectorAll("figure.plot").length,
          document.querySelectorAll("figure.plot svg").length]);
      must(drawn[0] === drawn[1], `${drawn[1]} of ${drawn[0]} plots drawn`);
    }));
}

// What axe finds, by the rules of its default or those that `only` names.
async function complaints(tab, only) {
  await tab.evaluate(AXE);
  return tab.evaluate(async (rules) => (await window.axe.run(document, {
    resultTypes: ["violations"],
    ...(rules ? { runOnly: { type: "rule", values: rules } } : {}) }))
    .violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) =>
      n.html.slice(0, 160)).join(" | ")}`), only);
}

// What the style sheets set for the dark alone.
const darkSets = () => [...document.styleSheets].flatMap((sheet) =>
  [...sheet.cssRules]).filter((rule) => rule.media
  && rule.media.mediaText.includes("dark")).flatMap((rule) => [...rule.cssRules])
  .flatMap((rule) => [...rule.style]);

// In the dark the page differs in named colours alone: the rules that look at
// colours look again.
function accessible(browser, page) {
  test(`${page}: axe finds nothing, light`, () =>
    with_(browser, page, { colorScheme: "light" }, async (tab) => {
      const found = await complaints(tab);
      must(found.length === 0, found.join("\n"));
    }));
  test(`${page}: axe finds nothing, dark`, () =>
    with_(browser, page, { colorScheme: "dark" }, async (tab) => {
      const sets = await tab.evaluate(darkSets);
      const others = sets.filter((name) => !name.startsWith("--"));
      must(sets.length > 0, "nothing is set for the dark");
      must(others.length === 0, `the dark sets ${others.join(", ")}`);
      const found = await complaints(tab, ["color-contrast",
        "link-in-text-block"]);
      must(found.length === 0, found.join("\n"));
    }));
}

function small(page) {
  test(`${page}: under 1 MB`, () => {
    const { size } = fs.statSync(file(page));
    must(size < MEGABYTE, `${size} bytes`);
  });
}

// Everything that a reader needs is there with scripting off.
function whole(browser, page) {
  test(`${page}: without scripts every sentence, warning and figure`, () =>
    with_(browser, page, { javaScriptEnabled: false }, async (tab) => {
      const text = flat(await tab.locator("body").innerText());
      const rows = await tab.locator("#figures tbody tr").count();
      let figures = 0;
      for (const result of dataOf(page)) {
        for (const s of result.statements) {
          must(text.includes(flat(s.text)), `statement missing: ${s.text}`);
        }
        for (const w of result.warnings) {
          must(text.includes(flat(w.text)), `warning missing: ${w.text}`);
        }
        for (const f of result.figures) {
          must(text.includes(flat(f.id)), `figure missing: ${f.id}`);
        }
        figures += result.figures.length;
      }
      must(rows === figures, `${rows} rows for ${figures} figures`);
      const captions = await tab.locator("figcaption").allInnerTexts();
      must(captions.every((c) => c.length > 60), "a caption is missing");
    }));
}

function keyboard(browser, page) {
  test(`${page}: arrow keys move a cursor, its values are read out`, () =>
    with_(browser, page, {}, async (tab) => {
      const figures = await tab.locator("figure.plot").count();
      for (let i = 0; i < figures; i += 1) {
        const figure = tab.locator("figure.plot").nth(i);
        const live = figure.locator("[aria-live]");
        const before = await live.innerText();
        await figure.locator(".canvas").focus();
        await tab.keyboard.press("ArrowRight");
        const first = await live.innerText();
        must(first !== before && /\d/.test(first), `plot ${i}: read "${first}"`);
        await tab.keyboard.press("End");
        await tab.keyboard.press("Home");
        await tab.keyboard.press("ArrowDown");
        must(await figure.locator(".cursor").count() === 1, "no cursor drawn");
        await tab.keyboard.press("Escape");
        must(await live.innerText() === before, "Escape keeps the values");
      }
      const det = tab.locator("figure.plot[data-plot=det], "
        + "figure.plot[data-plot=det-n]").first();
      if (await det.count() === 0) return;
      await det.locator(".canvas").focus();
      const seen = new Set();
      for (let k = 0; k < 5; k += 1) {
        await tab.keyboard.press("Shift+ArrowRight");
        seen.add(await det.locator("[aria-live]").innerText());
      }
      must(seen.size === 5, "the cursor stands still");
    }));
}

// At both widths nothing makes the page scroll to the side.
function upright(browser, page) {
  for (const width of [1200, 390]) {
    test(`${page}: ${width} px wide, the page does not scroll sideways`, () =>
      with_(browser, page, { viewport: { width, height: 844 } }, async (tab) => {
        const seen = await tab.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          out: [...document.querySelectorAll("svg text, svg path")]
            .filter((n) => !n.closest("defs, [clip-path]")
              && n.getBoundingClientRect().right > innerWidth + 1).length }));
        must(seen.width <= width, `${seen.width} px wide`);
        must(seen.out === 0, `${seen.out} marks beyond the edge`);
      }));
  }
}

// What a screen reader says of plots, choices and tables.
function spoken(browser, page) {
  test(`${page}: plots, choices and tables have names`, () =>
    with_(browser, page, {}, async (tab) => {
      const nameless = await tab.evaluate(() => {
        const said = (node) => node.getAttribute("aria-label")
          || (node.labels && [...node.labels].map((l) => l.textContent).join(" "))
          || node.textContent;
        const short = (node) => !said(node) || said(node).trim().length < 3;
        return ["figure.plot .canvas", "figure.plot svg[role=img]",
          "figure.plot fieldset legend", ".wide[role=region]", "button", "select",
          "input"].flatMap((what) => [...document.querySelectorAll(what)]
          .filter(short).map((n) => `${what}: ${n.outerHTML.slice(0, 120)}`));
      });
      must(nameless.length === 0, nameless.join("\n"));
      const plots = await tab.locator("figure.plot .canvas").evaluateAll((all) =>
        all.map((n) => n.getAttribute("aria-label")));
      must(plots.length > 0, "no plots");
      must(new Set(plots).size === plots.length, `alike: ${plots.join("; ")}`);
      const heads = await tab.locator("table").evaluateAll((all) => all.filter((t) =>
        !t.querySelector("th[scope=col]")).length);
      must(heads === 0, `${heads} tables without heads of columns`);
    }));
}

module.exports = { quiet, accessible, small, whole, keyboard, upright, spoken };
