// The gallery shows the survey that the address names, live and beside its definition. The address is the only state:
// links and the language switch change it, and the page follows.

import { h } from "../shared/dom.js";
import { EXAMPLES } from "./examples.js";
import { highlight } from "./json.js";

const ENDPOINT = "/v1/responses?key=demo";
const LANGUAGES = { en: "English", de: "German", ar: "Arabic" };
const PRESETS_ONLY = "This survey is a preset: its texts come in 47 languages.";

const $ = (id) => document.getElementById(id);
const types = await (await fetch("types.json")).json();

/** Everything that can be chosen, in the order of the list: `{kind, name, title, blurb, question?}`. */
const groups = [
  ...EXAMPLES.map(({ group, list }) => ({ group, list: list.map((one) => ({ kind: "example", ...one })) })),
  ...[...new Set(types.map(({ group }) => group))].map((group) => ({
    group: `Questions: ${group.toLowerCase()}`,
    list: types.filter((one) => one.group === group).map((one) => ({ kind: "type", name: one.type, ...one })),
  })),
];
const all = groups.flatMap(({ list }) => list);
const key = ({ kind, name }) => `${kind}=${name}`;

// ---- the address ----

function wanted() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const lang = parameters.get("lang");
  return {
    one: all.find(({ kind, name }) => parameters.get(kind) === name) ?? all[0],
    lang: Object.hasOwn(LANGUAGES, lang) ? lang : "",
  };
}

const address = (one, lang) => `#${key(one)}${lang ? `&lang=${lang}` : ""}`;

// ---- the list, which is a menu on phones ----

const links = new Map(all.map((one) => [one, h("a", {}, h("b", {}, one.title), h("span", {}, one.blurb))]));

function drawLists() {
  $("list").append(...groups.map(({ group, list }) =>
    h("section", {}, h("h2", {}, group), h("ul", {}, list.map((one) => h("li", {}, links.get(one)))))));
  $("picker").append(...groups.map(({ group, list }) =>
    h("optgroup", { label: group }, list.map((one) => h("option", { value: key(one) }, one.title)))));
}

// ---- the survey ----

let shown;
let answered = false;
let text = "";
let turn = 0;

/** The definition as an object, and the element that shows it. */
async function definition(one) {
  // Nothing is stored on the device, so that every survey can be answered again.
  const attributes = { endpoint: ENDPOINT, storage: "none", show: "auto" };
  if (one.kind === "example") {
    const file = `examples/${one.name}.json`;
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(`${file} answered ${answer.status}`);
    const survey = await answer.json();
    // Relative to the folder of the examples: it would lead nowhere after it is copied.
    delete survey.$schema;
    return { survey, element: () => h("askwell-survey", { src: file, survey: survey.id, ...attributes }) };
  }
  const survey = { id: `gallery-${one.name}`, languages: Object.keys(LANGUAGES), questions: [one.question] };
  const script = () => h("script", { type: "application/askwell+json" }, JSON.stringify(survey, null, 2));
  return { survey, element: () => h("askwell-survey", { survey: survey.id, ...attributes }, script()) };
}

async function show(one, lang) {
  const mine = ++turn;
  for (const [other, link] of links) {
    link.href = address(other, lang);
    if (other === one) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  $("picker").value = key(one);
  for (const radio of $("languages").querySelectorAll("input")) radio.checked = radio.value === lang;
  document.title = `${one.title}: Survey gallery`;
  $("chosen-title").textContent = one.title;
  $("chosen-blurb").textContent = one.blurb;
  setLanguage(lang);
  if (shown?.one !== one) {
    try {
      const found = await definition(one);
      if (mine !== turn) return;
      shown = { one, ...found };
    } catch (error) {
      if (mine === turn) fail(error.message);
      return;
    }
    write();
    reveal(links.get(one));
    await mount();
    if (mine !== turn) return;
  }
  $("remark").textContent = remark(shown.survey, lang);
}

/** Puts the survey on the page, from its beginning. A survey that was answered is in its recontact period: that is reset. */
async function mount() {
  const mine = shown;
  if (answered) await window.askwell.reset();
  answered = false;
  if (mine === shown) $("stage").replaceChildren(shown.element());
}

function write() {
  const { one, survey } = shown;
  text = `${JSON.stringify(survey, null, 2)}\n`;
  $("json").replaceChildren(...highlight(text));
  $("json").parentElement.scrollTop = 0;
  const file = $("file");
  file.hidden = one.kind !== "example";
  file.textContent = `${one.name}.json`;
  file.href = `examples/${one.name}.json`;
}

/** The survey has the language of the element around it. An open survey has to be told. */
function setLanguage(lang) {
  const stage = $("stage");
  const page = document.documentElement.lang;
  if ((stage.lang || page) !== (lang || page)) window.askwell?.setLanguage?.(lang || page);
  if (lang) {
    stage.lang = lang;
    stage.dir = lang === "ar" ? "rtl" : "ltr";
  } else {
    stage.removeAttribute("lang");
    stage.removeAttribute("dir");
  }
}

/** A remark about a survey without texts in that language. */
function remark({ languages, preset, followUps }, lang) {
  if (!languages) return preset && !followUps ? PRESETS_ONLY : "";
  const wish = lang || document.documentElement.lang;
  if (languages.includes(wish)) return "";
  const has = languages.map((tag) => LANGUAGES[tag] ?? tag).join(" and ");
  return `This survey’s texts are in ${has}. Visitors with ${LANGUAGES[wish] ?? "another language"} see ${LANGUAGES[languages[0]]}.`;
}

function fail(message) {
  $("stage").replaceChildren(h("p", { class: "failed", role: "alert" }, `The survey can’t be shown: ${message}`));
}

/** Scrolls the list, and only the list, to what is chosen; a part of it may lie below the window. */
function reveal(link) {
  const list = $("list");
  const height = Math.min(list.clientHeight, innerHeight - list.getBoundingClientRect().top);
  const top = link.offsetTop - list.scrollTop;
  if (top < 0 || top + link.offsetHeight > height) list.scrollTop += top - (height - link.offsetHeight) / 2;
}

// ---- event handlers ----

function follow() {
  const { one, lang } = wanted();
  return show(one, lang);
}

$("picker").addEventListener("change", ({ target }) => {
  location.hash = address(all.find((one) => key(one) === target.value), wanted().lang);
});

$("languages").addEventListener("change", ({ target }) => {
  location.hash = address(wanted().one, target.value);
});

$("again").addEventListener("click", async () => {
  if (!shown) return;
  await mount();
  $("said").textContent = "The survey was restarted.";
});

// The same survey above the page, in place of one that is open there.
$("above").addEventListener("submit", async (event) => {
  event.preventDefault();
  const place = Object.fromEntries(new FormData(event.target));
  const id = `${shown.survey.id ?? shown.survey.preset}-above`;
  const config = { ...shown.survey, id, ...place, lang: wanted().lang || undefined, endpoint: ENDPOINT, storage: "none", show: "manual" };
  await window.askwell.close();
  await window.askwell.init(config);
  await window.askwell.show(id, { ignoreRecontact: true });
});

$("copy").addEventListener("click", async () => {
  const button = $("copy");
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    $("said").textContent = "Copied.";
  } catch {
    // The clipboard needs a secure page. Select the JSON for the visitor's own copy shortcut.
    window.getSelection().selectAllChildren($("json"));
    $("said").textContent = "The JSON is selected. Copy it with Control or Command and C.";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
});

document.addEventListener("askwell:answered", () => (answered = true));
document.addEventListener("askwell:error", ({ detail }) => fail(detail.message));
// The address belongs to what is chosen, so the link moves the focus alone.
document.querySelector(".skip-link").addEventListener("click", (event) => {
  event.preventDefault();
  $("survey").focus();
});

addEventListener("hashchange", follow);

drawLists();
$("gallery").hidden = false;
await follow();
