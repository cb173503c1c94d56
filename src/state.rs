//! What the components of one survey share: the session, what is filled in, and the texts, in signals.

use std::rc::Rc;

use askwell_survey::form::{FormData, FormError, VALUE};
use askwell_survey::{
    Effect, Ending, Event, Layout, LocalizedText, MessageKey, Messages, Question, Session, Step, Timestamp, Value,
    digits, interpolate, question,
};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use crate::browser;
use crate::first_question::{Gesture, GestureKind};

/// How long the chosen answer is seen before the next question, in milliseconds.
const CHOSEN: i32 = 200;
/// How long a step has to be there until a gesture can be meant for it, in milliseconds: nobody answers a question that
/// they couldn't see.
const SEEN: f64 = 150.0;
/// The same for the second click of a double click and for keys, which people press twice as well.
const SEEN_BY_REPEATED: f64 = 500.0;
/// How long a visitor who closes the card is offered the words back that they haven't sent, in milliseconds.
const OFFERED: i32 = 8_000;
/// How long the card takes to its new height, in milliseconds; the stylesheet has it as well.
const GROWING: i32 = 160;
/// A button on the present step that the visitor is at.
const TURNED_TO: &str = ".step button:is(:focus, :hover)";
/// The place for steps on the card.
const STEPS: &str = ".steps";
/// The step before the present one, which still fades out.
const PAST_STEP: &str = ".step + .step";
/// Where focus goes within a step: to a field if there is one, otherwise to what is chosen, otherwise to the question.
const FOCUS_ORDER: [&str; 3] = [
    ".step :is(textarea, select, input:not([type=radio], [type=checkbox], [type=hidden], [hidden]))",
    ".step input:checked",
    ".step h2",
];

/// What was typed for a question before, and not sent.
type LoadDraft = Rc<dyn Fn(&Question) -> Option<String>>;
/// Keeps what is to be known of the session where it is continued.
type KeepRecord = Rc<dyn Fn(Option<Value>)>;

/// A handle on the state of one survey. Components get it by [`use_survey`].
#[derive(Clone, Copy)]
pub(crate) struct SurveyState {
    state: RwSignal<State, LocalStorage>,
    /// Counts the steps. A step is built when this changes, from what the state is then.
    step: RwSignal<usize>,
    /// The card, to move the focus on it.
    card: NodeRef<Div>,
}

struct State {
    session: Session,
    texts: Messages,
    layout: Layout,
    /// What is filled in on the present step.
    form: FormData,
    /// What is wrong with it. Said when it is sent, and taken back once it no longer applies.
    error: Option<FormError>,
    /// What the live region says.
    announcement: String,
    /// Whether an answer is seen for a moment before the next question. Until then it can be corrected, and nothing else is
    /// an answer.
    settling: bool,
    /// How often an answer was chosen: the wait for the next question begins anew with each.
    choices: usize,
    /// When the step appeared, in milliseconds since the page began.
    appeared_at: f64,
    /// Whether an arrow key is pressed: browsers send a click for the radio button that it moves to.
    moving: bool,
    /// Whether the Escape key is pressed.
    escaping: bool,
    /// Whether the visitor has closed the card with words that they haven't sent, and is offered them back.
    parting: bool,
    /// How often they were.
    offers: usize,
    /// Whether the card fades out.
    leaving: bool,
    /// What the card was like before the present step; nothing for the first one.
    before: Option<Before>,
    /// What had the focus before it came to the card.
    focused_before: Option<HtmlElement>,
    /// Whether the way to the present step was one back.
    backward: bool,
    on_effect: Rc<dyn Fn(Effect)>,
    keep: KeepRecord,
    load_draft: LoadDraft,
    /// What was filled in when the visitor went back, by question.
    left_behind: Vec<(String, FormData)>,
}

/// What is remembered of the card while the next step is built.
struct Before {
    had_focus: bool,
    /// Of the place for steps, in pixels.
    height: i32,
}

/// Whether what is typed is kept until it is sent.
fn is_text(question: &Question) -> bool {
    question.question_type.is::<question::Text>()
}

/// The state of the survey around a component.
pub(crate) fn use_survey() -> SurveyState {
    // Not `expect_context`: what it says where there is none brings the formatting of texts along, 3 kB of the download.
    use_context().expect("a component is on the card of a survey")
}

impl SurveyState {
    /// A state for `session`. `on_effect` carries out what follows from events; `keep` keeps the session before that; and
    /// `load_draft` knows what was typed for a question before, and not sent.
    pub(crate) fn new(
        session: Session,
        texts: Messages,
        layout: Layout,
        on_effect: Rc<dyn Fn(Effect)>,
        keep: KeepRecord,
        load_draft: LoadDraft,
    ) -> Self {
        let survey = Self {
            state: RwSignal::new_local(State {
                session,
                texts,
                layout,
                form: FormData::default(),
                error: None,
                announcement: String::new(),
                settling: false,
                choices: 0,
                appeared_at: f64::NEG_INFINITY,
                moving: false,
                escaping: false,
                parting: false,
                offers: 0,
                leaving: false,
                before: None,
                focused_before: None,
                backward: false,
                on_effect,
                keep,
                load_draft,
                left_behind: Vec::new(),
            }),
            step: RwSignal::new(0),
            card: NodeRef::new(),
        };
        survey.fill_form();
        survey
    }

    /// Looks at the session. A component that does so in its body is not run again: see [`SurveyState::step_number`].
    pub(crate) fn with_session<T>(self, look: impl FnOnce(&Session) -> T) -> T {
        self.state.with_untracked(|state| look(&state.session))
    }

    /// Which step the card shows, counted from the beginning. Tracked.
    pub(crate) fn step_number(self) -> usize {
        self.step.get()
    }

    /// How the survey stands in the page.
    pub(crate) fn layout(self) -> Layout {
        self.state.with_untracked(|state| state.layout)
    }

    /// The card.
    pub(crate) fn card(self) -> NodeRef<Div> {
        self.card
    }

    /// The question that is asked.
    pub(crate) fn question(self) -> Option<Question> {
        self.with_session(|session| match session.step() {
            Step::Question(question) => Some(question.clone()),
            Step::Ending(_) | Step::Closed => None,
        })
    }

    /// Whether the question needs an answer.
    pub(crate) fn is_required(self) -> bool {
        self.with_session(|session| matches!(session.step(), Step::Question(question) if question.required))
    }

    /// The ending, once it is reached.
    pub(crate) fn ending(self) -> Option<Ending> {
        self.with_session(|session| match session.step() {
            Step::Ending(ending) => Some(ending.clone()),
            Step::Question(_) | Step::Closed => None,
        })
    }

    /// Whether the score was the first question, so that the way back to it is the way back to the beginning.
    pub(crate) fn follows_score(self) -> bool {
        self.with_session(|session| {
            let first = session.survey().questions.first();
            session.score().is_some() && first.is_some_and(|first| first.question_type.gives_score())
        })
    }

    // Texts

    /// What a text of the survey says, its placeholders filled.
    pub(crate) fn text(self, text: &LocalizedText) -> String {
        self.state.with_untracked(|state| state.session.render(text, &state.texts))
    }

    /// A text of the interface, its placeholders filled.
    pub(crate) fn message(self, key: MessageKey) -> String {
        self.text(&LocalizedText::Message(key))
    }

    /// A text of the interface, its placeholders filled with what `find` has for each.
    pub(crate) fn message_with(self, key: MessageKey, find: &dyn Fn(&str) -> Option<String>) -> String {
        self.state.with_untracked(|state| interpolate(state.texts.get(key), find))
    }

    /// The tag of the language, as in `de`. Tracked by step: another language begins the step anew.
    pub(crate) fn language(self) -> String {
        self.step.track();
        self.state.with_untracked(|state| state.texts.tag.clone())
    }

    /// `ltr` or `rtl`. Tracked as [`SurveyState::language`].
    pub(crate) fn direction(self) -> &'static str {
        self.step.track();
        self.state.with_untracked(|state| state.texts.direction())
    }

    /// Whether the present step is one that the visitor went back to.
    pub(crate) fn is_backward(self) -> bool {
        self.state.with_untracked(|state| state.backward)
    }

    /// How far the visitor is, as in `33%`. Tracked by step.
    pub(crate) fn progress(self) -> String {
        self.step.track();
        let (done, all) = self.with_session(Session::progress);
        digits((100 * done).checked_div(all).unwrap_or(100) as u64) + "%"
    }

    /// Goes on in another language. Nothing that is filled in is lost.
    pub(crate) fn set_texts(self, texts: Messages) {
        self.settle();
        self.rebuild(|state| {
            state.session.set_locale(&texts.tag);
            state.texts = texts;
        });
    }

    // The form

    /// What is filled in under `name`. Tracked.
    pub(crate) fn value(self, name: &str) -> String {
        self.state.with(|state| state.form.get(name).to_owned())
    }

    /// Whether `value` is chosen under `name`. Tracked.
    pub(crate) fn is_chosen(self, name: &str, value: &str) -> bool {
        self.state.with(|state| state.form.has(name, value))
    }

    /// Looks at what is filled in. Tracked.
    pub(crate) fn with_form<T>(self, look: impl FnOnce(&FormData) -> T) -> T {
        self.state.with(|state| look(&state.form))
    }

    /// Puts `value` in place of what is filled in under `name`.
    pub(crate) fn set_value(self, name: &str, value: &str) {
        self.edit(&|form| form.set(name, value));
    }

    /// Changes what is filled in, and takes an error back that no longer applies.
    pub(crate) fn edit(self, change: &dyn Fn(&mut FormData)) {
        self.state.update(|state| {
            change(&mut state.form);
            if let Some(error) = &state.error
                && !state.session.read(&state.form).is_err_and(|still| still.field == error.field)
            {
                state.error = None;
            }
        });
    }

    /// What was typed on this step and not sent: the question's name, and the text.
    pub(crate) fn draft(self) -> Option<(String, String)> {
        let draft = self.state.try_with_untracked(|state| match state.session.step() {
            Step::Question(question) if is_text(question) => {
                // The form is still that of the question before.
                let text = match state.settling {
                    true => (state.load_draft)(question)?,
                    false => state.form.get(VALUE).to_owned(),
                };
                Some((question.id.clone(), text))
            }
            Step::Question(_) | Step::Ending(_) | Step::Closed => None,
        });
        draft.flatten()
    }

    /// What is wrong with the form, in words. Tracked.
    pub(crate) fn error(self) -> Option<String> {
        self.state.with(|state| {
            let error = state.error.as_ref()?;
            let label = match state.session.step() {
                Step::Question(question) => question.question_type.field_label(&error.field),
                Step::Ending(_) | Step::Closed => None,
            };
            let bound = match (error.key, label) {
                (MessageKey::ErrorEarliest | MessageKey::ErrorLatest, _) => {
                    browser::format_day(&error.bound, &state.texts.tag)
                }
                (_, Some(label)) => state.session.render(label, &state.texts),
                _ => error.bound.clone(),
            };
            Some(interpolate(state.texts.get(error.key), &|_| Some(bound.clone())))
        })
    }

    /// Whether the field `name` is what is wrong. Tracked.
    pub(crate) fn is_invalid(self, name: &str) -> bool {
        self.state.with(|state| state.error.as_ref().is_some_and(|error| error.field == name))
    }

    // What the visitor does

    /// Takes the form for the answer, or says what is wrong with it.
    pub(crate) fn submit(self) {
        if self.is_settling() {
            return;
        }
        // Words that were offered back: what may be wrong with them is said where they stand.
        if self.is_parting() {
            self.stay();
        }
        match self.read_form() {
            Ok(Some(answer)) => self.send(Event::Answer(answer)),
            Ok(None) => self.send(Event::Skip),
            Err(error) => {
                let selector = ["[name=", &error.field, "]"].concat();
                self.state.update(|state| state.error = Some(error));
                if let Some(field) = self.find(&selector) {
                    let _ = field.focus();
                }
            }
        }
    }

    /// A click on `value` is the whole answer: the next question comes after a moment, so that one sees what was chosen, and
    /// can still choose something else.
    pub(crate) fn answer(self, value: &str) {
        let (settling, moving) = self.state.with_untracked(|state| (state.settling, state.moving));
        let is_chosen = settling && self.state.with_untracked(|state| state.form.get(VALUE) == value);
        if moving || is_chosen {
            return;
        }
        self.edit(&|form| form.set(VALUE, value));
        if settling {
            self.handle(Event::Back);
        }
        if let Ok(Some(answer)) = self.read_form() {
            self.handle(Event::Answer(answer));
            self.settle_after(CHOSEN);
        }
    }

    /// Shows the next question after so many milliseconds, unless another answer is chosen before.
    fn settle_after(self, milliseconds: i32) {
        let chosen = self.state.try_update_untracked(|state| {
            state.settling = true;
            state.choices += 1;
            state.choices
        });
        browser::after(milliseconds, move || {
            if self.state.try_with_untracked(|state| state.choices) == chosen {
                self.settle();
            }
        });
    }

    /// Whether a gesture can be meant for the present step: it has been there long enough to be seen. `repeated` is the second
    /// click of a double click, and a key.
    pub(crate) fn is_seen(self, repeated: bool) -> bool {
        let since = browser::uptime() - self.state.with_untracked(|state| state.appeared_at);
        since >= if repeated { SEEN_BY_REPEATED } else { SEEN }
    }

    /// The present step comes to the page now.
    pub(crate) fn appears(self) {
        // The card may be gone by now.
        self.state.try_update_untracked(|state| state.appeared_at = browser::uptime());
    }

    /// Goes on from what the visitor did on the first question before the application was there.
    pub(crate) fn replay(self, gesture: &Gesture) {
        self.edit(&|form| form.clone_from(&gesture.form));
        let event = self.with_session(|session| gesture.event(session));
        match (gesture.kind, event) {
            (GestureKind::Submit | GestureKind::Choose, Some(event)) => {
                self.handle_at(event, gesture.at);
                let seen = browser::now().millis().saturating_sub(gesture.at.millis());
                let left =
                    if gesture.kind == GestureKind::Choose { CHOSEN - seen.min(CHOSEN as u64) as i32 } else { 0 };
                // Never at once: the card that has just been mounted has yet to appear.
                self.settle_after(left);
            }
            // Something is wrong with it.
            (GestureKind::Submit, None) => self.submit(),
            (_, _) => {}
        }
    }

    /// Shows the question that follows a choice, unless it is there: going back or another language may have been faster.
    fn settle(self) {
        if self.state.try_with_untracked(|state| state.settling) == Some(true) {
            self.next_step();
        }
    }

    fn read_form(self) -> Result<Option<askwell_survey::Answer>, FormError> {
        self.state.with_untracked(|state| state.session.read(&state.form))
    }

    fn is_settling(self) -> bool {
        self.state.with_untracked(|state| state.settling)
    }

    /// Goes on without an answer.
    pub(crate) fn skip(self) {
        self.send(Event::Skip);
    }

    /// Goes back one question. What is filled in is there again when the visitor returns.
    pub(crate) fn back(self) {
        self.remember_form();
        self.send(Event::Back);
    }

    /// Goes back to the first question.
    pub(crate) fn restart(self) {
        self.remember_form();
        while self.with_session(Session::can_go_back) {
            self.handle(Event::Back);
        }
        self.next_step();
    }

    /// Follows the link of the step. The card stays as it is.
    pub(crate) fn open_link(self) {
        self.handle(Event::Open);
    }

    /// Closes the card, at once unless there are words on it that aren't sent: those are offered back for a moment.
    pub(crate) fn dismiss(self) {
        if self.is_parting() {
            // What is pressed twice was meant for the words: nobody declines an offer that they couldn't see.
            if self.is_seen(true) {
                self.close();
            }
        } else if !self.has_unsent_words() {
            self.close();
        } else {
            let offers = self.state.with_untracked(|state| state.offers) + 1;
            self.rebuild(|state| {
                state.parting = true;
                state.backward = false;
                state.offers = offers;
            });
            self.close_after_offer(offers);
        }
    }

    /// Closes the card if this offer is still there after a while, and nobody is at one of its buttons.
    fn close_after_offer(self, offers: usize) {
        browser::after(OFFERED, move || {
            if self.state.try_with_untracked(|state| state.parting && state.offers == offers) != Some(true) {
                return;
            }
            match self.find(TURNED_TO) {
                Some(_) => self.close_after_offer(offers),
                None => self.close(),
            }
        });
    }

    /// Closes the card.
    pub(crate) fn close(self) {
        self.handle(Event::Dismiss);
    }

    /// Whether the visitor is offered words back. A component that asks so in its body is not run again.
    pub(crate) fn is_parting(self) -> bool {
        self.state.with_untracked(|state| state.parting)
    }

    /// Goes back to the words that aren't sent.
    pub(crate) fn stay(self) {
        self.rebuild(|state| {
            state.parting = false;
            state.backward = true;
        });
    }

    /// Whether something is typed on this step and not sent.
    fn has_unsent_words(self) -> bool {
        self.state.with_untracked(|state| match state.session.step() {
            Step::Question(question) if is_text(question) || question.question_type.is::<question::Contact>() => {
                !state.settling && !state.form.is_blank() && state.form != state.session.form()
            }
            Step::Question(_) | Step::Ending(_) | Step::Closed => false,
        })
    }

    /// Keeps what is filled in, for as long as the card is there.
    fn remember_form(self) {
        self.state.update_untracked(|state| {
            if let Step::Question(question) = state.session.step() {
                state.left_behind.retain(|(id, _)| *id != question.id);
                state.left_behind.push((question.id.clone(), state.form.clone()));
            }
        });
    }

    /// The visitor leaves the page, and may come back to it.
    pub(crate) fn leave(self) {
        self.handle(Event::Leave);
    }

    /// Whether an arrow key is pressed, so that a click answers nothing.
    pub(crate) fn is_moving(self) -> bool {
        self.state.with_untracked(|state| state.moving)
    }

    /// An arrow key is pressed, or let go.
    pub(crate) fn set_moving(self, moving: bool) {
        self.state.update_untracked(|state| state.moving = moving);
    }

    /// The Escape key is pressed, or let go. Whether it was pressed before.
    pub(crate) fn set_escaping(self, escaping: bool) -> bool {
        self.state.try_update_untracked(|state| std::mem::replace(&mut state.escaping, escaping)).unwrap_or_default()
    }

    /// Answers with `value`, and shows the next question at once.
    pub(crate) fn answer_at_once(self, value: &str) {
        if !self.is_settling() {
            self.edit(&|form| form.set(VALUE, value));
            self.submit();
        }
    }

    /// Hands an event to the session, and shows the step that follows.
    fn send(self, event: Event) {
        if !self.is_settling() {
            self.handle(event);
            self.next_step();
        }
    }

    /// Hands an event to the session, and carries out what follows from it.
    fn handle(self, event: Event) {
        self.handle_at(event, browser::now());
    }

    fn handle_at(self, event: Event, now: Timestamp) {
        let handled = self.state.try_update_untracked(|state| {
            state.backward = matches!(event, Event::Back);
            let effects = state.session.handle(event, now);
            (effects, state.session.record(), state.keep.clone(), state.on_effect.clone())
        });
        let Some((effects, record, keep, on_effect)) = handled else { return };
        keep(record);
        // Not borrowed any more: listeners of the page may call back.
        for effect in effects {
            on_effect(effect);
        }
    }

    // Steps

    fn next_step(self) {
        // The card may be gone by now.
        if self.state.try_with_untracked(|state| matches!(state.session.step(), Step::Closed)) != Some(false) {
            return;
        }
        self.rebuild(|state| {
            state.settling = false;
            state.error = None;
        });
        self.fill_form();
    }

    /// Changes the state, and has the step built anew. Focus stays on the card if it is there.
    fn rebuild(self, change: impl FnOnce(&mut State)) {
        let height = self.find(STEPS).map_or(0, |steps| steps.offset_height());
        let before = Before { had_focus: self.has_focus(), height };
        self.state.update_untracked(|state| {
            change(state);
            state.before = Some(before);
        });
        self.step.update(|step| *step += 1);
    }

    /// Fills in what was answered earlier to the present question, or typed and not sent.
    fn fill_form(self) {
        self.state.update(|state| {
            state.form = state.session.form();
            let Step::Question(question) = state.session.step() else { return };
            let left_behind = state.left_behind.iter().find(|(id, _)| *id == question.id);
            if let Some((_, form)) = left_behind.filter(|_| state.session.given_answer().is_none()) {
                state.form.clone_from(form);
            } else if is_text(question)
                && state.form == FormData::default()
                && let Some(draft) = (state.load_draft)(question)
            {
                state.form.set(VALUE, draft);
            }
        });
    }

    /// Once a step is on the card: the focus goes to it if it was on the card, or else it is announced.
    pub(crate) fn step_appeared(self) {
        let before = self.state.try_update_untracked(|state| state.before.take());
        let Some(before) = before.flatten() else { return };
        let past = self.find(PAST_STEP);
        if let Some(past) = &past {
            past.set_class_name("gone");
            past.set_inert(true);
        }
        if before.had_focus {
            self.focus();
        } else {
            self.announce(self.prompt());
        }
        self.grow(before.height, past);
        // Now that it is laid out, which may have taken a while. Nobody has seen it before.
        self.appears();
    }

    /// Lets the height change smoothly while the `past` step fades out. It can't be animated from and to what the content takes,
    /// only between numbers.
    fn grow(self, from: i32, past: Option<HtmlElement>) {
        let Some(steps) = self.find(STEPS) else { return };
        let to = steps.offset_height();
        if from != 0 && from != to {
            for height in [from, to] {
                let _ = steps.style().set_property("height", &[&digits(height as u64), "px"].concat());
                // Asking for the height makes the browser take the one just set for the transition's start.
                steps.offset_height();
            }
        }
        browser::after(GROWING, move || {
            let _ = steps.style().remove_property("height");
            if let Some(past) = past {
                past.remove();
            }
        });
    }

    /// The question, or what the ending says.
    pub(crate) fn prompt(self) -> String {
        if self.is_parting() {
            return self.message(MessageKey::Unsent);
        }
        self.state.with_untracked(|state| {
            state.session.prompt().map(|prompt| state.session.render(prompt, &state.texts)).unwrap_or_default()
        })
    }

    // Focus and the live region

    /// Says that the survey is there, and what it asks, to those who haven't gone to it.
    pub(crate) fn introduce(self) {
        // The card may be gone by now.
        if !self.state.is_disposed() {
            self.announce([&self.message(MessageKey::Region), ": ", &self.prompt()].concat());
        }
    }

    /// What the live region says. Tracked.
    pub(crate) fn announcement(self) -> String {
        self.state.with(|state| state.announcement.clone())
    }

    /// Says something to those who hear the page.
    pub(crate) fn announce(self, text: String) {
        let _ = self.state.try_update(|state| state.announcement = text);
    }

    /// Whether the focus is on the card.
    pub(crate) fn has_focus(self) -> bool {
        self.root().is_some_and(|root| root.active_element().is_some())
    }

    /// Puts the focus on what the step begins with. On touch that is the question, so that no keyboard jumps up.
    fn focus(self) {
        let first = usize::from(browser::matches("(pointer: coarse)"));
        if let Some(element) = FOCUS_ORDER[first..].iter().find_map(|selector| self.find(selector)) {
            let _ = element.focus();
        }
    }

    /// An element on the card.
    pub(crate) fn find(self, selector: &str) -> Option<HtmlElement> {
        let found = self.card.get_untracked()?.query_selector(selector).ok().flatten()?;
        Some(found.unchecked_into())
    }

    fn root(self) -> Option<ShadowRoot> {
        Some(self.card.get_untracked()?.get_root_node().unchecked_into())
    }

    /// Whether the card fades out. Tracked.
    pub(crate) fn is_leaving(self) -> bool {
        self.state.with(|state| state.leaving)
    }

    /// Has the card fade out.
    pub(crate) fn fade_out(self) {
        self.state.update(|state| state.leaving = true);
    }

    /// Remembers what had the focus before it came to the card.
    pub(crate) fn entered_from(self, before: Option<HtmlElement>) {
        // Within the card, focus moves between its own elements; only what stands outside is worth returning to.
        if let (Some(before), Some(root)) = (before, self.root())
            && !root.contains(Some(&before))
        {
            self.state.update_untracked(|state| state.focused_before = Some(before));
        }
    }

    /// Gives the focus back to what had it, if the card has it now.
    pub(crate) fn return_focus(self) {
        if self.has_focus()
            && let Some(before) = self.state.try_update_untracked(|state| state.focused_before.take()).flatten()
            && before.is_connected()
        {
            let _ = before.focus();
        }
    }
}
