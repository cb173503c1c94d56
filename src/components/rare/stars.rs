//! A number of stars.

use askwell_survey::{Key, digits};
use leptos::prelude::*;

use super::group::Group;
use super::picture_radio::PictureRadio;
use crate::components::{PastButtons, Prompt};
use crate::state::use_survey;

pub(super) const STYLES: &str = include_str!("stars.css");

/// Stars, of which all up to the chosen one are lit.
#[component]
pub(super) fn Stars(
    /// How many there are.
    count: u8,
) -> impl IntoView {
    let survey = use_survey();
    let all = digits(count.into());
    let stars = (1..=count)
        .map(|star| {
            let value = digits(star.into());
            let label = survey
                .message_with(Key::StarsValue, &|name| Some(if name == "count" { value.clone() } else { all.clone() }));
            view! { <PictureRadio class="star" value label /> }
        })
        .collect_view();
    view! {
        <Prompt />
        <Group class="stars">{stars}</Group>
        <PastButtons />
    }
}
