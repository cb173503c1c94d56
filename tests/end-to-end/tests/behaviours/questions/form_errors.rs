//! What can't be an answer is said where it is, until it is mended, and never stored.

use end_to_end::{Card, Engine, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::behaviour;

use super::fields::day;
use super::{END, PROMPT, click, complete, page, question};

/// Whether what is invalid has a border in the colour of the error, or what lies in it has.
const RED: &str =
    "((color, invalid) => [invalid, ...(invalid.closest('.rows') ?? invalid).querySelectorAll('.row, .pill span')]
        .some((element) => getComputedStyle(element).borderTopColor === color))
    (getComputedStyle(root.querySelector('.note')).color, root.querySelector('[aria-invalid=true]'))";

/// A card that asks one question and shows errors.
struct Asked {
    stage: Stage,
    visitor: Visitor,
}

impl Asked {
    async fn new(engine: Engine, kind: &str, fields: Value) -> Self {
        let stage = Stage::with(&page(&json!([question(kind, &fields)])));
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        visitor.card().await.asks(PROMPT).await;
        Self { stage, visitor }
    }

    async fn card(&self) -> Card<'_> {
        self.visitor.card().await
    }

    /// Sends, and is told this about the field that `selector` finds, which has the focus then.
    async fn shows_error(&self, words: &str, selector: &str) {
        let card = self.card().await;
        click(&card, ".primary").await;
        self.says(words, selector).await;
        self.visitor.focus_comes_to(selector).await;
        assert_eq!(self.visitor.events("answered").await, [""; 0], "something was taken for an answer");
        assert_eq!(self.stage.rows().await, [], "something was stored");
    }

    /// The error is this, about the field that `selector` finds and about no other.
    async fn says(&self, words: &str, selector: &str) {
        let card = self.card().await;
        let note = json!(words);
        card.until(&format!("the card says “{words}”"), &format!("root.querySelector('.note').textContent === {note}"))
            .await;
        let invalid = card.eval("root.querySelectorAll('[aria-invalid=true]').length").await;
        assert_eq!(invalid, 1, "fields that are invalid after “{words}”");
        // Of radio buttons, it is the group.
        let right = format!(
            "((invalid) => Boolean(invalid.matches(`{selector}`) || invalid.matches('[role=radiogroup]') && invalid.querySelector(`{selector}`)))
                (root.querySelector('[aria-invalid=true]'))"
        );
        assert_eq!(card.eval(&right).await, true, "{selector} is the invalid one after “{words}”");
        card.until(&format!("it is red after “{words}”"), RED).await;
    }

    /// There is no error any more.
    async fn is_content(&self) {
        let card = self.card().await;
        card.until(
            "the error is gone",
            "!root.querySelector('[aria-invalid=true]') && root.querySelector('#note').textContent === ''",
        )
        .await;
    }

    /// Sends, and the row has this answer.
    async fn stores(&self, answer: Value) {
        let card = self.card().await;
        click(&card, ".primary").await;
        card.asks(END).await;
        let rows = complete(&self.stage, 1).await;
        assert_eq!(rows[0].answer("it"), &answer);
        self.visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn words_that_are_needed_are_asked_for(engine: Engine) {
    let asked = Asked::new(engine, "text", json!({ "required": true })).await;
    asked.shows_error("Please fill in this field.", "textarea").await;
    asked.visitor.press("  ").await;
    asked.says("Please fill in this field.", "textarea").await;
    asked.visitor.press("x").await;
    asked.is_content().await;
    asked.stores(json!("x")).await;
}

#[apply(behaviour)]
async fn words_that_are_too_few_stay_complained_of_until_they_are_enough(engine: Engine) {
    let short = "Please write a little more. Minimum number of characters: 5";
    let asked = Asked::new(engine, "text", json!({ "minLength": 5, "maxLength": 100 })).await;
    click(&asked.card().await, "textarea").await;
    asked.visitor.press("abc").await;
    asked.shows_error(short, "textarea").await;
    asked.visitor.press("d").await;
    asked.says(short, "textarea").await;
    asked.visitor.press("e").await;
    let card = asked.card().await;
    assert_eq!(card.text("#count").await.as_str().map(str::trim), Some("Characters: 5 of 100"));
    asked.stores(json!("abcde")).await;
}

#[apply(behaviour)]
async fn too_few_and_too_many_choices_are_counted(engine: Engine) {
    let asked =
        Asked::new(engine, "choices", json!({ "choices": ["a", "b", "c"], "min": 2, "max": 2, "required": true }))
            .await;
    asked.shows_error("Please choose an answer.", "input[value='0']").await;
    let card = asked.card().await;
    click(&card, "label.row:nth-of-type(2)").await;
    asked.shows_error("Please choose at least 2.", "input[value='0']").await;
    click(&card, "label.row:nth-of-type(1)").await;
    asked.is_content().await;
    click(&card, "label.row:nth-of-type(3)").await;
    asked.shows_error("Please choose up to 2.", "input[value='0']").await;
    click(&card, "label.row:nth-of-type(2)").await;
    asked.is_content().await;
    asked.stores(json!(["a", "c"])).await;
}

#[apply(behaviour)]
async fn a_choice_that_is_needed_is_asked_for_and_so_are_its_words(engine: Engine) {
    let asked = Asked::new(engine, "choice", json!({ "choices": ["a", "b"], "other": true, "required": true })).await;
    // Nothing sends before there are words to write: any other choice answers by a click.
    assert_eq!(asked.card().await.eval("root.querySelector('.primary').checkVisibility()").await, false);
    asked.visitor.tab_to(".close").await;
    asked.visitor.press_with(Key::Control, Key::Enter).await;
    asked.says("Please choose an answer.", "input[value='0']").await;
    click(&asked.card().await, "label.row:nth-of-type(3)").await;
    asked.shows_error("Please fill in this field.", "input.other").await;
    asked.visitor.press("c").await;
    asked.is_content().await;
    asked.stores(json!({ "other": "c" })).await;
}

#[apply(behaviour)]
async fn an_entry_that_is_needed_is_asked_for(engine: Engine) {
    let asked = Asked::new(engine, "dropdown", json!({ "choices": ["a", "b"], "required": true })).await;
    asked.shows_error("Please choose an answer.", "select").await;
    asked.visitor.press("b").await;
    asked.is_content().await;
    asked.stores(json!("b")).await;
}

#[apply(behaviour)]
async fn every_row_of_a_matrix_that_is_needed_is_asked_for(engine: Engine) {
    let asked =
        Asked::new(engine, "matrix", json!({ "rows": ["r", "s", "t"], "columns": ["x", "y"], "required": true })).await;
    let card = asked.card().await;
    click(&card, "input[name=row0][value='0']").await;
    asked.shows_error("Please answer every row: s", "input[name=row1][value='0']").await;
    click(&card, "input[name=row1][value='1']").await;
    // That row is no longer what is wrong.
    card.until("the row is mended", "!root.querySelector('[aria-invalid=true]')").await;
    asked.shows_error("Please answer every row: t", "input[name=row2][value='0']").await;
    asked.visitor.press(" ").await;
    asked.is_content().await;
    asked.stores(json!({ "r": "x", "s": "y", "t": "x" })).await;
}

#[apply(behaviour)]
async fn a_tick_that_is_needed_is_asked_for(engine: Engine) {
    let asked = Asked::new(engine, "consent", json!({ "label": "I agree", "required": true })).await;
    asked.shows_error("Please tick the box to go on.", "input[type=checkbox]").await;
    asked.visitor.press(" ").await;
    asked.is_content().await;
    asked.stores(json!(true)).await;
}

#[apply(behaviour)]
async fn each_field_of_a_contact_says_what_is_wrong_with_it_and_no_other_does(engine: Engine) {
    let fields = json!({ "name": "required", "email": "optional", "phone": "required" });
    let asked = Asked::new(engine, "contact", fields).await;
    let visitor = &asked.visitor;
    let card = asked.card().await;
    click(&card, "#email").await;
    visitor.press("nobody").await;
    click(&card, "#phone").await;
    visitor.press("12").await;
    // What is there and can't be right comes first, then what is missing.
    asked.shows_error("Please enter an address such as name@example.org.", "#email").await;
    visitor.press("@example.org").await;
    // The next one is not complained of before somebody sends.
    asked.is_content().await;
    asked.shows_error("Please enter a phone number such as +49 30 123456.", "#phone").await;
    visitor.press("345").await;
    asked.is_content().await;
    asked.shows_error("Please fill in this field.", "#name").await;
    visitor.press("Ada").await;
    asked.is_content().await;
    asked.stores(json!({ "name": "Ada", "email": "nobody@example.org", "phone": "12345", "consent": true })).await;
}

#[apply(behaviour)]
async fn an_error_moves_to_the_field_that_is_wrong_next(engine: Engine) {
    let asked = Asked::new(engine, "contact", json!({ "email": "required", "phone": "required" })).await;
    let card = asked.card().await;
    asked.shows_error("Please enter an address such as name@example.org.", "#email").await;
    click(&card, "#phone").await;
    asked.visitor.press("12").await;
    click(&card, "#email").await;
    asked.visitor.press("a@example.org").await;
    asked.visitor.press(Key::Enter).await;
    asked.says("Please enter a phone number such as +49 30 123456.", "#phone").await;
    asked.visitor.focus_comes_to("#phone").await;
}

#[apply(behaviour)]
async fn days_before_the_first_and_after_the_last_are_named(engine: Engine) {
    for (field, limit, words) in [
        ("min", "2026-11-21", "Earliest possible date: 11/21/2026"),
        ("max", "2026-11-19", "Latest possible date: 11/19/2026"),
    ] {
        let asked = Asked::new(engine, "date", json!({ field: limit })).await;
        let visitor = &asked.visitor;
        visitor.tab_to("input[type=date]").await;
        visitor.press(day(visitor).await.as_str()).await;
        asked.shows_error(words, "input[type=date]").await;
        let earlier = "root.querySelector('[type=date]').value === '2026-11-20'";
        asked.card().await.until("the day stays", earlier).await;
        // The day is mended by its own field: one up, or one down.
        mend(&asked, limit).await;
        asked.is_content().await;
        asked.stores(json!(limit)).await;
    }
}

/// Steps with arrow keys through the parts of the date field until it is `wanted`.
async fn mend(asked: &Asked, wanted: &str) {
    let card = asked.card().await;
    let there = format!("root.querySelector('[type=date]').value === '{wanted}'");
    let key = if wanted > "2026-11-20" { Key::Up } else { Key::Down };
    // The day is at the place that it has in the order of this browser's dates.
    let before = asked
        .visitor
        .eval("new Intl.DateTimeFormat().formatToParts(0).filter(({ type }) => type !== 'literal').findIndex(({ type }) => type === 'day')")
        .await
        .as_u64()
        .expect("a date has a day");
    for _ in 0..before {
        asked.visitor.press(Key::Right).await;
    }
    asked.visitor.press(key).await;
    card.until("the day is mended", &there).await;
}

#[apply(behaviour)]
async fn half_a_date_is_no_date_whether_one_is_needed_or_not(engine: Engine) {
    for required in [true, false] {
        let asked = Asked::new(engine, "date", json!({ "required": required })).await;
        if required {
            asked.shows_error("Please enter a full date.", "input[type=date]").await;
        }
        let visitor = &asked.visitor;
        visitor.tab_to("input[type=date]").await;
        let keys = day(visitor).await;
        visitor.press(&keys[..2]).await;
        asked.shows_error("Please enter a full date.", "input[type=date]").await;
        visitor.press(keys.as_str()).await;
        asked.is_content().await;
        asked.stores(json!("2026-11-20")).await;
    }
}
