//! The report as JSON. `docs/collector.md` describes each field.

use askwell_survey::{Group, Tally};
use serde::Serialize;

use super::{Report, query};
use crate::store::{Comment, Others};

/// The report in version 1 of its shape.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportDocument {
    kind: &'static str,
    kinds: Kinds,
    survey: Option<String>,
    since: Option<String>,
    until: Option<String>,
    marked: Option<&'static str>,
    responses: u64,
    #[serde(flatten)]
    figures: Figures,
    surveys: Vec<Survey>,
    other_surveys: Other,
    trend: Trend,
    ratings: Vec<Rating>,
    other_ratings: Other,
    left_out: LeftOut,
    comments: Vec<CommentDocument>,
    next: Option<String>,
}

#[derive(Default, Serialize)]
struct Kinds {
    relational: u64,
    transactional: u64,
    rating: u64,
}

/// How many scores there are, and what they amount to.
#[derive(Serialize)]
struct Figures {
    count: u64,
    groups: Groups,
    score: Option<Score>,
    interval: Option<Interval>,
}

#[derive(Serialize)]
struct Groups {
    detractor: u64,
    passive: u64,
    promoter: u64,
}

#[derive(Serialize)]
struct Score {
    rounded: i64,
    exact: f64,
}

#[derive(Serialize)]
struct Interval {
    low: f64,
    high: f64,
    confidence: f64,
}

#[derive(Serialize)]
struct Survey {
    id: String,
    kind: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct Other {
    number: u64,
    responses: u64,
}

#[derive(Serialize)]
struct Trend {
    step: &'static str,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    from: String,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize)]
struct Rating {
    topic: Option<String>,
    yes: u64,
    no: u64,
}

#[derive(Default, Serialize)]
struct LeftOut {
    test: u64,
    spam: u64,
}

#[derive(Serialize)]
struct CommentDocument {
    id: String,
    text: String,
    score: Option<u8>,
    group: Option<&'static str>,
    helpful: Option<bool>,
    survey: String,
    topic: Option<String>,
    path: String,
    locale: String,
    at: String,
}

impl ReportDocument {
    pub(super) fn of(report: &Report) -> Self {
        let selection = &report.selection;
        let of_kind =
            |kind: &str| selection.kinds.iter().find(|(known, _)| known.name() == kind).map_or(0, |(_, count)| *count);
        let marked =
            |name: &str| selection.left_out.iter().find(|(mark, _)| mark.name() == name).map_or(0, |(_, count)| *count);
        let point = |point: &super::Point| Point { from: point.from.to_string(), figures: figures(&point.tally) };
        let survey = |survey: &crate::store::SurveyCount| Survey {
            id: survey.id.clone(),
            kind: survey.kind.name(),
            count: survey.count,
        };
        let rating =
            |rating: &crate::store::Rating| Rating { topic: rating.topic.clone(), yes: rating.yes, no: rating.no };
        Self {
            kind: selection.kind.name(),
            kinds: Kinds {
                relational: of_kind("relational"),
                transactional: of_kind("transactional"),
                rating: of_kind("rating"),
            },
            survey: selection.query.survey.clone(),
            since: selection.query.since.map(|day| day.to_string()),
            until: selection.query.until.map(|day| day.to_string()),
            marked: selection.query.mark.map(crate::store::Mark::name),
            responses: selection.responses(),
            figures: figures(&report.tally),
            surveys: selection.surveys.iter().map(survey).collect(),
            other_surveys: other(selection.other_surveys),
            trend: Trend { step: report.trend.step.name(), points: report.trend.points.iter().map(point).collect() },
            ratings: report.ratings.iter().map(rating).collect(),
            other_ratings: other(report.other_ratings),
            left_out: LeftOut { test: marked("test"), spam: marked("spam") },
            comments: report.comments.iter().map(comment).collect(),
            next: report.next.as_ref().map(query::write_cursor),
        }
    }
}

fn figures(tally: &Tally) -> Figures {
    let nps = tally.nps();
    let interval = nps.map(|nps| nps.interval());
    Figures {
        count: tally.total(),
        groups: Groups {
            detractor: tally.count(Group::Detractor),
            passive: tally.count(Group::Passive),
            promoter: tally.count(Group::Promoter),
        },
        score: nps.map(|nps| Score { rounded: nps.rounded(), exact: nps.value() }),
        interval: interval.map(|interval| Interval { low: interval.low, high: interval.high, confidence: 0.95 }),
    }
}

fn other(others: Others) -> Other {
    Other { number: others.number, responses: others.responses }
}

fn comment(comment: &Comment) -> CommentDocument {
    CommentDocument {
        id: comment.id.clone(),
        text: comment.text.clone(),
        score: comment.score.map(|score| score.points()),
        group: comment.score.map(|score| score.group().as_str()),
        helpful: comment.helpful,
        survey: comment.survey.clone(),
        topic: comment.topic.clone(),
        path: comment.page_path.clone(),
        locale: comment.locale.clone(),
        at: comment.at.to_text(),
    }
}
