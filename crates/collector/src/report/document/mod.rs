//! What the pages show, as JSON. `docs/collector.md` describes each field, and `/v1/openapi.json` has the schemas of these types.

mod accounts;
mod articles;
mod drivers;
mod results;
mod segments;

use askwell_statistics::{ConfidenceInterval, Share, Verdict};
use askwell_survey::{Group, Tally};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Report, Sample, Selection, query};
use crate::store::{Comment, Others, WrittenAnswer};

pub(crate) use accounts::AccountsDocument;
pub(crate) use articles::ArticlesDocument;
pub(crate) use drivers::DriversDocument;
pub(crate) use results::ResultsDocument;
pub(crate) use segments::SegmentsDocument;

/// The report in version 1 of its shape.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Report")]
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

#[derive(Default, Serialize, JsonSchema)]
struct Kinds {
    relational: u64,
    transactional: u64,
    rating: u64,
}

/// Which responses the figures are of.
#[derive(Serialize, JsonSchema)]
struct Selected {
    survey: Option<String>,
    version: Option<u32>,
    since: Option<String>,
    until: Option<String>,
    marked: Option<&'static str>,
    segments: Vec<Segment>,
}

#[derive(Serialize, JsonSchema)]
struct Segment {
    name: String,
    value: String,
}

/// How many of all answers fit.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Share")]
struct ShareDocument {
    count: u64,
    total: u64,
    /// From 0 to 1.
    value: f64,
    interval: Interval,
}

/// What a visitor wrote.
#[derive(Serialize, JsonSchema)]
struct Written {
    id: String,
    text: String,
    score: Option<u8>,
    locale: String,
    at: String,
}

/// How many scores there are, and what they amount to.
#[derive(Serialize, JsonSchema)]
struct Figures {
    count: u64,
    groups: Groups,
    score: Option<Score>,
    interval: Option<Interval>,
}

#[derive(Serialize, JsonSchema)]
struct Groups {
    detractor: u64,
    passive: u64,
    promoter: u64,
}

#[derive(Serialize, JsonSchema)]
struct Score {
    rounded: i64,
    exact: f64,
}

#[derive(Serialize, JsonSchema)]
struct Interval {
    low: f64,
    high: f64,
    confidence: f64,
}

#[derive(Serialize, JsonSchema)]
struct Survey {
    id: String,
    kind: &'static str,
    count: u64,
}

#[derive(Serialize, JsonSchema)]
struct Other {
    number: u64,
    responses: u64,
}

#[derive(Serialize, JsonSchema)]
struct Trend {
    step: &'static str,
    points: Vec<Point>,
}

#[derive(Serialize, JsonSchema)]
struct Point {
    from: String,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize, JsonSchema)]
struct Rating {
    topic: Option<String>,
    yes: u64,
    no: u64,
}

#[derive(Default, Serialize, JsonSchema)]
struct LeftOut {
    test: u64,
    spam: u64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Comment")]
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
    pub(crate) fn of(report: &Report) -> Self {
        let selection = &report.selection;
        let of_kind =
            |kind: &str| selection.kinds.iter().find(|(known, _)| known.name() == kind).map_or(0, |(_, count)| *count);
        let marked =
            |name: &str| selection.left_out.iter().find(|(mark, _)| mark.name() == name).map_or(0, |(_, count)| *count);
        let point = |point: &super::Point| match &point.sample {
            Sample::Scores(tally) => Some(Point { from: point.from.to_string(), figures: figures(tally) }),
            Sample::Share { .. } => None,
        };
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
            trend: Trend {
                step: report.trend.step.name(),
                points: report.trend.points.iter().filter_map(point).collect(),
            },
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
        interval: interval.map(|interval| Interval { low: interval.low, high: interval.high, confidence: CONFIDENCE }),
    }
}

/// The confidence of all intervals.
const CONFIDENCE: f64 = 0.95;

fn interval(interval: ConfidenceInterval) -> Interval {
    Interval { low: interval.low, high: interval.high, confidence: CONFIDENCE }
}

fn share(share: Share) -> ShareDocument {
    ShareDocument {
        count: share.count(),
        total: share.total(),
        value: share.value(),
        interval: interval(share.interval()),
    }
}

fn written(answer: &WrittenAnswer) -> Written {
    Written {
        id: answer.id.clone(),
        text: answer.text.clone(),
        score: answer.score,
        locale: answer.locale.clone(),
        at: answer.at.to_text(),
    }
}

pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooFew => "tooFew",
        Verdict::CouldBeChance => "couldBeChance",
        Verdict::LikelyReal => "likelyReal",
    }
}

impl Selected {
    /// What was selected, of this survey.
    fn of(selection: &Selection, survey: Option<&String>) -> Self {
        let query = &selection.query;
        let segment = |(name, value): &(String, String)| Segment { name: name.clone(), value: value.clone() };
        Self {
            survey: survey.cloned(),
            version: query.version,
            since: query.since.map(|day| day.to_string()),
            until: query.until.map(|day| day.to_string()),
            marked: query.mark.map(crate::store::Mark::name),
            segments: query.segments.iter().map(segment).collect(),
        }
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
