// An article, by ?id=, with its rating and related articles.

import { h } from "../shared/dom.js";
import { articleById, articles, areas, dayOf } from "./articles.js";

const place = document.querySelector("#article");
const article = articleById(new URLSearchParams(location.search).get("id"));

if (article) show(article);
else showMissing();

function show({ id, title, summary, area, category, updated, body }) {
  document.title = `${title} – Hilfe-Center`;
  const area_ = areas[area];
  document.querySelector("#crumb-area").replaceChildren(
    area_ ? h("a", { href: `index.html?bereich=${area}` }, area_) : "Lindenhof und Belegwerk");
  document.querySelector("#crumb-category").textContent = category;

  const text = h("div", { class: "prose" });
  text.innerHTML = body;
  // Wide tables scroll by themselves instead of widening the page.
  for (const table of text.querySelectorAll("table")) {
    const box = h("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": table.caption.textContent });
    table.replaceWith(box);
    box.append(table);
  }
  place.append(
    h("h1", {}, title),
    h("p", { class: "lead" }, summary),
    text,
    h("p", { class: "updated" }, "Zuletzt geprüft am ", h("time", { datetime: updated }, dayOf(updated))),
    // The topic is set before the element is connected: the widget reads it then.
    h("askwell-rating", { topic: id }));

  const others = articles.filter((other) => other.id !== id && other.category === category);
  const more = articles.filter((other) => other.id !== id && other.area === area && other.category !== category);
  document.querySelector("#related").append(...[...others, ...more].slice(0, 4).map((other) =>
    h("li", {}, h("a", { href: `article.html?id=${other.id}` }, other.title))));
  document.querySelector("#related-section").hidden = false;
}

function showMissing() {
  document.title = "Artikel nicht gefunden – Hilfe-Center";
  document.querySelector("#crumb-area").textContent = "Nicht gefunden";
  document.querySelector("#crumb-category").parentElement.hidden = true;
  place.append(
    h("h1", {}, "Diesen Artikel gibt es nicht"),
    h("p", { class: "lead" }, "Vielleicht hat er einen neuen Namen bekommen."),
    h("p", {}, h("a", { href: "index.html" }, "Zur Suche")));
}
