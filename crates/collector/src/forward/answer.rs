//! What an endpoint answered, as it may be kept and shown.

use askwell_survey::Value;

use super::endpoints::{HIDDEN, Secrets, in_json};

/// Characters that are kept.
const KEPT: usize = 500;
/// Texts of a response that are hidden where they are repeated, in characters: shorter ones are in any text.
const SHORTEST: usize = 3;

/// The beginning of an answer, without secrets and without what `response` says: endpoints repeat what they got.
pub(super) fn kept(answer: &str, secrets: &Secrets, response: &Value) -> String {
    let mut texts = Vec::new();
    for part in ["answers", "person"] {
        response.get(part).into_iter().for_each(|value| collect(value, &mut texts));
    }
    // Where one is part of another, the longer is hidden as a whole.
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let answer = texts.iter().fold(secrets.hide(answer), |answer, text| answer.replace(text, HIDDEN));
    let answer: String =
        answer.chars().map(|char| if char.is_control() && char != '\n' { ' ' } else { char }).collect();
    let answer = answer.trim();
    match answer.char_indices().nth(KEPT) {
        Some((end, _)) => format!("{}{HIDDEN}", &answer[..end]),
        None => answer.to_owned(),
    }
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Text(text) if text.trim().chars().nth(SHORTEST - 1).is_some() => {
            texts.push(in_json(text.trim()));
            texts.push(text.trim().to_owned());
        }
        Value::List(list) => list.iter().for_each(|value| collect(value, texts)),
        Value::Map(map) => map.iter().for_each(|(_, value)| collect(value, texts)),
        Value::Text(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_without_what_was_sent_and_without_secrets() {
        let response: Value = serde_json::from_str(
            r#"{"answers": {"reason": "Too \"late\"", "contact": {"email": "a@example.org"}, "more": ["late", "no"]},
                "person": {"id": "c-17"}, "survey": {"id": "shop"}}"#,
        )
        .unwrap();
        let secrets = Secrets::of(vec!["tok en/9".to_owned()]);
        let table = [
            (r#"{"error": "reason: Too \"late\""}"#, r#"{"error": "reason: …"}"#),
            ("a@example.org is no customer of c-17 in shop", "… is no customer of … in shop"),
            ("not at tok en/9, tok%20en%2F9 or tok+en%2F9", "not at …, … or …"),
            ("\u{0}a\tb\nno ", "a b\nno"),
            ("", ""),
        ];
        for (answer, expected) in table {
            assert_eq!(kept(answer, &secrets, &response), expected);
        }
        assert_eq!(kept(&"ü".repeat(600), &secrets, &response), format!("{}…", "ü".repeat(500)));
    }
}
