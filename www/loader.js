// Askwell's loader: reads its own tag, checks what is cheap to check, and fetches the first question when the page is idle,
// or the application where the question isn't prerendered. It is all that a visitor downloads who isn't asked. What it
// passes on is decoded in the application, and nowhere else.
(() => {
  "use strict";
  // The page's own document; one inside an element is that element's.
  const DOCUMENT = 'script[type="application/askwell+json"]:not(askwell-survey *)';

  // Null in a module: there the script is found by its name.
  const script = document.currentScript || document.querySelector('script[src*="askwell.js"]');
  // A page may leave calls in an array before this runs; and one that names the script twice gets one widget.
  const early = window.askwell || [];
  if (!script || !Array.isArray(early)) return;
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
  // In scripts of another origin, imports have no base: the folder of the application's files is named in full.
  const folder = new URL(`${__ASKWELL_FILES__}/`, script.src);
  const at = (path) => new URL(path, folder);
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
    await app.start(tag, folder.href);
    return app;
  };

  const run = async (app, [name, ...values]) => app[name](...values);

  // The first questions that stand on the page without the application.
  const questions = new Set();
  // The application, once something asks for it.
  let loading;
  const call = (name, ...values) => quiet((loading ||= load().then(async (app) => {
    said.forEach((wanted) => quiet(run(app, wanted)));
    await app.resume([...questions]);
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
    return rest[name] > Date.now() || popover && rest["* popover"] > Date.now();
  };

  // The language that serves a tag best, as `nearest` in crates/survey finds it.
  const LANGUAGES = __ASKWELL_LANGUAGES__.split(" ");
  const served = (wanted) => {
    let tag = wanted.toLowerCase().replace(/^n[on]\b.*/, "nb").replace(/^zh-(.*-)?(tw|hk|mo)$/, "zh-hant");
    for (;;) {
      if (LANGUAGES.includes(tag)) return tag;
      if (!tag.includes("-")) return LANGUAGES.find((known) => known.startsWith(`${tag}-`)) || LANGUAGES[0];
      tag = tag.replace(/-[^-]*$/, "");
    }
  };
  // What `setLanguage` chose, and who answers, as `identify` says.
  let chosen, person;

  // Shows the survey of the tag, or of an element: the first question alone where that is prerendered, and the whole
  // application where it isn't, or is there already.
  const shared = { tag, call, questions, resting, stored, loading: () => loading, person: () => person };
  const files = {};
  const read = (path) => files[path] ||= fetch(path).then((file) => file.ok ? file.text() : Promise.reject());
  const ask = async (element) => {
    // Of this survey, and of the site.
    const own = (name) => element ? element.getAttribute(name) : tag[name];
    const said = (name) => own(name) || tag[name];
    const defined = element ? own("src") || element.querySelector("script") : tag.survey;
    const preset = element?.preset || own("preset") || "nps";
    const around = (element || document.documentElement).closest("[lang]");
    const language = served(chosen || said("lang") || around?.lang || navigator.language);
    const named = own("prerendered");
    let shown;
    if (!loading && (!defined || named) && !document.querySelector(DOCUMENT)) {
      try {
        const [{ show }, file, styles, { shades } = {}] = await Promise.all([
          import(at("first.js")),
          read(named || at(`first/${preset}-${element || inline ? "inline" : "popover"}-${language}.json`)),
          named || read(at(`first/${preset}.css`)),
          said("accent") && import(at("accent.js")),
        ]);
        shown = await show({ ...shared, element, own, said, file: JSON.parse(file), styles, shades });
      } catch {}
    }
    if (shown === undefined) init(element);
    // Not now: a call may still show it.
    else if (!shown) kept.push(element);
  };

  // Surveys that wait for a call, or for a file that could not be fetched: configurations, or elements; `undefined` stands for the
  // tag's own.
  const kept = [];
  // Those that are on their way to the application: a survey is shown once all are known.
  const coming = new Set();
  const init = (config) => {
    const known = config instanceof HTMLElement ? call("attach", config, config.preset) : call("init", config);
    coming.add(known);
    known.then(() => coming.delete(known), ({ code }) => {
      coming.delete(known);
      if (code === "load") kept.push(config);
    });
    return known;
  };
  const known = () => Promise.all([...[...coming].map((known) => known.catch(() => {})), ...kept.splice(0).map(init)]);

  const idle = (task) => {
    const seen = () => document.hidden
      ? document.addEventListener("visibilitychange", seen, { once: true })
      // WebKit has no requestIdleCallback. In Chromium a sandboxed frame may never be idle.
      : (window.requestIdleCallback || setTimeout)(task, { timeout: 2000 });
    document.readyState === "complete" ? seen() : addEventListener("load", seen, { once: true });
  };

  const listeners = {};
  const api = window.askwell = {
    init: (config = {}) => config?.show === "manual" ? done(kept.push(config)) : init(config),
    show: (id, options) => quiet(known().then(() => call("show", id, options))),
    close: () => loading ? call("close") : done(questions.forEach((question) => question.element || question.close())),
    identify: (traits) => later("identify", person = traits),
    setLanguage(language) {
      chosen = language;
      return (questions.size ? call : later)("setLanguage", language);
    },
    explain: (id) => quiet(known().then(() => call("explain", id))),
    reset: () => call("reset"),
    destroy: () => loading ? call("destroy") : done(questions.forEach((question) => question.leave())),
    on(event, listener) {
      const known = listeners[event] ||= new Map();
      if (!known.has(listener)) known.set(listener, (happened) => listener(happened.detail, happened));
      document.addEventListener(`askwell:${event}`, known.get(listener));
    },
    off: (event, listener) => document.removeEventListener(`askwell:${event}`, listeners[event]?.get(listener)),
    push: (...calls) => calls.forEach(([name, ...values]) => api[name](...values)),
  };

  // A survey in the flow of the page is fetched when the visitor comes near it.
  const near = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => {
    if (!isIntersecting) return;
    near.unobserve(target);
    idle(() => ask(target));
  }), { rootMargin: "300px" });
  [["askwell-survey"], ["askwell-rating", "helpful"]].forEach(([name, preset]) =>
    customElements.get(name) || customElements.define(name, class extends HTMLElement {
      preset = preset;
      connectedCallback() {
        if (!this.here) near.observe(this);
        this.here = true;
      }
      disconnectedCallback() {
        // Also called when the element is moved; by the next microtask it is back then.
        queueMicrotask(() => {
          if (this.isConnected) return;
          this.here = false;
          near.unobserve(this);
          questions.forEach((question) => question.element === this && question.leave());
          loading && call("detach", this);
        });
      }
    }));

  // A tag without any of these only loads the script, for elements and calls.
  const own = tag.endpoint || tag.receiver || tag.survey || document.querySelector(DOCUMENT);
  const rests = resting(tag.storage || "local", !inline, `${tag.id || tag.preset || "nps"}/${tag.topic || ""}`);
  if (own) {
    if (tag.show === "manual" || rests || !inline && navigator.connection?.saveData) kept.push(undefined);
    // Two seconds are for fetching: what is fetched waits until it is due.
    else setTimeout(() => idle(() => ask()), Math.max(0, (tag.delay || 0) * 1000 - 2000 - performance.now()));
  }
  // What earlier pages left.
  if (["local", "session"].some((area) => stored(area, "outbox") || stored(area, "gestures"))) idle(() => call());
  api.push(...early);
})();
