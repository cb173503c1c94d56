//! What the components share: the session, the words, and the moment the page last changed.

use std::cell::RefCell;
use std::rc::Rc;

use askwell_survey::{Effect, Event, Key, Session, Step, Texts, digits};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use crate::browser;
use crate::delivery;

/// Where focus goes within a step: a field if there is one, otherwise the question.
const FOCUS_HERE: &str = "textarea, input:not([type=radio])";

struct State {
    session: RefCell<Session>,
    texts: Texts,
    root: ShadowRoot,
    /// What had the focus before it came to the card.
    before: RefCell<Option<HtmlElement>>,
    run: Rc<dyn Fn(Effect)>,
}

/// A handle that components share.
#[derive(Clone)]
pub(crate) struct Model(Rc<State>);

impl Model {
    /// A model of `session` on a card in `root`; `run` carries out effects.
    pub(crate) fn new(session: Session, texts: Texts, root: ShadowRoot, run: Rc<dyn Fn(Effect)>) -> Self {
        Self(Rc::new(State { session: RefCell::new(session), texts, root, before: RefCell::default(), run }))
    }

    /// Looks at the session.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&Session) -> T) -> T {
        look(&self.0.session.borrow())
    }

    /// A text of the interface, its places filled.
    pub(crate) fn text(&self, key: Key) -> String {
        self.0.session.borrow().fill(self.0.texts.get(key))
    }

    /// The same, its places left open.
    pub(crate) fn template(&self, key: Key) -> &str {
        self.0.texts.get(key)
    }

    /// A text by the name of its key; what begins with `=` is a text itself.
    pub(crate) fn named(&self, name: &str) -> String {
        if let Some(text) = name.strip_prefix('=') {
            return text.to_owned();
        }
        let key = Key::ALL.iter().find(|key| key.name() == name);
        key.map(|key| self.text(*key)).unwrap_or_default()
    }

    /// An element on the card.
    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.0.root.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
    }

    /// The question or the farewell of the step.
    pub(crate) fn prompt(&self) -> String {
        self.with(Session::prompt).map(|key| self.text(key)).unwrap_or_default()
    }

    /// The tag of the language.
    pub(crate) fn language(&self) -> String {
        self.0.texts.tag.clone()
    }

    /// How far the visitor is, as in `33%`.
    pub(crate) fn progress(&self) -> String {
        let (done, all) = self.with(Session::progress);
        digits((100 * done).checked_div(all).unwrap_or(100) as u64) + "%"
    }

    /// Tells those who hear the page something without being asked. The region must have been on the page, empty,
    /// before its words change, or they are not spoken.
    fn say(&self, text: &str) {
        if let Some(region) = self.find(".unseen") {
            region.set_text_content(Some(text));
        }
    }

    /// Says what is asked, to those who haven't gone to the card.
    pub(crate) fn announce(&self) {
        let model = self.clone();
        browser::after(150, move || {
            model.say(&[&model.text(Key::Region), ": ", &model.prompt()].concat());
        });
    }

    /// Hands an event to the session, carries out what follows, and shows the next step.
    pub(crate) fn send(&self, event: Event) {
        self.send_quietly(event);
        self.show();
    }

    /// The same, but the next step is shown only after `milliseconds`, so that the visitor sees what they chose.
    pub(crate) fn send_then_show(&self, event: Event, milliseconds: i32) {
        self.send_quietly(event);
        let model = self.clone();
        browser::after(milliseconds, move || model.show());
    }

    /// Hands an event to the session and carries out what follows; the card stays as it is.
    pub(crate) fn send_quietly(&self, event: Event) {
        // Not borrowed any more when effects run: listeners of the page may call back.
        let effects = self.0.session.borrow_mut().handle(event, browser::now());
        for effect in effects {
            (self.0.run)(effect);
        }
    }

    /// Closes the card.
    pub(crate) fn dismiss(&self) {
        self.send_quietly(Event::Dismiss);
    }

    /// Goes back to the first question.
    pub(crate) fn restart(&self) {
        while self.with(Session::can_go_back) {
            self.send_quietly(Event::Back);
        }
        self.show();
    }

    /// Shows the step the session is at. Focus stays on the card if it was there: what had it is gone.
    fn show(&self) {
        if self.with(|session| session.step() == Step::Closed) {
            return;
        }
        let had_focus = self.0.root.active_element().is_some();
        if let Some(card) = self.find(".card") {
            super::show(self, &card);
        }
        self.say_if_held_up();
        let model = self.clone();
        browser::after(0, move || {
            if had_focus {
                model.focus();
            } else {
                model.say(&model.prompt());
            }
        });
    }

    /// Puts the focus on what the step begins with. On touch that is the question, so that no keyboard jumps up.
    fn focus(&self) {
        let field = if browser::matches("(pointer: coarse)") { None } else { self.find(FOCUS_HERE) };
        if let Some(element) = field.or_else(|| self.find("input:checked")).or_else(|| self.find("#question")) {
            let _ = element.focus();
        }
    }

    /// Says at the end that the answer still waits, as long as it does.
    pub(crate) fn say_if_held_up(&self) {
        if let Some(status) = self.find(".tick ~ .help") {
            status.set_text_content(Some(&if delivery::held_up() { self.text(Key::Offline) } else { String::new() }));
        }
    }

    /// Remembers what had the focus before it came to the card.
    pub(crate) fn entered_from(&self, before: Option<HtmlElement>) {
        // Within the card, focus moves between its own elements; only what stands outside is worth returning to.
        if let Some(before) = before.filter(|before| !self.0.root.contains(Some(before))) {
            self.0.before.replace(Some(before));
        }
    }

    /// Gives the focus back to what had it, if the card has it now.
    pub(crate) fn return_focus(&self) {
        if self.0.root.active_element().is_some()
            && let Some(before) = self.0.before.take().filter(|before| before.is_connected())
        {
            let _ = before.focus();
        }
    }
}
