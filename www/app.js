// The application as the loader imports it: what it calls, by name. What else wasm-bindgen exports is left out of the script.
export { default, start } from "askwell";
