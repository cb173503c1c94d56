//! The first question, which stands on the page before the application is there: what it downloads, how it looks, and what
//! becomes of what a visitor does on it.

use std::collections::BTreeSet;

use end_to_end::{Card, Endpoint, Engine, Outage, Page, Site, Stage, Visitor, until};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

const PRESETS: [&str; 7] = ["nps", "helpful", "nps-transactional", "csat", "ces", "churn", "employee"];
const QUESTION: &str = "Wie wahrscheinlich ist es, dass Sie uns einem Freund oder Kollegen weiterempfehlen?";
const FOLLOW_UP: &str = "Was schätzen Sie am meisten?";
const OFFLINE: &str = "Gespeichert. Wir senden es, sobald Sie wieder online sind.";

/// A site that takes answers itself, with the survey on `/` and `/next.html`, and without its application.
async fn without_application(attributes: &[(&str, &str)]) -> (Stage, Site) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    let page = Page::new().tag(&[&[("endpoint", "/answers")], attributes].concat());
    stage.put("index.html", &page);
    stage.put("next.html", &page);
    stage.put("plain.html", &Page::new());
    site.withholds_application(Outage::Answers(503));
    (stage, site)
}

/// Waits until the endpoint has been given something with this score, and returns all that it was given.
async fn received(site: &Site, score: u8) -> Vec<Value> {
    until(&format!("the score {score} arrives"), async || {
        let received = site.received();
        received.iter().any(|answer| answer["score"] == score).then_some(received)
    })
    .await
}

async fn says_that_it_is_saved(card: &Card<'_>) {
    let said = format!("root.querySelector('[role=status]')?.textContent === '{OFFLINE}'");
    card.until("the card says that the answer is saved", &said).await;
}

/// What a page has fetched as files of the application's folder.
const FETCHED: &str =
    "((frame) => frame.performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
    .filter((path) => path.startsWith('/askwell')))";

#[apply(behaviour)]
async fn nobody_who_leaves_the_question_alone_downloads_the_application(engine: Engine) {
    let stage = Stage::open();
    let mut pages = Vec::new();
    for preset in PRESETS {
        for display in ["popover", "inline"] {
            let name = format!("{preset}-{display}.html");
            let tag = [("preset", preset), ("display", display), ("container", "#here")];
            stage.put(&name, &Page::new().body(r#"<div id="here"></div><p style="height: 3000px"></p>"#).tag(&tag));
            pages.push(name);
        }
    }
    let rating = r#"<askwell-rating topic="a"></askwell-rating>"#;
    stage.put("rating.html", &Page::new().tag(&[("show", "manual")]).body(rating));
    // The first one: it is filled when it comes into view.
    pages.insert(0, "rating.html".to_owned());
    let frames: String = pages.iter().map(|page| format!(r#"<iframe src="{page}" height="300"></iframe>"#)).collect();
    stage.put("index.html", &Page::new().body(&frames));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let all_stand = format!(
        "frames.length === {} && Array.from(frames).every((frame) =>
            frame.document.querySelector('askwell-card, askwell-rating')?.shadowRoot?.querySelector('h2'))",
        pages.len()
    );
    visitor.until("every question stands on its page", &all_stand).await;
    // Ten seconds, in which the visitor scrolls: what is loaded after a while would be loaded by then.
    visitor
        .eval(
            "new Promise((over) => {
                const begun = performance.now();
                const scroll = () => {
                    const passed = performance.now() - begun;
                    for (const frame of [window, ...Array.from(frames)]) frame.scrollTo(0, passed % 1000);
                    passed < 10_000 ? requestAnimationFrame(scroll) : over();
                };
                scroll();
            })",
        )
        .await;
    let counts = visitor
        .eval(&format!(
            "Array.from(frames).map({FETCHED}).map((paths) =>
                [paths.length, paths.filter((path) => /app\\.|\\.wasm|languages/.test(path))])"
        ))
        .await;
    for (page, count) in pages.iter().zip(counts.as_array().expect("a list")) {
        // And what looks after elements, where there is one.
        let files = if page == "rating.html" { 5 } else { 4 };
        assert_eq!(*count, json!([files, []]), "{page} fetches the loader, the script, the styles and the question");
    }
}

/// What a card consists of and looks like: a line for each element's attribute, text and computed style.
const LOOK: &str = "[...root.querySelectorAll('.frame, .frame *')].flatMap((element, index) => [
    ...[...element.attributes].filter(({ name }) => name !== 'data-still')
        .map(({ name, value }) => `${name}=${value.split(/; ?/).sort().join()}`).sort(),
    [...element.childNodes].filter(({ nodeType, data }) => nodeType === 3 && data).map(({ data }) => data).join(''),
    ...[...getComputedStyle(element)].filter((name) => !name.startsWith('--')).map((name) => `${name}: ${getComputedStyle(element).getPropertyValue(name)}`),
].map((line) => `${index} ${element.localName} ${line}`))";

#[apply(behaviour)]
async fn the_prerendered_question_is_the_mounted_one(engine: Engine) {
    const CARD: &str = "askwell-card";
    let stage = Stage::open();
    for preset in PRESETS {
        for (lang, display) in [("de", "popover"), ("ar", "inline"), ("ja", "popover"), ("en", "inline")] {
            let html = format!(r#"lang="{lang}""#);
            let page = Page::new().html(&html).body(r#"<div id="here"></div>"#);
            let own = [("preset", preset), ("display", display), ("container", "#here"), ("accent", "#c2410c")];
            stage.put("first.html", &page.clone().tag(&[&own[..], &[("product", "Tee & Ton")]].concat()));
            let config = json!({ "endpoint": "/x", "delay": 0, "preset": preset, "display": display,
                "container": "#here", "accent": "#c2410c", "product": "Tee & Ton" });
            stage.put("whole.html", &page.bare_tag(&[]).script(&format!("window.askwell = [['init', {config}]];")));
            let mut looks = Vec::new();
            for name in ["first.html", "whole.html"] {
                let visitor = stage.visitor(engine).await;
                visitor.visit(&format!("/{name}")).await;
                let card = visitor.card_in(CARD).await;
                card.settles().await;
                card.until("it is announced", "root.querySelector('.unseen').textContent !== ''").await;
                let loaded = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('app.wasm'))";
                let whole = name == "whole.html";
                visitor.until_is(&format!("{name} of {preset} loads the application"), loaded, &whole.into()).await;
                let look: BTreeSet<String> = serde_json::from_value(card.eval(LOOK).await).expect("texts");
                let picture = card.find(".card").await.screenshot_as_png().await.expect("it can be painted");
                looks.push((look, picture));
            }
            let [(first, first_picture), (whole, whole_picture)] = &looks[..] else { unreachable!() };
            // The order that is drawn for each response is another one here.
            let is_drawn = |line: &str| preset == "churn" && (line.contains(" value=") || line.contains(" span "));
            let differences: Vec<_> = first.symmetric_difference(whole).filter(|line| !is_drawn(line)).collect();
            assert!(differences.is_empty(), "{preset} in {lang}, {display}: {differences:#?}");
            assert!(
                preset == "churn" || first_picture == whole_picture,
                "{preset} in {lang}, {display}: another picture"
            );
        }
    }
}

#[apply(behaviour)]
async fn an_answer_before_the_application_is_kept_and_gone_on_from(engine: Engine) {
    let (_stage, site) = without_application(&[]).await;
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks(QUESTION).await;
    card.choose(3).await;
    says_that_it_is_saved(&card).await;
    // The score can be corrected for as long as it is asked for.
    card.choose(9).await;
    let stored = visitor.stored("askwell.gestures").await;
    let gesture = stored.as_object().and_then(|all| all.values().next()).expect("one is stored");
    assert_eq!(gesture["gesture"]["form"], json!({ "value": "9" }));
    assert_eq!(card.eval("root.querySelector(':checked').value").await, "9");
    site.withholds_nothing();
    visitor.eval("(dispatchEvent(new Event('online')), 0)").await;
    card.asks(FOLLOW_UP).await;
    card.write("Den Tee").await;
    card.click("Senden").await;
    card.asks("Danke. Das freut uns sehr.").await;
    let answers = received(&site, 9).await;
    assert!(answers.iter().all(|answer| answer["score"] == 9 && answer["id"] == gesture["id"]), "{answers:?}");
    visitor.until("nothing is stored of it any more", "localStorage.getItem('askwell.gestures') === null").await;
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn the_page_says_the_answer_itself_when_it_is_left_before_the_application_came(engine: Engine) {
    let (_stage, site) = without_application(&[("topic", "tea")]).await;
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(4).await;
    says_that_it_is_saved(&card).await;
    visitor.visit("/plain.html").await;
    let first = received(&site, 4).await.remove(0);
    assert_eq!(
        (&first["status"], &first["revision"], &first["group"]),
        (&json!("partial"), &json!(1), &json!("detractor"))
    );
    assert_eq!(first["attributes"], json!({ "topic": "tea" }));
    assert_eq!(first["page"]["url"], format!("{}/", site.address()));
    // It stays stored until the application has delivered it: as the same, not as another.
    site.withholds_nothing();
    visitor.visit("/next.html").await;
    visitor
        .until(
            "nothing waits",
            "localStorage.getItem('askwell.gestures') === null && localStorage.getItem('askwell.outbox') === null",
        )
        .await;
    let all = received(&site, 4).await;
    assert!(all.iter().all(|answer| *answer == first), "{all:#?}");
    assert!(!visitor.sees_a_card().await, "they have answered");
}

#[apply(behaviour)]
async fn an_answer_for_elsewhere_is_delivered_from_the_next_page(engine: Engine) {
    let (_stage, site) = without_application(&[("segment", "new"), ("keep-query", "a")]).await;
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/?a=1&b=2").await;
    let card = visitor.card().await;
    card.choose(8).await;
    says_that_it_is_saved(&card).await;
    visitor.visit("/plain.html").await;
    site.withholds_nothing();
    visitor.visit("/next.html").await;
    let answers = received(&site, 8).await;
    assert_eq!(answers.len(), 1, "{answers:#?}");
    assert_eq!(answers[0]["attributes"], json!({ "segment": "new" }));
    assert_eq!(answers[0]["page"]["url"], format!("{}/?a=1", site.address()));
    visitor.until("nothing is stored of it any more", "localStorage.getItem('askwell.gestures') === null").await;
}

#[apply(behaviour)]
async fn an_answer_is_kept_whatever_the_page_says_of_who_gives_it(engine: Engine) {
    let (stage, site) = without_application(&[("segment", "new")]).await;
    let person = "const person = { id: '17', visits: 3n, tags: ['a'] }; person.self = person;
        window.askwell = [['identify', person]];";
    stage.put("index.html", &Page::new().tag(&[("endpoint", "/answers"), ("segment", "new")]).script(person));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(8).await;
    says_that_it_is_saved(&card).await;
    site.withholds_nothing();
    visitor.visit("/next.html").await;
    assert_eq!(received(&site, 8).await[0]["person"], json!({ "id": "17" }));
}

#[apply(behaviour)]
async fn an_answer_belongs_to_who_gave_it_and_not_to_who_comes_next(engine: Engine) {
    for (answering, coming, person) in [("17", "18", json!({ "id": "17" })), ("", "18", json!({}))] {
        let (stage, site) = without_application(&[("segment", "new")]).await;
        let identified = |id: &str| match id {
            "" => String::new(),
            id => format!("window.askwell = [['identify', {{ id: '{id}' }}]];"),
        };
        let page = || Page::new().tag(&[("endpoint", "/answers"), ("segment", "new")]);
        stage.put("index.html", &page().script(&identified(answering)));
        let visitor = Visitor::new(engine, site.address()).await;
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.choose(8).await;
        says_that_it_is_saved(&card).await;
        stage.put("next.html", &page().script(&identified(coming)));
        site.withholds_nothing();
        visitor.visit("/next.html").await;
        let answers = received(&site, 8).await;
        assert_eq!(answers[0]["person"], person);
    }
}

#[apply(behaviour)]
async fn a_question_closed_before_the_application_came_is_not_asked_again(engine: Engine) {
    let (_stage, site) = without_application(&[]).await;
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.click("Schließen").await;
    visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;
    assert_eq!(visitor.events("dismissed").await.len(), 1);
    site.withholds_nothing();
    visitor.visit("/next.html").await;
    visitor
        .until("they are left alone", "JSON.parse(localStorage.getItem('askwell.rest'))?.['nps/'] > Date.now()")
        .await;
    assert!(!visitor.sees_a_card().await);
    assert_eq!(visitor.stored("askwell.gestures").await, Value::Null);
    assert_eq!(site.received(), [Value::Null; 0]);
}

#[apply(behaviour)]
async fn keys_move_and_answer_before_the_application_is_there(engine: Engine) {
    let (_stage, site) = without_application(&[]).await;
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    visitor.tab_to("input").await;
    visitor.press(thirtyfour::Key::Right + thirtyfour::Key::Right).await;
    assert_eq!(visitor.stored("askwell.gestures").await, Value::Null, "moving is no answer");
    visitor.press(" ").await;
    says_that_it_is_saved(&card).await;
    let chosen = card.eval("root.activeElement.value").await;
    site.withholds_nothing();
    visitor.eval("(dispatchEvent(new Event('online')), 0)").await;
    card.until("the follow-up is asked", "Boolean(root.querySelector('textarea'))").await;
    visitor.focus_comes_to("textarea").await;
    let score = chosen.as_str().and_then(|score| score.parse().ok()).expect("a score");
    received(&site, score).await;
    // The page heard none of it.
    let keys = visitor.recorded("keys").await;
    assert!(keys.iter().all(|key| key.contains("Tab")), "{keys:?}");
}

#[apply(behaviour)]
async fn a_choice_in_a_form_is_taken_over_with_focus_and_what_is_chosen(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("preset", "churn")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    let order = "[...root.querySelectorAll('input[type=radio]')].map(({ value }) => value).join()";
    let before = card.eval(order).await;
    card.find("input[value='other']").await.click().await.expect("it can be chosen");
    card.until("the application is there", "Boolean(root.querySelector('[data-still]'))").await;
    assert_eq!(card.eval(order).await, before, "the choices stay in their order");
    assert_eq!(card.eval("root.querySelector(':checked').value").await, "other");
    assert!(visitor.focus_is_on("input[value='other']").await);
    card.write("Zu weit weg").await;
    card.click("Weiter").await;
    card.asks("Was würde Sie zur Rückkehr bewegen?").await;
    let row = stage.row("the answer is stored", |row| row.status == "partial").await;
    assert_eq!(row.document["answers"]["why"], json!({ "other": "Zu weit weg" }));
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn where_wasm_is_forbidden_nothing_is_asked(engine: Engine) {
    const NO_WASM: &str = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self'">"#;
    let stage = Stage::with(&Page::new().head(NO_WASM).tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let errors = visitor.told("error").await;
    assert_eq!(errors[0]["code"], "load");
    assert!(!visitor.sees_a_card().await);
}

#[apply(behaviour)]
async fn the_application_comes_at_once_where_nothing_may_be_stored_or_the_site_says_so(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("storage", "none")]));
    stage.put("now.html", &Page::new().tag(&[("load", "now")]));
    for page in ["/", "/now.html"] {
        let visitor = stage.visitor(engine).await;
        visitor.visit(page).await;
        visitor.told("shown").await;
        visitor.told("ready").await;
        assert_eq!(visitor.card().await.eval("root.querySelector('[data-still]')").await, Value::Null, "untouched");
    }
}

#[apply(behaviour)]
async fn the_loader_finds_the_language_that_the_application_finds(engine: Engine) {
    // As in the tests of `nearest` and `language_of`.
    let table = [
        ("de-AT", "de"),
        ("DE-at", "de"),
        ("pt-PT", "pt"),
        ("pt-br", "pt-BR"),
        ("zh", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("sr-Latn-RS", "sr"),
        ("xx", "en"),
    ];
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    for (tag, language) in table {
        stage.put("index.html", &Page::new().html(&format!(r#"lang="{tag}""#)).tag(&[]));
        visitor.visit("/").await;
        let card = visitor.card().await;
        assert_eq!(card.eval("root.querySelector('.card').lang").await, language, "{tag}");
    }
}

#[apply(behaviour)]
async fn a_survey_of_ones_own_is_shown_from_what_was_prerendered_of_it(engine: Engine) {
    let definition = json!({ "id": "own", "questions": [
        { "id": "visit", "type": "stars", "prompt": "Wie war Ihr Besuch?", "required": true },
        { "id": "why", "type": "text", "prompt": "Warum?" } ] });
    let first = askwell_cli::prerender::from_text(&definition.to_string(), Some("de"), None).0.expect("it is valid");
    let stage = Stage::with(&Page::new().tag(&[("survey", "/own.json"), ("prerendered", "/own.first.json")]));
    stage.put_file("own.json", &definition.to_string());
    stage.put_file("own.first.json", &first.with_styles().to_json());
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.asks("Wie war Ihr Besuch?").await;
    assert_eq!(visitor.events("ready").await, [Value::Null; 0], "the application is not there");
    card.find("input[value='4']").await.click().await.expect("it can be chosen");
    card.asks("Warum?").await;
    let row = stage.row("the answer is stored", |row| row.document["answers"]["visit"] == 4).await;
    assert_eq!(row.survey, "own");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn two_hundred_ratings_fetch_each_file_once(engine: Engine) {
    let ratings: String =
        (0..200).map(|number| format!(r#"<askwell-rating topic="t{number}"></askwell-rating>"#)).collect();
    let stage = Stage::with(&Page::new().tag(&[("show", "manual")]).body(&ratings));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let filled = "[...document.querySelectorAll('askwell-rating')].every((rating, number) =>
        (number % 20 === 0 && rating.scrollIntoView(), rating.shadowRoot?.querySelector('h2')))";
    visitor.until("every rating has its question", filled).await;
    let fetched = visitor.eval(&format!("({FETCHED})(window)")).await;
    assert_eq!(fetched.as_array().map(Vec::len), Some(5), "{fetched}");
    // Each is a survey of its own.
    let card = visitor.card_in("[topic=t7]").await;
    card.click("Nein").await;
    card.asks("Was hat gefehlt?").await;
    let row = stage.row("the rating is stored", |row| row.helpful.is_some()).await;
    assert_eq!(row.topic.as_deref(), Some("t7"));
    let asked = visitor.card_in("[topic=t8]").await;
    asked.asks("War dieser Artikel hilfreich?").await;
}

#[apply(behaviour)]
async fn what_is_taken_off_the_page_or_taken_over_listens_no_longer(engine: Engine) {
    let count = "(() => {
        const kinds = ['beforeunload', 'pagehide', 'pageshow', 'storage'];
        window.lasting = 0;
        const { addEventListener } = window;
        window.addEventListener = function (kind, listener, options) {
            if (options?.signal && kinds.includes(kind)) {
                lasting += 1;
                options.signal.addEventListener('abort', () => { lasting -= 1; });
            }
            return addEventListener.call(window, kind, listener, options);
        };
    })()";
    let ratings: String =
        (0..3).map(|number| format!(r#"<askwell-rating topic="t{number}"></askwell-rating>"#)).collect();
    let stage = Stage::with(&Page::new().script(count).tag(&[("show", "manual")]).body(&ratings));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let all =
        "[...document.querySelectorAll('askwell-rating')].every((rating) => rating.shadowRoot?.querySelector('h2'))";
    visitor.until("every rating has its question", all).await;
    assert_eq!(visitor.eval("lasting").await, 12);
    visitor.eval("(document.querySelector('[topic=t0]').remove(), 0)").await;
    visitor.until("the one that has left listens no longer", "lasting === 8").await;
    let card = visitor.card_in("[topic=t1]").await;
    card.click("Nein").await;
    card.asks("Was hat gefehlt?").await;
    visitor.until("neither does the one that is taken over", "lasting === 4").await;
}
