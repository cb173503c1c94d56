//! The surveys of a page: which there are, which may show, which is open. There is one list for the page, whoever put them
//! there: the script tag, elements, calls, or a Leptos application. Rules such as "one popover at a time" hold for all of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use askwell_survey::config::{self, Config, ShowOptions, Storage};
use askwell_survey::{
    Context, Effect, Layout, Messages, Outcome, Page, Question, ResponseId, Session, SessionInput, Timestamp, Value,
};
use leptos::prelude::{Callable, Callback};
use wasm_bindgen::JsValue;
use web_sys::{EventTarget, HtmlElement};

use crate::eligibility::{COVERED, Eligibility, IN_OTHER_TAB, Rule, rules};
use crate::error::ApiError;
use crate::first_question::Prerendered;
use crate::locks::DisplayLock;
use crate::mount::MountedCard;
use crate::state::SurveyState;
use crate::{
    browser, chunks, delivery, document, drafts, endpoints, events, languages, request, sessions, storage, values,
};

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
    let (tag, warnings) = values::from_dataset(values::read(tag).unwrap_or_default());
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
async fn read_config(value: Value) -> Result<Rc<Config>, ApiError> {
    let config = if Config::needs_definition(&value) {
        (chunks::load_questions().await?.read_config)(&value)
    } else {
        Config::read_preset(&value)
    };
    let config = config.map_err(ApiError::config)?;
    values::warn(&config.warnings);
    if let Some(post) = &config.post {
        endpoints::check(post).await?;
    }
    Ok(config)
}

/// Passes an error on, having reported it on the console and in an event.
fn reported<T>(result: Result<T, ApiError>, target: &EventTarget) -> Result<T, ApiError> {
    if let Err(error) = &result {
        error.report(target);
    }
    result
}

/// Makes a survey known, and shows it unless it waits for [`show`]. Returns its identifier.
pub(crate) async fn init(given: &JsValue) -> Result<String, ApiError> {
    let page = browser::document();
    let of_tag = given.is_undefined();
    let given = if of_tag { None } else { Some(reported(endpoints::read_config(given), &page)?) };
    let source = source(given);
    let config = reported(read_config(source.clone()).await, &page)?;
    let id = config.survey.id.clone();
    // A survey of the page's own is shown so many seconds after the page began, one that is called for after the call.
    let passed = if of_tag { browser::uptime() } else { 0.0 };
    let delay = (config.delay * 1000.0 - passed).max(0.0);
    if add(config.clone(), source, None, None) && !config.manual {
        browser::after(delay as i32, move || browser::when_visible(move || show_unasked(config)));
    }
    Ok(id)
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

fn show_unasked(config: Rc<Config>) {
    // It may have been replaced or removed since.
    if with(|surveys| surveys.find(&config).is_none()) {
        return;
    }
    // Whether another tab shows it is known only when it is tried, and a dialog is waited for.
    let may_change = |rule: &Rule| rule.otherwise == IN_OTHER_TAB || rule.name == COVERED;
    if rules(&eligibility(&config)).iter().all(|rule| rule.holds || may_change(rule)) {
        browser::spawn(async move {
            // What went wrong has been reported.
            let _ = open(config, ShowOptions::default()).await;
        });
    }
}

/// Shows a survey in an element of the page, as its attributes say, and the document that it names or has in it.
pub(crate) async fn attach(element: HtmlElement) -> Result<(), ApiError> {
    let json = reported(document::of_element(&element).await, &element)?;
    let document = json.map_or_else(|| Ok(Value::object()), |json| values::parse(&json));
    let mut given = reported(document, &element)?;
    let (attributes, warnings) = values::attributes(&element);
    values::warn(&warnings);
    given.merge(attributes);
    let given = values::inline(given, &element.local_name());
    attach_config(element, given, None).await
}

/// Shows a survey in an element of the page.
pub(crate) async fn attach_config(
    element: HtmlElement,
    given: Value,
    on_effect: Option<Callback<Effect>>,
) -> Result<(), ApiError> {
    let source = source(Some(given));
    let config = reported(read_config(source.clone()).await, &element)?;
    // It may have left the page while its parts were loaded.
    if element.is_connected() {
        add(config.clone(), source, Some(element), on_effect);
        show_unasked(config);
    }
    Ok(())
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
        if config.display == Layout::Inline {
            show_unasked(config);
        }
    }
}

/// Shows the survey with this identifier, or the first one, and returns its identifier.
pub(crate) async fn show(id: Option<String>, options: &JsValue) -> Result<String, ApiError> {
    let page = browser::document();
    let options = values::read(options).and_then(|options| ShowOptions::read(&options).map_err(ApiError::config));
    let options = reported(options, &page)?;
    let config = with(|surveys| {
        let wanted = |known: &&KnownSurvey| {
            known.element.is_none() && id.as_ref().is_none_or(|id| *id == known.config.survey.id)
        };
        surveys.known.iter().find(wanted).map(|known| known.config.clone())
    });
    let Some(config) = config else {
        return Err(ApiError::new("unknown", "there is no survey with this id on the page"));
    };
    reported(config.survey.check_hidden(&options.hidden).map_err(ApiError::config), &page)?;
    for rule in rules(&eligibility(&config)) {
        let matters = matches!(rule.name, "busy") || rule.name == "resting" && !options.ignore_recontact;
        if matters && !rule.holds {
            return Err(ApiError::new(rule.name, rule.otherwise));
        }
    }
    let id = config.survey.id.clone();
    open(config, options).await?;
    Ok(id)
}

/// Fetches the texts and puts the survey on the page.
async fn open(config: Rc<Config>, options: ShowOptions) -> Result<(), ApiError> {
    // Taken before the wait, so that two calls in a row don't open two.
    let popover = (config.display == Layout::Popover).then(OpenPopover::new);
    let shown_before = with(|surveys| surveys.popover_shown);
    if popover.is_some() {
        with(|surveys| surveys.popover_shown = true);
    }
    let placed = place(&config, popover, options).await;
    if let Ok(Some(host)) = &placed {
        let mut detail = Value::object();
        detail.put("survey", Value::from(config.survey.id.as_str()));
        events::dispatch(host, "shown", &detail);
    } else {
        with(|surveys| surveys.popover_shown = shown_before);
    }
    placed.map(drop)
}

/// Puts a survey on the page, and returns its host element: none if the survey was removed meanwhile.
async fn place(
    config: &Rc<Config>,
    popover: Option<OpenPopover>,
    options: ShowOptions,
) -> Result<Option<HtmlElement>, ApiError> {
    let element = with(|surveys| surveys.find(config).and_then(|known| known.element.clone()));
    let target: EventTarget = element.clone().map_or_else(|| browser::document().into(), Into::into);
    let tag = language(config, element.as_ref());
    let texts = reported(texts(config, &tag).await, &target)?;
    let is_known = || with(|surveys| surveys.find(config).is_some());
    match (config.display, &config.container) {
        // What can't be seen takes no turn.
        (Layout::Popover, _) => browser::until(|| !is_known() || browser::is_free()).await,
        (Layout::Inline, Some(selector)) if element.is_none() => {
            let found = || browser::document().query_selector(selector);
            reported(found().map_err(|_| no_container()), &target)?;
            browser::until(|| !is_known() || matches!(found(), Ok(Some(_)))).await;
        }
        (Layout::Inline, _) => {}
    }
    if !is_known() {
        return Ok(None);
    }
    let lock = match config.display {
        Layout::Popover => DisplayLock::acquire(&config.survey.id).await,
        Layout::Inline => Some(DisplayLock::none()),
    };
    with(|surveys| {
        if let Some(known) = surveys.find(config) {
            known.in_other_tab = lock.is_none();
        }
    });
    let Some(lock) = lock else { return Err(ApiError::new("elsewhere", IN_OTHER_TAB)) };
    let card = reported(mount(config, element, texts, options, None), &target)?;
    let host = card.host().clone();
    let unplaced = with(|surveys| match surveys.find(config) {
        Some(known) => {
            (known.card, known.popover, known.lock) = (Some(card), popover, Some(lock));
            None
        }
        None => Some((card, popover, lock)),
    });
    Ok(unplaced.is_none().then_some(host))
}

/// The language that was chosen, or that of the survey, of the place it stands in, or of the visitor.
fn language(config: &Config, element: Option<&HtmlElement>) -> String {
    let of_page = || languages::of_place(element).unwrap_or_else(languages::of_visitor);
    let chosen = with(|surveys| surveys.language.clone()).or_else(|| config.lang.clone());
    config.survey.served(&chosen.unwrap_or_else(of_page)).to_owned()
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
    let layout = config.display;
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
        layout: config.display,
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

fn no_container() -> ApiError {
    ApiError::new("container", "container: needs to be a CSS selector")
}

fn start_recontact_period(config: &Config, outcome: Outcome, from: Timestamp) {
    let mut periods = storage::recontact_periods(config.storage);
    periods.begin(&config.recontact_id(), config.display, outcome, config.recontact_days, from);
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

/// Goes on in another language, in the surveys that are open and in those to come. Nothing that was filled in is lost.
pub(crate) async fn set_language(tag: String) -> Result<(), ApiError> {
    with(|surveys| surveys.language = Some(tag.clone()));
    for (config, survey) in open_surveys() {
        let texts = texts(&config, config.survey.served(&tag)).await?;
        // Unless another language has been chosen meanwhile, or the card has gone.
        let still = with(|surveys| {
            surveys.language.as_ref() == Some(&tag) && surveys.find(&config).is_some_and(|known| known.card.is_some())
        });
        if still {
            survey.set_texts(texts);
        }
    }
    Ok(())
}

/// Closes the popover that is open, as the visitor would.
pub(crate) fn close() {
    let popover = open_surveys().into_iter().find(|(config, _)| config.display == Layout::Popover);
    if let Some((_, survey)) = popover {
        survey.close();
    }
}

/// Sets the person who answers from now on.
pub(crate) fn identify(person: &JsValue) -> Result<(), ApiError> {
    let traits = reported(values::read_person(person), &browser::document())?;
    with(|surveys| surveys.person = traits);
    Ok(())
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
        if config.display == Layout::Popover {
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
    periods.until(&config.recontact_id(), config.display).is_some() && !is_begun(config)
}

/// What decides whether a survey shows.
fn eligibility(config: &Rc<Config>) -> Eligibility {
    let (shown, in_other_tab) = with(|surveys| {
        let in_other_tab = surveys.find(config).is_some_and(|known| known.in_other_tab);
        (surveys.popover_shown, in_other_tab)
    });
    Eligibility {
        popover: config.display == Layout::Popover,
        manual: config.manual,
        saves_data: browser::saves_data(),
        open: POPOVER_OPEN.get(),
        shown,
        covered: !browser::is_free(),
        resting: is_resting(config),
        in_other_tab,
    }
}

/// Why each survey would show or not, rule by rule, and what waits to be delivered.
pub(crate) fn explain(id: Option<&str>) -> Value {
    let known: Vec<_> = with(|surveys| {
        let known = surveys.known.iter().filter(|known| id.is_none_or(|id| id == known.config.survey.id));
        known.map(|known| (known.config.clone(), known.is_open())).collect()
    });
    let surveys = known.into_iter().map(|(config, open)| {
        let rules = rules(&eligibility(&config));
        let mut survey = Value::object();
        survey.put("id", Value::from(config.survey.id.as_str()));
        survey.put("open", Value::from(open));
        survey.put("visible", Value::from(open || rules.iter().all(|rule| rule.holds)));
        survey.put("rules", Value::List(rules.iter().map(Rule::to_value).collect()));
        survey.put("storage", Value::from(storage::place(config.storage)));
        survey
    });
    let mut explanation = Value::object();
    explanation.put("surveys", Value::List(surveys.collect()));
    explanation.put("waiting", Value::from(delivery::waiting() as f64));
    explanation
}

/// Forgets that the visitor answered or declined.
pub(crate) fn reset() {
    for kept in [Storage::Local, Storage::Session] {
        storage::write(kept, storage::RECONTACT, &Value::object());
    }
    with(|surveys| surveys.popover_shown = false);
}

/// Removes every survey from the page. What is made known from now on begins anew.
pub(crate) fn destroy() {
    save_drafts();
    let gone = with(|surveys| {
        surveys.popover_shown = false;
        std::mem::take(&mut surveys.known)
    });
    for known in gone {
        if let Some(card) = known.card {
            card.leave();
        }
    }
}
