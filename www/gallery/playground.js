// Sets the custom properties of docs/theming.md on this page, shows surveys with them, and writes them as CSS.

import { h } from "../shared/dom.js";

const THEMES = ["plain", "paper", "rounded", "sharp", "contrast", "midnight"];
const FONTS = {
  "The page’s": "",
  "Serif": 'Georgia, "Times New Roman", serif',
  "Rounded": "ui-rounded, Nunito, system-ui, sans-serif",
  "Monospaced": "ui-monospace, Menlo, Consolas, monospace",
};
const SHADOWS = {
  "Two soft ones": "",
  "None": "none",
  "Thin": "0 1px 2px rgb(0 0 0 / 0.12)",
  "Wide": "0 24px 70px rgb(0 0 0 / 0.3)",
  "Hard": "6px 6px 0 currentcolor",
};
const LOGO_HEIGHT = 28;
/** Where the picture can't be had. */
const LOGO_WIDTH = 96;
/** The properties in the order of the controls; what a colour or a number begins with where none is set. */
const TOKENS = [
  { name: "surface", title: "Surface", color: "#ffffff" },
  { name: "text", title: "Text", color: "#1a1d24" },
  { name: "accent", title: "Accent", color: "#4f46e5" },
  { name: "radius", title: "Radius", pixels: 16, max: 32 },
  { name: "spacing", title: "Spacing", pixels: 20, min: 12, max: 32 },
  { name: "shadow", title: "Shadow", choices: SHADOWS },
  { name: "font", title: "Font", choices: FONTS },
];
const SURVEYS = [
  { id: "playground-nps", preset: "nps", product: "Lindenhof" },
  { id: "playground-text", questions: [{ id: "words", type: "text", prompt: "What would make it better?" }] },
  { id: "playground-choice", questions: [{ id: "reason", type: "choice", prompt: "What matters most to you?",
    choices: [{ id: "taste", label: "Taste" }, { id: "price", label: "Price" }, { id: "delivery", label: "Delivery" }] }] },
];

/** The logo of docs/theming.md. */
const logoRule = ({ address, width }) => `:is(askwell-card, askwell-survey, askwell-rating)::part(card)::before {
  content: "";
  display: block;
  width: ${width}px;
  height: ${LOGO_HEIGHT}px;
  margin-block-end: 12px;
  background: url(${JSON.stringify(address)}) center / contain no-repeat;
}`;

const $ = (id) => document.getElementById(id);
const property = ({ name }) => `--askwell-${name}`;
const root = document.documentElement;

// ---- what is set: by the theme, and over it by the controls ----

let ofTheme = {};
let rules = [];
let own = {};
let logo;
const logoSheet = new CSSStyleSheet();
document.adoptedStyleSheets = [logoSheet];

const value = ({ name }) => own[name] ?? ofTheme[name] ?? "";

/** Reads a theme's properties, and its rules for parts. */
async function start(theme) {
  const link = $("theme");
  [ofTheme, rules, own] = [{}, [], {}];
  if (theme) {
    const loaded = new Promise((done) => link.addEventListener("load", done, { once: true }));
    link.href = `../themes/${theme}.css`;
    await loaded;
    for (const rule of link.sheet.cssRules) {
      if (rule.selectorText !== ":root") rules.push(rule.cssText);
      else for (const token of TOKENS) ofTheme[token.name] = rule.style.getPropertyValue(property(token)).trim();
    }
  } else {
    link.removeAttribute("href");
  }
  draw();
}

function set(token, text) {
  own[token.name] = text;
  draw();
}

// ---- the controls ----

const controls = TOKENS.map((token) => {
  const id = `token-${token.name}`;
  const oninput = ({ target }) => set(token, target.type === "range" ? `${target.value}px` : target.value);
  const field = token.choices ? h("select", { id, oninput })
    : token.color ? h("input", { id, type: "color", oninput })
    : h("input", { id, type: "range", min: token.min ?? 0, max: token.max, oninput });
  const reset = h("button", { type: "button", "aria-label": `Default ${token.title.toLowerCase()}`, onclick: () => {
    set(token, "");
    field.focus();
  } }, "Default");
  $("tokens").append(h("div", { class: "token" }, h("div", { class: "line" }, h("label", { for: id }, token.title), reset), field));
  return { token, field, reset };
});

/** A colour as `<input type="color">` takes it. */
const sixDigits = (color) => color.replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");

function draw() {
  const ownRules = logo ? [...rules, logoRule(logo)] : rules;
  logoSheet.replaceSync(logo ? logoRule(logo) : "");
  for (const { token, field, reset } of controls) {
    const now = value(token);
    if (now) root.style.setProperty(property(token), now);
    else root.style.setProperty(property(token), "initial");
    if (token.choices) {
      const known = Object.entries(token.choices);
      if (now && known.every(([, text]) => text !== now)) known.push(["The theme’s", now]);
      field.replaceChildren(...known.map(([title, text]) => h("option", { value: text, selected: text === now }, title)));
    } else {
      field.value = token.color ? sixDigits(now || token.color) : parseFloat(now || token.pixels);
    }
    reset.hidden = !now || Boolean(token.choices);
  }
  const set = TOKENS.filter(value).map((token) => `  ${property(token)}: ${value(token)};\n`).join("");
  $("css").textContent = [set && `:root {\n${set}}`, ...ownRules].filter(Boolean).join("\n") || "/* The default needs no CSS. */";
}

// ---- the page ----

$("start").append(h("option", { value: "" }, "Default"), ...THEMES.map((theme) => h("option", { value: theme }, theme[0].toUpperCase() + theme.slice(1))));
$("start").addEventListener("change", ({ target }) => start(target.value));
$("page").addEventListener("change", ({ target }) => (root.dataset.page = target.value));
$("logo").addEventListener("input", async () => {
  const address = $("logo").value.trim();
  const image = h("img", { src: address });
  // One that can't be had stands in the CSS all the same: it may be on the page that the CSS is for.
  await image.decode().catch(() => {});
  if ($("logo").value.trim() !== address) return;
  const { naturalWidth, naturalHeight } = image;
  logo = address && { address, width: naturalHeight ? Math.round(LOGO_HEIGHT * naturalWidth / naturalHeight) : LOGO_WIDTH };
  draw();
});
$("controls").addEventListener("submit", (event) => event.preventDefault());

$("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText($("css").textContent);
    $("copy").textContent = "Copied";
    $("said").textContent = "Copied.";
  } catch {
    // The clipboard needs a secure page. Select the CSS for the visitor's own copy shortcut.
    window.getSelection().selectAllChildren($("css"));
    $("said").textContent = "The CSS is selected. Copy it with Control or Command and C.";
  }
  setTimeout(() => ($("copy").textContent = "Copy"), 2000);
});

$("ground").append(...SURVEYS.map((survey) => h("askwell-survey", { survey: survey.id, endpoint: "/v1/responses?key=demo", storage: "none", show: "auto" },
  h("script", { type: "application/askwell+json" }, JSON.stringify(survey)))));
draw();
