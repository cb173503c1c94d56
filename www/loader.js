// Askwell's loader: reads its own tag, checks what is cheap to check, and fetches the first question when the page is idle,
// or the application where the question isn't prerendered. It is all that a visitor downloads who isn't asked. What it
// passes on is decoded in the application, and nowhere else.
(() => {
  "use strict";
  // The page's own document; one inside an element is that element's.
  const RATING = "askwell-rating";
  const DOCUMENT = 'script[type="application/askwell+json"]:not(askwell-survey *)';

  // Null in a module: there the script is found by its name.
  const script = document.currentScript || document.querySelector('script[src*="askwell.js"]');
  // A page may leave calls in an array before this runs. An element of this name is none, and a page that names the script
  // twice gets one widget.
  const early = window.askwell;
  if (early?.explain) return;
  if (!script?.src) return console.error("askwell: no script tag");
  const tag = { ...script.dataset };
  const inline = tag.display === "inline";

  const fail = (error) => {
    error.code = "load";
    console.error(error);
    document.dispatchEvent(new CustomEvent("askwell:error", { detail: { code: "load", message: String(error), problems: [] } }));
  };

  // A rejection that nobody waits for is no error of the page's.
  const quiet = (promise) => (promise.catch(() => {}), promise);
  const done = () => Promise.resolve();
  // In scripts of another origin, imports have no base: the folder of the application's files is named in full. Without `URL`,
  // of which pages make something else.
  const folder = script.src.replace(/[^/]*([?#].*)?$/, __ASKWELL_FILES__ + "/");
  const at = (path) => folder + path;
  // Firefox doesn't fetch a module again that it could not have, but under another address.
  let again = "";
  const load = async () => {
    const wasm = fetch(at("app.wasm"));
    quiet(wasm);
    const app = await import(at("app.js" + again)).catch((error) => {
      again += "?";
      throw error;
    });
    await app.default({ module_or_path: wasm });
    await app.start(tag, folder);
    return app;
  };

  const run = async (app, [name, ...values]) => app[name](...values);

  // Surveys that wait until they are due, for a call, or for a file that could not be fetched: configurations, or elements;
  // `undefined` stands for the tag's own.
  const kept = [];
  const take = (config) => kept.includes(config) && kept.splice(kept.indexOf(config), 1);
  // The first questions that stand on the page without the application.
  const questions = [];
  // The application, once something asks for it.
  let loading;
  const call = (name, ...values) => quiet((loading ||= load().then(async (app) => {
    said.forEach((wanted) => quiet(run(app, wanted)));
    await app.resume(questions);
    return app;
  }).catch((error) => {
    fail(error);
    // The next call tries again: the network may be back.
    loading = undefined;
    throw error;
  })).then((app) => name && run(app, [name, ...values])));

  // What says something about surveys to come loads nothing by itself: most visitors are never asked.
  const said = [];
  const later = (...wanted) => loading ? call(...wanted) : done(said.push(wanted));

  // Storage throws in a sandboxed frame, and holds whatever the page puts there.
  const stored = (area, name) => {
    try { return JSON.parse(window[`${area}Storage`].getItem(`askwell.${name}`)) || 0; } catch { return 0; }
  };
  const resting = (area, popover, name) => {
    const rest = stored(area, "rest");
    // One further ahead comes from a wrong clock.
    const lasts = (until) => (until -= Date.now()) > 0 && until < __ASKWELL_LONGEST_REST__;
    // What was begun in this tab goes on.
    return !stored("session", "sessions")[name] && (lasts(rest[name]) || popover && lasts(rest["* popover"]));
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
  // What `setLanguage` chose, and who answers, as `identify` says.
  let chosen, person;

  // Shows the survey of the tag, or of an element: the first question alone where that is prerendered, and the whole
  // application where it isn't, or is there already.
  const files = {};
  const read = (path) => files[path] ||= fetch(path).then((file) => file.ok && file.text());
  const ask = async (element) => {
    // Of this survey, and of the site.
    const own = (name) => element ? element.getAttribute(name) : tag[name];
    const said = (name) => own(name) || tag[name];
    const defined = element ? own("src") || element.querySelector("script") : tag.survey;
    const preset = element?.localName === RATING ? "helpful" : own("preset") || "nps";
    const language = served(chosen || said("lang") || languageOf(element || document.documentElement) || navigator.language);
    const named = own("prerendered");
    let shown;
    // Until it is shown, a call may show it, or remove it.
    take(element);
    kept.push(element);
    if (!loading && (!defined || named) && !document.querySelector(DOCUMENT)) {
      try {
        const [{ show }, file, styles] = await Promise.all([
          import(at("first.js")),
          read(named || at(`first/${preset}-${element || inline ? "inline" : "popover"}-${language}.json`)),
          named || read(at(`first/${preset}.css`)),
        ]);
        shown = await show({ ...shared, element, own, said, file: JSON.parse(file), styles });
      } catch {}
    }
    if (shown !== false && take(element) && !shown) init(element);
  };

  // Settled once those are known that are on their way to the application: until then none is shown by a call.
  let pending = done();
  const init = (config) => {
    const known = config?.localName ? call("attach", config) : call("init", config);
    pending = Promise.all([pending, known.catch(({ code }) => code === "load" && kept.push(config))]);
    return known;
  };
  const known = (...wanted) => {
    const all = Promise.all(kept.splice(0).map(init));
    return quiet(all.then(() => pending).then(() => call(...wanted)));
  };

  // A hanging image keeps a page from being complete, and not from being read.
  const ready = new Promise((ready) => {
    if (document.readyState === "complete") ready();
    addEventListener("load", ready);
    setTimeout(ready, 5000);
  });
  // WebKit has no requestIdleCallback. In Chromium a sandboxed frame may never be idle.
  const idle = (task) => ready.then(() => (window.requestIdleCallback || setTimeout)(task, { timeout: 2000 }));

  // What listens for a page's listener: the same each time.
  const heard = new WeakMap();
  const hear = (listener) => {
    if (!heard.has(listener)) heard.set(listener, (event) => listener(event.detail, event));
    return heard.get(listener);
  };
  const api = window.askwell = {
    init: (config = {}) => config?.show === "manual" ? done(kept.push(config)) : init(config),
    show: (...options) => known("show", ...options),
    close: () => loading ? call("close") : done(questions.find((question) => !question.element)?.close()),
    identify: (traits) => later("identify", person = traits),
    setLanguage(language) {
      chosen = language;
      return (questions.length ? call : later)("setLanguage", language);
    },
    explain: (id) => known("explain", id),
    reset: () => call("reset"),
    destroy() {
      kept.length = 0;
      return loading ? call("destroy") : done(questions.splice(0).forEach((question) => question.leave()));
    },
    on: (event, listener) => document.addEventListener(`askwell:${event}`, hear(listener)),
    off: (event, listener) => document.removeEventListener(`askwell:${event}`, hear(listener)),
    push: (...calls) => calls.forEach(([name, ...values]) => api[name](...values)),
  };

  // A host that has left the page, or is about something else now.
  const gone = (host) => {
    host.here = false;
    take(host);
    questions.find((question) => question.host === host)?.gone();
    if (loading) call("detach", host);
  };
  const shared = {
    tag, call, questions, resting, stored, kept, ask, gone, idle, loading: () => loading, person: () => person,
  };
  ["askwell-card", "askwell-survey", RATING].forEach((name, ours) =>
    customElements.define(name, class extends HTMLElement {
      connectedCallback() {
        if (ours) quiet(import(at("elements.js")).then(({ look }) => look(this, shared)));
      }
      disconnectedCallback() {
        // Also called when the element is moved; by the next microtask it is back then.
        queueMicrotask(() => this.isConnected || gone(this));
      }
    }));

  // A tag without any of these only loads the script, for elements and calls.
  const own = tag.endpoint || tag.receiver || tag.survey || document.querySelector(DOCUMENT);
  if (own) {
    kept.push(undefined);
    if (tag.show !== "manual" && (inline || !navigator.connection?.saveData) &&
        !resting(tag.storage || "local", !inline, `${tag.id || tag.preset || "nps"}/${tag.topic || ""}`)) {
      // Two seconds are for fetching: what is fetched waits until it is due.
      setTimeout(() => idle(() => kept.includes(undefined) && ask()), tag.delay * 1000 - 2000 - performance.now());
    }
  }
  // What earlier pages left.
  if (["local", "session"].some((area) => stored(area, "outbox") || stored(area, "gestures"))) idle(() => call());
  if (early?.map) api.push(...early);
})();
