//! What forwarding has given up: who sees what of it, and sends it again.

use askwell_collector::{ContactKey, Endpoints, failures, retry};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::access::{HERE, form, pair, sign_in};
use crate::helper::{Collector, local, scored};
use crate::receiver::{Receiver, Says};
use crate::roles::{READ_KEY, cookie_of, done, shown, take, with_users};

fn endpoints(receiver: &Receiver, body: &Value) -> Endpoints {
    let list = json!({ "endpoints": [
        { "name": "desk", "url": format!("{}/${{TOKEN}}", receiver.address), "body": body }
    ] });
    Endpoints::read(&list.to_string(), |_| Some("token9s3cret".to_owned())).unwrap()
}

/// How many failed for the first endpoint, once that is `expected`.
async fn failed(collector: &Collector, expected: u64) {
    let looking = async {
        loop {
            let answer = collector.send(crate::helper::with_key("/v1/endpoints", READ_KEY)).await.json();
            let endpoint = &answer["endpoints"][0];
            if endpoint["failed"] == expected && endpoint["waiting"] == 0 {
                return;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), looking).await.expect("so many have never failed");
}

async fn listed(collector: &Collector, key: Option<&ContactKey>) -> Vec<(Option<u16>, String, Option<String>)> {
    let mut all = Vec::new();
    failures(&collector.location, key, None, |failed| all.push((failed.status, failed.reason, failed.answer)))
        .await
        .unwrap();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sees_why_a_response_failed_and_sends_it_again() {
    let receiver = Receiver::start().await;
    receiver.says(&[Says::Echo(422), Says::Word(404, "channel_not_found"), Says::Status(410)]);
    let template = json!({ "text": "{{answer:reason}}" });
    let collector = with_users(|settings| settings.endpoints = endpoints(&receiver, &template)).await;
    let mut first = scored(1);
    first["answers"]["reason"] = json!("Too <b>late</b>");
    take(&collector, &first).await;
    failed(&collector, 1).await;
    for count in 2..=3 {
        take(&collector, &scored(2)).await;
        failed(&collector, count).await;
    }
    let mut all = listed(&collector, None).await;
    all.reverse();
    let refused = "the endpoint refused it";
    assert_eq!(
        all,
        [
            (Some(422), refused.to_owned(), Some("/… {\"text\":\"…\"}".to_owned())),
            (Some(404), format!("{refused}: channel_not_found"), Some("channel_not_found".to_owned())),
            (Some(410), refused.to_owned(), None),
        ]
    );
    let (vera, ada) = (cookie_of(&collector, "vera").await, cookie_of(&collector, "ada").await);
    let address = "/report/forwarding?endpoint=desk";
    for (cookie, is_admin) in [(&vera, false), (&ada, true)] {
        let page = shown(&collector, address, cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        for (part, seen) in [
            ("<strong>404</strong> the endpoint refused it: channel_not_found", true),
            ("/… {&quot;text&quot;:&quot;…&quot;}", is_admin),
            ("Send again", is_admin),
            ("Send all again", is_admin),
            ("s3cret", false),
            ("late", false),
        ] {
            assert_eq!(page.body.contains(part), seen, "{part}: {}", page.body);
        }
        let overview = shown(&collector, "/report/forwarding", cookie).await.body;
        assert!(overview.contains("endpoint=desk") && overview.contains(">3</a>"), "{overview}");
    }
    assert_eq!(shown(&collector, address, "").await.status, StatusCode::UNAUTHORIZED);

    let one = format!("endpoint=desk&id={}", first["id"].as_str().unwrap());
    let by_key = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    for (cookie, origin, expected) in [
        (Some(vera.as_str()), HERE, StatusCode::FORBIDDEN),
        (Some(by_key.as_str()), HERE, StatusCode::FORBIDDEN),
        (None, HERE, StatusCode::UNAUTHORIZED),
        (Some(ada.as_str()), "https://other.example", StatusCode::FORBIDDEN),
    ] {
        let answer = collector.send(form("/report/forwarding/retry", &one, origin, cookie)).await;
        assert_eq!(answer.status, expected, "{cookie:?} {origin}");
    }
    assert_eq!(receiver.got(3).await.len(), 3);
    assert_eq!(
        collector.send(form("/report/forwarding/retry", &one, HERE, Some(&ada))).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(receiver.got(4).await[3].json(), json!({ "text": "Too <b>late</b>" }));
    failed(&collector, 2).await;
    let none = collector.send(form("/report/forwarding/retry", &one, HERE, Some(&ada))).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    collector.send(form("/report/forwarding/retry", "endpoint=desk", HERE, Some(&ada))).await;
    assert_eq!(receiver.got(6).await.len(), 6);
    failed(&collector, 0).await;
    let noted: Vec<_> = done(&collector).await.into_iter().filter(|(actor, _, _)| actor == "ada").collect();
    let of = |detail: String| ("ada".to_owned(), "forwarding retried".to_owned(), detail);
    let mut expected = [of("2 for desk".to_owned()), of(format!("1 of {} for desk", first["id"].as_str().unwrap()))];
    expected.sort();
    let mut noted_sorted = noted;
    noted_sorted.sort();
    assert_eq!(noted_sorted, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_is_made_by_the_template_as_it_is_then() {
    let receiver = Receiver::start().await;
    receiver.says(&[Says::Status(400)]);
    let collector =
        with_users(|settings| settings.endpoints = endpoints(&receiver, &json!({ "old": "{{score}}" }))).await;
    take(&collector, &scored(3)).await;
    failed(&collector, 1).await;
    collector.state.close().await.unwrap();
    let database = collector.location.clone();
    let settings = askwell_collector::Settings {
        database,
        endpoints: endpoints(&receiver, &json!({ "new": "{{score}}" })),
        ..local("")
    };
    let next = askwell_collector::State::open(settings).await.unwrap();
    assert_eq!(retry(&collector.location, None, None).await.unwrap(), 1);
    // The worker looks when something is stored.
    let app = askwell_collector::app(next.clone());
    let posted = tower::ServiceExt::oneshot(app, crate::helper::post(&scored(9))).await.unwrap();
    assert_eq!(posted.status(), StatusCode::CREATED);
    let mut got: Vec<_> = receiver.got(3).await[1..].iter().map(|got| got.json().to_string()).collect();
    got.sort();
    assert_eq!(got, [r#"{"new":3}"#, r#"{"new":9}"#]);
    next.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_sealed_where_contact_data_is() {
    let receiver = Receiver::start().await;
    receiver.says(&[Says::Word(400, "no such customer: ANN")]);
    let key = ContactKey::new(&"a".repeat(64)).unwrap();
    let collector = with_users(|settings| {
        settings.endpoints = endpoints(&receiver, &json!({ "score": "{{score}}" }));
        settings.contact_key = Some(key.clone());
    })
    .await;
    take(&collector, &scored(3)).await;
    failed(&collector, 1).await;
    let database = collector.database().await;
    let stored: String = sqlx::query_scalar("SELECT failed_answer FROM forwards").fetch_one(&database).await.unwrap();
    assert!(!stored.contains("ANN"), "{stored}");
    assert_eq!(listed(&collector, Some(&key)).await[0].2.as_deref(), Some("no such customer: ANN"));
    let page = shown(&collector, "/report/forwarding?endpoint=desk", &cookie_of(&collector, "ada").await).await;
    assert!(page.body.contains("no such customer: ANN"), "{}", page.body);
}
