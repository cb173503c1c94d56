//! Where responses go besides, or instead of, one address that takes them as they are: any address, method and form,
//! what of a response each gets, and which responses.
//!
//! [`EndpointSet::read`] takes what a site says of it out of its configuration; [`EndpointSet::deliveries`] says what a response comes
//! to: which endpoint gets what. Sending it is the outbox's business, and the collector's.

mod document;
pub mod file;
mod form;
mod reading;
mod receiver;
mod template;

use crate::decode::{Code, Diagnostics, ObjectReader};
use crate::definition::references::Names;
use crate::{Condition, Survey, Value};
use document::Document;
pub(crate) use reading::read;

pub use receiver::{
    NAMES as RECEIVERS, Receiver, file as receiver_file, for_pages as receiver_for_pages, secret as receiver_secret,
};

/// Milliseconds after which a partial response goes to an endpoint that takes one revision only, if no later one has
/// come: then the visitor's page was ended without a word.
pub const HOLD: f64 = 1_800_000.0;

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A page: everybody can read its configuration.
    Page,
    /// The collector.
    Collector,
}

/// Everything a site says about where responses go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointSet {
    endpoints: Vec<Endpoint>,
    /// The function of the page that may change or hold back each response.
    pub before_send: Option<String>,
}

/// One of the places that responses go to.
#[derive(Clone, Debug, PartialEq)]
struct Endpoint {
    /// Its name in the outbox: its address, with its placeholders.
    name: String,
    transport: Transport,
    /// Whether it gets the last revision alone.
    last: bool,
    condition: Condition,
}

#[derive(Clone, Debug, PartialEq)]
enum Transport {
    /// The response is posted as it is.
    Plain,
    Request(Box<Request>),
    /// A function of the page is called.
    Callback,
}

#[derive(Clone, Debug, PartialEq)]
struct Request {
    method: &'static str,
    format: Format,
    headers: Vec<(String, String)>,
    credentials: &'static str,
    /// In seconds.
    timeout: f64,
    follow: bool,
    acknowledges: bool,
    body: Option<Value>,
    /// The most characters of a text with placeholders in the body.
    longest: usize,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Form,
    Text,
}

impl Format {
    const NAMES: &[(&str, Self)] = &[("json", Self::Json), ("form", Self::Form), ("text", Self::Text)];

    const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Text => "text/plain",
        }
    }
}

/// What is to be done with a response for one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// What the outbox knows the endpoint by.
    pub endpoint: String,
    /// What it gets.
    pub content: Content,
}

/// What an endpoint gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// This document: the response, or its `id`, its `revision` and the `request` that it comes to, as `fetch` has it,
    /// with its `url` if that is another than the endpoint's name, and a `timeout` in milliseconds.
    Document {
        /// The document.
        document: Value,
        /// Whether it waits for a later revision, for [`HOLD`] at most.
        held: bool,
    },
    /// Nothing: what waits of the response is withdrawn. Said of it are its `id` and its `revision`.
    Nothing(Value),
    /// The response itself, by a call of the page's function of that name.
    Call,
}

impl Delivery {
    /// The delivery as the outbox takes it, or, for a call, with the function's name as its `callback`. A document that is
    /// withdrawn is held for less than no time.
    pub fn to_value(&self) -> Value {
        let mut delivery = Value::object();
        let name = if self.content == Content::Call { "callback" } else { "endpoint" };
        delivery.put(name, Value::from(self.endpoint.as_str()));
        let (document, hold) = match &self.content {
            Content::Call => return delivery,
            Content::Nothing(document) => (document, -1.0),
            Content::Document { document, held } => (document, if *held { HOLD } else { 0.0 }),
        };
        delivery.put("document", document.clone());
        delivery.put("hold", Value::from(hold));
        delivery
    }
}

impl EndpointSet {
    /// Reads `endpoint`, `endpoints`, `receiver`, `parameters` and `beforeSend` of a configuration, and passes over the rest;
    /// `file` finds the file of a receiver, as [`receiver_file`] does.
    ///
    /// # Errors
    /// Everything in these that is missing, unknown or wrong, with its path.
    pub fn read(value: &Value, sender: Sender, file: &dyn Fn(&str) -> Option<Value>) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let mut fields = ObjectReader::of(value, "", &mut problems);
        let endpoint = fields.address("endpoint", &[]);
        if ["endpoint", "endpoints", "receiver"].into_iter().all(|name| fields.value(name).is_none()) {
            fields.report("endpoint", Code::Missing, "is missing");
        }
        let (post, _) = read(&mut fields, endpoint.as_deref(), sender, file);
        problems.or(Some(post))
    }

    /// Says what is wrong with these fields of a page's configuration, whose survey is known.
    pub(crate) fn check(value: &Value, survey: &Survey, problems: &mut Diagnostics) {
        let mut fields = ObjectReader::of(value, "", problems);
        let endpoint = fields.value("endpoint").and_then(Value::as_text).filter(|address| !address.is_empty());
        let (_, references) = read(&mut fields, endpoint, Sender::Page, &receiver_file);
        references.resolve(&Names::of_responses(survey), &mut fields);
    }

    /// What each endpoint gets of a response.
    pub fn deliveries(&self, response: &Value) -> Vec<Delivery> {
        let document = Document(response);
        let partial = response.get("status").and_then(Value::as_text) == Some("partial");
        let mut deliveries = Vec::new();
        for endpoint in &self.endpoints {
            let fits = match &endpoint.condition {
                Condition::Predicate(test) => test.holds(&document),
                _ => true,
            };
            let send = |document| Content::Document { document, held: endpoint.last && partial };
            let content = match &endpoint.transport {
                Transport::Callback if !fits || endpoint.last && partial => continue,
                Transport::Callback => Content::Call,
                _ if !fits => Content::Nothing(reference(response)),
                Transport::Plain => send(response.clone()),
                Transport::Request(request) => send(request.document(&endpoint.name, &document)),
            };
            deliveries.push(Delivery { endpoint: endpoint.name.clone(), content });
        }
        deliveries
    }
}

/// Which response it is, and which revision of it.
fn reference(response: &Value) -> Value {
    let mut reference = Value::object();
    for name in ["id", "revision"] {
        reference.put(name, response.get(name).cloned().unwrap_or_default());
    }
    reference
}

impl Request {
    /// What stands in the outbox for a response: enough to send it from any page of the site.
    fn document(&self, name: &str, response: &Document<'_>) -> Value {
        let mut url = template::fill_encoded(name, response, form::component);
        let body = match &self.body {
            Some(template) => template::fill(template, response, self.longest).unwrap_or_default(),
            None => response.0.clone(),
        };
        let mut request = Value::object();
        if self.method == "GET" {
            let mark = if url.contains('?') { "&" } else { "?" };
            url = [&url, mark, &form::encode(&body)].concat();
        }
        if url != name {
            request.put("url", Value::from(url));
        }
        request.put("method", Value::from(self.method));
        let mut headers = Value::object();
        if self.method != "GET" {
            headers.put("content-type", Value::from(self.format.content_type()));
            request.put(
                "body",
                Value::from(match (self.format, &body) {
                    (Format::Form, body) => form::encode(body),
                    (Format::Text, Value::Text(text)) => text.clone(),
                    (_, body) => body.to_json(),
                }),
            );
        }
        for (name, value) in &self.headers {
            headers.set(name, Value::from(template::fill_encoded(value, response, str::to_owned)));
        }
        request.put("headers", headers);
        request.put("credentials", Value::from(self.credentials));
        request.put("redirect", Value::from(if self.follow { "follow" } else { "manual" }));
        request.put("mode", Value::from(if self.acknowledges { "cors" } else { "no-cors" }));
        request.put("timeout", Value::from(self.timeout * 1_000.0));
        let mut document = reference(response.0);
        document.put("request", request);
        document
    }
}

impl Request {
    /// Whether it posts the response as it is, as every endpoint has it that says nothing else.
    fn is_usual(&self) -> bool {
        self.method == "POST"
            && self.format == Format::Json
            && self.headers.is_empty()
            && self.credentials == "same-origin"
            && self.timeout == 30.0
            && !self.follow
            && self.acknowledges
            && self.body.is_none()
    }
}

#[cfg(test)]
mod tests;
