// After the order: what was ordered and what happens next.

import { h, icon } from "../shared/dom.js";
import { latestOrder, shippingWays } from "./basket.js";
import { productById } from "./catalogue.js";
import "./frame.js";
import { euro } from "./money.js";

const place = document.querySelector("#thanks");
const order = latestOrder();

const payments = {
  rechnung: "Die Rechnung liegt im Paket. Sie haben 14 Tage Zeit.",
  lastschrift: "Wir buchen den Betrag ab, sobald das Paket unterwegs ist.",
  vorkasse: "Die Bankverbindung steht in der Bestätigung. Wir packen, sobald Ihr Geld da ist.",
};
const arrivals = {
  paket: "Ihr Paket ist in 2 bis 4 Werktagen bei Ihnen.",
  express: "Ihr Paket kommt am nächsten Werktag.",
  abholung: "Ab morgen liegt alles im Hofladen bereit, Dienstag bis Samstag von 10 bis 18 Uhr.",
};

if (order) show(order);
else showNone();

function show({ number, firstName, email, way, payment, items, sums }) {
  place.append(
    h("div", { class: "seal", "aria-hidden": "true" }, icon("M4 10.5l4 4 8-9", 32)),
    h("h1", {}, `Vielen Dank, ${firstName}`),
    h("p", { class: "lead" }, arrivals[way], " Eine Bestätigung ginge nun an ", h("strong", {}, email), "."),
    h("p", { class: "order-number" }, "Bestellnummer ", h("strong", {}, number)),
    h("section", { class: "receipt", "aria-labelledby": "receipt-heading" },
      h("h2", { id: "receipt-heading" }, "Ihre Bestellung"),
      h("ul", { class: "mini-lines" }, items.map(({ id, count }) => {
        const product = productById(id);
        return product && h("li", {},
          h("img", { src: `img/${id}.svg`, alt: "", width: "52", height: "52" }),
          h("span", {}, `${count} × ${product.name}`),
          h("span", {}, euro(product.price * count)));
      })),
      h("dl", { class: "sums" },
        h("div", {}, h("dt", {}, shippingWays[way].name), h("dd", {}, sums.shipping ? euro(sums.shipping) : "frei")),
        h("div", { class: "total" }, h("dt", {}, "Gesamt"), h("dd", {}, euro(sums.total)))),
      h("p", { class: "quiet-text" }, payments[payment])),
    h("p", { class: "hero-actions" },
      h("a", { class: "button quiet", href: "index.html" }, "Zurück zum Shop"),
      h("a", { class: "text-link", href: "../help/article.html?id=sendung-verfolgen" }, "Wo ist mein Paket?")));
}

function showNone() {
  place.append(
    h("h1", {}, "Vielen Dank für Ihren Besuch"),
    h("p", { class: "lead" }, "In diesem Browserfenster ist noch keine Bestellung eingegangen."),
    h("p", { class: "hero-actions" }, h("a", { class: "button", href: "index.html#sortiment" }, "Zum Sortiment")));
}
