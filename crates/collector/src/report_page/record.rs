//! `/report/record`: the record of processing activities as a page.

use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::{Extension, extract};
use maud::html;

use super::{denied, frame, shown};
use crate::access::Caller;
use crate::client::Peer;
use crate::record::{Record, RecordLanguage};
use crate::state::State;

pub(super) async fn get(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    let granted = match state.0.may_read(caller).await {
        Ok(granted) => granted,
        Err(reason) => return denied(reason, ""),
    };
    let mut pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let language = match pairs.find(|(name, _)| name == "language") {
        Some((_, tag)) => RecordLanguage::of(&tag),
        None => Some(RecordLanguage::default()),
    };
    let Some(language) = language else {
        let notice = frame::notice("No such language", "The record is in English (en) and German (de).");
        return shown(StatusCode::BAD_REQUEST, &notice);
    };
    let record = Record::with(&state.0.settings, &state.0.forwarder.endpoints(), language);
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
    shown(StatusCode::OK, &frame::page("Record of processing", granted.signed_in, &body))
}
