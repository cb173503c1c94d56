//! `GET /report/account?name=NAME`: one account, with which roles nobody has heard from.

use axum::extract;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::chart::{counted, grouped, range, signed};
use super::reader::Reader;
use super::segments::change;
use super::tab::Tab;
use super::{comments, frame, money, response, selection, shown, trend, unavailable};
use crate::day::{Day, moment_in_words};
use crate::report::{
    ACCOUNT_ROLES, AccountDetails, Customer, KindScores, Measure, RoleAnswers, Sample, Worths, is_small,
};
use crate::state::State;
use crate::store::{AccountResponse, StoreError, Worth};

/// Responses on the page.
const SHOWN: usize = 100;

/// The page of an account.
pub(super) fn address(name: &str) -> String {
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("/report/account?name={name}")
}

/// `GET /report/account`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let name = reader.field("name").unwrap_or_default().trim().to_owned();
    let today = Day::of(state.0.settings.clock.now());
    let (role, signed_in) = (reader.granted.role, reader.granted.signed_in);
    let customer = Customer::account(&name);
    let read = async {
        let account = AccountDetails::read(&state.0.store, &name, today).await?;
        let worths = Worths::read(&state.0.store, std::slice::from_ref(&customer), today).await?;
        Ok::<_, StoreError>(account.map(|account| (account, worths)))
    };
    match read.await {
        Ok(Some((account, worths))) => {
            let worth = worths.of(&customer).map(|(_, worth)| worth);
            shown(StatusCode::OK, &frame::beside("Account", role, signed_in, &view(&account, worth, today)))
        }
        Ok(None) => {
            let sealed = state.0.settings.contact_key.is_some();
            shown(StatusCode::NOT_FOUND, &frame::beside("Account", role, signed_in, &unknown(&name, sealed)))
        }
        Err(error) => unavailable(&error),
    }
}

fn view(account: &AccountDetails, worth: Option<&Worth>, today: Day) -> Markup {
    html! {
        (head(account, worth))
        (roles(account))
        @if let Some(of_kind) = account.scores.first() { (trend::view(&of_kind.trend, &Measure::Score, &[], &[], today, None)) }
        section.card.comments aria-labelledby="responses-title" {
            h2 #responses-title { "Responses, latest first" }
            @if account.count > SHOWN as u64 { p.muted { "The latest " (SHOWN) " of " (grouped(account.count)) "." } }
            ol { @for response in account.responses.iter().take(SHOWN) { (item(response)) } }
        }
    }
}

fn head(account: &AccountDetails, worth: Option<&Worth>) -> Markup {
    html! {
        section.card.summary aria-labelledby="account-title" {
            div {
                h1 #account-title { bdi { (account.name) } }
                p.muted {
                    (counted(account.count, "response", "responses"))
                    @if let Some(last) = account.responses.first() { ", last contact " (Day::of(last.at).to_words()) }
                }
            }
            dl.facts {
                @for of_kind in &account.scores { (score(of_kind)) }
                @if account.scores.is_empty() { div { dt { "Score" } dd { "–" } } }
                (money::facts(worth))
            }
        }
    }
}

fn score(of_kind: &KindScores) -> Markup {
    let KindScores { kind, tally, lately, .. } = of_kind;
    let (shown, period) = if lately.total() > 0 { (lately, " in the last year") } else { (tally, "") };
    html! {
        div {
            dt { "Score, " (selection::name(*kind).to_lowercase()) }
            @if let Some(nps) = shown.nps() {
                dd { (signed(nps.rounded())) }
                dd.detail.muted { (range(nps.interval())) " with 95 % confidence, from " (counted(shown.total(), "answer", "answers")) (period) }
            }
            @if is_small(&Sample::Scores(*shown)) { dd.detail { span.few { "Few answers" } } }
            @if of_kind.change.is_some() { dd.detail { (change(of_kind.change.as_ref())) span.muted { " since the year before" } } }
            @if let Some(all) = tally.nps().filter(|_| shown.total() < tally.total()) {
                dd.detail.muted { "All time: " (signed(all.rounded())) " from " (counted(tally.total(), "answer", "answers")) }
            }
        }
    }
}

fn roles(account: &AccountDetails) -> Markup {
    let is_known = account.roles.iter().any(|of_role| of_role.role.is_some());
    html! {
        section.card.segments aria-labelledby="roles-title" {
            h2 #roles-title { "By role" }
            @if !account.missing_roles.is_empty() {
                p.unasked {
                    "No answer yet from "
                    @for (index, role) in account.missing_roles.iter().enumerate() {
                        @if index > 0 { " or " }
                        "the " strong { bdi { (role) } }
                    }
                    ". Others have answered in this role."
                }
            }
            @if !is_known && account.missing_roles.is_empty() {
                p.muted { "No response says in which role somebody answers. Send it as " code { "data-person-role" } ", such as decider, influencer or user." }
            } @else {
                div.wide tabindex="0" {
                    table {
                        thead { tr { th scope="col" { "Role" } th.number scope="col" { "Score" } th scope="col" { "95 % confidence" } th.number scope="col" { "Responses" } th.number scope="col" { "Last answer" } } }
                        tbody { @for of_role in &account.roles { (role(of_role)) } }
                    }
                }
                p.muted {
                    @if let Some(of_kind) = account.scores.first() { "Scores of " (selection::name(of_kind.kind).to_lowercase()) " surveys. " }
                    @if account.count > account.responses.len() as u64 { "Roles of the latest " (account.responses.len()) " responses." }
                }
            }
        }
    }
}

fn role(of_role: &RoleAnswers) -> Markup {
    let nps = of_role.tally.nps();
    html! {
        tr {
            th scope="row" { @match &of_role.role { Some(role) => bdi { (role) }, None => span.muted { "Not known" } } }
            td.number { strong { (nps.map_or_else(|| "–".to_owned(), |nps| signed(nps.rounded()))) } }
            td {
                @if let Some(nps) = nps { (range(nps.interval())) }
                @if nps.is_some() && is_small(&Sample::Scores(of_role.tally)) { " " span.few { "Few answers" } }
            }
            td.number { (grouped(of_role.responses)) }
            td.number { (of_role.last.to_words()) }
        }
    }
}

fn item(response: &AccountResponse) -> Markup {
    let role = response.segments.iter().find(|(name, _)| ACCOUNT_ROLES.contains(&name.as_str()));
    html! {
        li {
            @match response.score {
                Some(score) => span.badge.{ (score.group().as_str()) } { span.hidden { "Score " } (score) },
                None => span.badge aria-hidden="true" { "–" },
            }
            div.said {
                @match &response.comment {
                    Some(comment) => (comments::text(comment, &response.locale)),
                    None => p.muted { "No comment" },
                }
                p.meta {
                    time datetime=(response.at.to_text()) { (moment_in_words(response.at)) }
                    span { bdi { (response.survey) } }
                    @if let Some((_, role)) = role { span { bdi { (role) } } }
                    span { a href=(response::address(&response.id)) { "Details" } }
                }
            }
        }
    }
}

fn unknown(name: &str, is_sealed: bool) -> Markup {
    html! {
        section.card.notice {
            h1 { "No such account" }
            p { "No response that counts is from " bdi { (name) } "." @if is_sealed { " Contact data is encrypted, so only accounts that are sent as attributes are counted." } }
            p { a href=(Tab::Accounts.path()) { "All accounts" } }
        }
    }
}
