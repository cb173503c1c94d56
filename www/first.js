// The first question of a survey, as it was prerendered: shown without the application, which is loaded when the visitor
// turns to it. What they do until then is shown and stored here, and handed to the application, which goes on from there.

import { follow } from "./theme.js";

// Milliseconds: how long the card takes to leave, and a screen reader to notice the live region; and how far the sheet is
// dragged until it closes, in pixels. The application has them as well.
const LEAVING = 140, NOTICED = 150, FAR_ENOUGH = 80;
// How long the question has to be there until a click can be meant for it, and the second one of a double click, in milliseconds.
const SEEN = 150, SEEN_BY_REPEATED = 500;
// How often is looked whether a popover can be used, or whether its container is there, in milliseconds.
const PAUSE = 500;
// What makes everything else inert, or closes when something else is touched; and how many pixels a popover needs. As in
// src/browser.rs.
const OVER = ":not(:root):is(:modal, :fullscreen, [popover]:not([popover=manual]):popover-open)", SMALLEST = 120;
// How long a page that is about to be left is waited for, in milliseconds.
const STAYED = 1000;
// Characters of an address and of a title in a response, as in crates/survey/src/limits.rs.
const URL_LENGTH = 2048, LABEL = 500;
// What is kept of a person. Lists, dates and the like the application leaves out, too.
const TRAITS = ["string", "number", "boolean"];
// With these, the application alone knows what becomes of a response.
const MORE = /^(receiver|version|keep(Query|-query)|segment|touchpoint|team|(person|attribute|hidden|parameter)[A-Z-].*)$/;

const isFree = () => Math.min(innerWidth, innerHeight) > SMALLEST && !document.querySelector(OVER) &&
  (!window.frameElement?.checkVisibility || frameElement.checkVisibility({ visibilityProperty: true }));

const wait = (milliseconds) => new Promise((passed) => setTimeout(passed, milliseconds));

// A UUID of version 7, whose last two digits are `end`.
const uuid = (now, end = "xx") => `${now.toString(16).padStart(12, 0)}7xxx8xxxxxxxxxxxxx${end}`
  .replace(/x/g, () => (crypto.getRandomValues(new Uint8Array(1))[0] % 16).toString(16))
  .replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

// Takes a survey for this tab, and resolves to whether no other tab has it. `holder` gets the function that gives it back,
// and the promise that is settled then. Pages of `http://` have no locks.
const lock = (name, holder) => !navigator.locks || new Promise((answer) => {
  const held = navigator.locks.request(name, { ifAvailable: true }, (granted) => {
    answer(granted);
    return granted && new Promise((release) => Object.assign(holder, { release, held }));
  });
  held.catch(() => answer(true));
});

// Builds a node of the prerendered tree; `say` is what a text of the interface says.
const build = (node, say) => {
  const text = (value) => value.text ? say(value.text) : value;
  if (!Array.isArray(node)) return text(node);
  const [name, attributes, ...children] = node;
  const element = document.createElement(name);
  for (const attribute in attributes) {
    // A strict policy allows the one and not the other.
    if (attribute === "style") element.style.cssText = attributes.style;
    else element.setAttribute(attribute, text(attributes[attribute]));
  }
  element.append(...children.map((child) => build(child, say)));
  return element;
};

const sheets = {};
const sheet = (styles) => {
  if (!sheets[styles]) (sheets[styles] = new CSSStyleSheet()).replaceSync(styles);
  return sheets[styles];
};

// The language that serves a tag best, as `nearest` in crates/survey finds it.
const LANGUAGES = __ASKWELL_LANGUAGES__.split(" ");
const served = (wanted) => {
  let tag = wanted.toLowerCase().replace(/_/g, "-").replace(/^n[on]\b.*/, "nb").replace(/^zh-(.*-)?(tw|hk|mo)$/, "zh-hant");
  for (;;) {
    if (LANGUAGES.includes(tag)) return tag;
    if (!tag.includes("-")) return LANGUAGES.find((known) => known.startsWith(`${tag}-`)) || LANGUAGES[0];
    tag = tag.replace(/-[^-]*$/, "");
  }
};
// Elements in a shadow root have the language of what that stands in.
const languageOf = (place) => place && (place.lang || languageOf(place.parentNode || place.host));

const files = {};
const read = (path) => files[path] ||= fetch(path).then((file) => file.ok && file.text());

// Shows the first question of the tag's survey, or of an `element`'s. Resolves to true once it stands there, to false where it
// is not to be shown now, and to none where the application has to show it. `given` is what the tag or the element says; the rest is
// shared by `loader.js`.
export const show = async (element, given, shared) => {
  const { tag, at, call, questions, resting, stored, kept, ask, loading } = shared;
  // Where Wasm is forbidden, nothing could take an answer: this throws.
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  const said = (name) => given[name] || tag[name];
  const { display = "popover", position } = tag;
  const popover = !element && display !== "inline";
  const preset = element?.localName === "askwell-rating" ? "helpful" : given.preset || "nps";
  const language = served(shared.language || said("lang") || languageOf(element || document.documentElement) || navigator.language);
  const named = given.prerendered;
  const [json, styles] = await Promise.all([
    read(named || at(`first/${preset}-${popover ? "popover" : "inline"}-${language}.json`)),
    named || read(at(`first/${preset}.css`)),
  ]);
  const file = JSON.parse(json);
  // No single click answers it, a file is missing, or it stands in a dialog or beside something.
  if (!file.response || !styles || /modal|page|beside/.test(display)) return;
  const storage = said("storage") || "local";
  const [survey, topic] = [given[element ? "survey" : "id"] || file.response.survey.id, given.topic || ""];
  // Not in the body, which pages replace.
  const place = () => popover ? document.documentElement : element || document.querySelector(tag.container);
  if (!element) {
    const { activationStart = 0 } = performance.getEntriesByType("navigation")[0] || {};
    await wait((tag.delay || 1) * 1000 - performance.now() + activationStart);
    if (document.hidden) await new Promise((seen) => addEventListener("visibilitychange", seen, { once: true }));
  }
  while (!loading() && kept.includes(element) && !(popover ? isFree() : place())) await wait(PAUSE);
  const of = `${survey}/${topic}`;
  if (loading() || stored("session", "sessions")[of]) return;
  if (!kept.includes(element)) return false;
  const rests = () => resting(storage, popover, of);
  // Answered or declined, or that on an earlier page, and the application hasn't heard of it yet.
  if (rests() || Object.values(stored(storage, "gestures")).some((kept) => kept && kept.of === of)) return false;
  // What is stored, as soon as the visitor does something. No lists: Prototype.js writes them to JSON as text.
  const data = { of, element: element?.localName, language: file.response.locale, tag };
  const question = { element, data, get isThere() { return questions.includes(question); } };
  // For this tab alone, as long as it is there and the page isn't left.
  const take = async () => popover && !await lock(`askwell ${survey}`, question);
  if (await take()) return false;

  const say = (key) => file.texts[key].replace(/{{(\w+)\|?(.*?)}}/g, (_, name, otherwise) => (name === "product" && said(name)) || otherwise);
  const orders = Object.entries(file.orders || {});
  const [end, order] = orders[Math.floor(Math.random() * orders.length)] || [];
  const host = question.host = element || document.createElement("askwell-card");
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(file.styles || styles)];
  const card = question.place = document.createElement("div");
  card.append(build(file.tree, say));
  const find = (selector) => card.querySelector(selector);
  const frame = card.firstChild;
  if (said("theme")) frame.dataset.theme = said("theme");
  // As crates/survey/src/config.rs takes it.
  if (/^#[\da-f]{6}$/i.test(said("accent"))) frame.style.setProperty("--askwell-accent", said("accent"));
  const arrange = (event) => popover && import("./placement.js").then((placement) => placement.arrange(frame, root, event || tag));
  if (position || display !== "popover") await arrange();
  const ordered = find("[order]");
  if (ordered) {
    const children = [...ordered.children];
    ordered.append(...order.map((index) => children[index]), ...children.slice(order.length));
    ordered.removeAttribute("order");
  }

  const now = data.shownAt = Date.now();
  data.id = uuid(now, end);
  if (element) data.attributes = given;
  const page = data.page = { url: location.href, referrer: document.referrer, title: document.title };
  let moving, escaping, gesture;
  // Whether the gesture is stored where it outlasts the tab; and whether somebody may have sent it, so that it stays what it is.
  let safe, sealed;
  const emit = (name, detail) =>
    host.dispatchEvent(new CustomEvent(`askwell:${name}`, { bubbles: true, composed: true, detail: { ...detail, survey } }));
  const announce = (text) => find(".unseen").textContent = text;
  // Ends what listens on the window.
  const life = new AbortController();
  const forget = () => question.isThere && questions.splice(questions.indexOf(question), 1);
  const leave = question.leave = () => {
    if (!gesture) life.abort();
    forget();
    question.release?.();
    card.remove();
    if (!element) host.remove();
  };

  // The page has removed it.
  question.gone = () => {
    leave();
    // Its container may be built anew.
    if (!element && !popover) ask();
  };

  // Keeps what the visitor did, or no longer: another page delivers it where this one can't.
  const keep = (kept) => {
    safe = false;
    try {
      const json = JSON.stringify({ ...stored(storage, "gestures"), [data.id]: kept });
      const area = shared.mayKeep !== false && window[`${storage}Storage`];
      json === "{}" ? area.removeItem("askwell.gestures") : area.setItem("askwell.gestures", json);
      safe = storage === "local";
    } catch {
      // It takes nothing, or isn't asked: then this page alone knows.
    }
  };
  // What the visitor did is stored before anything else happens.
  const act = (kind, form) => {
    gesture = data.gesture = { kind, form, at: Date.now() };
    const traits = Object.entries(shared.person || {}).filter(([, value]) => TRAITS.includes(typeof value));
    keep({ ...data, person: Object.fromEntries(traits) });
  };
  // What was chosen, if that is an answer.
  const answered = () => gesture && gesture.kind !== "fill" && gesture.form && gesture.form.value;
  question.taken = () => {
    forget();
    if (gesture) keep();
    gesture = data.gesture = undefined;
    life.abort();
  };
  // The application takes the place of this, and goes on.
  const handOver = async () => {
    try {
      await call("replay", question);
    } catch {
      if (!safe) deliver();
      if (!find("h2") || find("[role=status]")) return;
      find("h2").after(build(["p", { class: "about", role: "status" }, { text: "state.offline" }], say));
      addEventListener("online", handOver, { once: true });
    }
  };
  const answer = (kind, filledIn) => {
    if (!sealed) act(kind, Object.fromEntries(filledIn));
    return handOver();
  };
  question.close = () => {
    if (!answered()) act("dismiss");
    frame.dataset.leaving = "";
    emit(answered() ? "abandoned" : "dismissed", { id: data.id });
    setTimeout(() => {
      if (root.activeElement && question.before) question.before.focus();
      leave();
    }, LEAVING);
    forget();
    handOver();
  };

  const on = (types, listener, options) => types.split(" ").forEach((type) => card.addEventListener(type, listener, options));
  let turnedTo;
  on("pointerover pointerdown focusin", () => {
    if (turnedTo) return;
    turnedTo = true;
    // Nothing that the visitor does on the card is the page's business. Keys are looked at below.
    const types = ["focusin", "focusout", "compositionstart", "compositionupdate", "compositionend"];
    for (const name in card) if (/^on(?!key|pointerraw)/.test(name)) types.push(name.slice(2));
    types.forEach((type) => root.addEventListener(type, (event) => event.stopPropagation()));
    call();
  });
  on("focusin", ({ relatedTarget }) => {
    if (relatedTarget && !card.contains(relatedTarget)) question.before = relatedTarget;
  });
  on("click", async (event) => {
    const pressed = event.target.closest("input, button, a");
    if (!moving && performance.now() - appeared < (event.detail > 1 ? SEEN_BY_REPEATED : SEEN)) return event.preventDefault();
    if (!pressed) return;
    if (sealed && pressed.name) event.preventDefault();
    if (moving) return;
    if (pressed.matches(".close")) question.close();
    else if (pressed.name === "value" && !pressed.form) {
      card.querySelectorAll("[aria-pressed]").forEach((button) => button.setAttribute("aria-pressed", button === pressed));
      answer(pressed.matches("button") ? "submit" : "choose", [["value", pressed.value]]);
    } else if (pressed.type === "submit") {
      // Not by the form's own event, which there isn't in a sandbox without forms.
      event.preventDefault();
      answer("submit", new FormData(pressed.form));
    } else if (pressed.matches("a, [type=button]")) {
      // What only the application can do, it does by the same element of its own.
      const all = () => [...root.querySelectorAll("button, a")];
      const index = all().indexOf(pressed);
      await answer("fill", pressed.form ? new FormData(pressed.form) : []);
      all()[index].click();
    }
  });
  on("change", ({ target }) => target.form && answer("fill", new FormData(target.form)));
  on("submit", (event) => event.preventDefault());
  on("keydown keyup keypress", (event) => {
    const { type, key, target } = event;
    // The page may have something of its own to close around an inline survey.
    if (type === "keyup" || key !== "Escape" || popover) event.stopPropagation();
    if (type === "keyup" && escaping) question.close();
    // Browsers send a click for the radio button that an arrow key moves to.
    moving = type === "keydown" && key.startsWith("Arrow");
    if (type === "keydown" && (key === "Enter" || key === " ") && target.type === "radio" && !target.form) {
      event.preventDefault();
      target.click();
    }
    // WebKit sends a keypress for it as well.
    escaping = type !== "keyup" && key === "Escape" && popover;
  });
  let from;
  on("pointerdown pointermove pointerup", ({ type, target, clientY, pointerId }) => {
    if (!target.matches(".grip")) return;
    if (type === "pointerdown") {
      from = clientY;
      target.setPointerCapture(pointerId);
    }
    const far = clientY - from;
    find(".card").style.transform = type === "pointermove" && far > 0 ? `translateY(${far}px)` : "";
    if (type === "pointerup") {
      if (far > FAR_ENOUGH) question.close();
      from = undefined;
    }
  });

  // The page is left before the application was there, or the answer is safe nowhere: the page says it itself, as the application
  // would, where the endpoint takes responses as they are. What is stored stays so.
  const deliver = () => {
    sealed = answered();
    const { response, choices = {}, question: name } = file;
    const choice = choices[sealed];
    const options = Object.keys({ ...tag, ...data.attributes });
    if (!choice || shared.person || !said("endpoint") || options.some((option) => MORE.test(option))) return;
    // Not by `URL`, of which pages make something else.
    const stripped = (address) => address && Object.assign(document.createElement("a"),
      { href: address }, { search: "", hash: "", username: "", password: "" }).href.slice(0, URL_LENGTH);
    const second = (moment) => new Date(moment).toISOString().replace(/\.\d+/, "");
    fetch(said("endpoint"), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      redirect: "manual",
      keepalive: true,
      body: JSON.stringify({
        ...response,
        ...choice,
        id: data.id,
        survey: { ...response.survey, id: survey, kind: given.kind || response.survey.kind },
        attributes: topic ? { ...response.attributes, topic } : response.attributes,
        page: {
          url: stripped(page.url),
          referrer: stripped(page.referrer),
          title: [...page.title].slice(0, LABEL).join(""),
        },
        shownAt: second(now),
        answeredAt: second(gesture.at),
        seconds: { [name]: Math.floor((gesture.at - now) / 100) / 10 },
      }),
    }).catch(() => {});
  };
  const pause = ({ type }) => {
    if (type === "pagehide") deliver();
    if (question.release && question.isThere) {
      question.release();
      question.release = undefined;
      // It may stay, or come back from the browser's cache.
      setTimeout(async () => question.isThere && (await take()) && leave(), STAYED);
    }
  };
  const listen = (type, listener) => addEventListener(type, listener, { signal: life.signal });
  listen("focusin", arrange);
  listen("beforeunload", pause);
  listen("pagehide", pause);
  listen("pageshow", ({ persisted }) => persisted && gesture && handOver());
  listen("storage", () => {
    if (!question.isThere) return;
    // Answered or declined in another tab; or that one has sent what was answered here.
    if (!gesture) rests() && leave();
    else if (safe && !stored(storage, "gestures")[data.id]) sealed = answered();
  });

  root.append(card);
  if (!element) {
    if (popover) host.dataset.popover = "";
    place().append(host);
  }
  // Above everything else on the page, where there is such a layer.
  if (popover) frame.showPopover?.();
  if (frame.dataset.theme === "auto") life.signal.addEventListener("abort", follow(card, popover));
  const appeared = performance.now();
  questions.push(question);
  emit("shown");
  setTimeout(() => announce(`${say("region")}: ${find("h2").textContent}`), NOTICED);
  if (said("load") === "now" || storage === "none" || shared.mayKeep === false) call();
  return true;
};
