//! How a survey stands in the page, and how it makes way for it.

use end_to_end::{Engine, Page, Stage};
use macro_rules_attribute::apply;
use serde_json::json;
use thirtyfour::Key;

use crate::table::behaviour;

/// Where the card of each frame stands: the side it is nearer to and how far that is, the same for its top and bottom edge, and
/// whether something moved or can be scrolled sideways.
const PLACES: &str = "Array.from(frames).map((frame) => {
    const { clientWidth, scrollWidth } = frame.document.documentElement;
    const root = frame.document.querySelector('askwell-card').shadowRoot;
    root.getAnimations().forEach((animation) => animation.finish());
    const { left, right, top, bottom } = root.querySelector('.card').getBoundingClientRect();
    const place = (before, after, names) => {
        const [first, last] = [Math.round(before), Math.round(after)];
        if (Math.abs(first - last) < 2) return first < 2 ? 'full' : 'center';
        return first < last ? `${names[0]} ${first}` : `${names[1]} ${last}`;
    };
    return [place(left, clientWidth - right, ['left', 'right']), place(top, frame.innerHeight - bottom, ['top', 'bottom']),
        frame.recorded.shift, scrollWidth - clientWidth].join(', ');
})";

#[apply(behaviour)]
async fn each_display_and_position_has_its_place_and_moves_nothing(engine: Engine) {
    let table = [
        ("popover", "bottom-end", "de", 1000, "right 16, bottom 16"),
        ("popover", "bottom-center", "de", 1000, "center, bottom 16"),
        ("popover", "bottom-start", "de", 1000, "left 16, bottom 16"),
        ("popover", "center-end", "de", 1000, "right 16, center"),
        ("popover", "center", "de", 1000, "center, center"),
        ("popover", "center-start", "de", 1000, "left 16, center"),
        ("popover", "top-end", "de", 1000, "right 16, top 16"),
        ("popover", "top-center", "de", 1000, "center, top 16"),
        ("popover", "top-start", "de", 1000, "left 16, top 16"),
        ("popover", "bottom-end", "ar", 1000, "left 16, bottom 16"),
        ("popover", "center-start", "ar", 1000, "right 16, center"),
        ("popover", "top-center", "ar", 1000, "center, top 16"),
        ("popover", "center-start", "de", 320, "full, bottom 0"),
        ("sheet", "bottom-end", "de", 1000, "center, bottom 0"),
        ("sheet", "top-start", "ar", 320, "full, bottom 0"),
        ("slide-in", "center-end", "de", 1000, "right 0, center"),
        ("slide-in", "bottom-start", "de", 1000, "left 0, bottom 16"),
        ("slide-in", "center-end", "ar", 1000, "left 0, center"),
        ("slide-in", "center-start", "ar", 1000, "right 0, center"),
        ("slide-in", "center-start", "de", 320, "full, bottom 0"),
        ("bar", "bottom-end", "de", 1000, "full, bottom 0"),
        ("bar", "top-start", "ar", 1000, "full, top 0"),
        ("bar", "top-end", "de", 320, "full, top 0"),
        // Where something else is fixed.
        ("popover", "bottom-end", "bubble", 1000, "right 16, bottom 96"),
        ("popover", "bottom-start", "bubble", 1000, "left 16, bottom 16"),
        ("popover", "bottom-end", "bubble", 320, "full, bottom 0"),
        ("popover", "bottom-end", "bubble bar", 1000, "right 16, bottom 96"),
        ("popover", "bottom-end", "bar", 320, "full, bottom 50"),
        ("sheet", "bottom-end", "bar", 1000, "center, bottom 50"),
        ("bar", "top-end", "top", 1000, "full, top 40"),
        ("slide-in", "top-start", "top", 1000, "left 0, top 56"),
    ];
    let style =
        ".bubble, .bar, .top { position: fixed; margin: 0 } .bubble { right: 20px; bottom: 20px; width: 60px; height: 60px }
        .bar { inset: auto 0 0; height: 50px } .top { inset: 0 0 auto; height: 40px }";
    let stage = Stage::open();
    let mut frames = String::new();
    for (index, (display, position, page, width, _)) in table.into_iter().enumerate() {
        let id = format!("survey-{index}");
        let tag = [("id", &*id), ("display", display), ("position", position)];
        let (lang, fixed) = if page.len() == 2 { (page, "") } else { ("de", page) };
        let fixed: String = fixed.split_whitespace().map(|name| format!(r#"<p class="{name}"></p>"#)).collect();
        let page = Page::new().recorded().html(&format!(r#"lang="{lang}""#)).style(style).body(&fixed).tag(&tag);
        stage.put(&format!("{id}.html"), &page);
        frames += &format!(r#"<iframe src="{id}.html" width="{width}" height="600"></iframe>"#);
    }
    stage.put("index.html", &Page::new().body(&frames));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let stand = format!(
        "frames.length === {} && Array.from(frames).every((frame) =>
            frame.document.querySelector('askwell-card')?.shadowRoot?.querySelector('.frame'))",
        table.len()
    );
    visitor.until("every survey is shown", &stand).await;
    let places = visitor.eval(PLACES).await;
    for ((row, expected), place) in table.map(|row| (row, row.4)).iter().zip(places.as_array().expect("a list")) {
        assert_eq!(*place, format!("{expected}, 0, 0"), "{row:?}");
    }
}

#[apply(behaviour)]
async fn the_application_leaves_the_card_where_it_was(engine: Engine) {
    let place = "(({ left, right, bottom }) => [left, right, bottom].map(Math.round))(root.querySelector('.card').getBoundingClientRect())";
    let stage = Stage::with(&Page::new().tag(&[("display", "slide-in"), ("position", "bottom-start")]));
    let visitor = stage.visitor(engine).await;
    visitor.resize(1000, 700).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.settles().await;
    let before = card.eval(place).await;
    assert_eq!((&before[0], &before[2]), (&json!(0), &json!(684)));
    card.choose(10).await;
    card.asks("Was schätzen Sie am meisten?").await;
    card.settles().await;
    assert_eq!(card.eval(place).await, before);
}

#[apply(behaviour)]
async fn a_modal_survey_keeps_the_focus_and_gives_it_back(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.resize(1000, 700).await;
    for display in ["modal", "page"] {
        let tag = [("id", display), ("display", display), ("delay", "0.3")];
        stage.put("index.html", &Page::new().body(r#"<input id="field" autofocus="">"#).tag(&tag));
        visitor.visit("/").await;
        let card = visitor.card().await;
        card.settles().await;
        visitor.focus_comes_to("#question").await;
        assert_eq!(card.eval("document.elementFromPoint(5, 5).localName").await, "askwell-card", "{display}");
        let box_ = "(({ width, left, right }) => [width, left, innerWidth - right])(root.querySelector('.card').getBoundingClientRect())";
        let measured = card.eval(box_).await;
        assert_eq!(measured[1], measured[2], "{display} stands in the middle");
        assert_eq!(measured[0], if display == "page" { 1000 } else { 480 });
        // Once around, and the browser's own window among it.
        for _ in 0..4 {
            visitor.press(Key::Tab).await;
            assert!(!visitor.focus_is_on("#field").await, "{display}: the page has the focus");
        }
        visitor.tab_to(".cell input").await;
        visitor.press(Key::Escape).await;
        card.leaves().await;
        visitor.focus_comes_to("#field").await;
        assert_eq!(visitor.recorded("keys").await.iter().filter(|key| key.contains("Escape")).count(), 0);
        visitor.eval("askwell.reset()").await;
    }
}

#[apply(behaviour)]
async fn a_card_shrinks_where_it_lies_over_what_has_the_focus(engine: Engine) {
    let links: String =
        (0..16).map(|number| format!(r#"<p><a id="link-{number}" href="/{number}">Verweis</a></p>"#)).collect();
    let hidden = "(({ top, bottom }) => (({ left, right }) => [top + 1, bottom - 1].every((y) =>
        [left + 1, right - 1].every((x) => document.elementFromPoint(x, y)?.localName === 'askwell-card')))
        (document.activeElement.getBoundingClientRect()))(document.activeElement.getBoundingClientRect())";
    let stage = Stage::with(&Page::new().body(&links).tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.resize(390, 640).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.settles().await;
    visitor.eval("document.querySelector('#link-10').focus()").await;
    for number in [11, 15] {
        visitor.tab_to(&format!("#link-{number}")).await;
        visitor.until("the link can be seen", &format!("!{hidden}")).await;
    }
    card.until("the card is a bar", "root.querySelector('.card').getBoundingClientRect().height < 60").await;
    let question = card.find("h2").await;
    question.click().await.expect("it can be clicked");
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    // The application's card does the same.
    while !visitor.focus_is_on("#link-15").await {
        visitor.press_with(Key::Shift, Key::Tab).await;
    }
    card.until("the card is a bar", "root.querySelector('.card').getBoundingClientRect().height < 60").await;
    assert_eq!(visitor.eval(hidden).await, false);
    visitor.tab_to("textarea").await;
    card.until("the card is whole", "root.querySelector('.card').getBoundingClientRect().height > 100").await;
}

#[apply(behaviour)]
async fn a_tab_opens_the_survey_and_comes_back(engine: Engine) {
    let place = "(({ left, right, top, bottom, width, height }) =>
        [left < 1, innerWidth - right < 1, Math.abs(top - (innerHeight - bottom)) < 2, Math.min(width, height) >= 44])
        (document.querySelector('askwell-tab').shadowRoot.querySelector('button').getBoundingClientRect())";
    let tab = r#"<askwell-tab label="Rückmeldung"></askwell-tab>"#;
    let stage = Stage::open();
    let tag = [("show", "manual"), ("display", "slide-in")];
    stage.put("index.html", &Page::new().body(tab).tag(&tag));
    stage.put("ar.html", &Page::new().html(r#"lang="ar" dir="rtl""#).body(tab).tag(&tag));
    let visitor = stage.visitor(engine).await;
    let drawn = "document.querySelector('askwell-tab')?.shadowRoot?.querySelector('button')";
    visitor.visit("/ar.html").await;
    visitor.until("the tab is drawn", &format!("Boolean({drawn})")).await;
    assert_eq!(visitor.eval(place).await, json!([true, false, true, true]));
    visitor.visit("/").await;
    visitor.until("the tab is drawn", &format!("Boolean({drawn})")).await;
    assert_eq!(visitor.eval(place).await, json!([false, true, true, true]));
    assert_eq!(visitor.eval("recorded.shift").await, 0);
    // Twice: it may be asked for again at once.
    for _ in 0..2 {
        visitor.tab_to("button").await;
        assert_eq!(visitor.eval(&format!("{drawn}.textContent")).await, "Rückmeldung");
        visitor.press(Key::Enter).await;
        let card = visitor.card().await;
        visitor.focus_comes_to("#question").await;
        assert_eq!(visitor.eval(&format!("{drawn}.checkVisibility()")).await, false);
        card.settles().await;
        visitor.has_read().await;
        visitor.press(Key::Escape).await;
        card.leaves().await;
        visitor.until("the tab is back", &format!("{drawn}.matches(':focus')")).await;
    }
}

#[apply(behaviour)]
async fn a_card_beside_an_element_follows_it_and_stays_in_the_window(engine: Engine) {
    const PLACE: &str = "(({ left, right, top, bottom }) => {
        const element = document.querySelector('#export').getBoundingClientRect();
        return [Math.round(top - element.bottom), Math.round(element.top - bottom),
            Math.round((left + right - element.left - element.right) / 2), left >= 16, top >= 16, bottom <= innerHeight - 16];
    })(root.querySelector('.card').getBoundingClientRect())";
    let style =
        "body { height: 3000px } #export { position: absolute; top: 100px; left: 450px; width: 100px; height: 40px }";
    let tag = [("display", "beside"), ("container", "#export")];
    let stage = Stage::with(&Page::new().style(style).body(r#"<button id="export"></button>"#).tag(&tag));
    let visitor = stage.visitor(engine).await;
    visitor.resize(1000, 700).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.settles().await;
    let place = async |expected: serde_json::Value| {
        let measured =
            format!("{PLACE}.map((value, index) => {expected}[index] === null || {expected}[index] === value)");
        card.until(&format!("it stands at {expected}"), &format!("{measured}.every(Boolean)")).await;
    };
    place(json!([8, null, 0, true, true, true])).await;
    visitor.eval("scrollTo(0, 60)").await;
    place(json!([8, null, 0, true, true, true])).await;
    // No room below it.
    visitor.eval("(document.querySelector('#export').style.top = '640px', 0)").await;
    visitor.eval("scrollTo(0, 0)").await;
    place(json!([null, 8, 0, true, true, true])).await;
    // Out of the window.
    visitor.eval("scrollTo(0, 2000)").await;
    place(json!([null, null, 0, true, true, true])).await;
    visitor.resize(320, 600).await;
    // Beside the scroll bars that this page has then.
    let sheet = "(({ left, right, bottom }, { clientWidth, clientHeight }) => left === 0 && right === clientWidth && bottom === clientHeight)
        (root.querySelector('.card').getBoundingClientRect(), document.documentElement)";
    card.until("it is a sheet", sheet).await;
}
