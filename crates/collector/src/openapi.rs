//! `GET /v1/openapi.json`: what `app` routes, for programs. Addresses and what is posted stand in `openapi.json`; the schemas of
//! what is answered are made of the types that are sent, so that they can't differ.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::IntoResponse;
use schemars::generate::{Contract, SchemaGenerator, SchemaSettings};
use schemars::{Schema, json_schema};
use serde_json::Value;

use crate::alerts::api::AlertsDocument;
use crate::error;
use crate::export::ResponsesDocument;
use crate::forward::status::EndpointsDocument;
use crate::ingest;
use crate::report::InboxDocument;
use crate::report::document::{
    AccountsDocument, ArticlesDocument, DriversDocument, ReportDocument, ResultsDocument, SegmentsDocument,
};
use crate::surveys;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut document: Value = serde_json::from_str(include_str!("openapi.json")).unwrap_or_default();
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.extend(schemas_of_answers().take_definitions(true));
    }
    document.to_string()
});

fn schemas_of_answers() -> SchemaGenerator {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.contract = Contract::Serialize;
        })
        .into_generator();
    generator.subschema_for::<ResponsesDocument>();
    generator.subschema_for::<ReportDocument>();
    generator.subschema_for::<ResultsDocument>();
    generator.subschema_for::<SegmentsDocument>();
    generator.subschema_for::<DriversDocument>();
    generator.subschema_for::<ArticlesDocument>();
    generator.subschema_for::<AccountsDocument>();
    generator.subschema_for::<AlertsDocument>();
    generator.subschema_for::<InboxDocument>();
    generator.subschema_for::<EndpointsDocument>();
    generator.subschema_for::<ingest::Receipt>();
    generator.subschema_for::<surveys::Receipt>();
    generator.subschema_for::<error::Body<'_>>();
    generator
}

/// A text that is one of these.
pub(crate) fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Schema {
    json_schema!({ "enum": names.into_iter().collect::<Vec<_>>() })
}

/// The same, or nothing.
pub(crate) fn one_of_or_null<'a>(names: impl IntoIterator<Item = &'a str>) -> Schema {
    json_schema!({ "enum": names.into_iter().map(Some).chain([None]).collect::<Vec<_>>() })
}

pub(crate) async fn get() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}
