//! What is stored is forwarded: once for each revision, until it is acknowledged, whatever happens in between.

use std::time::Duration;

use askwell_collector::{AddressRules, Clock, Endpoints, Location, Settings};
use askwell_survey::Timestamp;
use axum::http::StatusCode;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use serde_json::{Value, json};
use sqlx::AnyPool;
use tokio::sync::watch;

use crate::helper::{Collector, any, local, scored, with_key};
use crate::receiver::{Receiver, Says};

pub(crate) const SECOND: u64 = 1_000;
pub(crate) const MINUTE: u64 = 60 * SECOND;
pub(crate) const DAY: u64 = 24 * 60 * MINUTE;

/// A time that passes when it is told to.
pub(crate) struct Time(watch::Sender<Timestamp>);

impl Time {
    pub(crate) fn new() -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Self(watch::Sender::new(Timestamp::from_millis(now.as_millis() as f64)))
    }

    pub(crate) fn clock(&self) -> Clock {
        Clock::Manual(self.0.subscribe())
    }

    pub(crate) fn now(&self) -> u64 {
        self.0.borrow().millis()
    }

    pub(crate) fn pass(&self, milliseconds: u64) {
        self.0.send_modify(|now| *now = Timestamp::from_millis((now.millis() + milliseconds) as f64));
    }
}

fn endpoints(list: &Value) -> Endpoints {
    Endpoints::read(&json!({ "endpoints": list }).to_string(), |_| None).unwrap()
}

async fn collector(list: &Value, time: &Time) -> Collector {
    Collector::with(|settings| {
        settings.endpoints = endpoints(list);
        settings.clock = time.clock();
    })
    .await
}

/// A collector on the file of another one, which is gone or still runs.
async fn beside(location: &Location, list: &Value, time: &Time) -> askwell_collector::State {
    let (database, endpoints) = (location.clone(), endpoints(list));
    let settings = Settings { database, endpoints, clock: time.clock(), ..local("") };
    askwell_collector::State::open(settings).await.unwrap()
}

/// Returns what the collector says of its first endpoint once that fits.
async fn standing(collector: &Collector, fits: impl Fn(&Value) -> bool) -> Value {
    let looking = async {
        loop {
            let standing = collector.get("/v1/endpoints").await.json()["endpoints"][0].clone();
            if fits(&standing) {
                return standing;
            }
        }
    };
    let found = tokio::time::timeout(Duration::from_secs(20), looking).await;
    found.expect("the collector has never said so")
}

async fn nothing_waits(collector: &Collector) {
    standing(collector, |standing| standing["waiting"] == 0 && standing["failed"] == 0).await;
}

/// When something is due, and how often it was tried, once it was tried `tries` times.
async fn due_after(database: &AnyPool, tries: i64) -> u64 {
    let looking = async {
        loop {
            let due: Option<i64> = sqlx::query_scalar("SELECT due FROM forwards WHERE tries = $1")
                .bind(tries)
                .fetch_optional(database)
                .await
                .unwrap();
            if let Some(due) = due {
                return due.unsigned_abs();
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), looking).await.expect("it was not tried so often")
}

async fn rows(database: &AnyPool) -> i64 {
    sqlx::query_scalar("SELECT COUNT(*) FROM forwards").fetch_one(database).await.unwrap()
}

fn key(document: &Value) -> (String, u64) {
    (document["id"].as_str().unwrap().to_owned(), document["revision"].as_u64().unwrap())
}

fn revised(document: &Value, status: &str) -> Value {
    let mut later = document.clone();
    later["revision"] = json!(document["revision"].as_u64().unwrap() + 1);
    later["status"] = json!(status);
    later
}

#[tokio::test(flavor = "multi_thread")]
async fn each_revision_is_forwarded_once_however_often_it_is_posted() {
    let receiver = Receiver::start().await;
    let collector = collector(&json!([{ "url": receiver.address }]), &Time::new()).await;
    let first = scored(9);
    let second = revised(&first, "complete");
    let other = scored(3);
    collector.take(&first).await;
    receiver.got(1).await;
    nothing_waits(&collector).await;
    assert_eq!(collector.post(&first).await.status, StatusCode::OK);
    collector.take(&second).await;
    receiver.got(2).await;
    nothing_waits(&collector).await;
    for known in [&second, &first] {
        assert_eq!(collector.post(known).await.status, StatusCode::OK);
    }
    collector.take(&other).await;
    let got = receiver.got(3).await;
    nothing_waits(&collector).await;
    let keys: Vec<_> = got.iter().map(|got| got.key()).collect();
    assert_eq!(keys, [key(&first), key(&second), key(&other)]);
    assert_eq!(got[1].json(), second);
    assert_eq!(got[1].headers["content-type"], "application/json");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_gets_what_its_template_says() {
    let receiver = Receiver::start().await;
    let list = json!([{
        "url": format!("{}/t/{{{{response:id}}}}?x=1", receiver.address), "method": "PUT", "format": "form",
        "headers": { "X-Key": "secret {{group}}" }, "body": { "score": "{{score}}", "page": "{{page:title}}" },
    }]);
    let collector = collector(&list, &Time::new()).await;
    let document = scored(3);
    collector.take(&document).await;
    let got = receiver.got(1).await.remove(0);
    assert_eq!((got.method.as_str(), got.body.as_str()), ("PUT", "page=Thank+you&score=3"));
    assert_eq!(got.path, format!("/t/{}?x=1", key(&document).0));
    assert_eq!(got.headers["x-key"], "secret detractor");
    assert_eq!(got.headers["content-type"], "application/x-www-form-urlencoded");
    assert!(got.headers["user-agent"].to_str().unwrap().starts_with("askwell-collector/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_asks_for_a_wait_gets_it() {
    let receiver = Receiver::start().await;
    let time = Time::new();
    let collector = collector(&json!([{ "url": receiver.address }]), &time).await;
    receiver.says(&[Says::With(503, "retry-after", "120")]);
    let document = scored(9);
    collector.take(&document).await;
    let due = due_after(&collector.database().await, 1).await;
    assert_eq!(due, time.now() + 120 * SECOND);
    // Another one, which would be due at once, is not sent to it either.
    let other = scored(3);
    collector.take(&other).await;
    time.pass(119 * SECOND);
    standing(&collector, |standing| standing["waiting"] == 2).await;
    assert_eq!(receiver.got(1).await.len(), 1);
    time.pass(SECOND);
    let got = receiver.got(3).await;
    nothing_waits(&collector).await;
    let keys: Vec<_> = got.iter().map(|got| (got.key(), got.status.unwrap())).collect();
    assert_eq!(keys, [(key(&document), 503), (key(&other), 200), (key(&document), 200)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_kept_and_reported_and_can_be_tried_again() {
    let receiver = Receiver::start().await;
    let time = Time::new();
    let collector = collector(&json!([{ "name": "desk", "url": receiver.address }]), &time).await;
    receiver.says(&[Says::Status(404), Says::Status(302), Says::Status(410)]);
    for points in [1, 2, 3, 9] {
        collector.take(&scored(points)).await;
    }
    receiver.got(4).await;
    let standing = standing(&collector, |standing| standing["waiting"] == 0).await;
    let moment = Timestamp::from_millis(time.now() as f64).to_text();
    assert_eq!(
        standing,
        json!({ "name": "desk", "listed": true, "waiting": 0, "oldest": null, "failed": 3, "lastFailed": moment,
            "statuses": [{ "status": 302, "count": 1 }, { "status": 404, "count": 1 }, { "status": 410, "count": 1 }] })
    );
    let page = collector.get("/report").await.body;
    assert!(page.contains("Forwarding to desk: 0 waiting, 3 failed."), "{page}");
    let location = &collector.location;
    assert_eq!(askwell_collector::retry(location, Some("another"), None).await.unwrap(), 0);
    assert_eq!(askwell_collector::retry(location, Some("desk"), None).await.unwrap(), 3);
    time.pass(2 * MINUTE);
    assert_eq!(receiver.got(7).await.len(), 7);
    nothing_waits(&collector).await;
    assert!(!collector.get("/report").await.body.contains("Forwarding to"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirection_is_followed_where_the_file_says_so() {
    let receiver = Receiver::start().await;
    let collector = collector(&json!([{ "url": receiver.address, "redirects": "follow" }]), &Time::new()).await;
    receiver.says(&[Says::With(307, "location", "/elsewhere")]);
    collector.take(&scored(9)).await;
    let got = receiver.got(2).await;
    assert_eq!((got[1].path.as_str(), &got[1].body), ("/elsewhere", &got[0].body));
    assert_eq!(got[1].headers.get("referer"), None, "the address may be secret");
    nothing_waits(&collector).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_revision_is_tried_even_if_the_earlier_one_was_refused() {
    let receiver = Receiver::start().await;
    let collector = collector(&json!([{ "url": receiver.address }]), &Time::new()).await;
    receiver.says(&[Says::Status(422)]);
    let first = scored(9);
    collector.take(&first).await;
    standing(&collector, |standing| standing["failed"] == 1).await;
    collector.take(&revised(&first, "complete")).await;
    assert_eq!(receiver.got(2).await[1].key(), (key(&first).0, 2));
    nothing_waits(&collector).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_the_last_revision_alone_gets_a_partial_one_only_after_a_wait() {
    let receiver = Receiver::start().await;
    let time = Time::new();
    let collector = collector(&json!([{ "url": receiver.address, "revisions": "last" }]), &time).await;
    let left = scored(3);
    collector.take(&left).await;
    assert_eq!(due_after(&collector.database().await, 0).await, time.now() + 30 * MINUTE);
    let first = scored(9);
    let second = revised(&first, "complete");
    collector.take(&first).await;
    collector.take(&second).await;
    assert_eq!(receiver.got(1).await[0].key(), key(&second));
    standing(&collector, |standing| standing["waiting"] == 1).await;
    time.pass(30 * MINUTE);
    assert_eq!(receiver.got(2).await[1].key(), key(&left));
    nothing_waits(&collector).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_gets_what_its_condition_fits_and_what_no_longer_fits_is_withdrawn() {
    let receiver = Receiver::start().await;
    let list = json!([{ "url": receiver.address, "revisions": "last", "if": { "group": "detractor" } }]);
    let collector = collector(&list, &Time::new()).await;
    let database = collector.database().await;
    let praise = revised(&scored(9), "complete");
    collector.take(&praise).await;
    assert_eq!(rows(&database).await, 0);
    let first = scored(3);
    collector.take(&first).await;
    assert_eq!(rows(&database).await, 1);
    let mut corrected = revised(&first, "complete");
    for (name, value) in [("score", json!(8)), ("group", json!("passive"))] {
        corrected[name] = value;
    }
    corrected["answers"]["score"] = json!(8);
    collector.take(&corrected).await;
    assert_eq!(rows(&database).await, 0);
    let blame = revised(&scored(0), "complete");
    collector.take(&blame).await;
    let keys: Vec<_> = receiver.got(1).await.iter().map(|got| got.key()).collect();
    assert_eq!(keys, [key(&blame)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_finds_nobody_for_two_weeks_is_given_up_and_reported() {
    let receiver = Receiver::start().await;
    receiver.always(Says::Status(500));
    let time = Time::new();
    let collector = collector(&json!([{ "url": receiver.address }]), &time).await;
    collector.take(&scored(9)).await;
    due_after(&collector.database().await, 1).await;
    time.pass(14 * DAY);
    due_after(&collector.database().await, 2).await;
    time.pass(DAY);
    let standing = standing(&collector, |standing| standing["failed"] == 1).await;
    assert_eq!(standing["statuses"], json!([{ "status": 500, "count": 1 }]));
    assert_eq!(receiver.got(3).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_answered_in_time_is_sent_again() {
    let receiver = Receiver::start().await;
    let time = Time::new();
    let collector = collector(&json!([{ "url": receiver.address, "timeout": 1 }]), &time).await;
    receiver.says(&[Says::Nothing]);
    collector.take(&scored(9)).await;
    due_after(&collector.database().await, 1).await;
    time.pass(MINUTE);
    assert_eq!(receiver.got(2).await.len(), 2);
    nothing_waits(&collector).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_when_the_collector_ended_is_forwarded_by_the_next() {
    let receiver = Receiver::start().await;
    let list = json!([{ "url": receiver.address, "revisions": "last" }]);
    let time = Time::new();
    // It waits, so that the end comes between the commit and the sending.
    let collector = collector(&list, &time).await;
    let document = scored(9);
    collector.take(&document).await;
    let (_folder, location) = (collector.folder, collector.location);
    drop((collector.app, collector.state));
    time.pass(30 * MINUTE);
    let next = beside(&location, &list, &time).await;
    assert_eq!(receiver.got(1).await[0].key(), key(&document));
    next.close().await.unwrap();
    assert_eq!(rows(&any(&location).await).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_collectors_on_one_database_send_each_answer_once() {
    let receiver = Receiver::start().await;
    let list = json!([{ "url": receiver.address }]);
    let time = Time::new();
    let collector = collector(&list, &time).await;
    let second = beside(&collector.location, &list, &time).await;
    // All of them wait when both wake up.
    receiver.says(&[Says::With(503, "retry-after", "60")]);
    let documents: Vec<_> = (0..30).map(|_| scored(9)).collect();
    collector.take(&documents[0]).await;
    due_after(&collector.database().await, 1).await;
    for document in &documents[1..] {
        let mut later = document.clone();
        later["answers"]["reason"] = json!("why");
        collector.take(&later).await;
    }
    time.pass(2 * MINUTE);
    nothing_waits(&collector).await;
    let mut delivered: Vec<_> =
        receiver.got(31).await.iter().filter(|got| got.status == Some(200)).map(|got| got.key()).collect();
    delivered.sort();
    let mut expected: Vec<_> = documents.iter().map(key).collect();
    expected.sort();
    assert_eq!(delivered, expected);
    second.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_an_endpoint_that_left_the_file_is_kept_and_reported() {
    let receiver = Receiver::start().await;
    let time = Time::new();
    let list = json!([{ "url": receiver.address, "name": "old", "revisions": "last" }]);
    let collector = collector(&list, &time).await;
    collector.take(&scored(9)).await;
    let (folder, location) = (collector.folder, collector.location);
    drop((collector.app, collector.state));
    let new = json!([{ "url": receiver.address, "name": "new" }]);
    let state = beside(&location, &new, &time).await;
    let collector = Collector::of(state, location, folder);
    let said = collector.get("/v1/endpoints").await.json();
    let said: Vec<_> = said["endpoints"].as_array().unwrap().iter().collect();
    assert_eq!((&said[0]["name"], &said[0]["listed"], &said[0]["waiting"]), (&json!("new"), &json!(true), &json!(0)));
    assert_eq!((&said[1]["name"], &said[1]["listed"], &said[1]["waiting"]), (&json!("old"), &json!(false), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_for_those_who_may_read_the_report() {
    let collector = Collector::with(|settings| settings.read_key = Some("reading-0123456789".parse().unwrap())).await;
    assert_eq!(collector.get("/v1/endpoints").await.status, StatusCode::UNAUTHORIZED);
    let answer = collector.send(with_key("/v1/endpoints", "reading-0123456789")).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::OK, json!({ "endpoints": [] })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirection_to_another_host_is_refused_and_no_header_goes_there() {
    let (receiver, other) = (Receiver::start().await, Receiver::start().await);
    let list = json!([{ "url": receiver.address, "redirects": "follow", "headers": { "X-Key": "secret" } }]);
    let collector = collector(&list, &Time::new()).await;
    receiver.says(&[Says::To(307, other.address.clone()), Says::To(302, other.address.clone())]);
    for _ in 0..2 {
        collector.take(&scored(9)).await;
    }
    let standing = standing(&collector, |standing| standing["failed"] == 2).await;
    assert_eq!(standing["statuses"], json!([{ "status": 302, "count": 1 }, { "status": 307, "count": 1 }]));
    assert!(other.got(0).await.is_empty());
}

/// Knows every host, and finds it on this machine.
struct OnThisMachine;

impl Resolve for OnThisMachine {
    fn resolve(&self, _: Name) -> Resolving {
        let here = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
        Box::pin(async move { Ok(Box::new(std::iter::once(here)) as Addrs) })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_with_a_private_address_gets_nothing_until_it_is_allowed_by_name() {
    let receiver = Receiver::start().await;
    let port = receiver.address.rsplit(':').next().unwrap();
    let list = json!([{ "url": format!("http://crm.example:{port}/{{{{response:id}}}}") }]);
    let time = Time::new();
    let with_rules = |allowed: &[&str]| {
        let rules = AddressRules::allowing(allowed).unwrap().with_resolver(std::sync::Arc::new(OnThisMachine));
        move |settings: &mut Settings| settings.address_rules = rules
    };
    let refusing = Collector::with(|settings| {
        settings.endpoints = endpoints(&list);
        settings.clock = time.clock();
        with_rules(&["127.0.0.1", "other.example"])(settings);
    })
    .await;
    let document = scored(9);
    refusing.take(&document).await;
    due_after(&refusing.database().await, 1).await;
    assert!(receiver.got(0).await.is_empty());
    refusing.state.close().await.unwrap();
    let mut settings = Settings { database: refusing.location.clone(), endpoints: endpoints(&list), ..local("") };
    time.pass(MINUTE);
    settings.clock = time.clock();
    with_rules(&["crm.example"])(&mut settings);
    let allowing = askwell_collector::State::open(settings).await.unwrap();
    assert_eq!(receiver.got(1).await[0].key(), key(&document));
    allowing.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn checking_says_which_endpoints_have_addresses_that_are_refused() {
    let collector = Collector::new().await;
    let list = json!([
        { "name": "desk", "url": "http://crm.example/" },
        { "name": "other", "url": "http://other.example/{{response:id}}" },
        { "name": "here", "url": "http://127.0.0.1:9/" },
    ]);
    let rules = AddressRules::allowing(&["crm.example", "127.0.0.1"]).unwrap();
    let settings = Settings {
        database: collector.location.clone(),
        endpoints: endpoints(&list),
        address_rules: rules.with_resolver(std::sync::Arc::new(OnThisMachine)),
        ..local("")
    };
    let found = askwell_collector::check(&settings).await.unwrap();
    for name in ["desk", "here"] {
        let fine = format!("the addresses of {name}’s host are allowed");
        assert!(found.fine.contains(&fine), "{found:?}");
    }
    assert_eq!(found.problems.len(), 1, "{found:?}");
    assert!(found.problems[0].starts_with("forwarding to other: the host’s address is this machine"), "{found:?}");
}

#[tokio::test]
async fn a_collector_whose_endpoint_is_on_this_machine_does_not_start_unless_that_is_allowed() {
    for host in
        ["127.0.0.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost", "public.example@10.1.1.1"]
    {
        let endpoints = endpoints(&json!([{ "name": "desk", "url": format!("http://{host}:9/{{{{response:id}}}}") }]));
        let settings = Settings { endpoints, ..Settings::local("never-opened.db") };
        let refused = settings.check().unwrap_err().to_string();
        assert!(refused.contains("the endpoint desk can’t be used: the host’s address is"), "{host}: {refused}");
        assert!(refused.contains("forwarding.allow") && !refused.contains(host), "{host}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_document_that_cant_be_read_is_reported_and_not_taken_for_delivered() {
    let receiver = Receiver::start().await;
    let time = Time::new();
    let collector = collector(&json!([{ "url": receiver.address, "revisions": "last" }]), &time).await;
    collector.take(&scored(9)).await;
    let database = collector.database().await;
    sqlx::query("UPDATE responses SET document = '{'").execute(&database).await.unwrap();
    time.pass(30 * MINUTE);
    let standing = standing(&collector, |standing| standing["failed"] == 1).await;
    assert_eq!(standing["statuses"], json!([{ "status": null, "count": 1 }]));
    assert!(receiver.got(0).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_under_a_fast_clock_is_not_put_off_for_as_long() {
    let receiver = Receiver::start().await;
    let list = json!([{ "url": receiver.address, "revisions": "last" }]);
    let (fast, right) = (Time::new(), Time::new());
    fast.pass(400 * DAY);
    let collector = collector(&list, &fast).await;
    collector.take(&scored(9)).await;
    let (_folder, location) = (collector.folder, collector.location);
    collector.state.close().await.unwrap();
    let next = beside(&location, &list, &right).await;
    assert_eq!(receiver.got(1).await.len(), 1);
    let received: i64 =
        sqlx::query_scalar("SELECT received_at FROM responses").fetch_one(&any(&location).await).await.unwrap();
    assert_eq!(received.unsigned_abs(), right.now());
    next.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_that_wait_are_sent_in_batches_each_once() {
    const MANY: usize = 500;
    let receiver = Receiver::start().await;
    let time = Time::new();
    let list = json!([{ "url": receiver.address, "revisions": "last" }]);
    let collector = collector(&list, &time).await;
    let mut posts = tokio::task::JoinSet::new();
    for _ in 0..MANY {
        let (app, request) = (collector.app.clone(), crate::helper::post(&scored(9)));
        posts.spawn(async move { tower::ServiceExt::oneshot(app, request).await.unwrap().status() });
    }
    assert!(posts.join_all().await.into_iter().all(|status| status == StatusCode::CREATED));
    time.pass(30 * MINUTE);
    let got = receiver.got(MANY).await;
    nothing_waits(&collector).await;
    let ids: std::collections::HashSet<_> = got.iter().map(|got| got.key().0).collect();
    assert_eq!((got.len(), ids.len()), (MANY, MANY));
    let metrics = collector.get("/metrics").await.body;
    assert!(metrics.contains(r#"askwell_forwarded_total{endpoint="endpoint",result="delivered"} 500"#), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_is_forwarded_as_it_came() {
    let receiver = Receiver::start().await;
    let collector = Collector::with(|settings| {
        settings.endpoints = endpoints(&json!([{ "url": receiver.address }]));
        settings.contact_key = Some(askwell_collector::ContactKey::new(&"a".repeat(64)).unwrap());
    })
    .await;
    let mut document = scored(9);
    document["person"]["id"] = json!("c-17");
    document["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    collector.take(&document).await;
    assert_eq!(receiver.got(1).await[0].json(), document);
    let database = collector.database().await;
    let stored: String = sqlx::query_scalar("SELECT document FROM responses").fetch_one(&database).await.unwrap();
    assert!(!stored.contains("example.org") && !stored.contains("c-17"), "{stored}");
}
