//! The widget in a page of Chromium: put there, taken off, put back, and nothing of it left behind.
//!
//! These tests call what the loader calls. All of them share one page and one instance of the widget, so each takes
//! off what it put there.

#![cfg(target_arch = "wasm32")]

use std::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// Counts listeners on what outlives a card, makes timers short so that two hundred cards take seconds, and holds
/// what the loader would hand over.
const PAGE: &str = r#"(() => {
    const lasting = () => [window, document, visualViewport, document.body, document.documentElement];
    const listeners = new Set();
    const keys = new WeakMap();
    let next = 0;
    const key = (target, type, listener) => {
        if (!keys.has(listener)) keys.set(listener, next += 1);
        return `${lasting().indexOf(target)} ${type} ${keys.get(listener)}`;
    };
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, listener, ...rest) {
        const target = this ?? window;
        if (listener && lasting().includes(target)) listeners.add(key(target, type, listener));
        return addEventListener.call(target, type, listener, ...rest);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, ...rest) {
        const target = this ?? window;
        if (listener && lasting().includes(target)) listeners.delete(key(target, type, listener));
        return removeEventListener.call(target, type, listener, ...rest);
    };
    const { setTimeout } = window;
    window.setTimeout = (task, _, ...values) => setTimeout(task, 0, ...values);
    window.listenersThatLast = () => listeners.size;
    window.until = async (look) => {
        const start = performance.now();
        while (!look()) {
            if (performance.now() - start > 5000) throw new Error(`did not come about: ${look}`);
            await new Promise((done) => setTimeout(done, 0));
        }
    };
    window.card = (host) => host?.shadowRoot?.querySelector('.card');
})()"#;

fn eval(code: &str) -> JsValue {
    js_sys::eval(code).expect("the test's own code runs")
}

fn number(code: &str) -> usize {
    eval(code).as_f64().expect("it is a number") as usize
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

/// Waits until an expression is true.
async fn until(expression: &str) {
    let awaited = settled(eval(&format!("until(() => {expression})")).unchecked_into()).await;
    assert!(awaited.is_ok(), "{awaited:?}");
}

/// Starts the widget, once, as the loader does.
fn start() {
    thread_local!(static STARTED: Cell<bool> = const { Cell::new(false) });
    if STARTED.replace(true) {
        return;
    }
    eval(PAGE);
    let language = include_str!("../crates/survey/languages/de.json");
    let boot = format!(
        "(german => ({{ tag: {{ endpoint: '/answers', delay: '0', storage: 'none', show: 'manual' }}, page: {{}},
            sheet: new CSSStyleSheet(), fullSheet: new CSSStyleSheet(),
            language: (tag, then) => then({{ ...german, texts: Object.values(german.texts) }}),
            visible: (then) => then(), address: (text) => text, uptime: () => 0, turn: (then) => then(), end() {{}},
            draft() {{}}, release() {{}},
            letters: (post, response, endpoint) => [{{ endpoint, document: JSON.parse(response) }}],
            post: (endpoint, body, then) => then({{ status: 201 }}) }}))({language})"
    );
    askwell::start(&eval(&boot));
}

/// Makes a survey known that only a call shows.
fn init(id: &str) {
    let config = eval(&format!("({{ id: '{id}', show: 'manual', storage: 'none' }})"));
    let known = askwell::init(&config).expect("the configuration is good");
    assert_eq!(known.as_string().as_deref(), Some(id));
}

/// Shows the survey.
async fn show(id: &str) {
    let shown = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |error: JsValue| {
            let settle = if error.is_undefined() { resolve } else { reject };
            settle.call1(&JsValue::NULL, &error).expect("promises can be settled");
        });
        askwell::show(&JsValue::from_str(id), &eval("({ ignoreRest: true })"), done.unchecked_into())
            .expect("it may show");
    });
    let shown = settled(shown).await;
    assert!(shown.is_ok(), "{shown:?}");
}

/// Shows the survey and closes it again.
async fn show_and_close(id: &str) {
    show(id).await;
    assert_eq!(number("document.querySelectorAll('askwell-card').length"), 1);
    assert!(eval("Boolean(card(document.querySelector('askwell-card')))").is_truthy());
    askwell::close();
    until("!document.querySelector('askwell-card')").await;
}

/// An element in the page, for a rating.
fn element(topic: &str) -> HtmlElement {
    let code = format!(
        "(() => {{ const it = document.createElement('div'); it.setAttribute('topic', '{topic}'); document.body.append(it); return it; }})()"
    );
    eval(&code).unchecked_into()
}

/// Puts a rating into an element and takes it out again.
async fn attach_and_detach() {
    let element = element("leaks");
    askwell::attach(element.clone(), Some("helpful".to_owned()), None).expect("the element is good");
    until("card(document.querySelector('[topic=leaks]'))").await;
    askwell::detach(&element);
    until("!card(document.querySelector('[topic=leaks]'))").await;
    element.remove();
}

/// What a leak would make more of.
#[derive(Debug, PartialEq, Eq)]
struct Held {
    /// Elements on the page.
    elements: usize,
    /// Listeners on the window, the document and the like.
    listeners: usize,
    /// JavaScript values that the widget holds: elements, closures, events.
    values: u32,
}

/// Counts after a while: what is dropped in a task of its own is gone by then.
async fn held() -> Held {
    settled(eval("new Promise((done) => setTimeout(() => setTimeout(done)))").unchecked_into())
        .await
        .expect("time passes");
    Held {
        elements: number("document.querySelectorAll('*').length"),
        listeners: number("listenersThatLast()"),
        values: wasm_bindgen::externref_heap_live_count(),
    }
}

#[wasm_bindgen_test]
async fn a_survey_is_put_on_the_page_taken_off_and_put_back() {
    start();
    init("again");
    show_and_close("again").await;
    show_and_close("again").await;
    askwell::destroy();
}

#[wasm_bindgen_test]
async fn an_element_gets_one_card_each_time_it_is_attached() {
    start();
    let element = element("twice");
    for _ in 0..2 {
        askwell::attach(element.clone(), Some("helpful".to_owned()), None).expect("the element is good");
        until("card(document.querySelector('[topic=twice]'))").await;
        let cards = number("document.querySelector('[topic=twice]').shadowRoot.querySelectorAll('.card').length");
        assert_eq!(cards, 1);
        askwell::detach(&element);
        until("!card(document.querySelector('[topic=twice]'))").await;
    }
    element.remove();
}

#[wasm_bindgen_test]
async fn two_hundred_surveys_leave_nothing_behind() {
    start();
    init("leaks");
    show_and_close("leaks").await;
    let before = held().await;
    for _ in 0..200 {
        show_and_close("leaks").await;
    }
    assert_eq!(held().await, before);
    askwell::destroy();
}

#[wasm_bindgen_test]
async fn memory_is_used_again() {
    start();
    init("memory");
    for _ in 0..20 {
        show_and_close("memory").await;
    }
    let before = core::arch::wasm32::memory_size(0);
    for _ in 0..100 {
        show_and_close("memory").await;
    }
    let pages = core::arch::wasm32::memory_size(0) - before;
    assert!(pages <= 1, "it grew by {pages} pages of 64 KiB");
    askwell::destroy();
}

#[wasm_bindgen_test]
async fn a_survey_made_known_anew_takes_the_place_of_the_old_one() {
    start();
    init("anew");
    let before = held().await;
    for _ in 0..50 {
        init("anew");
    }
    assert_eq!(held().await, before);
    askwell::destroy();
}

#[wasm_bindgen_test]
async fn fifty_elements_that_come_and_go_leave_nothing_behind() {
    start();
    attach_and_detach().await;
    let before = held().await;
    for _ in 0..50 {
        attach_and_detach().await;
    }
    assert_eq!(held().await, before);
}

#[wasm_bindgen_test]
async fn destroy_takes_off_everything() {
    start();
    let before = held().await;
    init("one");
    show("one").await;
    let element = element("destroyed");
    askwell::attach(element.clone(), Some("helpful".to_owned()), None).expect("the element is good");
    until("card(document.querySelector('[topic=destroyed]')) && card(document.querySelector('askwell-card'))").await;
    askwell::destroy();
    until("!document.querySelector('askwell-card') && !card(document.querySelector('[topic=destroyed]'))").await;
    element.remove();
    drop(element);
    let surveys = js_sys::Reflect::get(&askwell::explain(&JsValue::UNDEFINED), &"surveys".into()).expect("it is there");
    assert_eq!(js_sys::Array::from(&surveys).length(), 0);
    let after = held().await;
    assert_eq!((after.elements, after.listeners), (before.elements, before.listeners));
}
