// SPDX-License-Identifier: Apache-2.0
// Brings the page to life: draws the plots and equips the tables. Every
// sentence, caption and table is in the page without it.
import { attacks } from "./attacks.js";
import { load } from "./data.js";
import { byGroup, det, overall } from "./det.js";
import { edc } from "./edc.js";
import { deployments, funnel } from "./funnel.js";
import { forecast, shareRight } from "./forecast.js";
import { place } from "./frame.js";
import { groups } from "./groups.js";
import { ladder } from "./ladder.js";
import { choosePoint } from "./points.js";
import { rates } from "./rates.js";
import { ratios } from "./ratios.js";
import { scores } from "./scores.js";
import { searches } from "./searches.js";
import { cmc, shares } from "./shares.js";
import { sizes } from "./sizes.js";
import { tail } from "./tail.js";
import { timelines } from "./timelines.js";
import { tools } from "./table.js";
import { latency, trialRates } from "./trial.js";
import { volunteers } from "./volunteers.js";

const MAKERS = {
  attacks: (results, figure) => attacks(results[figure.dataset.result]),
  det: (results) => det(overall(results)),
  "det-groups": (results, figure) => det(byGroup(results[figure.dataset.result])),
  rates: (results) => rates(results),
  scores: (results, figure) => scores(results[figure.dataset.result]),
  groups: (results, figure) => groups(results[figure.dataset.result],
    figure.dataset.figure),
  ratios: (results, figure) => ratios(results[figure.dataset.result],
    figure.dataset.figure),
  edc: (results, figure) => edc(results[figure.dataset.result]),
  "det-n": (results) => searches(results),
  "det-n-groups": (results, figure) =>
    searches([results[figure.dataset.result]], true),
  sizes: (results, figure) => sizes(results[figure.dataset.result]),
  shares: (results, figure) => shares(results[figure.dataset.result]),
  ladder: (results, figure) => ladder(results[figure.dataset.result]),
  timelines: (results, figure) => timelines(results[figure.dataset.result]),
  funnel: (results, figure) => funnel(results[figure.dataset.result]),
  deployments: (results, figure) => deployments(results[figure.dataset.result]),
  tail: (results, figure) => tail(results[figure.dataset.result]),
  cmc: (results, figure) => cmc(results[figure.dataset.result]),
  volunteers: (results, figure) => volunteers(results[figure.dataset.result]),
  "trial-rates": (results, figure) =>
    trialRates(results[figure.dataset.result]),
  latency: (results, figure) => latency(results[figure.dataset.result]),
  forecast: (results, figure) => forecast(results[figure.dataset.result]),
  "share-right": (results, figure) =>
    shareRight(results[figure.dataset.result]),
};

// Of plots with one name each says of which result it is.
function tellApart(figures, results) {
  const names = figures.map((figure) => figure.dataset.name);
  figures.forEach((figure, i) => {
    if (names.indexOf(names[i]) === names.lastIndexOf(names[i])) return;
    const { title } = results[figure.dataset.result];
    if (title) figure.dataset.name = `${names[i]}, ${title}`;
  });
}

// A plot that can't be drawn leaves its caption, which says where the numbers
// are.
function start() {
  const results = load();
  document.querySelectorAll("[data-title]").forEach((node) => {
    const result = results[node.dataset.result];
    result.title = node.dataset.title;
    result.rule = node.dataset.rule;
  });
  const plots = [];
  const figures = Array.from(document.querySelectorAll("figure.plot"));
  tellApart(figures, results);
  figures.forEach((figure, i) => {
    const plot = MAKERS[figure.dataset.plot](results, figure);
    if (plot) plots.push(place(figure, plot, i));
  });
  document.querySelectorAll(".by-point").forEach((room, i) =>
    choosePoint(room, results[room.dataset.result], `tables-${i}`));
  document.querySelectorAll("table.tooled").forEach(tools);
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    plots.forEach((plot) => plot.redraw());
  });
  window.addEventListener("beforeprint", () => plots.forEach((p) => p.print()));
  window.addEventListener("afterprint", () => plots.forEach((p) => p.redraw()));
  document.documentElement.classList.add("live");
}

start();
