// A product's page, by ?id=.

import { h } from "../shared/dom.js";
import { categories, productById, products } from "./catalogue.js";
import { addAndTell } from "./frame.js";
import { euro, perKilogram } from "./money.js";
import { productCard } from "./product-card.js";
import { stepper } from "./stepper.js";

const place = document.querySelector("#product");
const product = productById(new URLSearchParams(location.search).get("id"));

if (product) show(product);
else showMissing();

function show(product) {
  document.title = `${product.name} – Lindenhof`;
  const crumb = document.querySelector("#crumb-category");
  crumb.textContent = categories[product.category];
  crumb.href = `index.html?kategorie=${product.category}`;
  document.querySelector("#crumb-name").textContent = product.name;

  let amount = 1;
  const count = stepper({ value: 1, least: 1, label: "Anzahl", changed: (value) => (amount = value) });
  place.append(
    h("div", { class: "product-picture", "data-category": product.category },
      h("img", { src: `img/${product.id}.svg`, alt: `Illustration: ${product.name}, ${product.note}`, width: "400", height: "400" }),
      product.tag && h("span", { class: "tag" }, product.tag)),
    h("div", { class: "product-text" },
      h("h1", {}, product.name),
      h("p", { class: "lead" }, product.note),
      h("p", { class: "price large" }, euro(product.price),
        h("small", {}, [product.grams && `${product.grams} g, ${perKilogram(product)}`, "inkl. MwSt., zzgl. Versand"].filter(Boolean).join(" · "))),
      h("div", { class: "buy" }, count,
        h("button", { type: "button", class: "button", onclick: () => addAndTell(product, amount) }, "In den Warenkorb")),
      h("p", { class: "stock" }, "Auf Lager. Bis 12 Uhr bestellt, heute verpackt."),
      product.text.map((paragraph) => h("p", {}, paragraph)),
      h("dl", { class: "facts" }, Object.entries(product.facts).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))))));

  const others = products.filter(({ id, category }) => id !== product.id && category !== product.category);
  const start = products.indexOf(product) % others.length;
  const related = [...others.slice(start), ...others.slice(0, start)].slice(0, 4);
  document.querySelector("#related").append(...related.map((other) => productCard(other)));
  document.querySelector("#related-section").hidden = false;
}

function showMissing() {
  document.title = "Artikel nicht gefunden – Lindenhof";
  document.querySelector("#crumb-name").textContent = "Nicht gefunden";
  place.className = "nothing";
  place.append(
    h("h1", { class: "nothing-heading" }, "Diesen Artikel gibt es nicht (mehr)."),
    h("p", {}, "Vielleicht war er aus einem früheren Brand. Im Sortiment finden Sie, was gerade im Regal steht."),
    h("a", { class: "button", href: "index.html#sortiment" }, "Zum Sortiment"));
}
