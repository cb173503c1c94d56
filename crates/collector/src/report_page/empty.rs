//! What stands where there is nothing to report.

use maud::{Markup, html};

use crate::settings::Settings;

/// What a tag for this collector looks like.
pub(super) struct Setup {
    tag: String,
    serves_site: bool,
}

impl Setup {
    pub(super) fn of(settings: &Settings, host: Option<&str>) -> Self {
        let is_plain = settings.listen.ip().is_loopback() && settings.tls.is_none();
        let scheme = if is_plain { "http" } else { "https" };
        let base = host.map(|host| format!("{scheme}://{host}")).unwrap_or_default();
        let key = if settings.open && settings.write_keys.is_empty() { "" } else { "?key=WRITE-KEY" };
        let serves_site = settings.site.is_some();
        let widget = if serves_site { base.as_str() } else { "https://cdn.example" };
        let tag = format!(
            "<script async src=\"{widget}/askwell.js\"\n        data-endpoint=\"{base}/v1/responses{key}\"\n        \
             data-product=\"Your shop\"></script>"
        );
        Self { tag, serves_site }
    }
}

/// Nobody has answered yet.
pub(super) fn first(setup: &Setup) -> Markup {
    html! {
        section.card.first {
            (figure())
            h1 { "No answers yet" }
            p.lead { "The score, its trend and the comments appear here after the first answer. There are three steps." }
            ol.steps {
                li {
                    h2 { "Put the tag on a page" }
                    pre tabindex="0" { code { (setup.tag) } }
                    @if !setup.serves_site { p.muted { "Replace " code { "cdn.example" } " with the address of the widget’s files." } }
                }
                li {
                    h2 { "Allow your site to post answers" }
                    p.muted {
                        "Start the collector with " code { "--origin https://your-shop.example" }
                        ". Pages that the collector itself serves don’t need it."
                    }
                }
                li {
                    h2 { "Answer the question and reload this page" }
                    @if setup.serves_site {
                        p.muted { "Or try it on the " a href="/" { "pages this collector serves" } "." }
                    } @else {
                        p.muted { "An answer counts as soon as a score is chosen, even if the visitor leaves after that." }
                    }
                }
            }
        }
    }
}

/// Somebody has, but not within the selection.
pub(super) fn selection() -> Markup {
    html! {
        section.card.notice {
            h1 { "No answers in this selection" }
            p.muted { "Choose a longer period, another survey or another kind." }
            p { a href="/report" { "Show everything" } }
        }
    }
}

/// The scale, waiting.
fn figure() -> Markup {
    html! {
        svg.waiting viewBox="0 0 264 32" width="264" height="32" aria-hidden="true" {
            @for cell in 0..11 { rect x=(cell * 24) y="2" width="20" height="28" rx="5" {} }
        }
    }
}
