//! What visitors wrote to one question.

use super::{Phrases, ReportQuery, Results, Selection};
use crate::store::{Cursor, Store, StoreError, WrittenAnswer, WrittenQuery};
use crate::surveys::Shape;

/// Answers on a page.
const SHOWN: u32 = 50;
/// The latest answers, in which phrases are looked for.
const LATEST: u32 = 2_000;

/// Answers in words.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) selection: Selection,
    /// What was asked; the question's name if nobody has described it.
    pub(crate) prompt: String,
    /// Whether the answers say who gave them: then they are only listed.
    pub(crate) is_contact: bool,
    pub(crate) answers: Vec<WrittenAnswer>,
    /// What many have written, beside the first page of all answers.
    pub(crate) phrases: Option<Phrases>,
    /// The tags there are.
    pub(crate) tags: Vec<String>,
    /// Where they go on, if they do.
    pub(crate) next: Option<Cursor>,
}

impl Written {
    pub(crate) async fn read(store: &Store, query: ReportQuery, registered: &[String]) -> Result<Self, StoreError> {
        let question = query.question.clone().unwrap_or_default();
        let results = Results::read(store, ReportQuery { after: None, ..query.clone() }, registered).await?;
        let mut filter = query.filter();
        filter.survey.clone_from(&results.survey);
        let known = results.questions.iter().find(|known| known.outline.id == question);
        let is_contact = known.is_some_and(|known| known.outline.shape == Shape::Contact);
        let wanted = WrittenQuery {
            contains: query.contains.as_deref().filter(|_| !is_contact),
            group: query.group,
            without_words: is_contact,
            after: query.after.as_ref(),
        };
        let mut snapshot = store.snapshot().await?;
        let (answers, next) = snapshot.written(&filter, &question, wanted, SHOWN).await?;
        let mut phrases = None;
        if query.contains.is_none() && query.after.is_none() && !is_contact {
            let latest = WrittenQuery { group: query.group, ..WrittenQuery::default() };
            let (latest, _) = snapshot.written(&filter, &question, latest, LATEST).await?;
            phrases = Some(Phrases::of(&latest)).filter(|phrases| !phrases.phrases.is_empty());
        }
        snapshot.finish().await?;
        let tags = store.tag_names().await?;
        let prompt = known.and_then(|known| known.outline.prompts.first().cloned()).unwrap_or(question);
        Ok(Self { selection: results.selection, prompt, is_contact, answers, phrases, tags, next })
    }
}
