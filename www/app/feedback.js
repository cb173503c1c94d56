// Where Belegwerk asks for feedback: once, after the fifth invoice sent in a session, when sending has become routine.
// Everything goes through the public JavaScript API; calls made before the widget has loaded are queued by it.

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
  attributes: { segment: "studio", touchpoint: "invoicing", team: "product" },
};

/** The widget may be missing (blocked, offline): the app doesn't notice. */
async function ask(call) {
  if (!window.askwell) return "askwell.js has not loaded";
  try {
    await call(window.askwell);
    return "accepted";
  } catch (problem) {
    return `refused: ${problem?.code ?? problem?.message ?? problem}`;
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
  ask((askwell) => askwell.init(config));
  tell();
  document.addEventListener("books:changed", () => tell());
  document.addEventListener("books:sent", async ({ detail }) => {
    if (detail.count === AFTER && settings().askFeedback) tell(await ask((askwell) => askwell.show()));
  });
}
