//! `GET /report/value`: what customers are worth, by what they said before.

use askwell_statistics::{AmountDifference, MIN_ANSWERS, Share, Verdict};
use askwell_survey::Group;
use maud::{Markup, html};

use super::chart::{counted, decimal, grouped};
use super::money::amount;
use super::tab::Tab;
use super::{bars, selection, value_imports};
use crate::day::Day;
use crate::report::{GroupValue, ReportQuery, ValueByGroup, ValueReport, YEAR};

pub(super) fn view(report: &ValueReport, today: Day) -> Markup {
    html! {
        (selection::view(Tab::Value, &report.selection, today))
        @match &report.currency {
            None => (value_imports::first()),
            Some(currency) => {
                (head(report, currency))
                @if report.persons.scored() + report.persons.unscored > 0 {
                    (by_group(&report.persons, currency, &Of::Customers))
                }
                @if report.accounts.scored() + report.accounts.unscored > 0 {
                    (by_group(&report.accounts, currency, &Of::Accounts))
                }
            },
        }
        footer.notes.muted {
            p { a href=(value_imports::ADDRESS) { "Imports" } }
            (selection::left_out(&report.selection))
        }
    }
}

fn head(report: &ValueReport, currency: &str) -> Markup {
    let (since, until) = report.period;
    let query = &report.selection.query;
    html! {
        section.card aria-labelledby="value-title" {
            h1 #value-title { "What customers are worth" }
            p.muted {
                "Revenue from " (since.to_words()) " to " (until.to_words()) ", of customers who gave a score before: "
                @match &query.survey { Some(survey) => { "survey " bdi { (survey) } }, None => { "all " (selection::name(report.selection.kind).to_lowercase()) " surveys" } }
                (selection::segments_in_words(query)) "."
            }
            @if report.currencies.len() > 1 {
                nav.by aria-label="Currency" {
                    @for other in &report.currencies {
                        @let there = ReportQuery { currency: Some(other.clone()), ..query.clone() };
                        a href=(Tab::Value.address(&there)) aria-current=[(other == currency).then_some("true")] { (other) }
                    }
                }
                p.muted { "Amounts in different currencies are never added." }
            }
        }
    }
}

/// Whose value it is.
#[derive(PartialEq)]
enum Of {
    Customers,
    Accounts,
}

impl Of {
    fn title(&self) -> &'static str {
        match self {
            Self::Customers => "Customers",
            Self::Accounts => "Accounts",
        }
    }

    fn id(&self) -> &'static str {
        match self {
            Self::Customers => "customers-title",
            Self::Accounts => "accounts-title",
        }
    }

    fn group(&self, group: Group) -> &'static str {
        match (self, group) {
            (Self::Customers, group) => super::chart::group_name(group),
            (Self::Accounts, Group::Detractor) => "More detractors",
            (Self::Accounts, Group::Passive) => "As many of both",
            (Self::Accounts, Group::Promoter) => "More promoters",
        }
    }
}

fn by_group(values: &ValueByGroup, currency: &str, of: &Of) -> Markup {
    html! {
        section.card.segments aria-labelledby=(of.id()) {
            h2 #(of.id()) { (of.title()) }
            @if values.scored() == 0 {
                p.muted { "None of the " (counted(values.unscored, "customer", "customers")) " with values has a score from before the period. Choose a shorter period, or one that begins later." }
            } @else {
                (difference(values.difference.as_ref(), currency, of))
                div.wide tabindex="0" role="group" aria-labelledby=(of.id()) { (table(values, currency, of)) }
                p.muted {
                    @match of {
                        Of::Customers => "The group is that of the last score before the period.",
                        Of::Accounts => { "An account belongs to the group that more of its scores in the " (YEAR) " days before the period are of." },
                    }
                    " Customers who had left before the period don’t count. Who bought nothing in the period counts with 0."
                    @if values.unscored > 0 { " Not in the table: " (counted(values.unscored, "customer", "customers")) " with values and without a score from before the period." }
                }
            }
        }
    }
}

/// `A promoter is worth 310 EUR more than a detractor (120 to 540), likely real.`
fn difference(difference: Option<&AmountDifference>, currency: &str, of: &Of) -> Markup {
    let (one, other) = match of {
        Of::Customers => ("A promoter", "a detractor"),
        Of::Accounts => ("An account with more promoters", "one with more detractors"),
    };
    html! {
        @if let Some(difference) = difference {
            p.lead {
                (one) " is worth " strong { (amount(difference.delta.abs(), currency)) } @if difference.delta < 0.0 { " less" } @else { " more" } " than " (other) ", on average: "
                (verdict(difference.verdict)) "."
            }
            p.muted {
                "95 % confidence: " (amount(difference.interval.low, currency)) " to " (amount(difference.interval.high, currency))
                ". This is a difference between groups, and not a cause: making a customer happier need not make them spend as much more. Large customers may be happier for other reasons."
            }
        } @else {
            p.muted { "Too few customers with different amounts to compare promoters and detractors." }
        }
    }
}

fn verdict(verdict: Verdict) -> Markup {
    let (class, text) = match verdict {
        Verdict::TooFew => ("few", "too few to tell"),
        Verdict::CouldBeChance => ("chance", "could be chance"),
        Verdict::LikelyReal => ("better", "likely real"),
    };
    html! { span.verdict.{ (class) } { (text) } }
}

fn table(values: &ValueByGroup, currency: &str, of: &Of) -> Markup {
    let ends = values.groups.iter().filter_map(|group| group.revenue.interval());
    let (low, high) = ends.fold((0.0_f64, 1.0_f64), |(low, high), ends| (low.min(ends.low), high.max(ends.high)));
    html! {
        table {
            thead {
                tr {
                    th scope="col" { "Group" }
                    th.number scope="col" { (of.title()) }
                    th.number scope="col" { "Mean revenue" }
                    th scope="col" { "95 % confidence" }
                    th.number scope="col" { "Median" }
                    @if values.has_churn { th.number scope="col" { "Left" } th scope="col" { "95 % confidence" } }
                    @if values.has_orders { th.number scope="col" { "Ordered again" } th scope="col" { "95 % confidence" } }
                }
            }
            tbody { @for group in &values.groups { (row(values, group, currency, (low, high), of)) } }
        }
    }
}

fn row(values: &ValueByGroup, group: &GroupValue, currency: &str, scale: (f64, f64), of: &Of) -> Markup {
    let revenue = &group.revenue;
    let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| amount(value, currency));
    html! {
        tr {
            th scope="row" { span.legend-dot.{ (group.group.as_str()) } aria-hidden="true" {} (of.group(group.group)) }
            td.number { (grouped(revenue.count())) @if (1..MIN_ANSWERS).contains(&revenue.count()) { br; span.few { "Few" } } }
            td.number { strong { (shown(revenue.mean())) } }
            td.interval-cell {
                @if let (Some(interval), Some(mean)) = (revenue.interval(), revenue.mean()) {
                    (bars::interval((interval.low, interval.high), mean, scale))
                    span.muted { (amount(interval.low, currency)) " to " (amount(interval.high, currency)) }
                } @else { span.muted { "–" } }
            }
            td.number { (shown(revenue.median())) }
            @if values.has_churn { (share(group.churned)) }
            @if values.has_orders { (share(group.ordered_again)) }
        }
    }
}

fn share(share: Option<Share>) -> Markup {
    html! {
        @if let Some(share) = share {
            @let interval = share.interval();
            td.number { strong { (share.rounded_percent()) "\u{a0}%" } br; span.muted { (grouped(share.count())) " of " (grouped(share.total())) } }
            td { span.muted { (decimal(100.0 * interval.low, 0)) " to " (decimal(100.0 * interval.high, 0)) "\u{a0}%" } }
        } @else {
            td.number { "–" } td { span.muted { "–" } }
        }
    }
}
