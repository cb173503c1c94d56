// The router: shows the view for the address without loading a page, and announces it to screen readers.

import { h } from "../shared/dom.js";
import { start } from "./feedback.js";
import { customer, customers } from "./views/customers.js";
import { invoice } from "./views/invoice.js";
import { invoices } from "./views/invoices.js";
import { newInvoice } from "./views/new-invoice.js";
import { overview } from "./views/overview.js";
import { settingsPage } from "./views/settings.js";

const routes = [
  [/^\/$/, "uebersicht", overview],
  [/^\/rechnungen$/, "rechnungen", invoices],
  [/^\/rechnungen\/neu$/, "rechnungen", newInvoice],
  [/^\/rechnungen\/([\w-]+)$/, "rechnungen", invoice],
  [/^\/kunden$/, "kunden", customers],
  [/^\/kunden\/(\w+)$/, "kunden", customer],
  [/^\/einstellungen$/, "einstellungen", settingsPage],
];

const main = document.querySelector("main");
let arrived = false;

function show() {
  const [path, query = ""] = (location.hash.slice(1) || "/").split("?");
  const [pattern, area, view] = routes.find(([pattern]) => pattern.test(path)) ?? [/(?:)/, "", missing];
  const { title, content } = view({ id: pattern.exec(path)[1], query: new URLSearchParams(query) });
  document.title = `${title} – Belegwerk`;
  for (const link of document.querySelectorAll("[data-area]")) {
    if (link.dataset.area === area) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  main.replaceChildren(...content);
  // The page announces the first view itself; later views have to be announced.
  if (arrived) {
    window.scrollTo(0, 0);
    main.querySelector("h1")?.focus({ preventScroll: true });
  }
  arrived = true;
}

function missing() {
  return {
    title: "Nicht gefunden",
    content: [h("div", { class: "page-head" }, h("h1", { tabindex: "-1" }, "Diese Seite gibt es nicht")), h("p", {}, h("a", { href: "#/" }, "Zur Übersicht"))],
  };
}

// The skip link is a hash link too, and not a route.
document.querySelector(".skip-link").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

window.addEventListener("hashchange", show);
show();
start();
