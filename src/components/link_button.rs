//! A link that looks like the primary button.

use askwell_survey::Link;
use leptos::prelude::*;

use crate::state::use_survey;

/// Opens its address in a new tab. The card stays as it is.
#[component]
pub(super) fn LinkButton(
    /// What it says and where it leads.
    link: Link,
) -> impl IntoView {
    let survey = use_survey();
    view! {
        <a
            class="primary"
            part="button primary"
            href=link.url
            target="_blank"
            rel="noopener"
            on:click=move |_| survey.open_link()
        >
            {survey.text(&link.label)}
        </a>
    }
}
