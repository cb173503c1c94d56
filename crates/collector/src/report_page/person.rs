//! `/report/person?id=ID`: everything one customer answered, for those who may see who answered.

use askwell_survey::{Score, Timestamp};
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::{ChangeForm, Needs};
use super::chart::{counted, place};
use super::reader::Reader;
use super::{account, comments, frame, in_words, money, response, selection, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::day::{Day, moment_in_words};
use crate::report::{Customer, Person, PersonResponse, Words, Worths, sought};
use crate::state::State;
use crate::store::{Selection, StoreError, Worth};

pub(super) const ADDRESS: &str = "/report/person";
/// Height of the drawing of scores, in pixels.
const HEIGHT: f64 = 132.0;

/// A form that looks somebody up. Addresses of pages are kept by browsers and proxies, and e-mail addresses don't belong
/// there.
pub(super) struct SeesPeople;

impl Needs for SeesPeople {
    const PERMISSION: Permission = Permission::SeePeople;
}

/// The page of whom the site knows by `id`.
pub(super) fn address(id: &str) -> String {
    let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
    format!("{ADDRESS}?id={id}")
}

/// `GET /report/person`.
pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let granted = &reader.granted;
    if !granted.role.may(Permission::SeePeople) {
        let text = format!("{} can see who answered.", Permission::SeePeople.holders());
        return shown(StatusCode::FORBIDDEN, &frame::notice("Not allowed", &text));
    }
    let id = reader.field("id").unwrap_or_default().trim().to_owned();
    if id.is_empty() {
        return shown(StatusCode::OK, &frame::beside("Customer", granted.role, granted.signed_in, &empty()));
    }
    let read = Person::read(&state, &Selection::Person(id), &granted.actor).await;
    answer(&state, read, granted.role, granted.signed_in).await
}

/// `POST /report/person`: looks somebody up.
pub(super) async fn find(extract::State(state): extract::State<State>, form: ChangeForm<SeesPeople>) -> Response {
    match sought(form.field("who")) {
        Selection::Person(id) => Redirect::to(&address(&id)).into_response(),
        selection => {
            answer(&state, Person::read(&state, &selection, &form.actor).await, form.role, form.signed_in).await
        }
    }
}

async fn answer(state: &State, read: Result<Option<Person>, StoreError>, role: Role, signed_in: bool) -> Response {
    match read {
        Ok(Some(person)) => {
            let key = state.0.settings.contact_key.as_ref();
            let id = person.traits.iter().find(|(name, _)| name == "id").map(|(_, id)| id.as_str());
            let customer = Customer::person(id.unwrap_or_default(), key);
            let today = Day::of(state.0.settings.clock.now());
            let worths = match Worths::read(&state.0.store, std::slice::from_ref(&customer), today).await {
                Ok(worths) => worths,
                Err(error) => return unavailable(&error),
            };
            let body = view(&person, worths.of(&customer).map(|(_, worth)| worth), key.is_some());
            shown(StatusCode::OK, &frame::beside("Customer", role, signed_in, &body))
        }
        Ok(None) => shown(StatusCode::NOT_FOUND, &frame::beside("Customer", role, signed_in, &nobody())),
        Err(error) => unavailable(&error),
    }
}

fn view(person: &Person, worth: Option<&Worth>, is_sealed: bool) -> Markup {
    let of = |name: &str| person.traits.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let account = of("account").filter(|_| !is_sealed);
    html! {
        section.card aria-labelledby="person-title" {
            h1 #person-title { "Customer" @if let Some(id) = of("id") { " " bdi { (id) } } }
            p.muted {
                (counted(person.responses.len() as u64, "response", "responses"))
                @if person.has_more { " are shown, the latest" }
                @if let (Some(last), Some(first)) = (person.responses.first(), person.responses.last()) {
                    @let (first, last) = (Day::of(first.at), Day::of(last.at));
                    ", " @if first < last { (first.to_words()) " to " } (last.to_words())
                }
            }
            (in_words::fields(&person.traits))
            @if worth.is_some() { dl.facts { (money::facts(worth)) } }
            @if let Some(account) = account { p.links { a href=(account::address(account)) { "Account " bdi { (account) } } } }
        }
        @for (kind, scores) in person.scores() {
            @let name = selection::name(kind);
            section.card aria-labelledby={ "scores-" (kind.name()) } {
                h2 id={ "scores-" (kind.name()) } { "Scores over time, " (name.to_lowercase()) }
                (drawing(&scores))
            }
        }
        section.card.comments aria-labelledby="responses-title" {
            h2 #responses-title { "Responses, latest first" }
            ol { @for response in &person.responses { (item(response)) } }
        }
        (lookup())
    }
}

/// Each score as a dot between 0 and 10.
fn drawing(scores: &[(Timestamp, Score)]) -> Markup {
    let days = |(at, _): &(Timestamp, Score)| Day::of(*at).since_epoch() as f64;
    let ends = (scores.first().map_or(0.0, days), scores.last().map_or(0.0, days));
    let height = |points: f64| format!("{:.1}", 8.0 + (1.0 - points / 10.0) * (HEIGHT - 16.0));
    let listed: Vec<_> = scores.iter().map(|(_, score)| score.to_string()).collect();
    html! {
        div.chart {
            svg.scale width="28" height=(HEIGHT) aria-hidden="true" {
                @for points in [0.0, 5.0, 10.0] { text.tick.end x="20" y=(format!("{:.1}", 12.0 + (1.0 - points / 10.0) * (HEIGHT - 16.0))) { (points) } }
            }
            svg.plot width="100%" height=(HEIGHT) role="img" aria-label={ "Scores, earliest first: " (listed.join(", ")) } {
                @for points in [0.0, 5.0, 10.0] { line.grid x1="0" x2="100%" y1=(height(points)) y2=(height(points)) {} }
                @for given in scores {
                    @let (at, score) = given;
                    circle.given.{ (score.group().as_str()) } cx=(place(days(given), ends)) cy=(height(f64::from(score.points()))) r="6" {
                        title { (Day::of(*at).to_words()) ": " (score) }
                    }
                }
            }
            svg.days width="100%" height="24" aria-hidden="true" {
                @if let (Some((first, _)), Some((last, _))) = (scores.first(), scores.last()) {
                    @if ends.0 == ends.1 { text.tick.middle x="50%" y="18" { (Day::of(*first).to_words()) } } @else {
                        text.tick x="0" y="18" { (Day::of(*first).to_words()) }
                        text.tick.end x="100%" y="18" { (Day::of(*last).to_words()) }
                    }
                }
            }
        }
    }
}

fn item(response: &PersonResponse) -> Markup {
    html! {
        li {
            @match response.score {
                Some(score) => span.badge.{ (score.group().as_str()) } { span.hidden { "Score " } (score) },
                None => span.badge aria-hidden="true" { "–" },
            }
            div.said {
                @for answer in response.answers.iter().filter(|answer| !answer.is_score) {
                    @match &answer.words {
                        Words::Own(text) if !answer.prompts.is_empty() => (comments::text(text, &response.locale)),
                        _ => p.line { (in_words::on_a_line(answer)) },
                    }
                }
                p.meta {
                    time datetime=(response.at.to_text()) { (moment_in_words(response.at)) }
                    span { bdi { (response.survey) } }
                    @for (name, value) in &response.attributes { span { (selection::segment_name(name)) ": " bdi { (value) } } }
                    @if let Some(mark) = &response.mark { span { "Marked as " (mark) } }
                    span { a href=(response::address(&response.id)) { "Details" } }
                }
            }
        }
    }
}

/// Nobody was looked for yet.
fn empty() -> Markup {
    html! {
        section.card.notice {
            h1 { "One customer" }
            p { "See everything that one person answered, in all surveys. Look for the identifier that your site sends as " code { "data-person-id" } ", or for an e-mail address that somebody left." }
            (form())
        }
    }
}

fn nobody() -> Markup {
    html! {
        section.card.notice {
            h1 { "Nobody found" }
            p { "No response is from this person. The responses may have been erased, or their personal data may have been kept long enough." }
            (form())
        }
    }
}

fn lookup() -> Markup {
    html! { section.card aria-labelledby="lookup-title" { h2 #lookup-title { "Look for somebody else" } (form()) } }
}

fn form() -> Markup {
    html! {
        form.filters method="post" action=(ADDRESS) {
            div.field {
                label for="who" { "Person or e-mail address" }
                input #who name="who" required maxlength="500" autocomplete="off";
            }
            button.primary { "Look up" }
        }
    }
}
