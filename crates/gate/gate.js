// The gate as the loader imports it: what it calls, by name.
export { default, facts, forget, judge, track } from "askwell";
