//! The tags of a response, which those who read it add and remove; and which tags a survey's responses have.

use askwell_survey::{Group, Tally};
use axum::extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::change_form::{ChangeForm, Needs};
use super::chart::{counted, grouped, percent, range, signed};
use super::tab::Tab;
use super::{frame, response, shown, unavailable};
use crate::access::role::{Permission, Role};
use crate::counted::TAG;
use crate::day::moment_in_words;
use crate::report::{ReportQuery, Results, Tags};
use crate::state::State;
use crate::store::{ResponseTag, StoreError, Tagged};
use crate::tag::{LONGEST, MOST, ON_RESPONSE, TagName, key};

const ADDRESS: &str = "/report/tag";

/// Forms of those who follow up or work with figures.
pub(super) struct Reads;

impl Needs for Reads {
    const PERMISSION: Permission = Permission::Tag;
}

pub(super) type TagForm = ChangeForm<Reads>;

/// What is selected, whatever the tags.
pub(super) fn without(query: &ReportQuery) -> ReportQuery {
    let segments = query.segments.iter().filter(|(segment, _)| segment != TAG).cloned().collect();
    ReportQuery { segments, after: None, ..query.clone() }
}

/// The same with this tag.
fn with_tag(query: &ReportQuery, name: &str) -> ReportQuery {
    let mut query = without(query);
    query.segments.push((TAG.to_owned(), name.to_owned()));
    query
}

/// The tag that is selected.
pub(super) fn of(query: &ReportQuery) -> Option<&str> {
    query.segments.iter().find(|(segment, _)| segment == TAG).map(|(_, name)| name.as_str())
}

/// A field of a form that selects by tag.
pub(super) fn field(names: &[String], query: &ReportQuery) -> Markup {
    let selected = of(query).map(key);
    html! {
        @if !names.is_empty() { div.field {
            label for="tag" { "Tag" }
            select #tag name="segment" {
                option value="" { "All" }
                @for name in names { option value={ (TAG) "=" (name) } selected[selected.as_deref() == Some(key(name).as_str())] { (name) } }
            }
        } }
    }
}

/// The section of the response `id`; empty for those who may not tag if there are none.
pub(super) async fn section(state: &State, role: Role, id: &str) -> Result<Markup, StoreError> {
    let store = &state.0.store;
    let tags = store.tags_of(id).await?;
    let may = role.may(Permission::Tag);
    if !may && tags.is_empty() {
        return Ok(html! {});
    }
    let known = if may { store.tag_names().await? } else { Vec::new() };
    let unused: Vec<_> = known.into_iter().filter(|name| tags.iter().all(|tag| tag.name != *name)).collect();
    Ok(view(id, &tags, may.then_some(&unused)))
}

fn view(id: &str, tags: &[ResponseTag], addable: Option<&Vec<String>>) -> Markup {
    html! {
        section #tags .card.response-tags aria-labelledby="tags-title" {
            h2 #tags-title { "Tags" }
            @if tags.is_empty() { p.muted { "None yet. Tags say what a response is about, such as “Delivery”." } }
            @else { ul.tag-list {
                @for tag in tags {
                    li {
                        a href=(Tab::Overview.address(&with_tag(&ReportQuery::default(), &tag.name))) { bdi { (tag.name) } }
                        " " span.muted { "by " bdi { (tag.actor) } ", " time datetime=(tag.at.to_text()) { (moment_in_words(tag.at)) } }
                        @if addable.is_some() {
                            form method="post" action={ (ADDRESS) "/remove" } {
                                input type="hidden" name="id" value=(id);
                                input type="hidden" name="tag" value=(tag.key);
                                button { span.hidden { "Remove " (tag.name) } span aria-hidden="true" { "×" } }
                            }
                        }
                    }
                }
            } }
            @if let Some(names) = addable && tags.len() < ON_RESPONSE {
                form.filters method="post" action=(ADDRESS) {
                    input type="hidden" name="id" value=(id);
                    div.field {
                        label for="tag" { "Tag" }
                        input #tag name="tag" list="tag-names" maxlength=(LONGEST) required autocomplete="off" dir="auto" aria-describedby="tag-hint";
                        datalist #tag-names { @for name in names { option value=(name) {} } }
                    }
                    button.primary { "Add" }
                }
                p #tag-hint .muted { "Choose one that exists, or write a new one. Don’t write who answered: everybody who sees the report sees tags." }
            }
        }
    }
}

/// `POST /report/tag`: adds a tag to a response.
pub(super) async fn add(extract::State(state): extract::State<State>, form: TagForm) -> Response {
    let id = form.field("id");
    let Some(tag) = TagName::read(form.field("tag")) else {
        return refused(&format!("A tag has letters or digits, and at most {LONGEST} characters."));
    };
    match state.0.store.add_tag(id, &tag, state.0.settings.clock.now(), &form.actor).await {
        Ok(Tagged::Saved) => back(id),
        Ok(Tagged::Missing) => response::missing(),
        Ok(Tagged::Full) => refused(&format!("A response has at most {ON_RESPONSE} tags. Remove one first.")),
        Ok(Tagged::TooMany) => refused(&format!("There are {MOST} tags already. Choose one of them.")),
        Err(error) => unavailable(&error),
    }
}

/// `POST /report/tag/remove`: takes a tag from a response.
pub(super) async fn remove(extract::State(state): extract::State<State>, form: TagForm) -> Response {
    let id = form.field("id");
    match state.0.store.remove_tag(id, form.field("tag")).await {
        Ok(()) => back(id),
        Err(error) => unavailable(&error),
    }
}

fn back(id: &str) -> Response {
    Redirect::to(&format!("{}#tags", response::address(id))).into_response()
}

fn refused(text: &str) -> Response {
    shown(StatusCode::UNPROCESSABLE_ENTITY, &frame::notice("Not saved", text))
}

/// Which tags the responses have, on the page of questions.
pub(super) fn table(tags: &Tags, results: &Results, role: Role) -> Markup {
    let query = ReportQuery { survey: results.survey.clone(), ..results.selection.query.clone() };
    html! {
        @if tags.responses > 0 {
            section.card aria-labelledby="about-title" {
                h2 #about-title { "What is written about" }
                @if tags.rows.is_empty() {
                    p.muted {
                        "No response of this selection has a tag. Add tags on the page of a response"
                        @if role.may(Permission::Analyse) { ", or let " a href=(super::rules::ADDRESS) { "rules" } " do it" } "."
                    }
                } @else {
                    p.muted {
                        (grouped(tags.tagged)) " of " (counted(tags.responses, "response has", "responses have")) " a tag, some have several. The shares are of all detractors, passives and promoters of this selection, with a tag or without. The score is of those with the tag, with 95 % confidence."
                    }
                    div.wide tabindex="0" role="group" aria-labelledby="about-title" {
                        table.phrases {
                            thead { tr {
                                th scope="col" { "Tag" }
                                th.number scope="col" { "Responses" }
                                @if tags.all.total() > 0 {
                                    th.number scope="col" { "Of detractors" }
                                    th.number scope="col" { "Of passives" }
                                    th.number scope="col" { "Of promoters" }
                                    th.number scope="col" { "Score" }
                                    th.number scope="col" { "Scores" }
                                }
                            } }
                            tbody {
                                @for row in &tags.rows {
                                    tr {
                                        th scope="row" { a href=(Tab::Results.address(&with_tag(&query, &row.name))) { bdi { (row.name) } } }
                                        td.number { (grouped(row.responses)) }
                                        @if tags.all.total() > 0 {
                                            @for group in Group::ALL { td.number { (share(&row.tally, &tags.all, group)) } }
                                            td.number { @match row.tally.nps() { Some(nps) => { (signed(nps.rounded())) " (" (range(nps.interval())) ")" }, None => "–" } }
                                            td.number { (grouped(row.tally.total())) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    @if tags.others > 0 { p.muted { "Not listed: " (counted(tags.others as u64, "other tag", "other tags")) "." } }
                }
            }
        }
    }
}

fn share(part: &Tally, all: &Tally, group: Group) -> Markup {
    html! {
        @if all.count(group) == 0 { "–" } @else { (percent(part.count(group), all.count(group))) "\u{a0}%" }
    }
}
