//! The surveys of this page: which there are, which may show, which is open.

use std::cell::RefCell;
use std::rc::Rc;

use askwell_survey::config::{self, Config, Storage, Wishes};
use askwell_survey::{Context, Effect, Event, Layout, Session, Texts, Value};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, HtmlElement};

use crate::card::Card;
use crate::events::{dispatch, report};
use crate::host::{self, Refusal};
use crate::rules::{ELSEWHERE, Turn, elsewhere, note, noted, rest, resting, rules};
#[cfg(feature = "full")]
use crate::view::Model;
use crate::{browser, delivery, storage};

#[derive(Default)]
struct Widget {
    /// The stylesheets, constructed by `www/boot.js`.
    sheets: Array,
    /// What the widget's two builds on this page share: `ready`, whether one has started; `shown`, whether a popover has
    /// been on the page or is on its way; `open`, whether one is there now.
    page: JsValue,
    /// What the tag and the page's document say.
    tag: Value,
    /// The language that `setLanguage` said.
    said: Option<String>,
    /// What `identify` said.
    person: Vec<(String, Value)>,
    surveys: Vec<Known>,
}

/// A survey that the page has.
struct Known {
    config: Rc<Config>,
    /// The element it stands in, if it was put there by one.
    element: Option<HtmlElement>,
    card: Option<Card>,
    /// For as long as it is a popover that is open.
    turn: Option<Turn>,
}

/// What the widget's two builds on this page share.
pub(crate) fn page() -> JsValue {
    widget().borrow().page.clone()
}

/// The one widget of the page. Borrowed for moments only, and never while a listener of the page may run: it may
/// call back.
fn widget() -> &'static RefCell<Widget> {
    thread_local! {
        static WIDGET: &'static RefCell<Widget> = Box::leak(Box::default());
    }
    WIDGET.with(|widget| *widget)
}

impl Widget {
    fn known(&mut self, config: &Rc<Config>) -> Option<&mut Known> {
        self.surveys.iter_mut().find(|known| Rc::ptr_eq(&known.config, config))
    }

    /// The popover that is open.
    fn popover(&self) -> Option<&Card> {
        let popover = |known: &&Known| known.config.display == Layout::Popover && known.card.is_some();
        self.surveys.iter().find(popover)?.card.as_ref()
    }
}

/// Names in the tag's configuration that are about its own survey, and not about the site.
const OF_ONE_SURVEY: &[&str] = &[
    "id",
    "preset",
    "kind",
    "display",
    "container",
    "show",
    "delay",
    "topic",
    #[cfg(feature = "full")]
    "version",
    #[cfg(feature = "full")]
    "questions",
    #[cfg(feature = "full")]
    "followUps",
    #[cfg(feature = "full")]
    "endings",
    #[cfg(feature = "full")]
    "values",
    #[cfg(feature = "full")]
    "hidden",
    #[cfg(feature = "full")]
    "languages",
];

pub(crate) fn start(boot: &JsValue) {
    crate::boot::keep(boot);
    let mut tag = Value::object();
    if let Some(json) = host::get(boot, "document").as_string() {
        match host::parse(&json) {
            Ok(document) => tag = document,
            Err(refusal) => report(&browser::document(), &refusal),
        }
    }
    tag.merge(host::dataset(&host::get(boot, "tag")));
    let mut widget = widget().borrow_mut();
    widget.sheets.push(&host::get(boot, "sheet"));
    if cfg!(feature = "full") {
        widget.sheets.push(&host::get(boot, "fullSheet"));
    }
    widget.page = host::get(boot, "page");
    widget.tag = tag;
    drop(widget);
    // Each build has its own surveys, and sees to what they answer.
    delivery::hurry();
    // The other build is here already, and has said so.
    if noted("ready") {
        return;
    }
    note("ready", true);
    dispatch(&browser::document(), "ready", &Value::object());
}

/// The configuration of the tag's own survey, or `given` laid over what the tag says about the site.
fn configuration(given: Option<Value>) -> Result<Rc<Config>, Refusal> {
    let mut value = widget().borrow().tag.clone();
    if let Some(given) = given {
        if let Value::Map(entries) = &mut value {
            entries.retain(|(name, _)| !OF_ONE_SURVEY.contains(&name.as_str()));
        }
        value.merge(given);
    }
    let config = Config::read(&value).map_err(Refusal::config)?;
    // Judged by another piece of the widget. If it isn't here yet, or refuses, `www/boot.js` knows what to do.
    let post = JsValue::from_str(&config.post);
    if post.is_truthy() && crate::boot::ask("refuses", [&post, &JsValue::NULL, &JsValue::NULL]).is_truthy() {
        return Err(Refusal::new(host::UNREAD, ""));
    }
    Ok(config)
}

/// Passes a refusal on, having said it on the console and in an event. The small build says nothing of
/// configurations: the full one is asked then, and has the words for it.
fn said<T>(result: Result<T, Refusal>, target: &EventTarget) -> Result<T, Refusal> {
    if let Err(refusal) = &result
        && refusal.code != host::UNREAD
    {
        report(target, refusal);
    }
    result
}

pub(crate) fn init(given: &JsValue) -> Result<JsValue, Refusal> {
    let of_tag = given.is_undefined();
    let given = if of_tag { Ok(None) } else { host::read(given).map(Some) };
    let config = said(given.and_then(configuration), &browser::document())?;
    let id = JsValue::from_str(&config.survey.id);
    // A survey of the page's own is shown so many seconds after the page began, one that is called for after the call.
    let passed = if of_tag { browser::uptime() } else { 0.0 };
    let delay = (config.delay * 1000.0 - passed).max(0.0);
    add(config.clone(), None);
    if !config.manual {
        let show: Box<dyn FnOnce()> = Box::new(move || show_unasked(config));
        let visible = Closure::once_into_js(show);
        browser::after(delay as i32, move || {
            crate::boot::ask("visible", [&visible, &JsValue::NULL, &JsValue::NULL]);
        });
    }
    Ok(id)
}

/// Makes a survey known, in place of an earlier one of the same name.
fn add(config: Rc<Config>, element: Option<HtmlElement>) {
    let known = Known { config, element, card: None, turn: None };
    let mut widget = widget().borrow_mut();
    let same = |other: &Known| match &known.element {
        Some(element) => other.element.as_ref() == Some(element),
        None => other.element.is_none() && known.config.survey.id == other.config.survey.id,
    };
    let replaced = match widget.surveys.iter().position(same) {
        Some(index) => Some(std::mem::replace(&mut widget.surveys[index], known)),
        None => {
            widget.surveys.push(known);
            None
        }
    };
    // Its card leaves the page when dropped, which nothing may be borrowed for.
    drop(widget);
    drop(replaced);
}

fn show_unasked(config: Rc<Config>) {
    // Whether another tab shows it is known only when it is tried.
    if rules(&config).iter().all(|rule| rule.holds || rule.otherwise == ELSEWHERE) {
        open(config, Wishes::default(), None);
    }
}

pub(crate) fn attach(element: HtmlElement, preset: Option<String>, document: Option<String>) -> Result<(), Refusal> {
    let mut given = match document {
        Some(json) => said(host::parse(&json), &element)?,
        None => Value::object(),
    };
    given.merge(host::attributes(&element));
    given.set("display", Value::from(Layout::Inline.name()));
    if let Some(preset) = preset {
        given.set("preset", Value::from(preset));
    }
    let config = said(configuration(Some(given)), &element)?;
    add(config.clone(), Some(element));
    show_unasked(config);
    Ok(())
}

pub(crate) fn detach(place: &JsValue) {
    let mut widget = widget().borrow_mut();
    let id = place.as_string();
    let there = |known: &Known| match &known.element {
        Some(element) => AsRef::<JsValue>::as_ref(element) == place,
        None => id.as_ref() == Some(&known.config.survey.id),
    };
    let index = widget.surveys.iter().position(there);
    let gone = index.map(|index| widget.surveys.swap_remove(index));
    drop(widget);
    drop(gone);
}

pub(crate) fn show(id: Option<&str>, options: &JsValue, done: Function) -> Result<(), Refusal> {
    let wishes = host::read(options).and_then(|options| Wishes::read(&options).map_err(Refusal::config));
    let wishes = said(wishes, &browser::document())?;
    let wanted = |known: &&Known| known.element.is_none() && id.is_none_or(|id| id == known.config.survey.id);
    let config = widget().borrow().surveys.iter().find(wanted).map(|known| known.config.clone());
    let Some(config) = config else {
        return Err(Refusal::new("unknown", "there is no survey with this id on the page"));
    };
    #[cfg(feature = "full")]
    said(config.survey.check_hidden(&wishes.hidden).map_err(Refusal::config), &browser::document())?;
    for rule in rules(&config) {
        let asked_for = matches!(rule.name, "busy") || rule.name == "resting" && !wishes.ignore_rest;
        if asked_for && !rule.holds {
            return Err(Refusal::new(rule.name, rule.otherwise));
        }
    }
    open(config, wishes, Some(done));
    Ok(())
}

/// Fetches the texts and puts the survey on the page; `done` is told, with what went wrong if anything did. Calls
/// back and is no future: what drives one here would be a kilobyte.
fn open(config: Rc<Config>, wishes: Wishes, done: Option<Function>) {
    // Taken before the wait, so that two calls in a row don't open two.
    let turn = (config.display == Layout::Popover).then(Turn::take);
    let element = widget().borrow_mut().known(&config).and_then(|known| known.element.clone());
    let tag = language(&config, element.as_ref());
    let asked = tag.clone();
    let id = turn.as_ref().map_or(JsValue::NULL, |_| JsValue::from_str(&config.survey.id));
    let then: Box<dyn FnOnce(JsValue)> = Box::new(move |file| {
        let error = match place(&config, element, turn, &tag, &file, wishes) {
            Ok(()) => JsValue::UNDEFINED,
            Err(refusal) => refusal.into_js(),
        };
        if let Some(done) = done {
            let _ = done.call1(&JsValue::NULL, &error);
        }
    });
    fetch(&asked, &Closure::once_into_js(then), &id);
}

/// Fetches the file of a language, and hands it to `then`: `undefined` if it can't be fetched, and `false` if there is an
/// `id` and another tab shows the survey of that name.
fn fetch(tag: &str, then: &JsValue, id: &JsValue) {
    crate::boot::ask("language", [&JsValue::from_str(tag), then, id]);
}

/// Puts a survey on the page, in the words of a language file.
fn place(
    config: &Rc<Config>,
    element: Option<HtmlElement>,
    turn: Option<Turn>,
    tag: &str,
    file: &JsValue,
    wishes: Wishes,
) -> Result<(), Refusal> {
    let elsewhere = elsewhere(config);
    note(&elsewhere, *file == JsValue::FALSE);
    if noted(&elsewhere) {
        note("shown", false);
        return Err(Refusal::new("elsewhere", ELSEWHERE));
    }
    let target: EventTarget = element.clone().map_or_else(|| browser::document().into(), Into::into);
    let texts =
        if file.is_undefined() { Err(unspoken()) } else { host::read(file).and_then(|file| words(config, tag, &file)) };
    let card = texts.and_then(|texts| card(config, element, texts, wishes));
    if turn.is_some() {
        note("shown", card.is_ok());
    }
    let card = said(card, &target)?;
    let host = card.host().clone();
    let mut widget = widget().borrow_mut();
    // If the survey was removed while its texts were on their way, the card goes as it came.
    let Some(known) = widget.known(config) else { return Ok(()) };
    known.card = Some(card);
    known.turn = turn;
    drop(widget);
    let mut detail = Value::object();
    detail.put("survey", Value::from(config.survey.id.as_str()));
    dispatch(&host, "shown", &detail);
    Ok(())
}

/// The language that was chosen, or that of the survey, of the place it stands in, or of the visitor.
fn language(config: &Config, element: Option<&HtmlElement>) -> String {
    let of_place = || {
        let place = element.cloned().map(Element::from).or_else(|| browser::document().document_element())?;
        place.closest("[lang]").ok().flatten()?.get_attribute("lang").filter(|tag| !tag.is_empty())
    };
    let of_visitor = || browser::window().navigator().language();
    let said = widget().borrow().said.clone().or_else(|| config.lang.clone());
    let tag = said.or_else(of_place).or_else(of_visitor).unwrap_or_default();
    #[cfg(feature = "full")]
    let tag = config.survey.served(&tag).to_owned();
    tag
}

fn card(config: &Rc<Config>, element: Option<HtmlElement>, texts: Texts, wishes: Wishes) -> Result<Card, Refusal> {
    let (id, now) = (browser::response_id(), browser::now());
    let context = Context {
        person: laid_over(&config.person, widget().borrow().person.clone()),
        attributes: laid_over(&config.attributes, wishes.attributes),
        page: browser::page(&config.keep_query),
        locale: texts.tag.clone(),
        layout: config.display,
        #[cfg(feature = "full")]
        hidden: wishes.hidden,
    };
    let mut session = Session::new(config.survey.clone(), context, config.product.clone(), id, now);
    if let Some(score) = wishes.prefill {
        session.prefill(score);
    }
    let (running, id) = (config.clone(), session.id().as_str().to_owned());
    let run = Rc::new(move |effect| carry_out(&running, &id, effect));
    let sheets = widget().borrow().sheets.clone();
    Card::mount(element, config, session, texts, &sheets, run)
}

fn laid_over(base: &[(String, Value)], over: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut all = Value::Map(base.to_vec());
    all.merge(Value::Map(over));
    if let Value::Map(entries) = all { entries } else { Vec::new() }
}

fn carry_out(config: &Rc<Config>, id: &str, effect: Effect) {
    let mut detail = Value::object();
    detail.put("id", Value::from(id));
    detail.put("survey", Value::from(config.survey.id.as_str()));
    let event = match effect {
        Effect::Deliver(response) => {
            return delivery::put(config, &response);
        }
        Effect::Rest(outcome) => {
            let mut rest = rest(config);
            rest.begin(&config.rest_id(), config.display, outcome, config.rest, browser::now());
            storage::write(config.storage, storage::REST, &rest.to_value());
            return;
        }
        Effect::Close => {
            let (mut card, mut turn) = (None, None);
            if let Some(known) = widget().borrow_mut().known(config) {
                (card, turn) = (known.card.take(), known.turn.take());
            }
            drop(turn);
            if let Some(card) = card {
                card.leave();
            }
            return;
        }
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
    let host = widget().borrow_mut().known(config).and_then(|known| Some(known.card.as_ref()?.host().clone()));
    if let Some(host) = host {
        dispatch(&host, event, &detail);
    }
}

/// Goes on in another language, in the surveys that are open and in those to come.
pub(crate) fn speak(tag: String, file: &JsValue) -> Result<(), Refusal> {
    let file = host::read(file)?;
    let here = widget().borrow();
    for known in &here.surveys {
        if let Some(card) = &known.card {
            #[cfg(feature = "full")]
            if lacks(&known.config, &tag, &file) {
                speak_later(known.config.clone(), card.model(), tag.clone());
                continue;
            }
            card.model().speak(words(&known.config, &tag, &file)?);
        }
    }
    drop(here);
    widget().borrow_mut().said = Some(tag);
    Ok(())
}

/// Whether the survey has words of its own, and serves `tag` in another language than that of this file.
#[cfg(feature = "full")]
fn lacks(config: &Config, tag: &str, file: &Value) -> bool {
    !config.survey.extras.languages.is_empty()
        && file.get("tag").and_then(Value::as_text) != Some(config.survey.served(tag))
}

/// Goes on in the language in which the survey serves `tag`, once its file is here.
#[cfg(feature = "full")]
fn speak_later(config: Rc<Config>, model: Model, tag: String) {
    let served = config.survey.served(&tag).to_owned();
    let then = Closure::once_into_js(move |file: JsValue| {
        // Unless another language has been said meanwhile.
        if widget().borrow().said.as_ref() == Some(&tag)
            && let Ok(texts) = host::read(&file).and_then(|file| words(&config, &tag, &file))
        {
            model.speak(texts);
        }
    });
    fetch(&served, &then, &JsValue::NULL);
}

/// There are no words.
fn unspoken() -> Refusal {
    Refusal::new("language", "the texts could not be fetched")
}

/// The words of a language file for a survey.
fn words(config: &Config, tag: &str, file: &Value) -> Result<Texts, Refusal> {
    let texts = Texts::read(file, &config.texts).ok_or_else(unspoken);
    #[cfg(feature = "full")]
    if !config.survey.extras.languages.is_empty() {
        return texts.map(|texts| texts.serving(config.survey.served(tag)));
    }
    let _ = tag;
    texts
}

pub(crate) fn close() {
    let model = widget().borrow().popover().map(Card::model);
    if let Some(model) = model {
        model.dismiss();
    }
}

pub(crate) fn identify(person: &JsValue) -> Result<(), Refusal> {
    let read = host::read(person).and_then(|given| config::read_person(given).map_err(Refusal::config));
    let traits = said(read, &browser::document())?;
    widget().borrow_mut().person = traits;
    Ok(())
}

/// The visitor leaves the page, and may come back to it.
pub(crate) fn leave() {
    let mut models = Vec::new();
    for known in &widget().borrow().surveys {
        if let Some(card) = &known.card {
            models.push(card.model());
        }
    }
    // Listeners of the page are told, and may call back.
    for model in models {
        model.send_quietly(Event::Leave);
    }
}

/// Lets the cards say whether answers wait, after that has changed.
pub(crate) fn say_if_held_up() {
    for known in &widget().borrow().surveys {
        if let Some(card) = &known.card {
            card.model().say_if_held_up();
        }
    }
}

/// Takes away what another tab has taken over: what was answered or declined there and not touched here, or the popover,
/// which another tab began to show while this page was in the browser's cache.
pub(crate) fn give_way(popover: bool) {
    let mut gone = Vec::new();
    for known in &widget().borrow().surveys {
        let untouched = known.card.as_ref().is_some_and(|card| card.model().with(Session::is_untouched));
        if if popover { known.turn.is_some() } else { untouched && resting(&known.config).is_some() } {
            gone.push(known.config.clone());
        }
    }
    for config in gone {
        carry_out(&config, "", Effect::Close);
    }
}

pub(crate) fn explain(id: Option<&str>) -> Value {
    let mut surveys = Vec::new();
    for known in &widget().borrow().surveys {
        if id.is_some_and(|id| id != known.config.survey.id) {
            continue;
        }
        let open = known.card.is_some();
        let (mut list, mut visible) = (Vec::new(), true);
        for rule in rules(&known.config) {
            visible &= rule.holds;
            let mut entry = Value::object();
            entry.put("rule", Value::from(rule.name));
            entry.put("holds", Value::from(rule.holds));
            if !rule.holds {
                entry.put("because", Value::from(rule.otherwise));
            }
            list.push(entry);
        }
        let mut survey = Value::object();
        survey.put("id", Value::from(known.config.survey.id.as_str()));
        survey.put("open", Value::from(open));
        survey.put("visible", Value::from(open || visible));
        survey.put("rules", Value::List(list));
        survey.put("storage", Value::from(storage::place(known.config.storage)));
        surveys.push(survey);
    }
    let mut explanation = Value::object();
    explanation.put("surveys", Value::List(surveys));
    explanation.put("waiting", Value::from(delivery::waiting() as f64));
    explanation
}

pub(crate) fn reset() {
    for kept in [Storage::Local, Storage::Session] {
        storage::write(kept, storage::REST, &Value::object());
    }
    note("shown", false);
}

pub(crate) fn destroy() {
    let gone = std::mem::take(&mut widget().borrow_mut().surveys);
    for known in gone {
        if let Some(card) = known.card {
            card.leave();
        }
    }
}
