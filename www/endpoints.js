// What a page fetches if its answers go elsewhere than to one endpoint that takes them as they are: the functions that the
// page has for them, and what the rest comes to (`src/endpoints.rs`). `cargo xtask assemble` bundles it with its glue.
import begin, { check, letters as write } from "./askwell.js";

/** Functions that were given as such, by the names that stand for them: `#0`, `#1` … */
const functions = [];
const adopted = (value) => typeof value === "function" ? `#${functions.push(value) - 1}` : value;
/** What a function of the page's says to a response. */
const called = (name, response) => {
  if (name[0] === "#") return functions[name.slice(1)](response);
  const path = name.split("."), last = path.pop();
  const owner = path.reduce((object, key) => object?.[key], window);
  if (typeof owner?.[last] !== "function") throw new TypeError(`askwell: the page has no function ${name}`);
  return owner[last](response);
};

const absolute = (address) => new URL(address, document.baseURI).href;

const tell = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`askwell:${name}`, { bubbles: true, composed: true, detail }));

/** The response as the page wants it sent, or nothing. */
const consented = (name, response) => {
  const { schema, id, revision } = response;
  try {
    const wanted = called(name, response);
    if (wanted === false) return;
    if (wanted && wanted.then) throw new TypeError(`askwell: ${name} has to answer at once, without a promise`);
    // What a receiver tells responses apart by stays.
    return { ...(Object(wanted) === wanted ? wanted : response), schema, id, revision };
  } catch (error) {
    // It may have been meant to take something out: nothing is sent rather than too much.
    console.error(error);
    tell("undeliverable", { id, revision, reason: "beforeSend" });
  }
};

export default async (wasm) => {
  await begin({ module_or_path: wasm });
  return {
    /** A configuration with names in the places of its functions. */
    adopt: ({ endpoints, beforeSend, ...rest }) => ({
      ...rest,
      beforeSend: adopted(beforeSend),
      endpoints: Array.isArray(endpoints)
        ? endpoints.map((endpoint) => endpoint && endpoint.callback ? { ...endpoint, callback: adopted(endpoint.callback) } : endpoint)
        : endpoints,
    }),

    /** Why what a site says of its endpoints, as JSON, can't be used; nothing if it can. */
    refuses(post) {
      try {
        check(post);
      } catch (error) {
        const { code, message, problems } = error;
        console.error(message);
        tell("error", { code, message, problems });
        return error;
      }
    },

    /** What has to be put into the outbox for a response, both as JSON; see `src/endpoints.rs`. */
    letters(post, json) {
      const { beforeSend } = JSON.parse(post);
      let response = JSON.parse(json);
      if (beforeSend) response = consented(beforeSend, response);
      if (!response) return [];
      return write(post, response).filter((letter) => {
        const { callback, document: { request } = {} } = letter;
        try {
          if (callback) {
            called(callback, response);
          } else {
            // Absolute: it may be another page that sends.
            letter.endpoint = absolute(letter.endpoint);
            if (request?.url) request.url = absolute(request.url);
          }
        } catch (error) {
          console.error(error);
        }
        return !callback;
      });
    },
  };
};
