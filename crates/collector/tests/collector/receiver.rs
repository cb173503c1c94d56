//! An endpoint that notes what it gets, and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::sync::watch;

/// A request that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// How it was answered, if it was.
    pub(crate) status: Option<u16>,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Which response it is of, and which revision.
    pub(crate) fn key(&self) -> (String, u64) {
        let json = self.json();
        (json["id"].as_str().unwrap().to_owned(), json["revision"].as_u64().unwrap())
    }
}

/// How a request is answered.
#[derive(Clone, Debug)]
pub(crate) enum Says {
    Status(u16),
    /// With a header.
    With(u16, &'static str, &'static str),
    /// With another address.
    To(u16, String),
    /// With a body.
    Word(u16, &'static str),
    /// With what was sent.
    Echo(u16),
    /// Never.
    Nothing,
}

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) address: String,
    got: Arc<watch::Sender<Vec<Got>>>,
    next: Arc<Mutex<VecDeque<Says>>>,
    usual: Arc<Mutex<Says>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            got: Arc::default(),
            next: Arc::default(),
            usual: Arc::new(Mutex::new(Says::Status(200))),
        };
        let app = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        receiver
    }

    /// Answers the next requests like this.
    pub(crate) fn says(&self, says: &[Says]) {
        self.next.lock().unwrap().extend(says.iter().cloned());
    }

    /// Answers all others like this.
    pub(crate) fn always(&self, says: Says) {
        *self.usual.lock().unwrap() = says;
    }

    /// What arrived, once that is so much.
    pub(crate) async fn got(&self, count: usize) -> Vec<Got> {
        let mut got = self.got.subscribe();
        let arrived = tokio::time::timeout(Duration::from_secs(20), got.wait_for(|got| got.len() >= count)).await;
        match arrived {
            Ok(got) => got.unwrap().clone(),
            Err(_) => panic!("{count} requests were awaited, and arrived have {:?}", self.got.borrow()),
        }
    }
}

async fn take(State(receiver): State<Receiver>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let says = receiver.next.lock().unwrap().pop_front().unwrap_or_else(|| receiver.usual.lock().unwrap().clone());
    let status = match &says {
        Says::Nothing => None,
        Says::Status(status)
        | Says::With(status, _, _)
        | Says::To(status, _)
        | Says::Word(status, _)
        | Says::Echo(status) => Some(*status),
    };
    let body = String::from_utf8(body.to_vec()).unwrap();
    let got = Got { method, path: uri.to_string(), headers, body: body.clone(), status };
    let echo = format!("{uri} {body}");
    receiver.got.send_modify(|all| all.push(got));
    let status = StatusCode::from_u16(status.unwrap_or(200)).unwrap();
    match says {
        Says::Nothing => std::future::pending().await,
        Says::Status(_) => status.into_response(),
        Says::With(_, name, value) => {
            (status, [(HeaderName::from_static(name), HeaderValue::from_static(value))]).into_response()
        }
        Says::To(_, address) => (status, [("location", address)]).into_response(),
        Says::Word(_, word) => (status, word).into_response(),
        Says::Echo(_) => (status, echo).into_response(),
    }
}
