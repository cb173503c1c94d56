//! What a page calls, and its elements. The larger part is a chunk: most pages have one survey, which their tag describes.

use std::rc::Rc;

use askwell_page::attributes;
use askwell_survey::config::{Config, Consent, ShowOptions};
use askwell_survey::form::VALUE;
use askwell_survey::targeting::{self, Verdict, verdict};
use askwell_survey::{Effect, Layout, PageLink, Session, Value, digits};
use leptos::prelude::Callback;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::opening::{Reply, eligibility, open, show_when_due};
use super::{KnownSurvey, add, mounted_surveys, open_surveys, read_config, reported, save_drafts, source, texts, with};
use crate::chunks::chunk;
use crate::debug_panel::{self, Tools};
use crate::eligibility::{CONSENT, Rule, rules};
use crate::error::ApiError;
use crate::{browser, delivery, document, gate, privacy, storage, values};

/// A call of the page's, with what it is given.
pub(crate) type Call = fn(JsValue, JsValue) -> Reply<JsValue>;

/// The chunk `calls`.
#[derive(Clone, Copy)]
pub(crate) struct Calls {
    /// Shows a survey in an element of the page. The second value says that it is due.
    pub(crate) attach: Call,
    /// Shows the survey with this identifier, or the first one, and returns its identifier.
    pub(crate) show: Call,
    /// Why each survey would show or not.
    pub(crate) explain: Call,
    /// The visitor consents, or doesn't.
    pub(crate) consent: Call,
    /// Forgets the visitor.
    pub(crate) reset: Call,
    /// Does what the query of the page's address says.
    pub(crate) follow_link: Call,
    /// Goes on in the language that was chosen, in the surveys that are open.
    pub(crate) translate: Call,
}

chunk! { calls in CALLS;
    /// Loads the chunk `calls`.
    pub(crate) async fn load() -> Calls {
        Calls {
            attach: |element, judged| Box::pin(async move {
                attach(element.unchecked_into(), judged.is_truthy()).await.map(|()| JsValue::UNDEFINED)
            }),
            show: |id, options| Box::pin(async move { show(named(&id), options).await.map(JsValue::from) }),
            explain: |id, _| Box::pin(async move { explain(named(&id)).await.map(|explanation| values::to_js(&explanation)) }),
            consent: |given, _| Box::pin(async move {
                privacy::consent(given.is_truthy());
                Ok(JsValue::UNDEFINED)
            }),
            reset: |_, _| Box::pin(async {
                reset();
                Ok(JsValue::UNDEFINED)
            }),
            translate: |_, _| Box::pin(async move { translate().await.map(|()| JsValue::UNDEFINED) }),
            follow_link: |query, _| Box::pin(async move {
                follow_link(&query.as_string().unwrap_or_default()).await.map(|()| JsValue::UNDEFINED)
            }),
        }
    }
}

/// An identifier as a page gives it. One that isn't text names no survey, as no survey's is empty.
fn named(id: &JsValue) -> Option<String> {
    (!id.is_undefined() && !id.is_null()).then(|| id.as_string().unwrap_or_default())
}

/// Shows a survey in an element of the page, as its attributes say, and the document that it names or has in it.
async fn attach(element: HtmlElement, judged: bool) -> Result<(), ApiError> {
    let json = reported(document::of_element(&element).await, &element)?;
    let document = json.map_or_else(|| Ok(Value::object()), |json| values::parse(&json));
    let mut given = reported(document, &element)?;
    let (attributes, warnings) = attributes::of(&element);
    values::warn(&warnings);
    given.merge(attributes);
    let given = attributes::inline(given, &element.local_name());
    attach_config(element, given, None, judged).await
}

/// Shows a survey in an element of the page.
pub(crate) async fn attach_config(
    element: HtmlElement,
    given: Value,
    on_effect: Option<Callback<Effect>>,
    judged: bool,
) -> Result<(), ApiError> {
    let source = source(Some(given));
    let config = reported(read_config(source.clone()).await, &element)?;
    // It may have left the page while its parts were loaded.
    if element.is_connected() {
        add(config.clone(), source.clone(), Some(element), on_effect);
        show_when_due(config, source, judged);
    }
    Ok(())
}

/// Shows the survey with this identifier, or the first one, and returns its identifier.
async fn show(id: Option<String>, options: JsValue) -> Result<String, ApiError> {
    let page = browser::document();
    let options = values::read(&options).and_then(|options| ShowOptions::read(&options).map_err(ApiError::config));
    let options = reported(options, &page)?;
    let config = with(|surveys| {
        let wanted = |known: &&KnownSurvey| {
            known.element.is_none() && id.as_ref().is_none_or(|id| *id == known.config.survey.id)
        };
        surveys.known.iter().find(wanted).map(|known| known.config.clone())
    });
    let Some(config) = config else {
        return Err(unknown());
    };
    reported(config.survey.check_hidden(&options.hidden).map_err(ApiError::config), &page)?;
    show_config(config, options).await
}

/// Shows a survey, and returns its identifier.
async fn show_config(config: Rc<Config>, options: ShowOptions) -> Result<String, ApiError> {
    let id = config.survey.id.clone();
    // It may be there already, or on its way.
    let known = |is: fn(&mut KnownSurvey) -> bool| with(|surveys| surveys.find(&config).is_some_and(is));
    browser::until(|| !known(|survey| survey.opening)).await;
    if known(|survey| survey.is_open()) {
        return Ok(id);
    }
    for rule in rules(&eligibility(&config)) {
        let matters = matches!(rule.name, "busy" | CONSENT) || rule.name == "resting" && !options.ignore_recontact;
        if matters && !rule.holds {
            return Err(ApiError::new(rule.name, rule.otherwise));
        }
    }
    open(config, options).await?;
    Ok(id)
}

/// Does what the query of the page's address says: shows the recommendation question with a score that is chosen and not
/// answered, and the debug panel.
async fn follow_link(query: &str) -> Result<(), ApiError> {
    let link = PageLink::read(query);
    if let Some(score) = link.score.filter(|_| !is_reloaded()) {
        let asks = |known: &&KnownSurvey| {
            let first = known.config.survey.questions.first();
            known.element.is_none() && first.is_some_and(|first| first.question_type.gives_score())
        };
        let config = with(|surveys| surveys.known.iter().find(asks).map(|known| known.config.clone()));
        if let Some(config) = config {
            // Whoever follows the link wants to answer.
            let options = ShowOptions { prefill: Some(score), ignore_recontact: true, ..ShowOptions::default() };
            show_config(config.clone(), options).await?;
            // It may have been open already.
            let open = mounted_surveys().into_iter().find(|(other, _)| Rc::ptr_eq(other, &config));
            if let Some((_, survey)) = open.filter(|(_, survey)| survey.with_session(Session::is_untouched)) {
                survey.set_value(VALUE, &digits(score.points().into()));
            }
        }
    }
    if link.debug {
        let tools = Tools { explain: || Box::pin(explain(None)), show_anyway: |place| Box::pin(show_anyway(place)) };
        (debug_panel::load().await?.open)(tools);
    }
    Ok(())
}

/// Whether the page is here again, with the address of its first visit: by a reload, or by going back.
fn is_reloaded() -> bool {
    let navigation =
        browser::window().performance().map(|performance| performance.get_entries_by_type("navigation").get(0));
    let kind = navigation.map(|navigation| values::get(&navigation, "type")).and_then(|kind| kind.as_string());
    kind.is_some_and(|kind| kind != "navigate")
}

/// Shows the survey at this place in the list of [`explain`], whatever speaks against it other than an open one.
async fn show_anyway(place: usize) -> Result<String, ApiError> {
    let config = with(|surveys| surveys.known.get(place).map(|known| known.config.clone()));
    let options = ShowOptions { ignore_recontact: true, ..ShowOptions::default() };
    match config {
        Some(config) => show_config(config, options).await,
        None => Err(unknown()),
    }
}

fn unknown() -> ApiError {
    ApiError::new("unknown", "there is no survey with this id on the page")
}

/// What comes is in this language.
pub(crate) fn choose_language(tag: String) {
    with(|surveys| surveys.language = Some(tag));
}

/// Goes on in the language that was chosen, in the surveys that are open. Nothing that was filled in is lost.
pub(crate) async fn translate() -> Result<(), ApiError> {
    let Some(tag) = with(|surveys| surveys.language.clone()) else { return Ok(()) };
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

/// Shows the surveys that waited for consent.
pub(crate) fn show_agreed() {
    let waiting: Vec<_> = with(|surveys| {
        let waits = |known: &&KnownSurvey| known.config.consent == Some(Consent::Survey) && !known.is_open();
        surveys.known.iter().filter(waits).map(|known| (known.config.clone(), known.source.clone())).collect()
    });
    for (config, source) in waiting {
        show_when_due(config, source, false);
    }
}

/// Closes the popover that is open, as the visitor would.
pub(crate) fn close() {
    let popover = open_surveys().into_iter().find(|(config, _)| config.layout() == Layout::Popover);
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

/// Why each survey would show or not, rule by rule, and what waits to be delivered.
async fn explain(id: Option<String>) -> Result<Value, ApiError> {
    let known: Vec<_> = with(|surveys| {
        let known = surveys.known.iter().filter(|known| id.as_ref().is_none_or(|id| *id == known.config.survey.id));
        known.map(|known| (known.config.clone(), known.source.clone(), known.is_open())).collect()
    });
    let mut surveys = Vec::new();
    for (config, source, open) in known {
        let rules = rules(&eligibility(&config));
        let judged = if config.targeting.is_some() { gate::rules(&source).await } else { Vec::new() };
        let holds = rules.iter().all(|rule| rule.holds) && verdict(&judged) == Verdict::Show;
        let mut survey = Value::object();
        survey.put("id", Value::from(config.survey.id.as_str()));
        survey.put("open", Value::from(open));
        survey.put("visible", Value::from(open || holds));
        let rules = rules.iter().map(Rule::to_value).chain(judged.iter().map(targeting::Rule::to_value));
        survey.put("rules", Value::List(rules.collect()));
        survey.put("storage", Value::from(storage::place(config.storage)));
        surveys.push(survey);
    }
    let mut explanation = Value::object();
    explanation.put("surveys", Value::List(surveys));
    explanation.put("waiting", Value::from(delivery::waiting() as f64));
    explanation.put("outbox", delivery::outbox());
    if let Some(error) = delivery::last_error() {
        explanation.put("lastError", Value::from(error));
    }
    Ok(explanation)
}

/// Forgets the visitor: everything that is kept on the device, who they are, and that they have been asked.
pub(crate) fn reset() {
    storage::erase();
    with(|surveys| {
        surveys.popover_shown = false;
        surveys.person.clear();
    });
    delivery::send_due();
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
