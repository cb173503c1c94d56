// The developer panel: the tag in use, the events, and what the endpoint received. It uses only events and the public
// API, as any page could. It doesn't throw if the widget is missing.

import { h, icon } from "./dom.js";
import { clear, entries, gist, listen } from "./panel-log.js";
import { load, save } from "./storage.js";
import { explanation, pageSurvey, tagSource, totals } from "./panel-views.js";

const OPEN = "demo.panel";
const described = [];
const notes = new Map();

/** Shows a call the page makes (`askwell.init`, …) with its argument, below the tag. */
export function describe(call, argument) {
  described.push({ call, argument });
  renderTag();
}

/** Shows a line about the page's own state, one per id; null removes it. */
export function note(id, text) {
  if (text === null) notes.delete(id);
  else notes.set(id, text);
  noteBox.replaceChildren(...[...notes.values()].map((line) => h("p", { class: "note" }, line)));
}

const noteBox = h("div", { "aria-live": "polite" });
const tagBox = h("div");
const outcome = h("div", { class: "outcome", "aria-live": "polite" });
const logBox = h("ol", { class: "log" });
const deliveries = h("ol", { class: "deliveries" });
const totalsBox = h("div", { "aria-live": "polite" });

const tab = h("button", { type: "button", class: "tab", "aria-expanded": "false", "aria-label": "Open the developer panel",
  onclick: () => open(true) }, h("span", {}, "Developers"));
const closeButton = h("button", { type: "button", class: "close", "aria-label": "Close the developer panel",
  onclick: () => close() }, icon("M5 5l10 10M15 5L5 15"));

const panel = h("aside", { class: "panel", "aria-label": "Developer panel", hidden: true },
  h("header", {}, h("h2", {}, "Askwell on this page"), closeButton),
  h("div", { class: "scroll" },
    h("section", {}, h("h3", {}, "Tag in use"), noteBox, tagBox),
    h("section", {}, h("h3", {}, "Try it"),
      h("div", { class: "actions" },
        h("button", { type: "button", onclick: showNow }, "Show now"),
        h("button", { type: "button", onclick: why }, "Explain"),
        h("button", { type: "button", onclick: reset }, "Reset visitor")),
      outcome),
    h("section", {}, h("h3", {}, "Events in this tab"), logBox),
    h("section", {}, h("h3", {}, "What the endpoint received"), deliveries, totalsBox)));

function open(byHand) {
  panel.hidden = false;
  tab.hidden = true;
  tab.setAttribute("aria-expanded", "true");
  document.documentElement.classList.add("has-panel");
  save(OPEN, true);
  renderTag();
  renderEvents();
  refreshTotals();
  if (byHand) closeButton.focus();
}

function close({ refocus = true } = {}) {
  panel.hidden = true;
  tab.hidden = false;
  tab.setAttribute("aria-expanded", "false");
  document.documentElement.classList.remove("has-panel");
  save(OPEN, false);
  if (refocus) tab.focus();
}

panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
});

// ---- the tag ----

function renderTag() {
  if (panel.hidden) return;
  const source = tagSource();
  const blocks = [];
  if (source) blocks.push(h("pre", { tabindex: "0", "aria-label": "The page’s markup for Askwell" }, source));
  else blocks.push(h("p", { class: "quiet" }, "This page has no tag, so no survey can appear."));
  for (const { call, argument } of described) {
    blocks.push(h("pre", { tabindex: "0", "aria-label": call }, `${call}(${JSON.stringify(argument, null, 2) ?? ""})`));
  }
  tagBox.replaceChildren(...blocks.flatMap((block, index) => (index ? [h("div", { class: "caption" }), block] : [block])));
}

// ---- the buttons ----

/** Makes one call of the API and shows its result. */
async function attempt(call, describe) {
  if (!document.querySelector('script[src$="askwell.js"]')) return say("This page has no tag.", "quiet");
  if (!window.askwell?.explain) return say("askwell.js isn’t loaded. Does the collector or trunk serve the built files?", "bad");
  try {
    const result = await call(window.askwell);
    outcome.replaceChildren(...[describe(result)].flat());
  } catch (problem) {
    say(`Rejected: ${[problem?.code, problem?.message ?? String(problem)].filter(Boolean).join(", ")}`, "bad");
  }
}

function say(text, tone = "quiet") {
  outcome.replaceChildren(h("p", { class: tone }, text));
}

function showNow() {
  // On a phone the panel covers the page: close it, so that the survey can be seen.
  if (window.innerWidth < 800) close({ refocus: false });
  return attempt((askwell) => askwell.show(undefined, { ignoreRecontact: true }), () => h("p", { class: "quiet" }, "Shown. Recontact periods were ignored."));
}

function why() {
  return attempt((askwell) => askwell.explain(), explanation);
}

function reset() {
  return attempt((askwell) => askwell.reset(), () => {
    clear();
    renderEvents();
    return h("p", { class: "quiet" }, "Reset. ", h("button", { type: "button", class: "link", onclick: () => location.reload() }, "Reload the page"), " to be a new visitor.");
  });
}

// ---- events and deliveries ----

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function renderEvents() {
  const list = entries();
  logBox.replaceChildren(...(list.length ? list.map(eventRow) : [h("li", { class: "quiet" }, "No events yet.")]));
  const sent = list.filter(({ name }) => name === "delivered" || name === "undeliverable").slice(0, 5);
  deliveries.replaceChildren(...sent.map(deliveryRow));
}

function eventRow(entry) {
  return h("li", {}, h("details", {},
    h("summary", {},
      h("time", { datetime: new Date(entry.at).toISOString() }, clock.format(entry.at)),
      h("span", { class: entry.name === "error" || entry.name === "undeliverable" ? "name bad" : "name" }, entry.name),
      h("span", { class: "gist" }, gist(entry))),
    h("pre", { tabindex: "0" }, JSON.stringify(entry.detail, null, 2))));
}

function deliveryRow({ name, detail }) {
  const arrived = name === "delivered";
  return h("li", {},
    h("span", { class: arrived ? "good" : "bad" }, arrived ? "acknowledged" : "refused"),
    h("code", { title: detail?.id }, detail?.id ?? ""),
    h("span", { class: "quiet" }, detail?.revision ? `revision ${detail.revision}` : ""));
}

async function refreshTotals() {
  if (panel.hidden) return;
  const survey = pageSurvey(described.find(({ argument }) => argument?.id)?.argument.id);
  totalsBox.replaceChildren(...(await totals(survey)));
}

listen((entry) => {
  if (panel.hidden) return;
  renderEvents();
  // Elements come and go in the gallery.
  if (entry.name === "ready" || entry.name === "shown") renderTag();
  if (entry.name === "delivered" || entry.name === "shown") refreshTotals();
});

// ---- into the page ----

const host = h("demo-panel", { lang: "en", dir: "ltr" });
const sheet = h("link", { rel: "stylesheet", href: new URL("./panel.css", import.meta.url).href });
// Without its style sheet the panel would move the page for a moment: it appears together with it.
sheet.addEventListener("load", () => {
  tab.hidden = false;
  if (load(OPEN, false)) open(false);
});
tab.hidden = true;
host.attachShadow({ mode: "open" }).append(sheet, tab, panel);
document.body.append(host);
