//! Which parts of a response say who answered: `person`, the answer `contact`, every answer with the permission to be
//! contacted, and every one that is or holds an e-mail address.

use askwell_survey::Value;

const PERSON: &str = "person";
const ANSWERS: &str = "answers";
const CONTACT: &str = "contact";
const CONSENT: &str = "consent";

/// Takes these parts out of a document. Returned are they, in the shape of the document; an empty object without any.
pub(crate) fn take(document: &mut Value) -> Value {
    let mut parts = Value::object();
    if let Some(person) = document.get_mut(PERSON)
        && *person != Value::object()
    {
        parts.put(PERSON, std::mem::replace(person, Value::object()));
    }
    if let Some(Value::Map(answers)) = document.get_mut(ANSWERS) {
        let all = std::mem::take(answers);
        let (personal, others) = all.into_iter().partition::<Vec<_>, _>(|(name, value)| is_personal(name, value));
        *answers = others;
        if !personal.is_empty() {
            parts.put(ANSWERS, Value::Map(personal));
        }
    }
    parts
}

/// Whether the answer to the question `name` says who gave it.
pub(crate) fn is_personal(name: &str, answer: &Value) -> bool {
    name == CONTACT || agreed(answer).is_some() || has_address(answer)
}

/// Whether somebody agreed to be contacted, in an answer to a question of that type, whatever its name.
fn agreed(answer: &Value) -> Option<bool> {
    match answer.get(CONSENT) {
        Some(Value::Bool(agreed)) => Some(*agreed),
        _ => None,
    }
}

/// Whether somebody asks to be contacted: agreed to it, or left something under `contact` without declining.
pub(crate) fn asks_for_contact(answers: &[(String, Value)]) -> bool {
    let is_text = |value: &Value| value.as_text().is_some_and(|text| !text.trim().is_empty());
    answers.iter().any(|(name, answer)| match (answer, agreed(answer)) {
        (_, Some(agreed)) => agreed,
        (Value::Map(fields), _) => name == CONTACT && fields.iter().any(|(_, value)| is_text(value)),
        _ => name == CONTACT && is_text(answer),
    })
}

/// What is known of who answered, for people who may see it: what a visitor left under a name of contact data, and then what
/// the site says. Nothing twice.
pub(crate) fn who(document: &Value) -> Vec<String> {
    const LEFT: [&str; 4] = ["name", "company", "email", "phone"];
    const SAID: [&str; 4] = ["name", "account", "email", "id"];
    let answers = match document.get(ANSWERS) {
        Some(Value::Map(answers)) => answers.as_slice(),
        _ => &[],
    };
    let contacts = answers.iter().filter(|(name, answer)| name == CONTACT || answer.get(CONSENT).is_some());
    let left = contacts.flat_map(|(_, answer)| LEFT.map(|name| answer.get(name)));
    let said = SAID.map(|name| document.get(PERSON).and_then(|person| person.get(name)));
    let mut who: Vec<String> = Vec::new();
    for text in left.chain(said).flatten().filter_map(Value::as_text).map(str::trim) {
        if !text.is_empty() && !who.iter().any(|known| known == text) {
            who.push(text.to_owned());
        }
    }
    who
}

/// Puts them back.
pub(crate) fn put(document: &mut Value, parts: Value) {
    let Value::Map(parts) = parts else { return };
    for (name, part) in parts {
        match (name.as_str(), part) {
            (ANSWERS, Value::Map(personal)) => {
                if let Some(Value::Map(answers)) = document.get_mut(ANSWERS) {
                    answers.extend(personal);
                }
            }
            (_, part) => document.set(&name, part),
        }
    }
}

/// The e-mail addresses that were left.
pub(crate) fn addresses(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for part in [ANSWERS, PERSON] {
        if let Some(value) = document.get(part) {
            collect(value, &mut found);
        }
    }
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Text(text) if is_address(text.trim()) => found.push(text.trim().to_owned()),
        Value::List(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Map(map) => map.iter().for_each(|(_, value)| collect(value, found)),
        Value::Text(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn has_address(value: &Value) -> bool {
    let mut found = Vec::new();
    collect(value, &mut found);
    !found.is_empty()
}

fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_personal_goes_and_the_score_and_its_reason_stay() {
        let mut document: Value = serde_json::from_str(
            r#"{"score":6,"answers":{"score":6,"reason":"Late","contact":{"name":"Ann"},"mail":"a@example.org",
                "more":[{"e":"b@example.org"}],"reference":{"phone":"+49 30 123456","consent":true},"at":"see you @ noon",
                "rooms":{"phone":"good"}},"person":{"id":"c-17"},"attributes":{"team":"x"}}"#,
        )
        .unwrap();
        assert_eq!(addresses(&document), ["a@example.org", "b@example.org"]);
        let parts = take(&mut document);
        let expected: Value = serde_json::from_str(
            r#"{"score":6,"answers":{"score":6,"reason":"Late","at":"see you @ noon","rooms":{"phone":"good"}},"person":{},
                "attributes":{"team":"x"}}"#,
        )
        .unwrap();
        assert_eq!(document, expected);
        assert_eq!(take(&mut document), Value::object());
        put(&mut document, parts);
        assert_eq!(document.get("person").unwrap().to_json(), r#"{"id":"c-17"}"#);
        assert_eq!(document.get("answers").unwrap().get("mail"), Some(&Value::from("a@example.org")));
    }
}
