// Settings: each of them changes what the other views do.

import { h } from "../../shared/dom.js";
import { changeSettings, settings, startOver } from "../store.js";
import { toast } from "../toast.js";
import { pageHead } from "./parts.js";

export function settingsPage() {
  const now = settings();
  const input = (label, name, extra = {}) => h("div", { class: "field" }, h("label", { for: name }, label),
    h("input", { id: name, name, value: now[name], required: true, ...extra }));

  const form = h("form", { class: "settings" },
    h("fieldset", { class: "panel form" }, h("legend", {}, "Ihr Betrieb"),
      h("div", { class: "columns" }, input("Name", "company", { autocomplete: "organization" }), input("Straße", "street", { autocomplete: "street-address" }), input("Ort", "city"),
        input("Steuernummer", "taxNumber"), input("IBAN", "iban", { spellcheck: "false" }))),
    h("fieldset", { class: "panel form" }, h("legend", {}, "Rechnungen"),
      h("div", { class: "columns" },
        input("Kürzel der Rechnungsnummer", "prefix", { maxlength: "6", pattern: "[A-Za-z]+", title: "Nur Buchstaben" }),
        input("Zahlungsziel in Tagen", "dueDays", { type: "number", min: "0", max: "90" }),
        h("div", { class: "field" }, h("label", { for: "vat" }, "Übliche MwSt."),
          h("select", { id: "vat", name: "vat" }, [19, 7, 0].map((rate) => h("option", { value: rate, selected: rate === now.vat }, `${rate} %`)))))),
    h("fieldset", { class: "panel form" }, h("legend", {}, "Rückmeldung"),
      h("label", { class: "switch" }, h("input", { type: "checkbox", name: "askFeedback", checked: now.askFeedback }),
        h("span", {}, "Belegwerk darf nach einigen Rechnungen fragen, ob ich zufrieden bin",
          h("small", {}, "Höchstens eine Frage, jederzeit schließbar. Ihre Rechnungsdaten werden dabei nicht übertragen.")))),
    h("div", { class: "form-foot" },
      h("button", {
        type: "button", class: "button plain",
        onclick: () => {
          startOver();
          toast("Die Beispieldaten sind wiederhergestellt.");
          location.hash = "/";
        },
      }, "Beispieldaten wiederherstellen"),
      h("button", { type: "submit", class: "button primary" }, "Speichern")));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(form));
    changeSettings({ ...data, dueDays: Number(data.dueDays), vat: Number(data.vat), prefix: data.prefix.toUpperCase(), askFeedback: "askFeedback" in data });
    toast("Gespeichert.");
  });
  return { title: "Einstellungen", content: [pageHead("Einstellungen"), form] };
}
