//! What the answers amount to: read from the store, counted by [`Tally`], written as JSON here and drawn in
//! `report_page`. The score and its interval are `askwell-survey`'s; nothing here computes one.

mod ask;
mod json;
mod trend;

use askwell_survey::{Kind, Tally};
use axum::Json;
use axum::extract;
use axum::http::{HeaderMap, StatusCode, Uri};

pub(crate) use ask::Ask;
pub(crate) use trend::{Point, Step, Trend};

use crate::access;
use crate::error::ApiError;
use crate::state::State;
use crate::store::{Comment, Cursor, Rating, Store, StoreError, SurveyCount};

/// Comments in one report.
const COMMENTS: u32 = 20;

/// Answers of one kind, and what they amount to.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// What was asked for.
    pub(crate) ask: Ask,
    /// The kind these answers are of: the one asked for, or else the most answered one.
    pub(crate) kind: Kind,
    /// How many responses there are of each kind, within the survey and the period asked for.
    pub(crate) kinds: Vec<(Kind, u64)>,
    /// Every survey answered in the period, of any kind.
    pub(crate) surveys: Vec<SurveyCount>,
    /// Those responses that have a score.
    pub(crate) tally: Tally,
    pub(crate) trend: Trend,
    /// Ratings of articles, whichever kind is shown. They never enter a score.
    pub(crate) ratings: Vec<Rating>,
    pub(crate) comments: Vec<Comment>,
    /// Where the comments go on, if they do.
    pub(crate) next: Option<Cursor>,
}

impl Report {
    /// Answers `ask` from `store`.
    pub(crate) async fn read(store: &Store, ask: Ask) -> Result<Self, StoreError> {
        let filter = ask.filter();
        let mut snapshot = store.snapshot().await?;
        let surveys = snapshot.surveys(&filter).await?;
        let kinds: Vec<(Kind, u64)> = Kind::NAMES
            .iter()
            .map(|(_, kind)| {
                let asked = |survey: &&SurveyCount| ask.survey.as_ref().is_none_or(|asked| *asked == survey.id);
                let of_kind = surveys.iter().filter(asked).filter(|survey| survey.kind == *kind);
                (*kind, of_kind.map(|survey| survey.count).sum())
            })
            .collect();
        let kind = ask.kind.unwrap_or_else(|| most_answered(&kinds));
        let scores = snapshot.scores(kind, &filter).await?;
        let mut tally = Tally::default();
        for of_day in &scores {
            tally.add(of_day.score, of_day.count);
        }
        let trend = Trend::of(&scores);
        let ratings = snapshot.ratings(&filter).await?;
        let mut comments = snapshot.comments(kind, &filter, ask.after.as_ref(), COMMENTS + 1).await?;
        let more = comments.len() > COMMENTS as usize;
        comments.truncate(COMMENTS as usize);
        let next = comments.last().filter(|_| more).map(|last| Cursor { at: last.at, id: last.id.clone() });
        Ok(Self { ask, kind, kinds, surveys, tally, trend, ratings, comments, next })
    }

    /// All responses of the kind, with a score or without.
    pub(crate) fn responses(&self) -> u64 {
        self.kinds.iter().find(|(kind, _)| *kind == self.kind).map_or(0, |(_, count)| *count)
    }
}

/// The kind with the most responses; of equals, the first.
fn most_answered(kinds: &[(Kind, u64)]) -> Kind {
    let most = kinds.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(Kind::Relational, |(kind, _)| *kind)
}

/// `GET /v1/report`: the report as JSON.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<serde_json::Value>, ApiError> {
    access::demand(&state.0.settings, &headers, &uri)?;
    let ask = Ask::read(uri.query().unwrap_or_default()).map_err(|problems| {
        ApiError::invalid(StatusCode::BAD_REQUEST, "The report can’t be asked for like this.", problems)
    })?;
    let report = Report::read(&state.0.store, ask).await?;
    Ok(Json(json::of(&report)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_answered_kind_is_reported_and_of_equals_the_relational_one() {
        let counts = |r, t, a| [(Kind::Relational, r), (Kind::Transactional, t), (Kind::Rating, a)];
        assert_eq!(most_answered(&counts(0, 0, 0)), Kind::Relational);
        assert_eq!(most_answered(&counts(2, 2, 1)), Kind::Relational);
        assert_eq!(most_answered(&counts(1, 2, 2)), Kind::Transactional);
        assert_eq!(most_answered(&counts(1, 2, 3)), Kind::Rating);
    }
}
