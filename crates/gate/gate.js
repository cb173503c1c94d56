// The gate as the loader imports it: what it calls, by name.
export { default, explain, forget, judge, track } from "askwell";
