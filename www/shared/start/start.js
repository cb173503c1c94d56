// The start page: copies the tag, and says from the build's manifest what a visitor downloads.

import { h } from "../dom.js";

const button = document.querySelector("#copy");
const snippet = document.querySelector("#snippet");
const copied = document.querySelector("#copied");

// On a page the collector serves, the tag can carry its address instead of a stand-in.
for (const mark of snippet.querySelectorAll("mark")) {
  if (mark.textContent === "your.host" && location.protocol === "https:") mark.textContent = location.host;
}

button.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    button.textContent = "Copied";
    copied.textContent = "The tag is copied.";
  } catch {
    // The clipboard needs a secure page. Select the tag, so that the visitor's own copy key does it.
    window.getSelection().selectAllChildren(snippet);
    copied.textContent = "The tag is selected. Copy it with Control or Command and C.";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
});

/** Bytes over the wire with brotli: before a survey is due, and for a whole survey in English. */
async function showSizes() {
  const answer = await fetch(new URL("../../manifest.json", import.meta.url));
  if (!answer.ok) return;
  const { files } = await answer.json();
  const sum = (wanted) => files.filter(wanted).reduce((bytes, { brotli }) => bytes + brotli, 0);
  const before = sum(({ role }) => role === "loader");
  const all = sum(({ role, path }) => ["loader", "glue", "wasm", "stylesheet"].includes(role) || path.endsWith("/en.json"));
  if (!before) return;
  const row = (name, bytes) => h("div", {}, h("dt", {}, name), h("dd", {}, `${bytes.toLocaleString("en-GB")} B`));
  const list = document.querySelector("#sizes");
  list.append(row("Downloaded until a survey is due", before), row("Downloaded for a whole survey", all));
  list.hidden = false;
}

// Served without a build, the pages have no manifest, and the list stays away.
showSizes().catch(() => {});
