//! The debug panel, for developers: why each survey of the page shows or doesn't, and what waits to be delivered. The chunk
//! `debug`, which pages load with `?askwell_debug` in their address.

#![allow(unreachable_pub, reason = "`#[component]` makes more of what it generates public than the component is")]

use askwell_survey::{Value, digits};
use js_sys::Array;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, HtmlElement, KeyboardEvent, ShadowRootInit, ShadowRootMode};

use crate::browser;
use crate::chunks::chunk;
use crate::error::ApiError;
use crate::surveys::calls;
use crate::surveys::opening::Reply;

const STYLES: &str = include_str!(concat!(env!("OUT_DIR"), "/debug_panel.css"));
/// The element that it stands in.
const HOST: &str = "askwell-debug";
/// How often the rules are looked at again, in milliseconds: they change with the time, too.
const INTERVAL: i32 = 1_000;

/// What the panel takes from the chunk `calls`. By pointers: what two chunks name would be a file of its own.
#[derive(Clone, Copy)]
pub(crate) struct Tools {
    /// Why each survey shows or doesn't.
    pub(crate) explain: fn() -> Reply<Value>,
    /// Shows the survey at this place in the explanation.
    pub(crate) show_anyway: fn(usize) -> Reply<String>,
}

/// The chunk `debug`.
#[derive(Clone, Copy)]
pub(crate) struct Debug {
    /// Puts the panel on the page, unless it is there.
    pub(crate) open: fn(Tools),
}

chunk! { debug in DEBUG;
    /// Loads the chunk `debug`.
    pub(crate) async fn load() -> Debug {
        Debug { open }
    }
}

fn open(tools: Tools) {
    let document = browser::document();
    if let (Ok(None), Some(root)) = (document.query_selector(HOST), document.document_element()) {
        let host = browser::create_element(HOST);
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open));
        let sheet = CssStyleSheet::new();
        let (Ok(shadow), Ok(sheet), Ok(_)) = (shadow, sheet, root.append_child(&host)) else { return };
        let _ = sheet.replace_sync(STYLES);
        shadow.set_adopted_style_sheets(&Array::of1(&sheet));
        let place = browser::create_element("div");
        let _ = shadow.append_child(&place);
        let direction = if root.matches(":dir(rtl)") == Ok(true) { "rtl" } else { "ltr" };
        let mounted = mount_to(place.clone(), move || view! { <DebugPanel tools host direction /> });
        if let Some(panel) = place.first_element_child() {
            let _ = panel.unchecked_into::<HtmlElement>().show_popover();
        }
        // Until it removes itself, or the page goes away.
        mounted.forget();
    }
}

/// The panel.
#[component]
fn DebugPanel(
    /// What it can do.
    tools: Tools,
    /// The element it stands in.
    host: HtmlElement,
    /// The direction of the page: the panel stands where its lines begin.
    direction: &'static str,
) -> impl IntoView {
    let explanation = RwSignal::new_local(Value::Null);
    let report = RwSignal::new(String::new());
    let is_open = StoredValue::new(true);
    let refresh = move || {
        browser::spawn(async move {
            if let Ok(explained) = (tools.explain)().await
                && is_open.get_value()
                && explanation.with_untracked(|known| known.to_json() != explained.to_json())
            {
                explanation.set(explained);
            }
        });
    };
    keep_refreshing(refresh, move || is_open.get_value());
    let host = StoredValue::new_local(host);
    let close = move || {
        is_open.set_value(false);
        host.with_value(|host| host.remove());
    };
    // Sections are built anew only where there are other surveys, so that the focus stays on their buttons.
    let ids = Memo::new(move |_| explanation.with(|explanation| surveys(explanation).map(id).collect::<Vec<_>>()));
    let sections = move || {
        let sections = ids.get().into_iter().enumerate();
        sections.map(|(place, id)| view! { <SurveySection tools place id explanation report refresh /> }).collect_view()
    };
    let reset = move |_| {
        calls::reset();
        report.set("Forgotten: everything on this device, and who the visitor is.".to_owned());
        refresh();
    };
    let choose_language = move |event| {
        let tag = event_target_value(&event);
        browser::spawn(async move {
            calls::choose_language(tag.clone());
            let said = calls::translate().await.map(|()| ["The language is ", &tag, "."].concat());
            report.set(outcome(said));
        });
    };
    // The page has keys of its own. The panel goes when the key is let go, so that the page doesn't hear that either.
    let escaping = StoredValue::new(false);
    let keydown = move |event: KeyboardEvent| {
        event.stop_propagation();
        escaping.set_value(event.key() == "Escape");
    };
    let keyup = move |event: KeyboardEvent| {
        event.stop_propagation();
        if escaping.get_value() {
            close();
        }
    };
    view! {
        <section
            class="panel"
            popover="manual"
            dir=direction
            lang="en"
            aria-labelledby="title"
            on:keydown=keydown
            on:keyup=keyup
            on:keypress=|event| event.stop_propagation()
        >
            <div class="inside" dir="ltr">
                <header>
                    <h2 id="title">{"Askwell"}</h2>
                    <button class="close" type="button" aria-label="Close the panel" on:click=move |_| close()></button>
                </header>
                {sections}
                <p class="help">
                    {move || {
                        ids.with(Vec::is_empty).then_some("The page has no survey, or it has not been registered yet.")
                    }}
                </p>
                <h3>{"Outbox"}</h3>
                {move || explanation.with(outbox)}
                <div class="tools">
                    <label for="language">{"Language"}</label>
                    // No list: what the list of the question types shares with it would be a file of its own.
                    <input
                        id="language"
                        type="text"
                        placeholder="pt-BR"
                        autocomplete="off"
                        spellcheck="false"
                        on:change=choose_language
                    />
                    <button type="button" on:click=reset>
                        {"Reset"}
                    </button>
                </div>
                <p class="help" role="status">
                    {report}
                </p>
            </div>
        </section>
    }
}

/// Looks again and again, for as long as the panel is there.
fn keep_refreshing(refresh: impl Fn() + Copy + 'static, is_open: impl Fn() -> bool + Copy + 'static) {
    if is_open() {
        refresh();
        browser::after(INTERVAL, move || keep_refreshing(refresh, is_open));
    }
}

/// One survey: whether it shows, why, and a button that shows it anyway.
#[component]
fn SurveySection<F: Fn() + Copy + 'static>(
    /// What the panel can do.
    tools: Tools,
    /// Its place in the explanation.
    place: usize,
    /// Its identifier.
    id: String,
    /// What is known of all surveys.
    explanation: RwSignal<Value, LocalStorage>,
    /// What came of the last press of a button.
    report: RwSignal<String>,
    /// Looks at the rules again.
    refresh: F,
) -> impl IntoView {
    let look = move |look: fn(&Value) -> AnyView| {
        move || explanation.with(|explanation| surveys(explanation).nth(place).map(look))
    };
    let show = move |_| {
        browser::spawn(async move {
            report.set(outcome((tools.show_anyway)(place).await.map(|id| [&id, " is on the page."].concat())));
            refresh();
        });
    };
    let title = ["survey-", &id].concat();
    view! {
        <article aria-labelledby=title.clone()>
            <div class="head">
                <h3 id=title.clone()>{id.clone()}</h3>
                {look(state)}
            </div>
            <ul>{look(failing_rules)}</ul>
            <details>
                <summary>{look(holding_count)}</summary>
                <ul>{look(holding_rules)}</ul>
            </details>
            <button type="button" aria-label=["Show ", &id, " anyway"].concat() on:click=show>
                {"Show anyway"}
            </button>
        </article>
    }
}

fn surveys(explanation: &Value) -> impl Iterator<Item = &Value> {
    list(explanation, "surveys")
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    match value.get(name) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    }
    .iter()
}

fn text(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_json(),
    }
}

fn id(survey: &Value) -> String {
    text(survey, "id")
}

fn holds(value: &Value, name: &str) -> bool {
    value.get(name) == Some(&Value::Bool(true))
}

/// A word for the whole survey, and where its answers are kept.
fn state(survey: &Value) -> AnyView {
    let (word, mark) = match (holds(survey, "open"), holds(survey, "visible")) {
        (true, _) => ("open", "show"),
        (false, true) => ("would show", "show"),
        (false, false) => ("not shown", "never"),
    };
    view! {
        <span class="state" data-verdict=mark>
            {word}
        </span>
        <span class="help">{["storage: ", &text(survey, "storage")].concat()}</span>
    }
    .into_any()
}

fn rules(survey: &Value, that_hold: bool) -> impl Iterator<Item = &Value> {
    list(survey, "rules").filter(move |rule| holds(rule, "holds") == that_hold)
}

/// The rules that keep it from being shown.
fn failing_rules(survey: &Value) -> AnyView {
    rules(survey, false).map(rule).collect_view().into_any()
}

fn holding_rules(survey: &Value) -> AnyView {
    rules(survey, true).map(rule).collect_view().into_any()
}

fn holding_count(survey: &Value) -> AnyView {
    [&digits(rules(survey, true).count() as u64), " rules hold"].concat().into_any()
}

/// What the application's own rules say when they hold: `explain()` has sentences for the others alone. Each begins with the rule's
/// name: names by themselves would be shared with other chunks, in a file of their own.
const HOLDING: [&str; 7] = [
    "manual: It is shown without a call.",
    "frugal: The visitor doesn’t ask for less data.",
    "busy: No other survey is open.",
    "shown: No survey has been shown on this page.",
    "covered: No dialog is open, and the page can be seen.",
    "resting: The visitor is in no recontact period.",
    "elsewhere: No other tab shows it.",
];

/// Why a rule holds or doesn't, as a sentence.
fn sentence(rule: &Value) -> String {
    let because = text(rule, "because");
    let mut letters = because.chars();
    match letters.next() {
        Some(first) => {
            let end = if because.ends_with('.') { "" } else { "." };
            [first.to_ascii_uppercase().to_string(), letters.as_str().to_owned(), end.to_owned()].concat()
        }
        None => {
            let begin = text(rule, "rule") + ": ";
            HOLDING.iter().find_map(|known| known.strip_prefix(&begin)).unwrap_or_default().to_owned()
        }
    }
}

/// A rule: its verdict, its name, the sentence and the fact.
fn rule(rule: &Value) -> AnyView {
    let verdict = match (holds(rule, "holds"), text(rule, "verdict").as_str()) {
        (true, _) => "show",
        (false, "wait") => "wait",
        (false, _) => "never",
    };
    let word = match verdict {
        "show" => "holds",
        "wait" => "waits",
        _ => "doesn’t hold",
    };
    let because = sentence(rule);
    // The sentence says yes or no already.
    let fact = rule.get("fact").filter(|fact| !matches!(fact, Value::Bool(_))).map(|_| text(rule, "fact"));
    view! {
        <li data-verdict=verdict>
            <span class="rule">{text(rule, "rule")} " " <span class="verdict">{word}</span></span>
            {(!because.is_empty()).then(|| view! { <span class="because">{because}</span> })}
            {fact.map(|fact| view! { <code>{fact}</code> })}
        </li>
    }
    .into_any()
}

/// What waits, and what went wrong last.
fn outbox(explanation: &Value) -> AnyView {
    let entries = list(explanation, "outbox").map(|entry| {
        let tries = text(entry, "tries");
        let failed = if tries == "0" {
            "not tried yet".to_owned()
        } else {
            ["failed ", &tries, "×, next ", &text(entry, "due")].concat()
        };
        view! {
            <li data-verdict=if tries == "0" { "wait" } else { "never" }>
                <code>{text(entry, "endpoint")}</code>
                <span class="because">{failed}</span>
            </li>
        }
    });
    let entries: Vec<_> = entries.collect();
    let error = text(explanation, "lastError");
    let summary = match entries.len() {
        0 => "Nothing waits to be delivered.".to_owned(),
        _ => [&text(explanation, "waiting"), " waiting"].concat(),
    };
    view! {
        <p class="help">{summary}</p>
        <ul>{entries}</ul>
        {(!error.is_empty()).then(|| view! { <p class="wrong">{["Last error: ", &error].concat()}</p> })}
    }
    .into_any()
}

/// What a call came to, in words.
fn outcome(result: Result<String, ApiError>) -> String {
    result.unwrap_or_else(|error| [error.code, ": ", &error.message].concat())
}
