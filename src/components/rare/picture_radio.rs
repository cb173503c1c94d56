//! Radio buttons that look like pictures.

use askwell_survey::LocalizedText;
use leptos::prelude::*;

use super::group::Group;
use crate::components::{AnswerRadio, ScaleEnds};

pub(in crate::components) const STYLES: &str = crate::components::styles!("picture_radio.css");

/// The class of the picture. A name and not a literal: an element that is literal throughout goes through `innerHTML`,
/// which pages with Trusted Types forbid.
const PICTURE: &str = "picture";

/// Pictures in a row, and what the first and the last one mean. What the chosen one is called takes the place of that.
#[component]
pub(super) fn PictureScale<C: IntoView + 'static>(
    /// `stars` or `faces`.
    class: &'static str,
    /// What the first picture means.
    low: Option<LocalizedText>,
    /// What the last one means.
    high: Option<LocalizedText>,
    /// The pictures.
    children: TypedChildren<C>,
) -> impl IntoView {
    let has_ends = low.is_some() || high.is_some();
    view! {
        <Group class described=if has_ends { "low high" } else { "" }>
            {children.into_inner()()}
        </Group>
        {has_ends.then(|| view! { <ScaleEnds low high /> })}
    }
}

/// A picture that answers when it is clicked. The stylesheet draws it.
#[component]
pub(super) fn PictureRadio(
    /// Which picture it is.
    #[prop(into)]
    class: String,
    /// The value in the form.
    value: String,
    /// What it is called.
    label: String,
) -> impl IntoView {
    view! {
        <label class=class>
            <AnswerRadio value />
            <span class=PICTURE></span>
            <span class="word">{label}</span>
        </label>
    }
}
