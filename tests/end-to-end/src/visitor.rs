//! A visitor: somebody who has never been anywhere, and what their browser shows.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::bidi::BrowsingContextId;
use thirtyfour::bidi::modules::browsing_context::{SetViewport, Viewport};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::card::step_is_seen;
use crate::wait::in_time;
use crate::{Card, Engine, until};

/// What has the focus, on the page or on a card.
const FOCUSED: &str = "document.activeElement.shadowRoot?.activeElement ?? document.activeElement";

/// Somebody at a browser.
pub struct Visitor {
    /// Gone only while this is dropped.
    browser: Option<Browser>,
    site: String,
    /// Whether others use the browser after them.
    shares: bool,
}

impl Visitor {
    /// Somebody who has never been at `site`, and is not there yet. Everything they meet is recorded.
    pub async fn new(engine: Engine, site: &str) -> Self {
        let browser = Browser::for_somebody_new(engine).await;
        Self { browser: Some(browser), site: site.to_owned(), shares: engine != Engine::WebKit }
    }

    /// Somebody with a browser of their own, who goes to sites of which each page names [`RECORDER`](crate::RECORDER);
    /// in a private window, or not.
    pub async fn with(engine: Engine, private: bool) -> Self {
        let browser = Browser::launch(engine, private).await;
        Self { browser: Some(browser), site: String::new(), shares: false }
    }

    pub(crate) fn browser(&self) -> &Browser {
        self.browser.as_ref().expect("the visitor is here")
    }

    /// What the browser is.
    pub fn engine(&self) -> Engine {
        self.browser().engine()
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        self.browser().driver()
    }

    /// Goes to pages of this site from now on.
    pub fn turn_to_site(&mut self, site: &str) {
        site.clone_into(&mut self.site);
    }

    /// Goes to a page of the site.
    pub async fn visit(&self, path: &str) {
        self.go_to(path).await.expect("the page loads");
    }

    pub(crate) async fn go_to(&self, path: &str) -> WebDriverResult<()> {
        self.driver().goto(format!("{}{path}", self.site)).await
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.driver().refresh().await.expect("the page loads");
    }

    /// The survey in the corner, once it is there.
    pub async fn card(&self) -> Card<'_> {
        self.card_in("askwell-card").await
    }

    /// The survey in the element that `selector` finds, once it is there.
    pub async fn card_in(&self, selector: &str) -> Card<'_> {
        let there = format!("Boolean(document.querySelector('{selector}')?.shadowRoot?.querySelector('.card'))");
        self.until(&format!("a survey stands in {selector}"), &there).await;
        Card::new(self, selector)
    }

    /// Whether there is a survey anywhere on the page.
    pub async fn sees_a_card(&self) -> bool {
        let any = "[...document.querySelectorAll('*')].some((element) => element.shadowRoot?.querySelector('.card'))";
        self.eval(any).await == Value::Bool(true)
    }

    /// What an expression of JavaScript amounts to, as JSON. Promises are awaited; what they reject with comes back as
    /// `{rejected: {code, message, problems}}`.
    pub async fn eval(&self, expression: &str) -> Value {
        self.evaluated(expression).await.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// The same, unless the page goes away meanwhile.
    async fn evaluated(&self, expression: &str) -> WebDriverResult<Value> {
        let wrapped = format!(
            "(async () => ({expression}))().catch((error) =>
                ({{ rejected: {{ code: error.code, message: String(error.message), problems: error.problems }} }}))"
        );
        let script = format!("return {wrapped}.then((value) => ({{ value }}))");
        let answer = self.driver().execute(script, Vec::new()).await?;
        Ok(answer.json()["value"].clone())
    }

    /// Waits until an expression is true, on whatever page is there then.
    ///
    /// # Panics
    /// When it takes too long, with the errors that the page has logged.
    pub async fn until(&self, what: &str, expression: &str) {
        let mut last = Ok(Value::Null);
        let holds = in_time(async || {
            last = self.evaluated(expression).await;
            matches!(last, Ok(Value::Bool(true))).then_some(())
        })
        .await;
        if holds.is_none() {
            let seen = "({ ...recorded, globals: undefined, keys: undefined, at: location.href,
                state: `${document.readyState}, ${document.visibilityState}`,
                notRestored: performance.getEntriesByType('navigation')[0]?.notRestoredReasons })";
            let seen = self.evaluated(seen).await;
            panic!(
                "this was awaited, and did not come about: {what}. It was {last:?}, and the page recorded {seen:#?}"
            );
        }
    }

    /// Waits until an expression has this value. What the browser records of a request, for one, follows the page's own
    /// knowledge of its end.
    pub async fn until_is(&self, what: &str, expression: &str, expected: &Value) {
        self.until(
            &format!("{what}: {expected}"),
            &format!("JSON.stringify({expression}) === JSON.stringify({expected})"),
        )
        .await;
    }

    /// Whether the tab shows a page, and not that it has crashed.
    pub async fn is_at_a_page(&self) -> bool {
        self.evaluated("location.protocol.startsWith('http')").await.is_ok_and(|is| is == Value::Bool(true))
    }

    /// The details of the `askwell:` events of this name, once there is one.
    pub async fn told(&self, name: &str) -> Vec<Value> {
        until(&format!("the page is told askwell:{name}"), async || {
            Some(self.events(name).await).filter(|events| !events.is_empty())
        })
        .await
    }

    /// The details of the `askwell:` events of this name so far on this page.
    pub async fn events(&self, name: &str) -> Vec<Value> {
        let found = self.eval(&format!("recorded.events.filter((event) => event.name === '{name}')")).await;
        let events = found.as_array().expect("it is a list").iter();
        events.map(|event| event["detail"].clone()).collect()
    }

    /// A list that the recorder keeps: `faults`, `violations`, `consoleErrors` or `keys`.
    pub async fn recorded(&self, list: &str) -> Vec<String> {
        let found = self.eval(&format!("recorded.{list}")).await;
        serde_json::from_value(found).expect("it is a list of texts")
    }

    /// Asserts that the page saw no error, no unhandled rejection and no breach of its policy.
    pub async fn page_is_unharmed(&self) {
        assert_eq!(self.recorded("faults").await, [""; 0], "the page met errors");
        assert_eq!(self.recorded("violations").await, [""; 0], "the page's policy was breached");
    }

    /// What the browser keeps under `name` in this site's storage.
    pub async fn stored(&self, name: &str) -> Value {
        let json = self.eval(&format!("localStorage.getItem('{name}')")).await;
        json.as_str().map_or(Value::Null, |json| serde_json::from_str(json).expect("what is stored is JSON"))
    }

    /// Presses keys wherever the focus is. Those that answer wait until the steps on the page have been seen.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        let keys = keys.into();
        if keys.as_vec().iter().any(|key| [Key::Enter.value(), Key::Return.value(), ' '].contains(key)) {
            self.sees_all_steps().await;
        }
        self.press_at_once(keys).await;
    }

    /// The same whatever is on the page.
    pub async fn press_at_once(&self, keys: impl Into<TypingData>) {
        self.driver().action_chain().send_keys(keys.into()).perform().await.expect("keys can be pressed");
    }

    async fn sees_all_steps(&self) {
        let all = format!(
            "[...document.querySelectorAll('*')].every(({{ shadowRoot: root }}) => !root || {})",
            step_is_seen()
        );
        self.until("the steps have been seen", &all).await;
    }

    /// Presses `key` while `held` is down.
    pub async fn press_with(&self, held: Key, key: Key) {
        self.sees_all_steps().await;
        let chain = self.driver().action_chain().key_down(held.clone()).key_down(key.clone()).key_up(key).key_up(held);
        chain.perform().await.expect("keys can be pressed");
    }

    /// Presses Tab until what has the focus, on the page or on a card, is what `selector` finds.
    pub async fn tab_to(&self, selector: &str) {
        const STOPS: usize = 30;
        let mut stops = Vec::new();
        for _ in 0..STOPS {
            self.press(Key::Tab).await;
            self.tab_through_the_browser().await;
            if self.focus_is_on(selector).await {
                return;
            }
            stops.push(self.eval(&format!("({FOCUSED}).cloneNode().outerHTML")).await);
        }
        panic!("{STOPS} times Tab do not lead to {selector}, but to {stops:#?}");
    }

    /// After the last stop of a page come those of the browser's own window, and then the first of the page again.
    /// Firefox' driver reaches the first one of them, and from there types into a page that has no focus.
    async fn tab_through_the_browser(&self) {
        // Nothing is what it moves to once that is the page.
        const ON: &str = "const focus = Services.focus;
            while (focus.moveFocus(window, null, focus.MOVEFOCUS_FORWARD, focus.FLAG_BYKEY));";
        if self.engine() == Engine::Firefox && self.eval("document.hasFocus()").await == Value::Bool(false) {
            self.in_firefox(ON).await;
            self.until("the page has the focus", "document.hasFocus()").await;
        }
    }

    /// Whether what has the focus, on the page or on a card, is what `selector` finds.
    pub async fn focus_is_on(&self, selector: &str) -> bool {
        self.eval(&format!("({FOCUSED}).matches(`{selector}`)")).await == Value::Bool(true)
    }

    /// Waits until what `selector` finds has the focus.
    pub async fn focus_comes_to(&self, selector: &str) {
        until(&format!("{selector} has the focus"), async || self.focus_is_on(selector).await.then_some(())).await;
    }

    /// Clicks where an element is, and again so many milliseconds later, wherever that is by then.
    pub async fn click_twice(&self, element: &WebElement, pause: u64) {
        let pause = Some(Duration::from_millis(pause));
        let chain = self.driver().action_chain_with_delay(None, pause).move_to_element_center(element);
        let twice = chain.click().move_by_offset(0, 0).click();
        twice.perform().await.expect("the pointer can be pressed");
    }

    /// Waits until the survey has been there for so long that closing it is no accident.
    pub async fn has_read(&self) {
        self.until("the survey could be read", "performance.now() > recorded.shownAt + 1000").await;
    }

    /// Lets so many milliseconds pass: where it is time itself that something depends on.
    pub async fn passes(&self, milliseconds: u64) {
        self.eval(&format!("new Promise((passed) => setTimeout(passed, {milliseconds}))")).await;
    }

    /// Takes hold of an element with the pointer, moves it down by so many pixels, or up, and lets go.
    pub async fn drag(&self, element: &WebElement, down: i64) {
        const MOVES: i64 = 8;
        let mut chain = self.driver().action_chain().click_and_hold_element(element);
        for number in 1..=MOVES {
            let y = down * number / MOVES - down * (number - 1) / MOVES;
            chain = chain.move_by_offset(0, y);
        }
        chain.release().perform().await.expect("the pointer can be moved");
    }

    /// Closes every tab but this one, once there is another. Where they were is returned.
    pub async fn close_other_tabs(&self) -> Vec<String> {
        let own = self.driver().window().await.expect("there is a tab");
        let others = until("a tab is opened", async || {
            let all = self.browser().tabs().await;
            Some(all.into_iter().filter(|tab| *tab != own).collect::<Vec<_>>()).filter(|others| !others.is_empty())
        })
        .await;
        let mut addresses = Vec::new();
        for tab in others {
            self.driver().switch_to_window(tab).await.expect("it is there");
            // A tab is there before what it was opened for.
            let address = until("the tab goes somewhere", async || {
                let address = self.driver().current_url().await.expect("it has an address").to_string();
                (address != "about:blank").then_some(address)
            });
            addresses.push(address.await);
            self.driver().close_window().await.expect("it can be closed");
        }
        self.driver().switch_to_window(own).await.expect("it is still there");
        addresses
    }

    /// Makes what is seen of a page this large, in pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        self.see(width, height, 1).await;
    }

    /// Makes it a phone's, as far as the browser can play one: in Firefox the size and the density alone.
    pub async fn hold_phone(&self, width: u32, height: u32) {
        const DENSITY: u32 = 2;
        match self.engine() {
            Engine::Chromium => {
                let size = json!({ "width": width, "height": height, "deviceScaleFactor": DENSITY, "mobile": true });
                self.devtools("Emulation.setDeviceMetricsOverride", size).await;
                self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
            }
            _ => self.see(width, height, DENSITY).await,
        }
    }

    async fn see(&self, width: u32, height: u32, density: u32) {
        let viewport = SetViewport {
            context: BrowsingContextId::from(self.tab().await.to_string()),
            viewport: Some(Viewport { width, height }),
            device_pixel_ratio: Some(density.into()),
        };
        self.browser().bidi().await.send(viewport).await.expect("the page can be made larger or smaller");
    }

    /// What is seen, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.driver().screenshot_as_png().await.expect("a picture can be taken")
    }

    /// Prefers dark pages.
    pub async fn prefer_dark(&self) {
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        self.devtools("Emulation.setEmulatedMedia", scheme).await;
    }

    /// Prefers this language from now on, in what is opened then.
    pub async fn prefer_language(&self, language: &str) {
        match self.engine() {
            Engine::Chromium => {
                let agent = self.eval("navigator.userAgent").await;
                let preference = json!({ "userAgent": agent, "acceptLanguage": language });
                self.devtools("Emulation.setUserAgentOverride", preference).await;
            }
            Engine::Firefox => self.browser().prefer_language(language).await,
            Engine::WebKit => panic!("WebKit's driver can't do it"),
        }
    }

    /// Clicks on what `selector` finds on the page itself.
    pub async fn click(&self, selector: &str) {
        // A page that renders anew between the two leaves an element that is no longer there.
        until(&format!("{selector} can be clicked"), async || self.find(selector).await.click().await.ok()).await;
    }

    /// The element that `selector` finds on the page itself, once it is there.
    pub async fn find(&self, selector: &str) -> WebElement {
        until(&format!("{selector} is on the page"), async || self.driver().find(By::Css(selector)).await.ok()).await
    }

    /// The elements that `selector` finds in the shadow root of `host`.
    pub(crate) async fn find_in(&self, host: &str, selector: &str) -> Vec<WebElement> {
        // By a script: Firefox' driver finds in shadow roots under an address that thirtyfour does not know.
        let all = "return [...document.querySelector(arguments[0]).shadowRoot.querySelectorAll(arguments[1])]";
        let all = self.driver().execute(all, vec![host.into(), selector.into()]).await;
        all.and_then(|all| all.elements()).expect("they can be listed")
    }

    /// What a script amounts to that runs in Firefox' own window, with its rights.
    pub(crate) async fn in_firefox(&self, script: &str) -> Value {
        self.browser().in_firefox(script).await
    }

    /// A command of the developer tools' protocol. Firefox doesn't speak it.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver().cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method} failed: {error}"))
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        let browser = self.browser.take().expect("it is dropped once");
        // What a failed test did to its browser is not known.
        if self.shares && !std::thread::panicking() {
            browser.give_back();
        }
    }
}
