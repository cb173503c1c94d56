//! The widget in a page of Chromium: mounted, unmounted, mounted again, and nothing of it left behind.
//!
//! These tests call what the loader calls. All of them share one page and one instance of the widget, so each removes
//! what it put on the page.

#![cfg(all(target_arch = "wasm32", feature = "script"))]

use std::cell::Cell;

use askwell::script;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// Counts listeners on what outlives a card, and has cards fade out at once, so that two hundred of them take seconds.
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
    const { setTimeout, clearTimeout } = window;
    const timers = new Set();
    window.setTimeout = (task, wait, ...values) => {
        const timer = setTimeout(() => {
            timers.delete(timer);
            task(...values);
        // The fading out alone is shortened: it is what each of two hundred cards would wait for.
        }, wait === 140 ? 0 : wait);
        timers.add(timer);
        return timer;
    };
    window.clearTimeout = (timer) => {
        timers.delete(timer);
        clearTimeout(timer);
    };
    window.timersThatWait = () => timers.size;
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

/// A folder in which every language file is the English one.
fn folder() -> String {
    let file = serde_json::from_str(askwell::language_files::EN).expect("the file is JSON");
    let packed = askwell_survey::pack(&file).unwrap_or_else(|problems| panic!("{problems}"));
    let encoded = String::from(js_sys::encode_uri_component(&packed.to_json()));
    format!("data:application/json,{encoded}#")
}

/// A gate that lets every survey through.
fn always() -> js_sys::Function {
    js_sys::Function::new_no_args("return true")
}

/// Starts the widget, once, as the loader does.
async fn start() {
    thread_local!(static STARTED: Cell<bool> = const { Cell::new(false) });
    if STARTED.replace(true) {
        return;
    }
    eval(PAGE);
    let tag = eval("({ endpoint: '/answers', delay: '0', storage: 'none', show: 'manual' })");
    settled(script::start(tag, &folder(), always(), always(), true)).await.expect("there is nothing to fetch");
}

/// Makes a survey known that only a call shows.
async fn init(id: &str) {
    let config = eval(&format!("({{ id: '{id}', endpoint: '/answers', show: 'manual', storage: 'none' }})"));
    assert_eq!(settled(script::init(config, false)).await.expect("the configuration is good"), id);
}

/// Shows the survey.
async fn show(id: &str) {
    let shown = settled(script::show(JsValue::from_str(id), eval("({ ignoreRecontact: true })"))).await;
    assert_eq!(shown.expect("it may show"), id);
}

/// Shows the survey and closes it again.
async fn show_and_close(id: &str) {
    show(id).await;
    assert_eq!(number("document.querySelectorAll('askwell-card').length"), 1);
    assert!(eval("Boolean(card(document.querySelector('askwell-card')))").is_truthy());
    script::close();
    until("!document.querySelector('askwell-card')").await;
}

/// An element in the page, for a rating.
fn element(topic: &str) -> HtmlElement {
    let code = format!(
        "(() => {{ const it = document.createElement('askwell-rating'); it.setAttribute('topic', '{topic}'); document.body.append(it); return it; }})()"
    );
    eval(&code).unchecked_into()
}

/// Puts a rating into an element and takes it out again.
async fn attach_and_detach() {
    let element = element("leaks");
    settled(script::attach(element.clone(), false)).await.expect("the element is good");
    until("card(document.querySelector('[topic=leaks]'))").await;
    script::detach(&element);
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

/// Counts once no timer waits, and what is dropped in a task of its own is gone.
async fn held() -> Held {
    until("timersThatWait() === 0").await;
    settled(eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))").unchecked_into())
        .await
        .expect("time passes");
    Held {
        elements: number("document.querySelectorAll('*').length"),
        listeners: number("listenersThatLast()"),
        values: wasm_bindgen::externref_heap_live_count(),
    }
}

#[wasm_bindgen_test]
async fn survey_mounts_unmounts_and_mounts_again() {
    start().await;
    init("again").await;
    show_and_close("again").await;
    show_and_close("again").await;
    script::destroy();
}

#[wasm_bindgen_test]
async fn attached_element_gets_one_card() {
    start().await;
    let element = element("twice");
    for _ in 0..2 {
        settled(script::attach(element.clone(), false)).await.expect("the element is good");
        until("card(document.querySelector('[topic=twice]'))").await;
        let cards = number("document.querySelector('[topic=twice]').shadowRoot.querySelectorAll('.card').length");
        assert_eq!(cards, 1);
        script::detach(&element);
        until("!card(document.querySelector('[topic=twice]'))").await;
    }
    element.remove();
}

#[wasm_bindgen_test]
async fn two_hundred_surveys_leak_nothing() {
    start().await;
    init("leaks").await;
    show_and_close("leaks").await;
    let before = held().await;
    for _ in 0..200 {
        show_and_close("leaks").await;
    }
    assert_eq!(held().await, before);
    script::destroy();
}

#[wasm_bindgen_test]
async fn memory_is_reused() {
    start().await;
    init("memory").await;
    for _ in 0..20 {
        show_and_close("memory").await;
    }
    let before = core::arch::wasm32::memory_size(0);
    for _ in 0..100 {
        show_and_close("memory").await;
    }
    let pages = core::arch::wasm32::memory_size(0) - before;
    assert!(pages <= 1, "it grew by {pages} pages of 64 KiB");
    script::destroy();
}

#[wasm_bindgen_test]
async fn init_replaces_survey_of_same_id() {
    start().await;
    init("anew").await;
    let before = held().await;
    for _ in 0..50 {
        init("anew").await;
    }
    assert_eq!(held().await, before);
    script::destroy();
}

#[wasm_bindgen_test]
async fn fifty_elements_leak_nothing() {
    start().await;
    attach_and_detach().await;
    let before = held().await;
    for _ in 0..50 {
        attach_and_detach().await;
    }
    assert_eq!(held().await, before);
}

#[wasm_bindgen_test]
async fn destroy_removes_everything() {
    start().await;
    let before = held().await;
    init("one").await;
    show("one").await;
    let element = element("destroyed");
    settled(script::attach(element.clone(), false)).await.expect("the element is good");
    until("card(document.querySelector('[topic=destroyed]')) && card(document.querySelector('askwell-card'))").await;
    script::destroy();
    until("!document.querySelector('askwell-card') && !card(document.querySelector('[topic=destroyed]'))").await;
    element.remove();
    drop(element);
    let explained = settled(script::explain(JsValue::UNDEFINED)).await.expect("nothing has to be fetched");
    let surveys = js_sys::Reflect::get(&explained, &"surveys".into()).expect("it is there");
    assert_eq!(js_sys::Array::from(&surveys).length(), 0);
    let after = held().await;
    assert_eq!((after.elements, after.listeners), (before.elements, before.listeners));
}
