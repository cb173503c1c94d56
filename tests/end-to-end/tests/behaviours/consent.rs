//! What is kept on the device, and what of it waits for the visitor's consent.

use end_to_end::{Endpoint, Engine, Outage, Page, Stage, Visitor};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

/// The question stands on the page at once.
fn page(attributes: &[(&str, &str)]) -> Page {
    Page::new().tag(attributes)
}

/// Everything that is kept on the device: the keys of both storages, and cookies.
async fn kept(visitor: &Visitor) -> Value {
    visitor.eval("({ local: Object.keys(localStorage).sort(), session: Object.keys(sessionStorage).sort(), cookies: document.cookie })").await
}

/// Adds a page of a visitor who has decided on an earlier one, as Cookiebot says it.
fn put_decided(stage: &Stage, name: &str, consents: bool) {
    let says = format!("window.Cookiebot = {{ hasResponse: true, consent: {{ statistics: {consents} }} }};");
    let script = format!("{consents}.js");
    stage.put_file(&script, &says);
    stage.put(name, &page(&[("consent", "storage")]).head(&format!(r#"<script src="{script}"></script>"#)));
}

async fn nothing_is_kept(visitor: &Visitor, when: &str) {
    let nothing = json!({"local": [], "session": [], "cookies": ""});
    assert_eq!(kept(visitor).await, nothing, "{when}");
}

/// Waits until the page has asked for these, and nothing else, by their names: files of the widget, and the endpoint.
async fn requests(visitor: &Visitor, expected: Value, when: &str) {
    let names = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.split('/').pop())
        .filter((name) => !['page.js', 'true.js', 'false.js'].includes(name)).sort()";
    visitor.until_is(&format!("what is requested, {when}"), names, &expected).await;
}

/// Whether the rule `consent` of the page's survey holds.
async fn is_allowed(visitor: &Visitor) -> Value {
    let rule = "(await askwell.explain()).surveys[0].rules.find(({ rule }) => rule === 'consent').holds";
    visitor.eval(rule).await
}

async fn answers(visitor: &Visitor, score: u8) {
    let card = visitor.card().await;
    card.choose(score).await;
    card.asks("Was schätzen Sie am meisten?").await;
}

#[apply(behaviour)]
async fn each_step_keeps_and_requests_what_the_documentation_says(engine: Engine) {
    let stage = Stage::with(&page(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    nothing_is_kept(&visitor, "shown").await;
    let question = ["askwell.js", "first.js", "nps-popover-de.json", "nps.css"];
    requests(&visitor, json!(question), "shown").await;

    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
    visitor.told("delivered").await;
    let answered = json!({"local": ["askwell.rest"], "session": ["askwell.sessions"], "cookies": ""});
    assert_eq!(kept(&visitor).await, answered, "answered");
    let application = ["app.js", "app.wasm", "de.json", "responses"];
    let mut all: Vec<_> = question.into_iter().chain(application).collect();
    all.sort_unstable();
    requests(&visitor, json!(all), "answered").await;

    card.click("Überspringen").await;
    stage.complete_row().await;
    visitor.until("and only the rest is left", "Object.keys(sessionStorage).length === 0").await;
    let completed = json!({"local": ["askwell.rest"], "session": [], "cookies": ""});
    assert_eq!(kept(&visitor).await, completed, "completed");

    visitor.eval("askwell.reset()").await;
    nothing_is_kept(&visitor, "reset").await;
}

#[apply(behaviour)]
async fn with_an_endpoint_that_fails_a_reset_leaves_nothing_and_loses_nothing(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(503)).await;
    stage.put("index.html", &page(&[("endpoint", "/answers")]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    answers(&visitor, 10).await;
    visitor.until("the answer waits", "Boolean((await askwell.explain()).lastError)").await;
    visitor.eval("askwell.reset()").await;
    nothing_is_kept(&visitor, "reset").await;
    assert_eq!(visitor.eval("(await askwell.explain()).waiting").await, 1);
    site.endpoint_now(Endpoint::Answers(200));
    visitor.eval("(dispatchEvent(new Event('online')), 0)").await;
    visitor.told("delivered").await;
    assert_eq!(site.received().last().expect("it has arrived")["score"], 10);
    nothing_is_kept(&visitor, "delivered").await;
}

#[apply(behaviour)]
async fn without_consent_an_answer_arrives_and_nothing_is_kept(engine: Engine) {
    let stage = Stage::with(&page(&[("consent", "storage")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await;
    nothing_is_kept(&visitor, "shown").await;
    answers(&visitor, 9).await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
    nothing_is_kept(&visitor, "answered").await;
    assert_eq!(visitor.eval("(await askwell.explain()).surveys[0].storage").await, "none");

    // With it, what the page knows is kept. Without it, it is removed.
    visitor.eval("askwell.consent(true)").await;
    let consented = json!({"local": ["askwell.rest"], "session": ["askwell.sessions"], "cookies": ""});
    assert_eq!(kept(&visitor).await, consented, "consented");
    assert_eq!(visitor.eval("(await askwell.explain()).surveys[0].storage").await, "local");
    visitor.eval("askwell.consent(false)").await;
    nothing_is_kept(&visitor, "withdrawn").await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn who_has_consented_before_rests_and_who_refuses_is_forgotten(engine: Engine) {
    let stage = Stage::open();
    put_decided(&stage, "index.html", true);
    put_decided(&stage, "refused.html", false);
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    visitor.card().await.click("Schließen").await;
    visitor.until("the rest is kept", "localStorage.getItem('askwell.rest') !== null").await;
    visitor.reload().await;
    visitor.eval("new Promise((idle) => requestIdleCallback(() => requestIdleCallback(idle)))").await;
    requests(&visitor, json!(["askwell.js", "consent.js"]), "decided").await;

    visitor.visit("/refused.html").await;
    visitor.until("nothing is kept", "localStorage.length === 0").await;
    nothing_is_kept(&visitor, "refused").await;
}

#[apply(behaviour)]
async fn an_ignored_popover_rests_where_there_is_consent(engine: Engine) {
    let stage = Stage::open();
    stage.put("left.html", &Page::new());
    for (name, attributes) in [
        ("asked.html", &[("consent", "storage")][..]),
        ("known.html", &[("consent", "storage")]),
        ("defined.html", &[("consent", "storage")]),
        ("usual.html", &[]),
        ("never.html", &[("consent", "storage"), ("recontact-ignored", "0")]),
    ] {
        match name {
            "known.html" => put_decided(&stage, name, true),
            // The application alone shows it.
            "defined.html" => {
                let own = r#"<script type="application/askwell+json">{"id": "own", "followUps": {"detractor": "Why?"}}</script>"#;
                stage.put(name, &page(attributes).head(own));
            }
            _ => stage.put(name, &page(attributes)),
        }
        let visitor = stage.visitor(engine).await;
        visitor.visit(&format!("/{name}")).await;
        visitor.card().await;
        if ["asked.html", "defined.html", "never.html"].contains(&name) {
            visitor.eval("askwell.consent(true)").await;
        }
        visitor.visit("/left.html").await;
        let until = visitor.eval("JSON.parse(localStorage.getItem('askwell.rest'))?.['* popover'] ?? 0").await;
        let days = visitor.eval(&format!("Math.round(({until} - Date.now()) / 864e5)")).await;
        let rests = ["asked.html", "known.html", "defined.html"].contains(&name);
        assert_eq!(days == 1, rests, "{name}: {days}");
    }
}

#[apply(behaviour)]
async fn a_survey_waits_for_consent(engine: Engine) {
    let early = "window.askwell = [['init', { endpoint: '/v1/responses?key=demo', delay: 0, consent: 'survey' }]];";
    let element = "<askwell-survey endpoint='/v1/responses?key=demo' consent=survey></askwell-survey>";
    let pages = [
        ("a tag", page(&[("consent", "survey")])),
        ("a call", Page::new().bare_tag(&[]).script(early)),
        ("an element", Page::new().bare_tag(&[]).body(element)),
    ];
    for (what, page) in pages {
        let stage = Stage::with(&page);
        let visitor = stage.visitor(engine).await;
        visitor.visit("/").await;
        visitor
            .until(
                "consent is followed",
                "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('consent.js'))",
            )
            .await;
        visitor.eval("new Promise((idle) => requestIdleCallback(() => requestIdleCallback(idle)))").await;
        assert!(!visitor.sees_a_card().await, "{what}");
        let elements = if what == "an element" {
            &["askwell.js", "consent.js", "elements.js"][..]
        } else {
            &["askwell.js", "consent.js"]
        };
        requests(&visitor, json!(elements), what).await;
        nothing_is_kept(&visitor, what).await;
        visitor.eval("askwell.consent(true)").await;
        if what == "an element" {
            visitor.card_in("askwell-survey").await.choose(9).await;
        } else {
            visitor.card().await.choose(9).await;
        }
        stage.row("the score is stored", |row| row.score == Some(9)).await;
        visitor.page_is_unharmed().await;
    }
}

#[apply(behaviour)]
async fn a_call_does_not_show_a_survey_without_consent(engine: Engine) {
    let stage = Stage::with(&page(&[("consent", "survey")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    assert_eq!(visitor.eval("askwell.show().catch(({ code }) => code)").await, "consent");
    assert_eq!(is_allowed(&visitor).await, false);
    assert!(!visitor.sees_a_card().await);
    // The application knows it now, and shows it when there is consent.
    visitor.eval("askwell.consent(true)").await;
    visitor.card().await;
    assert_eq!(is_allowed(&visitor).await, true);
}

/// What consent platforms have on a page: at first without an answer, then with the visitor's `yes` or `no`.
const PLATFORMS: [(&str, &str, &str); 8] = [
    (
        "IAB TCF",
        "let hear; window.__tcfapi = (command, version, callback) => {
            hear = (eventStatus, yes) => callback({ eventStatus, gdprApplies: true, purpose: { consents: { 1: yes } } }, true);
            hear('cmpuishown', false);
        };",
        "hear('useractioncomplete', yes);",
    ),
    (
        "Cookiebot",
        "window.Cookiebot = { hasResponse: false, consent: { statistics: false } };",
        "Object.assign(Cookiebot, { hasResponse: true, consent: { statistics: yes } });
        dispatchEvent(new Event(yes ? 'CookiebotOnAccept' : 'CookiebotOnDecline'));",
    ),
    (
        "Usercentrics 2",
        "let status; window.UC_UI = { isInitialized: () => status !== undefined,
            getServicesBaseInfo: () => [{ name: 'Other', consent: { status: !status } }, { name: 'Askwell', consent: { status } }] };",
        "status = yes; dispatchEvent(new Event('UC_UI_INITIALIZED'));",
    ),
    (
        "Usercentrics 3",
        "let given; window.__ucCmp = { getConsentDetails: async () => given === undefined ? {} :
            ({ services: { a: { name: 'Other', consent: { given: !given } }, b: { name: 'Askwell', consent: { given } } } }) };",
        "given = yes; dispatchEvent(new Event('UC_CONSENT'));",
    ),
    (
        "Shopify",
        "",
        "window.Shopify = { customerPrivacy: { analyticsProcessingAllowed: () => yes } };
        document.dispatchEvent(new Event('visitorConsentCollected'));",
    ),
    (
        "WordPress",
        "",
        "window.wp_has_consent = (category) => category === 'statistics' && yes;
        document.dispatchEvent(new Event('wp_listen_for_consent_change'));",
    ),
    (
        "Google consent mode",
        "let changed; window.google_tag_data = { ics: { entries: { analytics_storage: { default: false } },
            addListener: (names, listener) => names.includes('analytics_storage') && (changed = listener) } };",
        "google_tag_data.ics.entries.analytics_storage.update = yes; changed();",
    ),
    (
        "one that throws beside one that answers",
        "window.UC_UI = { get isInitialized() { throw new Error('gone'); } }; window.__tcfapi = 5; window.Cookiebot = {};",
        "Object.assign(Cookiebot, { hasResponse: true, consent: { statistics: yes } }); dispatchEvent(new Event('CookiebotOnAccept'));",
    ),
];

#[apply(behaviour)]
async fn the_answer_of_each_platform_is_followed(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    for (index, (platform, before, decide)) in PLATFORMS.into_iter().enumerate() {
        let script = format!("{before} window.decide = (yes) => {{ {decide} }};");
        let name = format!("{index}.html");
        stage.put(&name, &page(&[("consent", "survey")]).script(&script));
        visitor.visit(&format!("/{name}")).await;
        // Refused: it isn't shown, now or later.
        visitor.until("it is ready to decide", "askwell.explain && document.readyState === 'complete'").await;
        assert_eq!(is_allowed(&visitor).await, false, "{platform}: undecided");
        visitor.eval("(decide(false), 0)").await;
        assert_eq!(is_allowed(&visitor).await, false, "{platform}: refused");
        assert!(!visitor.sees_a_card().await, "{platform}: refused");
        visitor.eval("(decide(true), 0)").await;
        visitor.card().await;
        assert_eq!(is_allowed(&visitor).await, true, "{platform}: consented");
        visitor.eval("(decide(false), 0)").await;
        visitor.until("it is withdrawn", "(await askwell.explain()).surveys[0].storage === 'none'").await;
        nothing_is_kept(&visitor, platform).await;
    }
}

#[apply(behaviour)]
async fn global_privacy_control_is_a_refusal_where_the_site_says_so(engine: Engine) {
    let signal = "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });";
    let stage = Stage::with(&page(&[("gpc", "respect")]).script(signal));
    stage.put("ignored.html", &page(&[]).script(signal));
    stage.put("without.html", &page(&[("gpc", "respect")]));
    stage.put("survey.html", &page(&[("gpc", "respect"), ("consent", "survey")]).script(signal));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    answers(&visitor, 9).await;
    stage.row("the score is stored", |row| row.score == Some(9)).await;
    nothing_is_kept(&visitor, "respected").await;

    visitor.visit("/survey.html").await;
    assert_eq!(is_allowed(&visitor).await, false);
    assert!(!visitor.sees_a_card().await);

    for page in ["/ignored.html", "/without.html"] {
        visitor.visit(page).await;
        visitor.card().await.click("Schließen").await;
        visitor.until("the rest is kept", "localStorage.getItem('askwell.rest') !== null").await;
        visitor.eval("askwell.reset()").await;
    }
}

#[apply(behaviour)]
async fn without_the_script_for_consent_nothing_is_shown_or_kept(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    stage.put("index.html", &page(&[("endpoint", "/answers"), ("consent", "survey")]));
    let early =
        "window.askwell = [['init', { endpoint: '/answers', delay: 0, consent: 'survey' }], ['consent', true]];";
    stage.put("call.html", &Page::new().bare_tag(&[]).script(early));
    let mut files = std::fs::read_dir(site.folder()).expect("the folder can be read");
    let folder = files.find_map(|file| {
        let name = file.expect("it can be read").file_name().into_string().expect("it is text");
        name.starts_with("askwell-").then_some(name)
    });
    let script = format!("{}/consent.js", folder.expect("the widget has a folder"));
    site.withholds([script].into(), Outage::Answers(404));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    visitor.told("ready").await;
    assert_eq!(is_allowed(&visitor).await, false);
    assert!(!visitor.sees_a_card().await);
    nothing_is_kept(&visitor, "shown").await;

    visitor.visit("/call.html").await;
    let errors = visitor.told("error").await;
    assert_eq!(errors[0]["code"], "load");
    assert!(!visitor.sees_a_card().await);
    nothing_is_kept(&visitor, "called").await;
    assert_eq!(visitor.recorded("faults").await, [""; 0], "a rejection reached the page");
}
