//! What the components share: the session, the words, and the moment the page last changed.

use std::rc::Rc;

use askwell_survey::{Effect, Event, Key, Session, Step, Texts};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use super::QUESTION;
use crate::browser;

/// Where focus goes within a step: a field if there is one, otherwise the question.
const FOCUS_HERE: &str = "textarea, input:not([type=radio])";

struct State {
    session: Session,
    texts: Texts,
    root: ShadowRoot,
    /// What had the focus before it came to the card.
    before: Option<HtmlElement>,
    run: Rc<dyn Fn(Effect)>,
}

/// A handle that components copy freely.
#[derive(Clone, Copy)]
pub(crate) struct Model {
    state: StoredValue<State, LocalStorage>,
    /// Changes whenever another step is to be shown.
    shown: RwSignal<()>,
    announcement: RwSignal<String>,
}

impl Model {
    /// A model of `session` on a card in `root`; `run` carries out effects.
    pub(crate) fn new(session: Session, texts: Texts, root: ShadowRoot, run: Rc<dyn Fn(Effect)>) -> Self {
        Self {
            state: StoredValue::new_local(State { session, texts, root, before: None, run }),
            shown: RwSignal::new(()),
            announcement: RwSignal::new(String::new()),
        }
    }

    /// Looks at the session.
    pub(crate) fn with<T>(self, look: impl FnOnce(&Session) -> T) -> T {
        self.state.with_value(|state| look(&state.session))
    }

    /// A text of the interface, its places filled.
    pub(crate) fn text(self, key: Key) -> String {
        self.state.with_value(|state| state.session.fill(state.texts.get(key)))
    }

    /// The same, its places left open.
    pub(crate) fn text_unfilled(self, key: Key) -> String {
        self.state.with_value(|state| state.texts.get(key).to_owned())
    }

    /// The question or the farewell of the step.
    pub(crate) fn prompt(self) -> String {
        self.with(Session::prompt).map(|key| self.text(key)).unwrap_or_default()
    }

    /// The tag of the language.
    pub(crate) fn language(self) -> String {
        self.state.with_value(|state| state.texts.tag.clone())
    }

    /// Makes the caller run again when another step is to be shown.
    pub(crate) fn follow(self) {
        self.shown.track();
    }

    /// How far the visitor is, as in `33%`.
    pub(crate) fn progress(self) -> String {
        self.follow();
        let (done, all) = self.with(Session::progress);
        // In percent: a whole number needs no float formatting.
        (100 * done).checked_div(all).unwrap_or(100).to_string() + "%"
    }

    /// What a screen reader is told without being asked.
    pub(crate) fn announcement(self) -> String {
        self.announcement.get()
    }

    /// Says what is asked, to those who haven't gone to the card. The region must have been on the page, empty,
    /// before its words change, or they are not spoken.
    pub(crate) fn announce(self) {
        browser::after(150, move || {
            // The card may be gone by now.
            if !self.announcement.is_disposed() {
                self.announcement.set([self.text(Key::Region), self.prompt()].join(": "));
            }
        });
    }

    /// Hands an event to the session, carries out what follows, and shows the next step.
    pub(crate) fn send(self, event: Event) {
        self.send_quietly(event);
        self.show();
    }

    /// The same, but the next step is shown only after `milliseconds`, so that the visitor sees what they chose.
    pub(crate) fn send_then_show(self, event: Event, milliseconds: i32) {
        self.send_quietly(event);
        browser::after(milliseconds, move || self.show());
    }

    /// Hands an event to the session and carries out what follows; the card stays as it is.
    pub(crate) fn send_quietly(self, event: Event) {
        let done =
            self.state.try_update_value(|state| (state.session.handle(event, browser::now()), state.run.clone()));
        let Some((effects, run)) = done else { return };
        effects.into_iter().for_each(|effect| run(effect));
    }

    /// Closes the card.
    pub(crate) fn dismiss(self) {
        self.send(Event::Dismiss);
    }

    /// Goes back to the first question.
    pub(crate) fn restart(self) {
        self.state.update_value(|state| {
            while state.session.can_go_back() {
                state.session.handle(Event::Back, browser::now());
            }
        });
        self.show();
    }

    /// Shows the step the session is at. Focus stays on the card if it was there: what had it is gone.
    fn show(self) {
        if self.shown.is_disposed() || self.with(|session| session.step() == Step::Closed) {
            return;
        }
        let root = self.state.with_value(|state| state.root.clone());
        let had_focus = root.active_element().is_some();
        self.shown.set(());
        browser::after(0, move || {
            if had_focus {
                self.focus();
            } else if !self.announcement.is_disposed() {
                self.announcement.set(self.prompt());
            }
        });
    }

    /// Puts the focus on what the step begins with. On touch that is the question, so that no keyboard jumps up.
    fn focus(self) {
        let Some(root) = self.state.try_with_value(|state| state.root.clone()) else { return };
        let question = ["#", QUESTION].concat();
        let field =
            if browser::matches("(pointer: coarse)") { None } else { root.query_selector(FOCUS_HERE).ok().flatten() };
        let checked = || root.query_selector("input:checked").ok().flatten();
        let target = field.or_else(checked).or_else(|| root.query_selector(&question).ok().flatten());
        if let Some(element) = target.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    }

    /// Remembers what had the focus before it came to the card.
    pub(crate) fn entered_from(self, before: Option<HtmlElement>) {
        let root = self.state.with_value(|state| state.root.clone());
        // Within the card, the element that loses the focus is known by its own name; from outside, the host's
        // listeners are the ones to be told. Only what stands outside is worth returning to.
        if let Some(before) = before.filter(|before| !root.contains(Some(before))) {
            self.state.update_value(|state| state.before = Some(before));
        }
    }

    /// Gives the focus back to what had it, if the card has it now.
    pub(crate) fn return_focus(self) {
        let Some((root, before)) = self.state.try_with_value(|state| (state.root.clone(), state.before.clone())) else {
            return;
        };
        if root.active_element().is_some()
            && let Some(before) = before.filter(|before| before.is_connected())
        {
            let _ = before.focus();
        }
    }
}
