// A number field between two buttons.

import { h } from "../shared/dom.js";

const MOST = 20;

/** Calls `changed(value)` with each whole number from `least` to 20 that the visitor enters. */
export function stepper({ value, least = 0, label, changed }) {
  const input = h("input", { type: "number", min: least, max: MOST, value, "aria-label": label, inputmode: "numeric" });
  const set = (next) => {
    const whole = Math.min(MOST, Math.max(least, Math.round(Number(next)) || least));
    input.value = whole;
    changed(whole);
  };
  input.addEventListener("change", () => set(input.value));
  return h("div", { class: "stepper", role: "group", "aria-label": label },
    h("button", { type: "button", "aria-label": "Weniger", onclick: () => set(Number(input.value) - 1) }, "−"),
    input,
    h("button", { type: "button", "aria-label": "Mehr", onclick: () => set(Number(input.value) + 1) }, "+"));
}
