//! Posting answers.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use sqlx::Row;

use crate::helper::{Collector, count_any, post, scored};

#[tokio::test]
async fn an_answer_is_kept_in_columns_and_as_the_document_it_was() {
    let collector = Collector::new().await;
    let mut document = scored(6);
    document["answers"]["reason"] = json!(" The parcel came late ");
    document["attributes"] = json!({ "topic": "delivery", "segment": "returning" });
    document["page"]["url"] = json!("https://shop.example/thanks?order=17");
    let answer = collector.post(&document).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json(), json!({ "id": document["id"], "revision": 1 }));

    let row = sqlx::query("SELECT * FROM responses").fetch_one(&collector.database().await).await.unwrap();
    let text = |column: &str| row.get::<Option<String>, _>(column).unwrap_or_default();
    let columns = [
        ("id", document["id"].as_str().unwrap()),
        ("status", "partial"),
        ("survey", "shop"),
        ("kind", "relational"),
        ("group", "detractor"),
        ("helpful", ""),
        ("comment", "The parcel came late"),
        ("topic", "delivery"),
        ("locale", "de"),
        ("layout", "popover"),
        ("page_path", "/thanks"),
        ("attributes", r#"{"segment":"returning","topic":"delivery"}"#),
    ];
    for (column, expected) in columns {
        assert_eq!(text(column), expected, "{column}");
    }
    assert_eq!((row.get::<i64, _>("score"), row.get::<i64, _>("revision")), (6, 1));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&text("document")).unwrap(), document);
}

#[tokio::test]
async fn the_highest_revision_is_kept_whatever_order_they_arrive_in() {
    let collector = Collector::new().await;
    let first = scored(3);
    let mut second = first.clone();
    second["revision"] = json!(2);
    second["answers"]["reason"] = json!("Too slow");
    for (document, status) in [(&second, StatusCode::CREATED), (&first, StatusCode::OK), (&second, StatusCode::OK)] {
        let answer = collector.post(document).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.json(), json!({ "id": first["id"], "revision": 2 }));
    }
    let mut third = second.clone();
    third["revision"] = json!(3);
    third["status"] = json!("complete");
    collector.take(&third).await;
    let row = sqlx::query("SELECT revision, status, comment FROM responses")
        .fetch_one(&collector.database().await)
        .await
        .unwrap();
    let row: (i64, String, String) = (row.get(0), row.get(1), row.get(2));
    assert_eq!(row, (3, "complete".to_owned(), "Too slow".to_owned()));
}

#[tokio::test]
async fn of_two_documents_with_the_same_revision_the_first_is_kept() {
    let collector = Collector::new().await;
    let first = scored(3);
    collector.take(&first).await;
    let mut other = scored(9);
    other["id"] = first["id"].clone();
    let answer = collector.post(&other).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::OK, json!({ "id": first["id"], "revision": 1 })));
    let score: i64 =
        sqlx::query_scalar("SELECT score FROM responses").fetch_one(&collector.database().await).await.unwrap();
    assert_eq!(score, 3);
}

#[tokio::test]
async fn of_many_that_post_the_same_answer_at_once_one_is_told_that_it_is_new() {
    let collector = Collector::new().await;
    let document = scored(8);
    let posts = (0..50).map(|_| {
        let (app, request) = (collector.app.clone(), post(&document));
        tokio::spawn(async move { tower::ServiceExt::oneshot(app, request).await.unwrap().status() })
    });
    let mut created = 0;
    for post in posts.collect::<Vec<_>>() {
        match post.await.unwrap() {
            StatusCode::CREATED => created += 1,
            status => assert_eq!(status, StatusCode::OK),
        }
    }
    assert_eq!((created, count_any(&collector.database().await).await), (1, 1));
}

#[tokio::test]
async fn more_answers_at_once_than_one_transaction_holds_are_all_kept() {
    let collector = Collector::new().await;
    let posts: Vec<_> = (0..250)
        .map(|number| {
            let (app, request) = (collector.app.clone(), post(&scored(number % 11)));
            tokio::spawn(async move { tower::ServiceExt::oneshot(app, request).await.unwrap().status() })
        })
        .collect();
    for post in posts {
        assert_eq!(post.await.unwrap(), StatusCode::CREATED);
    }
    assert_eq!(count_any(&collector.database().await).await, 250);
}

#[tokio::test]
async fn json_is_taken_under_its_own_name_and_as_plain_text() {
    let collector = Collector::new().await;
    let table = [
        (Some("application/json"), StatusCode::CREATED),
        (Some("Application/JSON; charset=utf-8"), StatusCode::CREATED),
        (Some("text/plain;charset=UTF-8"), StatusCode::CREATED),
        (Some("application/x-www-form-urlencoded"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("text/html"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("application/jsonp"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (None, StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ];
    for (kind, status) in table {
        let mut request = post(&scored(5));
        request.headers_mut().remove("content-type");
        if let Some(kind) = kind {
            request.headers_mut().insert("content-type", kind.parse().unwrap());
        }
        let answer = collector.send(request).await;
        assert_eq!(answer.status, status, "{kind:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_answer_is_said_field_by_field() {
    let collector = Collector::new().await;
    let mut document = scored(6);
    document["group"] = json!("promoter");
    document["survey"]["kind"] = json!("other");
    let answer = collector.post(&document).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let error = &answer.json()["error"];
    assert_eq!(error["code"], "invalid");
    let paths: Vec<_> = error["problems"].as_array().unwrap().iter().map(|problem| problem["path"].clone()).collect();
    assert_eq!(paths, ["survey.kind", "group"]);
    assert_eq!(count_any(&collector.database().await).await, 0);
}

#[tokio::test]
async fn what_is_no_json_is_refused() {
    let collector = Collector::new().await;
    let nested = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    for body in ["", "{", "{\"a\":1} x", "\u{feff}{}", "{\"a\":1e999}", r#"{"id":1,"id":2}"#, nested.as_str()] {
        let request = Request::post("/v1/responses")
            .header("content-type", "text/plain")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let answer = collector.send(request).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body:.40}");
        assert_eq!(answer.json()["error"]["code"], "not_json");
    }
}

#[tokio::test]
async fn sixty_four_kibibytes_are_taken_and_one_byte_more_is_not() {
    let collector = Collector::new().await;
    for (length, status) in [(65_536, StatusCode::CREATED), (65_537, StatusCode::PAYLOAD_TOO_LARGE)] {
        let padded = padded(&scored(5), length);
        let request = Request::post("/v1/responses").header("content-type", "text/plain").body(Body::from(padded));
        let answer = collector.send(request.unwrap()).await;
        assert_eq!(answer.status, status, "{length}");
    }
}

/// `document` with white space after it, `length` bytes long.
pub(crate) fn padded(document: &serde_json::Value, length: usize) -> String {
    let text = document.to_string();
    let space = " ".repeat(length - text.len());
    text + &space
}
