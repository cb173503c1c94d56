// A new invoice: customer, date, items, and the total.

import { h, icon } from "../../shared/dom.js";
import { addDays, euro, parseEuro, today } from "../format.js";
import { addInvoice, customers, settings, totals } from "../store.js";
import { toast } from "../toast.js";
import { pageHead, sendAndTell } from "./parts.js";

export function newInvoice({ query }) {
  const sum = h("dl", { class: "sum" });
  const rows = h("div", { class: "items" });
  const date = h("input", { type: "date", id: "date", required: true, value: today() });
  const due = h("input", { type: "date", id: "due", required: true, value: addDays(today(), settings().dueDays) });
  const customer = h("select", { id: "customer", required: true },
    h("option", { value: "" }, "Bitte wählen"),
    customers().map(({ id, name }) => h("option", { value: id, selected: id === query.get("kunde") }, name)));

  const form = h("form", { class: "panel form", novalidate: true },
    h("div", { class: "columns" }, field("Kunde", customer), field("Rechnungsdatum", date), field("Fällig am", due)),
    h("h2", {}, "Posten"),
    rows,
    h("button", { type: "button", class: "button plain", onclick: () => addRow().querySelector("input").focus() }, "Weiterer Posten"),
    sum,
    h("div", { class: "form-foot" },
      h("button", { type: "submit", class: "button plain", value: "entwurf" }, "Als Entwurf speichern"),
      h("button", { type: "submit", class: "button primary", value: "senden" }, "Speichern und senden")));

  function addRow() {
    const number = rows.children.length + 1;
    const row = h("fieldset", { class: "item" }, h("legend", { class: "visually-hidden" }, `Posten ${number}`),
      field("Leistung", h("input", { name: "text", required: true, autocomplete: "off" })),
      field("Menge", h("input", { name: "quantity", required: true, value: "1", inputmode: "decimal", autocomplete: "off" })),
      field("Einzelpreis in €", h("input", { name: "price", required: true, placeholder: "0,00", inputmode: "decimal", autocomplete: "off" })),
      field("MwSt.", h("select", { name: "vat" }, [19, 7, 0].map((rate) => h("option", { value: rate, selected: rate === settings().vat }, `${rate} %`)))),
      h("button", {
        type: "button", class: "icon-button", "aria-label": `Posten ${number} entfernen`,
        onclick: () => {
          row.remove();
          if (!rows.children.length) addRow();
          drawSum();
          rows.querySelector("input").focus();
        },
      }, icon("M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6")));
    rows.append(row);
    return row;
  }

  function items() {
    return [...rows.children].map((row) => {
      const value = (name) => row.querySelector(`[name=${name}]`).value.trim();
      return { text: value("text"), quantity: Number(value("quantity").replace(",", ".")), price: parseEuro(value("price")), vat: Number(value("vat")) };
    });
  }

  function drawSum() {
    const known = items().filter(({ quantity, price }) => quantity > 0 && !Number.isNaN(price));
    const { net, taxes, gross } = totals({ items: known });
    sum.replaceChildren(
      h("div", {}, h("dt", {}, "Netto"), h("dd", {}, euro(net))),
      ...taxes.map(({ rate, tax }) => h("div", {}, h("dt", {}, `MwSt. ${rate} %`), h("dd", {}, euro(tax)))),
      h("div", { class: "gross" }, h("dt", {}, "Gesamt"), h("dd", {}, euro(gross))));
  }

  form.addEventListener("input", ({ target }) => {
    if (target.getAttribute("aria-invalid") === "true") judge(target);
    drawSum();
  });
  date.addEventListener("change", () => date.value && (due.value = addDays(date.value, settings().dueDays)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = [...form.querySelectorAll("input, select")].filter((control) => judge(control));
    if (wrong.length) return wrong[0].focus();
    const invoice = addInvoice({ customer: customer.value, date: date.value, due: due.value, items: items() });
    if (event.submitter?.value === "senden") sendAndTell(invoice, () => {});
    else toast(`${invoice.id} ist als Entwurf gespeichert.`);
    location.hash = `/rechnungen/${invoice.id}`;
  });

  addRow();
  drawSum();
  return { title: "Neue Rechnung", content: [h("p", { class: "back" }, h("a", { href: "#/rechnungen" }, "Alle Rechnungen")), pageHead("Neue Rechnung"), form] };
}

let fields = 0;

function field(label, control) {
  control.id ||= `field-${(fields += 1)}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, h("p", { class: "error", id: `${control.id}-error`, hidden: true }));
}

/** Shows an error below a field; true if there is one. */
function judge(control) {
  const error = document.getElementById(`${control.id}-error`);
  if (!error) return false;
  const text = problem(control);
  error.textContent = text;
  error.hidden = !text;
  control.setAttribute("aria-invalid", String(Boolean(text)));
  if (text) control.setAttribute("aria-describedby", error.id);
  else control.removeAttribute("aria-describedby");
  return Boolean(text);
}

function problem({ name, id, value, required }) {
  const text = value.trim();
  if (id === "customer" && !text) return "Wählen Sie einen Kunden.";
  if (name === "quantity" && !(Number(text.replace(",", ".")) > 0)) return "Größer als 0.";
  if (name === "price" && Number.isNaN(parseEuro(text))) return "Etwa 120,00.";
  return required && !text ? "Bitte ausfüllen." : "";
}
