// What the developers' panel draws from facts it is given: the page's markup, an explanation, the collector's totals.

import { h } from "./dom.js";

/** The page's Askwell markup as one would paste it: the script tag, inline JSON, and elements. Null without a tag. */
export function tagSource() {
  const script = document.querySelector('script[src$="askwell.js"]');
  if (!script) return null;
  const parts = [element(script)];
  for (const json of document.querySelectorAll('script[type="application/askwell+json"]')) {
    parts.push(`<script type="application/askwell+json">${json.textContent}</script>`);
  }
  for (const survey of document.querySelectorAll("askwell-survey, askwell-rating")) parts.push(element(survey));
  return parts.join("\n\n");
}

function element(node) {
  const name = node.localName;
  const attributes = [...node.attributes]
    .filter(({ name }) => !["class", "style"].includes(name))
    .map(({ name, value }) => (value === "" ? name : `${name}="${value}"`));
  return `<${[name, ...attributes].join("\n  ")}></${name}>`;
}

/** Draws what `askwell.explain()` answered: for each survey of the page whether it shows, and the rules that say so. */
export function explanation(surveys) {
  if (surveys.length === 0) return [h("p", { class: "quiet" }, "The page has no survey yet.")];
  return surveys.flatMap(({ id, open, visible, rules }) => [
    h("p", {}, h("strong", {}, id), open ? " is on the page." : visible ? " may show." : " stays away:"),
    h("ul", { class: "rules" }, rules.map(({ rule, holds, because }) =>
      h("li", {},
        h("span", { class: holds ? "good" : "bad", "aria-label": holds ? "holds" : "does not hold", role: "img" }, holds ? "✓" : "✗"),
        h("span", {}, [rule, because].filter(Boolean).join(": "))))),
  ]);
}

/** The collector's totals, asked for anew. Whoever serves these pages without a collector is told so, not shown zeros. */
export async function totals() {
  let report;
  try {
    const answer = await fetch("/v1/report", { headers: { accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    report = await answer.json();
  } catch {
    return [h("p", { class: "quiet" }, "No report here: these pages are being served without the collector. Run cargo xtask demo to see both.")];
  }
  const bounds = interval(report.interval);
  return [
    h("dl", { class: "totals" },
      figure("Answers", report.count ?? 0),
      figure("Score", signed(report.score)),
      figure("95 % interval", bounds ? bounds.map(signed).join(" … ") : "–", "range")),
    h("p", {}, h("a", { href: "/report" }, "Open the report")),
  ];
}

function figure(name, value, kind) {
  return h("div", {}, h("dt", {}, name), h("dd", { class: kind }, String(value)));
}

function interval(value) {
  if (Array.isArray(value)) return value;
  return value && typeof value === "object" ? [value.low ?? value.lower, value.high ?? value.upper] : null;
}

/** Figures arrive computed; this only dresses them. A score of nothing is no zero. */
function signed(value) {
  if (value === null || value === undefined) return "–";
  const shown = typeof value === "number" ? Math.trunc(value) === value ? value : value.toFixed(1) : value;
  return String(shown).replace("-", "−");
}
