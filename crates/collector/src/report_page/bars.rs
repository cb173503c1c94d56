//! Bars in a table: the drawing is the table.

use maud::{Markup, html};

use super::chart::{grouped, percent, place};

/// A value as a dot between the ends of a scale, with its interval.
pub(super) fn interval((low, high): (f64, f64), value: f64, scale: (f64, f64)) -> Markup {
    html! {
        svg.interval width="100%" height="14" aria-hidden="true" {
            rect.track x="0" y="4" width="100%" height="6" rx="3" {}
            rect.range x=(place(low, scale)) y="4" width=(place(high - low, (0.0, scale.1 - scale.0))) height="6" rx="3" {}
            circle.value cx=(place(value, scale)) cy="7" r="5" {}
        }
    }
}

/// A row: what is counted, how it is called, and the class of its colour.
pub(super) struct Bar<'a> {
    pub(super) label: &'a str,
    pub(super) count: u64,
    pub(super) class: &'static str,
}

/// A table of bars, each a share of `whole`; `what` says what is in the first column.
pub(super) fn view(what: &str, bars: &[Bar<'_>], whole: u64) -> Markup {
    let longest = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    html! {
        table.bars {
            thead.hidden { tr { th { (what) } th { "Share" } th { "Answers" } } }
            tbody {
                @for bar in bars {
                    tr {
                        th scope="row" { bdi { (bar.label) } }
                        td.bar {
                            svg width="100%" height="12" aria-hidden="true" {
                                rect.{ (bar.class) } x="0" y="0" width=(place(bar.count as f64, (0.0, longest as f64))) height="12" rx="3" {}
                            }
                        }
                        td.number { strong { (percent(bar.count, whole)) "\u{a0}%" } }
                        td.number.muted { (grouped(bar.count)) }
                    }
                }
            }
        }
    }
}
