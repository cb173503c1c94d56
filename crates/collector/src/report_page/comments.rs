//! What visitors wrote, latest first.

use maud::{Markup, html};

use super::response;
use super::tab::Tab;
use crate::day::moment_in_words;
use crate::report::{Report, ReportQuery};
use crate::store::Comment;

/// Characters and lines from which on a comment is folded.
const FOLDED: usize = 700;
const FOLDED_LINES: usize = 10;

pub(super) fn view(report: &Report) -> Markup {
    let query = &report.selection.query;
    html! {
        section #comments .card.comments aria-labelledby="comments-title" {
            h2 #comments-title { (if query.after.is_some() { "Earlier comments" } else { "Latest comments" }) }
            @if report.comments.is_empty() { p.muted { "No comments yet." } }
            ol { @for comment in &report.comments { (item(comment)) } }
            @if query.after.is_some() || report.next.is_some() {
                nav.pages aria-label="Comments" {
                    @if query.after.is_some() {
                        a href={ (Tab::Overview.address(&ReportQuery { after: None, ..query.clone() })) "#comments" } { "Latest" }
                    }
                    @if let Some(next) = &report.next {
                        a.onward href={ (Tab::Overview.address(&ReportQuery { after: Some(next.clone()), ..query.clone() })) "#comments" } { "Earlier" }
                    }
                }
            }
        }
    }
}

pub(super) fn item(comment: &Comment) -> Markup {
    html! {
        li {
            (badge(comment))
            div.said {
                (text(&comment.text, &comment.locale))
                p.meta {
                    time datetime=(comment.at.to_text()) { (moment_in_words(comment.at)) }
                    span { bdi { (comment.survey) } }
                    @if let Some(topic) = &comment.topic { span { bdi { (topic) } } }
                    @if !comment.page_path.is_empty() { span { bdi { (comment.page_path) } } }
                    @if !comment.locale.is_empty() { span { bdi { (comment.locale) } } }
                    span { a href=(response::address(&comment.id)) { "Details" } }
                }
            }
        }
    }
}

/// What somebody wrote in the language `locale`, folded if it is long.
pub(super) fn text(text: &str, locale: &str) -> Markup {
    html! {
        @if is_long(text) {
            // Before the text, which a stylesheet can then fold as long as this is closed.
            details.unfold { summary { span.more { "Show all" } span.less { "Show less" } } }
        }
        p.text dir="auto" lang=[Some(locale).filter(|locale| !locale.is_empty())] { (text) }
    }
}

/// Whether a comment would push the others out of sight.
fn is_long(text: &str) -> bool {
    text.chars().nth(FOLDED).is_some() || text.lines().nth(FOLDED_LINES).is_some()
}

fn badge(comment: &Comment) -> Markup {
    match (comment.score, comment.helpful) {
        (Some(score), _) => {
            let group = score.group().as_str();
            html! { span.badge.{ (group) } { span.hidden { "Score " } (score) span.hidden { ", " (group) } } }
        }
        (None, Some(true)) => html! { span.badge.promoter { span.hidden { "Helpful: " } "Yes" } },
        (None, Some(false)) => html! { span.badge.detractor { span.hidden { "Helpful: " } "No" } },
        (None, None) => html! { span.badge aria-hidden="true" { "–" } },
    }
}
