//! Results for every question of a survey, and the surveys that the collector knows.

use askwell_collector::create_key;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::helper::{Answer, Collector, id, scored};

/// A survey with a question of each shape.
fn definition(version: u32) -> Value {
    json!({
        "id": "event", "version": version, "languages": ["en", "de"],
        "questions": [
            { "id": "satisfaction", "type": "csat", "prompt": { "en": "How satisfied are you?", "de": "Wie zufrieden?" } },
            { "id": "causes", "type": "choices", "prompt": { "en": "What was good?", "de": "Was war gut?" }, "other": true,
              "choices": [{ "id": "talks", "label": { "en": "The talks", "de": "Vorträge" } },
                          { "id": "food", "label": { "en": "The food", "de": "Essen" } }] },
            { "id": "parts", "type": "matrix", "prompt": { "en": "And each part?", "de": "Und die Teile?" },
              "rows": [{ "id": "room", "label": { "en": "Room", "de": "Raum" } }],
              "columns": [{ "id": "good", "label": { "en": "Good", "de": "Gut" } }, { "id": "bad", "label": { "en": "Bad", "de": "Schlecht" } }] },
            { "id": "order", "type": "ranking", "prompt": { "en": "What matters most?", "de": "Was zählt?" },
              "choices": [{ "id": "price", "label": { "en": "Price", "de": "Preis" } }, { "id": "time", "label": { "en": "Time", "de": "Zeit" } }] },
            { "id": "words", "type": "text", "prompt": { "en": "Anything else?", "de": "Noch etwas?" } }
        ]
    })
}

fn answered(answers: &Value, status: &str) -> Value {
    json!({ "schema": "askwell.response/1", "id": id(), "survey": { "id": "event", "version": 1, "kind": "transactional" },
            "status": status, "answers": answers })
}

pub(crate) async fn put(collector: &Collector, id: &str, definition: &Value) -> Answer {
    let request = Request::put(format!("/v1/surveys/{id}")).header("host", "localhost:8787");
    collector.send(request.body(Body::from(definition.to_string())).unwrap()).await
}

/// The text of a page without its markup.
pub(crate) fn text(page: &str) -> String {
    let mut text = String::new();
    for part in page.split('<') {
        text.push(' ');
        text.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn each_question_has_its_results_in_the_order_and_the_words_of_the_definition() {
    let collector = Collector::new().await;
    assert_eq!(put(&collector, "event", &definition(1)).await.status, StatusCode::CREATED);
    for (points, causes, status) in [
        (5, json!(["talks", "food"]), "complete"),
        (4, json!(["talks", { "other": "The people & <b>fun</b>" }]), "complete"),
        (2, json!([]), "partial"),
    ] {
        let answers = json!({ "satisfaction": points, "causes": causes, "parts": { "room": "good" },
                              "order": ["time", "price"], "words": "Thank you" });
        collector.take(&answered(&answers, status)).await;
    }
    collector.take(&answered(&json!({ "satisfaction": 3 }), "abandoned")).await;
    let page = collector.get("/report/results?survey=event").await;
    assert_eq!(page.status, StatusCode::OK);
    let shown = text(&page.body);
    let order = ["How satisfied are you?", "What was good?", "And each part?", "What matters most?", "Anything else?"];
    let places: Vec<_> =
        order.iter().map(|prompt| shown.find(prompt).unwrap_or_else(|| panic!("{prompt}: {shown}"))).collect();
    assert!(places.is_sorted());
    for part in [
        "Responses 4 Finished 50 %",
        "4 answers, 100 % of responses · 1 left after it 50 % satisfied (4 or 5), 15 to 85 % with 95 % confidence Mean 3.50 , 1.45 to 5.00",
        "The talks 67 % 2",
        "The people &amp; &lt;b&gt;fun&lt;/b&gt;",
        "Room 100 % 0 % 3",
        "Time 1.0 100 % Price 2.0 0 %",
        "Anything else? 3 answers, 75 % of responses · 1 left after it",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[tokio::test]
async fn a_survey_that_nobody_registered_has_the_words_of_its_preset() {
    let collector = Collector::new().await;
    let mut document = scored(3);
    document["answers"]["reason"] = json!("The parcel came late");
    document["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    collector.take(&document).await;
    let shown = text(&collector.get("/report/results").await.body);
    for part in [
        "How likely is it that you would recommend us",
        "−100 recommendation score",
        "The parcel came late",
        "1 agreed to be contacted",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("a@example.org"), "{shown}");
    let listed = text(&collector.get("/report/answers?survey=shop&question=contact").await.body);
    assert!(listed.contains("Score 3 Left contact data") && !listed.contains("a@example.org"), "{listed}");
}

#[tokio::test]
async fn versions_are_shown_apart_and_together() {
    let collector = Collector::new().await;
    for (version, points) in [(1, 9), (1, 9), (2, 3)] {
        let mut document = scored(points);
        document["survey"]["version"] = json!(version);
        collector.take(&document).await;
    }
    let shown = async |query: &str| text(&collector.get(&format!("/report/results?{query}")).await.body);
    let all = shown("").await;
    assert!(all.contains("All versions Version 2 1 Version 1 2") && all.contains("33 recommendation score"), "{all}");
    assert!(shown("survey=shop&version=1").await.contains("100 recommendation score"));
    assert!(shown("survey=shop&version=2").await.contains("−100 recommendation score"));
    assert_eq!(collector.get("/report/results?version=0").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_segment_selects_exactly_its_responses() {
    let collector = Collector::new().await;
    for (points, team, locale) in [(9, "shop", "de"), (3, "shop", "en"), (2, "Shop", "de"), (1, "shop_x", "de")] {
        let mut document = scored(points);
        document["attributes"]["team"] = json!(team);
        document["locale"] = json!(locale);
        document["answers"]["reason"] = json!(format!("by {team} in {locale}"));
        collector.take(&document).await;
    }
    for (query, score, responses) in [
        ("segment=attribute:team%3Dshop", "0 recommendation score", 2),
        ("segment=attribute:team%3Dshop&segment=locale%3Dde", "100 recommendation score", 1),
        ("segment=attribute:team%3DShop", "−100 recommendation score", 1),
    ] {
        let shown = text(&collector.get(&format!("/report/results?{query}")).await.body);
        assert!(shown.contains(score) && shown.contains(&format!("Responses {responses} ")), "{query}: {shown}");
        let report = collector.get(&format!("/v1/report?{query}")).await.json();
        assert_eq!(
            (&report["count"], report["comments"].as_array().unwrap().len() as u64),
            (&json!(responses), responses)
        );
    }
    assert_eq!(collector.get("/report/results?segment=team").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn answers_in_words_are_found_by_a_part_and_by_group() {
    let collector = Collector::new().await;
    for number in 0..60 {
        let mut document = scored(if number % 2 == 0 { 3 } else { 9 });
        document["answers"]["reason"] = json!(format!("Lieferung Nr. {number} zu SPÄT"));
        collector.take(&document).await;
    }
    let get =
        async |query: &str| collector.get(&format!("/report/answers?survey=shop&question=reason{query}")).await.body;
    let count = |page: &str| page.matches(r#"<p class="text""#).count();
    let first = get("").await;
    assert_eq!(count(&first), 50);
    let next = first.split(r#"class="onward" href=""#).nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    assert_eq!(count(&collector.get(&next).await.body), 10);
    assert_eq!(count(&get("&contains=nr.%2017%20zu%20sp%C3%A4t").await), 1);
    assert_eq!(count(&get("&group=detractor&contains=nr.%2017").await), 0);
    let none = get("&contains=nowhere&group=promoter").await;
    assert!(text(&none).contains("No answers fit. Show all answers"));
    let all = none.split("<a href=\"").find(|link| link.contains(">Show all answers<")).unwrap();
    assert!(!all.split('"').next().unwrap().contains("contains"), "{all}");
}

#[tokio::test]
async fn a_definition_is_registered_once_replaced_under_its_version_and_read_by_any_page() {
    let collector = Collector::new().await;
    assert_eq!(put(&collector, "event", &definition(1)).await.status, StatusCode::CREATED);
    assert_eq!(put(&collector, "event", &definition(1)).await.status, StatusCode::OK);
    let mut second = definition(2);
    second["questions"][0]["prompt"] = json!({ "en": "Were you satisfied?", "de": "Zufrieden?" });
    assert_eq!(put(&collector, "event", &second).await.status, StatusCode::CREATED);
    let mut request = crate::helper::get("/v1/surveys/event");
    request.headers_mut().insert("origin", "https://shop.example".parse().unwrap());
    let latest = collector.send(request).await;
    assert_eq!((latest.header("access-control-allow-origin"), latest.json()), (Some("*"), second));
    assert_eq!(collector.get("/v1/surveys/other").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_invalid_definition_is_refused_with_paths_and_changes_nothing() {
    let collector = Collector::new().await;
    for (id, document, said) in [
        (
            "event",
            json!({ "id": "event", "questions": [{ "id": "why", "type": "txt", "prompt": "Why?" }] }),
            "questions[0].type",
        ),
        ("event", json!({ "preset": "nps" }), "\"path\":\"id\""),
        ("event", json!({ "id": "shop", "preset": "nps" }), "The definition’s id is `shop`"),
        ("event", json!("nothing"), "object"),
    ] {
        let answer = put(&collector, id, &document).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    assert_eq!(collector.get("/v1/surveys/event").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn surveys_are_registered_with_a_key_for_that_alone() {
    let first = Collector::new().await;
    let manage = create_key(&first.location, "manage", "deployment", &[]).await.unwrap();
    // Started after the key was made: one that runs reads keys every other second.
    let collector = crate::roles::with_users(|settings| settings.database = first.location.clone()).await;
    let put = async |key: Option<&str>| {
        let mut request = Request::put("/v1/surveys/event").header("host", "localhost:8787");
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        collector.send(request.body(Body::from(definition(1).to_string())).unwrap()).await.status
    };
    assert_eq!(put(None).await, StatusCode::UNAUTHORIZED);
    assert_eq!(put(Some(crate::roles::READ_KEY)).await, StatusCode::UNAUTHORIZED);
    assert_eq!(put(Some("writing")).await, StatusCode::UNAUTHORIZED);
    assert_eq!(put(Some(&manage.key)).await, StatusCode::CREATED);
}

#[tokio::test]
async fn a_folder_of_definitions_is_registered_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("event.json"), definition(1).to_string()).unwrap();
    let path = folder.path().to_owned();
    let collector = Collector::with(|settings| settings.definitions = Some(path)).await;
    assert_eq!(collector.get("/v1/surveys/event").await.json(), definition(1));
}

#[tokio::test]
async fn frequent_words_stand_beside_the_answers_and_lead_to_them() {
    let collector = Collector::new().await;
    for (points, reason) in
        [(2, "The parcel was late"), (3, "Late parcel!"), (4, "So late, that parcel"), (10, "Friendly <script>")]
    {
        let mut document = scored(points);
        document["context"]["locale"] = json!("en");
        document["answers"]["reason"] = json!(reason);
        collector.take(&document).await;
    }
    let page = collector.get("/report/answers?survey=shop&question=reason").await.body;
    let shown = text(&page);
    assert!(shown.contains("Frequent words In how many of the latest 4 texts"), "{shown}");
    assert!(shown.contains("late 3 100 % – 0 %") && shown.contains("parcel 3 100 % – 0 %"), "{shown}");
    assert!(page.contains("contains=late") && !page.contains("<script"), "{page}");
    let searched = text(&collector.get("/report/answers?survey=shop&question=reason&contains=late").await.body);
    assert!(!searched.contains("Frequent words"), "{searched}");
}
