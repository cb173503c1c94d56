//! Each group gets a follow-up and an ending of its own, and the row says what was answered.

use end_to_end::{Engine, Page, Stage};
use macro_rules_attribute::apply;

use crate::table::behaviour;

fn page(language: &str) -> Page {
    Page::new().html(&format!(r#"lang="{language}""#)).tag(&[("product", "Lindenhof")])
}

#[apply(behaviour)]
async fn a_detractor_is_asked_what_went_wrong_and_may_leave_an_address(engine: Engine) {
    let stage = Stage::with(&page("de"));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks("Wie wahrscheinlich ist es, dass Sie Lindenhof einem Freund oder Kollegen weiterempfehlen?").await;
    card.choose(4).await;
    card.asks("Was ist schiefgelaufen?").await;
    card.write("Das Paket kam zu spät").await;
    card.click("Weiter").await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    card.write("a@example.org").await;
    card.click("Ja, bitte melden").await;
    card.asks("Danke für Ihre Offenheit. Wir lesen jede Antwort.").await;

    let row = stage.complete_row().await;
    assert_eq!(row.said(), (Some(4), Some("detractor"), Some("Das Paket kam zu spät")));
    assert_eq!(row.answer("contact"), &serde_json::json!({ "email": "a@example.org", "consent": true }));
    assert_eq!((row.survey.as_str(), row.kind.as_str()), ("nps", "relational"));
    assert_eq!((row.locale.as_str(), row.layout.as_str(), row.page_path.as_str()), ("de", "popover", "/"));
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_address_that_cannot_be_right_is_not_sent_and_one_can_decline(engine: Engine) {
    let stage = Stage::with(&page("en"));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(0).await;
    card.asks("What went wrong?").await;
    card.click("Skip").await;
    card.asks("May we get in touch about it?").await;
    card.write("nowhere").await;
    card.click("Yes, contact me").await;
    card.until("the card shows an error", "root.querySelector('[role=alert]').textContent.startsWith('Please enter')")
        .await;
    card.click("No, thank you").await;
    card.asks("Thank you for being frank. We read every answer.").await;

    let row = stage.complete_row().await;
    assert_eq!(row.said(), (Some(0), Some("detractor"), None));
    assert!(row.answer("contact").is_null(), "{:?}", row.document);
}

#[apply(behaviour)]
async fn a_passive_is_asked_what_would_make_it_a_nine_or_ten(engine: Engine) {
    for (language, prompt, send, end) in [
        (
            "de",
            "Was müsste besser sein für eine 9 oder 10?",
            "Senden",
            "Danke. Jetzt wissen wir, woran wir arbeiten können.",
        ),
        ("en", "What would make it a 9 or 10?", "Send", "Thank you. That tells us where to get better."),
    ] {
        let stage = Stage::with(&page(language));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(7).await;
        card.asks(prompt).await;
        card.write("Mehr Grüntee").await;
        card.click(send).await;
        card.asks(end).await;

        let row = stage.complete_row().await;
        assert_eq!(row.said(), (Some(7), Some("passive"), Some("Mehr Grüntee")));
        assert_eq!(row.locale, language);
    }
}

#[apply(behaviour)]
async fn a_promoter_is_asked_what_they_value_and_given_no_link_that_the_site_has_not(engine: Engine) {
    let stage = Stage::with(&page("de"));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(10).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.write("Die Auswahl").await;
    card.click("Senden").await;
    card.asks("Danke. Das freut uns sehr.").await;
    assert_eq!(card.eval("root.querySelectorAll('a').length").await, 0);

    let row = stage.complete_row().await;
    assert_eq!(row.said(), (Some(10), Some("promoter"), Some("Die Auswahl")));
}

#[apply(behaviour)]
async fn a_promoter_who_follows_the_recommend_link_is_recorded(engine: Engine) {
    let stage = Stage::with(&Page::new().html(r#"lang="en""#).tag(&[("recommend-url", "/friends.html")]));
    stage.put("friends.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks("What do you value most?").await;
    card.click("Skip").await;
    card.asks("Thank you. That made our day.").await;
    let before = stage.complete_row().await;
    assert!(before.answer("recommend").is_null(), "{}", before.document);
    card.click("Recommend us").await;

    let row = stage.row("the link is in the row", |row| !row.answer("recommend").is_null()).await;
    assert_eq!((row.id, row.status.as_str()), (before.id, "complete"));
    assert!(row.revision > before.revision);
}
