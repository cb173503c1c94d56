//! Showing a survey that isn't prerendered: whether it may, and where.

use std::pin::Pin;
use std::rc::Rc;

use askwell_survey::config::{Config, Display, ShowOptions};
use askwell_survey::{Layout, Value};
use wasm_bindgen::JsValue;
use web_sys::{EventTarget, HtmlElement};

use super::{OpenPopover, POPOVER_OPEN, add, is_resting, mount, read_config, reported, source, texts, with};
use crate::chunks::chunk;
use crate::eligibility::{COVERED, Eligibility, IN_OTHER_TAB, Rule, rules};
use crate::error::ApiError;
use crate::locks::DisplayLock;
use crate::{browser, endpoints, events, gate, languages, privacy};

/// What a function of a chunk returns that waits for something.
pub(crate) type Reply<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// The chunk `opening`.
#[derive(Clone, Copy)]
pub(crate) struct Opening {
    /// Makes a survey known, and shows it unless it waits for a call. Returns its identifier.
    pub(crate) init: fn(JsValue, bool) -> Reply<String>,
    /// Shows a survey that nobody called for, if nothing speaks against it.
    pub(super) show_unasked: fn(Rc<Config>),
}

chunk! { opening in OPENING;
    /// Loads the chunk `opening`.
    pub(crate) async fn load() -> Opening {
        Opening { init: |config, judged| Box::pin(init(config, judged)), show_unasked }
    }
}

/// Makes a survey known, and shows it once it is due, unless it waits for a call. Returns its identifier. `judged`: that it is due is
/// known already.
async fn init(given: JsValue, judged: bool) -> Result<String, ApiError> {
    let page = browser::document();
    let of_tag = given.is_undefined();
    let given = if of_tag { None } else { Some(reported(endpoints::read_config(&given), &page)?) };
    let source = source(given);
    let config = reported(read_config(source.clone()).await, &page)?;
    let id = config.survey.id.clone();
    // A survey of the page's own is shown so many seconds after the page began, one that is called for after the call.
    let passed = if of_tag { browser::uptime() } else { 0.0 };
    let delay = (config.delay * 1000.0 - passed).max(0.0);
    if add(config.clone(), source.clone(), None, None) && !config.manual {
        let show = move || show_when_due(config, source, judged);
        browser::after(delay as i32, move || browser::when_visible(show));
    }
    Ok(id)
}

/// Shows a survey that nobody called for as soon as it is due.
pub(super) fn show_when_due(config: Rc<Config>, source: Value, judged: bool) {
    if judged {
        return show_unasked(config);
    }
    browser::spawn(async move {
        let person = with(|surveys| surveys.person.clone());
        if gate::is_due(&source, config.layout() == Layout::Popover, &person).await {
            show_unasked(config);
        }
    });
}

/// Shows a survey that nobody called for, if nothing speaks against it.
pub(super) fn show_unasked(config: Rc<Config>) {
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

/// Fetches the texts and puts the survey on the page.
pub(super) async fn open(config: Rc<Config>, options: ShowOptions) -> Result<(), ApiError> {
    // Taken before the wait, so that two calls in a row don't open two.
    let popover = (config.layout() == Layout::Popover).then(OpenPopover::new);
    let shown_before = with(|surveys| surveys.popover_shown);
    if popover.is_some() {
        with(|surveys| surveys.popover_shown = true);
    }
    let set_opening = |opening| {
        with(|surveys| {
            if let Some(known) = surveys.find(&config) {
                known.opening = opening;
            }
        });
    };
    set_opening(true);
    let placed = place(&config, popover, options).await;
    set_opening(false);
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
    let needs_container = matches!(config.display, Display::Inline | Display::Beside) && element.is_none();
    if let Some(selector) = config.container.as_ref().filter(|_| needs_container) {
        let found = || browser::document().query_selector(selector);
        reported(found().map_err(|_| no_container()), &target)?;
        browser::until(|| !is_known() || matches!(found(), Ok(Some(_)))).await;
    }
    // What can't be seen takes no turn.
    if config.layout() == Layout::Popover {
        browser::until(|| !is_known() || browser::is_free()).await;
    }
    if !is_known() {
        return Ok(None);
    }
    let lock = match config.layout() {
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

fn no_container() -> ApiError {
    ApiError::new("container", "container: needs to be a CSS selector")
}

/// What decides whether a survey shows.
pub(super) fn eligibility(config: &Rc<Config>) -> Eligibility {
    let (shown, opening, in_other_tab) = with(|surveys| {
        let shown = surveys.popover_shown;
        surveys.find(config).map_or((shown, false, false), |known| (shown, known.opening, known.in_other_tab))
    });
    Eligibility {
        popover: config.layout() == Layout::Popover,
        manual: config.manual,
        unconsented: privacy::is_missing(config),
        saves_data: browser::saves_data(),
        open: POPOVER_OPEN.get() && !opening,
        shown: shown && !opening,
        covered: !browser::is_free(),
        resting: is_resting(config),
        in_other_tab,
    }
}
