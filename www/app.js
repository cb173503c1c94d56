// The application as the loader imports it: what it calls, by name. What else wasm-bindgen exports is left out of the script.
export {
  attach, close, consent, default, destroy, detach, explain, followLink, identify, init, replay, reset, resume, setLanguage, show, start,
} from "askwell";
