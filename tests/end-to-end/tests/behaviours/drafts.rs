//! What is typed and not sent.

use end_to_end::{Engine, Page, Stage, until};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

const ASK: &str = "Was schätzen Sie am meisten?";
const TYPED: &str = "document.querySelector('askwell-card').shadowRoot.querySelector('textarea').value";

#[apply(behaviour)]
async fn what_was_typed_is_offered_again_when_the_question_is_next_asked(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks(ASK).await;
    card.write("Den Tee, vor allem").await;
    visitor.visit("/other.html").await;
    stage.row("the visitor has left", |row| row.status == "abandoned").await;
    let kept = visitor.stored("askwell.drafts").await;
    assert_eq!(kept["nps//reason"][0], "Den Tee, vor allem");

    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(ASK).await;
    assert_eq!(visitor.eval(TYPED).await, "Den Tee, vor allem");
    card.click("Senden").await;
    visitor.told("completed").await;
    visitor.visit("/other.html").await;
    assert_eq!(visitor.stored("askwell.drafts").await, Value::Null, "what is sent is kept no longer");
    let said = (Some(9), Some("promoter"), Some("Den Tee, vor allem"));
    until("the answer is stored", async || stage.rows().await.into_iter().find(|row| row.said() == said)).await;
}

#[apply(behaviour)]
async fn a_tab_that_is_hidden_right_after_the_score_keeps_no_draft_of_the_score(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.is_seen().await;
    card.eval(
        "(root.querySelector(\"input[value='9']\").click(),
         Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }),
         document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
         delete document.hidden)",
    )
    .await;
    card.asks(ASK).await;
    assert_eq!(visitor.eval(TYPED).await, "");
    assert_eq!(visitor.stored("askwell.drafts").await, Value::Null);
}

#[apply(behaviour)]
async fn a_draft_is_kept_for_two_weeks_and_rubbish_in_its_place_is_no_draft(engine: Engine) {
    let page = Page::new().tag(&[("show", "manual")]);
    let stage = Stage::with(&page);
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let day = 86_400_000.0;
    let table = [
        (
            json!({ "nps//reason": ["Tee", "NOW"] })
                .to_string()
                .replace("\"NOW\"", &format!("${{Date.now() - 13 * {day}}}")),
            "Tee",
        ),
        (
            json!({ "nps//reason": ["Tee", "NOW"] })
                .to_string()
                .replace("\"NOW\"", &format!("${{Date.now() - 15 * {day}}}")),
            "",
        ),
        (json!({ "nps//reason": "Tee" }).to_string(), ""),
        ("[{".to_owned(), ""),
        ("null".to_owned(), ""),
    ];
    for (stored, offered) in table {
        visitor.eval(&format!("localStorage.setItem('askwell.drafts', `{stored}`)")).await;
        assert_eq!(visitor.eval("await askwell.show(undefined, { ignoreRecontact: true })").await, "nps");
        let card = visitor.card().await;
        card.choose(9).await;
        card.asks(ASK).await;
        assert_eq!(visitor.eval(TYPED).await, offered, "{stored}");
        visitor.eval("askwell.close()").await;
        visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;
    }
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn nothing_is_kept_where_nothing_may_be(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("storage", "none")]));
    stage.put("other.html", &Page::new());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks(ASK).await;
    card.write("Den Tee").await;
    visitor.visit("/other.html").await;
    assert_eq!(visitor.eval("[localStorage.length, sessionStorage.length]").await, json!([0, 0]));
}
