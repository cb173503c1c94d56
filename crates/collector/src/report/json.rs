//! The report as JSON.

use askwell_survey::{Group, Tally};
use serde_json::{Value, json};

use super::{Report, ask};

/// The report in version 1 of its shape.
pub(super) fn of(report: &Report) -> Value {
    let kinds: serde_json::Map<String, Value> =
        report.kinds.iter().map(|(kind, count)| (kind.name().to_owned(), json!(count))).collect();
    let surveys = report.surveys.iter();
    let points = report.trend.points.iter();
    let ratings = report.ratings.iter();
    let mut json = json!({
        "kind": report.kind.name(),
        "kinds": kinds,
        "survey": report.ask.survey,
        "since": report.ask.since.map(|day| day.to_string()),
        "until": report.ask.until.map(|day| day.to_string()),
        "responses": report.responses(),
        "surveys": surveys
            .map(|survey| json!({ "id": survey.id, "kind": survey.kind.name(), "count": survey.count }))
            .collect::<Vec<_>>(),
        "trend": {
            "step": report.trend.step.name(),
            "points": points
                .map(|point| {
                    let mut json = figures(&point.tally);
                    json["from"] = json!(point.from.to_string());
                    json
                })
                .collect::<Vec<_>>(),
        },
        "ratings": ratings
            .map(|rating| json!({ "topic": rating.topic, "yes": rating.yes, "no": rating.no }))
            .collect::<Vec<_>>(),
        "comments": report.comments.iter().map(comment).collect::<Vec<_>>(),
        "next": report.next.as_ref().map(ask::write_cursor),
    });
    if let (Value::Object(json), Value::Object(figures)) = (&mut json, figures(&report.tally)) {
        json.extend(figures);
    }
    json
}

/// How many scores there are, and what they amount to.
fn figures(tally: &Tally) -> Value {
    let groups: serde_json::Map<String, Value> =
        Group::ALL.into_iter().map(|group| (group.as_str().to_owned(), json!(tally.count(group)))).collect();
    let nps = tally.nps();
    let interval = nps.map(|nps| nps.interval());
    json!({
        "count": tally.total(),
        "groups": groups,
        "score": nps.map(|nps| json!({ "rounded": nps.rounded(), "exact": nps.value() })),
        "interval": interval.map(|interval| json!({ "low": interval.low, "high": interval.high, "confidence": 0.95 })),
    })
}

fn comment(comment: &crate::store::Comment) -> Value {
    json!({
        "id": comment.id,
        "text": comment.text,
        "score": comment.score.map(|score| score.points()),
        "group": comment.score.map(|score| score.group().as_str()),
        "helpful": comment.helpful,
        "survey": comment.survey,
        "topic": comment.topic,
        "path": comment.page_path,
        "locale": comment.locale,
        "at": comment.at.to_text(),
    })
}
