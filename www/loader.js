// Askwell's loader: reads its own tag, checks what is cheap to check, and fetches the first question when the page is idle,
// or the application where the question isn't prerendered. It is all that a visitor downloads who isn't asked. What it
// passes on is decoded in the application, and nowhere else.
(() => {
  "use strict";
  // The page's own document; one inside an element is that element's.
  const documentOnPage = () => document.querySelector('script[type="application/askwell+json"]:not(askwell-survey *)');

  // Null in a module: there the script is found by its name.
  const script = document.currentScript || document.querySelector('script[src*="askwell.js"]');
  // A page may leave calls in an array before this runs. An element of this name is none, and a page that names the script
  // twice gets one widget.
  const early = window.askwell;
  if (early?.explain) return;
  if (!script?.src) return console.error("askwell: no script tag");
  const tag = { ...script.dataset };
  const inline = tag.display === "inline";

  // Says that a file is missing, and passes that on.
  const fail = (error) => {
    error.code = "load";
    console.error(error);
    document.dispatchEvent(new CustomEvent("askwell:error", { detail: { code: "load", message: `${error}`, problems: [] } }));
    throw error;
  };

  // A rejection that nobody waits for is no error of the page's.
  const quiet = (promise) => (promise.catch(() => {}), promise);
  const done = async (value) => value;
  // In scripts of another origin, imports have no base: the folder of the application's files is named in full. Without `URL`,
  // of which pages make something else.
  const folder = script.src.replace(/[^/]*([?#].*)?$/, __ASKWELL_FILES__ + "/");
  const at = (path) => folder + path;
  // Firefox doesn't fetch a module again that it could not have, but under another address.
  let again = "";
  const load = async (name) => {
    const wasm = quiet(fetch(at(`${name}.wasm`)));
    const module = await import(at(`${name}.js${again}`)).catch((error) => {
      again += "?";
      throw error;
    });
    await module.default({ module_or_path: wasm });
    return module;
  };

  // Surveys that wait until they are due, for a call, or for a file that could not be fetched: configurations, or elements;
  // `undefined` stands for the tag's own.
  const kept = [];
  const take = (config) => kept.includes(config) && kept.splice(kept.indexOf(config), 1);
  // The first questions that stand on the page without the application.
  const questions = [];
  // The application, once something asks for it.
  let loading;
  const call = (name, ...values) => quiet((loading ||= load("app").then(async (app) => {
    await app.start(tag, folder, due, gated, mayKeep());
    said.forEach(([name, ...values]) => quiet(done().then(() => app[name](...values))));
    await app.resume(questions);
    return app;
  }).catch((error) => {
    // The next call tries again: the network may be back.
    loading = undefined;
    fail(error);
  })).then((app) => name && app[name](...values)));

  // What says something about surveys to come loads nothing by itself: most visitors are never asked.
  const said = [];
  const later = (...wanted) => loading ? call(...wanted) : done(said.push(wanted));

  const consents = () => quiet(import(at("consent.js")).catch(fail));
  // Where consent is asked for: settled once surveys may be shown. Until then nothing is read.
  let agreed;
  const askConsent = (given) =>
    agreed ||= (given?.consent || given?.gpc) && quiet(consents().then(({ follow }) => follow(given, shared)));
  const mayKeep = () => shared.mayKeep ?? !agreed;
  // Storage throws in a sandboxed frame, and holds whatever the page puts there.
  const stored = (area, name) => {
    try { return mayKeep() && JSON.parse(window[`${area}Storage`].getItem(`askwell.${name}`)) || 0; } catch { return 0; }
  };
  // Delivers what earlier pages left.
  const deliver = () =>
    ["local", "session"].some((area) => stored(area, "outbox") || stored(area, "gestures")) && idle(() => call());
  const resting = (area, popover, name) => {
    const rest = stored(area, "rest");
    // One further ahead comes from a wrong clock.
    const lasts = (until) => (until -= Date.now()) > 0 && until < __ASKWELL_LONGEST_REST__;
    // What was begun in this tab goes on.
    return !stored("session", "sessions")[name] && (lasts(rest[name]) || popover && lasts(rest["* popover"]));
  };

  // What says more about when, where and to whom than the loader knows of. The gate judges that.
  const RULES = __ASKWELL_RULES__.split("|");
  const isRuled = (given) => Object.keys(given || {}).some((name) => RULES.includes(name));
  const events = [];
  let gate;
  const gated = () => gate ||= load("gate").then((judge) => {
    events.forEach((event) => judge.track(...event));
    return judge;
  }).catch((error) => {
    // The next survey tries again.
    gate = undefined;
    fail(error);
  });
  // Tells the gate something, if there is one.
  const tell = (what) => quiet(done(gate).then((gate) => gate && what(gate)));
  // Whether a survey is due, once that is so. The recommendation question waits for its moment where nobody names it.
  const due = async (given, popover, judged = given) => !(isRuled(given) ||
    popover && (given.preset || "nps") === "nps" && (given.delay ?? given.touchpoint ?? given.attributes?.touchpoint) == null) ||
    gated().then((gate) => gate.judge(judged, shared.person), () => false);

  // Shows the survey of the tag, or of an element: the first question alone where that is prerendered, and the whole
  // application where it isn't, or is there already.
  const ask = async (element) => {
    // Until it is shown, a call may show it, or remove it.
    take(element);
    kept.push(element);
    const json = documentOnPage();
    let shown, apart;
    try {
      const given = element ? Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]))
        : { ...json && JSON.parse(json.textContent), ...tag };
      // What a document says is not known here, unless it is the page's.
      apart = element ? given.src || element.querySelector("script") : tag.survey;
      await askConsent(given);
      if (!element && resting(tag.storage || "local", !inline, `${tag.id || tag.preset || "nps"}/${tag.topic || ""}`)) return;
      if (!apart && !await due(given, !element && !inline, element)) return;
      if (!loading && (!apart || given.prerendered) && !json) {
        shown = await (await import(at("first.js"))).show(element, given, shared);
      }
    } catch {}
    if (shown !== false && take(element) && !shown) init(element, !apart);
  };

  // Settled once those are known that are on their way to the application: until then none is shown by a call.
  let pending = done();
  const init = (config, judged) => {
    const known = call(config?.localName ? "attach" : "init", config, !!judged);
    pending = Promise.all([pending, known.catch(({ code }) => code === "load" && kept.push(config))]);
    return known;
  };
  const known = (...wanted) => {
    const all = Promise.all(kept.splice(0).map((config) => init(config)));
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
  const hear = (listener) =>
    heard.get(listener) || heard.set(listener, (event) => listener(event.detail, event)).get(listener);
  const api = window.askwell = {
    init(config = {}) {
      const isManual = config?.show === "manual";
      if (!askConsent(config) && !isManual && !isRuled(config)) return init(config);
      kept.push(config);
      if (!isManual) quiet(done(agreed).then(() => due(config)).then((is) => is && take(config) && init(config, true)));
      return done();
    },
    track: (...event) => gate ? tell((gate) => gate.track(...event)) : done(events.push(event)),
    show: (...options) => known("show", ...options),
    close: () => loading ? call("close") : done(questions.find((question) => !question.element)?.close()),
    identify: (traits) => later("identify", shared.person = traits),
    setLanguage: (language) => (questions.length ? call : later)("setLanguage", shared.language = language),
    explain: (id) => known("explain", id),
    consent: (given) => quiet(consents().then(({ decide }) => decide(given, shared))),
    reset: () => call("reset", shared.person = undefined),
    destroy() {
      kept.splice(0);
      tell((gate) => gate.forget());
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
    tell((gate) => gate.forget(host));
    questions.find((question) => question.host === host)?.gone();
    if (loading) call("detach", host);
  };
  // What the other scripts share, who answers (`person`), the `language` that was chosen, and whether something may be kept on
  // the device (`mayKeep`) among it.
  const shared = {
    tag, at, call, later, deliver, questions, resting, stored, kept, ask, gone, idle, loading: () => loading,
  };
  ["askwell-card", "askwell-survey", "askwell-rating", "askwell-tab"].forEach((name, ours) =>
    customElements.define(name, class extends HTMLElement {
      connectedCallback() {
        if (ours) quiet(import(at("elements.js")).then(({ look }) => look(this, shared)));
      }
      disconnectedCallback() {
        // Also called when the element is moved; by the next microtask it is back then.
        queueMicrotask(() => this.isConnected || gone(this));
      }
    }));

  askConsent(tag);
  // A tag without any of these only loads the script, for elements and calls.
  if (tag.endpoint || tag.receiver || tag.survey || documentOnPage()) {
    kept.push(undefined);
    if (tag.show !== "manual" && (inline || !navigator.connection?.saveData)) {
      // Two seconds are for fetching: what is fetched waits until it is due.
      setTimeout(() => idle(() => kept.includes(undefined) && ask()), tag.delay * 1000 - 2000 - performance.now());
    }
  }
  deliver();
  if (early?.map) api.push(...early);
  // A link that chooses a score, or the debug panel.
  if (/[?&]askwell_/.test(location.search)) known("followLink", location.search);
})();
