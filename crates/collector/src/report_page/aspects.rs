//! Which rated aspects matter and how they do, as a table and as a drawing of it.

use askwell_statistics::{Correlation, RELEVANT_CORRELATION};
use maud::{Markup, html};

use super::chart::{decimal, grouped, place, share, shortened};
use super::drivers::unordered;
use crate::report::{Aspect, AspectVerdict, Drivers, GOOD_FROM, MIDDLE};

/// The drawing's height in pixels, and the distance of lines of text in it.
const HEIGHT: f64 = 320.0;
const LINE: f64 = 16.0;
/// Labels nearer to each other than this share of the width may overlap.
const NEAR: f64 = 0.4;
/// From this share of the width on, a label stands at the left of its spot.
const FLIPPED: f64 = 0.55;
/// Characters of a label in the drawing at most.
const LONGEST: usize = 36;

pub(super) fn card(drivers: &Drivers) -> Markup {
    let can_tell = drivers.aspects.iter().filter(|aspect| place_of(aspect).is_some()).count();
    html! {
        section.card.aspects aria-labelledby="aspects-title" {
            h2 #aspects-title { "What to improve first" }
            p.lead {
                "Importance is how closely the rating of an aspect goes with "
                @match &drivers.whole {
                    Some(whole) => { "the answer to “" bdi { (whole) } "”" },
                    None => "the score",
                }
                ": 0 if they have nothing to do with each other, 1 if one always rises with the other. It doesn’t prove a cause."
            }
            (table(&drivers.aspects))
            @if can_tell > 0 { (scatter(&drivers.aspects)) }
            (unordered(drivers))
        }
    }
}

fn table(aspects: &[Aspect]) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-labelledby="aspects-title" {
            table.drivers {
                thead {
                    tr {
                        td.index {}
                        th scope="col" { "Aspect" }
                        th scope="col" { "What to do" }
                        th scope="col" colspan="2" { "Mean rating" }
                        th.number scope="col" { "Importance" }
                        th.number scope="col" { "Answers" }
                    }
                }
                tbody { @for (index, aspect) in aspects.iter().enumerate() { (row(index + 1, aspect)) } }
            }
        }
    }
}

fn row(number: usize, aspect: &Aspect) -> Markup {
    let interval = aspect.driver.correlation.and_then(Correlation::interval);
    html! {
        tr {
            td.index aria-hidden="true" { (number) }
            th scope="row" { bdi { (aspect.label) } }
            td.advice { (verdict(aspect.verdict())) }
            td.rating {
                @if let Some(mean) = aspect.mean() {
                    strong { (decimal(mean, 1)) } span.muted { " " (scale(aspect)) }
                    @if let Some(nearest) = aspect.nearest() { br; span.muted { "about “" bdi { (nearest) } "”" } }
                } @else { "–" }
            }
            td.bar {
                @if let Some(mean) = aspect.mean() {
                    svg width="100%" height="14" aria-hidden="true" {
                        rect.track x="0" y="1" width="100%" height="12" rx="3" {}
                        rect.plain x="0" y="1" width=(place(aspect.position(mean), (0.0, 1.0))) height="12" rx="3" {}
                    }
                }
            }
            td.number {
                @match aspect.driver.correlation {
                    Some(correlation) => strong { (decimal(correlation.value, 2)) },
                    None => "–",
                }
                @if let Some(interval) = interval { br; span.muted { (decimal(interval.low, 2)) " to " (decimal(interval.high, 2)) } }
            }
            td.number.muted { (grouped(aspect.driver.performance.count())) }
        }
    }
}

/// The scale of a mean: `of 5`, or `on a scale from 0 to 10`.
fn scale(aspect: &Aspect) -> String {
    match aspect.ends() {
        (1.0, high) => format!("of {}", decimal(high, 0)),
        (low, high) => format!("on a scale from {} to {}", decimal(low, 0), decimal(high, 0)),
    }
}

/// A class, a title and a sentence.
pub(super) fn in_words(verdict: AspectVerdict) -> (&'static str, &'static str, &'static str) {
    match verdict {
        AspectVerdict::ImproveFirst => ("improve", "Improve first", "It matters, and is rated low."),
        AspectVerdict::ImproveNext => ("improve", "Improve next", "It matters, and could be rated better."),
        AspectVerdict::Keep => ("keep", "Keep", "It matters, and is rated high."),
        AspectVerdict::Unimportant => ("quiet", "Customers don’t care", "What does not matter need not be paid for."),
        AspectVerdict::Reversed => (
            "quiet",
            "Runs against the rest",
            "The lower it is rated, the better the whole. Is its scale the other way round?",
        ),
        AspectVerdict::TooFew => ("quiet", "Too few answers", "They can’t tell whether it matters."),
    }
}

fn verdict(verdict: AspectVerdict) -> Markup {
    let (class, title, text) = in_words(verdict);
    html! { strong.{ (class) } { (title) } br; span.muted { (text) } }
}

/// Where an aspect stands in the drawing: importance and performance. None if one of them isn't known.
fn place_of(aspect: &Aspect) -> Option<(f64, f64)> {
    Some((aspect.driver.correlation?.value, aspect.position(aspect.mean()?)))
}

/// Importance to the right, performance upwards. What is said here the table says as well.
fn scatter(aspects: &[Aspect]) -> Markup {
    let places: Vec<_> =
        aspects.iter().enumerate().filter_map(|(index, aspect)| Some((index, place_of(aspect)?))).collect();
    let lowest = places.iter().map(|(_, (importance, _))| *importance).fold(-0.1, f64::min);
    let ends = (lowest, 1.0);
    let height = |performance: f64| (1.0 - performance) * HEIGHT;
    let labels = label_heights(&places, ends);
    let bottom = HEIGHT + 8.0;
    html! {
        figure.scatter {
            figcaption.muted { "How well each aspect does, and how much it matters" }
            div.scatter-axis.muted { span { "Rated high" } span { "Rated low" } }
            svg width="100%" height=(HEIGHT + 28.0) role="img" aria-label="Each aspect by its importance, to the right, and its mean rating, upwards. The table above has the same figures." {
                rect.track.area x="0" y="0" width="100%" height=(HEIGHT) rx="8" {}
                rect.corner x=(place(RELEVANT_CORRELATION, ends)) y=(height(MIDDLE)) height=(height(0.0) - height(MIDDLE))
                    width={ (format!("{:.2}%", 100.0 * (1.0 - share(RELEVANT_CORRELATION, ends)))) } {}
                line.divider x1=(place(RELEVANT_CORRELATION, ends)) x2=(place(RELEVANT_CORRELATION, ends)) y1="0" y2=(HEIGHT) {}
                line.divider x1="0" x2="100%" y1=(height(GOOD_FROM)) y2=(height(GOOD_FROM)) {}
                text.tick.end x="98%" y=(HEIGHT - 10.0) { "Improve first" }
                line.divider x1="0" x2="100%" y1=(height(MIDDLE)) y2=(height(MIDDLE)) {}
                text.tick.end x="98%" y=(decimal(height(MIDDLE) - 10.0, 1)) { "Improve next" }
                text.tick.end x="98%" y="20" { "Keep" }
                text.tick x="2%" y="20" { "Matters little" }
                text.tick x="0" y=(bottom + 14.0) { "Unimportant" }
                text.tick.end x="100%" y=(bottom + 14.0) { "Important" }
                @for (label, (index, (importance, performance))) in labels.iter().zip(&places) {
                    @let is_right = share(*importance, ends) > FLIPPED;
                    @let shift = if is_right { "-16" } else { "16" };
                    g {
                        title { (aspects[*index].label) }
                        circle.spot cx=(place(*importance, ends)) cy=(decimal(height(*performance), 1)) r="10" {}
                        text.spot-number x=(place(*importance, ends)) y=(decimal(height(*performance) + 4.0, 1)) { (index + 1) }
                        text.spot-label.minor.end[is_right] x=(place(*importance, ends)) y=(decimal(*label, 1)) dx=(shift) { (shortened(&aspects[*index].label, LONGEST)) }
                    }
                }
            }
        }
    }
}

/// The heights of the labels, each beside its spot, or below the one it would overlap.
fn label_heights(places: &[(usize, (f64, f64))], ends: (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|one, other| places[*other].1.1.total_cmp(&places[*one].1.1));
    let mut heights = vec![0.0; places.len()];
    let mut placed: Vec<usize> = Vec::new();
    for index in order {
        let (importance, performance) = places[index].1;
        let mut height = (1.0 - performance) * HEIGHT + 4.0;
        for other in &placed {
            let is_near = (share(places[*other].1.0, ends) - share(importance, ends)).abs() < NEAR;
            if is_near && height < heights[*other] + LINE {
                height = heights[*other] + LINE;
            }
        }
        heights[index] = height;
        placed.push(index);
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_near_spots_stand_below_each_other() {
        let places = [(0, (0.5, 0.5)), (1, (0.55, 0.51)), (2, (-0.1, 0.5)), (3, (0.5, 0.0))];
        let heights = label_heights(&places, (-0.1, 1.0));
        assert!((heights[0] - heights[1] - LINE).abs() < 1e-9, "{heights:?}");
        assert_eq!((heights[2], heights[3]), (164.0, 324.0));
    }
}
