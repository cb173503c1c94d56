// The first view: open amounts, payments, and drafts.

import { h, s } from "../../shared/dom.js";
import { euro, month, today } from "../format.js";
import { invoices, statusOf, totals } from "../store.js";
import { invoiceTable, pageHead, redraw } from "./parts.js";

export function overview() {
  const box = h("div", { class: "overview" });
  const draw = () => box.replaceChildren(...parts(redraw(box, draw)));
  draw();
  const hour = new Date().getHours();
  const greeting = hour < 11 ? "Guten Morgen" : hour < 18 ? "Guten Tag" : "Guten Abend";
  return { title: "Übersicht", content: [pageHead(`${greeting}, Mara`), box] };
}

function parts(after) {
  const list = invoices();
  const by = (status) => list.filter((invoice) => statusOf(invoice) === status);
  const sum = (some) => some.reduce((total, invoice) => total + totals(invoice).gross, 0);
  const [open, overdue, drafts, paid] = ["offen", "ueberfaellig", "entwurf", "bezahlt"].map(by);
  return [
    h("ul", { class: "figures" },
      figure("Offen", sum(open), countOf(open), "offen"),
      figure("Überfällig", sum(overdue), countOf(overdue), "ueberfaellig"),
      figure("Entwürfe", sum(drafts), countOf(drafts), "entwurf"),
      figure("Bezahlt", sum(paid), countOf(paid), "bezahlt")),
    h("section", { class: "panel", "aria-labelledby": "drafts" },
      h("h2", { id: "drafts" }, "Bereit zum Senden"),
      drafts.length
        ? invoiceTable(drafts, { caption: "Entwürfe", after })
        : h("p", { class: "quiet" }, "Alle Entwürfe sind gesendet. ", h("a", { href: "#/rechnungen/neu" }, "Neue Rechnung schreiben"))),
    h("section", { class: "panel", "aria-labelledby": "sales" }, h("h2", { id: "sales" }, "Umsatz der letzten sechs Monate"), chart(list)),
  ];
}

function countOf(list) {
  return list.length === 1 ? "1 Rechnung" : `${list.length} Rechnungen`;
}

function figure(name, cents, count, status) {
  return h("li", {}, h("a", { href: `#/rechnungen?status=${status}`, "data-status": status },
    h("span", { class: "figure-name" }, name), h("strong", {}, euro(cents)), h("span", { class: "quiet" }, count)));
}

/** Net sales by the month of the invoice, drafts left out. A list contains the figures for people who can't see the bars. */
function chart(list) {
  const now = today();
  const keys = Array.from({ length: 6 }, (_, back) => {
    const date = new Date(Date.UTC(Number(now.slice(0, 4)), Number(now.slice(5, 7)) - 6 + back, 1));
    return date.toISOString().slice(0, 7);
  });
  const values = keys.map((key) => list
    .filter((invoice) => invoice.status !== "entwurf" && invoice.date.startsWith(key))
    .reduce((sum, invoice) => sum + totals(invoice).net, 0));
  const most = Math.max(1, ...values);
  const height = 120;
  return h("figure", { class: "chart" },
    s("svg", { viewBox: `0 0 600 ${height + 52}`, "aria-hidden": "true", focusable: "false" },
      s("path", { d: `M0 ${height + 22.5}H600`, class: "axis" }),
      keys.map((key, index) => {
        const bar = Math.max(2, Math.round((values[index] / most) * height));
        const x = index * 100 + 18;
        return [
          s("rect", { x, y: height + 22 - bar, width: 64, height: bar, rx: 4, class: index === 5 ? "bar now" : "bar" }),
          s("text", { x: x + 32, y: height + 14 - bar, class: "value" }, values[index] ? `${Math.round(values[index] / 100).toLocaleString("de-DE")} €` : ""),
          s("text", { x: x + 32, y: height + 43, class: "month" }, month(key)),
        ];
      })),
    h("ul", { class: "visually-hidden" }, keys.map((key, index) => h("li", {}, `${month(key)}: ${euro(values[index])}`))));
}
