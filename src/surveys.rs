//! The surveys of a page: which there are, which may show, which is open. There is one list for the page, whoever put them
//! there: the script tag, elements, calls, or a Leptos application. Rules such as "one popover at a time" hold for all of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell_page::attributes;
use askwell_survey::config::{self, Config, ShowOptions};
use askwell_survey::{
    Context, Effect, Layout, Messages, Outcome, Page, Question, ResponseId, Session, SessionInput, Timestamp, Value,
};
use leptos::prelude::{Callable, Callback};
use wasm_bindgen::JsValue;
use web_sys::{EventTarget, HtmlElement};

use crate::error::ApiError;
use crate::first_question::Prerendered;
use crate::locks::DisplayLock;
use crate::mount::MountedCard;
use crate::state::SurveyState;
use crate::{
    browser, chunks, delivery, document, drafts, endpoints, events, languages, placement, privacy, request, sessions,
    storage, values,
};

pub(crate) mod calls;
pub(crate) mod opening;
pub(crate) mod prerendered;

use prerendered::take_over;

/// A survey that the page has.
struct KnownSurvey {
    config: Rc<Config>,
    /// What that was read from.
    source: Value,
    /// What it is replaced by once it is no longer open: no answer is interrupted.
    next: Option<Rc<Config>>,
    /// The element it stands in, if it was put there by one.
    element: Option<HtmlElement>,
    card: Option<MountedCard>,
    /// Its first question, for as long as that stands on the page without the application.
    first: Option<Prerendered>,
    /// What a Leptos application does with its effects.
    on_effect: Option<Callback<Effect>>,
    /// For as long as it is a popover that is open.
    popover: Option<OpenPopover>,
    /// For as long as it is open: other tabs don't show it meanwhile.
    lock: Option<DisplayLock>,
    /// Whether it is on its way to the page.
    opening: bool,
    /// Whether another tab had it when it was last to be shown here.
    in_other_tab: bool,
}

#[derive(Default)]
struct Surveys {
    /// What the tag and the page's document say.
    tag: Value,
    /// The language that `setLanguage` chose.
    language: Option<String>,
    /// Who answers, as `identify` says.
    person: Vec<(String, Value)>,
    known: Vec<KnownSurvey>,
    /// Whether a popover has been on the page, or is on its way.
    popover_shown: bool,
}

thread_local! {
    static POPOVER_OPEN: Cell<bool> = const { Cell::new(false) };
}

/// The one popover that a page has at a time, for as long as it is there or on its way.
struct OpenPopover;

impl OpenPopover {
    fn new() -> Self {
        POPOVER_OPEN.set(true);
        Self
    }
}

impl Drop for OpenPopover {
    fn drop(&mut self) {
        POPOVER_OPEN.set(false);
    }
}

impl KnownSurvey {
    /// Whether it is on the page.
    fn is_open(&self) -> bool {
        self.card.is_some() || self.first.is_some()
    }

    /// What it holds while it is open. Other tabs may show it from now on, and this page another popover.
    fn close(&mut self) -> (Option<MountedCard>, Option<OpenPopover>, Option<DisplayLock>) {
        if let Some(next) = self.next.take() {
            self.config = next;
        }
        (self.card.take(), self.popover.take(), self.lock.take())
    }
}

impl Surveys {
    fn find(&mut self, config: &Rc<Config>) -> Option<&mut KnownSurvey> {
        self.known.iter_mut().find(|known| Rc::ptr_eq(&known.config, config))
    }

    /// The survey whose first question this is.
    fn find_first(&mut self, id: ResponseId) -> Option<&mut KnownSurvey> {
        let is_its = |known: &&mut KnownSurvey| known.first.as_ref().is_some_and(|first| first.question.id == id);
        self.known.iter_mut().find(is_its)
    }
}

/// Looks at the surveys of the page, or changes them. For a moment only, and never while a listener of the page may run:
/// it may call back.
fn with<T>(look: impl FnOnce(&mut Surveys) -> T) -> T {
    thread_local! {
        static SURVEYS: RefCell<Surveys> = RefCell::default();
    }
    SURVEYS.with_borrow_mut(look)
}

/// Begins with what the tag says, and the document that it names or that stands in the page.
pub(crate) async fn start(tag: &JsValue) -> Result<(), ApiError> {
    let (tag, warnings) = attributes::from_dataset(values::read(tag).unwrap_or_default());
    values::warn(&warnings);
    let whole = with_document(tag).await?;
    with(|surveys| surveys.tag = whole);
    events::dispatch(&browser::document(), "ready", &Value::object());
    Ok(())
}

/// What a tag says, over the document that it names or that stands in the page.
async fn with_document(mut tag: Value) -> Result<Value, ApiError> {
    let named = tag.get("survey").cloned();
    if let Value::Map(entries) = &mut tag {
        entries.retain(|(name, _)| name != "survey");
    }
    let document = match named.as_ref().and_then(Value::as_text) {
        Some(address) => Some(request::fetch_text(address).await?),
        None => document::of_page(),
    };
    let document = document.map_or_else(|| Ok(Value::object()), |json| values::parse(&json));
    let mut whole = document.unwrap_or_else(|error| {
        error.report(&browser::document());
        Value::object()
    });
    whole.merge(tag);
    Ok(whole)
}

/// What the tag says of its own survey, or `given` laid over what it says about the site.
fn source(given: Option<Value>) -> Value {
    laid_over_tag(with(|surveys| surveys.tag.clone()), given)
}

fn laid_over_tag(tag: Value, given: Option<Value>) -> Value {
    match given {
        Some(given) => config::inherit(tag, given),
        None => tag,
    }
}

/// Reads a configuration. Loads the parts of the application that it needs.
async fn read_config(mut value: Value) -> Result<Rc<Config>, ApiError> {
    if value.get("variants").is_some() {
        let person = Value::Map(with(|surveys| surveys.person.clone()));
        let id = person.get("id").and_then(Value::as_text).map_or_else(browser::tab, str::to_owned);
        value = (chunks::load_variants().await?)(value, &id);
    }
    let config = if Config::needs_definition(&value) {
        (chunks::load_questions().await?.read_config)(&value)
    } else {
        Config::read_preset(&value)
    };
    let config = config.map_err(ApiError::config)?;
    if config.consent.is_some() {
        privacy::ask();
    }
    values::warn(&config.warnings);
    if config.is_placed() {
        placement::load().await?;
    }
    if let Some(post) = &config.post {
        endpoints::check(post).await?;
    }
    Ok(config)
}

/// Passes an error on, having reported it on the console and in an event.
pub(crate) fn reported<T>(result: Result<T, ApiError>, target: &EventTarget) -> Result<T, ApiError> {
    if let Err(error) = &result {
        error.report(target);
    }
    result
}

/// Makes a survey known, in place of an earlier one of the same name. Whether it is to be shown: one that says the same again
/// changes nothing, and one that is open is not interrupted.
fn add(config: Rc<Config>, source: Value, element: Option<HtmlElement>, on_effect: Option<Callback<Effect>>) -> bool {
    let mut known = KnownSurvey {
        config,
        source,
        next: None,
        element,
        card: None,
        first: None,
        on_effect,
        popover: None,
        lock: None,
        opening: false,
        in_other_tab: false,
    };
    let replaced = with(|surveys| {
        let same = |other: &&mut KnownSurvey| match &known.element {
            Some(element) => other.element.as_ref() == Some(element),
            None => other.element.is_none() && known.config.survey.id == other.config.survey.id,
        };
        let Some(other) = surveys.known.iter_mut().find(same) else {
            surveys.known.push(known);
            return Ok(None);
        };
        if known.element.is_none() && known.source == other.source {
            return Err(());
        }
        if known.element.is_none() && other.is_open() {
            (other.source, other.next) = (known.source, Some(known.config));
            return Err(());
        }
        std::mem::swap(other, &mut known);
        Ok(Some(known))
    });
    // A card leaves the page when dropped, which nothing may be borrowed for.
    replaced.map(drop).is_ok()
}

/// Removes the survey from an element that has left the page, or that is about another one now. What was begun is continued
/// where the survey is next shown.
pub(crate) fn detach(element: &HtmlElement) {
    save_drafts();
    let gone = with(|surveys| {
        let index = surveys.known.iter().position(|known| known.element.as_ref() == Some(element));
        index.map(|index| surveys.known.swap_remove(index))
    });
    if gone.is_some() {
        return drop(gone);
    }
    // An element of our own: the page has removed it with what is around it.
    let removed = with(|surveys| {
        let is_its = |known: &&mut KnownSurvey| known.card.as_ref().is_some_and(|card| card.host() == element);
        let known = surveys.known.iter_mut().find(is_its)?;
        Some((known.config.clone(), known.close()))
    });
    if let Some((config, closed)) = removed {
        drop(closed);
        if config.layout() == Layout::Inline {
            browser::spawn(async move {
                if let Ok(opening) = opening::load().await {
                    (opening.show_unasked)(config);
                }
            });
        }
    }
}

/// The texts that a survey needs in the language `tag`.
async fn texts(config: &Config, tag: &str) -> Result<Messages, ApiError> {
    let texts = languages::load(tag, &config.texts).await?;
    let own = !config.survey.extras.languages.is_empty();
    Ok(if own { texts.serving(config.survey.served(tag)) } else { texts })
}

/// Puts a survey's card on the page, in the place of its first question if that stands there.
fn mount(
    config: &Rc<Config>,
    element: Option<HtmlElement>,
    texts: Messages,
    options: ShowOptions,
    first: Option<&Prerendered>,
) -> Result<MountedCard, ApiError> {
    let mut session = match first {
        Some(Prerendered { question, .. }) => prerendered::session_of(config, question),
        None => {
            let page = browser::page(&config.keep_query);
            let input = session_input(config, texts.tag.clone(), page, options.attributes, options.hidden);
            continued(config, input.clone())
                .unwrap_or_else(|| Session::new(config.survey.clone(), input, browser::response_id(), browser::now()))
        }
    };
    if let Some(score) = options.prefill {
        session.prefill(score);
    }
    let (running, id) = (config.clone(), session.id().to_string());
    let on_effect = Rc::new(move |effect| carry_out(&running, &id, effect));
    let drafted = config.clone();
    let kept = config.clone();
    let keep = Rc::new(move |record| sessions::save(&kept, record));
    let load_draft = Rc::new(move |question: &Question| drafts::load(drafted.storage, &draft_name(&drafted, question)));
    let layout = config.layout();
    let state = move || SurveyState::new(session, texts, layout, on_effect, keep, load_draft);
    MountedCard::mount(element, config, first.map(|first| &first.on_page), state)
}

/// The session that was begun on an earlier page, or where the survey stood before on this one.
fn continued(config: &Config, input: SessionInput) -> Option<Session> {
    Session::resume(config.survey.clone(), input, &sessions::load(config)?, browser::now())
}

fn is_begun(config: &Config) -> bool {
    continued(config, session_input(config, String::new(), Page::default(), Vec::new(), Vec::new())).is_some()
}

/// What is known when a session begins.
fn session_input(
    config: &Config,
    locale: String,
    page: Page,
    attributes: Vec<(String, Value)>,
    hidden: Vec<(String, Value)>,
) -> SessionInput {
    let context = Context {
        person: laid_over(&config.person, with(|surveys| surveys.person.clone())),
        attributes: laid_over(&config.attributes, attributes),
        page,
        locale,
        layout: config.layout(),
    };
    SessionInput { context, product: config.product.clone(), hidden }
}

/// The name under which what is typed for a question is kept.
fn draft_name(config: &Config, question: &Question) -> String {
    [&config.recontact_id(), "/", &question.id].concat()
}

fn laid_over(base: &[(String, Value)], over: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut all = Value::Map(base.to_vec());
    all.merge(Value::Map(over));
    if let Value::Map(entries) = all { entries } else { Vec::new() }
}

/// Does what follows from an event of a survey.
fn carry_out(config: &Rc<Config>, id: &str, effect: Effect) {
    if let Some(on_effect) = with(|surveys| surveys.find(config).and_then(|known| known.on_effect)) {
        on_effect.run(effect.clone());
    }
    let mut detail = Value::object();
    detail.put("id", Value::from(id));
    detail.put("survey", Value::from(config.survey.id.as_str()));
    let event = match effect {
        Effect::Deliver(response) => return delivery::put(config, &response),
        Effect::StartRecontactPeriod(outcome) => return start_recontact_period(config, outcome, browser::now()),
        Effect::Close => return close_card(config),
        Effect::Answered { question, score } => {
            detail.put("question", Value::from(question));
            if let Some(score) = score {
                detail.put("score", Value::from(f64::from(score.points())));
                detail.put("group", Value::from(score.group().as_str()));
            }
            "answered"
        }
        Effect::Completed => "completed",
        Effect::Dismissed => "dismissed",
        Effect::Abandoned => "abandoned",
    };
    let host = with(|surveys| surveys.find(config).and_then(|known| Some(known.card.as_ref()?.host().clone())));
    if let Some(host) = host {
        events::dispatch(&host, event, &detail);
    }
}

fn start_recontact_period(config: &Config, outcome: Outcome, from: Timestamp) {
    let mut periods = storage::recontact_periods(config.storage);
    periods.begin(&config.recontact_id(), config.layout(), outcome, config.recontact_days, from);
    storage::write(config.storage, storage::RECONTACT, &periods.to_value());
}

/// Takes a card off the page.
fn close_card(config: &Rc<Config>) {
    let closed = with(|surveys| surveys.find(config).map(KnownSurvey::close));
    if let Some((Some(card), ..)) = closed {
        card.leave();
    }
}

/// The open surveys, those included whose first question stands on the page without the application: it takes their place.
fn open_surveys() -> Vec<(Rc<Config>, SurveyState)> {
    let prerendered: Vec<_> = with(|surveys| {
        let prerendered = surveys.known.iter().filter(|known| known.first.is_some());
        prerendered.map(|known| known.config.clone()).collect()
    });
    for config in prerendered {
        // What went wrong has been reported.
        let _ = take_over(&config);
    }
    mounted_surveys()
}

/// The surveys whose cards are the application's.
fn mounted_surveys() -> Vec<(Rc<Config>, SurveyState)> {
    with(|surveys| {
        let open = |known: &KnownSurvey| Some((known.config.clone(), known.card.as_ref()?.survey()));
        surveys.known.iter().filter_map(open).collect()
    })
}

/// The visitor leaves the page, and may come back to it.
pub(crate) fn leave() {
    save_drafts();
    for (_, survey) in mounted_surveys() {
        survey.leave();
    }
}

/// Keeps what is typed and not sent, and nothing of what was.
pub(crate) fn save_drafts() {
    for (config, survey) in mounted_surveys() {
        let draft = survey.draft();
        for question in &config.survey.questions {
            let text = draft.as_ref().filter(|(name, _)| *name == question.id).map_or("", |(_, text)| text);
            drafts::save(config.storage, &draft_name(&config, question), text);
        }
    }
}

/// Closes what was answered or declined in another tab and not touched here.
pub(crate) fn close_untouched() {
    for (config, survey) in open_surveys() {
        if survey.with_session(Session::is_untouched) && is_resting(&config) {
            close_card(&config);
        }
    }
}

/// The page is back from the browser's cache: other tabs may have begun to show what is open here.
pub(crate) fn come_back() {
    for (config, _) in mounted_surveys() {
        if config.layout() == Layout::Popover {
            browser::spawn(async move {
                let lock = DisplayLock::acquire(&config.survey.id).await;
                match lock {
                    Some(lock) => {
                        with(|surveys| {
                            if let Some(known) = surveys.find(&config).filter(|known| known.card.is_some()) {
                                known.lock = Some(lock);
                            }
                        });
                    }
                    None => close_card(&config),
                }
            });
        }
    }
}

/// Whether the visitor isn't to be asked yet. What they have begun to answer goes on.
fn is_resting(config: &Config) -> bool {
    let periods = storage::recontact_periods(config.storage);
    periods.until(&config.recontact_id(), config.layout()).is_some() && !is_begun(config)
}
