//! What every page has around it.

use askwell_survey::Diagnostics;
use maud::{DOCTYPE, Markup, html};

use super::{STYLE_ADDRESS, profile, tab};
use crate::access::role::Role;

/// A page titled `title`; those who signed in can leave again.
pub(super) fn page(title: &str, signed_in: bool, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                title { (title) " – Askwell" }
                link rel="icon" href=(ICON);
                link rel="stylesheet" href=(*STYLE_ADDRESS);
            }
            body {
                header.top {
                    a.mark href="/report" {
                        (mark())
                        "Askwell"
                    }
                    @if signed_in {
                        nav aria-label="Account" {
                            a href=(profile::ADDRESS) { "Profile" }
                            form method="post" action="/report/sign-out" { button.quiet { "Sign out" } }
                        }
                    }
                }
                main { (body) }
            }
        }
    }
}

/// A page beside those of the report, with links to them.
pub(super) fn beside(title: &str, role: Role, signed_in: bool, body: &Markup) -> Markup {
    page(title, signed_in, &html! { (tab::links_of(role)) (body) })
}

/// A speech bubble with the answer in it.
fn mark() -> Markup {
    html! {
        svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" {
            path class="mark-bubble" d="M5 3h14a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-7l-5 4v-4H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z" {}
            path class="mark-tick" d="M7.5 10.7l3 3 6-6" {}
        }
    }
}

const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath \
    fill='%234f46e5' d='M5 3h14a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-7l-5 4v-4H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z'/%3E%3Cpath \
    fill='none' stroke='%23fff' stroke-width='2.2' d='M7.5 10.7l3 3 6-6'/%3E%3C/svg%3E";

/// A page that says one thing.
pub(super) fn notice(title: &str, text: &str) -> Markup {
    page(title, false, &html! { section.card.notice { h1 { (title) } p { (text) } } })
}

/// What is wrong with the address.
pub(super) fn problems(problems: &Diagnostics) -> Markup {
    let body = html! {
        section.card.notice {
            h1 { "The address of this report is invalid" }
            ul { @for problem in &problems.0 { li { code { (problem.path) } " " (problem.message) } } }
            p { a href="/report" { "Show everything" } }
        }
    };
    page("Invalid report address", false, &body)
}
