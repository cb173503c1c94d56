//! A collector without a socket, and answers to give it.

use std::sync::atomic::{AtomicU64, Ordering};

use askwell_collector::{AddressRules, Clock, Location, Settings, State, app};
use askwell_survey::{Kind, ResponseId, Score, Timestamp};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use sqlx::AnyPool;
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::until::until_async;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// Settings of the tests: their endpoints are on this machine.
pub(crate) fn local(database: impl Into<std::path::PathBuf>) -> Settings {
    Settings { address_rules: AddressRules::allowing(&["127.0.0.1"]).unwrap(), ..Settings::local(database) }
}

/// A collector whose file vanishes with it.
pub(crate) struct Collector {
    pub(crate) folder: TempDir,
    pub(crate) app: Router,
    pub(crate) state: State,
    pub(crate) location: Location,
    time: Option<watch::Sender<Timestamp>>,
}

impl Collector {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = TempDir::new().unwrap();
        let mut settings = local(folder.path().join("askwell.db"));
        if let Some(postgres) = crate::postgres::shared().filter(|_| crate::ON_POSTGRES) {
            settings.database = Location::Postgres(postgres.database());
        }
        change(&mut settings);
        let location = settings.database.clone();
        let state = State::open(settings).await.unwrap();
        Self::of(state, location, folder)
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.send(get(address)).await
    }

    pub(crate) async fn post(&self, document: &Value) -> Answer {
        self.send(post(document)).await
    }

    /// Posts `document` and expects it to be new.
    pub(crate) async fn take(&self, document: &Value) {
        let answer = self.post(document).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    }

    /// Returns when everything that an earlier version stored is counted.
    pub(crate) async fn until_counted(&self) {
        let database = self.database().await;
        let uncounted = || {
            sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM responses WHERE counted IS NULL").fetch_one(&database)
        };
        until_async("responses are never counted", async || uncounted().await.unwrap() == 0).await;
    }

    pub(crate) async fn database(&self) -> AnyPool {
        any(&self.location).await
    }

    /// A collector that was opened already.
    pub(crate) fn of(state: State, location: Location, folder: TempDir) -> Self {
        Self { app: app(state.clone()), state, location, folder, time: None }
    }

    /// A collector whose clock is set by [`take_on`](Self::take_on).
    pub(crate) async fn with_set_clock() -> Self {
        Self::with_set_clock_and(|_| {}).await
    }

    /// The same with other settings.
    pub(crate) async fn with_set_clock_and(change: impl FnOnce(&mut Settings)) -> Self {
        let time = watch::Sender::new(noon("2026-11-21"));
        let clock = Clock::Manual(time.subscribe());
        let with_clock = |settings: &mut Settings| {
            settings.clock = clock;
            change(settings);
        };
        Self { time: Some(time), ..Self::with(with_clock).await }
    }

    /// Sets that clock to the noon of a day.
    pub(crate) fn set_day(&self, day: &str) {
        self.set_time(noon(day));
    }

    /// Sets that clock.
    pub(crate) fn set_time(&self, now: Timestamp) {
        self.time.as_ref().expect("a clock that can be set").send_replace(now);
    }

    /// A clock that shows the same.
    pub(crate) fn clock(&self) -> Clock {
        Clock::Manual(self.time.as_ref().expect("a clock that can be set").subscribe())
    }

    /// Posts `document` as if it were answered on `day`.
    pub(crate) async fn take_on(&self, day: &str, document: &Value) {
        self.set_day(day);
        let mut document = document.clone();
        document["shownAt"] = json!(noon(day).to_text());
        document["answeredAt"] = document["shownAt"].clone();
        self.take(&document).await;
    }
}

fn noon(day: &str) -> Timestamp {
    Timestamp::parse(&format!("{day}T12:00:00Z")).unwrap()
}

/// A database, to be looked at with the same statements whatever it is.
pub(crate) async fn any(location: &Location) -> AnyPool {
    sqlx::any::install_default_drivers();
    let address = match location {
        Location::File(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(address) => address.clone(),
    };
    AnyPool::connect(&address).await.unwrap()
}

/// How many responses it has.
pub(crate) async fn count_any(database: &AnyPool) -> i64 {
    sqlx::query_scalar("SELECT COUNT(*) FROM responses").fetch_one(database).await.unwrap()
}

/// A request as a browser on this machine makes it.
pub(crate) fn get(address: &str) -> Request<Body> {
    Request::get(address).header("host", "localhost:8787").body(Body::empty()).unwrap()
}

/// A request of a program that has a key.
pub(crate) fn with_key(address: &str, key: &str) -> Request<Body> {
    let mut request = get(address);
    request.headers_mut().insert("authorization", format!("Bearer {key}").parse().unwrap());
    request
}

pub(crate) fn post(document: &Value) -> Request<Body> {
    Request::post("/v1/responses")
        .header("host", "localhost:8787")
        .header("content-type", "application/json")
        .body(Body::from(document.to_string()))
        .unwrap()
}

/// An identifier no other answer has.
pub(crate) fn id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut random = [0; 10];
    random[2..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    ResponseId::new(Timestamp::from_millis(1_795_255_200_000.0), random).to_string()
}

/// An answer with a score.
pub(crate) fn scored(points: u8) -> Value {
    let group = Score::new(points).unwrap().group().as_str();
    let mut document = response("shop", Kind::Relational);
    document["score"] = json!(points);
    document["group"] = json!(group);
    document["answers"]["score"] = json!(points);
    document
}

/// A rated article.
pub(crate) fn rated(topic: &str, helpful: &str) -> Value {
    let mut document = response("helpful", Kind::Rating);
    document["answers"]["helpful"] = json!(helpful);
    document["attributes"]["topic"] = json!(topic);
    document
}

fn response(survey: &str, kind: Kind) -> Value {
    json!({
        "schema": "askwell.response/1", "id": id(), "revision": 1, "status": "partial",
        "survey": { "id": survey, "version": 1, "kind": kind.name() },
        "answers": {}, "person": {}, "attributes": {},
        "page": { "url": "https://shop.example/thanks", "referrer": "", "title": "Thank you" },
        "locale": "de", "layout": "popover",
        "shownAt": "2026-11-21T10:00:00Z", "answeredAt": "2026-11-21T10:00:05Z", "seconds": { "score": 3.1 }
    })
}
