// Belegwerk asks for feedback once, after the fifth invoice of a session, through the public JavaScript API.

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

// The loader is `async`: until it has run, calls are queued in an array of this name.
window.askwell ??= [];

/** Shows the survey, and returns the result for the developer panel. The app ignores a rejection. */
async function showSurvey() {
  if (Array.isArray(window.askwell)) {
    window.askwell.push(["show", config.id]);
    return "is queued until askwell.js is loaded";
  }
  try {
    await window.askwell.show(config.id);
    return "was resolved";
  } catch (problem) {
    return `was rejected: ${problem?.code ?? problem}`;
  }
}

function showStatus(outcome) {
  const counted = `Invoices sent in this session: ${sentCount()}. askwell.show() is called after invoice ${AFTER}.`;
  const off = settings().askFeedback ? "" : " Feedback is switched off in the settings, so it isn’t called.";
  note("sent", counted + off);
  if (outcome) note("show", `askwell.show() ${outcome}.`);
}

export function start() {
  describe("askwell.init", config);
  window.askwell.push(["init", config]);
  showStatus();
  document.addEventListener("books:changed", () => showStatus());
  document.addEventListener("books:sent", async ({ detail }) => {
    if (detail.count === AFTER && settings().askFeedback) showStatus(await showSurvey());
  });
}
