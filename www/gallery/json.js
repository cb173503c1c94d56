// Writes a definition down as the documentation does: what fits on a line stays on it.

import { h } from "../shared/dom.js";

const WIDTH = 64;
/** A name with its colon, a string, a number or a word. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\b\d[\d.]*|\b(?:true|false|null)\b/g;

/** `value` as JSON, indented by two spaces. */
export function pretty(value, indent = "") {
  const line = inline(value);
  if (value === null || typeof value !== "object" || indent.length + line.length <= WIDTH) return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((part) => pretty(part, deeper))
    : Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${pretty(part, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
}

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${inline(part)}`).join(", ")}}`;
}

/** The same text as nodes with colours, one for each line, which knows how far in it begins. */
export function coloured(text) {
  return text.trimEnd().split("\n").map((line) => {
    const node = h("span", { class: "line" }, tokens(`${line}\n`));
    node.style.setProperty("--spaces", line.length - line.trimStart().length);
    return node;
  });
}

/** Strings are isolated, so that Arabic in them doesn't turn around the commas between them. */
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
