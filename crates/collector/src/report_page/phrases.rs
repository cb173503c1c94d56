//! What many have written, as a table.

use maud::{Markup, html};

use super::chart::{counted, grouped, percent};
use super::tab::Tab;
use crate::report::{Phrases, ReportQuery};

pub(super) fn view(phrases: &Phrases, query: &ReportQuery) -> Markup {
    let groups = phrases.groups;
    html! {
        section.card aria-labelledby="phrases-title" {
            h2 #phrases-title { "Frequent words" }
            p.muted {
                "In how many of the latest " (counted(phrases.texts, "text", "texts")) " a word or a pair of words stands. Words that say nothing by themselves are left out."
                @if phrases.left_out > 0 { " Not looked at: " (counted(phrases.left_out, "text", "texts")) " in other languages." }
            }
            div.wide tabindex="0" role="group" aria-labelledby="phrases-title" {
                table.phrases {
                    thead { tr {
                        th scope="col" { "Words" }
                        th.number scope="col" { "Texts" }
                        @if groups.total() > 0 {
                            th.number scope="col" { "Of detractors" }
                            th.number scope="col" { "Of passives" }
                            th.number scope="col" { "Of promoters" }
                        }
                    } }
                    tbody {
                        @for phrase in &phrases.phrases {
                            @let there = ReportQuery { contains: Some(phrase.text.clone()), group: None, after: None, ..query.clone() };
                            tr {
                                th scope="row" { a href=(Tab::Answers.address(&there)) { bdi { (phrase.text) } } }
                                td.number { (grouped(phrase.texts)) }
                                @if groups.total() > 0 {
                                    td.number { (share(phrase.groups.detractors, groups.detractors)) }
                                    td.number { (share(phrase.groups.passives, groups.passives)) }
                                    td.number { (share(phrase.groups.promoters, groups.promoters)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn share(texts: u64, all: u64) -> Markup {
    html! {
        @if all == 0 { "–" } @else { (percent(texts, all)) "\u{a0}%" }
    }
}
