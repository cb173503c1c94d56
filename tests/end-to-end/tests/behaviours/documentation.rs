//! The pages of the documentation for other systems: what their examples come to shows a survey.

use std::fs;
use std::path::Path;

use end_to_end::{Endpoint, Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;

use crate::table::behaviour;

/// The pages, and how many examples each has at least.
const PAGES: [(&str, usize); 8] = [
    ("consent", 2),
    ("single-page-apps", 2),
    ("tag-managers", 3),
    ("wordpress", 2),
    ("shopify", 1),
    ("shopware", 2),
    ("typo3", 2),
    ("events", 2),
];
/// What a tag says that names the moment: other tags wait for theirs.
const MOMENTS: [&str; 4] = ["data-delay", "data-when", "data-touchpoint", "<askwell-"];

/// The code blocks of a page, each with its language.
fn blocks(name: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/{name}.md"));
    let page = fs::read_to_string(&path).expect("the page is there");
    let fenced = page.split("\n```").enumerate().filter(|(number, _)| number % 2 == 1);
    let parts = fenced.filter_map(|(_, block)| block.split_once('\n'));
    parts.map(|(language, code)| (language.to_owned(), code.to_owned())).collect()
}

#[apply(behaviour)]
async fn examples_show_the_survey(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    for (name, least) in PAGES {
        let blocks = blocks(name);
        let examples: Vec<_> = blocks.iter().filter(|(language, _)| language == "html").collect();
        assert!(examples.len() >= least, "{name} has {} examples", examples.len());
        for (number, (_, code)) in examples.into_iter().enumerate() {
            let own = code.replace("https://cdn.example/askwell.js", "/askwell.js");
            let own = own.replace("https://shop.example/feedback", "/answers").replace("/feedback", "/answers");
            let file = format!("{name}-{number}.html");
            stage.put(&file, &Page::new().body(&own));
            let visitor = Visitor::new(engine, site.address()).await;
            visitor.visit(&format!("/{file}")).await;
            visitor.until(&format!("{file} loads the script"), "Boolean(window.askwell?.explain)").await;
            if code.contains("id=\"accept\"") {
                visitor.click("#accept").await;
            }
            if !MOMENTS.iter().any(|moment| code.contains(moment)) {
                let shown = visitor.eval("await askwell.show()").await;
                assert!(shown.is_string(), "{file}: {shown}");
            }
            let seen =
                "[...document.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot?.querySelector('.card'))";
            visitor.until(&format!("{file} shows a survey"), seen).await;
            visitor.page_is_unharmed().await;
        }
    }
}

/// The example for Angular, which has no application among those of the tests.
fn angular() -> Page {
    const FILES: [&str; 7] = [
        "zone.js/bundles/zone.umd.js",
        "rxjs/bundles/rxjs.umd.min.js",
        "@angular/core/bundles/core.umd.js",
        "@angular/common/bundles/common.umd.js",
        "@angular/compiler/bundles/compiler.umd.js",
        "@angular/platform-browser/bundles/platform-browser.umd.js",
        "@angular/platform-browser-dynamic/bundles/platform-browser-dynamic.umd.js",
    ];
    let example = blocks("frameworks").into_iter().find(|(language, _)| language == "angular");
    let mount = format!(
        "class Page {{ topic = 'returns'; }}
         Page.annotations = [new ng.core.Component({{ selector: '#app', template: `{}` }})];
         class Module {{}}
         Module.annotations = [new ng.core.NgModule({{ imports: [ng.platformBrowser.BrowserModule],
           declarations: [Page], bootstrap: [Page], schemas: [ng.core.CUSTOM_ELEMENTS_SCHEMA] }})];
         ng.core.enableProdMode();
         ng.platformBrowserDynamic.platformBrowserDynamic().bootstrapModule(Module);",
        example.expect("the page has one").1
    );
    let scripts = FILES.map(|file| format!(r#"<script src="/libraries/{file}"></script>"#)).concat();
    let tag = [("endpoint", "/answers"), ("show", "manual")];
    Page::new().bare_tag(&tag).body(&format!(r#"<div id="app"></div>{scripts}<script>{mount}</script>"#))
}

#[apply(behaviour)]
async fn angular_renders_its_example(engine: Engine) {
    let (_stage, site) = Stage::with_libraries().await;
    angular().write(site.folder(), "angular.html");
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/angular.html").await;
    visitor.card_in("askwell-rating").await;
    assert_eq!(visitor.eval("document.querySelector('askwell-rating').getAttribute('topic')").await, "returns");
    visitor.page_is_unharmed().await;
}
