//! What has changed lately: of all answers, and in which segments.

use maud::{Markup, html};

use super::segments::{change, value};
use super::selection::segment_name;
use super::tab::Tab;
use crate::report::{Lately, ReportQuery};

pub(super) fn view(lately: &Lately) -> Markup {
    let (period, compared) = (lately.period, lately.compared);
    html! {
        section.card.lately aria-labelledby="lately-title" {
            h2 #lately-title { "What changed" }
            p.muted {
                (period.0.to_words()) " to " (period.1.to_words()) ", compared with " (compared.0.to_words()) " to " (compared.1.to_words())
            }
            p { "All answers: " (change(Some(&lately.all))) }
            @if lately.segments.is_empty() {
                p.muted { "No segment has changed by more than chance." }
            } @else {
                ul.changed {
                    @for row in &lately.segments {
                        @let mut segments = lately.query.segments.clone();
                        @let () = segments.push((row.name.clone(), row.value.clone()));
                        @let there = ReportQuery { segments, ..lately.query.clone() };
                        li {
                            a href=(Tab::Overview.address(&there)) { span.muted { bdi { (segment_name(&row.name)) } } " " bdi { (row.value) } }
                            span { strong { (value(&row.sample)) } " " (change(row.change.as_ref())) }
                        }
                    }
                }
            }
            p.links {
                a href=(Tab::Segments.address(&lately.query)) { "All segments" }
                a href=(Tab::Changes.address(&ReportQuery { since: None, until: None, ..lately.query.clone() })) { "When it changed" }
            }
        }
    }
}
