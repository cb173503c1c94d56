//! A mistake in the configuration is said, all of it at once, and the page goes on as if nothing were there.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

/// The problems' paths.
fn paths(problems: &Value) -> Vec<&str> {
    let problems = problems.as_array().expect("problems are a list");
    problems.iter().map(|problem| problem["path"].as_str().expect("a path is text")).collect()
}

/// The only error the page is told of.
async fn error(visitor: &Visitor) -> Value {
    let errors = visitor.told("error").await;
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.into_iter().next().expect("there is one")
}

async fn page_works(visitor: &Visitor) {
    visitor.page_is_unharmed().await;
    assert!(!visitor.sees_a_card().await);
    visitor.click("#link").await;
    visitor.until("the link leads on", "location.pathname === '/other.html'").await;
}

#[apply(behaviour)]
async fn every_mistake_of_a_tag_is_named_with_its_path(engine: Engine) {
    let mistakes = [("endpoint", "javascript:0"), ("delay", "-1"), ("accent", "red"), ("preset", "csat5")];
    let stage = Stage::with(&Page::new().bare_tag(&mistakes));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let error = error(&visitor).await;
    assert_eq!(error["code"], "config");
    let mut found = paths(&error["problems"]);
    found.sort_unstable();
    assert_eq!(found, ["accent", "delay", "endpoint", "preset"]);
    let console_errors = visitor.recorded("consoleErrors").await.join("\n");
    for (name, _) in mistakes {
        assert!(console_errors.contains(&format!("{name}: ")), "{name} is not in {console_errors}");
    }
    page_works(&visitor).await;
    assert_eq!(stage.rows().await, []);
}

#[apply(behaviour)]
async fn init_rejects_with_a_code_and_the_problems(engine: Engine) {
    let stage = Stage::with(&Page::new().bare_tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    for (config, wrong) in [
        ("{}", vec!["endpoint"]),
        ("{ endpoint: '/x', theme: 'pink', person: { tags: [] } }", vec!["theme", "person.tags"]),
        ("{ endpoint: '/x', texts: { 'action.sned': 'Los' } }", vec!["texts.action.sned"]),
        ("'/x'", vec!["", "endpoint"]),
        ("{ endpoint: '/x', delay() {} }", vec!["delay"]),
    ] {
        let refused = visitor.eval(&format!("await askwell.init({config})")).await;
        assert_eq!(refused["rejected"]["code"], "config", "{config}: {refused}");
        assert_eq!(paths(&refused["rejected"]["problems"]), wrong, "{config}");
    }
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_page_that_ignores_a_rejection_sees_no_unhandled_one(engine: Engine) {
    let stage = Stage::with(&Page::new().bare_tag(&[]).script(
        "window.askwell = [['show', 'nobody'], ['init', {}], ['identify', 'me']];
         addEventListener('load', () => { askwell.show('nobody'); askwell.init({}); askwell.identify(7); });",
    ));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.until("all are answered", "recorded.events.filter(({ name }) => name === 'error').length >= 4").await;
    assert_eq!(visitor.eval("await askwell.show('nobody')").await["rejected"]["code"], "unknown");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn values_of_the_wrong_kind_are_refused_and_the_widget_lives_on(engine: Engine) {
    let stage = Stage::with(&Page::new().bare_tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let good = "{ endpoint: '/v1/responses?key=demo', show: 'manual', id: 'a' }";
    for (call, code) in [
        ("show(5)", "unknown"),
        ("show({})", "unknown"),
        ("show(Symbol('a'))", "unknown"),
        ("show('a', 5)", "config"),
        ("show('a', { prefill: { score: 11 } })", "config"),
        ("init(null)", "config"),
        ("init(Symbol('a'))", "config"),
        ("init((() => { const round = {}; round.round = round; return round; })())", "config"),
        ("init({ endpoint: '/x', get delay() { throw new Error('gotcha'); } })", "config"),
        ("init({ endpoint: '/x', container: '###', display: 'inline', lang: 'de' })", ""),
        ("identify([1])", "config"),
    ] {
        let late = "new Promise((resolve) => setTimeout(resolve, 5000, 'no answer'))";
        let refused = visitor.eval(&format!("await Promise.race([askwell.{call}, {late}])")).await;
        if !code.is_empty() {
            assert_eq!(refused["rejected"]["code"], code, "{call}: {refused}");
        }
    }
    assert_eq!(visitor.eval("(await askwell.explain(5)).surveys").await, json!([]));
    visitor
        .until("the bad container is said", "recorded.consoleErrors.some((said) => said.includes('container'))")
        .await;
    visitor.eval(&format!("await askwell.init({good})")).await;
    assert_eq!(visitor.eval("await askwell.show('a')").await, "a");
    visitor.card().await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_unknown_language_falls_back_to_english_and_a_region_to_its_language(engine: Engine) {
    for (language, question) in [
        ("xx", "How likely is it that you would recommend us to a friend or colleague?"),
        ("de-AT", "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?"),
    ] {
        let stage = Stage::with(&Page::new().tag(&[("lang", language)]));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        visitor.card().await.asks(question).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn inline_json_configures_and_its_mistakes_are_named(engine: Engine) {
    let document = |json: &str| format!(r#"<script type="application/askwell+json">{json}</script>"#);
    let good = r#"{"endpoint": "/v1/responses?key=demo", "delay": 0, "product": "Linde", "id": "inline"}"#;
    let stage = Stage::with(&Page::new().bare_tag(&[]).head(&document(good)));
    stage.put("wrong.html", &Page::new().bare_tag(&[]).head(&document(r#"{"delay": "soon"}"#)));
    stage.put("broken.html", &Page::new().bare_tag(&[]).head(&document(r#"{"endpoint": "#)));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/wrong.html").await;
    let wrong = error(&visitor).await;
    assert_eq!(paths(&wrong["problems"]), ["endpoint", "delay"]);
    page_works(&visitor).await;

    visitor.visit("/broken.html").await;
    let broken = visitor.told("error").await;
    assert_eq!(broken[0]["code"], "config");
    let message = broken[0]["message"].as_str().expect("the message is text");
    assert!(message.contains("JSON"), "{message}");
    page_works(&visitor).await;

    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks("Wie wahrscheinlich ist es, dass Sie Linde einem Freund oder Kollegen weiterempfehlen?").await;
    card.choose(7).await;
    let row = stage.row("the score is stored", |row| row.score == Some(7)).await;
    assert_eq!(row.survey, "inline");
}

#[apply(behaviour)]
async fn a_document_that_cannot_be_fetched_is_said_and_harms_nothing(engine: Engine) {
    let stage = Stage::with(&Page::new().bare_tag(&[("survey", "/missing.json")]));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let error = error(&visitor).await;
    assert_eq!(error["code"], "load");
    assert!(error["message"].as_str().is_some_and(|message| message.contains("/missing.json")), "{error}");
    page_works(&visitor).await;
}

#[apply(behaviour)]
async fn a_named_document_configures(engine: Engine) {
    let stage = Stage::with(&Page::new().bare_tag(&[("survey", "/survey.json"), ("product", "Linde")]));
    let document = json!({ "endpoint": "/v1/responses?key=demo", "delay": 0, "id": "named", "product": "Eiche" });
    stage.put_file("survey.json", &document.to_string());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    // What the tag itself says comes before what the document says.
    card.asks("Wie wahrscheinlich ist es, dass Sie Linde einem Freund oder Kollegen weiterempfehlen?").await;
    card.choose(0).await;
    stage.row("the score is stored", |row| row.survey == "named").await;
}
