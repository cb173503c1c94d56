// Askwell's loader: reads its own tag, checks what is cheap to check, and fetches the application when the page is idle.
// It is all that a visitor downloads who isn't asked. What it passes on is decoded in the application, and nowhere else.
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

  const fail = (error) => {
    error.code = "load";
    console.error(error);
    document.dispatchEvent(new CustomEvent("askwell:error", { detail: { code: "load", message: String(error), problems: [] } }));
  };

  // A rejection that nobody waits for is no error of the page's.
  const quiet = (promise) => (promise.catch(() => {}), promise);
  // In scripts of another origin, imports have no base: the folder of the application's files is named in full.
  const folder = new URL(`${__ASKWELL_FILES__}/`, script.src);
  const load = async () => {
    const wasm = fetch(new URL("app.wasm", folder));
    quiet(wasm);
    const app = await import(new URL("app.js", folder));
    await app.default({ module_or_path: wasm });
    await app.start(tag, folder.href);
    return app;
  };

  const run = async (app, [name, ...values]) => app[name](...values);

  // The application, once something asks for it.
  let loading;
  const call = (name, ...values) => quiet((loading ||= load().then((app) => {
    said.forEach((wanted) => quiet(run(app, wanted)));
    return app;
  }).catch((error) => {
    fail(error);
    // The next call tries again: the network may be back.
    loading = undefined;
    throw error;
  })).then((app) => name && run(app, [name, ...values])));

  // What says something about surveys to come loads nothing by itself: most visitors are never asked.
  const said = [];
  const later = (...wanted) => loading ? call(...wanted) : Promise.resolve(void said.push(wanted));

  // Configurations whose survey waits for a call, or for a file that could not be fetched; `undefined` stands for the tag's own.
  const kept = [];
  // Those that are on their way to the application: a survey is shown once all are known.
  const coming = new Set();
  const init = (config) => {
    const known = call("init", config);
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
    init: (config = {}) => config && config.show === "manual" ? Promise.resolve(void kept.push(config)) : init(config),
    show: (id, options) => quiet(known().then(() => call("show", id, options))),
    close: () => loading ? call("close") : Promise.resolve(),
    identify: (person) => later("identify", person),
    setLanguage: (language) => later("setLanguage", language),
    explain: (id) => quiet(known().then(() => call("explain", id))),
    reset: () => call("reset"),
    destroy: () => loading ? call("destroy") : Promise.resolve(),
    on(event, listener) {
      const known = listeners[event] ||= new Map();
      if (!known.has(listener)) known.set(listener, (happened) => listener(happened.detail, happened));
      document.addEventListener(`askwell:${event}`, known.get(listener));
    },
    off: (event, listener) => document.removeEventListener(`askwell:${event}`, (listeners[event] || new Map()).get(listener)),
    push: (...calls) => calls.forEach(([name, ...values]) => api[name](...values)),
  };

  // A survey in the flow of the page is fetched when the visitor comes near it.
  const near = new IntersectionObserver((entries) => entries.forEach(({ isIntersecting, target }) => {
    if (!isIntersecting) return;
    near.unobserve(target);
    idle(() => call("attach", target, target.preset));
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
          loading && call("detach", this);
        });
      }
    }));

  // Storage throws in a sandboxed frame, and holds whatever the page puts there.
  const stored = (area, name) => {
    try { return JSON.parse(window[`${area}Storage`].getItem(`askwell.${name}`)) || {}; } catch { return {}; }
  };
  const rest = stored(tag.storage || "local", "rest");
  const resting = ["* popover", `${tag.id || tag.preset || "nps"}/${tag.topic || ""}`].some((name) => rest[name] > Date.now());
  const frugal = navigator.connection && navigator.connection.saveData;
  const inline = tag.display === "inline";
  // A tag without any of these only loads the script, for elements and calls.
  const own = tag.endpoint || tag.receiver || tag.survey || document.querySelector(DOCUMENT);
  if (tag.show === "manual" || !inline && (resting || frugal)) {
    if (own) kept.push(undefined);
    if (["local", "session"].some((area) => stored(area, "outbox").length)) idle(() => call());
  } else if (own) {
    // Two seconds are for fetching: the widget itself waits until it is due.
    setTimeout(() => idle(() => init()), Math.max(0, (tag.delay || 0) * 1000 - 2000 - performance.now()));
  }
  api.push(...early);
})();
