//! The score over time, or the share that is measured instead: a rolling line, a band where the true value may lie, and a dot
//! for each step.

use askwell_statistics::{Bucket, Window, merged};
use maud::{Markup, html};

use super::chart::{SCALE, counted, grouped, place, share, signed};
use super::segments::{interval_in_words, interval_of, measure_name, value};
use super::tab::Tab;
use super::{annotations, goals};
use crate::day::Day;
use crate::report::{Annotation, Compared, Measure, Point, ReportQuery, Sample, Step, Trend};

/// Height of the drawing in pixels. Its width is the page's.
const HEIGHT: f64 = 240.0;

/// With more points than this dots are small, so that they don't hide the line.
const DOTS: usize = 60;

/// Answers that a dot has at least: a handful is noise.
const LEAST: u64 = 20;

/// Height of the drawing of how many answered, in pixels.
const VOLUME: f64 = 40.0;

/// A point: a step, or several that have too few answers each.
struct Drawn {
    from: Day,
    until: Day,
    sample: Sample,
    value: f64,
    low: f64,
    high: f64,
}

impl Drawn {
    fn new(from: Day, until: Day, sample: Sample) -> Option<Self> {
        let (low, high, value) = interval_of(&sample)?;
        Some(Self { from, until, sample, value, low, high })
    }
}

/// The points of a trend whose selection ends on the day `end`.
fn drawn(trend: &Trend, end: Day) -> Vec<Drawn> {
    let bucket = |point: &Point| Bucket { from: point.from, answers: point.sample };
    let points = merged(&trend.points.iter().map(bucket).collect::<Vec<_>>(), LEAST);
    let last = trend.points.last().map(|point| point.from);
    // Before the next begins; a step without an answer belongs to what was before it.
    let ends = points
        .iter()
        .skip(1)
        .map(|next| next.from.minus(1))
        .chain(last.map(|last| trend.step.last(last).min(end).max(last)));
    points.iter().zip(ends).filter_map(|(point, end)| Drawn::new(point.from, end, point.answers)).collect()
}

/// The rolling line, each point of which stands where its last step begins. Without two of them the dots are joined.
fn rolling(trend: &Trend) -> Vec<Drawn> {
    let point = |window: &Window<Day, Sample>| Drawn::new(window.last, trend.step.last(window.last), window.answers);
    trend.rolling().iter().filter_map(point).collect()
}

/// `chosen_by` leads to other steps, where they can be chosen.
pub(super) fn view(
    trend: &Trend,
    measure: &Measure,
    compared: &[Compared],
    marks: &[Annotation],
    end: Day,
    chosen_by: Option<&ReportQuery>,
) -> Markup {
    let drawn = drawn(trend, end);
    let (Some(first), Some(last)) = (drawn.first(), drawn.last()) else { return html! {} };
    let days =
        (first.from.since_epoch() as f64, trend.points.last().map_or(last.from, |last| last.from).since_epoch() as f64);
    let rolling = Some(rolling(trend)).filter(|rolling| rolling.len() > 1);
    let line = rolling.as_deref().unwrap_or(&drawn);
    let scale = scale(line.iter().chain(&drawn), measure);
    let name = measure_name(measure);
    let x = |day: Day| share(day.since_epoch() as f64, days);
    let y = |value: f64| (1.0 - share(value, scale)) * HEIGHT;
    let step = trend.step.name();
    html! {
        section.card.trend aria-labelledby="trend-title" {
            div.title {
                h2 #trend-title { "Over time" }
                @if let Some(query) = chosen_by { (steps(trend.step, query)) }
            }
            p.muted {
                @if rolling.is_some() {
                    "Line: " (in_sentence(measure)) " in the last " (trend.step.rolling()) " " (step) "s with the 95 % confidence interval. Dots: each " (step)
                } @else {
                    (name) ", by " (step) ", with the 95 % confidence interval"
                }
                ". Bars: the number of answers"
                @if drawn.len() < trend.points.len() { ". With fewer than " (LEAST) " answers, neighbours are put together" }
                "."
            }
            div.chart {
                svg.scale width="36" height=(HEIGHT) aria-hidden="true" {
                    @for value in lines(scale) { text.tick.end x="28" y=(format!("{:.1}", y(value) + 4.0)) { (on_scale(value, measure)) } }
                }
                svg.plot width="100%" height=(HEIGHT) role="img" aria-label=(in_words(first, last, name, step)) {
                    @for value in lines(scale) {
                        @let at = format!("{:.1}", y(value));
                        line .grid .zero[value == 0.0] x1="0" x2="100%" y1=(at) y2=(at) {}
                    }
                    // Stretched to whatever width there is; strokes keep theirs.
                    svg viewBox={ "0 0 1000 " (HEIGHT) } preserveAspectRatio="none" width="100%" height=(HEIGHT) {
                        polygon.band points=(band(line, &x, &y)) {}
                        polyline.line points=(line_points(line, &x, &y)) {}
                    }
                    (goals::lines(compared, scale, &y))
                    (annotations::lines(marks, days, HEIGHT))
                    @for Drawn { from, until, sample, value: at_value, low, high } in &drawn {
                        @let at = format!("{:.2}%", x(*from) * 100.0);
                        @if drawn.len() == 1 {
                            line.whisker x1=(at) x2=(at) y1=(format!("{:.1}", y(*low))) y2=(format!("{:.1}", y(*high))) {}
                        }
                        circle.dot cx=(at) cy=(format!("{:.1}", y(*at_value))) r=(if drawn.len() <= DOTS { "4" } else { "2" }) {}
                        circle.target cx=(at) cy=(format!("{:.1}", y(*at_value))) r="14" {
                            title { (period(*from, *until)) ": " (value(sample)) " (" (interval_in_words(sample)) "), " (counted(sample.total(), "answer", "answers")) }
                        }
                    }
                }
                (volume(&drawn, days))
                svg.days width="100%" height="24" aria-hidden="true" {
                    @for (place, day, class) in labels(&drawn, days) {
                        text class={ "tick " (class) } x=(place) y="18" { (day) }
                    }
                }
            }
            (annotations::legend(marks, days))
            (table(&drawn, rolling.as_deref().unwrap_or_default(), trend.step, name))
        }
    }
}

fn steps(shown: Step, query: &ReportQuery) -> Markup {
    html! {
        nav.by aria-label="Steps of the trend" {
            @for (name, step) in Step::NAMES {
                @let there = ReportQuery { step: Some(*step), after: None, ..query.clone() };
                a href=(Tab::Overview.address(&there)) aria-current=[(*step == shown).then_some("true")] { "By " (name) }
            }
        }
    }
}

/// Ends of the vertical scale: multiples of 25 around all intervals, at least 50 apart.
fn scale<'a>(drawn: impl Iterator<Item = &'a Drawn>, measure: &Measure) -> (f64, f64) {
    let least = if *measure == Measure::Score { SCALE.0 } else { 0.0 };
    let (low, high) =
        drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), drawn| (low.min(drawn.low), high.max(drawn.high)));
    let (low, high) = ((low / 25.0).floor() * 25.0, (high / 25.0).ceil() * 25.0);
    if high - low >= 50.0 { (low, high) } else { ((high - 50.0).max(least), (high - 50.0).max(least) + 50.0) }
}

/// A value beside the scale.
fn on_scale(value: f64, measure: &Measure) -> String {
    let number = signed(value as i64);
    if *measure == Measure::Score { number } else { format!("{number}\u{a0}%") }
}

/// What is measured, within a sentence.
fn in_sentence(measure: &Measure) -> String {
    match measure {
        Measure::Score => "the score".to_owned(),
        Measure::Share { name, .. } => format!("the share of “{name}”"),
    }
}

/// The values at which there is a line across.
fn lines((low, high): (f64, f64)) -> Vec<f64> {
    let step = if high - low > 100.0 { 50.0 } else { 25.0 };
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).map(|count| count as f64 * step).collect()
}

fn line_points(drawn: &[Drawn], x: &dyn Fn(Day) -> f64, y: &dyn Fn(f64) -> f64) -> String {
    points(drawn.iter().map(|drawn| (x(drawn.from), y(drawn.value))))
}

/// Along the upper ends, and back along the lower ones.
fn band(drawn: &[Drawn], x: &dyn Fn(Day) -> f64, y: &dyn Fn(f64) -> f64) -> String {
    let upper = drawn.iter().map(|drawn| (x(drawn.from), y(drawn.high)));
    let lower = drawn.iter().rev().map(|drawn| (x(drawn.from), y(drawn.low)));
    points(upper.chain(lower))
}

fn points(places: impl Iterator<Item = (f64, f64)>) -> String {
    places.map(|(x, y)| format!("{:.1},{y:.1}", x * 1000.0)).collect::<Vec<_>>().join(" ")
}

/// Up to five days under the drawing, of which a narrow page shows the ends only.
fn labels(drawn: &[Drawn], days: (f64, f64)) -> Vec<(String, String, &'static str)> {
    let last = drawn.len() - 1;
    let mut picked: Vec<usize> = (0..=4).map(|quarter| quarter * last / 4).collect();
    picked.dedup();
    let label = |index: usize| {
        let day = drawn[index].from;
        let class = match index {
            _ if last == 0 => "middle",
            0 => "start",
            _ if index == last => "end",
            _ => "middle minor",
        };
        // Beside an end there is no room for another.
        let near_end = index != 0 && index != last && !(0.15..=0.85).contains(&share(day.since_epoch() as f64, days));
        (!near_end).then(|| (place(day.since_epoch() as f64, days), day.to_words(), class))
    };
    picked.into_iter().filter_map(label).collect()
}

/// How many answers each point has.
fn volume(drawn: &[Drawn], days: (f64, f64)) -> Markup {
    let most = drawn.iter().map(|drawn| drawn.sample.total()).max().unwrap_or(0);
    html! {
        svg.volume width="100%" height=(VOLUME) aria-hidden="true" {
            @for point in drawn {
                @let height = share(point.sample.total() as f64, (0.0, most as f64)) * VOLUME;
                @let at = place(point.from.since_epoch() as f64, days);
                line x1=(at) x2=(at) y1=(VOLUME) y2=(format!("{:.1}", VOLUME - height)) {}
            }
        }
    }
}

fn period(from: Day, until: Day) -> String {
    if from == until { from.to_words() } else { format!("{} – {}", from.to_words(), until.to_words()) }
}

fn in_words(first: &Drawn, last: &Drawn, name: &str, step: &str) -> String {
    let (from, to) = (first.from.to_words(), last.from.to_words());
    let (earlier, later) = (value(&first.sample), value(&last.sample));
    format!("{name} by {step}: {earlier} on {from}, {later} on {to}. The table below lists all figures.")
}

fn table(drawn: &[Drawn], rolling: &[Drawn], step: Step, name: &str) -> Markup {
    html! {
        details {
            summary { "All figures" }
            div.scroll tabindex="0" {
                (figures("Each step", drawn, name))
                @if !rolling.is_empty() {
                    (figures(&format!("The last {} {}s, up to", step.rolling(), step.name()), rolling, name))
                }
            }
        }
    }
}

fn figures(caption: &str, drawn: &[Drawn], name: &str) -> Markup {
    html! {
                table {
                    caption { (caption) }
                    thead { tr { th scope="col" { "Period" } th.number scope="col" { (name) } th.number scope="col" { "95 % interval" } th.number scope="col" { "Answers" } } }
                    tbody {
                        @for Drawn { from, until, sample, .. } in drawn.iter().rev() {
                            tr {
                                th scope="row" { (period(*from, *until)) }
                                td.number { (value(sample)) }
                                td.number { (interval_in_words(sample)) }
                                td.number { (grouped(sample.total())) }
                            }
                        }
                    }
                }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::DayScore;
    use askwell_survey::Score;

    #[test]
    fn days_with_few_answers_are_put_together() {
        let given = |day: &str, count| DayScore {
            day: Day::parse(day).unwrap().since_epoch(),
            score: Score::new(10).unwrap(),
            count,
        };
        let trend = Trend::of_scores(
            &[given("2026-11-01", 25), given("2026-11-02", 3), given("2026-11-05", 18), given("2026-11-09", 1)],
            None,
        );
        let shown: Vec<_> = drawn(&trend, Day::parse("2026-11-20").unwrap())
            .iter()
            .map(|drawn| (period(drawn.from, drawn.until), drawn.sample.total()))
            .collect();
        assert_eq!(shown, [("1 Nov 2026".to_owned(), 25), ("2 Nov 2026 – 9 Nov 2026".to_owned(), 22)]);
    }

    #[test]
    fn lines_across_stand_at_round_values() {
        assert_eq!(lines((-25.0, 75.0)), [-25.0, 0.0, 25.0, 50.0, 75.0]);
        assert_eq!(lines((-75.0, 100.0)), [-50.0, 0.0, 50.0, 100.0]);
    }
}
