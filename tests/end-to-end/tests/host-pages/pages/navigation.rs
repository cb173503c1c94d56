//! Pages in which a library replaces the content, or the whole body, when a link is followed.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let with = |name, files: &[&str]| HostPage::new(name).libraries(files).follow();
    vec![
        with("turbo", &["@hotwired/turbo/dist/turbo.es2017-umd.js"]),
        with("turbolinks", &["turbolinks/dist/turbolinks.js"]),
        with("htmx_boost", &["htmx.org/dist/htmx.min.js"]).script("document.body.setAttribute('hx-boost', 'true')"),
        with("swup", &["swup/dist/Swup.umd.js"])
            .body(r#"<div id="swup"><p>Wird ersetzt</p><!--arrived--></div>"#)
            .script("new Swup({ animationSelector: false })"),
        with("barba", &["@barba/core/dist/barba.umd.js"])
            .body(r#"<div data-barba="wrapper"><div data-barba="container" data-barba-namespace="page"><p>Wird ersetzt</p><!--arrived--></div></div>"#)
            .script("barba.init()"),
        with("pjax", &["pjax/pjax.min.js"])
            .body(r#"<div id="pjax"><p>Wird ersetzt</p><!--arrived--></div>"#)
            .script("new Pjax({ selectors: ['title', '#pjax'], cacheBust: false })"),
        with("unpoly", &["unpoly/unpoly.css", "unpoly/unpoly.min.js"])
            .body(r#"<div id="unpoly"><p>Wird ersetzt</p><!--arrived--></div>"#)
            .script("up.link.config.followSelectors.push('a[href]'); up.fragment.config.mainTargets.unshift('#unpoly')"),
        with("unpoly_body", &["unpoly/unpoly.css", "unpoly/unpoly.min.js"])
            .script("up.link.config.followSelectors.push('a[href]'); up.fragment.config.mainTargets.unshift('body')"),
        // As Astro does it.
        HostPage::new("view_transitions").follow().script(
            "document.addEventListener('click', async (event) => {
               const link = event.target.closest('a');
               if (link?.id !== 'link') return;
               event.preventDefault();
               const text = await (await fetch(link.href)).text();
               const next = new DOMParser().parseFromString(text, 'text/html');
               document.startViewTransition(() => {
                 history.pushState({}, '', link.href);
                 document.title = next.title;
                 document.body.replaceWith(next.body);
               });
             })",
        ),
        HostPage::new("body_emptied").then("document.body.innerHTML = '<p><a id=\"link\" href=\"#\">Neu</a></p>'", "document.body.children.length > 0"),
        HostPage::new("instant_page").body(r#"<script type="module" src="/libraries/instant.page/instantpage.js"></script>"#),
    ]
}
