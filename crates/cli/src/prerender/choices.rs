//! What each answer that a click or a choice gives would send.

use askwell_survey::form::{FormData, VALUE};
use askwell_survey::{Effect, Event, Response, Session, Timestamp, Value};

use super::tree::Element;

/// What the page fills in.
const OF_PAGE: [&str; 5] = ["id", "page", "shownAt", "answeredAt", "seconds"];
/// What always stands with the choices.
const OF_CHOICES: [&str; 3] = ["score", "group", "answers"];

/// The document that an answer to the question of `session` sends: what is the same for all choices, and the rest of it
/// by the choice's value in the form. None if no choice alone is an answer.
pub(super) fn responses(session: &Session, card: &Element) -> Option<(Value, Value)> {
    let mut choices = Vec::new();
    for value in values(card) {
        if let Some(response) = response(session, value)
            && let Value::Map(mut fields) = response.to_value()
        {
            fields.retain(|(name, _)| !OF_PAGE.contains(&name.as_str()));
            choices.push((value.to_owned(), fields));
        }
    }
    let (_, first) = choices.first()?;
    let is_common = |field: &&(String, Value)| {
        !OF_CHOICES.contains(&field.0.as_str()) && choices.iter().all(|(_, fields)| fields.contains(field))
    };
    let common: Vec<_> = first.iter().filter(is_common).cloned().collect();
    for (_, fields) in &mut choices {
        fields.retain(|field| !common.contains(field));
    }
    let choices = choices.into_iter().map(|(value, fields)| (value, Value::Map(fields))).collect();
    Some((Value::Map(common), Value::Map(choices)))
}

/// What `session` delivers when `value` is chosen.
fn response(session: &Session, value: &str) -> Option<Box<Response>> {
    let answer = session.read(&FormData::from_iter([(VALUE, value)])).ok()??;
    let effects = session.clone().handle(Event::Answer(answer), Timestamp::default());
    effects.into_iter().find_map(|effect| match effect {
        Effect::Deliver(response) => Some(response),
        _ => None,
    })
}

/// The values of which one can be chosen. Checkboxes are left out: several of them make one answer.
fn values(card: &Element) -> Vec<&str> {
    let mut values = Vec::new();
    for element in card.descendants().into_iter().filter(|element| element.attribute("name") == Some(VALUE)) {
        match element.name.as_str() {
            "select" => values.extend(element.descendants().iter().filter_map(|option| option.attribute("value"))),
            "input" if element.attribute("type") != Some("radio") => {}
            _ => values.extend(element.attribute("value")),
        }
    }
    values
}
