//! The surveys of this page: which there are, which may show, which is open.

use std::cell::RefCell;
use std::rc::Rc;

use askwell_survey::config::{Config, Storage};
use askwell_survey::{Answer, Context, Effect, Layout, Rest, Score, Session, Texts, Value};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, HtmlElement};

use crate::card::Card;
use crate::events::{dispatch, report};
use crate::host::{self, Refusal};
use crate::{browser, delivery, storage};

thread_local! {
    /// Borrowed for moments only, and never while a listener of the page may run: it may call back.
    static WIDGET: RefCell<Widget> = RefCell::default();
}

#[derive(Default)]
struct Widget {
    /// The stylesheet, constructed by the loader.
    sheet: JsValue,
    /// Fetches the texts of a language: tag in, promise of a language file out. No `Function`, because the default of
    /// that is made by evaluating a string, and the page's policy may forbid it.
    language: JsValue,
    /// What the tag and the page's document say.
    tag: Value,
    /// What `identify` said.
    person: Vec<(String, Value)>,
    surveys: Vec<Known>,
    /// Whether a popover has been on this page, or is on its way.
    popover_shown: bool,
}

/// A survey that the page has.
struct Known {
    config: Rc<Config>,
    /// The element it stands in, if it was put there by one.
    element: Option<HtmlElement>,
    card: Option<Card>,
}

/// What [`show`] may be told.
#[derive(Default)]
struct Wishes {
    prefill: Option<Score>,
    attributes: Vec<(String, Value)>,
    ignore_rest: bool,
}

fn with<T>(look: impl FnOnce(&mut Widget) -> T) -> T {
    WIDGET.with_borrow_mut(look)
}

/// Names in the tag's configuration that are about its own survey, and not about the site.
const OF_ONE_SURVEY: [&str; 8] = ["id", "preset", "kind", "display", "container", "show", "delay", "topic"];

pub(crate) fn start(boot: &JsValue) {
    let mut tag = match host::get(boot, "document").as_string() {
        Some(json) => host::parse(&json).unwrap_or_else(|refusal| {
            report(&browser::document(), &refusal);
            Value::Null
        }),
        None => Value::Null,
    };
    tag.merge(host::dataset(&host::get(boot, "tag")));
    with(|widget| {
        widget.sheet = host::get(boot, "sheet");
        widget.language = host::get(boot, "language");
        widget.tag = tag;
    });
    send_waiting();
    let online = Closure::<dyn Fn()>::new(send_waiting).into_js_value();
    let _ = browser::window().add_event_listener_with_callback("online", online.unchecked_ref());
    dispatch(&browser::document(), "ready", Vec::new());
}

fn send_waiting() {
    for kept in [Storage::Local, Storage::Session] {
        if delivery::waiting(kept) > 0 {
            delivery::send(kept);
        }
    }
}

/// The configuration of the tag's own survey, or `given` laid over what the tag says about the site.
fn configuration(given: Option<Value>) -> Result<Config, Refusal> {
    let tag = with(|widget| widget.tag.clone());
    let value = match given {
        None => tag,
        Some(given) => {
            let mut site = match tag {
                Value::Map(mut entries) => {
                    entries.retain(|(name, _)| !OF_ONE_SURVEY.contains(&name.as_str()));
                    Value::Map(entries)
                }
                _ => Value::Map(Vec::new()),
            };
            site.merge(given);
            site
        }
    };
    Config::read(&value).map_err(Refusal::config)
}

/// Passes a refusal on, having said it on the console and in an event.
fn said<T>(result: Result<T, Refusal>, target: &EventTarget) -> Result<T, Refusal> {
    if let Err(refusal) = &result {
        report(target, refusal);
    }
    result
}

pub(crate) fn init(given: &JsValue) -> Result<String, Refusal> {
    let of_tag = given.is_undefined();
    let config =
        if of_tag { configuration(None) } else { host::read(given).and_then(|given| configuration(Some(given))) };
    let config = said(config, &browser::document())?;
    let id = config.id.clone();
    let manual = config.manual;
    // A survey of the page's own is shown so many seconds after the page began, one that is called for after the call.
    let passed = if of_tag { browser::uptime() } else { 0.0 };
    let delay = (config.delay * 1000.0 - passed).max(0.0);
    let known = add(config, None);
    if !manual {
        browser::after(delay as i32, move || when_visible(move || browser::spawn(show_unasked(known))));
    }
    Ok(id)
}

/// Makes a survey known, in place of an earlier one of the same name.
fn add(config: Config, element: Option<HtmlElement>) -> Rc<Config> {
    let config = Rc::new(config);
    let known = Known { config: config.clone(), element, card: None };
    let replaced = with(|widget| {
        let same = |other: &Known| match (&known.element, &other.element) {
            (Some(one), Some(other)) => one == other,
            (None, None) => known.config.id == other.config.id,
            _ => false,
        };
        match widget.surveys.iter().position(same) {
            Some(index) => Some(std::mem::replace(&mut widget.surveys[index], known)),
            None => {
                widget.surveys.push(known);
                None
            }
        }
    });
    drop(replaced);
    config
}

/// Runs `task` now, or once the page can be seen.
fn when_visible(task: impl FnOnce() + 'static) {
    if !browser::document().hidden() {
        return task();
    }
    let task = RefCell::new(Some(task));
    let document = browser::document();
    let check = Closure::<dyn Fn()>::new(move || {
        if !browser::document().hidden()
            && let Some(task) = task.take()
        {
            task();
        }
    });
    let _ = document.add_event_listener_with_callback("visibilitychange", check.into_js_value().unchecked_ref());
}

async fn show_unasked(config: Rc<Config>) {
    if rules(&config).iter().all(|rule| rule.holds) {
        let _ = open(&config, Wishes::default()).await;
    }
}

pub(crate) async fn attach(element: HtmlElement, preset: Option<String>) -> Result<(), Refusal> {
    let mut given = host::attributes(&element);
    given.set("display", Value::from(Layout::Inline.name()));
    if let Some(preset) = preset {
        given.set("preset", Value::from(preset));
    }
    let config = said(configuration(Some(given)), &element)?;
    let config = add(config, Some(element));
    show_unasked(config).await;
    Ok(())
}

pub(crate) fn detach(element: &HtmlElement) {
    let gone = with(|widget| {
        let index = widget.surveys.iter().position(|known| known.element.as_ref() == Some(element))?;
        Some(widget.surveys.swap_remove(index))
    });
    drop(gone);
}

pub(crate) async fn show(id: Option<String>, options: &JsValue) -> Result<String, Refusal> {
    let wishes = said(wishes(options), &browser::document())?;
    let config = with(|widget| {
        let wanted = |known: &&Known| known.element.is_none() && id.as_ref().is_none_or(|id| *id == known.config.id);
        widget.surveys.iter().find(wanted).map(|known| known.config.clone())
    });
    let Some(config) = config else {
        return Err(Refusal::new("unknown", "there is no survey with this id on the page"));
    };
    let hindrance = rules(&config).into_iter().find(|rule| match rule.name {
        "alone" => !rule.holds,
        "rested" => !rule.holds && !wishes.ignore_rest,
        _ => false,
    });
    match hindrance {
        Some(rule) => Err(Refusal::new(rule.refusal, rule.otherwise)),
        None => open(&config, wishes).await.map(|()| config.id.clone()),
    }
}

fn wishes(options: &JsValue) -> Result<Wishes, Refusal> {
    use askwell_survey::Problems;
    use askwell_survey::decode::Fields;
    let options = host::read(options)?;
    if options == Value::Null {
        return Ok(Wishes::default());
    }
    let mut problems = Problems::default();
    let mut fields = Fields::of(&options, "", &mut problems);
    let prefill = fields.object("prefill").and_then(|mut fields| {
        let score = fields.whole("score", u32::from(askwell_survey::LOWEST), u32::from(askwell_survey::HIGHEST));
        fields.finish();
        Score::from_number(f64::from(score?))
    });
    let wishes = Wishes {
        prefill,
        attributes: fields.labels("attributes"),
        ignore_rest: fields.flag("ignoreRest").unwrap_or_default(),
    };
    fields.finish();
    problems.or(Some(wishes)).map_err(Refusal::config)
}

/// One reason for a survey to show, or not to.
struct Rule {
    name: &'static str,
    holds: bool,
    /// The code under which a call is refused when it doesn't hold.
    refusal: &'static str,
    /// What is the case when it doesn't.
    otherwise: &'static str,
}

fn rules(config: &Config) -> Vec<Rule> {
    let popover = config.display == Layout::Popover;
    let resting = rest(config).until(&config.rest_id(), config.display).is_some();
    let (open, shown) = with(|widget| {
        let open = |known: &Known| known.config.display == Layout::Popover && known.card.is_some();
        (widget.surveys.iter().any(open), widget.popover_shown)
    });
    let rule = |name, holds, refusal, otherwise| Rule { name, holds, refusal, otherwise };
    vec![
        rule("light", !(popover && browser::saves_data()), "frugal", "the visitor asks for less data"),
        rule("called", !config.manual, "manual", "it is shown by a call alone"),
        rule("alone", !(popover && open), "busy", "another survey is open"),
        rule("once", !(popover && shown), "shown", "a survey has been shown on this page already"),
        rule("rested", !resting, "resting", "the visitor answered or declined not long ago"),
    ]
}

fn rest(config: &Config) -> Rest {
    Rest::read(&storage::read(config.storage, storage::REST), browser::now())
}

/// Fetches the texts and puts the survey on the page.
async fn open(config: &Rc<Config>, wishes: Wishes) -> Result<(), Refusal> {
    let (element, sheet, person) = with(|widget| {
        // Said before the first wait, so that two calls in a row don't open two.
        widget.popover_shown |= config.display == Layout::Popover;
        let known = widget.surveys.iter().find(|known| Rc::ptr_eq(&known.config, config));
        (known.and_then(|known| known.element.clone()), widget.sheet.clone(), widget.person.clone())
    });
    let near = element.clone().map(Into::into).or_else(|| browser::document().document_element());
    let target: EventTarget = element.clone().map_or_else(|| browser::document().into(), Into::into);
    let texts = said(texts(config, near).await, &target)?;
    let session = session(config, &texts, person, wishes);
    let id = session.id().to_string();
    let running = config.clone();
    let run = Rc::new(move |effect| carry_out(&running, &id, effect));
    let card = said(Card::mount(element, config, session, texts, &sheet, run), &target)?;
    let host = card.host().clone();
    let known = with(|widget| {
        let known = widget.surveys.iter_mut().find(|known| Rc::ptr_eq(&known.config, config));
        known.map(|known| known.card.replace(card))
    });
    // If the survey was removed while its texts were on their way, the card has been dropped.
    if known.is_some() {
        dispatch(&host, "shown", vec![("survey", Value::from(config.id.as_str()))]);
    }
    Ok(())
}

/// The texts in the language of the survey, or of the place it stands in, or of the visitor.
async fn texts(config: &Config, near: Option<web_sys::Element>) -> Result<Texts, Refusal> {
    let of_page = || near.and_then(|near| near.closest("[lang]").ok().flatten()?.get_attribute("lang"));
    let of_visitor = || browser::window().navigator().language();
    let tag =
        config.lang.clone().or_else(of_page).filter(|tag| !tag.is_empty()).or_else(of_visitor).unwrap_or_default();
    let unreachable = |_| Refusal::new("language", "the texts could not be fetched");
    let language: Function = with(|widget| widget.language.clone()).dyn_into().map_err(unreachable)?;
    let promise: Promise =
        language.call1(&JsValue::NULL, &JsValue::from_str(&tag)).map_err(unreachable)?.unchecked_into();
    let file = JsFuture::from(promise).await.map_err(unreachable)?;
    Texts::read(&host::read(&file)?, &config.texts).map_err(Refusal::config)
}

fn session(config: &Config, texts: &Texts, person: Vec<(String, Value)>, wishes: Wishes) -> Session {
    let mut of_person = Value::Map(config.person.clone());
    of_person.merge(Value::Map(person));
    let mut attributes = Value::Map(config.attributes.clone());
    attributes.merge(Value::Map(wishes.attributes));
    let entries = |value| if let Value::Map(entries) = value { entries } else { Vec::new() };
    let context = Context {
        person: entries(of_person),
        attributes: entries(attributes),
        page: browser::page(&config.keep_query),
        locale: texts.tag.clone(),
        layout: config.display,
    };
    let (id, now) = (browser::response_id(), browser::now());
    let mut session = Session::new(config.survey(), context, config.product.clone(), id, now);
    if let Some(score) = wishes.prefill {
        session.prefill(score);
    }
    session
}

fn carry_out(config: &Rc<Config>, id: &str, effect: Effect) {
    let host = with(|widget| {
        let known = widget.surveys.iter().find(|known| Rc::ptr_eq(&known.config, config))?;
        known.card.as_ref().map(|card| card.host().clone())
    });
    let target: EventTarget = host.map_or_else(|| browser::document().into(), Into::into);
    let mut detail = vec![("id", Value::from(id)), ("survey", Value::from(config.id.as_str()))];
    let event = match effect {
        Effect::Deliver(response) => {
            delivery::put(config.storage, &config.endpoint, &response);
            return delivery::send(config.storage);
        }
        Effect::Rest(outcome) => {
            let mut rest = rest(config);
            rest.begin(&config.rest_id(), config.display, outcome, config.rest, browser::now());
            storage::write(config.storage, storage::REST, &rest.to_value());
            return;
        }
        Effect::Close => {
            let card =
                with(|widget| widget.surveys.iter_mut().find(|known| Rc::ptr_eq(&known.config, config))?.card.take());
            return card.into_iter().for_each(Card::leave);
        }
        Effect::Answered { question, score } => {
            detail.push(("question", Value::from(question)));
            if let Some(score) = score {
                detail.push(("score", Answer::Score(score).to_value()));
                detail.push(("group", Value::from(score.group().as_str())));
            }
            "answered"
        }
        Effect::Completed => "completed",
        Effect::Dismissed => "dismissed",
        Effect::Abandoned => "abandoned",
    };
    dispatch(&target, event, detail);
}

pub(crate) fn close() {
    let open = with(|widget| {
        let popover = |known: &&Known| known.config.display == Layout::Popover && known.card.is_some();
        widget.surveys.iter().find(popover).and_then(|known| Some(known.card.as_ref()?.model()))
    });
    if let Some(model) = open {
        model.dismiss();
    }
}

pub(crate) fn identify(person: &JsValue) -> Result<(), Refusal> {
    use askwell_survey::Problems;
    use askwell_survey::decode::Fields;
    let read = host::read(person).and_then(|given| {
        let mut problems = Problems::default();
        let whole = Value::Map(vec![("person".to_owned(), given)]);
        let traits = Fields::of(&whole, "", &mut problems).labels("person");
        problems.or(Some(traits)).map_err(Refusal::config)
    });
    let traits = said(read, &browser::document())?;
    with(|widget| widget.person = traits);
    Ok(())
}

pub(crate) fn explain(id: Option<&str>) -> Value {
    let configs: Vec<(Rc<Config>, bool)> = with(|widget| {
        let wanted = widget.surveys.iter().filter(|known| id.is_none_or(|id| id == known.config.id));
        wanted.map(|known| (known.config.clone(), known.card.is_some())).collect()
    });
    let object = |entries: Vec<(&str, Value)>| {
        Value::Map(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    let survey = |(config, open): &(Rc<Config>, bool)| {
        let rules = rules(config);
        let list = rules.iter().map(|rule| {
            let mut entries = vec![("rule", Value::from(rule.name)), ("holds", Value::from(rule.holds))];
            entries.extend((!rule.holds).then(|| ("because", Value::from(rule.otherwise))));
            object(entries)
        });
        object(vec![
            ("id", Value::from(config.id.as_str())),
            ("open", Value::from(*open)),
            ("visible", Value::from(*open || rules.iter().all(|rule| rule.holds))),
            ("rules", Value::List(list.collect())),
        ])
    };
    let waiting: usize =
        [Storage::Local, Storage::Session, Storage::None].into_iter().map(delivery::waiting).max().unwrap_or(0);
    object(vec![
        ("surveys", Value::List(configs.iter().map(survey).collect())),
        ("waiting", Value::Number(waiting as f64)),
    ])
}

pub(crate) fn reset() {
    for kept in [Storage::Local, Storage::Session] {
        storage::write(kept, storage::REST, &Value::Map(Vec::new()));
    }
    with(|widget| widget.popover_shown = false);
}

pub(crate) fn destroy() {
    let gone = with(|widget| std::mem::take(&mut widget.surveys));
    for known in gone {
        known.card.into_iter().for_each(Card::leave);
    }
}
