//! A number of stars.

use askwell_survey::{MessageKey, digits, question};
use leptos::prelude::*;

use super::picture_radio::{PictureRadio, PictureScale};
use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::components::{PastButtons, Prompt};
use crate::state::use_survey;

impl QuestionView for question::Stars {
    const STYLES: &'static str = crate::components::styles!("stars.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <Stars question=self.clone() /> }).into_any()
    }
}

/// Stars, of which all up to the chosen one are lit.
#[component]
pub(super) fn Stars(
    /// What is asked.
    question: question::Stars,
) -> impl IntoView {
    let survey = use_survey();
    let all = digits(question.max.into());
    let stars = (1..=question.max)
        .map(|star| {
            let value = digits(star.into());
            let label = survey.message_with(MessageKey::StarsValue, &|name| {
                Some(if name == "count" { value.clone() } else { all.clone() })
            });
            view! { <PictureRadio class="star" value label /> }
        })
        .collect_view();
    view! {
        <Prompt />
        <PictureScale class="stars" low=question.low high=question.high>
            {stars}
        </PictureScale>
        <PastButtons />
    }
}
