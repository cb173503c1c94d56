//! The report as a page.

use axum::http::StatusCode;
use serde_json::json;

use crate::helper::{Answer, Collector, rated, scored};

/// The text between `from` and the next `to`.
fn between<'a>(answer: &'a Answer, from: &str, to: &str) -> &'a str {
    let after = answer.body.split_once(from).unwrap_or_else(|| panic!("no {from} in {}", answer.body)).1;
    after.split_once(to).unwrap().0
}

#[tokio::test]
async fn an_empty_report_shows_the_tag_that_brings_the_first_answer() {
    let collector = Collector::with(|settings| settings.write_keys = vec!["secret".parse().unwrap()]).await;
    let answer = collector.get("/report").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("No answers yet"));
    let tag = between(&answer, "<code>", "</code>");
    assert!(tag.contains("data-endpoint=&quot;http://localhost:8787/v1/responses?key=WRITE-KEY&quot;"), "{tag}");
    assert!(!answer.body.contains("secret"));
}

#[tokio::test]
async fn the_page_shows_the_same_figures_as_the_json() {
    let collector = Collector::new().await;
    for points in [0, 7, 7, 8, 8, 8, 8, 8] {
        collector.take(&scored(points)).await;
    }
    collector.take(&rated("returns", "yes")).await;
    let answer = collector.get("/report").await;
    assert_eq!(between(&answer, r#"<p class="score">"#, "</p>"), "−13");
    assert!(answer.body.contains("<strong>−37 to 19</strong> with 95 % confidence"));
    assert!(answer.body.contains("from 8 answers") && answer.body.contains("All surveys, all time"));
    assert!(answer.body.contains("1 of 1 found it helpful"));
    assert!(answer.body.contains("Shown is the most frequent kind"));
}

#[tokio::test]
async fn the_record_of_processing_is_a_page_in_two_languages_for_those_who_may_read() {
    let collector = Collector::with(|settings| settings.record.controller = Some("<b>Muster</b>".to_owned())).await;
    for (address, heading) in [
        ("/report/record", "What is stored"),
        ("/report/record?language=en", "What is stored"),
        ("/report/record?language=de", "Was gespeichert wird"),
    ] {
        let answer = collector.get(address).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains(heading) && answer.body.contains("&lt;b&gt;Muster"), "{}", answer.body);
    }
    assert_eq!(collector.get("/report/record?language=fr").await.status, StatusCode::BAD_REQUEST);
    let closed = Collector::with(|settings| settings.open = false).await;
    assert_eq!(closed.get("/report/record").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_visitors_wrote_stays_text() {
    let collector = Collector::new().await;
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\" ' & \u{202e}gnp.exe";
    let mut document = scored(2);
    document["answers"]["reason"] = json!(hostile);
    document["attributes"]["topic"] = json!(hostile);
    document["survey"]["id"] = json!("\"><b>");
    document["page"]["url"] = json!("https://shop.example/\"><b>x");
    document["locale"] = json!("\"><i>");
    collector.take(&document).await;
    let mut rating = rated(hostile, "no");
    rating["answers"]["missing"] = json!(hostile);
    collector.take(&rating).await;
    for address in ["/report", "/report?kind=rating", "/report?survey=%22%3E%3Cb%3E"] {
        let answer = collector.get(address).await;
        assert_eq!(answer.status, StatusCode::OK);
        for markup in ["<script", "<img", "<b>", "<i>"] {
            assert!(!answer.body.contains(markup), "{markup} in {}", answer.body);
        }
        assert!(answer.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
    for address in ["/report?survey=%22%3E%3Cscript%3E", "/report?%3Cscript%3E=1", "/report?kind=%3Cscript%3E"] {
        assert!(!collector.get(address).await.body.contains("<script"), "{address}");
    }
}

#[tokio::test]
async fn the_page_needs_no_script_and_allows_none() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    let answer = collector.get("/report").await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    for forbidden in ["<script", "<style", "style=", "onclick"] {
        assert!(!answer.body.contains(forbidden), "{forbidden}");
    }
    let address = between(&answer, r#"<link rel="stylesheet" href=""#, "\"");
    let style = collector.get(address).await;
    assert_eq!((style.status, style.header("content-type")), (StatusCode::OK, Some("text/css; charset=utf-8")));
}

#[tokio::test]
async fn a_selection_without_answers_leads_back_to_all_of_them() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    for query in ["since=2099-01-01", "survey=other", "kind=transactional"] {
        let answer = collector.get(&format!("/report?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("No answers in this selection"), "{query}");
    }
}

#[tokio::test]
async fn a_mistake_in_the_address_is_explained() {
    let answer = Collector::new().await.get("/report?since=yesterday").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("<code>since</code> needs to be a day such as 2026-11-21"));
}

#[tokio::test]
async fn the_selection_stands_beside_the_score_in_words() {
    let collector = Collector::with_set_clock().await;
    collector.take_on("2026-11-15", &scored(9)).await;
    for (query, words) in [
        ("survey=shop", "Survey <bdi>shop</bdi>, all time"),
        ("since=2026-11-01", "All surveys, since 1 Nov 2026"),
        ("until=2026-11-15", "All surveys, until 15 Nov 2026"),
        ("since=2026-11-15&until=2026-11-15", "All surveys, on 15 Nov 2026"),
        ("since=2026-11-01&until=2026-11-30", "All surveys, 1 Nov 2026 to 30 Nov 2026"),
    ] {
        let answer = collector.get(&format!("/report?{query}")).await;
        assert!(answer.body.contains(words), "{query}");
    }
}

#[tokio::test]
async fn a_long_comment_is_folded_and_whole() {
    let collector = Collector::new().await;
    for (text, folded) in [("short".to_owned(), false), ("long ".repeat(800), true), ("line\n".repeat(12), true)] {
        let mut document = scored(3);
        document["answers"]["reason"] = json!(text);
        collector.take(&document).await;
        let page = collector.get("/report").await;
        let item = between(&page, "<li>", "</li>");
        assert_eq!(item.contains("<details"), folded, "{text:.20}");
        assert!(item.contains(text.trim()));
    }
}
