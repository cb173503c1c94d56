//! Converts surveys of PostHog.

mod branching;
mod format;
mod question;
mod text;

use super::assumed_language;
use super::draft::{Draft, Item, object};
use super::names::to_name;
use super::part::Part;
use super::text::{is_hex_color, is_language_tag, without_braces};
use askwell_survey::Value;
use text::{Translated, clean, in_languages};

/// The name of the screen before the first question.
const INTRO: &str = "intro";

/// The colour of buttons in surveys for which nobody has chosen one.
const DEFAULT_COLOR: &str = "black";

/// What the questions need to know about their survey.
struct Context {
    /// The language of the survey, and those that it is translated into.
    languages: Vec<String>,
    /// The placeholder of all text fields.
    placeholder: Option<Value>,
}

/// Whether a field is about looks or the label of a button.
pub(super) fn is_look(path: &str) -> bool {
    const NOT_LOOKS: [&str; 4] =
        ["shuffleQuestions", "autoDisappear", "hideCancelButton", "thankYouMessageDescription"];
    let is_button = ["buttonText", "ButtonText"].iter().any(|end| path.ends_with(end));
    is_button || path.strip_prefix("appearance.").is_some_and(|field| !NOT_LOOKS.contains(&field))
}

pub(super) fn convert(survey: &Part<'_>, language: Option<&str>) -> Result<Draft, String> {
    if !survey.has_list("questions") {
        return Err("is no survey of PostHog: it has no list of questions".to_owned());
    }
    survey.skip(&format::INTERNAL);
    let questions = survey.items("questions");
    let appearance = survey.child("appearance");
    let translated = Translated::of(survey);
    let context = Context {
        languages: languages(survey, &questions, language),
        placeholder: appearance.as_ref().and_then(|appearance| {
            let text = appearance.read::<format::Appearance>().placeholder;
            text.get().map(|text| Value::from(without_braces(text)))
        }),
    };
    let mut draft = Draft::default();
    convert_survey(survey, &context, &mut draft);
    if let Some(appearance) = appearance {
        convert_appearance(&appearance, &context, &mut draft);
        convert_intro(&appearance, &translated, &context, &mut draft);
        convert_thank_you(&appearance, &translated, &context, &mut draft);
        appearance.note_unread();
    }
    question::convert(&questions, &context, &mut draft);
    translated.note_unread();
    survey.note_unread();
    Ok(draft)
}

/// The survey's languages, its own first.
fn languages(survey: &Part<'_>, questions: &[Part<'_>], language: Option<&str>) -> Vec<String> {
    let mut languages = vec![assumed_language(survey, language)];
    for part in std::iter::once(survey).chain(questions) {
        let Some(translations) = part.child("translations") else { continue };
        for tag in translations.names() {
            if !is_language_tag(tag) {
                translations.note(tag, "is left out: that is no language tag");
            } else if !languages.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
                languages.push(tag.to_owned());
            }
        }
    }
    languages
}

fn convert_survey(survey: &Part<'_>, context: &Context, draft: &mut Draft) {
    let format::Survey { id, name, kind, enable_partial_responses } = survey.read();
    let name = name.get().map(|name| to_name(name).to_ascii_lowercase()).filter(|name| !name.is_empty());
    let id = name.or(id.get().map(to_name)).unwrap_or_else(|| "survey".to_owned());
    draft.fields.push(("id", Value::from(id)));
    draft.put_languages(&context.languages);
    match kind.get() {
        Some("popover") | None => {}
        Some("external_survey") => {
            draft.fields.push(("display", Value::from("inline")));
            survey.note(
                "type",
                "external_survey has a page of its own: put the survey into one of yours, with `container`",
            );
        }
        Some(kind) => {
            draft.fields.push(("show", Value::from("manual")));
            survey.note("type", format!("{kind} waits for a call of askwell.show()"));
        }
    }
    if let Some(conditions) = survey.child("conditions") {
        if let Some(days) = conditions.read::<format::Conditions>().seen_survey_wait_period_in_days {
            draft.fields.push(("recontactAnswered", Value::from(days)));
            draft.fields.push(("recontactDismissed", Value::from(days)));
        }
        conditions.note_unread();
    }
    if enable_partial_responses == Some(false) {
        survey.note("enable_partial_responses", "every answer is sent when it is given");
    }
}

fn convert_appearance(part: &Part<'_>, context: &Context, draft: &mut Draft) {
    let appearance: format::Appearance = part.read();
    if let Some(seconds) = appearance.survey_popup_delay_seconds {
        draft.fields.push(("delay", Value::from(seconds)));
    }
    if let Some(position) = appearance.position.get() {
        let corner = match position {
            "right" => None,
            "left" => Some("bottom-start"),
            "top_left" => Some("top-start"),
            "top_right" => Some("top-end"),
            "center" => Some("bottom-center"),
            "top_center" => Some("top-center"),
            "middle_left" => Some("center-start"),
            "middle_center" => Some("center"),
            "middle_right" => Some("center-end"),
            other => {
                part.note("position", format!("{other} becomes the corner below, at the end of a line"));
                None
            }
        };
        draft.fields.extend(corner.map(|corner| ("position", Value::from(corner))));
    }
    if let Some(color) = appearance.submit_button_color.get() {
        if is_hex_color(color) {
            draft.fields.push(("accent", Value::from(color)));
        } else if color != DEFAULT_COLOR {
            part.note("submitButtonColor", "is left out: `accent` takes colours such as #4f46e5");
        }
    }
    // With several languages, the widget's own translations of the button are better than one text for all.
    if context.languages.len() == 1
        && let Some(text) = part.read::<format::SubmitButton>().submit_button_text.get()
    {
        let texts = object([(askwell_survey::MessageKey::Send.name(), Some(Value::from(without_braces(text))))]);
        draft.fields.push(("texts", texts));
    }
    // Visitors can always go back, and the widget shows no brand.
    part.skip(&["whiteLabel", "allowGoBack"]);
}

/// The screen before the first question becomes a message.
fn convert_intro(part: &Part<'_>, translated: &Translated<'_>, context: &Context, draft: &mut Draft) {
    let format::Intro { display_intro_screen, intro_screen_description_content_type } = part.read();
    if display_intro_screen != Some(true) {
        part.skip(&["introScreenHeader", "introScreenDescription", "introScreenButtonText"]);
        return;
    }
    let is_html = intro_screen_description_content_type.get() != Some("text");
    let text_in = |language: Option<&str>| {
        let part = match language {
            None => part,
            Some(language) => translated.get(language)?,
        };
        let format::IntroTexts { intro_screen_header, intro_screen_description } = part.read();
        let header = clean(part, "introScreenHeader", &intro_screen_header, false);
        let description = clean(part, "introScreenDescription", &intro_screen_description, is_html);
        let texts: Vec<String> = header.into_iter().chain(description).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    };
    let Some(prompt) = in_languages(&text_in, context) else { return };
    let id = INTRO.to_owned();
    let kind = Value::from("message");
    let value = object([("id", Some(Value::from(INTRO))), ("type", Some(kind)), ("prompt", Some(prompt))]);
    draft.questions.push(Item { path: part.path_of("introScreenHeader"), id, value, branches: Vec::new() });
}

fn convert_thank_you(part: &Part<'_>, translated: &Translated<'_>, context: &Context, draft: &mut Draft) {
    let appearance: format::Appearance = part.read();
    let is_html = appearance.thank_you_message_description_content_type.get() != Some("text");
    let text_in = |language: Option<&str>| {
        let part = match language {
            None => part,
            Some(language) => translated.get(language)?,
        };
        let texts: format::ThankYouTexts = part.read();
        let header = clean(part, "thankYouMessageHeader", &texts.thank_you_message_header, false);
        let description = clean(part, "thankYouMessageDescription", &texts.thank_you_message_description, is_html);
        let texts: Vec<String> = header.into_iter().chain(description).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    };
    let text = in_languages(&text_in, context);
    if appearance.display_thank_you_message == Some(false) {
        part.note("displayThankYouMessage", "a survey here always ends with a farewell: the usual one is shown");
    } else if let Some(text) = text {
        let value = object([("text", Some(text))]);
        let path = part.path_of("thankYouMessageHeader");
        draft.endings.push(Item { path, id: String::new(), value, branches: Vec::new() });
    }
}
