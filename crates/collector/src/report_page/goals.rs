//! `/report/goals`: what scores are compared with, which analysts enter and remove; and how it stands beside a score.

use askwell_survey::{Kind, limits};
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::AnalystForm;
use super::chart::{decimal, signed};
use super::reader::Reader;
use super::{frame, selection, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::access::token;
use crate::day::Day;
use crate::names::{name_of, named};
use crate::report::{Benchmark, BenchmarkMeasure, BenchmarkScope, BenchmarkSort, Compared, Selection};
use crate::state::State;
use crate::store::StoreError;

pub(super) const ADDRESS: &str = "/report/goals";
/// Benchmarks there can be.
const MOST: usize = 100;
/// Pixels that a name in the trend takes.
const NAME_HEIGHT: f64 = 16.0;
/// Characters of a name at most.
const NAME: usize = 100;

/// What a form says; kept where something in it is wrong.
#[derive(Default)]
struct Entered {
    sort: String,
    name: String,
    scope: String,
    measure: String,
    value: String,
    source: String,
    day: String,
}

impl Entered {
    fn of(form: &AnalystForm) -> Self {
        let field = |name: &str| form.field(name).trim().to_owned();
        Self {
            sort: field("sort"),
            name: field("name"),
            scope: field("scope"),
            measure: field("measure"),
            value: field("value"),
            source: field("source"),
            day: field("day"),
        }
    }

    /// Reads it, or says what is wrong.
    fn read(&self, id: String) -> Result<Benchmark, &'static str> {
        let scope = match self.scope.split_once(':') {
            Some(("kind", kind)) => named(Kind::NAMES, kind).map(BenchmarkScope::Kind),
            Some(("survey", survey)) if !survey.is_empty() && !limits::exceeds(survey, limits::IDENTIFIER) => {
                Some(BenchmarkScope::Survey(survey.to_owned()))
            }
            _ => None,
        };
        let scope = scope.ok_or("Choose what it is compared with.")?;
        let measure = named(BenchmarkMeasure::NAMES, &self.measure).ok_or("Choose what is measured.")?;
        let is_of_ratings = measure == BenchmarkMeasure::Helpful;
        if let BenchmarkScope::Kind(kind) = &scope
            && (*kind == Kind::Rating) != is_of_ratings
        {
            return Err("Ratings of articles are measured by who found them helpful, and nothing else is.");
        }
        if self.name.is_empty() || limits::exceeds(&self.name, NAME) {
            return Err("Enter a name of at most 100 characters.");
        }
        if self.source.is_empty() || limits::exceeds(&self.source, limits::LABEL) {
            return Err("Enter the source, in at most 500 characters: without it, nobody can check the value.");
        }
        let value =
            self.value.replace('−', "-").replace(',', ".").parse::<f64>().ok().filter(|value| value.is_finite());
        let (low, high) = measure.bounds();
        let value = value.map(|value| (value * 10.0).round() as i64).filter(|tenths| (low..=high).contains(tenths));
        Ok(Benchmark {
            id,
            sort: named(BenchmarkSort::NAMES, &self.sort).ok_or("Choose what sort of value it is.")?,
            name: self.name.clone(),
            scope,
            measure,
            value: value.ok_or("Enter a score from −100 to 100, or a share from 0 to 100 %.")?,
            source: self.source.clone(),
            day: Day::parse(&self.day).ok_or("Enter the day the value is of.")?,
        })
    }
}

/// `GET /report/goals`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let today = Day::of(state.0.settings.clock.now());
    let entered = Entered { day: today.to_string(), ..Entered::default() };
    let granted = &reader.granted;
    page(&state, granted.role, granted.signed_in, StatusCode::OK, &entered, None).await
}

/// `POST /report/goals/add`.
pub(super) async fn add(extract::State(state): extract::State<State>, form: AnalystForm) -> Response {
    let entered = Entered::of(&form);
    let read = match token::random("b_") {
        Ok(id) => entered.read(id),
        Err(error) => return unavailable(&StoreError::Refused(error)),
    };
    let problem = match read {
        Ok(benchmark) => {
            let (stored, now) = (benchmark.to_stored(), state.0.settings.clock.now());
            match state.0.store.add_benchmark(&stored, MOST, now, &form.actor, &detail(&benchmark)).await {
                Ok(true) => return Redirect::to(ADDRESS).into_response(),
                Ok(false) => format!("There are {MOST} already: remove one first."),
                Err(error) => return unavailable(&error),
            }
        }
        Err(problem) => problem.to_owned(),
    };
    page(&state, form.role, form.signed_in, StatusCode::UNPROCESSABLE_ENTITY, &entered, Some(&problem)).await
}

/// `POST /report/goals/remove`.
pub(super) async fn remove(extract::State(state): extract::State<State>, form: AnalystForm) -> Response {
    let id = form.field("id");
    let removed = async {
        let known = state.0.store.benchmarks().await?.into_iter().find(|known| known.id == id);
        let Some(known) = known else { return Ok(false) };
        let detail = Benchmark::of(known).map_or_else(|| id.to_owned(), |benchmark| detail(&benchmark));
        state.0.store.remove_benchmark(id, state.0.settings.clock.now(), &form.actor, &detail).await
    };
    match removed.await {
        Ok(true) => Redirect::to(ADDRESS).into_response(),
        Ok(false) => shown(StatusCode::NOT_FOUND, &frame::notice("No such value", "It may have been removed already.")),
        Err(error) => unavailable(&error),
    }
}

/// A benchmark for the audit log.
fn detail(benchmark: &Benchmark) -> String {
    let scope = match &benchmark.scope {
        BenchmarkScope::Survey(survey) => format!("survey {survey}"),
        BenchmarkScope::Kind(kind) => format!("{} surveys", kind.name()),
    };
    let measure = name_of(BenchmarkMeasure::NAMES, benchmark.measure);
    format!("{}: {measure} {} for {scope}", benchmark.name, value(benchmark))
}

async fn page(
    state: &State,
    role: Role,
    signed_in: bool,
    status: StatusCode,
    entered: &Entered,
    problem: Option<&str>,
) -> Response {
    let read = async {
        let benchmarks = state.0.store.benchmarks().await?;
        let mut snapshot = state.0.store.snapshot().await?;
        let surveys = Selection::survey_ids(&mut snapshot, &state.0.settings.surveys).await?;
        snapshot.finish().await?;
        Ok::<_, StoreError>((benchmarks.into_iter().filter_map(Benchmark::of).collect::<Vec<_>>(), surveys))
    };
    match read.await {
        Ok((benchmarks, surveys)) => {
            let may = role.may(Permission::Analyse);
            let body = html! {
                (list(&benchmarks, may))
                @if may { (form(&surveys, entered, problem)) }
            };
            shown(status, &frame::beside("Goals and benchmarks", role, signed_in, &body))
        }
        Err(error) => unavailable(&error),
    }
}

fn list(benchmarks: &[Benchmark], may: bool) -> Markup {
    html! {
        section.card aria-labelledby="goals-title" {
            h1 #goals-title { "Goals and benchmarks" }
            p.muted { "The overview compares a score with these values, where survey or kind and measure are the same." }
            @if benchmarks.is_empty() {
                p { "There are none yet. " @if may { "Enter your own goal, or a value of a competitor or of your industry, below." } @else { "Analysts and admins can enter some." } }
            } @else {
                ul.benchmarks {
                    @for benchmark in benchmarks {
                        li {
                            div {
                                p { strong { bdi { (benchmark.name) } } " " span.muted { (sort_name(benchmark.sort)) } }
                                p.muted { (measure_name(benchmark.measure)) ", " (scope_name(&benchmark.scope)) }
                                p.muted { (benchmark.day.to_words()) ". Source: " bdi { (benchmark.source) } }
                            }
                            p.benchmark-value { (value(benchmark)) }
                            @if may {
                                form method="post" action={ (ADDRESS) "/remove" } {
                                    input type="hidden" name="id" value=(benchmark.id);
                                    button { "Remove" span.hidden { " " (benchmark.name) } }
                                }
                            }
                        }
                    }
                }
            }
            p { a href="/report" { "Overview" } }
        }
    }
}

fn form(surveys: &[String], entered: &Entered, problem: Option<&str>) -> Markup {
    let kinds = Kind::NAMES.iter().map(|(name, kind)| (format!("kind:{name}"), kind_name(*kind).to_owned()));
    let surveys = surveys.iter().map(|survey| (format!("survey:{survey}"), format!("Survey {survey}")));
    let scopes: Vec<_> = kinds.chain(surveys).collect();
    html! {
        section.card aria-labelledby="add-title" {
            h2 #add-title { "Add a value" }
            @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
            form.filters.benchmark method="post" action={ (ADDRESS) "/add" } {
                div.field {
                    label for="sort" { "Sort" }
                    select #sort name="sort" {
                        @for (name, sort) in BenchmarkSort::NAMES { option value=(name) selected[entered.sort == *name] { (sort_name(*sort)) } }
                    }
                }
                div.field {
                    label for="name" { "Name" }
                    input #name name="name" value=(entered.name) maxlength=(NAME) required;
                }
                div.field {
                    label for="scope" { "Compared with" }
                    select #scope name="scope" {
                        @for (name, text) in &scopes { option value=(name) selected[entered.scope == *name] { (text) } }
                    }
                }
                div.field {
                    label for="measure" { "Measure" }
                    select #measure name="measure" {
                        @for (name, measure) in BenchmarkMeasure::NAMES { option value=(name) selected[entered.measure == *name] { (measure_name(*measure)) } }
                    }
                }
                div.field {
                    label for="value" { "Value" }
                    input #value name="value" type="number" step="0.1" min="-100" max="100" value=(entered.value) required;
                }
                div.field {
                    label for="day" { "As of" }
                    input #day name="day" type="date" value=(entered.day) required;
                }
                div.field.source {
                    label for="source" { "Source" }
                    input #source name="source" value=(entered.source) maxlength=(limits::LABEL) required;
                }
                button.primary { "Add" }
            }
        }
    }
}

/// The values that a score is comparable with, and how far it is from each.
pub(super) fn view(compared: &[Compared]) -> Markup {
    html! {
        @if !compared.is_empty() {
            section.card aria-labelledby="compared-title" {
                h2 #compared-title { "Compared with" }
                ul.benchmarks {
                    @for one in compared {
                        li {
                            div {
                                p { strong { bdi { (one.benchmark.name) } } " " span.muted { (sort_name(one.benchmark.sort)) } }
                                p { (difference(one)) }
                                p.muted { (one.benchmark.day.to_words()) ". Source: " bdi { (one.benchmark.source) } }
                            }
                            p.benchmark-value { (value(&one.benchmark)) }
                        }
                    }
                }
                p { a href=(ADDRESS) { "Goals and benchmarks" } }
            }
        }
    }
}

/// The values as lines across the trend, as far as they lie on its scale.
pub(super) fn lines(compared: &[Compared], (low, high): (f64, f64), y: &dyn Fn(f64) -> f64) -> Markup {
    let places = compared.iter().map(|one| (one.benchmark.value as f64 / 10.0, &one.benchmark));
    let mut places: Vec<_> = places.filter(|(value, _)| (low..=high).contains(value)).collect();
    places.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut last = f64::INFINITY;
    html! {
        @for (at, benchmark) in places.into_iter().map(|(value, benchmark)| (y(value), benchmark)) {
            line.benchmark x1="0" x2="100%" y1=(format!("{at:.1}")) y2=(format!("{at:.1}")) {
                title { (benchmark.name) ": " (value(benchmark)) }
            }
            // Two names need room for each.
            @if last - at > NAME_HEIGHT {
                @let () = last = at;
                text.tick.end.benchmark-name x="100%" y=(format!("{:.1}", at - 5.0)) { (short(&benchmark.name)) }
            }
        }
    }
}

/// A name that leaves room for others.
fn short(name: &str) -> String {
    const SHOWN: usize = 24;
    let mut letters: String = name.chars().take(SHOWN).collect();
    if letters.len() < name.len() {
        letters.push('…');
    }
    letters
}

/// How far a score is from it, in words.
fn difference(compared: &Compared) -> String {
    let points = tenths(compared.above.abs());
    let unit = match (compared.benchmark.measure, compared.above.abs()) {
        (BenchmarkMeasure::Score, 10) => "point",
        (BenchmarkMeasure::Score, _) => "points",
        (_, 10) => "percentage point",
        _ => "percentage points",
    };
    let distance = match compared.above {
        0 => "The same".to_owned(),
        1.. => format!("{points} {unit} above"),
        _ => format!("{points} {unit} below"),
    };
    let chance =
        if compared.is_within && compared.above != 0 { ", could be chance: it lies within the interval" } else { "" };
    format!("{distance}{chance}")
}

fn value(benchmark: &Benchmark) -> String {
    let number = tenths(benchmark.value);
    if benchmark.measure == BenchmarkMeasure::Score { number } else { format!("{number} %") }
}

fn tenths(tenths: i64) -> String {
    if tenths % 10 == 0 { signed(tenths / 10) } else { decimal(tenths as f64 / 10.0, 1) }
}

fn sort_name(sort: BenchmarkSort) -> &'static str {
    match sort {
        BenchmarkSort::Goal => "Own goal",
        BenchmarkSort::Competitor => "Competitor",
        BenchmarkSort::Industry => "Industry",
    }
}

fn measure_name(measure: BenchmarkMeasure) -> &'static str {
    match measure {
        BenchmarkMeasure::Score => "Recommendation score",
        BenchmarkMeasure::Csat => "Satisfied (4 or 5 of 5), in %",
        BenchmarkMeasure::Ces => "Found it easy (5 to 7 of 7), in %",
        BenchmarkMeasure::Yes => "Answered yes, in %",
        BenchmarkMeasure::Helpful => "Found it helpful, in %",
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Relational => "Relational surveys",
        Kind::Transactional => "Transactional surveys",
        Kind::Rating => "Ratings of articles",
    }
}

fn scope_name(scope: &BenchmarkScope) -> Markup {
    html! {
        @match scope {
            BenchmarkScope::Survey(survey) => { "survey " bdi { (survey) } },
            BenchmarkScope::Kind(kind) => { (selection::name(*kind).to_lowercase()) @if *kind != Kind::Rating { " surveys" } },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_said_in_words() {
        let compared = |above, measure, is_within| Compared {
            benchmark: Benchmark {
                id: String::new(),
                sort: BenchmarkSort::Goal,
                name: String::new(),
                scope: BenchmarkScope::Kind(Kind::Relational),
                measure,
                value: 450,
                source: String::new(),
                day: Day::from_epoch(0),
            },
            above,
            is_within,
        };
        use BenchmarkMeasure::{Csat, Score};
        for (above, measure, is_within, expected) in [
            (-40, Score, false, "4 points below"),
            (10, Score, false, "1 point above"),
            (5, Csat, false, "0.5 percentage points above"),
            (-30, Score, true, "3 points below, could be chance: it lies within the interval"),
            (0, Score, true, "The same"),
        ] {
            assert_eq!(difference(&compared(above, measure, is_within)), expected);
        }
    }

    #[test]
    fn what_is_entered_is_read_or_refused_with_a_reason() {
        let good = || Entered {
            sort: "goal".to_owned(),
            name: "Goal".to_owned(),
            scope: "survey:shop".to_owned(),
            measure: "score".to_owned(),
            value: "42.5".to_owned(),
            source: "Board".to_owned(),
            day: "2026-11-21".to_owned(),
        };
        let read = |entered: Entered| entered.read("x".to_owned()).map(|benchmark| benchmark.value);
        assert_eq!(read(good()), Ok(425));
        assert_eq!(read(Entered { value: "−12,5".to_owned(), ..good() }), Ok(-125));
        for entered in [
            Entered { value: "100.1".to_owned(), ..good() },
            Entered { value: "NaN".to_owned(), ..good() },
            Entered { value: "-1".to_owned(), measure: "csat".to_owned(), ..good() },
            Entered { scope: "kind:rating".to_owned(), ..good() },
            Entered { scope: "all".to_owned(), ..good() },
            Entered { name: "x".repeat(101), ..good() },
            Entered { source: String::new(), ..good() },
            Entered { day: "soon".to_owned(), ..good() },
            Entered { sort: "friend".to_owned(), ..good() },
        ] {
            assert!(read(entered).is_err());
        }
    }
}
