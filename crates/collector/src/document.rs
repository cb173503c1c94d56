//! Reading a response document: as strictly as reports need it, and no more.
//!
//! The schema is `askwell.response/1`. What a later version of it adds is kept and otherwise left alone; a document of
//! another major version is refused, with what to do about it.

use askwell_survey::{Code, Diagnostic, Diagnostics, Group, Response, Score, Timestamp, Value};

use crate::contact::SEALED;
use crate::day::parse_moment;

/// What the schema is called, before its major version.
const SCHEMA: &str = "askwell.response/";
/// The major version that is known.
const MAJOR: &str = "1";
/// The largest revision that `Response::read` takes.
const READ_REVISION: f64 = 10_000.0;

/// Fields that version 1 knows, by the object they are in.
const KNOWN: [(&str, &[&str]); 3] = [
    (
        "",
        &[
            "schema",
            "id",
            "revision",
            "status",
            "survey",
            "score",
            "group",
            "answers",
            "ending",
            "person",
            "attributes",
            "page",
            "locale",
            "layout",
            "shownAt",
            "answeredAt",
            "seconds",
        ],
    ),
    ("survey", &["id", "version", "kind"]),
    ("page", &["url", "referrer", "title"]),
];

/// A document, read and as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    pub(crate) response: Response,
    /// The response with everything else that was in the document.
    pub(crate) value: Value,
}

impl Document {
    /// Reads a document. What isn't written as the widget writes it, but means one thing only, is taken for that:
    /// moments with fractions and offsets, a score without its group, a document without `shownAt`, `layout` or a
    /// survey's version.
    ///
    /// # Errors
    /// Everything that is missing, too long or at odds with itself, with its path.
    pub(crate) fn read(mut given: Value, received_at: Timestamp) -> Result<Self, Diagnostics> {
        refuse_other_schemas(&given)?;
        let unknown = take_unknown(&mut given);
        complete(&mut given, received_at);
        let revision = match given.get("revision") {
            Some(Value::Number(number)) if *number > READ_REVISION && *number <= f64::from(u32::MAX) => {
                let revision = *number as u32;
                given.set("revision", Value::Number(READ_REVISION));
                Some(revision)
            }
            _ => None,
        };
        let mut response = Response::read(&given)?;
        response.revision = revision.unwrap_or(response.revision);
        let mut value = response.to_value();
        for (object, name, field) in unknown {
            match value.get_mut(object) {
                Some(inner) => inner.put(&name, field),
                None => value.put(&name, field),
            }
        }
        Ok(Self { response, value })
    }
}

/// `askwell.response/1`, or a minor version of it such as `askwell.response/1.4`.
fn refuse_other_schemas(given: &Value) -> Result<(), Diagnostics> {
    let Some(version) = given.get("schema").and_then(Value::as_text).and_then(|schema| schema.strip_prefix(SCHEMA))
    else {
        return Ok(());
    };
    let major = version.split('.').next().unwrap_or_default();
    if major == MAJOR || !major.bytes().all(|byte| byte.is_ascii_digit()) || major.is_empty() {
        return Ok(());
    }
    let message = format!(
        "is {SCHEMA}{major}, and this collector knows {SCHEMA}{MAJOR}: upgrade the collector, or use the widget that \
         came with it"
    );
    Err(Diagnostics(vec![Diagnostic { path: "schema".to_owned(), code: Code::Value, message }]))
}

/// Takes out what version 1 doesn't know: the object, the name, and the field.
fn take_unknown(given: &mut Value) -> Vec<(&'static str, String, Value)> {
    let mut unknown = Vec::new();
    for (object, known) in KNOWN {
        let fields = if object.is_empty() { Some(&mut *given) } else { given.get_mut(object) };
        if let Some(Value::Map(fields)) = fields {
            let (kept, other) =
                std::mem::take(fields).into_iter().partition(|(name, _)| known.contains(&name.as_str()));
            *fields = kept;
            // What is sealed is the collector's own to say.
            let other = other.into_iter().filter(|(name, _)| name != SEALED);
            unknown.extend(other.map(|(name, field)| (object, name, field)));
        }
    }
    unknown
}

/// Writes what is missing or written otherwise as the schema has it, where it means one thing only.
fn complete(given: &mut Value, received_at: Timestamp) {
    if !matches!(given, Value::Map(_)) {
        return;
    }
    if given.get("schema").and_then(Value::as_text).is_some_and(|schema| schema.starts_with("askwell.response/1.")) {
        given.set("schema", Value::from(askwell_survey::SCHEMA));
    }
    if let Some(id) = given.get("id").and_then(Value::as_text).map(str::to_ascii_lowercase) {
        given.set("id", Value::from(id.as_str()));
    }
    for name in ["answeredAt", "shownAt"] {
        let moment = given.get(name).and_then(Value::as_text).and_then(parse_moment);
        if let Some(moment) = moment {
            given.set(name, Value::from(moment.to_text().as_str()));
        }
    }
    let answered_at = given.get("answeredAt").cloned().unwrap_or_else(|| Value::from(received_at.to_text().as_str()));
    let defaults = [
        ("revision", Value::Number(1.0)),
        ("status", Value::from("complete")),
        ("answers", Value::object()),
        ("layout", Value::from("inline")),
        ("shownAt", answered_at.clone()),
        ("answeredAt", answered_at),
    ];
    for (name, value) in defaults {
        put_missing(given, name, value);
    }
    let score = match given.get("score") {
        Some(Value::Number(points)) => Score::from_number(*points).map(|score| (*points, score)),
        _ => None,
    };
    if let Some((points, score)) = score {
        put_missing(given, "group", Value::from(Group::as_str(score.group())));
        // With answers, the score is one of them, whatever its question is called.
        if let Some(Value::Map(answers)) = given.get_mut("answers")
            && answers.is_empty()
        {
            answers.push(("score".to_owned(), Value::Number(points)));
        }
    }
    if let Some(survey) = given.get_mut("survey") {
        put_missing(survey, "version", Value::Number(1.0));
        put_missing(survey, "kind", Value::from("relational"));
    }
}

fn put_missing(object: &mut Value, name: &str, value: Value) {
    let is_missing = matches!(object.get(name), None | Some(Value::Null));
    if is_missing && matches!(object, Value::Map(_)) {
        object.set(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-21T10:00:09Z";

    fn read(json: &str) -> Result<Document, Diagnostics> {
        Document::read(serde_json::from_str(json).unwrap(), Timestamp::parse(NOW).unwrap())
    }

    #[test]
    fn the_shortest_document_is_a_schema_an_identifier_a_survey_and_a_score() {
        let document = read(
            r#"{"schema": "askwell.response/1", "id": "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "survey": {"id": "shop"},
                "score": 9}"#,
        )
        .unwrap();
        let response = document.response;
        assert_eq!((response.revision, response.group(), response.survey.version), (1, Some(Group::Promoter), 1));
        assert_eq!((response.answered_at.to_text().as_str(), response.shown_at), (NOW, response.answered_at));
    }

    #[test]
    fn a_score_under_another_name_is_left_as_it_is() {
        let document = read(
            r#"{"schema": "askwell.response/1", "id": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "survey": {"id": "shop"},
                "score": 9, "answers": {"nps": 9}}"#,
        )
        .unwrap();
        assert_eq!(document.value.get("answers").map(Value::to_json).as_deref(), Some(r#"{"nps":9}"#));
    }

    #[test]
    fn what_a_later_version_adds_is_kept() {
        let document = read(
            r#"{"schema": "askwell.response/1.7", "id": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "revision": 123456,
                "survey": {"id": "shop", "wave": 3}, "score": 9, "device": {"kind": "phone"},
                "shownAt": "2026-11-21T11:00:00.250+01:00", "page": {"url": "", "path": "/x"}}"#,
        )
        .unwrap();
        let value = &document.value;
        assert_eq!(value.get("device").unwrap().to_json(), r#"{"kind":"phone"}"#);
        assert_eq!(value.get("survey").unwrap().get("wave"), Some(&Value::Number(3.0)));
        assert_eq!(value.get("page").unwrap().get("path"), Some(&Value::from("/x")));
        assert_eq!((document.response.revision, value.get("revision")), (123_456, Some(&Value::Number(123_456.0))));
        assert_eq!(document.response.shown_at.to_text(), "2026-11-21T10:00:00Z");
    }

    #[test]
    fn a_later_major_version_is_refused_with_what_to_upgrade() {
        let problems = read(r#"{"schema": "askwell.response/2"}"#).unwrap_err().to_string();
        assert!(problems.starts_with("schema: is askwell.response/2") && problems.contains("upgrade the collector"));
        let problems = read(r#"{"schema": "other/1", "id": "x"}"#).unwrap_err().to_string();
        assert!(problems.contains("schema: needs to be one of: askwell.response/1"), "{problems}");
    }
}
