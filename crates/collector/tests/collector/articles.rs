//! Ratings of articles, as a page.

use axum::http::StatusCode;
use serde_json::json;

use crate::helper::{Collector, rated, scored};
use crate::results::text;

async fn page(collector: &Collector, query: &str) -> String {
    let page = collector.get(&format!("/report/articles?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for forbidden in ["<script", "style=", "<b>"] {
        assert!(!page.body.contains(forbidden), "{forbidden}");
    }
    page.body
}

async fn rate(collector: &Collector, topic: &str, yes: u32, no: u32) {
    for number in 0..yes + no {
        let mut document = rated(topic, if number < yes { "yes" } else { "no" });
        document["page"]["title"] = json!("");
        collector.take(&document).await;
    }
}

#[tokio::test]
async fn the_article_that_fails_most_readers_comes_first_and_a_small_group_is_marked() {
    let collector = Collector::new().await;
    rate(&collector, "fine", 30, 2).await;
    rate(&collector, "rare", 1, 5).await;
    rate(&collector, "bad", 20, 15).await;
    collector.take(&scored(9)).await;
    let shown = text(&page(&collector, "").await);
    for part in [
        "Found it helpful 70 % 59 to 79 % with 95 % confidence Ratings 73 Not helped 22",
        "bad Only this article 15 of 35 readers not helped 57 % helped, 41 to 72 %",
        "rare Only this article 5 of 6 readers not helped Few ratings 17 % helped, 3 to 56 %",
        "fine Only this article 2 of 32 readers not helped 94 % helped",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let places: Vec<_> = ["bad Only", "rare Only", "fine Only"].map(|name| shown.find(name).unwrap()).into();
    assert!(places.is_sorted(), "{shown}");
    assert!(!shown.contains("Kind of survey") && !shown.contains("By language"), "{shown}");
}

#[tokio::test]
async fn an_article_has_the_latest_title_of_its_page_and_what_readers_missed_last() {
    let collector = Collector::with_set_clock().await;
    for day in 1..=5 {
        let mut document = rated("returns & <b>more</b>", "no");
        document["page"]["title"] = json!(format!("Returns {day} <b>"));
        document["answers"]["missing"] = json!(format!("Missed {day} <b>"));
        collector.take_on(&format!("2026-11-0{day}"), &document).await;
    }
    let mut helped = rated("returns & <b>more</b>", "yes");
    helped["answers"]["missing"] = json!("Nothing");
    helped["page"]["title"] = json!("Returns 6");
    collector.take_on("2026-11-06", &helped).await;
    let body = page(&collector, "").await;
    let shown = text(&body);
    assert!(shown.contains("Returns 6 returns &amp; &lt;b&gt;more&lt;/b&gt; ·"), "{shown}");
    let texts =
        ["Missed 5 &lt;b&gt;", "Missed 4 &lt;b&gt;", "Missed 3 &lt;b&gt;"].map(|missed| shown.find(missed).unwrap());
    assert!(texts.is_sorted() && !shown.contains("Missed 2") && !shown.contains("Nothing"), "{shown}");
    let link =
        body.split(r#"<a href="/report/answers?"#).nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let all = text(&collector.get(&format!("/report/answers?{link}")).await.body);
    assert!(all.contains("Missed 1") && all.contains("Missed 5"), "{all}");
    let earlier = text(&page(&collector, "until=2026-11-02").await);
    assert!(earlier.contains("Returns 2 &lt;b&gt;") && !earlier.contains("Missed 3"), "{earlier}");
}

#[tokio::test]
async fn languages_are_told_apart_and_lead_to_their_ratings() {
    let collector = Collector::new().await;
    for (topic, locale, helpful) in [("a", "de", "no"), ("a", "de", "no"), ("a", "en", "yes"), ("b", "en", "no")] {
        let mut document = rated(topic, helpful);
        document["locale"] = json!(locale);
        collector.take(&document).await;
    }
    let body = page(&collector, "").await;
    let shown = text(&body);
    assert!(shown.contains("By language Language Helped Share Ratings de 0 % 2 en 50 % 2"), "{shown}");
    assert!(body.contains("/report/articles?segment=locale%3Den"), "{body}");
    let english = text(&page(&collector, "segment=locale%3Den").await);
    assert!(english.contains("Ratings 2 Not helped 1") && english.contains("1 of 1 reader not helped"), "{english}");
    let of_article = text(&page(&collector, "segment=attribute:topic%3Da").await);
    assert!(of_article.contains("de 0 % 2 en 100 % 1") && !of_article.contains("Only this article"), "{of_article}");
}

#[tokio::test]
async fn a_hundred_articles_are_shown_and_the_rest_is_summed() {
    let collector = Collector::new().await;
    for number in 0..103 {
        collector.take(&rated(&format!("article-{number:03}"), if number < 101 { "no" } else { "yes" })).await;
    }
    let shown = text(&page(&collector, "").await);
    assert_eq!(shown.matches("Only this article").count(), 100);
    assert!(shown.contains("And 3 more articles with 3 ratings, of which 1 not helpful."), "{shown}");
}

#[tokio::test]
async fn before_the_first_rating_the_page_shows_the_element_that_asks() {
    let collector = Collector::new().await;
    collector.take(&scored(9)).await;
    assert!(page(&collector, "").await.contains("&lt;askwell-rating topic=&quot;how-to-return&quot;&gt;"));
    collector.take(&rated("a", "yes")).await;
    assert!(page(&collector, "since=2099-01-01").await.contains("No ratings in this selection"));
}
