// The start page: copies the tag, and shows what a visitor downloads, by the build's manifest.

import { h } from "../dom.js";

const button = document.querySelector("#copy");
const snippet = document.querySelector("#snippet");
const copied = document.querySelector("#copied");

// On a page the collector serves, the tag contains its address instead of a placeholder.
for (const mark of snippet.querySelectorAll("mark")) {
  if (mark.textContent === "your.host" && location.protocol === "https:") mark.textContent = location.host;
}

button.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    button.textContent = "Copied";
    copied.textContent = "Copied.";
  } catch {
    // The clipboard needs a secure page. Select the tag for the visitor's own copy shortcut.
    window.getSelection().selectAllChildren(snippet);
    copied.textContent = "The tag is selected. Copy it with Control or Command and C.";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
});

/** Bytes over the wire with brotli: of the loader, of the question alone, and of a recommendation survey, in English. */
async function showSizes() {
  const answer = await fetch(new URL("../../manifest.json", import.meta.url));
  if (!answer.ok) return;
  const { files, classes } = await answer.json();
  const bytes = (name) => {
    const { files: wanted, language, presets } = classes.find((one) => one.name === name);
    const ends = [language && "/languages/en.json", ...(presets.length ? ["/first/nps.css", "/first/nps-popover-en.json"] : [])];
    return files
      .filter(({ path }) => wanted.includes(path) || ends.some((end) => end && path.endsWith(end)))
      .reduce((sum, { brotli }) => sum + brotli, 0);
  };
  const row = (name, bytes) => h("div", {}, h("dt", {}, name), h("dd", {}, `${bytes.toLocaleString("en-GB")} B`));
  const list = document.querySelector("#sizes");
  list.append(
    row("Before a survey is due", bytes("loader")),
    row("For the question on the page", bytes("untouched-question")),
    row("For a complete survey", bytes("recommendation")),
  );
  list.hidden = false;
}

// Pages that are served without a release build have no manifest: the list stays hidden.
showSizes().catch(() => {});
