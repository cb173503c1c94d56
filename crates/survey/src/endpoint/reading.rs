//! Reading what a site says of its endpoints: every problem at once, each with its path.

use super::template::{self, Place};
use super::{Endpoint, EndpointSet, Format, RECEIVERS, Receiver, Request, Sender, Transport, receiver_secret};
use crate::decode::{Code, ObjectReader};
use crate::definition::condition::{ConditionParser, Heads};
use crate::definition::references::{RefSite, References};
use crate::diagnostic::too_large;
use crate::{Condition, Segment, Value, VariableRef, limits, placeholder, placeholders};

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

/// Reads where responses go, and what is referred to of them; `endpoint` is the one that gets them as they are.
pub(crate) fn read(
    fields: &mut ObjectReader<'_, '_>,
    endpoint: Option<&str>,
    sender: Sender,
    file: &dyn Fn(&str) -> Option<Value>,
) -> (EndpointSet, References) {
    let mut post = EndpointSet { before_send: function(fields, "beforeSend"), ..EndpointSet::default() };
    if let Some(url) = endpoint {
        let (name, condition) = (url.to_owned(), Condition::Always);
        post.endpoints.push(Endpoint { name, transport: Transport::Plain, last: false, condition });
    }
    let mut reader = Reading { references: References::default(), sender, file };
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
    (post, reader.references)
}

/// The name of a function of the page: words with dots between them. `#` and a number stand for one that was given in
/// JavaScript.
fn function(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<String> {
    let text = fields.text(name, limits::LABEL)?;
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#'))
    };
    if !text.split('.').all(word) {
        fields.invalid(name, "needs to be the name of a function of the page, such as shop.answered");
        return None;
    }
    Some(text)
}

/// Reads endpoints, one after the other.
pub(super) struct Reading<'a> {
    /// What conditions and templates refer to.
    pub(super) references: References,
    pub(super) sender: Sender,
    /// Finds the file of a receiver.
    pub(super) file: &'a dyn Fn(&str) -> Option<Value>,
}

impl Reading<'_> {
    /// The endpoint that `fields` have; what isn't known of it is left to be said.
    pub(super) fn endpoint(&mut self, fields: &mut ObjectReader<'_, '_>) -> Option<Endpoint> {
        let Some(name) = fields.text("receiver", limits::IDENTIFIER) else { return self.own(fields) };
        if let Some(secret) = receiver_secret(&name)
            && self.sender == Sender::Page
        {
            let message = ["is for the collector alone: everybody could read ", secret, " in a page"];
            fields.report("receiver", Code::Secret, &message.concat());
            fields.allow_unknown();
            return None;
        }
        let Some(receiver) = Receiver::find(&name, self.file) else {
            let message = ["names the receiver ", &name, ", and known are ", &RECEIVERS.join(", ")];
            fields.report("receiver", Code::Reference, &message.concat());
            fields.allow_unknown();
            return None;
        };
        let Some(mut whole) = receiver.endpoint(fields) else {
            fields.allow_unknown();
            return None;
        };
        for (name, value) in fields.given() {
            whole.set(name, value.clone());
        }
        fields.allow_unknown();
        let mut fields = fields.at("", &whole);
        fields.value("receiver");
        fields.value("parameters");
        let endpoint = self.own(&mut fields);
        fields.finish();
        endpoint
    }

    /// An endpoint that says everything itself.
    fn own(&mut self, fields: &mut ObjectReader<'_, '_>) -> Option<Endpoint> {
        let condition = ConditionParser::new(&mut self.references, Heads::RESPONSE, RefSite::End).field(fields);
        let last = fields.one_of("revisions", &[("all", false), ("last", true)]).unwrap_or_default();
        if fields.value("callback").is_some() {
            let name = function(fields, "callback")?;
            if self.sender == Sender::Collector {
                fields.report("callback", Code::Conflict, "is for pages: the collector has no functions of theirs");
            }
            return Some(Endpoint { name, transport: Transport::Callback, last, condition });
        }
        let url = fields.address("url", &[]);
        let url = fields.need("url", url);
        let request = self.request(fields);
        let name = url?;
        self.check_url(fields, &name);
        let usual = request.is_usual() && placeholder::position(&name, b'{').is_none();
        let transport = if usual { Transport::Plain } else { Transport::Request(Box::new(request)) };
        Some(Endpoint { name, transport, last, condition })
    }

    fn request(&mut self, fields: &mut ObjectReader<'_, '_>) -> Request {
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
            fields.invalid("body", "needs to be an object: its entries become the fields of a form");
        }
        if let Some(body) = &request.body
            && self.check_template(fields, "body", body) > limits::TEMPLATE
        {
            fields.report("body", Code::Limit, &too_large(limits::TEMPLATE));
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

    fn headers(&mut self, fields: &mut ObjectReader<'_, '_>) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        for (name, value) in fields.labels("headers") {
            let path = ["headers.", &name].concat();
            let text = template::written(&value);
            let small = name.to_ascii_lowercase();
            let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if !name.bytes().all(token) {
                fields.invalid(&path, "is no name of a header");
            } else if FORBIDDEN.contains(&small.as_str()) || small.starts_with("sec-") || small.starts_with("proxy-") {
                fields.invalid(&path, "is set by browsers alone");
            } else if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                fields.invalid(&path, "needs to be letters, digits and signs of ASCII");
            }
            // What a visitor wrote may have signs that no header can have, and then nothing would ever be sent.
            self.check_placeholders(fields, &path, &text, &|place| match place {
                Place::Fact(VariableRef::Score | VariableRef::Group) => true,
                Place::Fact(VariableRef::Response(path)) => {
                    ["id", "revision", "status", "shownAt", "answeredAt"].contains(&path.as_str())
                }
                _ => false,
            });
            headers.push((small, text));
        }
        headers
    }

    /// Checks the placeholders of an address: no part of the response may decide which server it goes to.
    fn check_url(&mut self, fields: &mut ObjectReader<'_, '_>, url: &str) {
        let starts_path = |byte: &u8| matches!(byte, b'/' | b'?' | b'#');
        let host = placeholder::position(url, b'/').map(|at| url.as_bytes().split_at(at + 2));
        let place = placeholder::position(url, b'{');
        if let (Some((scheme, rest)), Some(place)) = (host, place)
            && !rest.iter().take(place.saturating_sub(scheme.len())).any(starts_path)
        {
            fields.invalid("url", "recalls something before its path, and where it leads has to stand fast");
        }
        self.check_placeholders(fields, "url", url, &|_| true);
    }

    /// Checks the placeholders of a template's texts. Returns how many bytes these are.
    fn check_template(&mut self, fields: &mut ObjectReader<'_, '_>, path: &str, template: &Value) -> usize {
        let mut bytes = 0;
        match template {
            Value::Text(text) => {
                self.check_placeholders(fields, path, text, &|_| true);
                bytes = text.len();
            }
            Value::List(list) => {
                for (index, item) in list.iter().enumerate() {
                    bytes += self.check_template(fields, &fields.step(path, index), item);
                }
            }
            Value::Map(map) => {
                for (name, value) in map {
                    bytes += self.check_template(fields, &[path, ".", name].concat(), value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
        bytes
    }

    /// Checks the placeholders of a text.
    fn check_placeholders(
        &mut self,
        fields: &mut ObjectReader<'_, '_>,
        path: &str,
        text: &str,
        fits: &dyn Fn(&Place) -> bool,
    ) {
        for segment in placeholders(text) {
            let place = match segment {
                Segment::Text(_) => continue,
                Segment::Unclosed => {
                    fields.invalid(path, "has {{ without }}");
                    return;
                }
                Segment::Placeholder { name, .. } => name,
            };
            match Place::parse(place) {
                Some(known) if fits(&known) => {
                    if let Place::Fact(source) = &known {
                        self.references.note(fields, path, source, RefSite::End);
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
