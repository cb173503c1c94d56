//! `GET /report/promoters`: promoters who agreed to be contacted, and what became of asking them.

use askwell_survey::Timestamp;
use maud::{Markup, html};

use super::chart::{grouped, percent};
use super::tab::Tab;
use super::{inbox, selection};
use crate::contact::ContactKey;
use crate::day::Day;
use crate::follow_up::InboxStatus;
use crate::report::{Promoters, ReportQuery, Worths};

const STATUSES: [(InboxStatus, &str); 4] = [
    (InboxStatus::Open, "Not asked yet"),
    (InboxStatus::Invited, "Invited"),
    (InboxStatus::Agreed, "Agreed"),
    (InboxStatus::Done, "Done"),
];

/// The list, for someone who may see who answered.
pub(super) fn view(promoters: &Promoters, worths: &Worths, key: Option<&ContactKey>, now: Timestamp) -> Markup {
    let query = &promoters.selection.query;
    let figures = promoters.figures;
    html! {
        (selection::view(Tab::Promoters, &promoters.selection, Day::of(now)))
        section.card.inbox-figures aria-labelledby="promoters-title" {
            h1 #promoters-title { "Promoters" }
            (selection::scope(query))
            dl {
                div { dt { "Agreed to be contacted" } dd { strong { (grouped(figures.all)) } } }
                div { dt { "Invited" } dd { strong { (grouped(figures.invited)) } } }
                div {
                    dt { "Agreed" }
                    dd {
                        strong { (grouped(figures.agreed)) }
                        @if figures.invited > 0 { span.muted { (percent(figures.agreed.min(figures.invited), figures.invited)) " % of those invited" } }
                    }
                }
            }
        }
        section.card.inbox aria-labelledby="promoters-list-title" {
            h2 #promoters-list-title { "Whom to ask for a review, a quote or a reference" }
            form.filters method="get" action=(Tab::Promoters.path()) aria-label="Promoters" {
                @for (name, value) in query.pairs_without(&["status", "owner", "after"]) { input type="hidden" name=(name) value=(value); }
                div.field {
                    label for="status" { "Status" }
                    select #status name="status" {
                        option value="" { "All" }
                        @for (status, name) in STATUSES { option value=(status.name()) selected[query.status == Some(status)] { (name) } }
                    }
                }
                (inbox::owner_field(query))
                button.primary { "Filter" }
            }
            @if promoters.items.is_empty() {
                @if *query == ReportQuery::default() {
                    p.muted { "Nobody yet. Promoters who agree to be contacted appear here as soon as they answer: ask them with a question of the type " code { "contact" } "." }
                } @else {
                    p.muted { "Nobody fits. Choose another status, owner, survey or period." }
                    p { a href=(Tab::Promoters.path()) { "Show all" } }
                }
            } @else {
                ol { @for item in &promoters.items { (inbox::row(item, worths, key, now)) } }
            }
            (inbox::pages(Tab::Promoters, query, promoters.next.as_ref()))
        }
    }
}
