// The help centre's start page: search, area, topics. Search and area are in the address, so that a result can be linked.

import { h } from "../shared/dom.js";
import { areas, find, inArea } from "./articles.js";

const search = document.querySelector("#search");
const results = document.querySelector("#results");
const told = document.querySelector("#told");
const heading = document.querySelector("#results-heading");
const buttons = [...document.querySelectorAll("[data-area]")];

const query = new URLSearchParams(location.search);
const state = { text: query.get("q") ?? "", area: query.get("bereich") in areas ? query.get("bereich") : "" };

function draw() {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.area === state.area));
  heading.textContent = state.text ? `Treffer für „${state.text}“` : "Alle Themen";
  const found = state.text ? find(state.text, state.area) : inArea(state.area);
  told.textContent = found.length === 1 ? "1 Artikel" : `${found.length} Artikel`;
  if (found.length === 0) results.replaceChildren(nothing());
  else results.replaceChildren(...(state.text ? [h("ol", { class: "hits" }, found.map(hit))] : topics(found)));
}

function topics(list) {
  const groups = Map.groupBy(list, ({ category }) => category);
  return [h("div", { class: "topics" }, [...groups].map(([category, members]) =>
    h("section", { class: "topic" },
      h("h3", {}, category),
      h("p", { class: "belongs" }, members[0].area === "beide" ? "Lindenhof und Belegwerk" : areas[members[0].area]),
      h("ul", {}, members.map(({ id, title }) => h("li", {}, h("a", { href: `article.html?id=${id}` }, title)))))))];
}

function hit({ id, title, summary, category, area }) {
  return h("li", {},
    h("h3", {}, h("a", { href: `article.html?id=${id}` }, title)),
    h("p", {}, summary),
    h("p", { class: "belongs" }, [areas[area], category].filter(Boolean).join(" · ")));
}

function nothing() {
  const elsewhere = state.area && find(state.text).length > 0;
  return h("div", { class: "nothing" },
    h("p", { class: "nothing-heading" }, "Dazu haben wir keinen Artikel."),
    elsewhere
      ? h("p", {}, "Im anderen Bereich gibt es Treffer. ", h("button", { type: "button", class: "link", onclick: () => change({ area: "" }) }, "Überall suchen"))
      : h("p", {}, "Oft hilft ein einzelnes Wort: „Rückgabe“, „Versand“, „Nummer“ oder „Mahnung“."),
    h("p", {}, "Oder fragen Sie uns: ", h("a", { href: "contact.html" }, "So erreichen Sie einen Menschen.")));
}

function change(part) {
  Object.assign(state, part);
  const next = new URLSearchParams();
  if (state.text) next.set("q", state.text);
  if (state.area) next.set("bereich", state.area);
  history.replaceState(null, "", `${location.pathname}${next.size ? `?${next}` : ""}`);
  draw();
}

search.addEventListener("input", () => change({ text: search.value.trim() }));
search.form.addEventListener("submit", (event) => {
  event.preventDefault();
  change({ text: search.value.trim() });
});
for (const button of buttons) button.addEventListener("click", () => change({ area: button.dataset.area }));

search.value = state.text;
draw();
