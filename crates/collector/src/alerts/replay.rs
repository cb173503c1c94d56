//! What would have been noticed in the past, for demo data.

use askwell_survey::Timestamp;

use super::look::Watched;
use super::watch::HOUR;
use super::{AlertSettings, Board, Step};
use crate::day::Day;
use crate::store::{Store, StoreError};

/// Looks as of each hour from a day until another begins, and stores what is found. Nobody is told.
pub(crate) async fn replay(store: &Store, settings: &AlertSettings, first: Day, end: Day) -> Result<(), StoreError> {
    let mut watched = Watched::read(store, settings, (first, first), end.start()).await?;
    let mut board = Board::default();
    for hour in first.start().millis() / HOUR..=end.start().millis() / HOUR {
        let now = Timestamp::from_millis((hour * HOUR) as f64);
        if hour % 24 == 0 {
            watched.judge_scores(&mut board, now)?;
        }
        watched.judge_hours(settings, &mut board, now)?;
        board.steps.clear();
    }
    let steps: Vec<_> = board.alerts.into_iter().map(|alert| Step::Begin(Box::new(alert), None)).collect();
    store.take_alert_steps(&steps, end.start()).await.map(drop)
}
