//! The report for programs: `GET /v1/report`, and what the other pages show.

use askwell_survey::Diagnostics;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::{Json, extract};

use super::document::{
    AccountsDocument, ArticlesDocument, DriversDocument, ReportDocument, ResultsDocument, SegmentsDocument,
};
use super::inbox::InboxDocument;
use super::{Articles, CustomerTable, Drivers, Report, ReportQuery, Results, RowBy, Segments};
use crate::access::Caller;
use crate::client::Peer;
use crate::day::Day;
use crate::error::ApiError;
use crate::follow_up::InboxOwner;
use crate::state::State;

/// What a program asks for that may read.
pub(crate) struct Asked {
    query: ReportQuery,
    today: Day,
}

impl FromRequestParts<State> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, ApiError> {
        let peer = parts.extensions.get::<Peer>().copied();
        state.0.demand_read(Caller { headers: &parts.headers, uri: &parts.uri, peer }).await?;
        let query = ReportQuery::read(parts.uri.query().unwrap_or_default()).map_err(unreadable)?;
        Ok(Self { query, today: Day::of(state.0.settings.clock.now()) })
    }
}

type Answer<T> = Result<Json<T>, ApiError>;

/// `GET /v1/report`.
pub(crate) async fn report(extract::State(state): extract::State<State>, asked: Asked) -> Answer<ReportDocument> {
    let report = Report::read(&state.0.store, asked.query, &state.0.settings.surveys, asked.today).await?;
    Ok(Json(ReportDocument::of(&report)))
}

/// `GET /v1/results`.
pub(crate) async fn results(extract::State(state): extract::State<State>, asked: Asked) -> Answer<ResultsDocument> {
    let results = Results::read(&state.0.store, asked.query, &state.0.settings.surveys).await?;
    Ok(Json(ResultsDocument::of(&results)))
}

/// `GET /v1/segments`.
pub(crate) async fn segments(extract::State(state): extract::State<State>, asked: Asked) -> Answer<SegmentsDocument> {
    let segments = Segments::read(&state.0.store, asked.query, &state.0.settings.surveys, asked.today).await?;
    Ok(Json(SegmentsDocument::of(&segments)))
}

/// `GET /v1/drivers`.
pub(crate) async fn drivers(extract::State(state): extract::State<State>, asked: Asked) -> Answer<DriversDocument> {
    let drivers = Drivers::read(&state.0.store, asked.query, &state.0.settings.surveys).await?;
    Ok(Json(DriversDocument::of(&drivers)))
}

/// `GET /v1/articles`.
pub(crate) async fn articles(extract::State(state): extract::State<State>, asked: Asked) -> Answer<ArticlesDocument> {
    let articles = Articles::read(&state.0.store, asked.query, &state.0.settings.surveys).await?;
    Ok(Json(ArticlesDocument::of(&articles)))
}

/// `GET /v1/accounts`.
pub(crate) async fn accounts(extract::State(state): extract::State<State>, asked: Asked) -> Answer<AccountsDocument> {
    let (store, registered) = (&state.0.store, &state.0.settings.surveys);
    let table = CustomerTable::read(store, asked.query, RowBy::Account, registered, None, asked.today).await?;
    Ok(Json(AccountsDocument::of(&table)))
}

/// `GET /v1/inbox`.
pub(crate) async fn inbox(extract::State(state): extract::State<State>, asked: Asked) -> Answer<InboxDocument> {
    if asked.query.owner == Some(InboxOwner::Mine) {
        let mut problems = Diagnostics::default();
        problems.add("owner", "needs to be nobody: a program owns nothing");
        return Err(unreadable(problems));
    }
    Ok(Json(InboxDocument::read(&state.0.store, &asked.query, asked.today).await?))
}

fn unreadable(problems: Diagnostics) -> ApiError {
    ApiError::invalid(StatusCode::BAD_REQUEST, "The report can’t be asked for like this.", problems)
}
