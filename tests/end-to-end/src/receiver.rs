//! An endpoint that writes everything down, and does what it is told.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use tokio::sync::Notify;

/// Where an endpoint that redirects redirects to.
pub(crate) const TARGET: &str = "/target";

/// What the site's own endpoint, `/answers`, does with an answer.
#[derive(Clone, Debug)]
pub enum Endpoint {
    /// Answers with this status. It has kept the answer if that is from 200 to 299.
    Answers(u16),
    /// The same, with a `Retry-After`.
    Asks(u16, &'static str),
    /// The same, with a `Retry-After` that is the date so much later.
    AsksUntil(u16, Duration),
    /// Keeps it, and answers with a page.
    Shows,
    /// Keeps nothing, and sends them to `/target`, which would.
    Redirects(u16),
    /// Keeps it, and cuts the connection.
    KeepsAndCuts,
    /// Cuts the connection.
    Cuts,
    /// Hands it on to this address, and its answer back.
    HandsOnTo(String),
    /// Hands it on to this address, and cuts the connection.
    HandsOnAndCuts(String),
    /// Never answers, and keeps nothing. What still waits when it is to do something else is cut off.
    Stalls,
}

/// One request, as it arrived.
#[derive(Clone)]
pub struct Request {
    /// How.
    pub method: Method,
    /// At which path.
    pub path: String,
    /// With which query, or none.
    pub query: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// When.
    pub at: SystemTime,
    /// Whether the endpoint has kept what it says.
    pub kept: bool,
}

impl std::fmt::Debug for Request {
    /// In one line: there may be many, and long ones.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kept = if self.kept { "kept" } else { "not kept" };
        let body = String::from_utf8_lossy(&self.body[..self.body.len().min(120)]);
        write!(formatter, "{} {}, {kept}, {} bytes: {body}", self.method, self.path, self.body.len())
    }
}

#[derive(Clone)]
pub(crate) struct Receiver {
    endpoint: Arc<Mutex<Endpoint>>,
    requests: Arc<Mutex<Vec<Request>>>,
    changed: Arc<Notify>,
}

impl Receiver {
    pub(crate) fn new(endpoint: Endpoint) -> Self {
        Self { endpoint: Arc::new(Mutex::new(endpoint)), requests: Arc::default(), changed: Arc::default() }
    }

    pub(crate) fn does_now(&self, endpoint: Endpoint) {
        *self.endpoint.lock().expect("no test panicked while it held this") = endpoint;
        self.changed.notify_waiters();
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no test panicked while it held this").clone()
    }

    fn note(&self, request: Request) {
        self.requests.lock().expect("no test panicked while it held this").push(request);
    }
}

/// Takes a request at any path of the endpoint's.
pub(crate) async fn take(
    State(receiver): State<Receiver>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let told = receiver.endpoint.lock().expect("no test panicked while it held this").clone();
    let endpoint = match method {
        _ if uri.path() == TARGET => Endpoint::Answers(200),
        // A browser's question before it sends to another origin, and a widget's whether anybody is there.
        Method::OPTIONS | Method::GET => Endpoint::Answers(204),
        _ => told,
    };
    let kept = !matches!(method, Method::OPTIONS | Method::GET)
        && matches!(endpoint, Endpoint::Answers(200..=299) | Endpoint::Shows | Endpoint::KeepsAndCuts);
    let (path, query) = (uri.path().to_owned(), uri.query().unwrap_or_default().to_owned());
    receiver.note(Request { method, path, query, headers, body: body.clone(), at: SystemTime::now(), kept });
    match endpoint {
        Endpoint::Answers(code) => status(code).into_response(),
        Endpoint::Asks(code, wait) => with_header(code, header::RETRY_AFTER, wait),
        Endpoint::AsksUntil(code, wait) => {
            with_header(code, header::RETRY_AFTER, &httpdate::fmt_http_date(SystemTime::now() + wait))
        }
        Endpoint::Shows => Html("<!doctype html><title>Danke</title><h1>Danke</h1>").into_response(),
        Endpoint::Redirects(code) => with_header(code, header::LOCATION, TARGET),
        Endpoint::KeepsAndCuts | Endpoint::Cuts => cut(),
        Endpoint::HandsOnTo(address) => hand_on(&address, body).await,
        Endpoint::HandsOnAndCuts(address) => {
            hand_on(&address, body).await;
            cut()
        }
        Endpoint::Stalls => {
            // Browsers have room for few requests to one host.
            receiver.changed.notified().await;
            cut()
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).expect("it is a status")
}

fn with_header(code: u16, name: HeaderName, value: &str) -> Response {
    (status(code), [(name, value)]).into_response()
}

/// The connection goes with its task; quietly, unlike a panic.
pub(crate) fn cut() -> ! {
    std::panic::resume_unwind(Box::new("cut"))
}

async fn hand_on(address: &str, body: Bytes) -> Response {
    let request = reqwest::Client::new().post(address).header("content-type", "application/json").body(body);
    match request.send().await {
        Ok(answer) => answer.status().into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}
