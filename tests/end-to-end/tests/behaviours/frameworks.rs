//! Applications made with React, Vue and Svelte and their usual tools: `tests/end-to-end/apps`.

use end_to_end::{Engine, Row, Stage, Visitor, until};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

/// The applications, and whether each runs its effects twice.
const APPS: [(&str, bool); 4] = [("react", false), ("react-development", true), ("vue", false), ("svelte", false)];
const QUESTION: &str = "How likely is it that you would recommend Belegwerk to a friend or colleague?";
const HELPFUL: &str = "Was this article helpful?";

/// A site with an application, and a visitor at one of its routes.
async fn at(engine: Engine, app: &str, route: &str) -> (Stage, Visitor) {
    let stage = Stage::open();
    stage.put_app(app, &["help/reminders", "help/exports"]);
    let visitor = stage.visitor(engine).await;
    visitor.visit(&format!("/{app}/{route}")).await;
    visitor.until("the script has run", "Boolean(window.askwell?.explain)").await;
    (stage, visitor)
}

/// Clicks the link or button of the application that reads like this.
async fn click(visitor: &Visitor, name: &str) {
    let find = "[...document.querySelectorAll('#app a, #app button')].find((one) => one.textContent === NAME)";
    let find = find.replace("NAME", &json!(name).to_string());
    visitor.until(&format!("the application has “{name}”"), &format!("Boolean({find})")).await;
    visitor.eval(&format!("({find}.click(), 0)")).await;
}

/// How many cards stand on the page.
async fn cards(visitor: &Visitor) -> Value {
    let all =
        "[...document.querySelectorAll('*')].filter(({ shadowRoot }) => shadowRoot?.querySelector('.card')).length";
    visitor.eval(all).await
}

async fn is_at_peace(visitor: &Visitor) {
    assert_eq!(visitor.recorded("consoleErrors").await, [""; 0]);
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_event_shows_the_survey_once_and_the_answer_is_stored_once(engine: Engine) {
    for (app, _) in APPS {
        let (stage, visitor) = at(engine, app, "").await;
        click(&visitor, "Send invoices").await;
        let card = visitor.card().await;
        card.asks(QUESTION).await;
        // What is shown twice is there by the time that the first has been answered.
        card.choose(9).await;
        card.asks("What do you value most?").await;
        card.write("The exports").await;
        card.click("Send").await;
        let row = stage.complete_row().await;
        assert_eq!(row.said(), (Some(9), Some("promoter"), Some("The exports")), "{app}");
        assert_eq!((row.survey.as_str(), row.page_path.as_str()), ("invoices", format!("/{app}/").as_str()));
        assert_eq!(row.document["person"], json!({ "id": "u-204", "role": "owner" }), "{app}");
        let delivered = visitor.told("delivered").await;
        assert!(delivered.iter().all(|told| told["id"] == row.id), "{app}: {delivered:?}");
        assert_eq!(visitor.events("shown").await, [json!({ "survey": "invoices" })], "{app}");
        assert_eq!(cards(&visitor).await, 1, "{app}");
        is_at_peace(&visitor).await;
    }
}

#[apply(behaviour)]
async fn a_popover_stays_when_the_route_changes(engine: Engine) {
    for (app, _) in APPS {
        let (stage, visitor) = at(engine, app, "").await;
        click(&visitor, "Send invoices").await;
        let card = visitor.card().await;
        card.choose(3).await;
        card.asks("What went wrong?").await;
        card.write("It was slow").await;
        click(&visitor, "Exports").await;
        visitor.card_in("askwell-rating").await.asks(HELPFUL).await;
        card.click("Next").await;
        let row = stage.row("the comment is stored", |row| row.comment.is_some()).await;
        assert_eq!(row.said(), (Some(3), Some("detractor"), Some("It was slow")), "{app}");
        assert_eq!(row.page_path, format!("/{app}/"));
        is_at_peace(&visitor).await;
    }
}

#[apply(behaviour)]
async fn a_rating_follows_the_route_and_is_stored_with_its_topic(engine: Engine) {
    for (app, _) in APPS {
        let (stage, visitor) = at(engine, app, "").await;
        click(&visitor, "Reminders").await;
        visitor.card_in("askwell-rating[topic=reminders]").await.asks(HELPFUL).await;
        visitor.eval("(window.first = document.querySelector('askwell-rating'), 0)").await;

        click(&visitor, "Exports").await;
        let exports = visitor.card_in("askwell-rating[topic=exports]").await;
        exports.asks(HELPFUL).await;
        assert_eq!(visitor.eval("first === document.querySelector('askwell-rating')").await, true, "{app}");
        assert_eq!(cards(&visitor).await, 1, "{app}");
        exports.click("No").await;
        exports.asks("What was missing?").await;
        exports.write("An example").await;
        exports.click("Send").await;
        stage.complete_row().await;

        click(&visitor, "Reminders").await;
        let reminders = visitor.card_in("askwell-rating[topic=reminders]").await;
        reminders.asks(HELPFUL).await;
        reminders.click("Yes").await;
        let mut rows = two_rows(&stage).await;
        rows.sort_by(|a, b| a.topic.cmp(&b.topic));
        let stored: Vec<_> = rows
            .iter()
            .map(|row| (row.topic.as_deref(), row.helpful.as_deref(), row.comment.as_deref(), row.page_path.as_str()))
            .collect();
        let path = |topic| format!("/{app}/help/{topic}");
        assert_eq!(
            stored,
            [
                (Some("exports"), Some("no"), Some("An example"), path("exports").as_str()),
                (Some("reminders"), Some("yes"), None, path("reminders").as_str()),
            ]
        );
        is_at_peace(&visitor).await;
    }
}

async fn two_rows(stage: &Stage) -> Vec<Row> {
    until("both are complete", async || {
        Some(stage.rows().await).filter(|rows| rows.len() == 2 && rows.iter().all(|row| row.status == "complete"))
    })
    .await
}

#[apply(behaviour)]
async fn an_application_that_begins_with_an_article_shows_its_rating(engine: Engine) {
    for (app, _) in APPS {
        let (stage, visitor) = at(engine, app, "help/exports/").await;
        let card = visitor.card_in("askwell-rating[topic=exports]").await;
        card.click("Yes").await;
        let row = stage.complete_row().await;
        assert_eq!((row.topic.as_deref(), row.helpful.as_deref()), (Some("exports"), Some("yes")), "{app}");
        assert_eq!(cards(&visitor).await, 1, "{app}");
        is_at_peace(&visitor).await;
    }
}

#[apply(behaviour)]
async fn what_is_unmounted_leaves_nothing_and_can_be_mounted_again(engine: Engine) {
    for (app, twice) in APPS {
        let (stage, visitor) = at(engine, app, "help/exports/").await;
        visitor.card_in("askwell-rating").await;
        click(&visitor, "Invoices").await;
        click(&visitor, "Send invoices").await;
        visitor.card().await.asks(QUESTION).await;
        click(&visitor, "Exports").await;
        visitor.card_in("askwell-rating").await;
        assert_eq!(cards(&visitor).await, 2, "{app}");

        let hear = "(() => {
            const { push } = askwell;
            window.calls = [];
            askwell.push = (...given) => {
                calls.push(...given.map(([name]) => name));
                push(...given);
            };
            return 0;
        })()";
        visitor.eval(hear).await;
        click(&visitor, "Sign out").await;
        visitor.until("all surveys are gone", "!document.querySelector('askwell-card, askwell-rating')").await;
        assert_eq!(cards(&visitor).await, 0, "{app}");
        assert_eq!(visitor.eval("(await askwell.explain()).surveys").await, json!([]), "{app}");
        assert_eq!(visitor.eval("calls.splice(0)").await, json!(["identify", "destroy"]), "{app}");

        click(&visitor, "Sign in").await;
        visitor.card_in("askwell-rating").await.asks(HELPFUL).await;
        let mut calls = vec!["identify", "init"];
        if twice {
            calls.extend(["identify", "destroy", "identify", "init"]);
        }
        assert_eq!(visitor.eval("calls.splice(0)").await, json!(calls), "{app}");
        click(&visitor, "Invoices").await;
        click(&visitor, "Send invoices").await;
        let card = visitor.card().await;
        card.choose(10).await;
        let row = stage.row("the score is stored", |row| row.score == Some(10)).await;
        assert_eq!(row.document["person"]["id"], "u-204", "{app}");
        is_at_peace(&visitor).await;
    }
}
