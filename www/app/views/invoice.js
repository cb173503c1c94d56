// One invoice as it is sent, with its actions.

import { h } from "../../shared/dom.js";
import { day, euro } from "../format.js";
import { customerById, discard, duplicate, invoiceById, markPaid, settings, totals } from "../store.js";
import { toast } from "../toast.js";
import { pageHead, sendAndTell, statusMark } from "./parts.js";

export function invoice({ id }) {
  const found = invoiceById(id);
  if (!found) {
    return { title: "Nicht gefunden", content: [pageHead("Diese Rechnung gibt es nicht"), h("p", {}, h("a", { href: "#/rechnungen" }, "Zu allen Rechnungen"))] };
  }
  const box = h("div");
  const draw = () => box.replaceChildren(head(found, () => { draw(); box.querySelector("h1").focus(); }), paper(found));
  draw();
  return { title: id, content: [h("p", { class: "back" }, h("a", { href: "#/rechnungen" }, "Alle Rechnungen")), box] };
}

function head(invoice, after) {
  const go = (path) => (location.hash = path);
  const button = (text, onclick, kind = "plain") => h("button", { type: "button", class: `button ${kind}`, onclick }, text);
  const actions = [
    button("Drucken", () => window.print()),
    button("Duplizieren", () => {
      const copy = duplicate(invoice.id);
      toast(`${copy.id} ist als Entwurf angelegt.`);
      go(`/rechnungen/${copy.id}`);
    }),
  ];
  if (invoice.status === "entwurf") {
    actions.push(
      button("Entwurf löschen", () => {
        discard(invoice.id);
        toast(`Der Entwurf ${invoice.id} ist gelöscht.`);
        go("/rechnungen");
      }),
      button("Senden", () => sendAndTell(invoice, after), "primary"));
  }
  if (invoice.status === "versendet") {
    actions.push(button("Als bezahlt vermerken", () => {
      markPaid(invoice.id);
      toast(`${invoice.id} ist als bezahlt vermerkt.`);
      after();
    }, "primary"));
  }
  return pageHead([invoice.id, " ", statusMark(invoice)], actions);
}

function paper(invoice) {
  const from = settings();
  const to = customerById(invoice.customer);
  const { net, taxes, gross } = totals(invoice);
  return h("article", { class: "paper", "aria-label": `Rechnung ${invoice.id}` },
    h("header", {},
      h("p", { class: "sender" }, h("strong", {}, from.company), h("br"), from.street, h("br"), from.city),
      h("p", { class: "address" }, to.name, h("br"), to.contact, h("br"), to.street, h("br"), to.city)),
    h("dl", { class: "dates" },
      h("div", {}, h("dt", {}, "Rechnung"), h("dd", {}, invoice.id)),
      h("div", {}, h("dt", {}, "Datum"), h("dd", {}, day(invoice.date))),
      h("div", {}, h("dt", {}, "Fällig"), h("dd", {}, day(invoice.due)))),
    h("table", {},
      h("caption", { class: "visually-hidden" }, "Posten"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Leistung"), h("th", { scope: "col", class: "number" }, "Menge"),
        h("th", { scope: "col", class: "number" }, "Einzeln"), h("th", { scope: "col", class: "number" }, "Gesamt"))),
      h("tbody", {}, invoice.items.map(({ text, quantity, price }) => h("tr", {},
        h("td", {}, text), h("td", { class: "number" }, quantity.toLocaleString("de-DE")), h("td", { class: "number" }, euro(price)),
        h("td", { class: "number" }, euro(Math.round(quantity * price))))))),
    h("dl", { class: "sum" },
      h("div", {}, h("dt", {}, "Netto"), h("dd", {}, euro(net))),
      taxes.map(({ rate, tax }) => h("div", {}, h("dt", {}, `MwSt. ${rate} %`), h("dd", {}, euro(tax)))),
      h("div", { class: "gross" }, h("dt", {}, "Gesamt"), h("dd", {}, euro(gross)))),
    h("p", { class: "terms" }, `Bitte überweisen Sie den Betrag bis zum ${day(invoice.due)} auf ${from.iban}.`, h("br"), `Steuernummer ${from.taxNumber}`));
}
