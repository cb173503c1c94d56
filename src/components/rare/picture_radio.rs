//! Radio buttons that look like pictures.

use leptos::prelude::*;

use crate::components::AnswerRadio;

pub(in crate::components) const STYLES: &str = crate::components::styles!("picture_radio.css");

/// The class of the picture. A name and not a literal: an element that is literal throughout goes through `innerHTML`,
/// which pages with Trusted Types forbid.
const PICTURE: &str = "picture";

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
    let title = label.clone();
    view! {
        <label class=class title=title>
            <AnswerRadio value label />
            <span class=PICTURE></span>
        </label>
    }
}
