//! What is checked on every page.

use std::collections::BTreeSet;

use end_to_end::{Card, Engine, Row, Stage, Visitor, in_time, until};
use serde_json::Value;
use thirtyfour::Key;

use crate::page::HostPage;

/// How twenty elements of the page look and where they are, and the names of its globals. Texts alone: some pages
/// change what becomes of lists.
const STATE: &str = include_str!("state.js");

/// What keeps a visitor from using the card, in lines.
const COMPLAINTS: &str = include_str!("complaints.js");

/// Answers the survey on a page by mouse and, as if nobody had been there, by keyboard. Panics if anything is not as it
/// should be.
pub(crate) async fn check(engine: Engine, page: &HostPage) {
    let (stage, site) = Stage::with_libraries().await;
    page.build(&stage, &site);
    let visitor = Visitor::new(engine, site.address()).await;
    page.visit(&visitor, false).await;
    let before = State::of(&visitor).await;
    page.visit(&visitor, true).await;
    visitor.card_in(page.host()).await.settles().await;
    before.is_still_so(&visitor).await;
    page.begin(&visitor).await;
    by_mouse(&visitor.card_in(page.host()).await).await;
    let mut rows = vec![complete_row(&stage, 0).await];
    assert_eq!(rows[0].said(), (Some(8), Some("passive"), Some("Das Licht")));
    visitor.page_is_unharmed().await;
    if page.takes_keys() {
        visitor.eval("(localStorage.clear(), sessionStorage.clear(), 0)").await;
        page.visit(&visitor, true).await;
        visitor.card_in(page.host()).await.settles().await;
        page.begin(&visitor).await;
        let card = visitor.card_in(page.host()).await;
        by_keyboard(&visitor, &card).await;
        rows.push(complete_row(&stage, 1).await);
        assert_eq!(rows[1].said(), (Some(9), Some("promoter"), Some("Den Tee / s?")));
        if !page.is_inline() {
            visitor.press(Key::Escape).await;
            card.leaves().await;
        }
        visitor.page_is_unharmed().await;
    }
    assert_eq!(stage.rows().await, rows, "nothing else arrived");
}

async fn by_mouse(card: &Card<'_>) {
    is_usable(card).await;
    card.choose(8).await;
    card.asks("Was müsste besser sein für eine 9 oder 10?").await;
    is_usable(card).await;
    card.write("Das Licht").await;
    card.click("Senden").await;
    card.asks("Danke. Jetzt wissen wir, woran wir arbeiten können.").await;
}

async fn by_keyboard(visitor: &Visitor, card: &Card<'_>) {
    // From the last stop of the page: the card comes after it.
    visitor.eval("([...document.querySelectorAll('#link, form button')].pop().focus(), 0)").await;
    visitor.tab_to("input[value='0']").await;
    // From the first score to the last one, and back.
    for score in [10, 9] {
        visitor.press(Key::Left).await;
        visitor.focus_comes_to(&format!("input[value='{score}']")).await;
    }
    visitor.press(Key::Enter).await;
    card.asks("Was schätzen Sie am meisten?").await;
    visitor.focus_comes_to("textarea").await;
    visitor.press("Den Tee / s?").await;
    visitor.press_with(Key::Control, Key::Enter).await;
    card.asks("Danke. Das freut uns sehr.").await;
}

/// The row of this number, the latest one, once it is complete.
async fn complete_row(stage: &Stage, number: usize) -> Row {
    let row = until("the row is complete", async || {
        let rows = stage.rows().await;
        assert!(rows.len() <= number + 1, "an answer is one row, and the rows are {rows:#?}");
        rows.into_iter().nth(number).filter(|row| row.status == "complete")
    })
    .await;
    assert_eq!(row.revision, 2, "the score and the text came one after the other");
    row
}

/// Asserts that all of the card can be seen, read and hit.
async fn is_usable(card: &Card<'_>) {
    card.settles().await;
    // A page may be on its way to the next, or a dialog on its way out.
    let mut complaints = Value::Null;
    let usable = in_time(async || {
        complaints = card.eval(&format!("({COMPLAINTS})(root)")).await;
        (complaints == "").then_some(())
    });
    let usable = usable.await.is_some();
    assert!(usable, "the card can't be used: {complaints}");
}

/// What must not change.
struct State {
    /// A line for each property of each element.
    elements: Vec<String>,
    globals: BTreeSet<String>,
}

impl State {
    async fn of(visitor: &Visitor) -> Self {
        let state = visitor.eval(STATE).await;
        let state = state.as_str().unwrap_or_else(|| panic!("the page tells its state, and not {state}"));
        let (elements, globals) = state.split_once("\n\n").expect("there are elements, and globals");
        Self {
            elements: elements.lines().map(str::to_owned).collect(),
            globals: globals.lines().map(str::to_owned).collect(),
        }
    }

    async fn is_still_so(&self, visitor: &Visitor) {
        let now = Self::of(visitor).await;
        let (before, after) = (self.elements.iter(), now.elements.iter());
        let changed: Vec<_> = before.zip(after).filter(|(before, after)| before != after).take(10).collect();
        assert!(changed.is_empty(), "the page looks different: {changed:#?}");
        assert_eq!(self.elements.len(), now.elements.len(), "the page has as many elements");
        let new: Vec<_> = now.globals.difference(&self.globals).filter(|name| *name != "askwell").collect();
        assert!(new.is_empty(), "the page has new globals: {new:?}");
        let gone: Vec<_> = self.globals.difference(&now.globals).collect();
        assert!(gone.is_empty(), "the page lost globals: {gone:?}");
    }
}
