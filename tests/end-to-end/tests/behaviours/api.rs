//! The JavaScript API: `window.askwell`.

use end_to_end::{Engine, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

const CONFIG: &str =
    "{ endpoint: '/v1/responses?key=demo', id: 'app', product: 'Belegwerk', lang: 'en', show: 'manual', delay: 0 }";
const QUESTION: &str = "How likely is it that you would recommend Belegwerk to a friend or colleague?";

/// A visitor on a page that knows the survey `app`, and hasn't shown it.
async fn visitor(engine: Engine, stage: &Stage) -> Visitor {
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let done = visitor.eval(&format!("await askwell.init({CONFIG})")).await;
    assert!(done.get("rejected").is_none(), "{done}");
    visitor
}

fn stage() -> Stage {
    Stage::with(&Page::new().bare_tag(&[]))
}

fn code(refused: &Value) -> &Value {
    &refused["rejected"]["code"]
}

#[apply(behaviour)]
async fn calls_made_before_the_widget_has_loaded_are_replayed(engine: Engine) {
    let calls = format!(
        "(window.askwell ||= []).push(['on', 'shown', (detail) => {{ window.heard = detail.survey; }}]);
         window.askwell.push(['init', {CONFIG}], ['show', 'app']);"
    );
    let stage = Stage::with(&Page::new().bare_tag(&[]).script(&calls));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(QUESTION).await;
    assert_eq!(visitor.eval("window.heard").await, "app");
    card.choose(10).await;
    let row = stage.row("the score is stored", |row| row.score == Some(10)).await;
    assert_eq!((row.survey.as_str(), row.locale.as_str()), ("app", "en"));
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_manual_survey_shows_when_it_is_called_and_explains_itself_before(engine: Engine) {
    let stage = stage();
    let visitor = visitor(engine, &stage).await;
    let explained = visitor.eval("await askwell.explain('app')").await;
    let survey = &explained["surveys"][0];
    assert_eq!((&survey["id"], &survey["visible"], &survey["open"]), (&json!("app"), &json!(false), &json!(false)));
    let failing: Vec<_> =
        survey["rules"].as_array().expect("rules are listed").iter().filter(|rule| rule["holds"] == false).collect();
    assert_eq!(failing.len(), 1, "{survey}");
    assert_eq!(failing[0]["rule"], "manual");
    assert_eq!(explained["waiting"], 0);
    assert!(!visitor.sees_a_card().await);

    assert_eq!(visitor.eval("await askwell.show('app')").await, "app");
    visitor.card().await.asks(QUESTION).await;
    assert_eq!(visitor.eval("(await askwell.explain('app')).surveys[0].open").await, true);
}

#[apply(behaviour)]
async fn show_is_refused_while_another_is_open_while_resting_and_for_a_stranger(engine: Engine) {
    let stage = stage();
    let visitor = visitor(engine, &stage).await;
    assert_eq!(code(&visitor.eval("await askwell.show('nobody')").await), "unknown");
    visitor.eval("await askwell.show()").await;
    let card = visitor.card().await;
    assert_eq!(visitor.eval("await askwell.show('app')").await, "app", "it is there already");
    visitor.eval("await askwell.init({ id: 'other', endpoint: '/answers', show: 'manual' })").await;
    assert_eq!(code(&visitor.eval("await askwell.show('other')").await), "busy");
    visitor.has_read().await;
    visitor.eval("await askwell.close()").await;
    card.leaves().await;
    assert_eq!(visitor.events("dismissed").await.len(), 1);
    assert_eq!(code(&visitor.eval("await askwell.show('app')").await), "resting");
    assert_eq!(visitor.eval("await askwell.show('app', { ignoreRecontact: true })").await, "app");
    visitor.card().await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn two_calls_in_a_row_open_one_card(engine: Engine) {
    let stage = stage();
    let visitor = visitor(engine, &stage).await;
    let results = visitor
        .eval("(await Promise.allSettled([askwell.show('app'), askwell.show('app')])).map(({ status, reason }) => reason?.code ?? status).sort()")
        .await;
    assert_eq!(results, json!(["fulfilled", "fulfilled"]));
    assert_eq!(visitor.eval("document.querySelectorAll('askwell-card').length").await, 1);
}

#[apply(behaviour)]
async fn the_row_says_who_answered_and_what_it_belongs_to(engine: Engine) {
    let stage = stage();
    let visitor = visitor(engine, &stage).await;
    visitor.eval("await askwell.identify({ id: 'u-204', account: 'Atelier Brandt', role: 'owner' })").await;
    visitor.eval("await askwell.show('app', { attributes: { touchpoint: 'invoice', amount: 5 } })").await;
    visitor.card().await.choose(8).await;
    let row = stage.row("the score is stored", |row| row.score == Some(8)).await;
    assert_eq!(row.document["person"], json!({ "id": "u-204", "account": "Atelier Brandt", "role": "owner" }));
    assert_eq!(row.document["attributes"], json!({ "touchpoint": "invoice", "amount": 5 }));
}

#[apply(behaviour)]
async fn a_prefilled_score_is_shown_and_counts_only_when_confirmed(engine: Engine) {
    let stage = stage();
    let visitor = visitor(engine, &stage).await;
    visitor.eval("await askwell.show('app', { prefill: { score: 9 } })").await;
    let card = visitor.card().await;
    assert_eq!(card.eval("root.querySelector('input:checked').value").await, "9");
    assert_eq!(visitor.events("answered").await, [""; 0]);
    assert!(visitor.stored("askwell.outbox").await.is_null());
    assert_eq!(stage.rows().await, []);
    card.choose(9).await;
    card.asks("What do you value most?").await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
}

#[apply(behaviour)]
async fn listeners_hear_until_they_are_taken_off(engine: Engine) {
    let stage = stage();
    let visitor = visitor(engine, &stage).await;
    // One function for two events, as a page that logs has it.
    visitor.eval("(window.heard = [], window.hear = (detail, { type }) => heard.push({ type, ...detail }), 0)").await;
    visitor
        .eval("(askwell.on('answered', hear), askwell.on('answered', hear), askwell.on('completed', hear), 0)")
        .await;
    visitor.eval("await askwell.show('app')").await;
    let card = visitor.card().await;
    card.choose(6).await;
    card.asks("What would have made it better?").await;
    let heard = visitor.eval("heard").await;
    assert_eq!(heard.as_array().map(Vec::len), Some(1), "{heard}");
    assert_eq!((&heard[0]["survey"], &heard[0]["score"]), (&json!("app"), &json!(6)));
    assert_eq!((&heard[0]["type"], &heard[0]["group"]), (&json!("askwell:answered"), &json!("detractor")));

    visitor.eval("(askwell.off('answered', hear), askwell.off('shown', hear), 0)").await;
    card.write("The noise").await;
    card.click("Next").await;
    card.asks("May we get in touch about it?").await;
    assert_eq!(visitor.events("answered").await.len(), 2);
    assert_eq!(visitor.eval("heard.length").await, 1, "a listener that was taken off heard an answer");
    card.click("No, thank you").await;
    visitor.told("completed").await;
    assert_eq!(visitor.eval("heard.at(-1).type").await, "askwell:completed");
}

#[apply(behaviour)]
async fn destroy_removes_everything_and_init_brings_it_back(engine: Engine) {
    let stage = stage();
    let visitor = visitor(engine, &stage).await;
    visitor.eval("await askwell.show('app')").await;
    visitor.card().await;
    visitor.eval("await askwell.destroy()").await;
    visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;
    assert_eq!(code(&visitor.eval("await askwell.show('app')").await), "unknown");
    visitor.eval(&format!("await askwell.init({CONFIG})")).await;
    assert_eq!(visitor.eval("await askwell.show('app')").await, "app");
    visitor.card().await;
    visitor.page_is_unharmed().await;
}
