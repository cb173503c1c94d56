//! Tags: who adds and removes them, what is found by them, and that they are erased.

use askwell_collector::{ColumnMap, ExportFormat, Retention, Settings, Whose, erase, forget, import};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::access::{HERE, form};
use crate::helper::{Answer, Collector, local, scored};
use crate::results::text;
use crate::roles::{cookie_of, shown, take, with_users};

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

fn page(document: &Value) -> String {
    format!("/report/response?id={}", id(document))
}

async fn add(collector: &Collector, cookie: &str, document: &Value, tag: &str) -> Answer {
    let tag: String = form_urlencoded::byte_serialize(tag.as_bytes()).collect();
    collector.send(form("/report/tag", &format!("id={}&tag={tag}", id(document)), HERE, Some(cookie))).await
}

async fn remove(collector: &Collector, cookie: &str, document: &Value, key: &str) -> Answer {
    collector.send(form("/report/tag/remove", &format!("id={}&tag={key}", id(document)), HERE, Some(cookie))).await
}

/// The names of all tags, and how often they stand on responses.
async fn stored(collector: &Collector) -> Vec<(String, i64)> {
    let query =
        "SELECT name, (SELECT COUNT(*) FROM response_tags t WHERE t.tag = tags.\"key\") FROM tags ORDER BY \"key\"";
    sqlx::query_as(query).fetch_all(&collector.database().await).await.unwrap()
}

#[tokio::test]
async fn who_reads_responses_tags_them_and_only_from_a_page_of_the_collector() {
    let collector = with_users(|_| {}).await;
    let document = scored(3);
    take(&collector, &document).await;
    for (name, may) in [("vera", false), ("anna", true), ("gus", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let body = shown(&collector, &page(&document), &cookie).await.body;
        assert_eq!(body.contains("action=\"/report/tag\""), may, "{name}");
        let added = add(&collector, &cookie, &document, &format!("Of {name}")).await;
        assert_eq!(added.status, if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN }, "{name}");
    }
    let (anna, vera) = (cookie_of(&collector, "anna").await, cookie_of(&collector, "vera").await);
    let body = format!("id={}&tag=X", id(&document));
    for path in ["/report/tag", "/report/tag/remove"] {
        let foreign = collector.send(form(path, &body, "https://other.example", Some(&anna))).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(remove(&collector, &vera, &document, "of anna").await.status, StatusCode::FORBIDDEN);
    assert_eq!(remove(&collector, &anna, &document, "of gus").await.status, StatusCode::SEE_OTHER);
    assert_eq!(stored(&collector).await, [("Of ada".to_owned(), 1), ("Of anna".to_owned(), 1)]);
    let seen = shown(&collector, &page(&document), &vera).await.body;
    assert!(seen.contains("Of anna") && !seen.contains("Remove Of anna"), "who reads sees tags: {seen}");
}

#[tokio::test]
async fn a_name_is_one_tag_whatever_its_capitals_and_never_markup() {
    let collector = Collector::new().await;
    let (first, second) = (scored(3), scored(9));
    collector.take(&first).await;
    collector.take(&second).await;
    for (document, tag) in [(&first, "Delivery"), (&first, " delivery "), (&second, "DELIVERY"), (&second, "<b>x</b>")]
    {
        assert_eq!(add(&collector, "", document, tag).await.status, StatusCode::SEE_OTHER, "{tag}");
    }
    assert_eq!(stored(&collector).await, [("<b>x</b>".to_owned(), 1), ("Delivery".to_owned(), 2)]);
    let body = collector.get(&page(&second)).await.body;
    assert!(body.contains("&lt;b&gt;x&lt;/b&gt;") && !body.contains("<b>x"), "{body}");
    for (tag, expected) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("--", StatusCode::UNPROCESSABLE_ENTITY),
        (&"x".repeat(41), StatusCode::UNPROCESSABLE_ENTITY),
        (&"ü".repeat(40), StatusCode::SEE_OTHER),
        ("\u{202e}\0dna'); DROP TABLE tags --", StatusCode::SEE_OTHER),
    ] {
        assert_eq!(add(&collector, "", &first, tag).await.status, expected, "{tag:?}");
    }
    let unknown = json!({ "id": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" });
    assert_eq!(add(&collector, "", &unknown, "x").await.status, StatusCode::NOT_FOUND);
    for number in 0..20 {
        add(&collector, "", &second, &format!("t{number}")).await;
    }
    let most: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM response_tags WHERE response = $1")
        .bind(id(&second))
        .fetch_one(&collector.database().await)
        .await
        .unwrap();
    assert_eq!(most, 20);
    assert_eq!(add(&collector, "", &second, "delivery").await.status, StatusCode::SEE_OTHER, "it is there already");
}

#[tokio::test]
async fn all_pages_and_programs_find_responses_by_tag() {
    let collector = Collector::new().await;
    let mut documents: Vec<_> = [3, 4, 8, 9, 10].map(scored).into();
    for (number, document) in documents.iter_mut().enumerate() {
        document["answers"]["reason"] = json!(format!("Text number {number}"));
        document["tags"] = json!(["made up"]);
        collector.take(document).await;
    }
    for index in [0, 1, 3] {
        add(&collector, "", &documents[index], "Late & lost").await;
    }
    let filter = "segment=tag%3Dlate+%26+LOST";
    let report = collector.get(&format!("/v1/report?{filter}")).await.json();
    assert_eq!((&report["count"], &report["groups"]["promoter"]), (&json!(3), &json!(1)), "{report}");
    let page = collector.get(&format!("/v1/responses?{filter}")).await.json();
    let ids: Vec<_> = page["responses"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(ids, [0, 1, 3].map(|index| id(&documents[index])));
    assert_eq!(page["responses"][0]["tags"], json!(["Late & lost"]));
    let all = collector.get("/v1/responses").await.json();
    assert_eq!(all["responses"][2]["tags"], json!([]), "what a visitor posts is no tag");
    let answers = collector.get(&format!("/report/answers?survey=shop&question=reason&{filter}")).await.body;
    assert!(answers.contains("Text number 3") && !answers.contains("Text number 2"), "{answers}");
    assert!(answers.contains(r#"<option value="tag=Late &amp; lost" selected>"#), "{answers}");
    let chip = text(&answers);
    assert!(chip.contains("Tag late &amp; LOST"), "{chip}");
    let inbox = collector.get(&format!("/v1/inbox?{filter}")).await.json();
    assert_eq!(inbox["items"].as_array().unwrap().len(), 2);
    for (address, format) in
        [("/report/export.csv", ExportFormat::Csv), ("/report/export.jsonl", ExportFormat::JsonLines)]
    {
        let exported = collector.get(address).await.body;
        let target = Collector::new().await;
        let path = target.folder.path().join("export");
        std::fs::write(&path, &exported).unwrap();
        let settings = Settings { database: target.location.clone(), ..local("") };
        import(&settings, &path, format, &ColumnMap::default(), false).await.unwrap();
        assert_eq!(stored(&target).await, [("Late & lost".to_owned(), 3)], "{address}: {exported}");
    }
}

#[tokio::test]
async fn the_page_of_questions_says_which_group_writes_about_what() {
    let collector = Collector::new().await;
    let documents: Vec<_> = [1, 2, 3, 8, 9, 10].map(scored).into();
    let mut unscored = scored(5);
    unscored.as_object_mut().unwrap().retain(|name, _| name != "score" && name != "group");
    unscored["answers"] = json!({ "reason": "x" });
    for document in documents.iter().chain([&unscored]) {
        collector.take(document).await;
    }
    let about = async || text(&collector.get("/report/results?survey=shop").await.body);
    assert!(about().await.contains("No response of this selection has a tag."));
    for index in [0, 1, 4] {
        add(&collector, "", &documents[index], "Delivery").await;
    }
    add(&collector, "", &unscored, "Delivery").await;
    add(&collector, "", &documents[0], "Price").await;
    let page = about().await;
    assert!(page.contains("4 of 7 responses have a tag"), "{page}");
    // Two of three detractors, no passive, one of two promoters; the fourth response has no score.
    let delivery = page.split("Delivery").nth(1).unwrap().trim_start();
    assert!(delivery.starts_with("4 67 % 0 % 50 % −33 ("), "{delivery}");
    let scores = delivery.split(')').nth(1).unwrap().trim_start();
    assert!(scores.starts_with("3 Price 1 33 % 0 % 0 % −100 ("), "{scores}");
}

#[tokio::test]
async fn tags_are_erased_with_their_responses() {
    let collector = Collector::new().await;
    let (first, second) = (scored(3), scored(4));
    for document in [&first, &second] {
        collector.take(document).await;
        add(&collector, "", document, "Both").await;
    }
    add(&collector, "", &first, "Ann Muster").await;
    erase(&collector.location, None, &Whose::Response(id(&first).to_owned())).await.unwrap();
    assert_eq!(stored(&collector).await, [("Both".to_owned(), 1)]);
    forget(&collector.location, Retention { responses: Some(0), ..Retention::default() }).await.unwrap();
    assert_eq!(stored(&collector).await, []);
}
