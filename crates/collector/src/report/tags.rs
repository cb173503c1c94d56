//! Which tags responses have, by the group of their score.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use askwell_survey::{Group, Score, Tally};

use super::Results;
use crate::store::{By, Filter, Scope, Store, StoreError};

/// Tags that are listed.
const SHOWN: usize = 50;

/// The tags of a survey's responses.
#[derive(Clone, Debug)]
pub(crate) struct Tags {
    /// The most frequent first.
    pub(crate) rows: Vec<TagRow>,
    /// All scores of the selection, with a tag or without.
    pub(crate) all: Tally,
    pub(crate) responses: u64,
    /// Responses with a tag.
    pub(crate) tagged: u64,
    /// Tags that aren't listed.
    pub(crate) others: usize,
}

/// A tag.
#[derive(Clone, Debug)]
pub(crate) struct TagRow {
    pub(crate) name: String,
    pub(crate) responses: u64,
    /// The scores of these responses.
    pub(crate) tally: Tally,
}

impl Tags {
    pub(crate) async fn read(store: &Store, results: &Results) -> Result<Self, StoreError> {
        let filter = Filter { survey: results.survey.clone(), ..results.selection.query.filter() };
        let mut snapshot = store.snapshot().await?;
        let mut all = Tally::default();
        for ([answer], count) in snapshot.counts(Scope::Total, &filter, [By::Answer]).await? {
            if let Some(score) = answer.parse().ok().and_then(Score::new) {
                all.add_score(score, count);
            }
        }
        let counts = snapshot.tag_counts(&filter).await?;
        let tagged = snapshot.tagged_responses(&filter).await?;
        snapshot.finish().await?;
        let mut rows: BTreeMap<String, TagRow> = BTreeMap::new();
        for count in counts {
            let none = || TagRow { name: count.name.clone(), responses: 0, tally: Tally::default() };
            let row = rows.entry(count.name.clone()).or_insert_with(none);
            row.responses += count.responses;
            match Group::from_name(&count.group) {
                Some(Group::Detractor) => row.tally.detractors += count.responses,
                Some(Group::Passive) => row.tally.passives += count.responses,
                Some(Group::Promoter) => row.tally.promoters += count.responses,
                None => {}
            }
        }
        let mut rows: Vec<_> = rows.into_values().collect();
        rows.sort_by_key(|row| Reverse(row.responses));
        let others = rows.len().saturating_sub(SHOWN);
        rows.truncate(SHOWN);
        Ok(Self { rows, all, responses: results.responses, tagged, others })
    }
}
