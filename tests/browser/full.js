// SPDX-License-Identifier: Apache-2.0
// Plots and tables under the pointer, saved, printed, on small screens.
"use strict";
const { flat, must, saved, test, with_ } = require("./help");

function pointer(browser) {
  test("full: pointing at a curve reads its values", () =>
    with_(browser, "full", {}, async (tab) => {
      const box = await tab.locator("#main-plot svg").boundingBox();
      await tab.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.4);
      const text = await tab.locator("#main-plot [aria-live]").innerText();
      must(/Threshold .*FMR .*FNMR /.test(text), `read "${text}"`);
    }));
  test("full: DET or ROC, log or probit axes", () =>
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

function saves(browser) {
  for (const page of ["full", "searches"]) {
    test(`${page}: each plot as SVG, PNG and CSV`, () =>
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

function tables(browser) {
  test("full: the figures are filtered, sorted, saved", () =>
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

function printed(browser) {
  for (const page of ["full", "searches"]) {
    test(`${page}: prints as 4 to 8 pages of A4, every plot whole`, () =>
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

function fits(browser) {
  for (const page of ["full", "searches"]) {
    test(`${page}: the first three sections fit a laptop's screen`, () =>
      with_(browser, page, {}, async (tab) => {
        const bottom = await tab.evaluate(() =>
          document.querySelector(".first").getBoundingClientRect().bottom);
        must(bottom <= 768, `they end at ${bottom}`);
      }));
  }
  for (const page of ["full", "two", "counts", "bare", "hostile", "searches",
    "lists"]) {
    test(`${page}: 390 px wide, nothing sticks out`, () =>
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

function inert(browser) {
  test("hostile: texts stay texts", () =>
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
  test("full: no script but the page's own may run", () =>
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

module.exports = { pointer, saves, tables, printed, fits, inert };
