//! Where responses go besides, or instead of, one address that takes them as they are: any address, method and form,
//! what of a response each gets, and which responses.
//!
//! [`Post::read`] takes what a site says of it out of its configuration; [`Post::letters`] says what a response comes
//! to: which endpoint gets what. Sending it is the outbox's business, and the collector's.

mod document;
#[cfg(not(target_arch = "wasm32"))]
pub mod file;
mod form;
mod receiver;
mod template;

use crate::decode::{Code, Fields, Problems};
use crate::definition::words::{Place as Where, Reader};
use crate::{Condition, Source, Survey, Value, limits};
use document::Document;
use template::Place;

pub use receiver::{Receiver, names as receivers};

/// Milliseconds after which a partial response goes to an endpoint that takes one revision only, if no later one has
/// come: then the visitor's page was ended without a word.
pub const HOLD: f64 = 1_800_000.0;

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A page: everybody can read what it is told.
    Page,
    /// The collector.
    Collector,
}

/// Everything a site says about where responses go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Post {
    endpoints: Vec<Endpoint>,
    /// The function of the page that may change or hold back each response.
    pub before_send: Option<String>,
}

/// One of the places that responses go to.
#[derive(Clone, Debug, PartialEq)]
struct Endpoint {
    /// What the outbox knows it by: its address, before anything is recalled in it.
    name: String,
    way: Way,
    /// Whether it gets the last revision alone.
    last: bool,
    condition: Condition,
}

#[derive(Clone, Debug, PartialEq)]
enum Way {
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
    /// Characters of a text in the body that recalls something, at most.
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

const METHODS: &[(&str, &str)] = &[("POST", "POST"), ("PUT", "PUT"), ("PATCH", "PATCH"), ("GET", "GET")];
const CREDENTIALS: &[(&str, &str)] = &[("same-origin", "same-origin"), ("include", "include"), ("omit", "omit")];
/// Headers that browsers set themselves, and whose values they ignore.
const FORBIDDEN: [&str; 20] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What is to be done with a response for one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
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

impl Letter {
    /// The letter as the outbox takes it, or, for a call, with the function's name as its `callback`. A document that is
    /// withdrawn is held for less than no time.
    pub fn to_value(&self) -> Value {
        let mut letter = Value::object();
        let name = if self.content == Content::Call { "callback" } else { "endpoint" };
        letter.put(name, Value::from(self.endpoint.as_str()));
        let (document, hold) = match &self.content {
            Content::Call => return letter,
            Content::Nothing(document) => (document, -1.0),
            Content::Document { document, held } => (document, if *held { HOLD } else { 0.0 }),
        };
        letter.put("document", document.clone());
        letter.put("hold", Value::from(hold));
        letter
    }
}

impl Post {
    /// Reads `endpoint`, `endpoints`, `receiver`, `parameters` and `beforeSend` of a configuration, and passes over the rest;
    /// `parse` reads JSON.
    ///
    /// # Errors
    /// Everything in these that is missing, unknown or wrong, with its path.
    pub fn read(value: &Value, sender: Sender, parse: &dyn Fn(&str) -> Option<Value>) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut fields = Fields::of(value, "", &mut problems);
        let endpoint = fields.address("endpoint", &[]);
        if ["endpoint", "endpoints", "receiver"].into_iter().all(|name| fields.value(name).is_none()) {
            fields.report("endpoint", Code::Missing, "is missing");
        }
        let post = read(&mut fields, endpoint.as_deref(), None, sender, parse);
        problems.or(Some(post))
    }

    /// What each endpoint gets of a response.
    pub fn letters(&self, response: &Value) -> Vec<Letter> {
        let document = Document(response);
        let partial = response.get("status").and_then(Value::as_text) == Some("partial");
        let letter = |endpoint: &Endpoint| {
            let fits = match &endpoint.condition {
                Condition::Test(test) => test.holds(&document),
                _ => true,
            };
            let send = |document| Content::Document { document, held: endpoint.last && partial };
            let content = match &endpoint.way {
                Way::Callback if !fits || endpoint.last && partial => return None,
                Way::Callback => Content::Call,
                _ if !fits => Content::Nothing(reference(response)),
                Way::Plain => send(response.clone()),
                Way::Request(request) => send(request.document(&endpoint.name, &document)),
            };
            Some(Letter { endpoint: endpoint.name.clone(), content })
        };
        self.endpoints.iter().filter_map(letter).collect()
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

/// Reads JSON outside a page.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse(json: &str) -> Option<Value> {
    serde_json::from_str(json).ok()
}

/// Reads where the responses to `survey`, or to any, go; `endpoint` is the one that gets them as they are.
pub(crate) fn read(
    fields: &mut Fields<'_, '_>,
    endpoint: Option<&str>,
    survey: Option<&Survey>,
    sender: Sender,
    parse: &dyn Fn(&str) -> Option<Value>,
) -> Post {
    let mut post = Post { before_send: function(fields, "beforeSend"), ..Post::default() };
    if let Some(url) = endpoint {
        let (name, condition) = (url.to_owned(), Condition::Always);
        post.endpoints.push(Endpoint { name, way: Way::Plain, last: false, condition });
    }
    let mut reader = Reading { words: Reader::of_responses(survey), sender, parse };
    // A tag names one receiver, and has no lists.
    if fields.value("receiver").is_some() {
        let mut short = Value::object();
        for name in ["receiver", "parameters"] {
            short.put(name, fields.value(name).cloned().unwrap_or_default());
        }
        let mut fields = fields.at("", &short);
        post.endpoints.extend(reader.endpoint(&mut fields));
        fields.finish();
    } else if fields.value("parameters").is_some() {
        fields.report("parameters", Code::Conflict, "are a receiver’s, and no `receiver` is named");
    }
    for (index, item) in fields.list("endpoints", limits::ENDPOINTS).iter().enumerate() {
        let mut fields = fields.item("endpoints", index, item);
        if let Some(endpoint) = reader.endpoint(&mut fields) {
            if post.endpoints.iter().any(|known| known.name == endpoint.name) {
                fields.report("", Code::Duplicate, &["goes to ", &endpoint.name, ", as another one does"].concat());
            }
            post.endpoints.push(endpoint);
        }
        fields.finish();
    }
    post
}

/// The name of a function of the page: words with dots between them. `#` and a number stand for one that was given in
/// JavaScript.
fn function(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<String> {
    let text = fields.text(name, limits::LABEL)?;
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#'))
    };
    if !text.split('.').all(word) {
        fields.complain(name, "needs to be the name of a function of the page, such as shop.answered");
        return None;
    }
    Some(text)
}

struct Reading<'a> {
    words: Reader,
    sender: Sender,
    parse: &'a dyn Fn(&str) -> Option<Value>,
}

impl Reading<'_> {
    fn endpoint(&mut self, fields: &mut Fields<'_, '_>) -> Option<Endpoint> {
        let Some(name) = fields.text("receiver", limits::IDENTIFIER) else { return self.own(fields) };
        let Some(receiver) = Receiver::find(&name, self.parse) else {
            let known: Vec<_> = receivers().collect();
            let message = ["names the receiver ", &name, ", and known are ", &known.join(", ")];
            fields.report("receiver", Code::Reference, &message.concat());
            fields.pass();
            return None;
        };
        if let Some(secret) = receiver.secret()
            && self.sender == Sender::Page
        {
            let message = ["is for the collector alone: everybody could read ", secret, " in a page"];
            fields.report("receiver", Code::Secret, &message.concat());
        }
        let Some(mut whole) = receiver.endpoint(fields) else {
            fields.pass();
            return None;
        };
        for (name, value) in fields.given() {
            whole.set(name, value.clone());
        }
        fields.pass();
        let mut fields = fields.at("", &whole);
        fields.value("receiver");
        fields.value("parameters");
        let endpoint = self.own(&mut fields);
        fields.finish();
        endpoint
    }

    /// An endpoint that says everything itself.
    fn own(&mut self, fields: &mut Fields<'_, '_>) -> Option<Endpoint> {
        let condition = self.words.condition(fields, Where::Ending);
        let last = fields.one_of("revisions", &[("all", false), ("last", true)]).unwrap_or_default();
        if fields.value("callback").is_some() {
            let name = function(fields, "callback")?;
            if self.sender == Sender::Collector {
                fields.report("callback", Code::Conflict, "is for pages: the collector has no functions of theirs");
            }
            return Some(Endpoint { name, way: Way::Callback, last, condition });
        }
        let url = fields.address("url", &[]);
        let url = fields.need("url", url);
        let request = self.request(fields);
        let name = url?;
        self.judge_url(fields, &name);
        let usual = request.is_usual() && !name.contains("{{");
        let way = if usual { Way::Plain } else { Way::Request(Box::new(request)) };
        Some(Endpoint { name, way, last, condition })
    }

    fn request(&mut self, fields: &mut Fields<'_, '_>) -> Request {
        let request = Request {
            method: fields.one_of("method", METHODS).unwrap_or("POST"),
            format: fields.one_of("format", Format::NAMES).unwrap_or(Format::Json),
            headers: self.headers(fields),
            credentials: fields.one_of("credentials", CREDENTIALS).unwrap_or("same-origin"),
            timeout: fields.number("timeout", 1, 120).unwrap_or(30.0),
            follow: fields.one_of("redirects", &[("refuse", false), ("follow", true)]).unwrap_or_default(),
            acknowledges: fields.flag("acknowledges").unwrap_or(true),
            body: fields.value("body").cloned(),
            longest: fields
                .whole("longest", 10, limits::TEMPLATE as u32)
                .map_or(usize::MAX, |longest| longest as usize),
        };
        let form = request.format == Format::Form || request.method == "GET";
        if form && request.body.as_ref().is_some_and(|body| !matches!(body, Value::Map(_))) {
            fields.complain("body", "needs to be an object: its entries become the fields of a form");
        }
        if let Some(body) = &request.body {
            let (mut bytes, mut texts) = (0, Vec::new());
            template::each_text(body, "body", &mut |path, text| {
                bytes += text.len();
                texts.push((path.to_owned(), text.to_owned()));
            });
            if bytes > limits::TEMPLATE {
                fields.report("body", Code::Limit, "is too large: at most 16 KiB of text");
            }
            for (path, text) in texts {
                self.judge_places(fields, &path, &text, &|_| true);
            }
        }
        let simple = request.headers.is_empty()
            && matches!(request.method, "POST" | "GET")
            && (request.format != Format::Json || request.method == "GET");
        if !request.acknowledges && !simple {
            let message = "needs `format` form or text, `method` POST or GET, and no headers: an endpoint whose answers \
                           no page may read takes what a form could send, and nothing else";
            fields.report("acknowledges", Code::Conflict, message);
        }
        Request { follow: request.follow || !request.acknowledges, ..request }
    }

    fn headers(&mut self, fields: &mut Fields<'_, '_>) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        for (name, value) in fields.labels("headers") {
            let path = ["headers.", &name].concat();
            let text = template::written(&value);
            let small = name.to_ascii_lowercase();
            let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if !name.bytes().all(token) {
                fields.complain(&path, "is no name of a header");
            } else if FORBIDDEN.contains(&small.as_str()) || small.starts_with("sec-") || small.starts_with("proxy-") {
                fields.complain(&path, "is set by browsers alone");
            } else if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                fields.complain(&path, "needs to be letters, digits and signs of ASCII");
            }
            // What a visitor wrote may have signs that no header can have, and then nothing would ever be sent.
            self.judge_places(fields, &path, &text, &|place| match place {
                Place::Fact(Source::Score | Source::Group) => true,
                Place::Fact(Source::Response(path)) => {
                    ["id", "revision", "status", "shownAt", "answeredAt"].contains(&path.as_str())
                }
                _ => false,
            });
            headers.push((small, text));
        }
        headers
    }

    /// Judges what an address recalls: nothing of the response may say which server it goes to.
    fn judge_url(&mut self, fields: &mut Fields<'_, '_>, url: &str) {
        let after_scheme = url.find("//").map_or(0, |at| at + 2);
        let host = url[after_scheme..].find(['/', '?', '#']).map_or(url.len(), |at| after_scheme + at);
        if after_scheme > 0 && url[..host].contains("{{") {
            fields.complain("url", "recalls something before its path, and where it leads has to stand fast");
        }
        self.judge_places(fields, "url", url, &|_| true);
    }

    /// Judges what a text recalls.
    fn judge_places(&mut self, fields: &mut Fields<'_, '_>, path: &str, text: &str, fits: &dyn Fn(&Place) -> bool) {
        for part in text.split("{{").skip(1) {
            let Some((place, _)) = part.split_once("}}") else {
                fields.complain(path, "has {{ without }}");
                return;
            };
            let place = place.split('|').next().unwrap_or_default().trim_ascii();
            match Place::parse(place) {
                Some(known) if fits(&known) => {
                    if let Place::Fact(source) = &known {
                        self.words.refer(fields, path, source, Where::Ending);
                    }
                }
                Some(_) => {
                    let message =
                        "may recall only score, group and response:id, revision, status, shownAt or answeredAt";
                    fields.report(path, Code::Reference, message);
                }
                None => {
                    let known = "score, group, answer:…, attribute:…, person:…, page:url|title|referrer|language, \
                                 response:…, response, millis:shownAt and millis:answeredAt";
                    fields.report(path, Code::Reference, &["recalls ", place, "; known are ", known].concat());
                }
            }
        }
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
