// The header of all pages: the number of items in the basket, and a message when one is added.

import { h } from "../shared/dom.js";
import { add, pieces } from "./basket.js";

const count = document.querySelector("[data-basket-count]");
const live = h("div", { class: "toast", role: "status" });
document.querySelector(".shop-header").append(live);

function showCount() {
  const total = pieces();
  count.textContent = total;
  count.hidden = total === 0;
  count.closest("a").setAttribute("aria-label", total === 1 ? "Warenkorb, 1 Artikel" : `Warenkorb, ${total} Artikel`);
}

document.addEventListener("basket:changed", showCount);
// The back button can bring a page back from memory, older than the basket.
window.addEventListener("pageshow", showCount);
showCount();

let timer;

/** Adds a product to the basket, and shows and announces a message. */
export function addAndTell(product, amount = 1) {
  add(product.id, amount);
  live.replaceChildren(h("p", {}, `${amount > 1 ? `${amount} × ` : ""}${product.name} liegt im Warenkorb.`), h("a", { href: "cart.html" }, "Zum Warenkorb"));
  live.classList.add("is-shown");
  clearTimeout(timer);
  timer = setTimeout(() => live.classList.remove("is-shown"), 5000);
}
