//! The page: release notes, feedback, and what Askwell reported.

use leptos::prelude::*;

use crate::feedback::Feedback;
use crate::notes::Notes;

/// What the page shows.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Notes,
    Feedback,
}

/// The application.
#[component]
pub(crate) fn App() -> impl IntoView {
    let view = RwSignal::new(View::Notes);
    let log = RwSignal::new(Vec::<String>::new());
    let tab = move |name: &'static str, of: View| {
        view! {
            <button
                type="button"
                aria-current=move || (view.get() == of).then_some("page")
                on:click=move |_| view.set(of)
            >
                {name}
            </button>
        }
    };
    view! {
        <header class="top">
            <h1>"Belegwerk for Leptos"</h1>
            <nav aria-label="Pages">{tab("Release notes", View::Notes)} {tab("Feedback", View::Feedback)}</nav>
        </header>
        <main>
            {move || match view.get() {
                View::Notes => view! { <Notes log /> }.into_any(),
                View::Feedback => view! { <Feedback log /> }.into_any(),
            }}
        </main>
        <aside aria-labelledby="log-heading">
            <h2 id="log-heading">"What happened"</h2>
            <Show
                when=move || !log.read().is_empty()
                fallback=|| {
                    view! { <p class="empty">"Nothing yet. Rate a note, or answer the question under Feedback."</p> }
                }
            >
                <ol id="log">
                    <For each=move || log.get().into_iter().enumerate() key=|(index, _)| *index let((_, line))>
                        <li>{line}</li>
                    </For>
                </ol>
            </Show>
        </aside>
    }
}
