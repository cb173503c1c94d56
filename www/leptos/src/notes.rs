//! Release notes, each with a rating.

use askwell::Rating;
use leptos::prelude::*;

use crate::feedback::{ENDPOINT, described};

/// The notes: a topic, a title, and what is new.
const NOTES: [(&str, &str, &str); 3] = [
    (
        "reminders",
        "Reminders",
        "An invoice that is overdue reminds its customer by itself: after seven days, and again after fourteen.",
    ),
    ("exports", "Exports", "All invoices of a year in one file, for your tax adviser, with one line each."),
    ("drafts", "Drafts", "What you begin is kept, also when the browser is closed."),
];

/// All notes.
#[component]
pub(crate) fn Notes(
    /// What Askwell reported.
    log: RwSignal<Vec<String>>,
) -> impl IntoView {
    NOTES
        .map(|(topic, title, text)| {
            view! {
                <article>
                    <h2>{title}</h2>
                    <p>{text}</p>
                    <Rating
                        topic
                        config=serde_json::json!({ "endpoint": ENDPOINT, "id": "release-notes", "lang": "en" })
                        on_effect=move |effect| log.write().extend(described(topic, &effect))
                    />
                </article>
            }
        })
        .collect_view()
}
