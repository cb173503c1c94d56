//! Responses as files: what is in them, who gets them, and that they read back.

use askwell_collector::demo_data::{DemoData, make_demo_data};
use askwell_collector::{ColumnMap, ContactKey, ExportFormat, Settings, import};
use axum::http::StatusCode;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use sqlx::Row;
use tower::ServiceExt;

use crate::helper::{Collector, get, local, scored, with_key};
use crate::roles::{READ_KEY, cookie_of, done, shown, take, with_users};

const CSV: &str = "/report/export.csv";
const LINES: &str = "/report/export.jsonl";

/// All counts of what counts. Without people, also without what was answered last: that may have been how to reach them.
async fn counts(collector: &Collector, with_people: bool) -> Vec<String> {
    let counts = sqlx::query(
        "SELECT scope, survey, CAST(day AS TEXT), value, question, answer, \"group\", kind, CAST(survey_version AS TEXT),
             CAST(SUM(responses) AS BIGINT) FROM counts WHERE mark = ''
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 HAVING SUM(responses) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
    );
    let rows = counts.fetch_all(&collector.database().await).await.unwrap();
    let text = |row: &sqlx::any::AnyRow| {
        let group: Vec<String> = (0..9).map(|column| row.get(column)).collect();
        format!("{} {}", group.join("|"), row.get::<i64, _>(9))
    };
    let people = ["|contact|", "|reference|", "|!|"];
    let is_of_person = |row: &String| row.starts_with("person:") || people.iter().any(|part| row.contains(part));
    rows.iter().map(text).filter(|row| with_people || !is_of_person(row)).collect()
}

async fn imported(text: &str, format: ExportFormat) -> Collector {
    let collector = Collector::new().await;
    let path = collector.folder.path().join("export");
    std::fs::write(&path, text).unwrap();
    let settings = Settings { database: collector.location.clone(), ..local("") };
    import(&settings, &path, format, &ColumnMap::default(), false).await.unwrap();
    collector
}

fn rows(table: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let table = table.strip_prefix('\u{feff}').expect("the mark that Excel needs");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    (reader.headers().unwrap().clone(), reader.into_records().map(Result::unwrap).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_a_visitor_sends_are_not_taken_for_the_collectors_own() {
    let collector = Collector::new().await;
    let mut document = scored(9);
    (document["mark"], document["tags"]) = (json!("spam"), json!(["x"]));
    document["receivedAt"] = json!("2001-01-01T00:00:00Z");
    collector.take(&document).await;
    let page = collector.get("/v1/responses").await.json();
    let found = &page["responses"][0];
    assert_eq!((&found["mark"], &found["tags"]), (&Value::Null, &json!([])), "{found}");
    assert!(!found["receivedAt"].as_str().unwrap().starts_with("2001"));
    let lines = collector.get(LINES).await.body;
    let target = imported(&lines, ExportFormat::JsonLines).await;
    assert_eq!(target.get("/v1/report").await.json()["count"], 1, "it counts wherever it is read back");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_reads_back_to_the_same_figures() {
    let source = Collector::new().await;
    let wanted = DemoData { answers: 600, until: Some("2026-01-01".to_owned()), seed: 5 };
    make_demo_data(&source.location, None, &wanted, |_| {}).await.unwrap();
    for (address, format) in [(CSV, ExportFormat::Csv), (LINES, ExportFormat::JsonLines)] {
        for with_people in [true, false] {
            let personal = if with_people { "personal=yes" } else { "personal=" };
            let answer = source.get(&format!("{address}?{personal}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            let target = imported(&answer.body, format).await;
            let (before, after) = (counts(&source, with_people).await, counts(&target, with_people).await);
            assert!(before.len() > 500);
            assert!(before == after, "{address} {personal}");
        }
    }
}

#[tokio::test]
async fn only_who_may_exports_and_every_export_is_in_the_audit_log() {
    let collector = with_users(|settings| settings.contact_key = Some(ContactKey::new(&"a".repeat(64)).unwrap())).await;
    let mut document = scored(3);
    document["answers"]["reason"] = json!("Late");
    document["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    document["person"]["id"] = json!("c-17");
    take(&collector, &document).await;
    for (name, exports, with_people) in
        [("vera", false, false), ("gus", false, false), ("anna", true, false), ("ada", true, true)]
    {
        let cookie = cookie_of(&collector, name).await;
        let expected = |may| if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
        for address in [CSV, LINES] {
            let plain = shown(&collector, &format!("{address}?survey=shop&group=detractor"), &cookie).await;
            assert_eq!(plain.status, expected(exports), "{name}");
            assert_eq!(plain.body.contains("Late"), exports, "{name}: {}", plain.body);
            assert!(!["a@example.org", "c-17", "sealed"].iter().any(|part| plain.body.contains(part)), "{name}");
            let personal = shown(&collector, &format!("{address}?personal=yes"), &cookie).await;
            assert_eq!(personal.status, expected(with_people), "{name}");
            for part in ["a@example.org", "c-17"] {
                assert_eq!(personal.body.contains(part), with_people, "{name}");
            }
        }
        let page = shown(&collector, "/report", &cookie).await.body;
        assert_eq!(page.contains("Export as CSV"), exports, "{name}");
        assert_eq!(page.contains("With personal data"), with_people, "{name}");
    }
    assert_eq!(shown(&collector, CSV, "").await.status, StatusCode::UNAUTHORIZED);
    let by_key = collector.send(with_key(CSV, READ_KEY)).await;
    assert_eq!(by_key.status, StatusCode::FORBIDDEN, "a read key reads");
    let mut exports: Vec<_> =
        done(&collector).await.into_iter().filter(|(_, action, _)| action == "exported").collect();
    exports.sort();
    let entry = |actor: &str, detail: &str| (actor.to_owned(), "exported".to_owned(), detail.to_owned());
    let expected = [
        entry("ada", "1 responses as csv with personal data: everything"),
        entry("ada", "1 responses as csv without personal data: survey=shop&group=detractor"),
        entry("ada", "1 responses as jsonl with personal data: everything"),
        entry("ada", "1 responses as jsonl without personal data: survey=shop&group=detractor"),
        entry("anna", "1 responses as csv without personal data: survey=shop&group=detractor"),
        entry("anna", "1 responses as jsonl without personal data: survey=shop&group=detractor"),
    ];
    assert_eq!(exports, expected);
}

#[tokio::test]
async fn a_table_has_a_column_for_each_question_and_no_formula() {
    let collector = Collector::new().await;
    let mut document = scored(3);
    document["answers"]["reason"] = json!("=HYPERLINK(\"https://other.example\")");
    document["answers"]["change"] = json!(-2);
    document["answers"]["causes"] = json!(["price", { "other": "Müller" }]);
    document["answers"]["order"] = json!("12");
    document["attributes"] = json!({ "team": "@home", "value": 129.9 });
    collector.take(&document).await;
    let answer = collector.get(CSV).await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let disposition = answer.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment; filename=\"askwell-2") && disposition.ends_with(".csv\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let (headings, rows) = rows(&answer.body);
    let cell = |name: &str| rows[0][headings.iter().position(|heading| heading == name).unwrap()].to_owned();
    for (name, expected) in [
        ("survey", "shop"),
        ("version", "1"),
        ("score", "3"),
        ("group", "detractor"),
        ("answer:score", "3"),
        ("answer:reason", "'=HYPERLINK(\"https://other.example\")"),
        ("answer:change", "-2"),
        ("answer:causes", "[\"price\",{\"other\":\"Müller\"}]"),
        ("answer:order", "\"12\""),
        ("answered", "[\"causes\",\"change\",\"order\",\"reason\",\"score\"]"),
        ("attribute:team", "'@home"),
        ("attribute:value", "129.9"),
        ("more", ""),
    ] {
        assert_eq!(cell(name), expected, "{name}");
    }
    let target = imported(&answer.body, ExportFormat::Csv).await;
    let stored = |exported: String| serde_json::from_str::<Value>(exported.trim()).unwrap();
    let (before, after) = (stored(collector.get(LINES).await.body), stored(target.get(LINES).await.body));
    for part in ["answers", "attributes", "survey", "page", "status", "receivedAt"] {
        assert_eq!(before[part], after[part], "{part}");
    }
}

#[tokio::test]
async fn an_export_has_the_responses_of_its_page() {
    let collector = Collector::with_set_clock().await;
    for (day, points, team) in [("2026-11-01", 9, "a"), ("2026-11-02", 3, "a"), ("2026-11-02", 10, "b")] {
        let mut document = scored(points);
        document["attributes"]["team"] = json!(team);
        collector.take_on(day, &document).await;
    }
    let mut test = scored(1);
    test["test"] = json!(true);
    collector.take(&test).await;
    for (query, expected) in [
        ("", 3),
        ("since=2026-11-02", 2),
        ("until=2026-11-01", 1),
        ("segment=attribute:team=a", 2),
        ("segment=attribute:team=a&group=promoter", 1),
        ("kind=transactional", 0),
        ("survey=shop&version=1", 3),
        ("survey=shop&version=2", 0),
        ("marked=test", 1),
    ] {
        let lines = collector.get(&format!("{LINES}?{query}")).await.body;
        assert_eq!(lines.lines().count(), expected, "{query}");
        assert_eq!(rows(&collector.get(&format!("{CSV}?{query}")).await.body).1.len(), expected, "{query}");
        let detail = format!("{expected} responses as csv without personal data: ");
        assert!(done(&collector).await.iter().any(|(_, _, noted)| noted.starts_with(&detail)), "{query}");
    }
    for query in ["question=reason", "contains=late", "by=locale", "since=soon"] {
        assert_eq!(collector.get(&format!("{CSV}?{query}")).await.status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn an_export_that_cannot_go_on_breaks_off() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    let mut body = collector.app.clone().oneshot(get(CSV)).await.unwrap().into_body();
    let headings = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert!(headings.starts_with("\u{feff}id,".as_bytes()));
    sqlx::raw_sql("ALTER TABLE responses RENAME TO gone").execute(&collector.database().await).await.unwrap();
    assert!(body.frame().await.unwrap().is_err(), "whoever reads is told that this isn’t all");
}

#[tokio::test]
async fn programs_read_responses_page_by_page_without_personal_data() {
    let collector = with_users(|_| {}).await;
    let mut expected = Vec::new();
    for number in 0..7 {
        let mut document = scored(number);
        document["answers"]["contact"] = json!({ "email": "a@example.org" });
        document["person"]["id"] = json!("c-17");
        take(&collector, &document).await;
        expected.push(document["id"].as_str().unwrap().to_owned());
    }
    let (mut found, mut address, mut pages) = (Vec::new(), "/v1/responses?limit=3".to_owned(), Vec::new());
    loop {
        let answer = collector.send(with_key(&address, READ_KEY)).await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, Some("no-store")));
        assert!(!answer.body.contains("a@example.org") && !answer.body.contains("c-17"), "{}", answer.body);
        let page = answer.json();
        let ids = page["responses"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
        let before = found.len();
        found.extend(ids);
        pages.push(found.len() - before);
        let next = page["next"].as_str().map(|next| format!("/v1/responses?limit=3&after={next}"));
        let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
        assert_eq!(answer.header("link"), link.as_deref());
        let Some(next) = next else { break };
        address = next;
    }
    assert_eq!((pages, &found), (vec![3, 3, 1], &expected));
    let mut request = with_key("/v1/responses?limit=2&group=detractor", READ_KEY);
    request.headers_mut().insert("accept", "application/x-ndjson".parse().unwrap());
    let lines = collector.send(request).await;
    assert_eq!(lines.header("content-type"), Some("application/jsonl; charset=utf-8"));
    let ids: Vec<_> =
        lines.body.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone()).collect();
    assert_eq!(ids, expected[..2]);
    let next = format!("</v1/responses?group=detractor&limit=2&format=jsonl&after={}>; rel=\"next\"", expected[1]);
    assert_eq!(lines.header("link"), Some(next.as_str()));
    assert!(!done(&collector).await.iter().any(|(_, action, _)| action == "exported"));
    assert_eq!(collector.get("/v1/responses").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(collector.send(with_key("/v1/responses", "writing")).await.status, StatusCode::UNAUTHORIZED);
    for query in ["limit=0", "limit=501", "after=x", "format=csv", "contains=late"] {
        let answer = collector.send(with_key(&format!("/v1/responses?{query}"), READ_KEY)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        let name = query.split('=').next().unwrap();
        assert_eq!(answer.json()["error"]["problems"][0]["path"], name, "{query}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_post_responses_and_never_read_them() {
    let collector = Collector::with(|settings| settings.origins = vec!["https://shop.example".parse().unwrap()]).await;
    let mut request = get("/v1/responses");
    request.headers_mut().insert("origin", "https://shop.example".parse().unwrap());
    let answer = collector.send(request).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}
