// SPDX-License-Identifier: Apache-2.0
// The report in a browser, offline: node run.js BUILD/assay
// Needs npm ci here, Chromium, and BUILD/tests/pages. Says TAP.
"use strict";
const { execFileSync } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");
const { chromium } = require("playwright-core");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const BROWSER = process.env.CHROMIUM || "/usr/bin/chromium";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
  "--disable-background-networking", "--disable-component-update",
  "--disable-sync"];
const MEGABYTE = 1000 * 1000;

const work = fs.mkdtempSync(path.join(os.tmpdir(), "assay-browser-"));
let number = 0;
let failed = 0;

async function test(name, body) {
  number += 1;
  try {
    await body();
    console.log(`ok ${number} - ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${number} - ${name}`);
    console.log(String(error.stack || error).replace(/^/gm, "# "));
  }
}

function skip(name, why) {
  number += 1;
  console.log(`ok ${number} - ${name} # SKIP ${why}`);
}

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

async function quiet(browser, page) {
  await test(`${page}: asks nothing of a network, says no error`, () =>
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

async function accessible(browser, page) {
  for (const colorScheme of ["light", "dark"]) {
    await test(`${page}: axe finds nothing, ${colorScheme}`, () =>
      with_(browser, page, { colorScheme }, async (tab) => {
        await tab.evaluate(AXE);
        const found = await tab.evaluate(async () => (await window.axe.run(
          document, { resultTypes: ["violations"] })).violations.map((v) =>
          `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))
            .join(" | ")}`));
        must(found.length === 0, found.join("\n"));
      }));
  }
}

async function small(page) {
  await test(`${page}: under 1 MB`, () => {
    const { size } = fs.statSync(file(page));
    must(size < MEGABYTE, `${size} bytes`);
  });
}

const flat = (text) => text.replace(/\s+/g, " ").trim();

// Everything that a reader needs is there with scripting off.
async function whole(browser, page) {
  await test(`${page}: without scripts every sentence, warning and figure`, () =>
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

async function keyboard(browser, page) {
  await test(`${page}: arrow keys move a cursor, its values are read out`, () =>
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

async function pointer(browser) {
  await test("full: pointing at a curve reads its values", () =>
    with_(browser, "full", {}, async (tab) => {
      const box = await tab.locator("#main-plot svg").boundingBox();
      await tab.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.4);
      const text = await tab.locator("#main-plot [aria-live]").innerText();
      must(/Threshold .*FMR .*FNMR /.test(text), `read "${text}"`);
    }));
  await test("full: DET or ROC, log or probit axes", () =>
    with_(browser, "full", {}, async (tab) => {
      const shape = () => tab.locator("#main-plot path.curve").first()
        .getAttribute("d");
      const seen = new Set([await shape()]);
      for (const name of ["probit axes", "ROC", "log axes", "DET"]) {
        await tab.locator("#main-plot").getByRole("radio", { name,
          exact: true }).click();
        const d = await shape();
        must(d && !/NaN|Infinity/.test(d), `${name}: ${d}`);
        seen.add(d);
      }
      must(seen.size === 4, `${seen.size} pictures`);
    }));
}

// Searches of a list: the order of the page, and what its plots must say.
async function lists(browser) {
  await test("searches: the sections stand in their order, ranks last", () =>
    with_(browser, "searches", {}, async (tab) => {
      const ids = await tab.evaluate(() => [...document.querySelectorAll(
        "main section")].map((s) => s.id));
      must(ids.join(" ") === "in-short main-plot told sizes groups shares "
        + "failures labels pairs ranks figures warnings record words", ids.join(" "));
      const last = await tab.locator("#ranks h2").innerText();
      must(last.includes("says nothing about people who are not on the list"),
        last);
    }));
  await test("searches: a line for each list, misses against false alerts", () =>
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
  await test("searches: beyond the test is dashed, shaded and written in", () =>
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
  await test("searches: what chance alone would give stands beside shares", () =>
    with_(browser, "searches", {}, async (tab) => {
      const plot = tab.locator("figure[data-plot=shares]");
      must(await plot.locator("path.curve.few").count() === 1, "not drawn");
      must((await plot.locator("svg").textContent()).includes("by chance alone"),
        "not named");
    }));
  await test("searches: the tail as mean excess and as shape, its start marked",
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
  await test("searches: two panels of groups, and the FMR matrix", () =>
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

async function saved(tab, button) {
  const [download] = await Promise.all([tab.waitForEvent("download"),
    button.click()]);
  return { name: download.suggestedFilename(),
    bytes: fs.readFileSync(await download.path()) };
}

async function saves(browser) {
  for (const page of ["full", "searches"]) {
    await test(`${page}: each plot as SVG, PNG and CSV`, () =>
      with_(browser, page, { colorScheme: "dark" }, async (tab, { said }) => {
        const figures = await tab.locator("figure.plot").count();
        for (let i = 0; i < figures; i += 1) {
          const figure = tab.locator("figure.plot").nth(i);
          const button = (text) => figure.locator(".saves button",
            { hasText: text });
          const svg = await saved(tab, button("SVG"));
          const source = await figure.getAttribute("data-source");
          await checkSvg(tab, svg.bytes.toString("utf8"), source);
          const png = await saved(tab, button("PNG"));
          must(png.bytes.subarray(1, 4).toString() === "PNG"
            && png.bytes.length > 5000, "not a picture");
          const csv = (await saved(tab, button("CSV"))).bytes.toString("utf8")
            .trim().split("\n");
          must(csv.length > 3 && csv[0].includes(","), `CSV: ${csv[0]}`);
          must(csv.every((l) => l.split(",").length >= csv[0].split(",").length),
            "CSV: a line is short");
        }
        must(said.length === 0, said.join("\n"));
      }));
  }
}

// A picture that stands alone: well-formed, on white, with its source.
async function checkSvg(tab, text, source) {
  const seen = await tab.evaluate((svg) => {
    const doc = new DOMParser().parseFromString(svg, "image/svg+xml");
    return { bad: doc.querySelector("parsererror") !== null,
      text: doc.documentElement.textContent,
      desc: (doc.querySelector("desc") || {}).textContent,
      fill: doc.querySelector("rect").getAttribute("fill"),
      classes: doc.querySelectorAll("[class]").length,
      colours: new Set([...doc.querySelectorAll("path, line, circle")]
        .flatMap((n) => [n.getAttribute("stroke"), n.getAttribute("fill")])
        .filter((c) => {
          const rgb = (c || "").match(/\d+/g);
          return rgb && Math.max(...rgb) - Math.min(...rgb) > 60;
        })).size };
  }, text);
  must(!seen.bad, "SVG is not well-formed");
  must(flat(seen.text).replace(/ /g, "").includes(source.replace(/ /g, "")),
    "SVG has no source line");
  must(seen.desc && seen.desc.length > 60, "SVG has no caption");
  must(seen.fill === "rgb(255, 255, 255)", `SVG paper is ${seen.fill}`);
  must(seen.colours > 0, "SVG has lost the colours of its marks");
  must(seen.classes === 0, "SVG leans on a style sheet");
}

async function tables(browser) {
  await test("full: the figures are filtered, sorted, saved", () =>
    with_(browser, "full", {}, async (tab) => {
      const part = tab.locator("#figures");
      const all = await part.locator("tbody tr").count();
      await part.locator("input").fill("FNMR African");
      const some = await part.locator("tbody tr:visible").count();
      must(some > 0 && some < all, `${some} of ${all} rows`);
      const csv = await saved(tab, part.getByText("Save as CSV"));
      must(csv.bytes.toString().trim().split("\n").length === some + 1,
        "the CSV is not what is shown");
      await part.locator("input").fill("");
      await part.getByRole("button", { name: "Events" }).click();
      const events = await part.locator("tbody tr td:nth-child(4)")
        .evaluateAll((cells) => cells.map((c) => c.textContent)
          .filter((n) => n).map((n) => Number(n.replace(/,/g, ""))));
      must(events.length > 1, "no events");
      must(events.every((n, i) => i === 0 || n >= events[i - 1]), "not sorted");
      await part.getByRole("button", { name: "Value" }).click();
      const values = await part.locator("tbody tr").evaluateAll((rows) => rows
        .map((row) => row.cells[1]).filter((c) => c.textContent).map((c) =>
          Number(c.dataset.n || c.textContent.replace(/,/g, ""))));
      must(values.every((n, i) => i === 0 || n >= values[i - 1]), "not by value");
    }));
}

async function printed(browser) {
  for (const page of ["full", "searches"]) {
    await test(`${page}: prints as 4 to 8 pages of A4, every plot whole`, () =>
      with_(browser, page, {}, async (tab) => {
        const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString("latin1");
        const pages = (pdf.match(/\/Type\s*\/Page\b(?!s)/g) || []).length;
        must(pages >= 4 && pages <= 8, `${pages} pages`);
        must(/\/MediaBox \[0 0 59[45][.\d]* 84[12]/.test(pdf), "not A4");
        must(!/\/Subtype\s*\/Image/.test(pdf), "a plot is a picture of dots");
        await tab.emulateMedia({ media: "print" });
        const cut = await tab.evaluate(() => [...document.querySelectorAll("figure")]
          .filter((f) => getComputedStyle(f).breakInside !== "avoid"
            || f.getBoundingClientRect().height > 1000).length);
        must(cut === 0, `${cut} plots can be cut`);
      }));
  }
}

async function fits(browser) {
  for (const page of ["full", "searches"]) {
    await test(`${page}: the first three sections fit a laptop's screen`, () =>
      with_(browser, page, {}, async (tab) => {
        const bottom = await tab.evaluate(() =>
          document.querySelector(".first").getBoundingClientRect().bottom);
        must(bottom <= 768, `they end at ${bottom}`);
      }));
  }
  for (const page of ["full", "two", "counts", "bare", "hostile", "searches",
    "lists"]) {
    await test(`${page}: 390 px wide, nothing sticks out`, () =>
      with_(browser, page, { viewport: { width: 390, height: 844 } },
        async (tab) => {
          const seen = await tab.evaluate(() => ({
            width: document.documentElement.scrollWidth,
            out: [...document.querySelectorAll("svg text, svg path")]
              .filter((n) => !n.closest("defs, [clip-path]")
                && n.getBoundingClientRect().right > innerWidth + 1).length,
            order: document.querySelector("#main-plot").getBoundingClientRect().top
              >= document.querySelector("#in-short").getBoundingClientRect().bottom }));
          must(seen.width <= 390, `${seen.width} px wide`);
          must(seen.out === 0, `${seen.out} marks beyond the edge`);
          must(seen.order, "the plot comes before the sentences");
        }));
  }
}

// Texts of ticks that touch, or that the edge of the picture cuts: in `figure`,
// as it is drawn now.
const CROWDED = (figure) => {
  const svg = figure.querySelector("svg").getBoundingClientRect();
  const boxes = (selector) => [...figure.querySelectorAll(selector)]
    .filter((n) => n.textContent).map((n) => {
      const { left, right, top, bottom } = n.getBoundingClientRect();
      return { left, right, top, bottom, text: n.textContent };
    });
  const rows = [".axis.x .tick text", ".axis.y .tick text", "text.top-tick"]
    .map(boxes);
  return rows.flatMap((row) => row.flatMap((a, i) => [
    ...row.slice(i + 1).filter((b) => a.left < b.right + 3
      && b.left < a.right + 3 && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} touches ${b.text}`),
    ...(a.left < svg.left - 1 || a.right > svg.right + 1
      ? [`${a.text} is cut`] : [])]));
};

// At both widths nothing makes the page scroll to the side.
async function upright(browser, page) {
  for (const width of [1200, 390]) {
    await test(`${page}: ${width} px wide, the page does not scroll sideways`, () =>
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
async function spoken(browser, page) {
  await test(`${page}: plots, choices and tables have names`, () =>
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

// Draws a figure in each way that its controls offer; calls `look` after each.
async function eachWay(figure, look) {
  await look("as drawn");
  const lists = figure.locator(".bar select");
  for (let i = 0; i < await lists.count(); i += 1) {
    const values = await lists.nth(i).locator("option").evaluateAll((options) =>
      options.map((o) => o.value));
    for (const value of values) {
      await lists.nth(i).selectOption(value);
      await look(value);
    }
  }
  const radios = figure.locator(".bar input[type=radio]");
  for (let i = 0; i < await radios.count(); i += 1) {
    await radios.nth(i).check({ force: true });
    await look(`choice ${i}`);
  }
}

async function ticks(browser, page) {
  for (const width of [1200, 420]) {
    await test(`${page}: texts of ticks stand apart, ${width} px`, () =>
      with_(browser, page, { viewport: { width, height: 900 } }, async (tab) => {
        const figures = tab.locator("figure.plot");
        const wrong = [];
        for (let i = 0; i < await figures.count(); i += 1) {
          const figure = figures.nth(i);
          const name = await figure.getAttribute("data-name");
          await eachWay(figure, async (way) => {
            const seen = await figure.evaluate(CROWDED);
            wrong.push(...seen.map((words) => `${name}, ${way}: ${words}`));
          });
        }
        must(wrong.length === 0, wrong.join("\n"));
      }));
  }
}

async function inert(browser) {
  await test("hostile: texts stay texts", () =>
    with_(browser, "hostile", {}, async (tab, { said }) => {
      await tab.mouse.move(700, 300);
      const seen = await tab.evaluate(() => ({
        broken: window.broken, scripts: document.scripts.length,
        images: document.images.length,
        handlers: [...document.querySelectorAll("*")].filter((n) =>
          [...n.attributes].some((a) => a.name.startsWith("on"))).length,
        title: document.querySelector("h1").textContent,
        results: JSON.parse(document.getElementById("data").textContent)
          .results.length }));
      must(seen.broken === undefined, "a script of the data ran");
      must(seen.scripts === 2 && seen.images === 0 && seen.handlers === 0,
        JSON.stringify(seen));
      must(seen.title === "</script><script>window.broken=1</script>",
        `title: ${seen.title}`);
      must(said.length === 0, said.join("\n"));
    }));
  await test("full: no script but the page's own may run", () =>
    with_(browser, "full", {}, async (tab) => {
      const ran = await tab.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "window.broken = 1";
        document.body.appendChild(script);
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.broken = 2");
        document.body.appendChild(button);
        button.click();
        return window.broken;
      });
      must(ran === undefined, "the content policy lets scripts through");
    }));
}

// A report of the program itself, from data with a known truth: `name`, made by
// `commands`.
async function real(browser, assay, name, commands) {
  try {
    commands.forEach((words) => execFileSync(assay, words, { stdio: "pipe" }));
  } catch (error) {
    skip(`${name}: a report of what was simulated`, String(error.stderr || error)
      .split("\n")[0]);
    return;
  }
  await small(name);
  await quiet(browser, name);
  await accessible(browser, name);
  await whole(browser, name);
  await keyboard(browser, name);
  await ticks(browser, name);
  await spoken(browser, name);
  await upright(browser, name);
}

// Tables of groups: one operating point at a time, which plots and tables
// share; on paper the rates of all; no column runs into the next.
async function chosen(browser, name) {
  if (!fs.existsSync(file(name))) return;
  await test(`${name}: ratios stand below rates, at one operating point`, () =>
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
    await test(`${name}: columns of groups stand apart, ${width} px`, () =>
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
async function matrices(browser, name) {
  if (!fs.existsSync(file(name))) return;
  await test(`${name}: FMR matrices at one operating point, on paper all`, () =>
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
  await test(`${name}: p of groups drawn anew stands beside ratios`, () =>
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
  await test("record: every plot of a record is drawn", () =>
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
  await test("attacked: rates of species at each APCER target", () =>
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
    await test(`${page}: its own plot is drawn, and read out`, () =>
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

// The people with a second attribute.
function twoAttributes(people) {
  const lines = fs.readFileSync(path.join(people, "subjects.csv"), "utf8").trim()
    .split(/\r?\n/);
  const more = path.join(people, "both.csv");
  fs.writeFileSync(more, `${lines[0]},age\n${lines.slice(1).map((line, i) =>
    `${line},${["under 30", "30 to 50", "over 50"][(7 * i) % 3]}`).join("\n")}\n`);
  return more;
}

async function reals(browser, assay) {
  const people = path.join(work, "people");
  const faces = path.join(work, "faces");
  await real(browser, assay, "real", [
    ["simulate", "scores", "-o", people],
    ["scores", path.join(people, "scores.csv"), "--subjects",
      path.join(people, "subjects.csv"), "--by", "sex", "--html", file("real")]]);
  await chosen(browser, "real");
  await real(browser, assay, "both", [
    ["scores", path.join(people, "scores.csv"), "--subjects",
      twoAttributes(people), "--by", "sex", "--by", "age", "--html", file("both")]]);
  await real(browser, assay, "found", [
    ["simulate", "templates", "--subjects", "400", "-o", faces],
    ["templates", path.join(faces, "templates.npy"),
      path.join(faces, "samples.csv"), "--watchlist-size", "100", "--repeat",
      "3", "--fpir", "0.1,0.01", "--threshold", "0.4", "--by", "sex", "--html",
      file("found")]]);
  await matrices(browser, "found");
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

async function main() {
  const assay = path.resolve(process.argv[2] || "");
  const pages = path.join(path.dirname(assay), "tests", "pages");
  execFileSync(pages, [work]);
  const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS });
  for (const page of ["full", "two", "counts", "bare", "hostile", "searches",
    "lists"]) {
    await quiet(browser, page);
    await accessible(browser, page);
    await spoken(browser, page);
  }
  for (const page of ["full", "two", "counts", "bare", "searches", "lists"]) {
    await small(page);
    await whole(browser, page);
  }
  for (const page of ["full", "two", "counts", "searches", "lists"]) {
    await keyboard(browser, page);
  }
  await pointer(browser);
  await lists(browser);
  await saves(browser);
  await tables(browser);
  await printed(browser);
  await fits(browser);
  for (const page of ["full", "two", "searches", "lists"]) {
    await ticks(browser, page);
  }
  await inert(browser);
  await reals(browser, assay);
  await others(browser, assay);
  await browser.close();
  console.log(`1..${number}`);
  fs.rmSync(work, { recursive: true });
  process.exitCode = failed ? 1 : 0;
}

main().catch((error) => {
  console.log(`Bail out! ${String(error.message).split("\n")[0]}`);
  process.exitCode = 1;
});
