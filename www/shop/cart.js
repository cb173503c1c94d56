// The basket's page.

import { h } from "../shared/dom.js";
import { freeFrom, lines, setCount, sums } from "./basket.js";
import "./frame.js";
import { euro, perKilogram } from "./money.js";
import { stepper } from "./stepper.js";

const place = document.querySelector("#basket");
const totals = h("section", { class: "order-summary", "aria-labelledby": "sum-heading" });

function draw() {
  const list = lines();
  if (list.length === 0) {
    place.className = "nothing";
    place.replaceChildren(
      h("p", { class: "nothing-heading" }, "Noch liegt nichts darin."),
      h("p", {}, "Vielleicht fangen Sie mit dem an, was andere am häufigsten bestellen: der Kapitänsmischung."),
      h("p", { class: "hero-actions" },
        h("a", { class: "button", href: "index.html#sortiment" }, "Zum Sortiment"),
        h("a", { class: "text-link", href: "product.html?id=kapitaen" }, "Zur Kapitänsmischung")));
    return;
  }
  place.className = "basket";
  place.replaceChildren(h("ul", { class: "lines" }, list.map(line)), totals);
  drawTotals();
}

function line({ product, count }) {
  const price = h("p", { class: "price" }, euro(product.price * count));
  return h("li", { class: "line" },
    h("img", { src: `img/${product.id}.svg`, alt: "", width: "112", height: "112" }),
    h("div", { class: "line-text" },
      h("h2", {}, h("a", { href: `product.html?id=${product.id}` }, product.name)),
      h("p", { class: "card-note" }, [`${euro(product.price)} je Stück`, perKilogram(product)].filter(Boolean).join(" · "))),
    stepper({
      value: count, least: 1, label: `Anzahl ${product.name}`,
      changed: (next) => {
        setCount(product.id, next);
        price.textContent = euro(product.price * next);
        drawTotals();
      },
    }),
    price,
    h("button", {
      type: "button", class: "remove", "aria-label": `${product.name} entfernen`,
      onclick: () => {
        setCount(product.id, 0);
        draw();
        document.querySelector("main").focus();
      },
    }, "Entfernen"));
}

function drawTotals() {
  const { goods, shipping, total, vat } = sums();
  const missing = freeFrom - goods;
  totals.replaceChildren(
    h("h2", { id: "sum-heading" }, "Summe"),
    h("div", { class: "free", "aria-live": "polite" },
      h("p", {}, missing > 0 ? `Noch ${euro(missing)}, dann ist der Versand frei.` : "Der Versand ist für Sie frei."),
      h("progress", { max: freeFrom, value: Math.min(goods, freeFrom), "aria-label": "Weg zum freien Versand" })),
    h("dl", { class: "sums" },
      h("div", {}, h("dt", {}, "Zwischensumme"), h("dd", {}, euro(goods))),
      h("div", {}, h("dt", {}, "Versand als Paket"), h("dd", {}, shipping ? euro(shipping) : "frei")),
      h("div", { class: "total" }, h("dt", {}, "Gesamt"), h("dd", {}, euro(total))),
      h("div", { class: "vat" }, h("dt", {}, "darin MwSt."), h("dd", {}, euro(vat)))),
    h("a", { class: "button wide", href: "checkout.html" }, "Zur Kasse"),
    h("p", { class: "quiet-text" }, h("a", { href: "index.html#sortiment" }, "Weiter einkaufen")));
}

window.addEventListener("pageshow", draw);
