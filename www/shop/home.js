// The start page: the grid with its filters, stored in the address so that a view can be linked.

import { categories, find } from "./catalogue.js";
import { productCard } from "./product-card.js";
import "./frame.js";

const grid = document.querySelector("#grid");
const status = document.querySelector("#status");
const empty = document.querySelector("#empty");
const heading = document.querySelector("#range-heading");
const filters = [...document.querySelectorAll("[data-filter]")];
const sort = document.querySelector("#sort");
const search = document.querySelector("#search");

const state = fromAddress();

function fromAddress() {
  const query = new URLSearchParams(location.search);
  const category = query.get("kategorie") ?? "";
  return { category: category in categories ? category : "", query: query.get("q") ?? "", sort: query.get("sortierung") ?? "" };
}

function toAddress() {
  const query = new URLSearchParams();
  if (state.query) query.set("q", state.query);
  if (state.category) query.set("kategorie", state.category);
  if (state.sort) query.set("sortierung", state.sort);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
}

function draw() {
  const found = find(state);
  grid.replaceChildren(...found.map((product) => productCard(product)));
  for (const button of filters) button.setAttribute("aria-pressed", String(button.dataset.filter === state.category));
  heading.textContent = state.query ? `Suche nach „${state.query}“` : categories[state.category] ?? "Unser Sortiment";
  empty.hidden = found.length > 0;
  status.textContent = found.length === 1 ? "1 Artikel" : `${found.length} Artikel`;
}

function change(part) {
  Object.assign(state, part);
  toAddress();
  draw();
}

for (const button of filters) button.addEventListener("click", () => change({ category: button.dataset.filter }));
sort.addEventListener("change", () => change({ sort: sort.value }));
search.addEventListener("input", () => change({ query: search.value.trim() }));
search.form.addEventListener("submit", (event) => {
  event.preventDefault();
  change({ query: search.value.trim() });
  document.querySelector("#sortiment").scrollIntoView();
});
document.querySelector("#clear-search").addEventListener("click", () => {
  search.value = "";
  change({ query: "", category: "" });
  search.focus();
});

search.value = state.query;
sort.value = state.sort;
draw();
if (state.query || state.category) document.querySelector("#sortiment").scrollIntoView({ behavior: "instant" });
