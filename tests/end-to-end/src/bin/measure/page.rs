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
/// `window.askwellFigures` holds the result.
pub(crate) const OBSERVER: &str = r#"(() => {
  const tasks = [];
  let shift = 0;
  new PerformanceObserver((list) => { for (const task of list.getEntries()) tasks.push(task.duration); })
    .observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) shift += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  const scaleStands = () => [...document.querySelectorAll("*")].some((element) =>
    element.shadowRoot && element.shadowRoot.querySelectorAll("input[type=radio]").length === 11);
  const finish = (painted) => {
    const files = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    window.askwellFigures = {
      painted,
      longestTask: Math.max(0, ...tasks),
      blocking: tasks.reduce((sum, duration) => sum + duration - 50, 0),
      layoutShift: shift,
      bytes: files.reduce((sum, file) => sum + file.transferSize, 0),
    };
  };
  const look = () => {
    if (!scaleStands()) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => {
      const painted = performance.now();
      setTimeout(finish, 1000, painted);
    }));
  };
  requestAnimationFrame(look);
})();"#;
