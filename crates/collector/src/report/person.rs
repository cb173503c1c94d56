//! One customer: everything that somebody answered, in all surveys.

use askwell_survey::{Kind, Score, Timestamp, Value};

use super::in_words::{self, AnswerInWords, Outlines, fields};
use crate::names::named;
use crate::state::State;
use crate::store::{CONTACT_READ, Selection, StoreError, Stored};

/// Responses on the page.
const SHOWN: u32 = 100;

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// What the latest response says of them.
    pub(crate) traits: Vec<(String, String)>,
    /// Latest first.
    pub(crate) responses: Vec<PersonResponse>,
    /// Whether there may be more.
    pub(crate) has_more: bool,
}

/// What a person answered once.
#[derive(Clone, Debug)]
pub(crate) struct PersonResponse {
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) survey: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) score: Option<Score>,
    pub(crate) locale: String,
    /// Without contact data.
    pub(crate) answers: Vec<AnswerInWords>,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) mark: Option<String>,
}

/// Whom somebody looks for: an e-mail address has an `@`, and everything else is what the site knows a person by.
pub(crate) fn sought(text: &str) -> Selection {
    let text = text.trim().to_owned();
    if text.contains('@') { Selection::Email(text) } else { Selection::Person(text) }
}

impl Person {
    /// Reads what was answered by the person `selection` is about, for `actor`, and logs that they saw it. None if nothing is
    /// found.
    pub(crate) async fn read(state: &State, selection: &Selection, actor: &str) -> Result<Option<Self>, StoreError> {
        let store = &state.0.store;
        let found = store.latest(selection, SHOWN, state.0.settings.contact_key.as_ref()).await?;
        if found.is_empty() {
            return Ok(None);
        }
        let ids: Vec<_> = found.iter().map(|stored| stored.id.as_str()).collect();
        store.note(state.0.settings.clock.now(), actor, CONTACT_READ, &ids.join(" ")).await?;
        let mut person = Self { traits: Vec::new(), has_more: found.len() == SHOWN as usize, responses: Vec::new() };
        let mut outlines = Outlines::default();
        let mut snapshot = store.snapshot().await?;
        for Stored { id, document, mark, counted_at, .. } in found {
            let document: Value = serde_json::from_str(&document).unwrap_or_default();
            let answers = outlines.answers(&mut snapshot, &document).await?;
            let text = |value: Option<&Value>| value.and_then(Value::as_text).unwrap_or_default().to_owned();
            let survey = document.get("survey");
            let kind = text(survey.and_then(|survey| survey.get("kind")));
            if person.traits.is_empty() {
                person.traits = fields(&document, "person");
            }
            person.responses.push(PersonResponse {
                id,
                at: counted_at,
                survey: text(survey.and_then(|survey| survey.get("id"))),
                kind: named(Kind::NAMES, &kind),
                score: in_words::score(&document),
                locale: text(document.get("locale")),
                answers: answers.into_iter().filter(|answer| !answer.is_personal).collect(),
                attributes: fields(&document, "attributes"),
                mark,
            });
        }
        snapshot.finish().await?;
        Ok(Some(person))
    }

    /// The scores that count of each kind, earliest first.
    pub(crate) fn scores(&self) -> Vec<(Kind, Vec<(Timestamp, Score)>)> {
        let of_kind = |kind: Kind| {
            let counted = self.responses.iter().rev().filter(|response| response.mark.is_none());
            let of_kind = counted.filter(|response| response.kind == Some(kind));
            of_kind.filter_map(|response| Some((response.at, response.score?))).collect::<Vec<_>>()
        };
        let all = Kind::NAMES.iter().map(|(_, kind)| (*kind, of_kind(*kind)));
        all.filter(|(_, scores)| !scores.is_empty()).collect()
    }
}
