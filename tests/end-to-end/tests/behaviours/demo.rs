//! The demo pages, used as a visitor would use them: each ends in a row, and in the report.

use end_to_end::{Engine, Stage, Visitor};
use macro_rules_attribute::apply;

use crate::table::behaviour;

async fn press_button(visitor: &Visitor, label: &str) {
    let mark = format!(
        "(() => {{
            document.querySelector('[data-marked]')?.removeAttribute('data-marked');
            const button = [...document.querySelectorAll('button, a')].find((one) => one.textContent.trim() === '{label}');
            button?.setAttribute('data-marked', '');
            return Boolean(button);
        }})()"
    );
    visitor.until(&format!("the page has a button “{label}”"), &mark).await;
    visitor.click("[data-marked]").await;
}

#[apply(behaviour)]
async fn an_order_in_the_shop_ends_with_a_question(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/shop/product.html?id=darjeeling").await;
    press_button(&visitor, "In den Warenkorb").await;
    visitor.until("it is in the basket", "document.querySelector('[data-basket-count]').textContent === '1'").await;
    visitor.visit("/shop/checkout.html").await;
    for (field, text) in [
        ("email", "a@example.org"),
        ("first-name", "Ada"),
        ("last-name", "Muster"),
        ("street", "Am Hof 1"),
        ("postcode", "02747"),
        ("city", "Herrnhut"),
    ] {
        visitor.find(&format!("#{field}")).await.send_keys(text).await.expect("the field takes text");
    }
    visitor.click("#terms").await;
    assert!(!visitor.sees_a_card().await, "nobody is asked anything while they pay");
    press_button(&visitor, "Zahlungspflichtig bestellen").await;
    visitor.until("the order is placed", "location.pathname === '/shop/thanks.html'").await;

    let card = visitor.card().await;
    card.asks("Wie wahrscheinlich ist es, dass Sie Lindenhof einem Freund oder Kollegen weiterempfehlen?").await;
    card.choose(10).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.write("Der Tee kam <b>schnell</b>").await;
    card.click("Senden").await;
    card.asks("Danke. Das freut uns sehr.").await;
    let row = stage.complete_row().await;
    assert_eq!(row.said(), (Some(10), Some("promoter"), Some("Der Tee kam <b>schnell</b>")));
    assert_eq!(row.survey, "lindenhof-order");
    assert_eq!(row.document["attributes"]["touchpoint"], "checkout");
    visitor.page_is_unharmed().await;

    visitor.visit("/report").await;
    let report = visitor.eval("document.body.innerText").await;
    let report = report.as_str().expect("a page has text");
    assert!(
        report.contains("Der Tee kam <b>schnell</b>") && report.contains("−48 to 98 with 95 % confidence"),
        "{report}"
    );
    visitor.visit("/v1/report").await;
    let figures = visitor.eval("JSON.parse(document.body.innerText)").await;
    assert!(figures.to_string().contains("\"promoter"), "{figures}");
    println!("{figures}");
}

#[apply(behaviour)]
async fn the_fifth_invoice_of_the_app_is_followed_by_a_question(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/app/index.html#/rechnungen").await;
    visitor.click("table.invoices a").await;
    for sent in 1..=5 {
        assert!(!visitor.sees_a_card().await, "asked before invoice {sent} was sent");
        press_button(&visitor, "Duplizieren").await;
        press_button(&visitor, "Senden").await;
        visitor.until("the invoice is sent", "document.querySelector('.status').dataset.status === 'offen'").await;
    }
    let card = visitor.card().await;
    card.asks("Wie wahrscheinlich ist es, dass Sie Belegwerk einem Freund oder Kollegen weiterempfehlen?").await;
    card.choose(3).await;
    card.asks("Was ist schiefgelaufen?").await;
    card.click("Überspringen").await;
    card.click("Nein, danke").await;
    let row = stage.complete_row().await;
    assert_eq!((row.survey.as_str(), row.said()), ("belegwerk-invoicing", (Some(3), Some("detractor"), None)));
    assert_eq!(row.document["person"]["account"], "Atelier Brandt");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_article_of_the_help_centre_is_rated(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/help/article.html?id=versandkosten").await;
    visitor.find("askwell-rating").await.scroll_into_view().await.expect("it can be scrolled to");
    let card = visitor.card_in("askwell-rating").await;
    card.click("Nein").await;
    card.asks("Was hat gefehlt?").await;
    card.write("Inseln").await;
    card.click("Senden").await;
    let row = stage.complete_row().await;
    assert_eq!((row.topic.as_deref(), row.helpful.as_deref()), (Some("versandkosten"), Some("no")));
    assert_eq!(row.comment.as_deref(), Some("Inseln"));
    visitor.page_is_unharmed().await;

    visitor.visit("/report").await;
    let report = visitor.eval("document.body.innerText").await;
    let report = report.as_str().expect("a page has text");
    assert!(report.contains("versandkosten") && report.contains("Inseln"), "{report}");
}

#[apply(behaviour)]
async fn an_example_of_the_gallery_is_answered_where_it_stands(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/gallery/#example=shop-after-purchase&lang=de").await;
    let card = visitor.card_in("askwell-survey").await;
    card.until("it asks in German", "root.querySelector('h2').textContent.startsWith('Wie wahrscheinlich')").await;
    card.choose(3).await;
    let row = stage.row("the score is stored", |row| row.status == "partial").await;
    assert_eq!(row.score, Some(3));
    visitor.page_is_unharmed().await;
}
