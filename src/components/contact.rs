//! Ways to reach the visitor. The button that submits gives the permission.

use askwell_survey::MessageKey;
use askwell_survey::question::{self, ContactField};
use leptos::prelude::*;

use super::fresh::Fresh;
use super::prompt::described_by;
use super::question::QuestionView;
use super::{Buttons, FormError, QuestionForm};
use crate::state::{SurveyState, use_survey};

pub(super) const STYLES: &str = super::styles!("contact.css");

impl QuestionView for question::Contact {
    fn view(&self) -> AnyView {
        Fresh(view! { <Contact question=self.clone() /> }).into_any()
    }
}

/// A question for contact details.
#[component]
pub(super) fn Contact(
    /// What is asked.
    question: question::Contact,
) -> impl IntoView {
    let survey = use_survey();
    let alone = question.fields.len() == 1;
    let fields = question
        .fields
        .into_iter()
        .map(|(field, needed)| {
            let name = field.name();
            let (input_type, autocomplete, direction) = attributes(field);
            view! {
                <label for=name>{label(survey, field, needed || alone)}</label>
                <input
                    id=name
                    part="field"
                    name=name
                    type=input_type
                    dir=direction
                    autocomplete=autocomplete
                    maxlength=field.max_length().to_string()
                    aria-describedby=described_by(survey, "note help")
                    aria-required=(needed || alone).then_some("true")
                    aria-invalid=move || survey.is_invalid(name).then_some("true")
                    prop:value=move || survey.value(name)
                    on:input:target=move |event| survey.set_value(name, &event.target().value())
                />
            }
        })
        .collect_view();
    view! {
        <QuestionForm>
            {fields} <FormError role="alert" /> <p class="help" id="help">
                {survey.text(&question.consent)}
            </p> <Buttons decline=MessageKey::ContactDecline submit=MessageKey::ContactSend />
        </QuestionForm>
    }
}

/// The label of a field, with a word on it if it may stay empty.
fn label(survey: SurveyState, field: ContactField, needed: bool) -> String {
    let label = survey.message(field.label());
    if needed { label } else { survey.message_with(MessageKey::Optional, &|_| Some(label.clone())) }
}

/// The type of a field, the token for autofill, and the direction: addresses and numbers are written from left to right.
const fn attributes(field: ContactField) -> (&'static str, &'static str, &'static str) {
    match field {
        ContactField::Email => ("email", "email", "ltr"),
        ContactField::Name => ("text", "name", "auto"),
        ContactField::Phone => ("tel", "tel", "ltr"),
        ContactField::Company => ("text", "organization", "auto"),
    }
}
