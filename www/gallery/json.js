// Colours JSON.

import { h } from "../shared/dom.js";

/** A name with its colon, a string, a number or a word. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\b\d[\d.]*|\b(?:true|false|null)\b/g;

/** Elements for the lines of a JSON text, with its names and values coloured. Each line knows its indentation. */
export function highlight(text) {
  return text.trimEnd().split("\n").map((line) => {
    const node = h("span", { class: "line" }, tokens(`${line}\n`));
    node.style.setProperty("--spaces", line.length - line.trimStart().length);
    return node;
  });
}

/** Strings have elements of their own, so that Arabic in them doesn't reverse the commas between them. */
function tokens(line) {
  const nodes = [];
  let end = 0;
  for (const found of line.matchAll(TOKEN)) {
    const [all, string, colon = ""] = found;
    nodes.push(line.slice(end, found.index));
    if (!string) nodes.push(h("span", { class: "fact" }, all));
    else nodes.push(h("span", { class: colon ? "name" : "string" }, string), colon);
    end = found.index + all.length;
  }
  return [...nodes, line.slice(end)].filter(Boolean);
}
