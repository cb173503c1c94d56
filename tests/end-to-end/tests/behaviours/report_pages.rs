//! The report's pages, as everybody can use them: with assistive technology, on a phone, in the dark, and without script.

use std::collections::BTreeMap;

use end_to_end::{Engine, Stage, Visitor};
use macro_rules_attribute::apply;

use crate::table::chromium_behaviour;

/// Enough for each page to have something to show.
const RESPONSES: u32 = 3_000;

/// The addresses of all pages that can be reached from the overview, one of each.
async fn pages(visitor: &Visitor) -> Vec<String> {
    let mut found = BTreeMap::from([("/report".to_owned(), "/report".to_owned())]);
    let mut visited = Vec::new();
    while let Some(address) = found.values().find(|address| !visited.contains(*address)).cloned() {
        visitor.visit(&address).await;
        let links = visitor
            .eval("[...document.querySelectorAll('a[href^=\"/report\"]')].map((link) => [link.pathname, link.pathname + link.search])")
            .await;
        for link in links.as_array().into_iter().flatten() {
            let [path, address] = [0, 1].map(|part| link[part].as_str().unwrap_or_default().to_owned());
            // What has an ending is a file to be saved.
            if !path.contains('.') {
                found.entry(path).or_insert(address);
            }
        }
        visited.push(address);
    }
    visited
}

#[apply(chromium_behaviour)]
#[because("axe looks at the page and not at the browser")]
async fn axe_finds_nothing_on_any_page_of_the_report(engine: Engine) {
    let stage = Stage::with_demo_data(RESPONSES);
    let visitor = stage.visitor(engine).await;
    let pages = pages(&visitor).await;
    for known in ["inbox", "response", "person", "accounts", "account", "goals", "record", "changes", "compare"] {
        let path = format!("/report/{known}");
        assert!(pages.iter().any(|page| page.split('?').next() == Some(path.as_str())), "{known}: {pages:?}");
    }
    let mut found = Vec::new();
    for look in ["light", "dark", "phone"] {
        match look {
            "dark" => visitor.prefer_dark().await,
            "phone" => visitor.hold_phone(390, 844).await,
            _ => visitor.resize(1_280, 900).await,
        }
        for page in &pages {
            visitor.visit(page).await;
            let of_page = visitor.axe("document").await;
            found.extend(of_page.into_iter().map(|violation| format!("{page} ({look}) {violation}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[apply(chromium_behaviour)]
#[because("Firefox has no width of a phone")]
async fn no_page_of_the_report_is_wider_than_a_narrow_phone(engine: Engine) {
    let stage = Stage::with_demo_data(RESPONSES);
    let visitor = stage.visitor(engine).await;
    let pages = pages(&visitor).await;
    visitor.hold_phone(320, 640).await;
    let mut found = Vec::new();
    for page in &pages {
        visitor.visit(page).await;
        let width = visitor.eval("document.documentElement.scrollWidth").await;
        if width != 320 {
            found.push(format!("{page}: {width}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
