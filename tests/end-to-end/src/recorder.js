// Runs before anything else on every page, and writes down what the page would notice.
(() => {
  if ("recorded" in window) return;
  const recorded = { faults: [], violations: [], consoleErrors: [], events: [], keys: [], shift: 0 };
  Object.defineProperty(window, "recorded", { value: recorded });
  addEventListener("error", (event) => recorded.faults.push(`error: ${event.message}`));
  addEventListener("unhandledrejection", (event) => recorded.faults.push(`unhandled rejection: ${event.reason}`));
  document.addEventListener("securitypolicyviolation", (event) =>
    recorded.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
  const log = console.error;
  console.error = (...words) => {
    recorded.consoleErrors.push(words.map(String).join(" "));
    log.apply(console, words);
  };
  for (const name of ["ready", "shown", "answered", "completed", "dismissed", "abandoned", "delivered", "undeliverable", "error"]) {
    document.addEventListener(`askwell:${name}`, ({ detail }) => recorded.events.push({ name, detail }));
  }
  document.addEventListener("askwell:shown", () => recorded.shownAt = performance.now());
  for (const name of ["keydown", "keypress", "keyup"]) {
    document.addEventListener(name, ({ key }) => recorded.keys.push(`${name} ${key}`));
  }
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    // What follows on a click or a key is expected, and isn't counted by browsers either.
    if (!entry.hadRecentInput) recorded.shift += entry.value;
  }))
    .observe({ type: "layout-shift", buffered: true });
  recorded.globals = Object.getOwnPropertyNames(window);
})();
