//! Surveys as documents: what is asked next follows from what was answered, and what the row says then.

use end_to_end::{Card, Engine, Page, Row, Stage, Visitor, until};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

const SHOP: &str = include_str!("../../../../docs/examples/shop-after-purchase.json");
const CANCELLATION: &str = include_str!("../../../../docs/examples/cancellation.json");
const SCORE: &str = "How likely is it that you would recommend us to a friend or colleague?";
const FRANK: &str = "Thank you for being frank. Customer service can put many things right.";

fn english() -> Page {
    Page::new().html(r#"lang="en""#)
}

/// A page with the document inside, and a tag with these attributes.
fn with_document(document: &str, tag: &[(&str, &str)]) -> Page {
    english().tag(tag).head(&format!(r#"<script type="application/askwell+json">{document}</script>"#))
}

/// Chooses the row of a list that reads like this.
async fn choose(card: &Card<'_>, label: &str) {
    let label = json!(label);
    let rows = "[...root.querySelectorAll('label.row')]";
    card.until(
        &format!("{label} is on the card"),
        &format!("{rows}.some(({{ textContent }}) => textContent === {label})"),
    )
    .await;
    let index = card.eval(&format!("{rows}.findIndex(({{ textContent }}) => textContent === {label}) + 1")).await;
    card.find(&format!("label.row:nth-of-type({index})")).await.click().await.expect("it can be clicked");
}

/// A detractor whose parcel was damaged.
async fn damaged(card: &Card<'_>) {
    card.asks(SCORE).await;
    card.choose(3).await;
    card.asks("Which part of your order disappointed you most?").await;
    choose(card, "The delivery").await;
    card.asks("What went wrong with the delivery?").await;
    choose(card, "Something was damaged").await;
    card.asks(FRANK).await;
}

fn is_damaged(row: &Row) {
    assert_eq!((row.survey.as_str(), row.kind.as_str()), ("shop-after-purchase", "transactional"));
    assert_eq!(row.said(), (Some(3), Some("detractor"), None));
    let answers = json!({ "score": 3, "part": "delivery", "delivery": "damaged", "order": "L-1042" });
    assert_eq!(row.document["answers"], answers);
}

#[apply(behaviour)]
async fn a_detractor_is_asked_about_the_delivery_wherever_the_document_comes_from(engine: Engine) {
    let element = r#"<askwell-survey src="/shop.json" hidden-order="L-1042"></askwell-survey>"#;
    let inside = format!(
        r#"<askwell-survey hidden-order="L-1042"><script type="application/askwell+json">{SHOP}</script></askwell-survey>"#
    );
    for (page, call) in [
        (english().tag(&[("show", "manual")]).body(element), None),
        (english().tag(&[("show", "manual")]).body(&inside), None),
        (english().tag(&[("survey", "/shop.json"), ("hidden-order", "L-1042")]), None),
        (with_document(SHOP, &[("hidden-order", "L-1042")]), None),
        (
            english().tag(&[("show", "manual")]),
            Some(format!("await askwell.init({{ ...{SHOP}, hidden: {{ order: 'L-1042' }} }})")),
        ),
        (
            with_document(SHOP, &[("show", "manual")]),
            Some("await askwell.show(undefined, { hidden: { order: 'L-1042' } })".to_owned()),
        ),
    ] {
        let inline = call.is_none() && format!("{page:?}").contains("<askwell-survey");
        let stage = Stage::with(&page);
        stage.put_file("shop.json", SHOP);
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        if let Some(call) = call {
            assert_eq!(visitor.eval(&call).await, "shop-after-purchase");
        }
        let card = visitor.card_in(if inline { "askwell-survey" } else { "askwell-card" }).await;
        damaged(&card).await;
        assert_eq!(card.eval("root.querySelector('a').getAttribute('href')").await, "/contact");
        is_damaged(&stage.complete_row().await);
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn the_way_back_keeps_answers_and_what_was_said_on_a_way_that_was_left_is_taken_out(engine: Engine) {
    let stage = Stage::with(&with_document(SHOP, &[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(SCORE).await;
    card.choose(3).await;
    card.asks("Which part of your order disappointed you most?").await;
    choose(&card, "The delivery").await;
    card.asks("What went wrong with the delivery?").await;
    stage.row("the part is stored", |row| row.answer("part") == "delivery").await;
    card.click("Back").await;
    card.asks("Which part of your order disappointed you most?").await;
    let chosen = "root.querySelector('input:checked').closest('label').textContent";
    assert_eq!(card.eval(chosen).await, "The delivery");
    choose(&card, "The price").await;
    card.asks(FRANK).await;
    let row = stage.complete_row().await;
    assert_eq!(row.document["answers"], json!({ "score": 3, "part": "price" }));

    // The same visitor on another page view, of another opinion halfway.
    visitor.eval("(await askwell.reset(), 0)").await;
    visitor.reload().await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.asks("Which part of your order disappointed you most?").await;
    choose(&card, "The delivery").await;
    card.asks("What went wrong with the delivery?").await;
    card.click("Change").await;
    card.asks(SCORE).await;
    assert_eq!(card.eval("root.querySelector('input:checked').value").await, "3");
    card.choose(8).await;
    card.asks("What would make it a 10?").await;
    card.write("Tea").await;
    card.click("Send").await;
    card.asks("Thank you. That tells us where to get better.").await;
    let rows = until("both are complete", async || {
        Some(stage.rows().await).filter(|rows| rows.len() == 2 && rows.iter().all(|row| row.status == "complete"))
    })
    .await;
    assert_eq!(rows[1].document["answers"], json!({ "score": 8, "ten": "Tea" }));
    assert_eq!(rows[1].group.as_deref(), Some("passive"));
}

#[apply(behaviour)]
async fn only_promoters_from_business_accounts_are_asked_for_a_reference(engine: Engine) {
    for (tag, asked) in [
        (vec![], None),
        (
            vec![("segment", "Business")],
            Some("May we call you and ask whether your company would be a reference for us?"),
        ),
        (
            vec![("person-account", "Muster GmbH")],
            Some("May we call you and ask whether Muster GmbH would be a reference for us?"),
        ),
    ] {
        let stage = Stage::with(&with_document(SHOP, &tag));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.asks(SCORE).await;
        card.choose(9).await;
        if let Some(asked) = asked {
            card.asks(asked).await;
            card.find("#phone").await.send_keys("030 123456").await.expect("it takes text");
            card.click("Yes, contact me").await;
        }
        card.asks("Thank you. That made our day.").await;
        let row = stage.complete_row().await;
        let phone = asked.map_or(Value::Null, |_| json!("030 123456"));
        assert_eq!(row.answer("reference")["phone"], phone, "{tag:?}");
    }
}

#[apply(behaviour)]
async fn follow_ups_are_words_a_question_or_a_list_of_them(engine: Engine) {
    let definition = json!({
        "id": "follow", "storage": "none",
        "followUps": {
            "detractor": [
                { "id": "part", "type": "choice", "prompt": "Which part?", "choices": ["Delivery", "Product"] },
                { "prompt": "What happened?" }
            ],
            "passive": "What would make it a 10?",
            "promoter": { "id": "liked", "type": "choices", "prompt": "What did you like?", "choices": ["Price", "Speed"] }
        }
    });
    let stage = Stage::with(&with_document(&definition.to_string(), &[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(0).await;
    card.asks("Which part?").await;
    choose(&card, "Delivery").await;
    card.asks("What happened?").await;
    card.write("It rained").await;
    card.click("Next").await;
    card.asks("May we get in touch about it?").await;
    card.click("No, thank you").await;
    card.asks("Thank you for being frank. We read every answer.").await;
    let row = stage.complete_row().await;
    assert_eq!(row.document["answers"], json!({ "score": 0, "part": "Delivery", "reason": "It rained" }));
    assert_eq!(row.comment.as_deref(), Some("It rained"));

    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(7).await;
    card.asks("What would make it a 10?").await;
    card.click("Change").await;
    card.until("the score is asked again", "Boolean(root.querySelector('.scale'))").await;
    card.choose(10).await;
    card.asks("What did you like?").await;
    choose(&card, "Speed").await;
    card.click("Send").await;
    card.asks("Thank you. That made our day.").await;
    let liked = until("the other row is complete", async || {
        stage.rows().await.into_iter().find(|row| row.status == "complete" && row.score == Some(10))
    })
    .await;
    assert_eq!(liked.document["answers"], json!({ "score": 10, "liked": ["Speed"] }));
}

#[apply(behaviour)]
async fn a_way_leads_past_questions_to_an_ending_of_its_own_and_values_are_computed(engine: Engine) {
    let stage = Stage::with(&english().tag(&[("survey", "/cancel.json"), ("container", "main")]).body("<main></main>"));
    stage.put_file("cancel.json", CANCELLATION);
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card_in("main > askwell-card").await;
    card.asks("What is your main reason for leaving?").await;
    choose(&card, "It is too expensive").await;
    card.asks("Would one of these suit you better?").await;
    choose(&card, "A pause of up to six months").await;
    card.asks("You can pause your account in its settings. Your data stays, and you pay nothing meanwhile.").await;
    let row = stage.complete_row().await;
    assert_eq!(row.document["answers"], json!({ "why": "price", "instead": "pause", "cause": "product" }));
    card.click("Pause my account").await;
    let row = stage.row("the link is in the row", |row| !row.answer("pause").is_null()).await;
    assert_eq!((row.answer("pause"), row.status.as_str()), (&json!("opened"), "complete"));
}

#[apply(behaviour)]
async fn other_ways_recall_what_was_chosen_or_end_at_once(engine: Engine) {
    for (reason, next, answers) in [
        (
            "It did not work reliably",
            Some("You said “It did not work reliably”. What was it?"),
            json!({ "why": "unreliable", "cause": "product" }),
        ),
        (
            "I use something else now",
            Some("What would bring you back?"),
            json!({ "why": "switched", "cause": "circumstances" }),
        ),
        ("I no longer need it", None, json!({ "why": "unneeded", "cause": "circumstances" })),
    ] {
        let stage = Stage::with(&with_document(CANCELLATION, &[("container", "main")]).body("<main></main>"));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let card = visitor.card_in("main > askwell-card").await;
        card.asks("What is your main reason for leaving?").await;
        choose(&card, reason).await;
        card.asks(next.unwrap_or("Thank you for telling us. You are always welcome back.")).await;
        let row = stage.row("the reason is stored", |row| !row.answer("why").is_null()).await;
        assert_eq!(row.document["answers"], answers);
        assert_eq!(row.status, if next.is_some() { "partial" } else { "complete" });
    }
}

/// A definition that has a mistake at `questions[1].next[0].goto`.
fn mistaken() -> Value {
    json!({
        "id": "mistaken",
        "questions": [
            { "id": "why", "type": "text", "prompt": "Why?" },
            { "id": "how", "type": "text", "prompt": "How?", "next": [{ "goto": "offr" }] }
        ],
        "endings": [{ "text": "Thank you." }]
    })
}

/// The page is told of one mistake and shows nothing.
async fn is_told(visitor: &Visitor, path: &str, message: &str) {
    let errors = visitor.told("error").await;
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0]["code"], "config");
    assert_eq!(errors[0]["problems"], json!([{ "path": path, "message": message }]));
    let said = visitor.recorded("consoleErrors").await.join("\n");
    assert!(said.contains(&format!("{path}: {message}")), "{said}");
    assert!(!visitor.sees_a_card().await);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_survey_with_an_error_is_not_shown_and_path_and_reason_are_said(engine: Engine) {
    let document = mistaken().to_string();
    for page in [
        with_document(&document, &[]),
        english().tag(&[("survey", "/mistaken.json")]),
        english().tag(&[("show", "manual")]).body(r#"<askwell-survey src="/mistaken.json"></askwell-survey>"#),
        english()
            .bare_tag(&[])
            .script(&format!("window.askwell = [['init', {{ endpoint: '/v1/responses?key=demo', ...{document} }}]];")),
    ] {
        let stage = Stage::with(&page);
        stage.put_file("mistaken.json", &document);
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        let message = "names offr, and there is no question or ending of that name";
        is_told(&visitor, "questions[1].next[0].goto", message).await;
        assert_eq!(stage.rows().await, []);
    }
}

#[apply(behaviour)]
async fn links_that_run_scripts_are_refused_with_their_path(engine: Engine) {
    let mut definition = mistaken();
    definition["questions"][1] =
        json!({ "id": "go", "type": "link", "prompt": "Go on", "label": "Go", "url": "java\tscript:alert(1)" });
    let stage = Stage::with(&with_document(&definition.to_string(), &[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let errors = visitor.told("error").await;
    assert_eq!(errors[0]["problems"][0]["path"], "questions[1].url", "{errors:?}");
    assert!(!visitor.sees_a_card().await);
}

#[apply(behaviour)]
async fn errors_of_a_preset_need_no_chunk(engine: Engine) {
    let stage = Stage::with(&english().tag(&[("delay", "soon")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    // What is wrong is found when the visitor turns to the question, which leaves.
    visitor.card().await.choose(3).await;
    visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;
    is_told(&visitor, "delay", "needs to be a number from 0 to 86400").await;
    let wasm = "performance.getEntriesByType('resource').map(({ name }) => name.split('/').at(-1)).filter((name) => name.endsWith('.wasm'))";
    visitor.until_is("which modules are fetched", wasm, &json!(["app.wasm"])).await;

    let refused = visitor.eval("await askwell.init({ endpoint: '/x', theme: 'pink' })").await;
    assert_eq!(refused["rejected"]["code"], "config", "{refused}");
    assert_eq!(refused["rejected"]["problems"][0]["path"], "theme");
}
