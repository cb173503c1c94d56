//! The gate in a page of Chromium. All tests share one page, so each removes what it put there.

#![cfg(target_arch = "wasm32")]

use askwell_gate::{facts, forget, judge, track};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Switches off what applies while tests run: the page has only just opened.
const ALL: &str = r#"delay: 0, interrupt: "start""#;

fn eval(code: &str) -> JsValue {
    js_sys::eval(code).unwrap_or_else(|error| panic!("{code}: {error:?}"))
}

fn object(code: &str) -> JsValue {
    eval(&format!("({{{code}}})"))
}

/// What a promise comes to within so many milliseconds, if it does.
async fn within(promise: &Promise, milliseconds: u32) -> Option<bool> {
    let race = "(p, ms) => Promise.race([p, new Promise((done) => setTimeout(done, ms))])";
    let race: Function = eval(race).unchecked_into();
    let race: Promise = race.call2(&JsValue::NULL, promise, &milliseconds.into()).expect("it runs").unchecked_into();
    JsFuture::from(race).await.expect("it never rejects").as_bool()
}

fn ask(config: &str) -> (JsValue, Promise) {
    let config = object(config);
    let promise = judge(&config, &JsValue::UNDEFINED);
    (config, promise)
}

#[wasm_bindgen_test]
async fn a_survey_without_anything_to_wait_for_is_due_at_once() {
    assert_eq!(within(&ask(ALL).1, 50).await, Some(true));
    // As a tag spells it.
    assert_eq!(within(&ask(r#"when: "view", interrupt: "start", touchpoint: "x""#).1, 50).await, Some(true));
}

#[wasm_bindgen_test]
async fn what_no_later_view_can_change_is_settled() {
    for part in ["sample: 0", r#"until: "2020-01-01""#, r#"zone: "Mars/Olympus", days: ["monday"]"#] {
        assert_eq!(within(&ask(&format!("{ALL}, targeting: {{{part}}}")).1, 50).await, Some(false), "{part}");
    }
    assert_eq!(within(&ask(&format!("{ALL}, targeting: {{smaple: 5}}")).1, 50).await, Some(false));
}

#[wasm_bindgen_test]
async fn an_element_is_judged_by_its_attributes_and_stands_in_the_page() {
    let element = |attributes: &str| {
        let name = "document.createElement('askwell-survey')";
        eval(&format!(
            "(() => {{ const it = {name}; for (const [name, text] of Object.entries({attributes})) it.setAttribute(name, text); return it; }})()"
        ))
    };
    // It disturbs nobody, and so waits for nothing that it isn't told to wait for: this is the landing view, just opened.
    let due = |attributes: &str| judge(&element(attributes), &JsValue::UNDEFINED);
    assert_eq!(within(&due("{ sample: '100' }"), 50).await, Some(true));
    // Another route may be the one.
    assert_eq!(within(&due("{ 'if-url': '/elsewhere*' }"), 50).await, None);
    assert_eq!(within(&due("{ 'if-url': '*', 'person-id': 'a' }"), 50).await, Some(true));
}

#[wasm_bindgen_test]
async fn a_zone_has_a_time_of_its_own() {
    let config = format!(r#"{ALL}, targeting: {{hours: {{from: "00:00", until: "24:00"}}, zone: "Asia/Tokyo"}}"#);
    assert_eq!(within(&ask(&config).1, 50).await, Some(true));
    let day = eval(r#"new Date().toLocaleDateString("sv", { timeZone: "Asia/Tokyo" })"#).as_string().expect("a day");
    let recorded = facts(&object(&config), &JsValue::UNDEFINED);
    assert_eq!(Reflect::get(&recorded, &"date".into()).expect("an object").as_string(), Some(day));
}

#[wasm_bindgen_test]
async fn facts_are_those_of_the_page() {
    eval("window.dataLayer = [{cart: {total: 50}}, {event: 'x'}, {cart: {total: 80}}]; document.title = 'Thank you'");
    eval("document.body.insertAdjacentHTML('beforeend', '<p id=thanks></p>')");
    let conditions = r##"{all: [{page: "title", is: "thank YOU"}, {data: "cart.total", atLeast: 80}, {element: "#thanks"},
        {not: {element: "]]] {"}}, {visitor: "device", is: "desktop"}, {visitor: "screenWidth", above: 100},
        {page: "path", startsWith: "/"}, {person: "role", is: "buyer"}, {visitor: "signedIn"}, {parameter: "no", empty: true}]}"##;
    let config = object(&format!("{ALL}, targeting: {{if: {conditions}}}, person: {{role: 'buyer'}}"));
    let recorded = facts(&config, &object("id: 17"));
    let due = within(&judge(&config, &object("id: 17")), 50).await;
    assert_eq!(due, Some(true), "{:?}", js_sys::JSON::stringify(&recorded));
    eval("document.querySelector('#thanks').remove(); delete window.dataLayer");
}

#[wasm_bindgen_test]
async fn a_condition_that_comes_to_hold_is_noticed_after_a_trigger() {
    let (_, promise) = ask(&format!(r##"{ALL}, targeting: {{if: {{element: "#late"}}}}"##));
    assert_eq!(within(&promise, 100).await, None);
    eval("document.body.insertAdjacentHTML('beforeend', '<p id=late></p>')");
    assert_eq!(within(&promise, 1_000).await, Some(true));
    eval("document.querySelector('#late').remove()");
}

#[wasm_bindgen_test]
async fn events_are_counted_filtered_and_cancelled() {
    let when = r#"{event: "order", where: {property: "total", atLeast: 50}, cancelledBy: ["refund"]}"#;
    let (_, promise) = ask(&format!("interrupt: 'start', targeting: {{when: [{when}]}}"));
    track("order", &object("total: 49"));
    assert_eq!(within(&promise, 50).await, None);
    track("order", &object("total: 50"));
    assert_eq!(within(&promise, 50).await, Some(true));
    track("refund", &JsValue::UNDEFINED);
    let (config, promise) = ask(&format!("interrupt: 'start', targeting: {{when: [{when}]}}"));
    assert_eq!(within(&promise, 50).await, None);
    forget(&config);
}

#[wasm_bindgen_test]
async fn each_trigger_fires() {
    eval(
        "document.body.insertAdjacentHTML('beforeend', '<div id=tall style=height:5000px></div><a id=cancel><b>x</b></a>')",
    );
    let key = "dispatchEvent(new KeyboardEvent('keydown'))";
    let table = [
        ("delay 0.1", ""),
        ("visible 0.1", ""),
        ("inactive 1", key),
        ("click #cancel", "document.querySelector('#cancel b').click()"),
        ("exit", "document.body.dispatchEvent(new MouseEvent('mouseout', {clientY: -1, bubbles: true}))"),
        ("scroll 50%", "scrollTo(0, 4000)"),
        ("scrollTo #cancel", "scrollTo(0, 0); scrollTo(0, 9000)"),
    ];
    for (when, happens) in table {
        eval("scrollTo(0, 0)");
        let (config, promise) = ask(&format!("interrupt: 'start', targeting: {{when: '{when}'}}"));
        if when.starts_with("delay") {
            // The page is older than that.
            assert_eq!(within(&promise, 100).await, Some(true));
            continue;
        }
        assert_eq!(within(&promise, 60).await, None, "{when}");
        eval(happens);
        assert_eq!(within(&promise, 1_500).await, Some(true), "{when}");
        forget(&config);
    }
    eval("document.querySelector('#tall').remove(); document.querySelector('#cancel').remove()");
}

#[wasm_bindgen_test]
async fn a_click_elsewhere_and_a_selector_that_is_none_fire_nothing() {
    let (config, promise) = ask("interrupt: 'start', targeting: {when: [{click: '((('}, {click: '#none'}]}");
    eval("document.body.click()");
    assert_eq!(within(&promise, 50).await, None);
    forget(&config);
}

#[wasm_bindgen_test]
async fn restraints_are_waited_for() {
    let table = [
        (
            "typing",
            "document.body.insertAdjacentHTML('beforeend', '<div id=it></div>'); \
             it.attachShadow({mode: 'open'}).innerHTML = '<input>'; it.shadowRoot.querySelector('input').focus(); \
             it.shadowRoot.querySelector('input').dispatchEvent(new Event('input', {bubbles: true, composed: true}))",
        ),
        ("dialog", "document.body.insertAdjacentHTML('beforeend', '<dialog id=it open>x</dialog>')"),
        ("dialog", "document.body.insertAdjacentHTML('beforeend', '<div id=it role=dialog aria-modal=true>x</div>')"),
        (
            "banner",
            "document.body.insertAdjacentHTML('beforeend', '<div id=it class=my-cookie-banner style=position:fixed>x</div>')",
        ),
        (
            "banner",
            "document.body.insertAdjacentHTML('beforeend', '<div id=it><div id=usercentrics-root></div></div>'); \
             document.querySelector('#usercentrics-root').attachShadow({mode: 'open'}).innerHTML = \
             '<div role=dialog style=position:fixed>x</div>'",
        ),
    ];
    for (name, happens) in table {
        // Listens from the beginning: what was typed before nobody has seen.
        let (listening, _) = ask("targeting: {when: 'event never'}");
        eval(happens);
        let (_, promise) = ask(ALL);
        assert_eq!(within(&promise, 50).await, None, "{name}");
        let switched_off = ask(&format!("delay: 0, interrupt: ['start', '{name}']")).1;
        assert_eq!(within(&switched_off, 50).await, Some(true), "{name}");
        eval("it.remove()");
        assert_eq!(within(&promise, 1_000).await, Some(true), "{name}");
        forget(&listening);
    }
    let closed = [
        "<div id=it class=my-cookie-banner style=position:fixed hidden>x</div>",
        "<a id=it class=cookie-consent-settings>Cookies</a>",
        "<div id=it><div id=usercentrics-root></div></div>",
    ];
    for banner in closed {
        eval(&format!("document.body.insertAdjacentHTML('beforeend', '{banner}')"));
        assert_eq!(within(&ask(ALL).1, 50).await, Some(true), "{banner}");
        eval("it.remove()");
    }
}

#[wasm_bindgen_test]
async fn a_payment_form_is_never_covered() {
    eval("document.body.insertAdjacentHTML('beforeend', '<input id=it autocomplete=cc-number>')");
    let (config, promise) = ask(ALL);
    eval("it.remove()");
    assert_eq!(within(&promise, 700).await, None, "not on this page view");
    forget(&config);
}

#[wasm_bindgen_test]
async fn another_route_is_another_page_view() {
    let address = eval("location.href");
    let (_, promise) = ask(&format!("{ALL}, targeting: {{ifUrl: '/thanks*'}}"));
    let (config, on_route) = ask("interrupt: 'start', targeting: {when: 'route'}");
    assert_eq!(within(&promise, 50).await, None);
    eval("history.pushState(null, '', '#part')");
    assert_eq!(within(&on_route, 50).await, None, "a place on the page is no route");
    eval("history.pushState(null, '', '/thanks?order=7')");
    assert_eq!(within(&promise, 100).await, Some(true));
    assert_eq!(within(&on_route, 100).await, Some(true));
    forget(&config);
    let back: Function = eval("(address) => history.replaceState(null, '', address)").unchecked_into();
    back.call1(&JsValue::NULL, &address).expect("it runs");
}

#[wasm_bindgen_test]
async fn nothing_is_left_behind() {
    eval(
        "window.lasting = new Set(); window.timers = new Set(); window.undo = ((add, remove, set, clear) => { \
           const key = (target, type) => `${target === window}${target === document}${type}`; let n = 0; const ids = new Map(); \
           const id = (f) => ids.get(f) ?? (ids.set(f, n += 1), n); \
           EventTarget.prototype.addEventListener = function (type, f, ...rest) { \
             lasting.add(key(this, type) + id(f)); return add.call(this ?? window, type, f, ...rest); }; \
           EventTarget.prototype.removeEventListener = function (type, f, ...rest) { \
             lasting.delete(key(this, type) + id(f)); return remove.call(this ?? window, type, f, ...rest); }; \
           window.setTimeout = (f, ms) => { const t = set(() => (timers.delete(t), f()), ms); timers.add(t); return t; }; \
           window.clearTimeout = (t) => (timers.delete(t), clear(t)); \
           return () => { EventTarget.prototype.addEventListener = add; EventTarget.prototype.removeEventListener = remove; \
             window.setTimeout = set; window.clearTimeout = clear; }; \
         })(EventTarget.prototype.addEventListener, EventTarget.prototype.removeEventListener, setTimeout.bind(window), \
            clearTimeout.bind(window))",
    );
    let count = |name: &str| eval(&format!("{name}.size")).as_f64();
    let when = "scroll 50%, click #a, exit, inactive 500, scrollTo #none, event never, visible 500, route";
    for _ in 0..3 {
        let (config, _) = ask(&format!("targeting: {{when: '{when}'}}"));
        assert!(count("lasting") > Some(5.0));
        // Two of the triggers are times.
        assert_eq!(count("timers"), Some(2.0));
        forget(&config);
        assert_eq!((count("lasting"), count("timers")), (Some(0.0), Some(0.0)));
    }
    let (config, _) = ask("targeting: {when: 'click #a, event never'}");
    assert_eq!(count("timers"), Some(0.0), "an idle page runs no timer");
    // Chromium lets a page change its address 200 times in ten seconds, all tests together.
    let many = "for (let i = 0; i < 100; i += 1) history.replaceState(null, '', `/r${i}`)";
    let (address, before) = (eval("location.href"), count("lasting"));
    eval(many);
    assert_eq!((count("lasting"), count("timers")), (before, Some(0.0)));
    let back: Function = eval("(address) => history.replaceState(null, '', address)").unchecked_into();
    back.call1(&JsValue::NULL, &address).expect("it runs");
    forget(&config);
    assert_eq!(count("lasting"), Some(0.0));
    eval("undo()");
}
