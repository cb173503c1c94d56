//! What assistive technology is told of each type of question, and how many stops of Tab it is.

use end_to_end::{Engine, Stage, Tree, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::table::behaviour;

use super::{PROMPT, page, question};

const HELP: &str = "Think of the last time.";

/// Somebody who is asked this, with a sentence of help.
async fn asked(engine: Engine, kind: &str, mut fields: Value) -> (Stage, Visitor) {
    fields["help"] = json!(HELP);
    let stage = Stage::with(&page(&json!([question(kind, &fields)])));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await.asks(PROMPT).await;
    (stage, visitor)
}

/// What Tab stops at on the card, the button that closes it left out: text, name or value.
async fn stops(visitor: &Visitor) -> Vec<String> {
    const NAME: &str =
        "((inner) => inner && (inner.ariaLabel || inner.textContent || inner.labels?.[0]?.textContent || inner.type))
        (document.activeElement.shadowRoot?.activeElement)";
    let mut stops = Vec::new();
    visitor.tab_to(".close").await;
    loop {
        visitor.press(Key::Tab).await;
        match visitor.eval(NAME).await {
            Value::String(name) => stops.push(name),
            _ => return stops,
        }
        assert!(stops.len() < 20, "Tab does not leave the card: {stops:?}");
    }
}

/// A group of radio buttons with these names, that the question names and the help describes, and one stop of Tab.
async fn is_a_group_of_radios(engine: Engine, kind: &str, fields: Value, names: &[&str], also: &str) {
    let (_stage, visitor) = asked(engine, kind, fields).await;
    let tree = Tree::of(&visitor).await;
    let groups = tree.of_role("radiogroup");
    assert_eq!(groups.len(), 1, "{tree:#?}");
    assert_eq!(groups[0].name, PROMPT, "{kind}");
    assert_eq!(groups[0].description, format!("{HELP}{also}"), "{kind}");
    assert_eq!(tree.names("radio"), names, "{kind}");
    assert!(
        tree.of_role("radio").iter().all(|radio| radio.property("checked") == "false"),
        "{kind}: nothing is chosen"
    );
    assert_eq!(tree.names("heading").last(), Some(&PROMPT));
    assert_eq!(stops(&visitor).await, [names[0], "Skip"], "{kind}");
}

#[apply(behaviour)]
async fn scales_are_one_group_of_radios_with_names_that_make_sense(engine: Engine) {
    let ends = json!({ "min": -1, "max": 1, "low": "Worse", "high": "Better" });
    is_a_group_of_radios(engine, "scale", ends, &["\u{2212}1", "0", "1"], " Worse Better").await;
    is_a_group_of_radios(engine, "scale", json!({ "min": 1, "max": 2, "labels": ["No", "Yes"] }), &["No", "Yes"], "")
        .await;
    let stars = ["Stars: 1 of 3", "Stars: 2 of 3", "Stars: 3 of 3"];
    is_a_group_of_radios(engine, "stars", json!({ "max": 3 }), &stars, "").await;
    is_a_group_of_radios(
        engine,
        "emoji",
        json!({}),
        &["Very bad", "Bad", "Okay", "Good", "Very good"],
        " Very bad Very good",
    )
    .await;
    is_a_group_of_radios(
        engine,
        "emoji",
        json!({ "max": 3 }),
        &["Very bad", "Okay", "Very good"],
        " Very bad Very good",
    )
    .await;
}

#[apply(behaviour)]
async fn satisfaction_effort_and_choices_are_named_by_their_words(engine: Engine) {
    let satisfied =
        ["Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied"];
    is_a_group_of_radios(engine, "csat", json!({}), &satisfied, "").await;
    let agreed = [
        "Strongly disagree",
        "Disagree",
        "Somewhat disagree",
        "Neither agree nor disagree",
        "Somewhat agree",
        "Agree",
        "Strongly agree",
    ];
    is_a_group_of_radios(engine, "ces", json!({}), &agreed, "").await;
    is_a_group_of_radios(engine, "choice", json!({ "choices": ["One", "Two"] }), &["One", "Two"], "").await;
}

#[apply(behaviour)]
async fn a_recommendation_is_described_by_help_and_ends(engine: Engine) {
    let numbers = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    is_a_group_of_radios(engine, "nps", json!({}), &numbers, " Not at all likely Extremely likely").await;
}

#[apply(behaviour)]
async fn thumbs_are_two_buttons_in_a_group(engine: Engine) {
    let (_stage, visitor) = asked(engine, "thumbs", json!({})).await;
    let tree = Tree::of(&visitor).await;
    assert_eq!(tree.names("group"), [PROMPT]);
    assert_eq!(stops(&visitor).await, ["Yes", "No", "Skip"]);
}

#[apply(behaviour)]
async fn a_choice_with_other_words_has_a_field_that_is_named_once_it_is_there(engine: Engine) {
    let (_stage, visitor) = asked(engine, "choice", json!({ "choices": ["One", "Two"], "other": true })).await;
    assert_eq!(Tree::of(&visitor).await.names("textbox"), [""; 0]);
    assert_eq!(stops(&visitor).await, ["One", "Skip"]);
    visitor.tab_to("input[type=radio]").await;
    visitor.press(Key::Up).await;
    let tree = Tree::of(&visitor).await;
    assert_eq!(tree.names("radio"), ["One", "Two", "Other"]);
    assert_eq!(tree.names("textbox"), ["Please specify"]);
    assert_eq!(stops(&visitor).await, ["Other", "Please specify", "Skip", "Send"]);
}

#[apply(behaviour)]
async fn boxes_are_a_group_that_the_question_names(engine: Engine) {
    let fields = json!({ "choices": ["One", "Two"], "none": true });
    let (_stage, visitor) = asked(engine, "choices", fields).await;
    let tree = Tree::of(&visitor).await;
    let group = tree.of_role("group")[0];
    assert_eq!((group.name.as_str(), group.description.as_str()), (PROMPT, HELP));
    assert_eq!(tree.names("checkbox"), ["One", "Two", "None of these"]);
    assert_eq!(stops(&visitor).await, ["One", "Two", "None of these", "Skip", "Send"]);

    let (_stage, visitor) = asked(engine, "consent", json!({ "label": "You may publish it." })).await;
    let tree = Tree::of(&visitor).await;
    let group = tree.of_role("group")[0];
    assert_eq!((group.name.as_str(), group.description.as_str()), (PROMPT, HELP));
    assert_eq!(tree.names("checkbox"), ["You may publish it."]);
    assert_eq!(tree.of_role("checkbox")[0].property("checked"), "false", "it is never ticked beforehand");
}

#[apply(behaviour)]
async fn boxes_without_help_say_how_to_answer(engine: Engine) {
    let stage = Stage::with(&page(&json!([question("choices", &json!({ "choices": ["One", "Two"] }))])));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await.asks(PROMPT).await;
    let tree = Tree::of(&visitor).await;
    assert_eq!(tree.of_role("group")[0].description, "Choose all that apply.");
}

#[apply(behaviour)]
async fn a_dropdown_is_named_by_the_question(engine: Engine) {
    let (_stage, visitor) = asked(engine, "dropdown", json!({ "choices": ["One", "Two"] })).await;
    let tree = Tree::of(&visitor).await;
    let lists = tree.of_role("combobox");
    assert_eq!((lists[0].name.as_str(), lists[0].description.as_str()), (PROMPT, HELP));
}

#[apply(behaviour)]
async fn a_ranking_is_a_list_whose_buttons_say_what_they_move(engine: Engine) {
    let (_stage, visitor) = asked(engine, "ranking", json!({ "choices": ["One", "Two", "Three"] })).await;
    let tree = Tree::of(&visitor).await;
    let lists = tree.of_role("list");
    assert_eq!((lists[0].name.as_str(), lists[0].description.as_str()), (PROMPT, HELP));
    assert_eq!(tree.of_role("listitem").len(), 3);
    // The first can't go up, nor the last down.
    let moves = ["Move down: One", "Move up: Two", "Move down: Two", "Move up: Three"];
    let buttons = tree.names("button");
    assert_eq!(
        buttons.iter().filter(|name| name.starts_with("Move")).collect::<Vec<_>>(),
        moves.iter().collect::<Vec<_>>()
    );
    assert_eq!(stops(&visitor).await, [&moves[..], &["Skip", "Send"]].concat());
}

#[apply(behaviour)]
async fn each_row_of_a_matrix_is_a_group_and_one_stop(engine: Engine) {
    let fields = json!({ "rows": ["Talks", "Food"], "columns": ["Poor", "Good"] });
    let (_stage, visitor) = asked(engine, "matrix", fields).await;
    let tree = Tree::of(&visitor).await;
    let group = tree.of_role("group")[0];
    assert_eq!((group.name.as_str(), group.description.as_str()), (PROMPT, HELP));
    assert_eq!(tree.names("radiogroup"), ["Talks", "Food"]);
    assert_eq!(tree.names("radio"), ["Poor", "Good", "Poor", "Good"]);
    assert_eq!(stops(&visitor).await, ["Poor", "Poor", "Skip", "Send"]);
}

#[apply(behaviour)]
async fn fields_for_words_and_days_are_named_by_the_question(engine: Engine) {
    for lines in ["one", "many"] {
        let (_stage, visitor) = asked(engine, "text", json!({ "lines": lines })).await;
        let tree = Tree::of(&visitor).await;
        let field = tree.of_role("textbox")[0];
        assert_eq!((field.name.as_str(), field.description.as_str()), (PROMPT, HELP));
    }
    let (_stage, visitor) = asked(engine, "date", json!({})).await;
    let tree = Tree::of(&visitor).await;
    let field = tree.0.iter().find(|node| node.name == PROMPT && node.description == HELP);
    // ARIA has no role for it.
    let role = match engine {
        Engine::Chromium => "Date",
        _ => "date editor",
    };
    assert_eq!(field.map(|field| field.role.as_str()), Some(role), "{tree:#?}");
}

#[apply(behaviour)]
async fn fields_of_a_contact_have_labels_and_say_what_happens(engine: Engine) {
    let fields = json!({ "name": "optional", "email": "required", "phone": "optional", "company": "required", "consent": "We call once." });
    let (_stage, visitor) = asked(engine, "contact", fields).await;
    let tree = Tree::of(&visitor).await;
    let labels = ["Name (optional)", "Email address", "Phone number (optional)", "Company"];
    assert_eq!(tree.names("textbox"), labels);
    for field in tree.of_role("textbox") {
        assert_eq!(field.description, format!("{HELP} We call once."));
    }
    assert_eq!(stops(&visitor).await, [&labels[..], &["No, thank you", "Yes, contact me"]].concat());
}

#[apply(behaviour)]
async fn an_error_is_tied_to_its_field_and_announced(engine: Engine) {
    let fields = json!({ "choices": ["One", "Two", "Three"], "min": 2 });
    let stage = Stage::with(&page(&json!([question("choices", &fields)])));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.find("label.row").await.click().await.expect("it can be clicked");
    card.click("Send").await;
    card.until("the card complains", "Boolean(root.querySelector('.note').textContent)").await;
    let tree = Tree::of(&visitor).await;
    let group = tree.of_role("group")[0];
    assert_eq!(group.description, "Please choose at least 2. Please choose at least 2.");
    assert_eq!(tree.of_role("checkbox")[0].property("invalid"), "true");
    let status = tree.of_role("status");
    assert!(status.iter().any(|node| node.property("live") == "polite"), "{status:#?}");
}

#[apply(behaviour)]
async fn what_is_read_and_what_is_followed_are_a_heading_and_a_link(engine: Engine) {
    let (_stage, visitor) = asked(engine, "link", json!({ "label": "Join the group", "url": "/shop/" })).await;
    let tree = Tree::of(&visitor).await;
    assert_eq!(tree.names("link").last(), Some(&"Join the group"));
    assert_eq!(stops(&visitor).await, ["Next", "Join the group"]);

    let (_stage, visitor) = asked(engine, "message", json!({})).await;
    let tree = Tree::of(&visitor).await;
    assert_eq!(tree.names("heading").last(), Some(&PROMPT));
    assert_eq!(stops(&visitor).await, ["Next"]);
}
