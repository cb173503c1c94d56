//! One response: what was answered, by whom, where it went, and what was done to it.

use askwell_survey::{Score, Value};

use super::in_words::{self, AnswerInWords, Outlines};
use crate::access::Granted;
use crate::access::role::Permission;
use crate::contact;
use crate::personal;
use crate::state::State;
use crate::store::{AuditEntry, CONTACT_READ, PendingForward, Selection, StoreError, Stored};

/// A response as far as somebody may see it.
#[derive(Clone, Debug)]
pub(crate) struct ResponseDetails {
    pub(crate) stored: Stored,
    /// Null if it can't be read.
    pub(crate) document: Value,
    /// In the survey's order.
    pub(crate) answers: Vec<AnswerInWords>,
    /// What isn't delivered, or failed.
    pub(crate) pending: Vec<PendingForward>,
    /// The endpoints of the file.
    pub(crate) endpoints: Vec<String>,
    /// What was done to it, latest first; empty for those who may not see who answered.
    pub(crate) history: Vec<AuditEntry>,
}

impl ResponseDetails {
    /// Reads the response `id` for somebody, and logs it if they see who answered.
    pub(crate) async fn read(state: &State, id: &str, granted: &Granted) -> Result<Option<Self>, StoreError> {
        let store = &state.0.store;
        let sees_people = granted.role.may(Permission::SeePeople);
        let key = state.0.settings.contact_key.as_ref().filter(|_| sees_people);
        let (found, _) = store.page(&Selection::Id(id.to_owned()), "", key).await?;
        let Some(stored) = found.into_iter().next() else { return Ok(None) };
        let mut document: Value = serde_json::from_str(&stored.document).unwrap_or_default();
        let mut snapshot = store.snapshot().await?;
        let mut answers = Outlines::default().answers(&mut snapshot, &document).await?;
        snapshot.finish().await?;
        if !sees_people {
            hide_people(&mut document, &mut answers);
        }
        if answers.iter().any(|answer| answer.is_personal) || personal::take(&mut document.clone()) != Value::object() {
            store.note(state.0.settings.clock.now(), &granted.actor, CONTACT_READ, &stored.id).await?;
        }
        let pending = store.pending(&stored.id).await?;
        let endpoints = state.0.forwarder.endpoints().list().iter().map(|listed| listed.name.clone()).collect();
        let history = if sees_people { store.audit_of(&stored.id).await? } else { Vec::new() };
        Ok(Some(Self { stored, document, answers, pending, endpoints, history }))
    }

    pub(crate) fn score(&self) -> Option<Score> {
        in_words::score(&self.document)
    }

    /// A text of the document, by the names that lead to it; empty without one.
    pub(crate) fn text(&self, path: &[&str]) -> &str {
        let value = path.iter().try_fold(&self.document, |value, name| value.get(name));
        value.and_then(Value::as_text).unwrap_or_default()
    }

    /// What the document has under `name`, such as the attributes.
    pub(crate) fn fields(&self, name: &str) -> Vec<(String, String)> {
        in_words::fields(&self.document, name)
    }

    /// How many seconds all answers took together; None if that wasn't measured.
    pub(crate) fn seconds(&self) -> Option<f64> {
        let measured: Vec<_> = self.answers.iter().filter_map(|answer| answer.seconds).collect();
        (!measured.is_empty()).then(|| measured.iter().sum())
    }

    /// The account, if it is counted: where contact data is sealed, what the site says of a person isn't.
    pub(crate) fn account(&self, is_sealed: bool) -> Option<&str> {
        let counted = ["person", "attributes"].into_iter().filter(|part| !is_sealed || *part != "person");
        counted.map(|part| self.text(&[part, "account"]).trim()).find(|name| !name.is_empty())
    }
}

/// Takes out what says who answered, also where only the definition knows that a question asks for it.
fn hide_people(document: &mut Value, answers: &mut Vec<AnswerInWords>) {
    contact::strip(document);
    if let Some(Value::Map(given)) = document.get_mut("answers") {
        let is_personal = |name: &str| answers.iter().any(|answer| answer.is_personal && answer.question == name);
        given.retain(|(name, _)| !is_personal(name));
    }
    answers.retain(|answer| !answer.is_personal);
}
