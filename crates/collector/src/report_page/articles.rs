//! `GET /report/articles`: whom articles helped, whom they failed, and what those missed.

use askwell_statistics::Share;
use askwell_survey::Kind;
use maud::{Markup, html};

use super::bars;
use super::chart::{counted, decimal, grouped};
use super::tab::Tab;
use super::{selection, written};
use crate::counted::{self, TOPIC};
use crate::day::Day;
use crate::report::{Article, Articles, ReportQuery};

/// The question that readers are asked whom an article didn't help.
const MISSING: &str = "missing";

pub(super) fn view(articles: &Articles, today: Day) -> Markup {
    let query = &articles.selection.query;
    html! {
        (selection::view(Tab::Articles, &articles.selection, today))
        @match articles.helpful {
            Some(helpful) => {
                (summary(query, helpful))
                (list(articles))
                @if articles.languages.len() > 1 || has_segment(query, counted::LOCALE) { (languages(articles)) }
            },
            None if *query == ReportQuery::default() => (first()),
            None => section.card.notice {
                h1 { "No ratings in this selection" }
                p.muted { "Choose a longer period, or all surveys." }
                p { a href=(Tab::Articles.path()) { "Show all ratings" } }
            },
        }
        footer.notes.muted {
            p { "Ratings of articles never enter a score." }
            (selection::left_out(&articles.selection))
        }
    }
}

fn summary(query: &ReportQuery, helpful: Share) -> Markup {
    html! {
        section.card.summary aria-labelledby="articles-title" {
            div {
                h1 #articles-title { "Was it helpful?" }
                (selection::scope(query))
            }
            dl.facts {
                div { dt { "Found it helpful" } dd { (helpful.rounded_percent()) " % " span.muted { (interval(helpful)) " with 95 % confidence" } } }
                div { dt { "Ratings" } dd { (grouped(helpful.total())) } }
                div { dt { "Not helped" } dd { (grouped(helpful.total() - helpful.count())) } }
            }
        }
    }
}

fn list(articles: &Articles) -> Markup {
    html! {
        section.card.articles aria-labelledby="list-title" {
            h2 #list-title { "Articles that fail most readers first" }
            p.lead.muted {
                "Sorted by how many readers an article didn’t help. The dot is the share it helped; the bar around it holds the true share with 95 % confidence."
            }
            ol { @for article in &articles.articles { (item(article, articles)) } }
            @if let (number, Some(share)) = articles.others {
                p.muted {
                    "And " (counted(number, "more article", "more articles")) " with " (counted(share.total(), "rating", "ratings"))
                    ", of which " (grouped(share.total() - share.count())) " not helpful."
                }
            }
        }
    }
}

fn item(article: &Article, articles: &Articles) -> Markup {
    let query = &articles.selection.query;
    let helpful = article.helpful;
    html! {
        li {
            div.article-name {
                h3 {
                    @match (&article.title, &article.topic) {
                        (Some(title), _) => bdi { (title) },
                        (None, Some(topic)) => bdi { (topic) },
                        (None, None) => "No topic",
                    }
                }
                p.muted {
                    @if let (Some(_), Some(topic)) = (&article.title, &article.topic) { bdi { (topic) } }
                    @if let (Some(topic), false) = (&article.topic, has_segment(query, TOPIC)) {
                        @if article.title.is_some() { " · " }
                        a href=(Tab::Articles.address(&with_segment(query, TOPIC, topic))) { "Only this article" }
                    }
                }
            }
            p.failed {
                strong { (grouped(article.failed())) } " "
                span.muted { "of " (counted(helpful.total(), "reader", "readers")) " not helped" }
                @if article.is_small() { " " span.few { "Few ratings" } }
            }
            div.helpful {
                (interval_bar(helpful))
                p.muted { strong { (helpful.rounded_percent()) " %" } " helped, " (interval(helpful)) }
            }
            @if !article.missing.texts.is_empty() { (missing(article, query)) }
        }
    }
}

/// What readers missed, folded.
fn missing(article: &Article, query: &ReportQuery) -> Markup {
    html! {
        details.missing {
            summary { "What readers missed" }
            div.comments { ol { @for answer in &article.missing.texts { (written::item(answer)) } } }
            @if let Some(topic) = &article.topic {
                @let there = if has_segment(query, TOPIC) { query.clone() } else { with_segment(query, TOPIC, topic) };
                p { a href=(written::address(&ReportQuery { kind: Some(Kind::Rating), survey: Some(article.missing.survey.clone()), ..there }, MISSING)) { "All that readers missed" } }
            }
        }
    }
}

fn languages(articles: &Articles) -> Markup {
    let query = &articles.selection.query;
    html! {
        section.card.languages aria-labelledby="languages-title" {
            h2 #languages-title { "By language" }
            table.bars {
                thead.hidden { tr { th { "Language" } th { "Helped" } th { "Share" } th { "Ratings" } } }
                tbody {
                    @for language in &articles.languages {
                        tr {
                            th scope="row" {
                                @if has_segment(query, counted::LOCALE) { bdi { (language.locale) } }
                                @else { a href=(Tab::Articles.address(&with_segment(query, counted::LOCALE, &language.locale))) { bdi { (language.locale) } } }
                            }
                            td.bar { (interval_bar(language.helpful)) }
                            td.number { strong { (language.helpful.rounded_percent()) " %" } }
                            td.number.muted { (grouped(language.helpful.total())) }
                        }
                    }
                }
            }
        }
    }
}

/// A share as a dot on the scale from 0 to 100 %, with its interval.
fn interval_bar(share: Share) -> Markup {
    let interval = share.interval();
    bars::interval((interval.low, interval.high), share.value(), (0.0, 1.0))
}

/// `30 to 38 %`.
fn interval(share: Share) -> String {
    let interval = share.interval();
    format!("{} to {} %", decimal(interval.low * 100.0, 0), decimal(interval.high * 100.0, 0))
}

fn has_segment(query: &ReportQuery, name: &str) -> bool {
    query.segments.iter().any(|(known, _)| known == name)
}

fn with_segment(query: &ReportQuery, name: &str, value: &str) -> ReportQuery {
    let segments = query.segments.iter().cloned().chain([(name.to_owned(), value.to_owned())]).collect();
    ReportQuery { segments, after: None, ..query.clone() }
}

/// Nobody has rated an article yet.
fn first() -> Markup {
    html! {
        section.card.first {
            h1 { "No ratings yet" }
            p.lead { "Readers say here whether an article helped them, and what they missed. Put this where an article ends, on a page that has the widget’s tag:" }
            pre tabindex="0" { code { "<askwell-rating topic=\"how-to-return\"></askwell-rating>" } }
            p.muted { code { "topic" } " names the article. The same article in another language has the same topic." }
        }
    }
}
