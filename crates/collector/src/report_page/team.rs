//! `GET /report/team?by=NAME&value=VALUE`: one team, site or agent on a page that is printed for a meeting.

use askwell_survey::Timestamp;
use axum::extract;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use maud::{Markup, html};

use super::chart::{counted, grouped, percent, signed};
use super::reader::Reader;
use super::segments::{change, interval_in_words, measure_name, value, verdict_class};
use super::tab::Tab;
use super::{bars, comments, frame, selection, shown, unavailable};
use crate::access::role::Permission;
use crate::follow_up::DAYS;
use crate::report::{AspectVerdict, Measured, ReasonName, ReportQuery, Team, is_small};
use crate::state::State;
use crate::store::InboxFigures;

const ADDRESS: &str = "/report/team";
/// The parameters that name the team.
const OWN: [&str; 2] = ["by", "value"];
/// Reasons and aspects on the page.
const SHOWN: usize = 5;

/// The page of a segment's value, with the same survey, period and other segments.
pub(super) fn address(query: &ReportQuery, name: &str, value: &str) -> String {
    let segments = query.segments.iter().filter(|(known, _)| known != name).cloned().collect();
    let query = ReportQuery { segments, mark: None, ..query.selected() };
    let own = OWN.into_iter().map(ToOwned::to_owned).zip([name.to_owned(), value.to_owned()]);
    let pairs = query.pairs_without(&[]).into_iter().chain(own);
    format!("{ADDRESS}?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
}

/// `GET /report/team`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader, uri: Uri) -> Response {
    let query = match ReportQuery::read_with(uri.query().unwrap_or_default(), &OWN) {
        Ok((query, _)) => query,
        Err(problems) => return shown(StatusCode::BAD_REQUEST, &frame::problems(&problems)),
    };
    let (Some(name), Some(value)) = (reader.field("by"), reader.field("value")) else {
        return unknown();
    };
    if name.is_empty() || value.is_empty() {
        return unknown();
    }
    let (settings, granted) = (&state.0.settings, &reader.granted);
    let now = settings.clock.now();
    let named = (name.to_owned(), value.to_owned());
    let team = match Team::read(&state.0.store, query, named, &settings.surveys, now).await {
        Ok(team) => team,
        Err(error) => return unavailable(&error),
    };
    let body = view(&team, granted.role.may(Permission::FollowUp), now);
    shown(StatusCode::OK, &frame::beside(&team.value, granted.role, granted.signed_in, &body))
}

fn unknown() -> Response {
    let text = "Open Segments, and choose a team, a site or another value there.";
    shown(StatusCode::NOT_FOUND, &frame::notice("Which team?", text))
}

fn view(team: &Team, may_follow_up: bool, now: Timestamp) -> Markup {
    html! {
        div.team {
            section.card.summary aria-labelledby="team-title" {
                div {
                    h1 #team-title { span.muted { (selection::segment_name(&team.name)) } " " bdi { (team.value) } }
                    p.muted {
                        @match &team.selection.query.survey { Some(survey) => { "Survey " bdi { (survey) } }, None => { "All " (selection::name(team.selection.kind).to_lowercase()) " surveys" } }
                        ", " (team.period.0.to_words()) " to " (team.period.1.to_words())
                        @for (name, value) in team.selection.query.segments.iter().filter(|(name, _)| *name != team.name) { ", " (selection::segment_name(name)) ": " bdi { (value) } }
                    }
                }
                @match &team.measured {
                    Some(measured) if measured.sample.total() > 0 => (figures(team, measured)),
                    _ => p.muted { "Nobody has given a score or a rating in this period. Choose a longer one." },
                }
            }
            @if !team.drivers.reasons.is_empty() { (reasons(team)) }
            @if !team.drivers.aspects.is_empty() { (aspects(team)) }
            @if may_follow_up { (work(&team.figures, team)) }
            section.card.comments aria-labelledby="comments-title" {
                h2 #comments-title { "Latest comments" }
                @if team.comments.is_empty() { p.muted { "No comments in this period." } }
                ol { @for comment in &team.comments { (comments::item(comment)) } }
            }
        }
        footer.notes.muted {
            p { "As of " (crate::day::moment_in_words(now)) ". Intervals have 95 % confidence." }
            p.links { a href=(Tab::Overview.address(&team.selection.query)) { "All figures" } a href=(Tab::Segments.address(&others(team))) { "All others" } }
        }
    }
}

/// The segments that the team is one of.
fn others(team: &Team) -> ReportQuery {
    let query = &team.selection.query;
    let segments = query.segments.iter().filter(|(name, _)| *name != team.name).cloned().collect();
    ReportQuery { by: Some(team.name.clone()), segments, ..query.selected() }
}

fn figures(team: &Team, measured: &Measured) -> Markup {
    let Measured { measure, sample, others, against_others, since_before } = measured;
    let scale = super::segments::scale([sample, others].into_iter());
    html! {
        dl.facts {
            div {
                dt { (measure_name(measure)) }
                dd.team-score { (value(sample)) }
                @if let Some((low, high, exact)) = super::segments::interval_of(sample) { dd { (bars::interval((low, high), exact, scale)) } }
                dd.detail.muted { (interval_in_words(sample)) ", from " (counted(sample.total(), "answer", "answers")) }
                @if is_small(sample) { dd.detail { span.few { "Few answers" } } }
            }
            div {
                dt { "Against the others" }
                dd { @if others.total() > 0 { (against(*against_others)) } @else { "–" } }
                @if others.total() > 0 { dd.detail.muted { "The others: " (value(others)) " (" (interval_in_words(others)) "), from " (counted(others.total(), "answer", "answers")) } }
            }
            div {
                dt { "Since the period before" }
                dd { (change(since_before.as_ref())) }
                dd.detail.muted { (team.before.0.to_words()) " to " (team.before.1.to_words()) }
            }
        }
    }
}

/// `8 better, likely real`.
fn against(change: Option<askwell_statistics::Change>) -> Markup {
    let Some(change) = change else { return html! { "–" } };
    let direction = match change.delta {
        0 => "the same".to_owned(),
        better @ 1.. => format!("{better} better"),
        worse => format!("{} worse", worse.unsigned_abs()),
    };
    html! { span.verdict.{ (verdict_class(&change)) } { (direction) (super::segments::verdict_in_words(&change)) } }
}

fn reasons(team: &Team) -> Markup {
    html! {
        @for question in team.drivers.reasons.iter().take(1) {
            section.card aria-labelledby="reasons-title" {
                h2 #reasons-title { bdi { (question.prompts.first().map_or(question.question.as_str(), String::as_str)) } }
                table {
                    thead { tr { th scope="col" { "Reason" } th.number scope="col" { "Points of the score" } th.number scope="col" { "Answers" } } }
                    tbody {
                        @for row in question.rows.iter().filter(|row| matches!(row.name, ReasonName::Answer(_))).take(SHOWN) {
                            tr {
                                th scope="row" { @if let ReasonName::Answer(label) = &row.name { bdi { (label.text) } } }
                                td.number { strong { @if row.points > 0 { "+" } (signed(row.points)) } }
                                td.number { (grouped(row.tally.total())) }
                            }
                        }
                    }
                }
                p.muted { "Survey " bdi { (team.drivers.survey.as_deref().unwrap_or_default()) } "." }
                p.links { a href=(Tab::Drivers.address(&team.selection.query)) { "All drivers" } }
            }
        }
    }
}

fn aspects(team: &Team) -> Markup {
    html! {
        section.card aria-labelledby="aspects-title" {
            h2 #aspects-title { "What to improve first" }
            table {
                thead { tr { th scope="col" { "Aspect" } th scope="col" { "What to do" } th.number scope="col" { "Mean rating" } } }
                tbody {
                    @for aspect in team.drivers.aspects.iter().take(SHOWN) {
                        tr {
                            th scope="row" { bdi { (aspect.label) } }
                            td { (advice(aspect.verdict())) }
                            td.number { (aspect.mean().map_or_else(|| "–".to_owned(), |mean| super::chart::decimal(mean, 1))) }
                        }
                    }
                }
            }
        }
    }
}

fn advice(verdict: AspectVerdict) -> &'static str {
    super::aspects::in_words(verdict).1
}

fn work(figures: &InboxFigures, team: &Team) -> Markup {
    let query = ReportQuery { since: None, until: None, ..team.selection.query.selected() };
    html! {
        section.card aria-labelledby="work-title" {
            h2 #work-title { "Follow-ups" }
            dl.facts {
                div { dt { "Not done" } dd { (grouped(figures.open)) } }
                div { dt { "Overdue" } dd { (grouped(figures.overdue)) } }
                div {
                    dt { "Done within " (DAYS) " days" }
                    dd { @if figures.ripe > 0 { (percent(figures.in_time, figures.ripe)) " %" } @else { "–" } }
                    dd.detail.muted { (grouped(figures.in_time)) " of " (grouped(figures.ripe)) }
                }
            }
            p.links { a href=(Tab::Inbox.address(&query)) { "Inbox" } }
        }
    }
}
