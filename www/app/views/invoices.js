// All invoices, by status and by search.

import { h } from "../../shared/dom.js";
import { customerById, invoices as all, statusOf } from "../store.js";
import { invoiceTable, pageHead, redraw, statusNames } from "./parts.js";

export function invoices({ query }) {
  const status = query.get("status") in statusNames ? query.get("status") : "";
  const box = h("div");
  const told = h("p", { class: "quiet", role: "status" });
  const search = h("input", { type: "search", id: "invoice-search", placeholder: "Nummer, Kunde oder Leistung", autocomplete: "off" });

  const draw = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all().filter((invoice) => {
      const text = [invoice.id, customerById(invoice.customer).name, ...invoice.items.map((item) => item.text)].join(" ").toLowerCase();
      return (!status || statusOf(invoice) === status) && words.every((word) => text.includes(word));
    });
    told.textContent = found.length === 1 ? "1 Rechnung" : `${found.length} Rechnungen`;
    box.replaceChildren(found.length
      ? invoiceTable(found, { caption: "Rechnungen", after: redraw(box, draw) })
      : h("div", { class: "nothing" }, h("p", {}, h("strong", {}, "Hier ist nichts.")), h("p", { class: "quiet" }, "Ändern Sie den Filter oder den Suchbegriff.")));
  };
  search.addEventListener("input", draw);
  draw();

  const tabs = [["", "Alle"], ...Object.entries(statusNames)].map(([key, name]) =>
    h("li", {}, h("a", { href: key ? `#/rechnungen?status=${key}` : "#/rechnungen", "aria-current": key === status && "true" }, name)));
  return {
    title: "Rechnungen",
    content: [
      pageHead("Rechnungen"),
      h("div", { class: "filters" },
        h("nav", { "aria-label": "Nach Status" }, h("ul", { class: "tabs" }, tabs)),
        h("div", { class: "search" }, h("label", { class: "visually-hidden", for: "invoice-search" }, "Rechnungen suchen"), search),
        told),
      box,
    ],
  };
}
