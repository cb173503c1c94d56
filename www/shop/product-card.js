// A product in the grid.

import { h, icon } from "../shared/dom.js";
import { addAndTell } from "./frame.js";
import { euro, perKilogram } from "./money.js";

export function productCard(product, headingLevel = "h3") {
  return h("li", { class: "card", "data-category": product.category },
    h("div", { class: "card-picture" },
      h("img", { src: `img/${product.id}.svg`, alt: "", width: "400", height: "400" }),
      product.tag && h("span", { class: "tag" }, product.tag)),
    h("div", { class: "card-text" },
      h(headingLevel, {}, h("a", { href: `product.html?id=${product.id}` }, product.name)),
      h("p", { class: "card-note" }, product.note)),
    h("div", { class: "card-foot" },
      h("p", { class: "price" }, euro(product.price), product.grams && h("small", {}, `${product.grams}\u00a0g, ${perKilogram(product)}`)),
      h("button", { type: "button", class: "round", "aria-label": `${product.name} in den Warenkorb`, onclick: () => addAndTell(product) },
        icon("M10 4v12M4 10h12"))));
}
