// The checkout. It has no Askwell tag: nobody is asked while they pay.

import { h } from "../shared/dom.js";
import { lines, placeOrder, shippingWays, sums } from "./basket.js";
import "./frame.js";
import { euro } from "./money.js";
import { rules } from "./validation.js";

const form = document.querySelector("#checkout");
const problems = document.querySelector("#problems");
const summary = document.querySelector("#summary");
const ibanFields = document.querySelector("#iban-fields");

function chosenWay() {
  return new FormData(form).get("way") ?? "paket";
}

function drawWays() {
  const { goods } = sums();
  document.querySelector("#ways").replaceChildren(...Object.entries(shippingWays).map(([id, way]) =>
    h("label", { class: "choice" },
      h("input", { type: "radio", name: "way", value: id, checked: id === "paket" }),
      h("span", {}, h("strong", {}, way.name), h("small", {}, way.time)),
      h("b", {}, way.price === 0 || goods >= (way.freeFrom ?? Infinity) ? "frei" : euro(way.price)))));
}

function drawSummary() {
  const { goods, shipping, total, vat } = sums(chosenWay());
  summary.replaceChildren(
    h("ul", { class: "mini-lines" }, lines().map(({ product, count }) =>
      h("li", {},
        h("img", { src: `img/${product.id}.svg`, alt: "", width: "52", height: "52" }),
        h("span", {}, `${count} × ${product.name}`),
        h("span", {}, euro(product.price * count))))),
    h("dl", { class: "sums" },
      h("div", {}, h("dt", {}, "Zwischensumme"), h("dd", {}, euro(goods))),
      h("div", {}, h("dt", {}, shippingWays[chosenWay()].name), h("dd", {}, shipping ? euro(shipping) : "frei")),
      h("div", { class: "total" }, h("dt", {}, "Gesamt"), h("dd", {}, euro(total))),
      h("div", { class: "vat" }, h("dt", {}, "darin MwSt."), h("dd", {}, euro(vat)))));
}

// ---- validation ----

const fields = Object.keys(rules).map((id) => form.elements.namedItem(id));

/** Shows the field's error message below it and associates both; an empty string removes it. */
function check(field) {
  if (field.disabled) return "";
  const facts = { country: form.elements.country.value, terms: form.elements.terms.checked };
  const text = rules[field.id](field.value.trim(), facts) || "";
  const error = document.querySelector(`#${field.id}-error`);
  error.textContent = text;
  error.hidden = !text;
  field.setAttribute("aria-invalid", String(Boolean(text)));
  const described = [document.querySelector(`#${field.id}-hint`)?.id, text && error.id].filter(Boolean).join(" ");
  if (described) field.setAttribute("aria-describedby", described);
  else field.removeAttribute("aria-describedby");
  return text;
}

// A field is validated when it loses focus, and from then on with each key: no errors appear in the middle of a word.
for (const field of fields) {
  field.addEventListener("change", () => check(field));
  field.addEventListener("input", () => field.getAttribute("aria-invalid") === "true" && check(field));
  const hint = document.querySelector(`#${field.id}-hint`);
  if (hint) field.setAttribute("aria-describedby", hint.id);
}

form.elements.country.addEventListener("change", ({ target }) => {
  const postcode = form.elements.postcode;
  postcode.maxLength = target.value === "AT" ? 4 : 5;
  if (postcode.value) check(postcode);
});

form.addEventListener("change", ({ target }) => {
  if (target.name === "way") drawSummary();
  if (target.name === "payment") {
    const debit = target.value === "lastschrift";
    ibanFields.hidden = !debit;
    form.elements.iban.disabled = !debit;
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = fields.map((field) => ({ field, text: check(field) })).filter(({ text }) => text);
  problems.hidden = wrong.length === 0;
  if (wrong.length > 0) {
    problems.querySelector("ul").replaceChildren(...wrong.map(({ field, text }) =>
      h("li", {}, h("a", { href: `#${field.id}`, onclick: (click) => { click.preventDefault(); field.focus(); } }, text))));
    problems.focus();
    return;
  }
  const data = new FormData(form);
  placeOrder({ firstName: data.get("first-name").trim(), email: data.get("email").trim(), way: data.get("way"), payment: data.get("payment") });
  // Back must not lead to an order already placed.
  location.replace("thanks.html");
});

const filled = lines().length > 0;
form.hidden = !filled;
document.querySelector("#empty").hidden = filled;
if (filled) {
  drawWays();
  drawSummary();
}
