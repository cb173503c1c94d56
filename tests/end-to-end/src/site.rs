//! A web server of the site's own, for pages whose answers go elsewhere, and with an endpoint that can be made to fail.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

/// What the site's own endpoint, `/answers`, does with an answer.
#[derive(Clone, Debug)]
pub enum Endpoint {
    /// Answers with this status, and keeps nothing.
    Answers(u16),
    /// The same, with a `Retry-After`.
    Asks(u16, &'static str),
    /// Hands it on to this address, and its answer back.
    HandsOnTo(String),
    /// Hands it on to this address, and cuts the connection.
    HandsOnAndCuts(String),
    /// Never answers.
    Stalls,
}

#[derive(Clone)]
struct Answers {
    endpoint: Arc<Mutex<Endpoint>>,
    received: Arc<Mutex<Vec<Bytes>>>,
}

/// The server. It ends with the test's runtime.
pub struct Site {
    address: String,
    folder: PathBuf,
    answers: Answers,
}

impl Site {
    /// Serves `folder` on a free port.
    pub async fn start(folder: &Path, endpoint: Endpoint) -> Self {
        let answers = Answers { endpoint: Arc::new(Mutex::new(endpoint)), received: Arc::default() };
        let app = Router::new()
            .route("/answers", post(take))
            .fallback_service(ServeDir::new(folder))
            .with_state(answers.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, folder: folder.to_owned(), answers }
    }

    /// Where it is: scheme, host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The folder it serves.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// From now on the endpoint does this.
    pub fn endpoint_now(&self, endpoint: Endpoint) {
        *self.answers.endpoint.lock().expect("no test panicked while it held this") = endpoint;
    }

    /// The answers that arrived so far, kept or not, as they were sent.
    pub fn received(&self) -> Vec<serde_json::Value> {
        let received = self.answers.received.lock().expect("no test panicked while it held this");
        received.iter().map(|body| serde_json::from_slice(body).expect("answers are JSON")).collect()
    }
}

async fn take(State(answers): State<Answers>, body: Bytes) -> Response {
    answers.received.lock().expect("no test panicked while it held this").push(body.clone());
    let endpoint = answers.endpoint.lock().expect("no test panicked while it held this").clone();
    match endpoint {
        Endpoint::Answers(status) => StatusCode::from_u16(status).expect("it is a status").into_response(),
        Endpoint::Asks(status, wait) => {
            (StatusCode::from_u16(status).expect("it is a status"), [("retry-after", wait)]).into_response()
        }
        Endpoint::HandsOnTo(address) => hand_on(&address, body).await,
        Endpoint::HandsOnAndCuts(address) => {
            hand_on(&address, body).await;
            // The connection goes with its task; quietly, unlike a panic.
            std::panic::resume_unwind(Box::new("cut"));
        }
        Endpoint::Stalls => std::future::pending().await,
    }
}

async fn hand_on(address: &str, body: Bytes) -> Response {
    let request = reqwest::Client::new().post(address).header("content-type", "application/json").body(body);
    match request.send().await {
        Ok(answer) => answer.status().into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}
