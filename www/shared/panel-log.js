// The log of the developer panel: the askwell:* events of this tab, across its pages, newest first.

import { forget, load, save } from "./storage.js";

const KEY = "demo.events";
const LIMIT = 60;
const NAMES = ["ready", "shown", "answered", "completed", "dismissed", "abandoned", "delivered", "undeliverable", "error"];

/** Starts listening and calls `changed(entry)` for each event. An entry is `{at, name, page, detail}`. */
export function listen(changed) {
  for (const name of NAMES) {
    document.addEventListener(`askwell:${name}`, (event) => {
      const entry = { at: Date.now(), name, page: location.pathname, detail: plain(event.detail) };
      save(KEY, [entry, ...entries()].slice(0, LIMIT));
      changed(entry);
    });
  }
}

export function entries() {
  return load(KEY, []);
}

export function clear() {
  forget(KEY);
}

/** A summary of an event, in one line. */
export function gist({ name, page, detail }) {
  if (name === "error") return [detail?.code, detail?.message].filter(Boolean).join(": ");
  const parts = [detail?.survey?.id ?? detail?.survey, detail?.question];
  if (detail?.score !== undefined && detail?.score !== null) parts.push(`score ${detail.score}`);
  if (detail?.group) parts.push(detail.group);
  if (detail?.revision) parts.push(`revision ${detail.revision}`);
  const summary = parts.filter((part) => typeof part === "string").join(" · ");
  return page === location.pathname ? summary : [summary, `on ${page}`].filter(Boolean).join(" · ");
}

/** Details can contain anything that a page passed; the log stores what JSON can represent. */
function plain(detail) {
  try {
    return JSON.parse(JSON.stringify(detail ?? null));
  } catch {
    return String(detail);
  }
}
