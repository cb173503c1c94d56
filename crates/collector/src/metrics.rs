//! What `/metrics` says, as Prometheus reads it. No name of a visitor, a key or an address is a label.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::store::EndpointStatus;

/// The metrics of one collector. Cloning them is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Metrics(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    registry: Registry,
    requests: Family<Request, Counter>,
    latency: Family<Route, Histogram, fn() -> Histogram>,
    commits: Family<Result, Counter>,
    commit_time: Histogram,
    batch: Histogram,
    forwarded: Family<Forwarded, Counter>,
    notices: Family<NoticeAttempt, Counter>,
    waiting: Family<Endpoint, Gauge>,
    failed: Family<Endpoint, Gauge>,
    queue: Gauge,
    connections: Gauge,
    size: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Result {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Endpoint {
    endpoint: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Forwarded {
    endpoint: String,
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct NoticeAttempt {
    kind: &'static str,
    result: &'static str,
}

/// From a millisecond to half a minute.
fn seconds() -> Histogram {
    Histogram::new([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0])
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("askwell");
        let requests = Family::default();
        registry.register("requests", "Requests by route and status", requests.clone());
        let latency: Family<Route, Histogram, fn() -> Histogram> = Family::new_with_constructor(seconds);
        let help = "From a request’s head to the head of its answer";
        registry.register_with_unit("request_duration", help, Unit::Seconds, latency.clone());
        let commits = Family::default();
        registry.register("commits", "Transactions that stored responses", commits.clone());
        let commit_time = seconds();
        registry.register_with_unit("commit_duration", "How long they took", Unit::Seconds, commit_time.clone());
        let batch = Histogram::new([1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
        registry.register("commit_responses", "Responses in one of them", batch.clone());
        let forwarded = Family::default();
        registry.register("forwarded", "Attempts to forward a response", forwarded.clone());
        let notices = Family::default();
        registry.register("notices", "Attempts to send a notice, by kind of channel", notices.clone());
        let (waiting, failed) = (Family::default(), Family::default());
        registry.register("forward_waiting", "Responses that wait for an endpoint", waiting.clone());
        registry.register("forward_failed", "Responses that an endpoint refused for good", failed.clone());
        let (queue, connections, size) = (Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("queue", "Responses that wait to be stored", queue.clone());
        registry.register("connections", "Connections of clients", connections.clone());
        registry.register_with_unit("database_size", "Size of the database", Unit::Bytes, size.clone());
        let inner = Inner {
            registry,
            requests,
            latency,
            commits,
            commit_time,
            batch,
            forwarded,
            notices,
            waiting,
            failed,
            queue,
            connections,
            size,
        };
        Self(Arc::new(inner))
    }

    /// A request was answered. `route` is the pattern it fits, not its address.
    pub(crate) fn request(&self, route: &str, status: StatusCode, took: Duration) {
        self.0.requests.get_or_create(&Request { route: route.to_owned(), status: status.as_u16() }).inc();
        self.0.latency.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// A transaction that stored responses has ended.
    pub(crate) fn commit(&self, took: Duration, responses: usize, succeeded: bool) {
        self.0.commits.get_or_create(&Result { result: if succeeded { "ok" } else { "failed" } }).inc();
        self.0.commit_time.observe(took.as_secs_f64());
        self.0.batch.observe(responses as f64);
    }

    /// A response was sent to an endpoint, or that was tried.
    pub(crate) fn forwarded(&self, endpoint: &str, result: &'static str) {
        self.0.forwarded.get_or_create(&Forwarded { endpoint: endpoint.to_owned(), result }).inc();
    }

    /// A notice was sent by this kind of channel, or that was tried.
    pub(crate) fn notice(&self, kind: &'static str, result: &'static str) {
        self.0.notices.get_or_create(&NoticeAttempt { kind, result }).inc();
    }

    /// How many connections there are.
    pub(crate) fn connections(&self) -> &Gauge {
        &self.0.connections
    }

    /// All of it as text, with what is true at this moment.
    pub(crate) fn render(&self, waiting: usize, size: u64, endpoints: &[EndpointStatus]) -> String {
        self.0.queue.set(waiting as i64);
        self.0.size.set(size as i64);
        self.0.waiting.clear();
        self.0.failed.clear();
        for status in endpoints {
            let endpoint = Endpoint { endpoint: status.endpoint.clone() };
            self.0.waiting.get_or_create(&endpoint).set(status.waiting as i64);
            self.0.failed.get_or_create(&endpoint).set(status.failed as i64);
        }
        let mut text = String::new();
        // A text takes whatever is written into it.
        let _ = encode(&mut text, &self.0.registry);
        text
    }
}
