// What the loader fetches when the widget is needed: chooses between the widget's two builds, fetches what they are
// made of, and passes calls on. The small build knows the built-in surveys and is all that most pages load; the full one
// knows every type of question. A page can have both, if it asks for more later on, and they share its one popover.
//
// `cargo xtask assemble` bundles this with the small build's glue; the full one's is imported when it is needed.
import begin, {
  attach, close, destroy, detach, explain, hear, identify, init, reset, show as reveal, speak as tell, start as take,
} from "./askwell.js";

const FULL_GLUE = "__ASKWELL_FULL_GLUE__";
/** The small build by the names of its exports; `import *` would have the bundler write a getter for each. */
const small = {
  default: begin, attach, close, destroy, detach, explain, hear, identify, init, reset, show: reveal, speak: tell, start: take,
};
/** By build: the small one, the full one. */
const WASM = ["__ASKWELL_WASM__", "__ASKWELL_FULL_WASM__"];
const CSS = ["__ASKWELL_CSS__", "__ASKWELL_FULL_CSS__"];
/** The piece for answers that go elsewhere than to one endpoint that takes them as they are. */
const ENDPOINTS = "__ASKWELL_ENDPOINTS__", ENDPOINTS_WASM = "__ASKWELL_ENDPOINTS_WASM__";
const LANGUAGES_DIR = "__ASKWELL_LANGUAGES_DIR__";
const LANGUAGES = "__ASKWELL_LANGUAGES__".split(" ");

/** What the small build doesn't know, as JSON says it. Too much found is no harm. */
const FULL = /"(questions|followUps|values|endings|version|languages|hidden[\w-]*)"\s*:|"preset"\s*:\s*"(?!(nps|helpful)")/;
const DOCUMENT = 'script[type="application/askwell+json"]';
const LANG = /"lang"\s*:\s*"([^"]+)"/;

const file = (name) => new URL(name, import.meta.url).href;

const fetched = async (url) => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`askwell: ${url} answered ${answer.status}`);
  return answer;
};

/** Does something once, and anew after a failure: the network may be back. */
const once = (kept, key, task) => {
  if (!kept.has(key)) {
    kept.set(key, task().catch((error) => {
      kept.delete(key);
      throw error;
    }));
  }
  return kept.get(key);
};

const files = new Map();
const sheet = (name) => once(files, name, async () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await (await fetched(file(name))).text());
  return sheet;
});

// `de-AT` is served by `de`, `zh-TW` by `zh-Hant`, any Norwegian by `nb`, and what isn't there at all by English.
const language = (wanted, build) => {
  const names = [wanted];
  try {
    const { language, script, region } = new Intl.Locale(wanted).maximize();
    names.push(`${language}-${region}`, `${language}-${script}`, language, { no: "nb", nn: "nb" }[language]);
  } catch {} // not a tag
  const name = `${LANGUAGES_DIR}/${names.find((name) => LANGUAGES.includes(name)) || "en"}${build ? ".full" : ""}.json`;
  return once(files, name, async () => (await fetched(file(name))).json());
};

/** The document of an element: the one it names, or the one inside it. */
const documentOf = async (element) => {
  const inside = element.querySelector(DOCUMENT);
  return element.hasAttribute("src") ? (await fetched(element.getAttribute("src"))).text() : inside ? inside.textContent : undefined;
};

/** In the place of a refusal: what could judge isn't here yet. */
const LATER = {};

/** What a policy of the page has forbidden. */
const forbidden = [];
addEventListener("securitypolicyviolation", ({ blockedURI }) => forbidden.push(blockedURI));

/**
 * Posts a document, or makes the request that it has become. `then` is told the status, 0 if there is none, and what
 * `Retry-After` says in milliseconds.
 */
const post = async (endpoint, body, then) => {
  let status = 0, wait, why;
  try {
    const { url, timeout, ...request } = {
      url: endpoint, timeout: 30000, method: "POST", headers: { "Content-Type": "application/json" }, body,
      // Followed, a redirect would become a request without the answer, and succeed.
      redirect: "manual",
      ...JSON.parse(body).request,
    };
    const answer = await fetch(url, {
      ...request,
      // Goes on when the page is left; browsers let no more than this do so.
      keepalive: new Blob([request.body]).size <= 65536,
      signal: AbortSignal.timeout?.(timeout),
    });
    // Where no page may read answers, one that came is all that can be known. One from another address is none: it is a
    // page that a service worker keeps.
    status = answer.type === "opaque" ? 200 : answer.redirected || answer.url === url.split("#")[0] ? answer.status : 0;
    const after = answer.headers.get("Retry-After");
    wait = after * 1000 || Date.parse(after) - Date.now();
    why = status < 300 && status > 199 || (status ? `answered ${status}`
      : answer.ok ? "is answered by a service worker" : "redirects: name its target");
  } catch {}
  then({ status, wait });
  if (why === true) return;
  // Who is there answers a request that asks for no permission. By then the browser has said what a policy forbids.
  const there = why || await fetch(endpoint, { mode: "no-cors" }).catch(() => {});
  console.error(`askwell: ${endpoint} ${why || (
    forbidden.includes(endpoint) ? "is not in the Content-Security-Policy's connect-src"
    : location.protocol === "https:" && endpoint.startsWith("http:") ? "is not https, and this page is"
    : there ? new URL(endpoint).origin === location.origin ? "broke off, or took too long" : "does not allow this origin (CORS)"
    : "is offline, down or misspelt")}`);
};

/** An address as the page means it; with a list to keep, without its fragment and all query parameters but these. */
const address = (text, keep) => {
  try {
    const url = new URL(text, document.baseURI), kept = new URLSearchParams();
    if (keep) {
      for (const name of keep) if (url.searchParams.has(name)) kept.append(name, url.searchParams.get(name));
      url.search = kept;
      url.hash = url.username = url.password = "";
    }
    return url.href;
  } catch {
    return keep ? "" : text;
  }
};

/** What is stored under a name, or whether a text was; an empty one is removed. Storage throws in a sandboxed frame. */
const stored = (area, name, text) => {
  try {
    const storage = window[area];
    return text === undefined ? storage.getItem(name) : (text ? storage.setItem(name, text) : storage.removeItem(name), true);
  } catch {}
};

/** Milliseconds since the page began; one that was prerendered began when the visitor turned to it. */
const uptime = () => performance.now() - ((performance.getEntriesByType("navigation")[0] || {}).activationStart || 0);

/** Calls `then` now, or once the page can be seen. */
const visible = (then) => document.hidden ? addEventListener("visibilitychange", () => then(), { once: true }) : then();

/** What happens to the page that the widget has to hear, as `hear` in `src/api.rs` counts it. */
const HEARD = {
  online: () => 1,
  pageshow: ({ persisted }) => persisted && 2,
  visibilitychange: () => document.hidden && 3,
  pagehide: () => 4,
  storage: ({ key }) => ({ "askwell.outbox": 5, "askwell.rest": 6 })[key],
};

/** Whether the page has been left. Asked before anybody else hears of it. */
let left;
addEventListener("pagehide", () => left = true);
addEventListener("pageshow", () => left = false);

/** The survey that this page shows and no other tab does, what lets others show it, and when they may. */
let held, release = () => {}, released = Promise.resolve();
// Calls `then` with whether no other tab shows the survey, and lets none do so before `release`. Waits for what this page
// gives back just now. Without locks, nobody can say.
const hold = (id, then) => {
  held = id;
  released = released.then(() => navigator.locks.request(`askwell ${id}`, { ifAvailable: true }, (lock) =>
    (then(!!lock), lock && !left && new Promise((done) => release = done)))).catch(() => then(true));
};
addEventListener("pagehide", () => release());

/** What is being typed, by the name and the place under which it is kept if the page is left. */
const typed = new Map();
const drafts = (area) => {
  try {
    return JSON.parse(stored(area, "askwell.drafts")) || {};
  } catch {
    return {};
  }
};
/** Offers in the field of a step what was typed there, and not sent, since the `oldest` moment. */
const draft = (step, name, [area, oldest]) => {
  const field = area && step.querySelector("textarea, [type=text][name=value]");
  if (!field) return;
  typed.set(name, [field, area]);
  const [text, since] = drafts(area)[name] || [];
  if (!field.value && since > oldest) field.value = text;
};
const keep = () => typed.forEach(([field, area], name) => {
  const all = drafts(area);
  delete all[name];
  if (field.isConnected && field.value) all[name] = [field.value, Date.now()];
  stored(area, "askwell.drafts", Object.keys(all)[0] ? JSON.stringify(all) : "");
});
addEventListener("visibilitychange", keep);
addEventListener("pagehide", keep);

/** The configuration that a call carries, as JSON; an element's is its attributes and its document. */
const configuration = (name, [given, , text]) => {
  try {
    if (name === "attach") return JSON.stringify(Object.fromEntries([...given.attributes].map(({ name, value }) => [name, value]))) + text;
    return name === "init" && JSON.stringify(given) || "";
  } catch {
    return ""; // the widget says what is wrong with it
  }
};

/**
 * The widget of a page with this tag. `fail` is told of errors that are no refusals of the widget's, gives them a code,
 * and tells the page.
 * Returns what calls it: a name of its exports, or none to have it loaded, and values.
 */
export default (tag, fail) => {
  const { survey, ...rest } = tag;
  /** What both builds know of the page; see `src/widget.rs`. */
  const page = {};
  /** The glue of each build, once its Wasm has started. */
  const builds = new Map();
  /** Which build has which survey. */
  const owners = new Map();
  let needed = +FULL.test(JSON.stringify(rest));
  /** What knows other endpoints, once something does, and why it refuses what is read just now. */
  let elsewhere, refused;
  const endpoints = () => once(files, ENDPOINTS, async () =>
    elsewhere = await (await import(file(ENDPOINTS))).default(await fetched(file(ENDPOINTS_WASM))));
  /** What `identify` and `setLanguage` said: a build that comes later is told as well. */
  let person, said;

  // The page's document, and a moment for all calls that were made before: together they say which build it takes.
  const read = () => once(files, "document", async () => {
    const [named] = await Promise.all([
      survey && fetched(survey).then((answer) => answer.text()),
      new Promise((ready) => document.readyState === "loading" ? addEventListener("DOMContentLoaded", ready) : ready()),
      new Promise((ready) => setTimeout(ready)),
    ]);
    const inline = document.querySelector(`${DOCUMENT}:not(askwell-survey *)`);
    const text = named || (inline && inline.textContent) || undefined;
    needed ||= +FULL.test(text);
    return text;
  });

  const start = (build) => once(builds, build, async () => {
    const [glue, wasm, document, ...sheets] = await Promise.all([
      build ? import(file(FULL_GLUE)) : small,
      fetched(file(WASM[build])),
      read(),
      ...CSS.slice(0, build + 1).map(sheet),
    ]);
    await glue.default({ module_or_path: wasm });
    // Has `then` called when no other tab sends, and lets none send before the end. A page that has been left asks for
    // no lock and keeps none that was on its way: one that holds a lock can't come back from the browser's cache.
    let end;
    const turn = (then) => navigator.locks ? left || navigator.locks.request("askwell.outbox", { ifAvailable: true }, (lock) =>
      left || (lock ? new Promise((done) => (end = done, then())) : void setTimeout(turn, 1000, then))).catch(then) : then();
    glue.start({
      post, address, stored, visible, uptime, turn, end: () => end && end(), tag: rest,
      refuses: (post) => refused = elsewhere ? elsewhere.refuses(post) : LATER,
      // Absolute addresses: it may be another page that sends.
      letters: (post, response, endpoint) => post
        ? elsewhere.letters(post, response)
        : [{ endpoint: address(endpoint), document: JSON.parse(response) }],
      document, page, sheet: sheets[0], fullSheet: sheets[1],
      draft, release: () => (held = 0, release()),
      // With a name: of the survey that is about to be shown, and isn't if another tab has it.
      language: (wanted, then, id) => language(wanted, build).then((file) => id ? hold(id, (free) => then(free && file)) : then(file), () => then()).catch(fail),
    });
    for (const name in HEARD) {
      addEventListener(name, (event) => glue.hear(HEARD[name](event)));
    }
    // Meanwhile another tab may have begun to show it.
    addEventListener("pageshow", ({ persisted }) => persisted && held && hold(held, (free) => free || glue.hear(7)));
    person && glue.identify(person);
    said && glue.speak(said, await language(said, build));
    return glue;
  });

  const all = async (name, values) => {
    const results = [];
    // One that is being loaded is waited for, and one that begins to load meanwhile is met as well.
    for (const build of builds.values()) {
      results.push(await (await build)[name](...values));
      if (name === "identify") person = values[0];
    }
    return name === "explain"
      ? { surveys: results.flatMap(({ surveys }) => surveys), waiting: Math.max(...results.map(({ waiting }) => waiting)) }
      : results[0];
  };

  const speak = async (tag) => {
    said = String(tag);
    // One that begins now is told as it starts.
    if (!builds.size) return void await start(needed);
    for (const [build, glue] of builds) (await glue).speak(said, await language(said, build));
  };

  const show = async (id, options) => {
    const wanted = () => id ?? owners.keys().next().value;
    if (!owners.has(wanted())) await Promise.all([start(needed), ...builds.values()]);
    const glue = owners.get(wanted()) || await start(needed);
    return new Promise((resolve, reject) => {
      const shown = wanted();
      glue.show(shown, options, (error) => error ? reject(error) : resolve(shown));
    });
  };

  const call = async (name, values, given) => {
    const text = await read();
    if (/^(init|attach|show)$/.test(name)) {
      // The texts it will ask for, most likely, while the Wasm is on its way.
      const [, lang] = LANG.exec(given + JSON.stringify(rest) + text) || [];
      language(said || lang || document.documentElement.lang || navigator.language, needed).catch(() => {});
    }
    if (name === "show") return show(...values);
    if (name === "destroy") owners.clear();
    if (/^(close|destroy|detach)$/.test(name)) return all(name, values);
    if (name === "setLanguage") return speak(...values);
    if (/^(explain|identify|reset)$/.test(name)) return builds.size || start(needed), all(name, values);
    const glue = await start(needed);
    if (!name) return;
    let result;
    refused = 0;
    try {
      result = glue[name](...values);
    } catch (error) {
      throw refused || error;
    }
    if (name === "init") {
      const before = owners.get(result);
      owners.set(result, glue);
      // The survey of the same name that this one replaces.
      before && before !== glue && before.detach(result);
    }
    return result;
  };

  const attempt = (name, values, given) => call(name, values, given).catch(async (error) => {
    if (error === LATER) {
      await endpoints();
    } else {
      // The small build refuses without a word what it can't read: the full one reads it, or says what is wrong.
      if (error.code !== "unread") throw error;
      const full = await start(needed = 1);
      if (!/^(init|attach)$/.test(name)) return full[name](...values);
    }
    return attempt(name, values, given);
  });

  return async (name, ...values) => {
    try {
      if (name === "attach") values[2] = await documentOf(values[0]);
      const [config] = values;
      if (name === "init" && config && (config.endpoints || config.beforeSend)) values = [(await endpoints()).adopt(config)];
      const given = configuration(name, values);
      needed ||= +FULL.test(given);
      return await attempt(name, values, given);
    } catch (error) {
      // Neither a refusal nor told already: a file is missing, or the Wasm has trapped and is dead from now on.
      if (!error.code) fail(error);
      throw error;
    }
  };
};
