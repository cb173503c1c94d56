//! The script that takes the figures.

/// Runs before anything else in the page. Looks once per frame, in the page and in its shadow roots, for what is `shown` and how
/// often; the frame after that has painted it. A second later everything that is done by itself is over, and
/// `window.askwellFigures` holds the result. `window.askwellFollowUp` is a promise of the milliseconds from the click on a
/// score until the field of the follow-up is painted.
pub(crate) fn observer((selector, count): (&str, usize)) -> String {
    OBSERVER.replace("SELECTOR", &format!("{selector:?}")).replace("COUNT", &count.to_string())
}

const OBSERVER: &str = r#"(() => {
  const tasks = [];
  let shift = 0;
  new PerformanceObserver((list) => { for (const task of list.getEntries()) tasks.push(task.duration); })
    .observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  const visible = (root, selector) =>
    [...root.querySelectorAll(selector)].filter((element) => element.getClientRects().length).length;
  const stands = (selector, count) => visible(document, selector) === count ||
    [...document.querySelectorAll("*")].some(({ shadowRoot }) => shadowRoot && visible(shadowRoot, selector) === count);
  let clicked;
  addEventListener("click", () => { clicked ??= performance.now(); }, true);
  window.askwellFollowUp = new Promise((painted) => {
    const look = () => clicked && stands("textarea", 1)
      ? requestAnimationFrame(() => setTimeout(() => painted(performance.now() - clicked)))
      : requestAnimationFrame(look);
    look();
  });
  const finish = (painted) => {
    const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    window.askwellFigures = {
      painted,
      longestTask: Math.max(0, ...tasks),
      blocking: tasks.reduce((sum, duration) => sum + duration - 50, 0),
      layoutShift: shift,
      bytes: files.reduce((sum, file) => sum + file.transferSize, 0),
      requests: files.length,
    };
  };
  const look = () => {
    if (!stands(SELECTOR, COUNT)) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => {
      const painted = performance.now();
      setTimeout(finish, 1000, painted);
    }));
  };
  requestAnimationFrame(look);
})();"#;
