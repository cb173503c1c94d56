//! What the components share: the session, the words, and the moment the page last changed.

use std::cell::RefCell;
use std::rc::Rc;

use askwell_survey::config::Storage;
use askwell_survey::{Effect, Event, Key, Session, Step, Texts, Wording, digits};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ShadowRoot};

use crate::{browser, delivery, storage};

/// Where focus goes within a step: a field if there is one, otherwise the question.
const FOCUS_HERE: &str = "textarea, select, input:not([type=radio], [type=checkbox], [type=hidden], [hidden])";

struct State {
    session: RefCell<Session>,
    texts: RefCell<Texts>,
    root: ShadowRoot,
    /// What had the focus before it came to the card.
    before: RefCell<Option<HtmlElement>>,
    run: Rc<dyn Fn(Effect)>,
    /// Where what is typed and not sent is kept, and what the survey is called there.
    drafts: (Storage, String),
}

/// A handle that components share.
#[derive(Clone)]
pub(crate) struct Model(Rc<State>);

impl Model {
    /// A model of `session` on a card in `root`; `run` carries out effects.
    pub(crate) fn new(
        session: Session,
        texts: Texts,
        root: ShadowRoot,
        run: Rc<dyn Fn(Effect)>,
        drafts: (Storage, String),
    ) -> Self {
        let (session, texts) = (RefCell::new(session), RefCell::new(texts));
        Self(Rc::new(State { session, texts, root, before: RefCell::default(), run, drafts }))
    }

    /// Looks at the session.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&Session) -> T) -> T {
        look(&self.0.session.borrow())
    }

    /// Looks at the session and at the words.
    pub(super) fn look(&self, look: impl FnOnce(&Session, &Texts)) {
        look(&self.0.session.borrow(), &self.0.texts.borrow());
    }

    /// A text of the interface, its places filled.
    pub(crate) fn text(&self, key: Key) -> String {
        self.say(&Wording::Key(key))
    }

    /// What a wording says, its places filled.
    fn say(&self, wording: &Wording) -> String {
        self.0.session.borrow().say(wording, &self.0.texts.borrow())
    }

    /// A text of the interface, its places left open.
    pub(crate) fn template(&self, key: Key) -> String {
        self.0.texts.borrow().get(key).to_owned()
    }

    /// A text of the interface by the name of its key.
    pub(crate) fn named(&self, name: &str) -> String {
        super::named(&self.0.session.borrow(), &self.0.texts.borrow(), name)
    }

    /// An element on the card.
    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.0.root.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
    }

    /// The question or the farewell of the step.
    pub(crate) fn prompt(&self) -> String {
        let session = self.0.session.borrow();
        session.prompt().map(|prompt| session.say(prompt, &self.0.texts.borrow())).unwrap_or_default()
    }

    /// Offers what was typed earlier on this step and not sent.
    pub(super) fn draft(&self, step: &Element) {
        if let Step::Question(question) = self.0.session.borrow().step() {
            let (kept, survey) = &self.0.drafts;
            storage::draft(*kept, step, &[survey, "/", &question.name].concat());
        }
    }

    /// The tag of the language.
    pub(crate) fn language(&self) -> String {
        self.0.texts.borrow().tag.clone()
    }

    /// How far the visitor is, as in `33%`.
    pub(crate) fn progress(&self) -> String {
        let (done, all) = self.with(Session::progress);
        digits((100 * done).checked_div(all).unwrap_or(100) as u64) + "%"
    }

    /// Tells those who hear the page something without being asked. The region must have been on the page, empty,
    /// before its words change, or they are not spoken.
    pub(super) fn tell(&self, text: &str) {
        if let Some(region) = self.find(".unseen") {
            region.set_text_content(Some(text));
        }
    }

    /// Says what is asked, to those who haven't gone to the card.
    pub(crate) fn announce(&self) {
        let model = self.clone();
        browser::after(150, move || {
            model.tell(&[&model.text(Key::Region), ": ", &model.prompt()].concat());
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

    /// Goes on in another language. What has been filled in stays.
    pub(crate) fn speak(&self, texts: Texts) {
        let (Some(frame), Some(card)) = (self.find(".frame"), self.find(".card")) else { return };
        let entries = super::collect(&card);
        let _ = frame.set_attribute("dir", texts.direction());
        self.0.session.borrow_mut().speak(&texts.tag);
        self.0.texts.replace(texts);
        super::name(self, &card);
        self.show();
        super::fill(&card, &entries);
        #[cfg(feature = "full")]
        super::ranking::arrange(&card, &entries);
        super::acts::count(self);
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
                model.tell(&model.prompt());
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
