// Customers: the list, one of them with its invoices, and a dialog for a new one.

import { h } from "../../shared/dom.js";
import { euro } from "../format.js";
import { addCustomer, customerById, customers as all, invoices, statusOf, totals } from "../store.js";
import { toast } from "../toast.js";
import { invoiceTable, pageHead, redraw } from "./parts.js";

const owed = (list) => list.filter((invoice) => ["offen", "ueberfaellig"].includes(statusOf(invoice))).reduce((sum, invoice) => sum + totals(invoice).gross, 0);

export function customers() {
  const box = h("div", { class: "table-box" });
  const draw = () => box.replaceChildren(h("table", { class: "customers" },
    h("caption", { class: "visually-hidden" }, "Kunden"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Ansprechperson"), h("th", { scope: "col" }, "Ort"),
      h("th", { scope: "col", class: "number" }, "Rechnungen"), h("th", { scope: "col", class: "number" }, "Offen"))),
    h("tbody", {}, all().toSorted((a, b) => a.name.localeCompare(b.name, "de")).map((customer) => {
      const list = invoices().filter((invoice) => invoice.customer === customer.id);
      return h("tr", {},
        h("th", { scope: "row" }, h("a", { href: `#/kunden/${customer.id}` }, customer.name)),
        h("td", {}, customer.contact), h("td", {}, customer.city.replace(/^\d+ /, "")),
        h("td", { class: "number" }, h("span", { class: "narrow-label" }, "Rechnungen: "), list.length),
        h("td", { class: "number" }, h("span", { class: "narrow-label" }, "Offen: "), euro(owed(list))));
    }))));
  draw();
  const dialog = newCustomer(draw);
  return {
    title: "Kunden",
    content: [pageHead("Kunden", h("button", { type: "button", class: "button plain", onclick: () => dialog.showModal() }, "Neuer Kunde")), box, dialog],
  };
}

export function customer({ id }) {
  const found = customerById(id);
  if (!found) return { title: "Nicht gefunden", content: [pageHead("Diesen Kunden gibt es nicht"), h("p", {}, h("a", { href: "#/kunden" }, "Zu allen Kunden"))] };
  const box = h("div");
  const draw = () => {
    const list = invoices().filter((invoice) => invoice.customer === id);
    box.replaceChildren(list.length
      ? invoiceTable(list, { caption: `Rechnungen an ${found.name}`, after: redraw(box, draw), withCustomer: false })
      : h("p", { class: "nothing quiet" }, "Noch keine Rechnung."));
  };
  draw();
  return {
    title: found.name,
    content: [
      h("p", { class: "back" }, h("a", { href: "#/kunden" }, "Alle Kunden")),
      pageHead(found.name, h("a", { class: "button plain", href: `#/rechnungen/neu?kunde=${id}` }, "Rechnung schreiben")),
      h("dl", { class: "panel card-facts" },
        h("div", {}, h("dt", {}, "Ansprechperson"), h("dd", {}, found.contact)),
        h("div", {}, h("dt", {}, "E-Mail"), h("dd", {}, h("a", { href: `mailto:${found.email}` }, found.email))),
        h("div", {}, h("dt", {}, "Anschrift"), h("dd", {}, found.street, h("br"), found.city))),
      box,
    ],
  };
}

function newCustomer(after) {
  const input = (label, name, type = "text") => h("div", { class: "field" },
    h("label", { for: `new-${name}` }, label), h("input", { id: `new-${name}`, name, type, required: true, autocomplete: "off" }));
  const form = h("form", { method: "dialog" },
    h("h2", { id: "new-heading" }, "Neuer Kunde"),
    input("Name", "name"), input("Ansprechperson", "contact"), input("E-Mail", "email", "email"), input("Straße und Hausnummer", "street"), input("Postleitzahl und Ort", "city"),
    h("div", { class: "form-foot" },
      h("button", { type: "button", class: "button plain", onclick: () => dialog.close() }, "Abbrechen"),
      h("button", { type: "submit", class: "button primary" }, "Anlegen")));
  const dialog = h("dialog", { "aria-labelledby": "new-heading" }, form);
  form.addEventListener("submit", () => {
    const added = addCustomer(Object.fromEntries(new FormData(form)));
    form.reset();
    toast(`${added.name} ist angelegt.`);
    after();
  });
  return dialog;
}
