//! The page of one response.

use askwell_collector::{ContactKey, Endpoints};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::helper::{Collector, id, scored};
use crate::receiver::{Receiver, Says};
use crate::results::{put, text};
use crate::roles::{cookie_of, done, shown, take, with_users};

pub(crate) const CONTACT_READ: &str = "contact data read";

/// A survey with questions whose answers need labels.
fn definition() -> Value {
    let choices = json!([{ "id": "talks", "label": "The talks" }, { "id": "food", "label": "The food" }]);
    json!({
        "id": "event",
        "hidden": { "ticket": null },
        "questions": [
            { "id": "satisfaction", "type": "csat", "prompt": "How satisfied are you?" },
            { "id": "causes", "type": "choices", "prompt": "What was good?", "other": true, "choices": choices },
            { "id": "parts", "type": "matrix", "prompt": "And each part?", "rows": [{ "id": "room", "label": "The room" }],
              "columns": [{ "id": "good", "label": "Very good" }, { "id": "bad", "label": "Very bad" }] },
            { "id": "order", "type": "ranking", "prompt": "What matters most?", "choices": choices },
            { "id": "words", "type": "text", "prompt": "Anything else?" },
            { "id": "callback", "type": "contact", "prompt": "May we call?", "phone": "optional" }
        ]
    })
}

fn answered() -> Value {
    json!({
        "schema": "askwell.response/1", "id": id(), "survey": { "id": "event", "version": 1, "kind": "transactional" },
        "status": "complete",
        "answers": { "words": "All fine", "satisfaction": 4, "order": ["food", "talks"], "parts": { "room": "bad" },
                     "causes": ["food", { "other": "The people" }], "ticket": "T-17",
                     "callback": { "phone": "+49 341 555" } },
        "attributes": { "team": "stage", "account": "Muster GmbH" }, "seconds": { "satisfaction": 3.1, "words": 62 }
    })
}

fn address(document: &Value) -> String {
    format!("/report/response?id={}", document["id"].as_str().unwrap())
}

#[tokio::test]
async fn answers_stand_in_the_words_and_the_order_of_the_survey() {
    let collector = Collector::new().await;
    let registered = put(&collector, "event", &definition()).await;
    assert_eq!(registered.status, StatusCode::CREATED, "{}", registered.body);
    let document = answered();
    collector.take(&document).await;
    let page = collector.get(&address(&document)).await;
    assert_eq!(page.status, StatusCode::OK);
    let words = text(&page.body);
    let expected = "Answers How satisfied are you? · 3.1 s 4 – Satisfied What was good? The food Other: The people \
        And each part? The room : Very bad What matters most? The food The talks \
        Anything else? · 1 min 2 s All fine Computed values and hidden fields ticket T-17 \
        Who answered May we call? Phone +49 341 555";
    assert!(words.contains(expected), "{words}");
    for part in [
        "finished, counted in scores",
        "Time taken 1 min 5 s",
        "Attributes Account Muster GmbH Team stage",
        "No endpoints",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    for link in ["/report/results?survey=event", "/report/account?name=Muster+GmbH"] {
        assert!(page.body.contains(&format!("href=\"{link}\"")), "{link}: {}", page.body);
    }
}

#[tokio::test]
async fn a_detractor_was_asked_what_detractors_are_asked() {
    let collector = Collector::new().await;
    let mut document = scored(3);
    document["answers"]["reason"] = json!("Late");
    collector.take(&document).await;
    let words = text(&collector.get(&address(&document)).await.body);
    assert!(words.contains("Response Score 3 Detractor"), "{words}");
    assert!(words.contains("3 of 10 What went wrong? Late") && !words.contains("or:"), "{words}");
}

#[tokio::test]
async fn without_a_definition_answers_have_their_names() {
    let collector = Collector::new().await;
    let mut document = answered();
    document["survey"]["id"] = json!("unknown");
    collector.take(&document).await;
    let words = text(&collector.get(&address(&document)).await.body);
    let expected = "Answers callback Phone +49 341 555 causes food Other: The people order food talks";
    assert!(words.contains(expected) && !words.contains("Computed values"), "{words}");
}

#[tokio::test]
async fn only_agents_and_admins_see_contact_data_and_each_read_is_logged() {
    let collector = with_users(|settings| settings.contact_key = Some(ContactKey::new(&"a".repeat(64)).unwrap())).await;
    let mut document = scored(3);
    document["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    document["person"] = json!({ "id": "c-17", "account": "Muster GmbH" });
    take(&collector, &document).await;
    let anonymous = scored(3);
    take(&collector, &anonymous).await;
    for (name, sees) in [("vera", false), ("anna", false), ("gus", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let page = shown(&collector, &address(&document), &cookie).await.body;
        for part in ["a@example.org", "c-17", "/report/person?id=c-17", "Who answered", "History"] {
            assert_eq!(page.contains(part), sees, "{name}: {part}");
        }
        // What is sealed isn't counted: there is no such account.
        assert!(!page.contains("/report/account?"), "{page}");
        shown(&collector, &address(&anonymous), &cookie).await;
    }
    let mut reads: Vec<_> =
        done(&collector).await.into_iter().filter(|(_, action, _)| action == CONTACT_READ).collect();
    reads.sort();
    let response = document["id"].as_str().unwrap();
    let expected = ["ada", "gus"].map(|name| (name.to_owned(), CONTACT_READ.to_owned(), response.to_owned()));
    assert_eq!(reads, expected);
}

#[tokio::test]
async fn contact_questions_of_any_name_are_hidden_from_viewers() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("event.json"), definition().to_string()).unwrap();
    let collector = with_users(|settings| settings.definitions = Some(folder.path().to_owned())).await;
    let document = answered();
    take(&collector, &document).await;
    for (name, sees) in [("vera", false), ("gus", true)] {
        let cookie = cookie_of(&collector, name).await;
        let page = shown(&collector, &address(&document), &cookie).await.body;
        assert!(page.contains("Anything else?") && page.contains("+49 341 555") == sees, "{name}: {page}");
    }
    let reads = done(&collector).await.into_iter().filter(|(_, action, _)| action == CONTACT_READ);
    assert_eq!(reads.map(|(actor, ..)| actor).collect::<Vec<_>>(), ["gus"]);
}

#[tokio::test]
async fn the_history_of_a_response_is_what_was_done_to_it() {
    let collector = Collector::new().await;
    let document = scored(3);
    collector.take(&document).await;
    let mark = format!("id={}&as=spam", document["id"].as_str().unwrap());
    collector.send(crate::access::form("/report/response/mark", &mark, crate::access::HERE, None)).await;
    let words = text(&collector.get(&address(&document)).await.body);
    assert!(words.contains("marked as spam and left out of scores"), "{words}");
    assert!(words.contains("UTC anyone on this machine : marked,") && !words.contains("of contact data"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_and_what_failed_is_shown_by_endpoint() {
    let receiver = Receiver::start().await;
    receiver.always(Says::Status(410));
    let list = json!({ "endpoints": [
        { "name": "desk", "url": receiver.address, "if": { "group": "detractor" } },
        { "name": "crm", "url": "http://127.0.0.1:1" }
    ] });
    let collector =
        Collector::with(|settings| settings.endpoints = Endpoints::read(&list.to_string(), |_| None).unwrap()).await;
    let (detractor, promoter) = (scored(3), scored(10));
    collector.take(&promoter).await;
    collector.take(&detractor).await;
    let failed = async {
        loop {
            let words = text(&collector.get(&address(&detractor)).await.body);
            if words.contains("desk Failed") {
                return words;
            }
        }
    };
    let words = tokio::time::timeout(std::time::Duration::from_secs(20), failed).await.expect("it has never failed");
    assert!(words.contains("status 410: the endpoint refused it Failed responses"), "{words}");
    let words = text(&collector.get(&address(&promoter)).await.body);
    assert!(words.contains("crm Waiting since") && words.contains("desk Nothing waiting"), "{words}");
}

/// What somebody may write who wants to break a page.
pub(crate) fn hostile() -> Vec<String> {
    let markup = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    vec![
        markup.to_owned(),
        "\u{202e}gnp.exe \u{2066}".to_owned(),
        "a\0b".to_owned(),
        "👩‍👩‍👧‍👦🏳️‍🌈".to_owned(),
        "x".repeat(480),
    ]
}

#[tokio::test]
async fn hostile_texts_stay_text() {
    let collector = Collector::new().await;
    for hostile in hostile() {
        let mut document = scored(3);
        document["answers"] = json!({ "score": 3, "reason": hostile.repeat(10), "x": { "other": hostile },
            "rows": { "a": hostile }, "contact": { "name": hostile }, "list": [hostile] });
        for part in ["attributes", "person"] {
            document[part] = json!({ "id": hostile, "account": hostile, "role": hostile, "note": hostile });
        }
        for (part, name) in [("page", "title"), ("page", "url"), ("page", "referrer")] {
            document[part][name] = json!(hostile);
        }
        document["locale"] = json!("\"><i>");
        collector.take(&document).await;
        let page = collector.get(&address(&document)).await;
        assert_eq!(page.status, StatusCode::OK);
        for markup in ["<script", "<img", "<i>"] {
            assert!(!page.body.contains(markup), "{markup} in {}", page.body);
        }
    }
    for id in ["none", "%00", "%3Cscript%3E"] {
        let page = collector.get(&format!("/report/response?id={id}")).await;
        assert!(page.status == StatusCode::NOT_FOUND && !page.body.contains("<script"), "{id}");
    }
}
