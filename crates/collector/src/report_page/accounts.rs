//! `GET /report/accounts`: companies whose people answer, those at risk first.

use maud::{Markup, html};

use super::chart::{counted, grouped, rounded};
use super::segments::{change, interval_of, measure_name, value};
use super::tab::Tab;
use super::{account, bars, money, person, selection};
use crate::access::role::{Permission, Role};
use crate::day::Day;
use crate::report::{AT_RISK_FROM, Account, Accounts, LATEST, Measure, ReportQuery, is_small};

pub(super) fn view(accounts: &Accounts, role: Role, is_sealed: bool, today: Day) -> Markup {
    let selection = &accounts.selection;
    html! {
        (selection::view(Tab::Accounts, selection, today))
        @match &accounts.measure {
            Some(measure) if !accounts.accounts.is_empty() => (table(accounts, measure)),
            _ if selection.query == ReportQuery::default() => (first(is_sealed)),
            _ => (nothing(is_sealed)),
        }
        footer.notes.muted {
            @if role.may(Permission::SeePeople) { p { a href=(person::ADDRESS) { "Look for one customer" } } }
            (selection::left_out(selection))
        }
    }
}

fn table(accounts: &Accounts, measure: &Measure) -> Markup {
    let [(since, until), before] = accounts.periods;
    let is_scored = *measure == Measure::Score;
    let has_worth = accounts.accounts.iter().any(|account| account.worth.is_some());
    html! {
        section.card.segments aria-labelledby="accounts-title" {
            h1 #accounts-title { "Accounts at risk first" }
            (selection::scope(&accounts.selection.query))
            p.muted {
                "Accounts whose " @if is_scored { "score" } @else { "share" } " fell by more than chance come first. "
                @if is_scored { "Then come those with the most detractors among their latest " (LATEST) " scores. " }
                "Of equals, the one with the lower " @if is_scored { "score" } @else { "share" } " comes first."
            }
            (at_risk(accounts))
            div.wide tabindex="0" role="group" aria-labelledby="accounts-title" {
                table {
                    thead {
                        tr {
                            th scope="col" { "Account" }
                            th.number scope="col" { (measure_name(measure)) }
                            th scope="col" { "95 % confidence" }
                            th scope="col" { "Change" }
                            @if is_scored { th.number scope="col" { "Detractors" br; "among the latest" } }
                            @if has_worth { th.number scope="col" { "Revenue" br; "12 months" } }
                            th.number scope="col" { "Last answer" }
                            th.number scope="col" { "Answers" }
                        }
                    }
                    tbody { @for account in &accounts.accounts { (line(account, is_scored, has_worth)) } }
                }
            }
            @if accounts.others > 0 { p.muted { "Not listed: " (grouped(accounts.others as u64)) " more accounts." } }
            p.muted {
                "Change: " (since.to_words()) " to " (until.to_words()) ", since " (before.0.to_words()) " to " (before.1.to_words())
                ". Of the changes marked “likely real”, at most one in twenty is expected to be chance (Benjamini–Hochberg)."
            }
            @if is_scored { p.muted { "The latest scores are those of the last days with " (LATEST) " scores or more together." } }
        }
    }
}

/// `At risk: 12 accounts, 240,000 EUR of the last 12 months`.
fn at_risk(accounts: &Accounts) -> Markup {
    html! {
        @if accounts.at_risk > 0 {
            p.unasked {
                "At risk: " strong {
                    (counted(accounts.at_risk as u64, "account", "accounts"))
                    @if !accounts.revenue_at_risk.is_empty() { ", " (money::amounts(&accounts.revenue_at_risk)) " of the last 12 months" }
                }
            }
            p.muted { "At risk are accounts whose score fell by more than chance, or with more detractors than others among their latest scores, of at least " (AT_RISK_FROM) "." }
        }
    }
}

fn line(account: &Account, is_scored: bool, has_worth: bool) -> Markup {
    html! {
        tr {
            th scope="row" { a href=(account::address(&account.name)) { bdi { (account.name) } } }
            td.number { strong { (value(&account.sample)) } @if is_small(&account.sample) { br; span.few { "Few answers" } } }
            td.interval-cell {
                @if let Some((low, high, value)) = interval_of(&account.sample) {
                    @let scale = if is_scored { super::chart::SCALE } else { (0.0, 100.0) };
                    (bars::interval((low, high), value, scale))
                    span.muted { (rounded(low)) " to " (rounded(high)) @if !is_scored { "\u{a0}%" } }
                }
            }
            td { (change(account.change.as_ref())) }
            @if is_scored { td.number { (account.latest.0) " of " (account.latest.1) } }
            @if has_worth { td.number { @match &account.worth { Some(worth) => (money::amounts(&worth.revenue)), None => span.muted { "–" } } } }
            td.number { (account.last.to_words()) }
            td.number { (grouped(account.sample.total())) }
        }
    }
}

/// Nobody has said yet which company somebody belongs to.
fn first(is_sealed: bool) -> Markup {
    html! {
        section.card.first {
            h1 { "No accounts yet" }
            @if is_sealed { (sealed()) } @else {
                p.lead { "If you sell to companies, say on the page which one somebody belongs to, and in which role:" }
                pre tabindex="0" { code { "<script async src=\"…/askwell.js\" data-endpoint=\"…\"\n        data-person-account=\"Muster GmbH\" data-person-role=\"decider\"></script>" } }
                p.muted { "This page then shows the score of each account, which accounts are at risk, and which roles nobody has asked." }
            }
        }
    }
}

fn sealed() -> Markup {
    html! {
        p.lead { "Contact data is encrypted here, and with it what the site says of a person. So the trait " code { "account" } " isn’t counted. If the name of a company isn’t personal data for you, send it as an attribute:" }
        pre tabindex="0" { code { "<script async src=\"…/askwell.js\" data-endpoint=\"…\"\n        data-attribute-account=\"Muster GmbH\" data-attribute-role=\"decider\"></script>" } }
    }
}

fn nothing(is_sealed: bool) -> Markup {
    html! {
        section.card.notice {
            h1 { "No accounts in this selection" }
            @if is_sealed { (sealed()) } @else { p.muted { "Choose a longer period, or all surveys. Accounts are compared by the score, or by the share that a survey reports." } }
            p { a href=(Tab::Accounts.path()) { "Show all accounts" } }
        }
    }
}
