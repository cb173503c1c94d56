//! `GET /report/inbox`: the responses that need somebody.

use askwell_survey::{Group, Score, Timestamp, Value};
use maud::{Markup, html};

use super::chart::{counted, grouped, percent};
use super::tab::Tab;
use super::{export, follow_up, money, selection};
use crate::access::role::{Permission, Role};
use crate::contact::ContactKey;
use crate::day::{Day, moment_in_words};
use crate::follow_up::{DAYS, InboxOwner, InboxStatus, RECENT_DAYS, Reason};
use crate::personal;
use crate::report::{Customer, Inbox, ReportQuery, Worths};
use crate::store::{Cursor, InboxFigures, InboxItem, OwnerFigures};

/// Characters of a comment that are shown.
const BEGINNING: usize = 280;
/// Attributes that are shown.
const ATTRIBUTES: usize = 4;

const STATUSES: [(InboxStatus, &str); 5] = [
    (InboxStatus::Overdue, "Overdue"),
    (InboxStatus::Open, "Open"),
    (InboxStatus::InProgress, "In progress"),
    (InboxStatus::Waiting, "Waiting"),
    (InboxStatus::Done, "Done"),
];
const OWNERS: [(InboxOwner, &str); 2] = [(InboxOwner::Mine, "Mine"), (InboxOwner::Nobody, "Nobody’s")];
const REASONS: [(Reason, &str); 3] =
    [(Reason::Contact, "Asked for contact"), (Reason::Detractor, "Detractor"), (Reason::Rule, "Rule")];

/// An inbox, for someone who may see who answered.
pub(super) fn view(inbox: &Inbox, worths: &Worths, role: Role, key: Option<&ContactKey>, now: Timestamp) -> Markup {
    let (query, today) = (&inbox.selection.query, Day::of(now));
    html! {
        (selection::view(Tab::Inbox, &inbox.selection, today))
        section.card.inbox-figures aria-labelledby="inbox-title" {
            h1 #inbox-title { "Inbox" }
            (selection::scope(query))
            (figures(&inbox.figures, query))
            @if !inbox.owners.is_empty() { (owners(&inbox.owners)) }
            @if role.may(Permission::Analyse) {
                @let detractors = ReportQuery { group: Some(Group::Detractor), ..query.selected() };
                p { a href={ (export::CSV) "?" (detractors.to_query()) } { "Export detractors as CSV" } }
            }
        }
        section.card.inbox aria-labelledby="inbox-list-title" {
            h2 #inbox-list-title { "Responses that need somebody" }
            (filters(query))
            @if inbox.items.is_empty() {
                (nothing(query))
            } @else {
                ol { @for item in &inbox.items { (row(item, worths, key, now)) } }
            }
            (pages(Tab::Inbox, query, inbox.next.as_ref()))
        }
    }
}

/// Links to where the list begins and goes on.
pub(super) fn pages(tab: Tab, query: &ReportQuery, next: Option<&Cursor>) -> Markup {
    html! {
        @if query.after.is_some() || next.is_some() { nav.pages aria-label="Pages" {
            @if query.after.is_some() { a href=(tab.address(&ReportQuery { after: None, ..query.clone() })) { "First page" } }
            @if let Some(next) = next {
                a.onward href=(tab.address(&ReportQuery { after: Some(next.clone()), ..query.clone() })) { "Next page" }
            }
        } }
    }
}

pub(super) fn owner_field(query: &ReportQuery) -> Markup {
    html! {
        div.field {
            label for="owner" { "Owner" }
            select #owner name="owner" {
                option value="" { "Anyone’s" }
                @for (owner, name) in OWNERS { option value=(owner.name()) selected[query.owner == Some(owner)] { (name) } }
            }
        }
    }
}

fn filters(query: &ReportQuery) -> Markup {
    html! {
        form.filters method="get" action=(Tab::Inbox.path()) aria-label="Inbox" {
            @for (name, value) in query.pairs_without(&["status", "owner", "reason", "after"]) { input type="hidden" name=(name) value=(value); }
            div.field {
                label for="status" { "Status" }
                select #status name="status" {
                    option value="" { "Not done" }
                    @for (status, name) in STATUSES { option value=(status.name()) selected[query.status == Some(status)] { (name) } }
                }
            }
            (owner_field(query))
            div.field {
                label for="reason" { "Reason" }
                select #reason name="reason" {
                    option value="" { "All" }
                    @for (reason, name) in REASONS { option value=(reason.name()) selected[query.reason == Some(reason)] { (name) } }
                }
            }
            button.primary { "Filter" }
        }
    }
}

fn nothing(query: &ReportQuery) -> Markup {
    html! {
        @if *query == ReportQuery::default() {
            p.muted { "Nothing to do. Detractors, others who ask to be contacted, and what rules put here appear as soon as they answer. Promoters have a page of their own." }
        } @else {
            p.muted { "Nothing fits. Choose another status, owner, reason, survey or period." }
            p { a href=(Tab::Inbox.path()) { "Show everything that isn’t done" } }
        }
    }
}

fn figures(figures: &InboxFigures, query: &ReportQuery) -> Markup {
    let overdue = ReportQuery { status: Some(InboxStatus::Overdue), after: None, ..query.clone() };
    html! {
            dl {
                div { dt { "Not done" } dd { strong { (grouped(figures.open)) } } }
                div { dt { "Overdue" } dd {
                    strong.overdue[figures.overdue > 0] {
                        @if figures.overdue > 0 { a href=(Tab::Inbox.address(&overdue)) { (grouped(figures.overdue)) } } @else { "0" }
                    }
                } }
                div {
                    dt { "Time to first contact" }
                    dd {
                        strong { @match figures.first_contact { Some(time) => (duration(time)), None => "–" } }
                        span.muted { "median of " (grouped(figures.contacted)) ", " (grouped(figures.recent - figures.contacted)) " not contacted yet" }
                    }
                }
                div {
                    dt { "Done within " (DAYS) " days" }
                    dd {
                        strong { @if figures.ripe > 0 { (percent(figures.in_time, figures.ripe)) " %" } @else { "–" } }
                        span.muted { (grouped(figures.in_time)) " of " (grouped(figures.ripe)) }
                    }
                }
            }
            details {
                summary { "How these are computed" }
                p.muted {
                    "All four are about the selected surveys, segments, owner and reason, whatever the status. First contact is the first note, or the first status other than “Open”; its median is over those that came in during the last "
                    (RECENT_DAYS) " days and have one. The share counts those that came in during these days, but at least " (DAYS) " days ago."
                }
            }
    }
}

fn owners(owners: &[OwnerFigures]) -> Markup {
    html! {
        details {
            summary { "By owner" }
            table {
                thead { tr { th scope="col" { "Owner" } th.number scope="col" { "Not done" } th.number scope="col" { "Overdue" } } }
                tbody {
                    @for OwnerFigures { owner, open, overdue } in owners {
                        tr {
                            th scope="row" { @match owner { Some(owner) => bdi { (owner) }, None => "Nobody" } }
                            td.number { (grouped(*open)) }
                            td.number { (grouped(*overdue)) }
                        }
                    }
                }
            }
        }
    }
}

/// Whom responses are from.
pub(super) fn customers(items: &[InboxItem], key: Option<&ContactKey>) -> Vec<Customer> {
    items.iter().map(|item| Customer::of(&opened(item, key), key)).collect()
}

/// A response, and what is being done about it.
pub(super) fn row(item: &InboxItem, worths: &Worths, key: Option<&ContactKey>, now: Timestamp) -> Markup {
    let (follow_up, today) = (&item.follow_up, Day::of(now));
    let document = opened(item, key);
    let who = personal::who(&document);
    html! {
        li {
            (badge(item.score))
            div.said {
                p { a href=(follow_up::address(&follow_up.response)) {
                    @if who.is_empty() { "Response of " (moment_in_words(follow_up.since)) } @else { bdi { (who.join(", ")) } }
                } }
                @if let Some(comment) = &item.comment {
                    p.text dir="auto" lang=[Some(&item.locale).filter(|locale| !locale.is_empty())] { (beginning(comment)) }
                } @else {
                    p.muted { "No comment" }
                }
                p.meta {
                    span { bdi { (item.survey) } }
                    @for (name, value) in attributes(&item.attributes) { span { (selection::segment_name(&name)) ": " bdi { (value) } } }
                }
            }
            dl.state {
                div { dt.hidden { "Status" } dd { strong { (follow_up::status_in(follow_up.reason.list(), follow_up.status)) } @if matches!(follow_up.reason, Reason::Contact | Reason::Rule) { span.few { (follow_up::reason_name(follow_up.reason)) } } } }
                div { dt { "Owner" } dd { @match &follow_up.owner { Some(owner) => bdi { (owner) }, None => "nobody" } } }
                div { dt { "Came in" } dd { time datetime=(follow_up.since.to_text()) { (age(follow_up.since, now)) } } }
                (money::at_stake(worths, &Customer::of(&document, key)))
                @if let Some(due) = follow_up.due && !follow_up.status.is_done() {
                    div { dt { "Due" } dd { (follow_up::due(due, follow_up.is_overdue(today))) } }
                }
            }
        }
    }
}

fn badge(score: Option<u8>) -> Markup {
    match score.and_then(Score::new) {
        Some(score) => {
            let group = score.group().as_str();
            html! { span.badge.{ (group) } { span.hidden { "Score " } (score) span.hidden { ", " (group) } } }
        }
        None => html! { span.badge { span.hidden { "No score" } span aria-hidden="true" { "–" } } },
    }
}

/// The document, as far as it can be read.
fn opened(item: &InboxItem, key: Option<&ContactKey>) -> Value {
    let mut document = serde_json::from_str(&item.document).unwrap_or_default();
    if let Some(key) = key
        && let Err(problem) = key.open(&item.follow_up.response, &mut document)
    {
        tracing::error!(problem, "contact data can’t be shown");
    }
    document
}

/// The first attributes that are short enough to be read at a glance.
fn attributes(json: &str) -> Vec<(String, String)> {
    const SHORT: usize = 60;
    let Ok(Value::Map(attributes)) = serde_json::from_str(json) else { return Vec::new() };
    let shown = |(name, value): (String, Value)| {
        let text = value.as_text().map_or_else(|| value.to_json(), ToOwned::to_owned);
        (!text.is_empty() && text.chars().count() <= SHORT && name.chars().count() <= SHORT).then_some((name, text))
    };
    attributes.into_iter().filter_map(shown).take(ATTRIBUTES).collect()
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(BEGINNING) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// How long ago that was.
pub(super) fn age(since: Timestamp, now: Timestamp) -> String {
    match now.millis().saturating_sub(since.millis()) {
        0..60_000 => "just now".to_owned(),
        time => format!("{} ago", duration(time)),
    }
}

/// So many milliseconds, to a whole minute, hour or day.
fn duration(millis: u64) -> String {
    const MINUTE: u64 = 60_000;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    const TWO_DAYS: u64 = 2 * DAY;
    match millis {
        0..HOUR => counted(millis / MINUTE, "minute", "minutes"),
        HOUR..TWO_DAYS => counted(millis / HOUR, "hour", "hours"),
        _ => counted(millis / DAY, "day", "days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_in_one_unit() {
        let table = [
            (59_999, "0 minutes"),
            (60_000, "1 minute"),
            (3_599_999, "59 minutes"),
            (3_600_000, "1 hour"),
            (172_799_999, "47 hours"),
            (172_800_000, "2 days"),
            (864_000_000, "10 days"),
        ];
        for (millis, expected) in table {
            assert_eq!(duration(millis), expected, "{millis}");
        }
    }

    #[test]
    fn a_long_comment_is_cut_between_letters() {
        let long = "ö".repeat(BEGINNING + 1);
        assert_eq!(beginning(&long), format!("{}…", "ö".repeat(BEGINNING)));
        assert_eq!(beginning("short"), "short");
    }
}
