//! A survey on a page, as a visitor sees and uses it.

use serde_json::Value;
use thirtyfour::prelude::*;

use crate::{Visitor, until};

/// For how long a step has to be there until a click counts, and the second one of a double click, in milliseconds; and a little more.
const CLICK_COUNTS: u32 = 200;
const DOUBLE_CLICK_COUNTS: u32 = 500;

/// Whether the step in `root`, if there is one, has been there for so many milliseconds since it was first looked at.
fn seen_for(milliseconds: u32) -> String {
    format!(
        "((step, since) => {{
            if (!step) return true;
            if (!since.has(step)) since.set(step, performance.now());
            return performance.now() - since.get(step) > {milliseconds};
        }})(root?.querySelector('.step'), recorded.steps ??= new WeakMap())"
    )
}

/// The same for what is meant for the step at all, also the second click of a double one.
pub(crate) fn step_is_seen() -> String {
    seen_for(DOUBLE_CLICK_COUNTS)
}

/// The card in the shadow root of one element.
pub struct Card<'v> {
    visitor: &'v Visitor,
    host: String,
}

impl<'v> Card<'v> {
    pub(crate) fn new(visitor: &'v Visitor, host: &str) -> Self {
        Self { visitor, host: host.to_owned() }
    }

    /// What an expression amounts to in which `root` is the shadow root.
    pub async fn eval(&self, expression: &str) -> Value {
        self.visitor.eval(&self.within(expression)).await
    }

    /// Waits until an expression is true in which `root` is the shadow root.
    pub async fn until(&self, what: &str, expression: &str) {
        self.visitor.until(what, &self.within(expression)).await;
    }

    fn within(&self, expression: &str) -> String {
        format!("((root) => {expression})(document.querySelector('{}')?.shadowRoot)", self.host)
    }

    /// Waits until the card asks, or says at its end, exactly this.
    pub async fn asks(&self, question: &str) {
        let text = serde_json::to_string(question).expect("text is JSON");
        // The step before fades out behind it, with elements of the same kind.
        let asked = format!("root?.querySelector('#question')?.textContent === {text} && !root.querySelector('.gone')");
        self.until(&format!("the card says “{question}”"), &asked).await;
    }

    /// The text of what `selector` finds; null if there is nothing.
    pub async fn text(&self, selector: &str) -> Value {
        self.eval(&format!("root.querySelector('{selector}')?.textContent ?? null")).await
    }

    /// Waits until nothing on the card moves, and the step has been there long enough for a click to be meant for it: what moves is
    /// hit beside where it was.
    pub async fn settles(&self) {
        let still = "root.getAnimations().every((animation) => animation.playState !== 'running')";
        self.until("the card stands still", &format!("{still} && {}", seen_for(CLICK_COUNTS))).await;
    }

    /// Waits until the step has been there long enough for any gesture to be meant for it, also the second of a double one.
    pub async fn is_seen(&self) {
        self.until("the step has been seen", &step_is_seen()).await;
    }

    /// What `selector` finds in the card, once it is there and stands still.
    pub async fn find(&self, selector: &str) -> WebElement {
        self.settles().await;
        let mut all = until(&format!("{selector} is on the card"), async || {
            Some(self.visitor.find_in(&self.host, selector).await).filter(|found| !found.is_empty())
        })
        .await;
        all.swap_remove(0)
    }

    /// Clicks a score from 0 to 10.
    pub async fn choose(&self, score: u8) {
        let cell = self.find(&format!("input[value='{score}']")).await;
        cell.click().await.expect("the score can be clicked");
    }

    /// Types into the field of the step.
    pub async fn write(&self, text: &str) {
        let field = self.find("[part=field]").await;
        field.send_keys(text).await.expect("the field takes text");
    }

    /// Clicks the button or link that reads, or is named, like this.
    pub async fn click(&self, name: &str) {
        let text = serde_json::to_string(name).expect("text is JSON");
        // The step before may still fade out.
        let matches = format!(
            "[...root.querySelectorAll('button, a')].findIndex((element) =>
                !element.closest('.gone') && (element.ariaLabel ?? element.textContent) === {text})"
        );
        let found = async || self.eval(&matches).await.as_u64().map(|index| index as usize);
        until(&format!("the card has a button “{name}”"), found).await;
        self.settles().await;
        self.is_seen().await;
        if name == "Schließen" {
            self.visitor.has_read().await;
        }
        let index = found().await.unwrap_or_else(|| panic!("the button “{name}” is gone"));
        let buttons = self.visitor.find_in(&self.host, "button, a").await;
        buttons[index].click().await.expect("the button can be clicked");
    }

    /// Waits until the card has left the page.
    pub async fn leaves(&self) {
        self.until("the card leaves", "!root?.querySelector('.card')").await;
    }
}
