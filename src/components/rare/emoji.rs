//! Faces, from unhappy to happy.

use askwell_survey::{MessageKey, digits, question};
use leptos::prelude::*;

use super::picture_radio::{PictureRadio, PictureScale};
use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::components::{PastButtons, Prompt};
use crate::state::use_survey;

/// The faces there are. Of three, every second one is shown.
const FACES: [(&str, MessageKey); 5] = [
    ("face mood0", MessageKey::EmojiVeryBad),
    ("face mood1", MessageKey::EmojiBad),
    ("face mood2", MessageKey::EmojiOkay),
    ("face mood3", MessageKey::EmojiGood),
    ("face mood4", MessageKey::EmojiVeryGood),
];

impl QuestionView for question::Emoji {
    const STYLES: &'static str = crate::components::styles!("emoji.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <Emoji question=self.clone() /> }).into_any()
    }
}

/// Faces, numbered from the unhappiest.
#[component]
pub(super) fn Emoji(
    /// What is asked.
    question: question::Emoji,
) -> impl IntoView {
    let survey = use_survey();
    let step = if question.max == 3 { 2 } else { 1 };
    let faces = (1..)
        .zip(FACES.into_iter().step_by(step))
        .map(|(number, (class, name))| {
            view! { <PictureRadio class value=digits(number) label=survey.message(name) /> }
        })
        .collect_view();
    view! {
        <Prompt />
        <PictureScale
            class="faces"
            low=Some(MessageKey::EmojiVeryBad.into())
            high=Some(MessageKey::EmojiVeryGood.into())
        >
            {faces}
        </PictureScale>
        <PastButtons />
    }
}
