//! Pages with other people's stylesheets.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let styled = |name, file: &str| HostPage::new(name).libraries(&[file]);
    vec![
        HostPage::new("no_styles"),
        styled("normalize", "normalize.css/normalize.css"),
        styled("bootstrap", "bootstrap/dist/css/bootstrap.min.css")
            .libraries(&["bootstrap/dist/js/bootstrap.bundle.min.js"]),
        styled("tailwind_2", "tailwindcss/dist/tailwind.min.css"),
        HostPage::new("tailwind_4").libraries(&["@tailwindcss/browser/dist/index.global.js"]).body(
            r#"<div class="fixed inset-x-0 bottom-0 z-10 bg-white p-4 text-sm">Cookies?</div>"#,
        ).ready("getComputedStyle(document.querySelector('.fixed')).position === 'fixed'"),
    ]
}
