//! Pages whose own styles get in the way.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let styled = |name, css| HostPage::new(name).style(css);
    vec![
        styled("everything_unset", "* { all: unset !important }"),
        styled("undefined_elements_hidden", ":not(:defined) { display: none }"),
        styled("children_of_body_hidden", "body > *:not(h1, p, nav, main, footer, script) { display: none }"),
        styled("nothing_selected_or_clicked", "body { user-select: none; pointer-events: none }"),
        styled("everything_transitions", "* { transition: all 3s !important }"),
        styled("transform_on_body", "body { transform: translateZ(0) }"),
        styled("filter_on_html", "html { filter: grayscale(1) }"),
        styled("body_contained", "body { contain: layout paint; min-height: 100vh }"),
        styled("body_in_a_container", "body { container-type: inline-size }"),
        styled("zoom_on_body", "body { zoom: 1.25 }"),
        styled("zoom_on_html", "html { zoom: 1.25 }"),
        styled("small_root_letters", "html { font-size: 62.5% } body { font-size: 1.6rem }"),
        styled("huge_letters", "html { font-size: 40px } * { line-height: 3 !important; letter-spacing: 0.2em }"),
        styled("tiny_letters", "* { font-size: 2px !important }"),
        styled("vertical", "html { writing-mode: vertical-rl }"),
        HostPage::new("right_to_left").page(|page| page.html(r#"lang="de" dir="rtl""#)),
        styled(
            "scroll_snap",
            "html { scroll-snap-type: y mandatory; scroll-behavior: smooth } main, footer { min-height: 100vh; scroll-snap-align: start }",
        )
        // Pages are scrolled by whole pixels: one more would still be on its way.
        .ready("Math.abs(document.querySelector('main').getBoundingClientRect().top) <= 0.5"),
        styled("no_scrolling", "html, body { overflow: hidden; height: 100% }"),
        styled(
            "scrolling_body",
            "html { overflow: hidden; height: 100% } body { overflow: auto; height: 100%; position: relative }",
        ),
        styled("body_locked", "body { position: fixed; inset: 0 auto auto 0; width: 100%; top: -40px }"),
        styled(
            "body_is_a_grid",
            "body { display: grid; grid-template: auto 1fr auto / 1fr 2fr; min-height: 100vh; place-items: center }",
        ),
        styled(
            "body_is_flexible",
            "body { display: flex; flex-flow: row wrap; align-items: center; gap: 1em; min-height: 100vh }",
        ),
        styled("columns", "body { columns: 3; column-rule: 1px solid; column-fill: auto; height: 400px }"),
        styled("dark", ":root { color-scheme: dark; background: #111; color: #eee }"),
        styled(
            "highest_layers",
            "nav { position: fixed; inset: 0 0 auto 0; z-index: 2147483647 } main { margin-top: 8em }",
        ),
        styled(
            "body_isolated",
            "body { isolation: isolate; opacity: 0.99; perspective: 100px; will-change: transform }",
        ),
    ]
}
