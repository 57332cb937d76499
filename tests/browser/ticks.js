// SPDX-License-Identifier: Apache-2.0
// The texts of ticks, in each way that a plot can be drawn.
"use strict";
const { must, test, with_ } = require("./help");

// Runs in the page: draws a figure in each way that its controls offer, and
// says which texts of ticks touch, or are cut by the edge of the picture.
const CROWDED = (figure) => {
  const crowded = () => {
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
  const wrong = [];
  const look = (way) => wrong.push(...crowded().map((words) =>
    `${figure.dataset.name}, ${way}: ${words}`));
  const all = (selector) => figure.querySelectorAll(selector);
  look("as drawn");
  for (let i = 0; i < all(".bar select").length; i += 1) {
    const values = [...all(".bar select")[i].options].map((o) => o.value);
    for (const value of values) {
      const list = all(".bar select")[i];
      list.value = value;
      ["input", "change"].forEach((name) =>
        list.dispatchEvent(new Event(name, { bubbles: true })));
      look(value);
    }
  }
  for (let i = 0; i < all(".bar input[type=radio]").length; i += 1) {
    all(".bar input[type=radio]")[i].click();
    look(`choice ${i}`);
  }
  return wrong;
};

function ticks(browser, page) {
  for (const width of [1200, 420]) {
    test(`${page}: texts of ticks stand apart, ${width} px`, () =>
      with_(browser, page, { viewport: { width, height: 900 } }, async (tab) => {
        const figures = tab.locator("figure.plot");
        const wrong = [];
        for (let i = 0; i < await figures.count(); i += 1) {
          wrong.push(...await figures.nth(i).evaluate(CROWDED));
        }
        must(wrong.length === 0, wrong.join("\n"));
      }));
  }
}

module.exports = { ticks };
