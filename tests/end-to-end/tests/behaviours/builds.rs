//! The widget's two builds: which of them a page loads, and both on one page.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

const SMALL: [&str; 4] = ["askwell-#.css", "askwell-#.js", "askwell-#.wasm", "de.json"];
const FULL: [&str; 3] = ["askwell-full-#.css", "askwell-full-#.js", "askwell-full-#.wasm"];

/// A survey for the small build, and one that only the full build knows. Each waits for a call.
const PLAIN: &str = "{ endpoint: '/v1/responses?key=demo', id: 'plain', show: 'manual', delay: 0 }";
const RICH: &str = "{ endpoint: '/v1/responses?key=demo', id: 'rich', show: 'manual', delay: 0, followUps: { detractor: 'Woran lag es?' } }";
const QUESTION: &str = "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?";

/// What the page has fetched of the widget beside the loader, each as often as it was fetched, sorted.
async fn fetched(visitor: &Visitor) -> Vec<String> {
    let names = visitor
        .eval(
            "performance.getEntriesByType('resource').map(({ name }) => name.replace(/-[0-9a-f]{12}/, '-#').split('/'))
                 .filter((path) => path.at(-1).startsWith('askwell-') || path.at(-2) === 'languages-#')
                 .map((path) => path.at(-1)).sort()",
        )
        .await;
    serde_json::from_value(names).expect("they are a list of texts")
}

fn sorted(names: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_unstable();
    names
}

/// A visitor on a page that has shown a survey of the small build, and then met one of the full build.
async fn with_both(engine: Engine, stage: &Stage) -> Visitor {
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    assert_eq!(visitor.eval(&format!("await askwell.init({PLAIN})")).await, json!(null));
    assert_eq!(visitor.eval("await askwell.show()").await, "plain");
    visitor.card().await.asks(QUESTION).await;
    assert_eq!(fetched(&visitor).await, SMALL);
    let auto = RICH.replace("manual", "auto");
    assert_eq!(visitor.eval(&format!("await askwell.init({auto})")).await, "rich");
    visitor
}

const GONE: &str = "!document.querySelector('askwell-card')";

/// Closes what is open, and waits until it has left.
async fn closed(visitor: &Visitor) {
    visitor.eval("(await askwell.close(), 0)").await;
    visitor.until("the card is gone", GONE).await;
}

fn stage() -> Stage {
    Stage::with(&Page::new().bare_tag(&[]))
}

#[apply(behaviour)]
async fn a_built_in_survey_loads_the_small_build_alone(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await.asks(QUESTION).await;
    assert_eq!(fetched(&visitor).await, SMALL);
}

#[apply(behaviour)]
async fn a_tag_a_document_an_element_or_a_call_that_needs_more_loads_the_full_build_alone(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("attribute-a", "1"), ("preset", "csat")]));
    let document = json!({ "endpoint": "/v1/responses?key=demo", "delay": 0, "lang": "en", "followUps": { "passive": "What is missing?" } });
    let inline = format!(r#"<script type="application/askwell+json">{document}</script>"#);
    stage.put("inline.html", &Page::new().bare_tag(&[]).head(&inline));
    stage.put("named.html", &Page::new().bare_tag(&[("survey", "/survey.json")]));
    stage.put_file("survey.json", &serde_json::to_string_pretty(&document).expect("it is JSON"));
    let element = r#"<askwell-survey preset="csat"></askwell-survey>"#;
    stage.put("element.html", &Page::new().tag(&[("show", "manual")]).body(element));
    // Calls of one moment are seen together.
    let calls =
        format!("window.askwell = [['identify', {{ id: '7' }}], ['init', {PLAIN}], ['init', {RICH}], ['show']];");
    stage.put("calls.html", &Page::new().bare_tag(&[]).script(&calls));
    let visitor = stage.visitor(engine).await;
    for (page, language) in [
        ("/", "de.full.json"),
        ("/inline.html", "en.full.json"),
        ("/named.html", "en.full.json"),
        ("/element.html", "de.full.json"),
        ("/calls.html", "de.full.json"),
    ] {
        visitor.visit(page).await;
        visitor.told("ready").await;
        let expected = sorted(FULL.into_iter().chain(["askwell-#.css", "askwell-#.js", language]));
        let language = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.full.json'))";
        visitor.until("the language is fetched", language).await;
        assert_eq!(fetched(&visitor).await, expected, "{page}");
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_page_that_needs_more_later_loads_the_full_build_once_and_is_told_ready_once(engine: Engine) {
    let stage = stage();
    let visitor = with_both(engine, &stage).await;
    visitor.eval(&format!("await askwell.init({})", RICH.replace("rich", "richer"))).await;
    visitor.eval(&format!("await askwell.init({})", PLAIN.replace("plain", "plainer"))).await;
    closed(&visitor).await;
    assert_eq!(visitor.eval("await askwell.show('plainer', { ignoreRest: true })").await, "plainer");
    visitor.card().await.asks(QUESTION).await;
    assert_eq!(fetched(&visitor).await, sorted(SMALL.into_iter().chain(FULL).chain(["de.full.json"])));
    assert_eq!(visitor.events("ready").await.len(), 1);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_page_has_one_popover_whichever_build_shows_it(engine: Engine) {
    let stage = stage();
    let visitor = with_both(engine, &stage).await;
    let explained = visitor.eval("await askwell.explain()").await;
    let surveys = explained["surveys"].as_array().expect("surveys are a list");
    let open: Vec<_> = surveys.iter().map(|survey| (&survey["id"], &survey["open"])).collect();
    assert_eq!(open, [(&json!("plain"), &json!(true)), (&json!("rich"), &json!(false))]);
    let failing: Vec<_> = surveys[1]["rules"]
        .as_array()
        .expect("rules are a list")
        .iter()
        .filter(|rule| rule["holds"] == false)
        .map(|rule| &rule["rule"])
        .collect();
    assert_eq!(failing, ["busy", "shown"]);
    assert_eq!(visitor.eval("await askwell.show('rich')").await["rejected"]["code"], "busy");

    closed(&visitor).await;
    assert_eq!(visitor.events("dismissed").await.len(), 1);
    assert_eq!(visitor.eval("await askwell.show('rich', { ignoreRest: true })").await, "rich");
    assert_eq!(visitor.eval("await askwell.show('plain', { ignoreRest: true })").await["rejected"]["code"], "busy");
    assert_eq!(visitor.eval("document.querySelectorAll('askwell-card').length").await, 1);

    // A fresh start for both.
    closed(&visitor).await;
    visitor.eval("(await askwell.reset(), 0)").await;
    assert_eq!(visitor.eval("await askwell.show()").await, "plain");
    visitor.card().await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn answers_and_events_of_both_builds_arrive_and_say_who_answers(engine: Engine) {
    let stage = stage();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.eval("(await askwell.identify({ id: 'u-7' }), 0)").await;
    for (number, config, id, score, next) in
        [(1, PLAIN, "plain", 9, "Was schätzen Sie am meisten?"), (2, RICH, "rich", 3, "Woran lag es?")]
    {
        visitor.eval(&format!("await askwell.init({config})")).await;
        assert_eq!(visitor.eval(&format!("await askwell.show('{id}', {{ ignoreRest: true }})")).await, id);
        let card = visitor.card().await;
        card.choose(score).await;
        card.asks(next).await;
        // Each in several revisions.
        let delivered =
            "new Set(recorded.events.filter(({ name }) => name === 'delivered').map(({ detail }) => detail.id)).size";
        visitor.until(&format!("{id} is delivered"), &format!("{delivered} === {number}")).await;
        closed(&visitor).await;
    }
    let answered = visitor.events("answered").await;
    let answered: Vec<_> = answered.iter().map(|detail| (&detail["survey"], &detail["score"])).collect();
    assert_eq!(answered, [(&json!("plain"), &json!(9)), (&json!("rich"), &json!(3))]);
    let rows = stage.rows().await;
    let stored: Vec<_> = rows.iter().map(|row| (row.survey.as_str(), row.score, &row.document["person"])).collect();
    assert_eq!(stored, [("plain", Some(9), &json!({ "id": "u-7" })), ("rich", Some(3), &json!({ "id": "u-7" }))]);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_survey_that_the_full_build_takes_over_leaves_the_small_one(engine: Engine) {
    let stage = stage();
    let visitor = with_both(engine, &stage).await;
    visitor.eval(&format!("await askwell.init({})", RICH.replace("'rich'", "'plain'"))).await;
    let explained = visitor.eval("(await askwell.explain('plain')).surveys.map(({ open }) => open)").await;
    assert_eq!(explained, json!([false]), "the open one is gone, and the new one waits for a call");
    assert!(!visitor.sees_a_card().await);
    assert_eq!(visitor.eval("await askwell.show('plain', { ignoreRest: true })").await, "plain");
    assert_eq!(visitor.eval("document.querySelectorAll('askwell-card').length").await, 1);
    let card = visitor.card().await;
    card.choose(6).await;
    card.asks("Woran lag es?").await;

    visitor.eval("(await askwell.destroy(), 0)").await;
    visitor.until("the card is gone", GONE).await;
    assert_eq!(visitor.eval("(await askwell.explain()).surveys").await, json!([]));
    assert_eq!(visitor.eval("await askwell.show('rich')").await["rejected"]["code"], "unknown");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn what_could_not_be_fetched_is_fetched_by_the_next_call(engine: Engine) {
    let stage = Stage::with(&Page::new().bare_tag(&[("survey", "/survey.json"), ("show", "manual")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let refused = visitor
        .eval("(await Promise.allSettled([askwell.show(), askwell.explain()])).map(({ reason }) => reason.code)");
    assert_eq!(refused.await, json!(["load", "load"]));
    let errors = visitor.events("error").await;
    assert_eq!(errors.iter().map(|error| &error["code"]).collect::<Vec<_>>(), ["load"], "it is said once");

    let document = json!({ "endpoint": "/v1/responses?key=demo", "delay": 0, "id": "named", "followUps": {} });
    stage.put_file("survey.json", &document.to_string());
    assert_eq!(visitor.eval("await askwell.show()").await, "named");
    visitor.card().await.asks(QUESTION).await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_page_that_began_with_a_built_in_survey_can_ask_anything_later(engine: Engine) {
    let stage = stage();
    let visitor = with_both(engine, &stage).await;
    closed(&visitor).await;
    let definition = json!({
        "endpoint": "/v1/responses?key=demo", "id": "own", "show": "manual",
        "questions": [{ "id": "place", "type": "choice", "prompt": "Wo sind Sie?", "choices": ["Zu Hause", "Unterwegs"] }],
    });
    visitor.eval(&format!("await askwell.init({definition})")).await;
    assert_eq!(visitor.eval("await askwell.show('own', { ignoreRest: true })").await, "own");
    let card = visitor.card().await;
    card.asks("Wo sind Sie?").await;
    assert_eq!(card.eval("root.adoptedStyleSheets.length").await, 2);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_language_that_is_chosen_holds_in_both_builds(engine: Engine) {
    let stage = stage();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.eval(&format!("(await askwell.setLanguage('en'), await askwell.init({PLAIN}), 0)")).await;
    assert_eq!(fetched(&visitor).await, [""; 0], "choosing a language alone fetches nothing");
    visitor.eval("await askwell.show()").await;
    let english = "How likely is it that you would recommend us to a friend or colleague?";
    visitor.card().await.asks(english).await;
    closed(&visitor).await;
    visitor.eval(&format!("await askwell.init({RICH})")).await;
    visitor.eval("await askwell.show('rich', { ignoreRest: true })").await;
    let card = visitor.card().await;
    card.asks(english).await;
    visitor.eval("(await askwell.setLanguage('de'), 0)").await;
    card.asks(QUESTION).await;
    visitor.page_is_unharmed().await;
}
