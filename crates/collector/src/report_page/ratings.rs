//! How each article was rated.

use maud::{Markup, html};

use super::chart::{counted, percent, place};
use crate::store::{Others, Rating};

/// Articles shown at most; the report as JSON has twice as many.
const SHOWN: usize = 50;

pub(super) fn view(ratings: &[Rating], others: Others) -> Markup {
    let hidden = others.number + ratings.len().saturating_sub(SHOWN) as u64;
    html! {
        section.card.ratings aria-labelledby="ratings-title" {
            h2 #ratings-title { "Was it helpful?" }
            p.muted { "Ratings by article, apart from the score" }
            ul {
                @for rating in ratings.iter().take(SHOWN) {
                    @let all = rating.yes + rating.no;
                    li {
                        div.row {
                            @match &rating.topic {
                                Some(topic) => bdi.topic { (topic) },
                                None => span.topic.muted { "No topic" },
                            }
                            strong { (percent(rating.yes, all)) " %" }
                        }
                        svg.meter width="100%" height="8" aria-hidden="true" {
                            rect.track x="0" y="0" width="100%" height="8" {}
                            rect.promoter x="0" y="0" width=(place(rating.yes as f64, (0.0, all as f64))) height="8" {}
                        }
                        p.muted { (rating.yes) " of " (all) " found it helpful" }
                    }
                }
            }
            @if hidden > 0 {
                p.muted { "And " (counted(hidden, "more article", "more articles")) "." }
            }
        }
    }
}
