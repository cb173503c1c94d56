// Where Belegwerk asks for feedback: once, after the fifth invoice sent in a session, when sending has become routine.
// Everything goes through the public JavaScript API.

import { describe, note } from "../shared/panel.js";
import { sentCount, settings } from "./store.js";

const AFTER = 5;

const config = {
  endpoint: "/v1/responses?key=demo",
  id: "belegwerk-invoicing",
  product: "Belegwerk",
  lang: "de",
  show: "manual",
  person: { id: "u-204", account: "Atelier Brandt", role: "owner" },
  accent: "#2747d8",
  attributes: { segment: "studio", touchpoint: "invoicing", team: "product" },
};

// The loader is `async`: until it has run, calls wait in an array of this name, which it takes over.
window.askwell ??= [];

/** Asks, and says for the developers' panel how that went. The app itself doesn't mind a refusal. */
async function ask() {
  if (Array.isArray(window.askwell)) {
    window.askwell.push(["show", config.id]);
    return "waits for askwell.js, which has not loaded";
  }
  try {
    await window.askwell.show(config.id);
    return "was accepted";
  } catch (problem) {
    return `was refused: ${problem?.code ?? problem}`;
  }
}

function tell(outcome) {
  const counted = `Invoices sent in this session: ${sentCount()}. askwell.show() is called after number ${AFTER}.`;
  const off = settings().askFeedback ? "" : " Feedback is switched off in the settings, so it will not be called.";
  note("sent", counted + off);
  if (outcome) note("show", `askwell.show() ${outcome}.`);
}

export function start() {
  describe("askwell.init", config);
  window.askwell.push(["init", config]);
  tell();
  document.addEventListener("books:changed", () => tell());
  document.addEventListener("books:sent", async ({ detail }) => {
    if (detail.count === AFTER && settings().askFeedback) tell(await ask());
  });
}
