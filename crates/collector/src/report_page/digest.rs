//! A digest in words: a title, a sentence a line, and where it leads.

use super::chart::{counted, signed};
use super::segments::{change_in_words, interval_in_words, measure_name, value};
use super::tab::Tab;
use crate::access::role::{Permission, Role};
use crate::notify::Period;
use crate::report::{Digest, Measure, ReportQuery, SurveyDigest};
use crate::store::OwnerFigures;

/// The title, the lines and the page that says more, for a user with a role, or for everybody who reads a channel.
pub(crate) fn digest_in_words(digest: &Digest, reader: Option<(&str, Role)>) -> (String, Vec<String>, String) {
    let (since, until) = digest.period;
    let follows_up = reader.is_none_or(|(_, role)| role.may(Permission::FollowUp));
    let length = match digest.length {
        Period::Week => "Week",
        Period::Month => "Month",
    };
    let title = format!("{length} from {} to {}", since.to_words(), until.to_words());
    let mut lines: Vec<_> =
        digest.surveys.iter().flat_map(|survey| of_survey(survey, digest.length, follows_up)).collect();
    if digest.surveys.is_empty() {
        lines.push("No answers arrived.".to_owned());
    }
    if digest.others > 0 {
        lines.push(format!(
            "Answers also arrived in {}.",
            counted(digest.others as u64, "other survey", "other surveys")
        ));
    }
    if follows_up && digest.follow_ups.open > 0 {
        let mut line = format!("Inbox: {} not done, {} overdue.", digest.follow_ups.open, digest.follow_ups.overdue);
        let is_own = |owner: &&OwnerFigures| reader.is_some_and(|(name, _)| owner.owner.as_deref() == Some(name));
        if let Some(own) = digest.owners.iter().find(is_own) {
            line.push_str(&format!(" Yours: {} not done, {} overdue.", own.open, own.overdue));
        }
        lines.push(line);
    }
    let query = ReportQuery { since: Some(since), until: Some(until), ..ReportQuery::default() };
    (title, lines, Tab::Overview.address(&query))
}

fn of_survey(digest: &SurveyDigest, length: Period, follows_up: bool) -> Vec<String> {
    let SurveyDigest { survey, responses, .. } = digest;
    let Some((measure, sample)) = &digest.measured else {
        return vec![format!("{survey}: {}.", counted(*responses, "response", "responses"))];
    };
    let name = match measure {
        Measure::Score => "score",
        Measure::Share { .. } => measure_name(measure),
    };
    let before = match length {
        Period::Week => "the week before",
        Period::Month => "the month before",
    };
    let change = match &digest.change {
        Some(change) => format!("Since {before}: {}.", change_in_words(change)),
        None => format!("No answers in {before}."),
    };
    let mut lines = vec![format!(
        "{survey}: {name} {} ({} with 95 % confidence), {}. {change}",
        value(sample),
        interval_in_words(sample),
        counted(sample.total(), "answer", "answers")
    )];
    let list = |reasons: &[(String, i64)]| {
        let reason = |(name, points): &(String, i64)| match points {
            1.. => format!("{name} (+{points})"),
            _ => format!("{name} ({})", signed(*points)),
        };
        reasons.iter().map(reason).collect::<Vec<_>>().join(", ")
    };
    if !digest.up.is_empty() {
        lines.push(format!("{survey}, what adds most: {}.", list(&digest.up)));
    }
    if !digest.down.is_empty() {
        lines.push(format!("{survey}, what takes most: {}.", list(&digest.down)));
    }
    if follows_up && digest.follow_ups.open > 0 {
        let figures = digest.follow_ups;
        lines.push(format!("{survey}, follow-ups: {} not done, {} overdue.", figures.open, figures.overdue));
    }
    lines
}
