//! `GET /v1/responses`: stored responses for programs, a page at a time and without personal data.

use askwell_survey::{Diagnostics, ResponseId, Value};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json, extract};
use schemars::JsonSchema;
use serde::Serialize;

use super::{ExportFormat, PAGE, Personal};
use crate::access::Caller;
use crate::client::Peer;
use crate::error::ApiError;
use crate::report::ReportQuery;
use crate::state::State;

/// Responses of a page, unless another number is asked for.
const USUAL: usize = 100;
/// What JSON Lines are called in `Accept`.
const LINES: [&str; 3] = ["application/jsonl", "application/x-ndjson", "application/ndjson"];

/// A page of responses.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Responses")]
pub(crate) struct ResponsesDocument {
    #[schemars(schema_with = "stored")]
    responses: Vec<Value>,
    /// `after` of the next page; null on the last one.
    next: Option<String>,
}

fn stored(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "array", "items": { "$ref": "#/components/schemas/StoredResponse" } })
}

/// What is asked for beside which responses.
struct Page {
    after: String,
    limit: usize,
    lines: bool,
}

impl Page {
    fn read(own: &[(String, String)], headers: &HeaderMap) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let given = |name: &str| own.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        let after = match given("after") {
            "" => Some(String::new()),
            id => ResponseId::parse(id).map(|id| id.to_string()),
        };
        if after.is_none() {
            problems.add("after", "needs to be what the page before gave as next");
        }
        let limit = match given("limit") {
            "" => Some(USUAL),
            number => number.parse().ok().filter(|limit| (1..=PAGE).contains(limit)),
        };
        if limit.is_none() {
            problems.add("limit", &format!("needs to be a whole number from 1 to {PAGE}"));
        }
        let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let lines = match given("format") {
            "" => Some(accept.split([',', ';']).any(|kind| LINES.contains(&kind.trim()))),
            "json" => Some(false),
            "jsonl" => Some(true),
            _ => None,
        };
        if lines.is_none() {
            problems.add("format", "needs to be one of: json, jsonl");
        }
        let page = || Some(Self { after: after?, limit: limit?, lines: lines? });
        problems.or(page())
    }
}

/// `GET /v1/responses`.
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    peer: Option<Extension<Peer>>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let caller = Caller { headers: &headers, uri: &uri, peer: peer.map(|Extension(peer)| peer) };
    state.0.demand_read(caller).await?;
    let invalid =
        |problems| ApiError::invalid(StatusCode::BAD_REQUEST, "The responses can’t be asked for like this.", problems);
    let own = ["after", "limit", "format"];
    let (query, own) = ReportQuery::read_with(uri.query().unwrap_or_default(), &own).map_err(invalid)?;
    let page = Page::read(&own, &headers).map_err(invalid)?;
    let (found, next) = state.0.store.read_page(&query.responses(), &page.after, page.limit, None).await?;
    let responses: Vec<_> = found.iter().map(|stored| Personal::Without.entry(stored)).collect();
    let link = next.as_ref().map(|next| link(&query, &page, next));
    let mut response = if page.lines {
        let lines: String = responses.iter().map(|document| document.to_json() + "\n").collect();
        ([(header::CONTENT_TYPE, ExportFormat::JsonLines.content_type())], lines).into_response()
    } else {
        Json(ResponsesDocument { responses, next }).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(link) = link.and_then(|link| HeaderValue::try_from(link).ok()) {
        headers.insert(header::LINK, link);
    }
    Ok(response)
}

/// The address of the next page: where lines are sent, nothing else has room for it.
fn link(query: &ReportQuery, page: &Page, next: &str) -> String {
    let mut address = form_urlencoded::Serializer::new(String::new());
    address.extend_pairs(query.pairs_without(&[])).append_pair("limit", &page.limit.to_string());
    if page.lines {
        address.append_pair("format", "jsonl");
    }
    format!("</v1/responses?{}>; rel=\"next\"", address.append_pair("after", next).finish())
}
