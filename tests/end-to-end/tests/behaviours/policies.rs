//! Pages with strict policies. The collector's own pages have the first one, so every other test keeps to it as well.

use end_to_end::{Engine, Page, Stage};
use macro_rules_attribute::apply;

use crate::table::behaviour;

const TRUSTED_TYPES: &str =
    r#"<meta http-equiv="Content-Security-Policy" content="require-trusted-types-for 'script'; trusted-types 'none'">"#;

#[apply(behaviour)]
async fn the_whole_survey_keeps_to_a_policy_that_allows_nothing_inline_and_no_trusted_types(engine: Engine) {
    let stage =
        Stage::with(&Page::new().head(TRUSTED_TYPES).tag(&[("accent", "#0a7d4f"), ("recommend-url", "/x.html")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let policy = visitor.eval("(await fetch(location)).headers.get('content-security-policy')").await;
    let policy = policy.as_str().expect("the page has a policy");
    for part in ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    let card = visitor.card().await;
    card.choose(4).await;
    card.asks("Was ist schiefgelaufen?").await;
    card.write("Zu laut").await;
    card.click("Weiter").await;
    card.asks("Dürfen wir uns deswegen bei Ihnen melden?").await;
    card.write("x").await;
    card.click("Ja, bitte melden").await;
    card.click("Nein, danke").await;
    card.asks("Danke für Ihre Offenheit. Wir lesen jede Antwort.").await;
    stage.complete_row().await;
    assert_eq!(card.eval("getComputedStyle(root.querySelector('.frame')).position").await, "fixed", "the styles apply");
    visitor.page_is_unharmed().await;

    // The policies are in force: what the widget refrains from is refused.
    assert!(visitor.eval("(document.body.innerHTML = '')").await["rejected"]["message"].is_string());
    visitor.eval("(document.body.setAttribute('style', 'color: red'), 0)").await;
    visitor.until("the browser reports both", "recorded.violations.length >= 2").await;
}

#[apply(behaviour)]
async fn a_nonce_with_strict_dynamic_is_enough_for_the_first_question_and_the_application(engine: Engine) {
    const POLICY: &str = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'nonce-tea' 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'">"#;
    const TAG: &str = r##"<script nonce="tea" async src="/askwell.js" data-endpoint="/v1/responses?key=demo" data-delay="0" data-accent="#0a7d4f"></script>"##;
    let stage = Stage::with(&Page::new().head(POLICY).head(TAG));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.click("Überspringen").await;
    stage.complete_row().await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_rating_keeps_to_trusted_types_too(engine: Engine) {
    let stage = Stage::with(
        &Page::new()
            .head(TRUSTED_TYPES)
            .tag(&[("show", "manual")])
            .body(r#"<askwell-rating topic="a"></askwell-rating>"#),
    );
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card_in("askwell-rating").await;
    card.click("Nein").await;
    card.asks("Was hat gefehlt?").await;
    card.click("Überspringen").await;
    card.asks("Danke. Jetzt wissen wir, was fehlt.").await;
    stage.complete_row().await;
    visitor.page_is_unharmed().await;
}
