// The views of the developer panel: the page's markup, an explanation, the collector's totals.

import { h } from "./dom.js";

const JSON_DOCUMENT = 'script[type="application/askwell+json"]';

/** The page's Askwell markup as one would paste it: the script tag, inline JSON, and elements. Null without a tag. */
export function tagSource() {
  const script = document.querySelector('script[src$="askwell.js"]');
  if (!script) return null;
  const parts = [element(script)];
  for (const json of document.querySelectorAll(`${JSON_DOCUMENT}:not(askwell-survey *)`)) parts.push(definition(json));
  for (const survey of document.querySelectorAll("askwell-survey, askwell-rating")) parts.push(element(survey));
  return parts.join("\n\n");
}

function definition(json) {
  return `<script type="application/askwell+json">${json.textContent}</script>`;
}

function element(node) {
  const name = node.localName;
  const attributes = [...node.attributes]
    .filter(({ name }) => !["class", "style"].includes(name))
    .map(({ name, value }) => (value === "" ? name : `${name}="${value}"`));
  const inside = [...node.querySelectorAll(JSON_DOCUMENT)].map((json) => `\n${definition(json)}\n`).join("");
  return `<${[name, ...attributes].join("\n  ")}>${inside}</${name}>`;
}

/** The result of `askwell.explain()`: for each survey of the page whether it shows, and why. */
export function explanation({ surveys, waiting }) {
  if (surveys.length === 0) return [quiet("The page has no survey yet.")];
  const undelivered = waiting > 0 ? [quiet(`Responses in the outbox: ${waiting}.`)] : [];
  return undelivered.concat(surveys.flatMap(({ id, open, visible, rules }) => [
    h("p", {}, h("strong", {}, id), open ? " is open." : visible ? " can be shown." : " isn’t shown:"),
    h("ul", { class: "rules" }, rules.map(({ rule, holds, because }) =>
      h("li", {},
        h("span", { class: holds ? "good" : "bad", "aria-label": holds ? "holds" : "does not hold", role: "img" }, holds ? "✓" : "✗"),
        h("span", {}, [rule, because].filter(Boolean).join(": "))))),
  ]));
}

/** The id of the page's survey or rating; undefined if there is none. */
export function pageSurvey(described) {
  const element = document.querySelector("askwell-survey, askwell-rating");
  if (element) return element.getAttribute("survey") ?? (element.localName === "askwell-rating" ? "helpful" : "nps");
  const script = document.querySelector('script[src$="askwell.js"]');
  return described ?? script?.dataset.id ?? (script?.dataset.endpoint ? script.dataset.preset ?? "nps" : undefined);
}

/**
 * The collector's totals of one survey, or of all. Without a collector, a message says so.
 */
export async function totals(survey) {
  let answer;
  try {
    answer = await fetch(`/v1/report${survey ? `?survey=${encodeURIComponent(survey)}` : ""}`, { cache: "no-store" });
  } catch {
    return [quiet("The collector doesn’t respond.")];
  }
  if (answer.status === 401 || answer.status === 403) return [quiet("The report requires its key. ", h("a", { href: "/report" }, "See the report"))];
  if (!answer.ok) return [quiet("No report: these pages are served without the collector. cargo xtask demo serves both.")];
  const report = await answer.json();
  return [
    quiet(survey ? `Totals of the survey “${survey}”:` : "Totals of all surveys:"),
    h("dl", { class: "totals" }, survey === "helpful" ? ratingFigures(report) : scoreFigures(report)),
    h("ul", { class: "comments" }, report.comments.slice(0, 3).map(comment)),
    h("p", {}, h("a", { href: "/report" }, "See the report")),
  ];
}

function scoreFigures({ count, score, interval }) {
  return [
    figure("Scores", count),
    figure("Score", score ? minus(score.rounded) : "–"),
    figure("95 % interval", interval ? `${minus(interval.low.toFixed(0))} … ${minus(interval.high.toFixed(0))}` : "–", "range"),
  ];
}

function ratingFigures({ ratings }) {
  const topic = document.querySelector("askwell-rating")?.getAttribute("topic");
  const { yes = 0, no = 0 } = ratings.find((rating) => rating.topic === topic) ?? {};
  return [figure("Helpful", yes), figure("Not helpful", no), figure("Topic", topic ?? "–", "range")];
}

function comment({ score, text }) {
  return h("li", {}, score !== null && score !== undefined && h("b", {}, score), h("span", {}, text));
}

function figure(name, value, kind) {
  return h("div", {}, h("dt", {}, name), h("dd", { class: kind }, String(value)));
}

function quiet(...content) {
  return h("p", { class: "quiet" }, content);
}

function minus(figure) {
  return String(figure).replace("-", "−");
}
