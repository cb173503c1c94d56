//! The page that is measured, and the script in it that takes the figures.

/// The page's name beside the built files.
pub(crate) const NAME: &str = "bench.html";

/// The widget alone: what it costs is not mixed with what a shop costs.
pub(crate) const HTML: &str = r#"<!doctype html>
<html lang="de">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Askwell</title>
<h1>Lindenhof</h1>
<p>Tee aus kleinen Gärten.</p>
<script async src="/askwell.js" data-endpoint="/v1/responses?key=demo" data-product="Lindenhof" data-delay="0"></script>
</html>
"#;

/// Runs before anything else in the page. Looks once per frame for a shadow root with eleven radio buttons; the
/// frame after that has painted them. A second later everything the widget does by itself is over, and
/// `window.askwellFigures` holds the result. `window.askwellFollowUp` is a promise of the milliseconds from the click on a
/// score until the field of the follow-up is painted.
pub(crate) const OBSERVER: &str = r#"(() => {
  const tasks = [];
  let shift = 0;
  new PerformanceObserver((list) => { for (const task of list.getEntries()) tasks.push(task.duration); })
    .observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  const stands = (selector, count) => [...document.querySelectorAll("*")].some((element) =>
    element.shadowRoot && element.shadowRoot.querySelectorAll(selector).length === count);
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
    if (!stands("input[type=radio]", 11)) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => {
      const painted = performance.now();
      setTimeout(finish, 1000, painted);
    }));
  };
  requestAnimationFrame(look);
})();"#;
