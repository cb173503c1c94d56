//! What has changed lately, or in the period that was chosen.

use askwell_statistics::Change;

use super::measure::Measure;
use super::segments::{Sample, SegmentRow, Segments};
use super::{ReportQuery, Selection};
use crate::day::Day;
use crate::store::{Snapshot, StoreError};

/// Days that are looked at unless a period is chosen.
const DAYS: u64 = 90;

/// A period against the one it is compared with.
#[derive(Clone, Debug)]
pub(crate) struct Lately {
    /// What asks for the same on other pages.
    pub(crate) query: ReportQuery,
    /// The first and the last day.
    pub(crate) period: (Day, Day),
    pub(crate) compared: (Day, Day),
    /// Of all answers.
    pub(crate) all: Change,
    /// The segments that have changed by more than chance, the largest change of the most answers first.
    pub(crate) segments: Vec<SegmentRow>,
}

impl Lately {
    /// None without answers in one of the periods.
    pub(super) async fn read(
        snapshot: &mut Snapshot,
        selection: &Selection,
        measure: &Measure,
        today: Day,
    ) -> Result<Option<Self>, StoreError> {
        let mut query = ReportQuery { by: None, ..selection.query.clone() };
        if query.since.is_none() {
            query.since = Some(query.until.unwrap_or(today).min(today).minus(DAYS - 1));
        }
        let Some((period, compared)) = query.period(today).zip(query.compared(today)) else { return Ok(None) };
        let then = measure.read(snapshot, &selection.filter().within(compared)).await?;
        let asked = Selection { query: query.clone(), ..selection.clone() };
        let segments = Segments::of(snapshot, asked, Some(measure.clone()), today).await?;
        let change = Sample::change(then, segments.all);
        Ok(change.map(|all| Self { query, period, compared, all, segments: segments.changed }))
    }
}
