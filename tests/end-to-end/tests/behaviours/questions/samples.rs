//! A question of each type, the keys that answer it, and the answer.

use end_to_end::{Engine, Visitor};
use serde_json::{Value, json};
use thirtyfour::Key;

use super::fields::day;

/// A question, called and asked by `id`.
pub(super) struct Sample {
    pub(super) id: &'static str,
    kind: &'static str,
    /// Its other fields, as JSON.
    fields: &'static str,
    /// Where the focus is when the question follows another one: on its field, if it has one to write or choose in.
    pub(super) begins_with: &'static str,
    keys: &'static [Keys],
    /// The answer as JSON; null if it has none.
    answer: &'static str,
    /// What is filled in then, as JSON.
    filled_in: &'static str,
}

const SET_DAY: &str = "((field) => {
    field.value = '2026-11-20';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
})(document.activeElement.shadowRoot.activeElement)";

/// What is done on the keyboard.
enum Keys {
    /// Tab until this has the focus, if it doesn't have it already.
    TabTo(&'static str),
    Press(Key),
    Write(&'static str),
    /// 20 November 2026.
    Day,
    /// Enter while Control is held.
    Submit,
}

use Keys::{Day, Press, Submit, TabTo, Write};

const SPACE: Keys = Write(" ");
const RADIO: &str = "input[type=radio]";
const SECOND_POINT: &[Keys] = &[TabTo(RADIO), Press(Key::Right), SPACE];
const QUESTION: &str = "#question";

const fn sample(id: &'static str, kind: &'static str, fields: &'static str, keys: &'static [Keys]) -> Sample {
    Sample { id, kind, fields, begins_with: QUESTION, keys, answer: "null", filled_in: "[]" }
}

impl Sample {
    const fn becomes(self, answer: &'static str, filled_in: &'static str) -> Self {
        Self { answer, filled_in, ..self }
    }

    const fn begins_with(self, begins_with: &'static str) -> Self {
        Self { begins_with, ..self }
    }

    pub(super) fn question(&self) -> Value {
        let mut question: Value = serde_json::from_str(self.fields).expect("its fields are JSON");
        for (name, value) in [("id", self.id), ("type", self.kind), ("prompt", self.id)] {
            question[name] = json!(value);
        }
        question
    }

    pub(super) fn answer(&self) -> Value {
        serde_json::from_str(self.answer).expect("its answer is JSON")
    }

    /// Names and values of what is filled in once it is answered, and which thumb is pressed.
    pub(super) fn filled_in(&self) -> Value {
        serde_json::from_str(self.filled_in).expect("what is filled in is JSON")
    }

    /// Answers it with its keys.
    pub(super) async fn answer_by_keyboard(&self, visitor: &Visitor) {
        for keys in self.keys {
            match keys {
                TabTo(selector) if visitor.focus_is_on(selector).await => {}
                TabTo(selector) => visitor.tab_to(selector).await,
                Press(key) => visitor.press(key.clone()).await,
                Write(words) => visitor.press(*words).await,
                // The driver's keys don't reach the parts of its date field.
                Day if visitor.engine() == Engine::WebKit => drop(visitor.eval(SET_DAY).await),
                Day => visitor.press(day(visitor).await.as_str()).await,
                Submit => visitor.press_with(Key::Control, Key::Enter).await,
            }
        }
    }
}

/// All of them.
pub(super) const SAMPLES: [Sample; 22] = [
    sample("nps", "nps", r#"{"low": "Never", "high": "Always"}"#, SECOND_POINT).becomes("1", r#"[["value", "1"]]"#),
    sample("scale", "scale", r#"{"min": -1, "max": 1, "low": "Worse", "high": "Better"}"#, SECOND_POINT)
        .becomes("0", r#"[["value", "0"]]"#),
    sample(
        "labels",
        "scale",
        r#"{"min": 1, "max": 3, "labels": ["Worse", "The same", "Better"]}"#,
        &[TabTo(RADIO), Press(Key::Down), Press(Key::Down), Press(Key::Enter)],
    )
    .becomes("3", r#"[["value", "3"]]"#),
    sample("stars", "stars", "{}", &[TabTo(RADIO), Press(Key::Right), Press(Key::Right), Press(Key::Left), SPACE])
        .becomes("2", r#"[["value", "2"]]"#),
    sample("emoji", "emoji", "{}", SECOND_POINT).becomes("2", r#"[["value", "2"]]"#),
    sample("thumbs", "thumbs", "{}", &[TabTo(".thumb[value=no]"), Press(Key::Enter)])
        .becomes(r#""no""#, r#"[["pressed", "no"]]"#),
    sample("csat", "csat", "{}", SECOND_POINT).becomes("2", r#"[["value", "2"]]"#),
    sample("ces", "ces", "{}", SECOND_POINT).becomes("2", r#"[["value", "2"]]"#),
    sample("choice", "choice", r#"{"choices": ["a", "b", "c"]}"#, &[TabTo(RADIO), Press(Key::Down), Press(Key::Enter)])
        .becomes(r#""b""#, r#"[["value", "1"]]"#),
    // In WebKit, Up doesn't lead from the first to the last.
    sample(
        "other",
        "choice",
        r#"{"choices": ["a", "b"], "other": true}"#,
        &[TabTo(RADIO), Press(Key::Down), Press(Key::Down), TabTo("input.other"), Write("more"), Press(Key::Enter)],
    )
    .becomes(r#"{"other": "more"}"#, r#"[["value", "other"], ["other", "more"]]"#),
    sample(
        "choices",
        "choices",
        r#"{"choices": ["a", "b"], "other": true, "none": true}"#,
        &[
            TabTo("input[type=checkbox]"),
            SPACE,
            TabTo("input[value=other]"),
            SPACE,
            TabTo("input.other"),
            Write("more"),
            Press(Key::Enter),
        ],
    )
    .becomes(r#"["a", {"other": "more"}]"#, r#"[["value", "0"], ["value", "other"], ["other", "more"]]"#),
    sample(
        "none",
        "choices",
        r#"{"choices": ["a", "b"], "none": true}"#,
        &[
            TabTo("input[type=checkbox]"),
            SPACE,
            TabTo("input[value=none]"),
            SPACE,
            TabTo(".primary"),
            Press(Key::Enter),
        ],
    )
    .becomes("[]", r#"[["value", "none"]]"#),
    sample(
        "dropdown",
        "dropdown",
        r#"{"choices": ["a", "b"]}"#,
        &[TabTo("select"), Press(Key::Down), Press(Key::Down), TabTo(".primary"), Press(Key::Enter)],
    )
    .begins_with("select")
    .becomes(r#""b""#, r#"[["value", "1"]]"#),
    sample(
        "ranking",
        "ranking",
        r#"{"choices": ["a", "b", "c"]}"#,
        &[TabTo(".down"), SPACE, TabTo(".primary"), Press(Key::Enter)],
    )
    .becomes(r#"["b", "a", "c"]"#, r#"[["value", "1"], ["value", "0"], ["value", "2"]]"#),
    sample(
        "matrix",
        "matrix",
        r#"{"rows": ["r", "s"], "columns": ["x", "y"]}"#,
        &[TabTo("[name=row0]"), SPACE, TabTo("[name=row1]"), Press(Key::Right), TabTo(".primary"), Press(Key::Enter)],
    )
    .becomes(r#"{"r": "x", "s": "y"}"#, r#"[["row0", "0"], ["row1", "1"]]"#),
    sample("text", "text", "{}", &[TabTo("textarea"), Write("two"), Press(Key::Enter), Write("lines"), Submit])
        .begins_with("textarea")
        .becomes(r#""two\nlines""#, r#"[["value", "two\nlines"]]"#),
    sample("line", "text", r#"{"lines": "one"}"#, &[TabTo("input[type=text]"), Write("words"), Press(Key::Enter)])
        .begins_with("input[type=text]")
        .becomes(r#""words""#, r#"[["value", "words"]]"#),
    sample(
        "contact",
        "contact",
        r#"{"email": "required", "phone": "optional"}"#,
        &[TabTo("#email"), Write("a@example.org"), Press(Key::Tab), Write("030 12345"), Press(Key::Enter)],
    )
    .begins_with("#email")
    .becomes(
        r#"{"email": "a@example.org", "phone": "030 12345", "consent": true}"#,
        r#"[["email", "a@example.org"], ["phone", "030 12345"]]"#,
    ),
    sample("consent", "consent", r#"{"label": "Yes"}"#, &[TabTo("input[type=checkbox]"), SPACE, Press(Key::Enter)])
        .becomes("true", r#"[["value", "yes"]]"#),
    sample("date", "date", "{}", &[TabTo("input[type=date]"), Day, Press(Key::Enter)])
        .begins_with("input[type=date]")
        .becomes(r#""2026-11-20""#, r#"[["value", "2026-11-20"]]"#),
    sample("message", "message", "{}", &[TabTo(".primary"), SPACE]),
    sample("link", "link", r#"{"label": "Go", "url": "/shop/"}"#, &[TabTo("button.quiet:not(.back)"), SPACE]),
];

/// What a survey of all of them is answered with.
pub(super) fn answers() -> Value {
    let given =
        SAMPLES.iter().map(|sample| (sample.id.to_owned(), sample.answer())).filter(|(_, answer)| !answer.is_null());
    Value::Object(given.collect())
}
