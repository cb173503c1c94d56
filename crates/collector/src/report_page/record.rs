//! `/report/record`: the record of processing activities as a page.

use axum::extract;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::reader::Reader;
use super::{frame, shown};
use crate::record::{Record, RecordLanguage};
use crate::state::State;

pub(super) async fn get(extract::State(state): extract::State<State>, reader: Reader) -> Response {
    let language = match reader.field("language") {
        Some(tag) => RecordLanguage::of(tag),
        None => Some(RecordLanguage::default()),
    };
    let Some(language) = language else {
        let notice = frame::notice("No such language", "The record is available in English (en) and German (de).");
        return shown(StatusCode::BAD_REQUEST, &notice);
    };
    let (endpoints, channels) = (state.0.forwarder.endpoints(), state.0.notifier.channels());
    let record = Record::with(&state.0.settings, &endpoints, &channels, language);
    let body = html! {
        section.card lang=(language.tag()) aria-labelledby="record-title" {
            h1 #record-title { (record.title) }
            p { a href="/report/record?language=en" lang="en" { "English" } " " a href="/report/record?language=de" lang="de" { "Deutsch" } }
            @for section in &record.sections {
                h2 { (section.heading) }
                dl { @for (name, entry) in &section.entries { dt.muted { (name) } dd { bdi { (entry) } } } }
            }
        }
    };
    shown(StatusCode::OK, &frame::beside("Record of processing", reader.granted.role, reader.granted.signed_in, &body))
}
