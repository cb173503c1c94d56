//! A web server of the site's own, for pages whose answers go elsewhere, and with an endpoint that can be made to fail.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::services::ServeDir;

use crate::receiver::{self, Receiver};
use crate::{Endpoint, Manifest, Request, from_environment};

/// What becomes of requests for a file that can't be had.
#[derive(Clone, Copy, Debug)]
pub enum Outage {
    /// They are answered with this status.
    Answers(u16),
    /// Their connection is cut.
    Cuts,
    /// They wait until the files can be had, or can't.
    Stalls,
}

/// Paths of files, and what becomes of requests for them.
type Withheld = watch::Sender<Option<(BTreeSet<String>, Outage)>>;

/// The server. It ends with the test's runtime.
pub struct Site {
    address: String,
    folder: PathBuf,
    receiver: Receiver,
    open: Arc<AtomicBool>,
    withheld: Withheld,
}

impl Site {
    /// Serves `folder` on a free port, and the built widget where `folder` has nothing else.
    pub async fn start(folder: &Path, endpoint: Endpoint) -> Self {
        Self::serve(folder, endpoint, Router::new()).await
    }

    /// The same, with the libraries of host pages below `/libraries`.
    pub async fn start_with_libraries(folder: &Path, endpoint: Endpoint) -> Self {
        let libraries = ServeDir::new(from_environment("ASKWELL_LIBRARIES"));
        Self::serve(folder, endpoint, Router::new().nest_service("/libraries", libraries)).await
    }

    async fn serve(folder: &Path, endpoint: Endpoint, more: Router<Receiver>) -> Self {
        let receiver = Receiver::new(endpoint);
        let open = Arc::<AtomicBool>::default();
        let withheld = Withheld::default();
        let files = ServeDir::new(folder).fallback(ServeDir::new(from_environment("ASKWELL_DIST")));
        let app = more
            .route("/answers", any(receiver::take))
            .route(receiver::TARGET, any(receiver::take))
            .fallback_service(files)
            .with_state(receiver.clone())
            .layer(from_fn_with_state(open.clone(), invite))
            .layer(from_fn_with_state(withheld.clone(), withhold));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, folder: folder.to_owned(), receiver, open, withheld }
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
        self.receiver.does_now(endpoint);
    }

    /// From now on pages of every origin may read everything that is here.
    pub fn invites_everybody(&self) {
        self.open.store(true, Ordering::Relaxed);
    }

    /// From now on the files at these paths, below the site's, can't be had.
    pub fn withholds(&self, paths: BTreeSet<String>, outage: Outage) {
        self.withheld.send_replace(Some((paths, outage)));
    }

    /// From now on the application can't be had.
    ///
    /// # Panics
    /// If the build has none.
    pub fn withholds_application(&self, outage: Outage) {
        let all = Manifest::read().class("recommendation");
        let application: BTreeSet<_> = all.into_iter().filter(|path| path.contains("/app.")).collect();
        assert!(!application.is_empty(), "the manifest lists no application");
        self.withholds(application, outage);
    }

    /// From now on every file can be had.
    pub fn withholds_nothing(&self) {
        self.withheld.send_replace(None);
    }

    /// All that arrived at the endpoint so far, and where it redirects to.
    pub fn requests(&self) -> Vec<Request> {
        self.receiver.requests()
    }

    /// The answers that arrived so far, kept or not, as they were sent.
    pub fn received(&self) -> Vec<serde_json::Value> {
        let posts = self.requests().into_iter().filter(|request| request.method == Method::POST);
        posts.map(|request| serde_json::from_slice(&request.body).expect("answers are JSON")).collect()
    }
}

/// Adds what lets other origins read it.
async fn invite(State(open): State<Arc<AtomicBool>>, request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if open.load(Ordering::Relaxed) {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("*"));
    }
    response
}

/// Keeps back what is withheld.
async fn withhold(State(withheld): State<Withheld>, request: axum::extract::Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let mut withheld = withheld.subscribe();
    loop {
        let outage =
            withheld.borrow_and_update().as_ref().and_then(|(paths, outage)| paths.contains(&path).then_some(*outage));
        match outage {
            None => return next.run(request).await,
            Some(Outage::Answers(status)) => {
                return StatusCode::from_u16(status).expect("it is a status").into_response();
            }
            Some(Outage::Cuts) => receiver::cut(),
            Some(Outage::Stalls) => withheld.changed().await.expect("the site is there"),
        }
    }
}
