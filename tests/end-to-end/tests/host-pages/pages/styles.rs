//! Pages with stylesheets of others, and the scripts that come with them.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let styled = |name, files: &[&str]| HostPage::new(name).libraries(files);
    vec![
        styled("normalize", &["normalize.css/normalize.css"]),
        styled("bootstrap", &["bootstrap/dist/css/bootstrap.min.css", "bootstrap/dist/js/bootstrap.bundle.min.js"]),
        styled("tailwind_2", &["tailwindcss/dist/tailwind.min.css"]),
        styled("tailwind_4", &["@tailwindcss/browser/dist/index.global.js"])
            .body(r#"<div class="fixed inset-x-0 bottom-0 z-10 bg-white p-4 text-sm">Ein Hinweis</div>"#)
            .ready("getComputedStyle(document.querySelector('.fixed')).position === 'fixed'"),
        styled("bulma", &["bulma/css/bulma.min.css"]),
        styled(
            "foundation",
            &[
                "foundation-sites/dist/css/foundation.min.css",
                "jquery/dist/jquery.min.js",
                "foundation-sites/dist/js/foundation.min.js",
            ],
        )
        .script("jQuery(document).foundation()"),
        styled(
            "materialize",
            &["materialize-css/dist/css/materialize.min.css", "materialize-css/dist/js/materialize.min.js"],
        )
        .script("M.AutoInit()"),
        styled(
            "fomantic",
            &["fomantic-ui/dist/semantic.min.css", "jquery/dist/jquery.min.js", "fomantic-ui/dist/semantic.min.js"],
        )
        .script("jQuery('select').dropdown()"),
        styled("uikit", &["uikit/dist/css/uikit.min.css", "uikit/dist/js/uikit.min.js"])
            .body(r#"<div uk-sticky="position: bottom" class="uk-card">Haftet</div>"#),
        styled("pico", &["@picocss/pico/css/pico.min.css"]),
        styled("water", &["water.css/out/water.min.css"]),
        styled("milligram", &["milligram/dist/milligram.min.css"]),
        styled("skeleton", &["skeleton-css/css/skeleton.css"]),
        styled("tachyons", &["tachyons/css/tachyons.min.css"]),
        styled("pure", &["purecss/build/pure-min.css"]),
        styled("animate_css", &["animate.css/animate.min.css"])
            .body(r#"<p class="animate__animated animate__fadeIn" style="animation-duration: 1ms">Da</p>"#),
    ]
}
