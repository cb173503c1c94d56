// Parts that several views share.

import { h } from "../../shared/dom.js";
import { day, euro } from "../format.js";
import { customerById, markPaid, send, statusOf, totals } from "../store.js";
import { toast } from "../toast.js";

export const statusNames = { entwurf: "Entwurf", offen: "Offen", ueberfaellig: "Überfällig", bezahlt: "Bezahlt" };

export function pageHead(title, ...actions) {
  return h("div", { class: "page-head" }, h("h1", { tabindex: "-1" }, title), actions.length > 0 && h("div", { class: "page-actions" }, actions));
}

export function statusMark(invoice) {
  const status = statusOf(invoice);
  return h("span", { class: "status", "data-status": status }, statusNames[status]);
}

/** Sends a draft and shows a toast; `after` redraws the view. */
export function sendAndTell(invoice, after) {
  send(invoice.id);
  toast(`${invoice.id} ist an ${customerById(invoice.customer).name} gesendet.`);
  after();
}

/** The next action for an invoice: a draft is sent, a sent one is marked as paid. */
export function nextStep(invoice, after) {
  const status = statusOf(invoice);
  if (status === "entwurf") {
    return h("button", { type: "button", class: "button small", "aria-label": `${invoice.id} senden`, onclick: () => sendAndTell(invoice, after) }, "Senden");
  }
  if (status === "bezahlt") return null;
  return h("button", {
    type: "button", class: "button small plain", "aria-label": `${invoice.id} als bezahlt vermerken`,
    onclick: () => {
      markPaid(invoice.id);
      toast(`${invoice.id} ist als bezahlt vermerkt.`);
      after();
    },
  }, "Als bezahlt");
}

/** A table of invoices; on narrow screens each row becomes a card. */
export function invoiceTable(list, { caption, after, withCustomer = true }) {
  return h("div", { class: "table-box" }, h("table", { class: "invoices" },
    h("caption", { class: "visually-hidden" }, caption),
    h("thead", {}, h("tr", {},
      h("th", { scope: "col" }, "Nummer"),
      withCustomer && h("th", { scope: "col" }, "Kunde"),
      h("th", { scope: "col" }, "Fällig"),
      h("th", { scope: "col" }, "Status"),
      h("th", { scope: "col", class: "number" }, "Betrag"),
      h("th", { scope: "col" }, h("span", { class: "visually-hidden" }, "Nächster Schritt")))),
    h("tbody", {}, list.map((invoice) => h("tr", {},
      h("th", { scope: "row" }, h("a", { href: `#/rechnungen/${invoice.id}` }, invoice.id)),
      withCustomer && h("td", { class: "who" }, customerById(invoice.customer).name),
      h("td", { class: "due" }, h("span", { class: "narrow-label" }, "fällig "), day(invoice.due)),
      h("td", { class: "state" }, statusMark(invoice)),
      h("td", { class: "number amount" }, euro(totals(invoice).gross)),
      h("td", { class: "step" }, nextStep(invoice, after)))))));
}

/** A redraw removes the pressed button: the focus moves to its replacement, so that keyboard users can continue. */
export function redraw(box, draw) {
  return () => {
    const buttons = () => [...box.querySelectorAll("button.small")];
    const index = buttons().indexOf(document.activeElement);
    draw();
    if (index >= 0) (buttons()[index] ?? buttons().at(-1) ?? document.querySelector("h1"))?.focus({ preventScroll: true });
  };
}
