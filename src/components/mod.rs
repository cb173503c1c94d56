//! The components of a survey: the card, one for each type of question, and the ending. A component's styles stand
//! beside it.
//!
//! A component shows the state of [`SurveyState`](crate::state::SurveyState) and sends it events. It knows neither
//! what comes next nor what an answer means.

#![allow(unreachable_pub, reason = "`#[component]` makes more of what it generates public than the component is")]
#![allow(clippy::needless_pass_by_value, reason = "components own their props")]

/// The styles in the file of this name, as `build.rs` has shortened them.
macro_rules! styles {
    ($file:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $file))
    };
}
use styles;

mod answer_radio;
mod buttons;
mod card;
mod contact;
mod ending;
mod form_error;
mod fresh;
mod link_button;
mod nps;
mod prompt;
mod question;
mod question_form;
pub(crate) mod rare;
mod scale_ends;
mod sheet_grip;
mod step;
mod text;
mod thumbs;
mod unsent;

pub use card::PLACEMENT_STYLES;
/// The styles of the button that opens a survey.
#[cfg(not(target_arch = "wasm32"))]
pub const TAB_STYLES: &str = styles!("tab.css");
pub(crate) use card::{Card, CardProps};

use answer_radio::{AnswerCell, AnswerRadio};
use buttons::{BackButton, Buttons, PastButtons, submit_label};
use form_error::FormError;
use link_button::LinkButton;
use prompt::Prompt;
use question_form::QuestionForm;
use scale_ends::ScaleEnds;

/// The styles of the components that every survey may need.
pub(crate) const STYLES: &[&str] = &[
    card::STYLES,
    step::STYLES,
    prompt::STYLES,
    question_form::STYLES,
    buttons::STYLES,
    scale_ends::STYLES,
    nps::STYLES,
    thumbs::STYLES,
    text::STYLES,
    contact::STYLES,
    ending::STYLES,
];

/// The styles that a step needs to be shown by itself, by what stands in its HTML.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn styles_for(html: &str, question: Option<&askwell_survey::Question>) -> String {
    let by_sign = [
        (r#"class="card""#, card::STYLES),
        ("<h2", prompt::STYLES),
        ("<form", question_form::STYLES),
        (r#"class="buttons"#, buttons::STYLES),
        (r#"class="ends""#, scale_ends::STYLES),
        (r#"class="cell""#, nps::STYLES),
        (r#"class="thumbs""#, thumbs::STYLES),
        (r#"part="field""#, text::STYLES),
        ("<label for=", contact::STYLES),
        (r#"class="row""#, rare::row::STYLES),
        (r#"class="other""#, rare::other_field::STYLES),
        (r#"class="picture""#, rare::picture_radio::STYLES),
    ];
    let by_sign = by_sign.into_iter().filter(|(sign, _)| html.contains(sign)).map(|(_, styles)| styles);
    by_sign.chain(question.map(rare::own_styles)).collect()
}
