//! The pages of the documentation for other systems: what their examples come to shows a survey.

use std::fs;
use std::path::Path;

use end_to_end::{Endpoint, Engine, Page, Stage, Visitor, without_jsx};
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

/// The example of this number in this language on the page about frameworks.
fn of_framework(language: &str, number: usize) -> String {
    let blocks = blocks("frameworks");
    let mut examples = blocks.into_iter().filter(|(of, _)| of == language);
    examples.nth(number).unwrap_or_else(|| panic!("there is no example {number} in {language}")).1
}

/// A page that a framework renders into, with its files and this code.
fn rendered(files: &[&str], code: &str) -> Page {
    let scripts: String = files.iter().map(|file| format!(r#"<script src="/libraries/{file}"></script>"#)).collect();
    let tag = [("endpoint", "/answers"), ("show", "manual")];
    Page::new().bare_tag(&tag).body(&format!(r#"<div id="app"></div>{scripts}<script>{code}</script>"#))
}

/// An example in React, rendered in strict mode.
fn react(number: usize, component: &str) -> Page {
    let own = without_jsx(&of_framework("jsx", number)).replace("export function", "function");
    let own = own.replace(r#"import { useEffect } from "react";"#, "const { useEffect } = React;");
    let render = format!(
        "ReactDOM.createRoot(document.querySelector('#app')).render(React.createElement(React.StrictMode, null,
           React.createElement({component}, {{ topic: 'returns' }})));"
    );
    let files = ["react/umd/react.development.js", "react-dom/umd/react-dom.development.js"];
    rendered(&files, &[own, render].concat().replace(r#""/feedback""#, "'/answers'"))
}

fn vue() -> Page {
    let example = of_framework("vue", 0);
    let template = example.trim().trim_start_matches("<template>").trim_end_matches("</template>");
    let mount = format!(
        "const app = Vue.createApp({{ template: `{template}` }});
         app.config.compilerOptions.isCustomElement = (name) => name.startsWith('askwell-');
         app.mount('#app');"
    );
    rendered(&["vue/dist/vue.global.prod.js"], &mount)
}

fn svelte() -> Page {
    let example = of_framework("svelte", 0).replace("</script>", r"<\/script>");
    let mount = format!(
        "const {{ js }} = svelte.compile(`{example}`, {{ sveltePath: 'svelte' }});
         const runtime = `'${{location.origin}}/libraries/svelte/internal/index.mjs'`;
         const code = js.code.replaceAll('\"svelte/internal\"', runtime);
         import(URL.createObjectURL(new Blob([code], {{ type: 'text/javascript' }})))
           .then(({{ default: App }}) => new App({{ target: document.querySelector('#app') }}));"
    );
    rendered(&["svelte/compiler.js"], &mount)
}

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
    let mount = format!(
        "class Page {{ topic = 'returns'; }}
         Page.annotations = [new ng.core.Component({{ selector: '#app', template: `{}` }})];
         class Module {{}}
         Module.annotations = [new ng.core.NgModule({{ imports: [ng.platformBrowser.BrowserModule],
           declarations: [Page], bootstrap: [Page], schemas: [ng.core.CUSTOM_ELEMENTS_SCHEMA] }})];
         ng.core.enableProdMode();
         ng.platformBrowserDynamic.platformBrowserDynamic().bootstrapModule(Module);",
        of_framework("angular", 0)
    );
    rendered(&FILES, &mount)
}

#[apply(behaviour)]
async fn frameworks_render_the_examples(engine: Engine) {
    let ratings = [("react", react(0, "Article")), ("vue", vue()), ("svelte", svelte()), ("angular", angular())];
    let (_stage, site) = Stage::with_libraries().await;
    for (name, page) in ratings {
        page.write(site.folder(), &format!("{name}.html"));
        let visitor = Visitor::new(engine, site.address()).await;
        visitor.visit(&format!("/{name}.html")).await;
        visitor.card_in("askwell-rating").await;
        let topic = visitor.eval("document.querySelector('askwell-rating').getAttribute('topic')").await;
        assert_eq!(topic, "returns", "{name}");
        visitor.page_is_unharmed().await;
    }
    react(1, "Feedback").write(site.folder(), "popover.html");
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/popover.html").await;
    visitor.card().await;
    assert_eq!(visitor.eval("document.querySelectorAll('askwell-card').length").await, 1);
    visitor.page_is_unharmed().await;
}
