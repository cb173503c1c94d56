//! `/report/annotations`: days on which something changed, which analysts mark, and how the score went before and after.

use askwell_survey::limits;
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AnalystForm;
use super::chart::place;
use super::reader::Reader;
use super::segments::{change, interval_in_words, measure_name, value};
use super::tab::Tab;
use super::{frame, selection, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::access::token;
use crate::day::Day;
use crate::report::{Annotation, Effect, LEAST_DAYS, ReportQuery, Selection, WEEKS};
use crate::state::State;
use crate::store::{By, Filter, Scope, StoreError};

pub(super) const ADDRESS: &str = "/report/annotations";
/// Marked days there can be.
const MOST: usize = 50;
/// Characters of a title at most.
const TITLE: usize = 100;
/// Segments to choose from.
const SEGMENTS: usize = 200;
/// Weeks on each side that can be chosen.
const CHOICES: [u64; 4] = [4, WEEKS, 13, 26];

/// What a form says; kept where something in it is wrong.
#[derive(Default)]
struct Entered {
    day: String,
    title: String,
    survey: String,
    /// A name, `=`, and a value.
    segment: String,
}

impl Entered {
    fn of(form: &AnalystForm) -> Self {
        let field = |name: &str| form.field(name).trim().to_owned();
        Self { day: field("day"), title: field("title"), survey: field("survey"), segment: field("segment") }
    }

    /// Reads it, or says what is wrong.
    fn read(&self, id: String) -> Result<Annotation, &'static str> {
        if self.title.is_empty() || limits::exceeds(&self.title, TITLE) {
            return Err("Enter what changed, in at most 100 characters.");
        }
        let segment = match self.segment.split_once('=') {
            Some((name, value)) if !name.is_empty() && !value.is_empty() => Some((name.to_owned(), value.to_owned())),
            _ if self.segment.is_empty() => None,
            _ => return Err("Choose whom it concerns."),
        };
        if limits::exceeds(&self.survey, limits::IDENTIFIER) || limits::exceeds(&self.segment, limits::LABEL) {
            return Err("Choose a survey, and whom it concerns.");
        }
        Ok(Annotation {
            id,
            day: Day::parse(&self.day).ok_or("Enter the day on which it changed.")?,
            title: self.title.clone(),
            survey: Some(self.survey.clone()).filter(|survey| !survey.is_empty()),
            segment,
        })
    }
}

/// `GET /report/annotations`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let weeks = reader.field("weeks").and_then(|weeks| weeks.parse().ok()).filter(|weeks| CHOICES.contains(weeks));
    let entered = Entered { day: Day::of(state.0.settings.clock.now()).to_string(), ..Entered::default() };
    let granted = &reader.granted;
    page(&state, granted.role, granted.signed_in, (StatusCode::OK, None), &entered, weeks.unwrap_or(WEEKS)).await
}

/// `POST /report/annotations/add`.
pub(super) async fn add(extract::State(state): extract::State<State>, form: AnalystForm) -> Response {
    let entered = Entered::of(&form);
    let read = match token::random("d_") {
        Ok(id) => entered.read(id),
        Err(error) => return unavailable(&StoreError::Refused(error)),
    };
    let problem = match read {
        Ok(annotation) => {
            let now = state.0.settings.clock.now();
            match state.0.store.add_annotation(&annotation.to_stored(), MOST, now, &form.actor).await {
                Ok(true) => return Redirect::to(ADDRESS).into_response(),
                Ok(false) => format!("There are {MOST} already: remove one first."),
                Err(error) => return unavailable(&error),
            }
        }
        Err(problem) => problem.to_owned(),
    };
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, Some(problem.as_str()));
    page(&state, form.role, form.signed_in, refused, &entered, WEEKS).await
}

/// `POST /report/annotations/remove`.
pub(super) async fn remove(extract::State(state): extract::State<State>, form: AnalystForm) -> Response {
    let now = state.0.settings.clock.now();
    match state.0.store.remove_annotation(form.field("id"), now, &form.actor).await {
        Ok(true) => Redirect::to(ADDRESS).into_response(),
        Ok(false) => shown(StatusCode::NOT_FOUND, &frame::notice("No such date", "It may have been removed already.")),
        Err(error) => unavailable(&error),
    }
}

async fn page(
    state: &State,
    role: Role,
    signed_in: bool,
    (status, problem): (StatusCode, Option<&str>),
    entered: &Entered,
    weeks: u64,
) -> Response {
    let (store, registered) = (&state.0.store, &state.0.settings.surveys);
    let today = Day::of(state.0.settings.clock.now());
    let read = async {
        let effects = Effect::all(store, registered, weeks, today).await?;
        let mut snapshot = store.snapshot().await?;
        let surveys = Selection::survey_ids(&mut snapshot, registered).await?;
        let by = [By::Segment, By::Value, By::Question, By::Answer];
        let year = Filter::default().within((today.minus(364), today));
        let counts = snapshot.counts(Scope::Segments, &year, by).await?;
        snapshot.finish().await?;
        let counts =
            counts.into_iter().filter(|([_, _, question, answer], _)| question.is_empty() && answer.is_empty());
        let mut segments: Vec<_> = counts.map(|([name, value, ..], count)| (count, name, value)).collect();
        segments.sort_unstable_by(|one, other| other.cmp(one));
        segments.truncate(SEGMENTS);
        let mut segments: Vec<_> = segments.into_iter().map(|(_, name, value)| (name, value)).collect();
        segments.sort_unstable();
        Ok::<_, StoreError>((effects, surveys, segments))
    };
    match read.await {
        Ok((effects, surveys, segments)) => {
            let may = role.may(Permission::Analyse);
            let body = html! {
                (list(&effects, weeks, may))
                @if may { (form(&surveys, &segments, entered, problem)) }
            };
            shown(status, &frame::beside("Marked dates", role, signed_in, &body))
        }
        Err(error) => unavailable(&error),
    }
}

fn list(effects: &[Effect], weeks: u64, may: bool) -> Markup {
    html! {
        section.card aria-labelledby="dates-title" {
            h1 #dates-title { "Marked dates" }
            p.muted { "Did what you changed work? Each marked date is compared: the weeks before it with as many weeks from it on. The trend of the overview shows the dates as lines." }
            @if effects.is_empty() {
                p { "No date is marked yet. " @if may { "Mark the day on which something changed, such as “New carrier”, below." } @else { "Analysts and admins can mark some." } }
            } @else {
                nav.by aria-label="Weeks on each side" {
                    @for choice in CHOICES {
                        a href={ (ADDRESS) "?weeks=" (choice) } aria-current=[(choice == weeks).then_some("true")] { (choice) " weeks" }
                    }
                }
                ol.dates { @for effect in effects { (item(effect, may)) } }
                p.muted { "A change after a date isn’t proof that the date is its cause: something else may have changed at the same time, or the trend may have begun before. An experiment tells, in which chance decides who sees what." }
                p.muted { "Of the changes marked “likely real” on this page, at most one in twenty is expected to be chance (Benjamini–Hochberg)." }
            }
            p { a href="/report" { "Overview" } }
        }
    }
}

fn item(effect: &Effect, may: bool) -> Markup {
    let Annotation { id, day, title, survey, segment } = &effect.annotation;
    html! {
        li {
            div.date {
                h2 { time datetime=(day) { (day.to_words()) } " " bdi { (title) } }
                p.muted {
                    @match survey { Some(survey) => { "Survey " bdi { (survey) } }, None => { "All " (selection::name(effect.kind).to_lowercase()) " surveys" } }
                    @match segment { Some((name, value)) => { ", " (selection::segment_name(name)) ": " bdi { (value) } }, None => ", everybody" }
                }
            }
            (figures(effect))
            div.actions {
                @if let Some([(since, _), _]) = effect.periods { a href=(compared(effect)) { "Compare" span.hidden { " before and after " (since.to_words()) ", " (title) } } }
                @if may {
                    form method="post" action={ (ADDRESS) "/remove" } {
                        input type="hidden" name="id" value=(id);
                        button { "Remove" span.hidden { " " (title) } }
                    }
                }
            }
        }
    }
}

fn figures(effect: &Effect) -> Markup {
    let Some([before, after]) = effect.periods else {
        return html! {
            p.muted {
                @if effect.is_cut { "Another date is marked fewer than " (LEAST_DAYS) " days away, so that before and after can’t be compared." }
                @else { "Fewer than " (LEAST_DAYS) " days have passed since then." }
            }
        };
    };
    html! {
        @match (&effect.measure, &effect.samples) {
            (Some(measure), Some([earlier, later])) => {
                dl.effect {
                    div { dt { "Before" } dd { strong { (value(earlier)) } span.muted { (interval_in_words(earlier)) } } }
                    div { dt { "After" } dd { strong { (value(later)) } span.muted { (interval_in_words(later)) } } }
                    div { dt { "Change" } dd { @if effect.change.is_some() { (change(effect.change.as_ref())) (interval(effect.change)) } @else { span.muted { "No answers on one side" } } } }
                    @if effect.annotation.segment.is_some() {
                        div { dt { "All others" } dd { @if effect.rest.is_some() { (change_of_rest(effect)) } @else { span.muted { "No answers" } } } }
                        @if effect.against_rest.is_some() { div { dt { "Against all others" } dd { (change(effect.against_rest.as_ref())) (interval(effect.against_rest)) } } }
                    }
                }
                p.muted {
                    (measure_name(measure)) " from " (before.0.to_words()) " to " (before.1.to_words()) ", and from " (after.0.to_words()) " to " (after.1.to_words())
                    @if effect.is_cut { ": as long as no other date is marked" } "."
                }
            },
            _ => p.muted { "Nothing to compare by: no answers with a score or a share." },
        }
    }
}

/// The change of the others, without a verdict: it is there to compare with.
fn change_of_rest(effect: &Effect) -> Markup {
    let delta = effect.rest.map_or(0, |rest| rest.delta);
    html! { @match delta { 0 => "no change", up @ 1.. => { "up " (up) }, down => { "down " (down.unsigned_abs()) } } }
}

fn interval(change: Option<askwell_statistics::Change>) -> Markup {
    html! {
        @if let Some(interval) = change.map(|change| change.difference.interval) {
            span.muted { (super::chart::rounded(interval.low)) " to " (super::chart::rounded(interval.high)) }
        }
    }
}

/// The page that has both sides beside each other.
fn compared(effect: &Effect) -> String {
    let [before, after] = effect.periods.unwrap_or([(effect.annotation.day, effect.annotation.day); 2]);
    let segments: Vec<_> = effect.annotation.segment.iter().cloned().collect();
    let of = |(since, until): (Day, Day)| ReportQuery {
        survey: effect.annotation.survey.clone(),
        since: Some(since),
        until: Some(until),
        segments: segments.clone(),
        ..ReportQuery::default()
    };
    let query = ReportQuery { kind: Some(effect.kind), with: Some(Box::new(of(before))), ..of(after) };
    Tab::Compare.address(&query)
}

fn form(surveys: &[String], segments: &[(String, String)], entered: &Entered, problem: Option<&str>) -> Markup {
    html! {
        section.card aria-labelledby="add-title" {
            h2 #add-title { "Mark a date" }
            @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
            form.filters.benchmark method="post" action={ (ADDRESS) "/add" } {
                div.field {
                    label for="day" { "Day" }
                    input #day name="day" type="date" value=(entered.day) required;
                }
                div.field.source {
                    label for="title" { "What changed" }
                    input #title name="title" value=(entered.title) maxlength=(TITLE) required;
                }
                div.field {
                    label for="survey" { "Survey" }
                    select #survey name="survey" {
                        option value="" { "All surveys" }
                        @for survey in surveys { option value=(survey) selected[entered.survey == *survey] { (survey) } }
                    }
                }
                div.field {
                    label for="segment" { "Whom it concerns" }
                    select #segment name="segment" {
                        option value="" { "Everybody" }
                        @for (name, value) in segments {
                            @let both = format!("{name}={value}");
                            option value=(both) selected[entered.segment == both] { (selection::segment_name(name)) ": " (value) }
                        }
                    }
                }
                button.primary { "Mark" }
            }
        }
    }
}

/// Marked days as lines across a trend that shows these days, with their numbers.
pub(super) fn lines(marks: &[Annotation], days: (f64, f64), height: f64) -> Markup {
    html! {
        @for (mark, number) in within(marks, days) {
            @let at = place(mark.day.since_epoch() as f64, days);
            line.annotation x1=(at) x2=(at) y1=(if number % 2 == 1 { "14" } else { "28" }) y2=(height) { title { (mark.day.to_words()) ": " (mark.title) } }
            text.tick.middle.benchmark-name x=(at) y=(if number % 2 == 1 { "11" } else { "25" }) { (number) }
        }
    }
}

/// What the numbers stand for.
pub(super) fn legend(marks: &[Annotation], days: (f64, f64)) -> Markup {
    let shown = within(marks, days);
    html! {
        @if !shown.is_empty() {
            div.marks {
                ol aria-label="Marked dates" {
                    @for (mark, _) in shown { li { span.muted { (mark.day.to_words()) } " " bdi { (mark.title) } } }
                }
                a href=(ADDRESS) { "Before and after" }
            }
        }
    }
}

/// Those that lie within the days of a trend, with their numbers.
fn within(marks: &[Annotation], (first, last): (f64, f64)) -> Vec<(&Annotation, usize)> {
    let is_within = |mark: &&Annotation| (first..=last).contains(&(mark.day.since_epoch() as f64));
    if first < last { marks.iter().filter(is_within).zip(1..).collect() } else { Vec::new() }
}
