//! Segments of one name by their number of answers: those that stand out, given that small ones vary more.

use askwell_statistics::{Funnel, Position};
use askwell_survey::{Interval, Tally};
use maud::{Markup, html};

use super::chart::{counted, place, rounded, share, shortened, signed};
use crate::report::{Sample, SegmentRow};

/// Height of the drawing in pixels. Its width is the page's.
const HEIGHT: f64 = 320.0;
/// Segments that it takes: fewer are seen in the table.
const LEAST: usize = 4;
/// Points of a limit's line.
const POINTS: u32 = 60;
/// Characters of a label.
const LONGEST: usize = 24;
/// Further to the right a label stands left of its spot.
const FLIPPED: f64 = 0.7;

/// None without scores, or with too few segments to tell from the table alone.
pub(super) fn view(rows: &[SegmentRow]) -> Option<Markup> {
    let teams: Vec<(&str, Tally)> = rows
        .iter()
        .filter_map(|row| match row.sample {
            Sample::Scores(tally) if tally.total() > 0 => Some((row.value.as_str(), tally)),
            _ => None,
        })
        .collect();
    let all = teams.iter().fold(Tally::default(), |sum, (_, tally)| sum + *tally);
    let funnel = Funnel::around(&all).filter(|_| teams.len() >= LEAST)?;
    let most = teams.iter().map(|(_, tally)| tally.total()).max()?;
    let least = teams.iter().map(|(_, tally)| tally.total()).min()?;
    // By the square root, which the limits go with: small segments have room.
    let ends = ((least as f64).sqrt() * 0.9, (most as f64).sqrt() * 1.05);
    let x = |answers: f64| answers.sqrt();
    let scores = teams.iter().filter_map(|(_, tally)| Some(tally.nps()?.value()));
    let widest = funnel.limits((ends.0 * ends.0).ceil() as u64)?.within_99_8;
    let (low, high) = scores.fold((widest.low, widest.high), |(low, high), score| (low.min(score), high.max(score)));
    let scale = ((low / 10.0).floor() * 10.0, (high / 10.0).ceil() * 10.0);
    let y = |score: f64| (1.0 - share(score, scale)) * HEIGHT;
    let line = |limit: &dyn Fn(u64) -> Option<f64>| line(ends, limit, &y);
    let limit = |end: fn(Interval) -> f64| {
        [
            line(&|answers| Some(end(funnel.limits(answers)?.within_95))),
            line(&|answers| Some(end(funnel.limits(answers)?.within_99_8))),
        ]
    };
    let limits = [limit(|interval| interval.low), limit(|interval| interval.high)];
    let outside =
        teams.iter().filter(|(_, tally)| funnel.position(tally).is_some_and(|at| at != Position::Within)).count();
    Some(html! {
        figure.funnel {
            figcaption {
                strong { (counted(outside as u64, "of these stands", "of these stand")) " out." } " "
                span.muted {
                    "Each dot is a row of the table. A small one varies more: of those that score as all do, one in 20 lies outside the inner lines by chance, and one in 500 outside the outer ones."
                }
            }
            svg width="100%" height=(HEIGHT + 28.0) role="img" aria-label="Each segment by its number of answers, to the right, and its score, upwards. The table below has the same figures." {
                rect.track x="0" y="0" width="100%" height=(HEIGHT) rx="8" {}
                line.middle x1="0" x2="100%" y1=(number(y(funnel.mean()))) y2=(number(y(funnel.mean()))) {}
                svg viewBox={ "0 0 1000 " (HEIGHT) } preserveAspectRatio="none" width="100%" height=(HEIGHT) {
                    @for [inner, outer] in &limits {
                        polyline.limit points=(inner) {}
                        polyline.limit.outer points=(outer) {}
                    }
                }
                text.tick x="8" y="18" { (rounded(scale.1)) }
                text.tick x="8" y=(HEIGHT - 8.0) { (rounded(scale.0)) }
                text.tick.end x="99%" y=(number(y(funnel.mean()) - 6.0)) { "All: " (rounded(funnel.mean())) }
                text.tick x="0" y=(HEIGHT + 22.0) { (counted(least, "answer", "answers")) }
                text.tick.end x="100%" y=(HEIGHT + 22.0) { (counted(most, "answer", "answers")) }
                @for (value, tally) in &teams {
                    @if let (Some(nps), Some(position)) = (tally.nps(), funnel.position(tally)) {
                        @let at = x(tally.total() as f64);
                        g {
                            title { (value) ": " (signed(nps.rounded())) ", " (counted(tally.total(), "answer", "answers")) }
                            circle.spot.{ (class(position)) } cx=(place(at, ends)) cy=(number(y(nps.value()))) r="6" {}
                            @if position != Position::Within {
                                @let is_right = share(at, ends) > FLIPPED;
                                text.spot-label.end[is_right] x=(place(at, ends)) y=(number(y(nps.value()) + 4.0)) dx=(if is_right { "-12" } else { "12" }) { (shortened(value, LONGEST)) }
                            }
                        }
                    }
                }
            }
        }
    })
}

fn class(position: Position) -> &'static str {
    match position {
        Position::FarBelow | Position::Below => "worse",
        Position::Within => "within",
        Position::Above | Position::FarAbove => "better",
    }
}

/// A limit from the fewest answers to the most.
fn line(ends: (f64, f64), limit: &dyn Fn(u64) -> Option<f64>, y: &dyn Fn(f64) -> f64) -> String {
    let point = |index: u32| {
        let part = f64::from(index) / f64::from(POINTS);
        let root = ends.0 + part * (ends.1 - ends.0);
        let score = limit((root * root).round().max(1.0) as u64)?;
        Some(format!("{},{}", number(1_000.0 * part), number(y(score))))
    };
    (0..=POINTS).filter_map(point).collect::<Vec<_>>().join(" ")
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}
