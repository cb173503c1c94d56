//! Colours: light or dark as the page is, and readable whatever the site's accent and surface.

use end_to_end::{Engine, Page, Pixels, Stage};
use macro_rules_attribute::apply;
use serde_json::json;

use crate::table::behaviour;

const THEMING: &str = include_str!("../../../../docs/theming.md");

/// Contrasts that are too low, of 500 accents on 500 surfaces, as `sample: what contrast`. The states of pointer and focus are
/// classes of a copy of the card's own styles. Colours are painted, and read as the browser has painted them.
const TOO_LOW: &str = include_str!("theme/contrast.js");

#[apply(behaviour)]
async fn any_accent_can_be_read_on_any_surface_in_every_state(engine: Engine) {
    let stage = Stage::with(&Page::new().tag(&[("theme", "light")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(8).await;
    card.until("the application's styles are there", "Boolean(root.querySelector('form .given'))").await;
    let found = card.eval(TOO_LOW).await;
    assert_eq!(found["pairs"], 500 * 14, "{found}");
    assert_eq!(found["low"], json!([]), "{found}");
}

#[apply(behaviour)]
async fn a_card_is_light_or_dark_as_the_page_behind_it_is(engine: Engine) {
    const THEME: &str = "root?.querySelector('.frame')?.dataset.theme";
    // Narrower than the card, and not opaque: neither is what it stands on.
    let body = r#"<b id="small"></b><b id="veil"></b><section id="dark"><askwell-rating topic="tea"></askwell-rating></section>"#;
    let style = "#small, #veil { position: fixed; inset: auto 0 0 auto; width: 260px; height: 900px; background: #000 }
        #veil { width: 100%; background: rgb(0 0 0 / 0.4) }
        #dark { background: oklch(0.25 0.02 250) }
        .night body { background: lab(10 0 0) } .canvas { color-scheme: dark } .surface { --askwell-surface: #141414 }
        .day { background: #fff } .fades body { background: #000; transition: background 200ms }";
    let stage = Stage::with(&Page::new().style(style).body(body).tag(&[]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.until("it is light", &format!("{THEME} === 'light'")).await;
    let rating = visitor.card_in("askwell-rating").await;
    rating.until("one on a dark section is dark", &format!("{THEME} === 'dark'")).await;
    for (class, theme) in [("night", "dark"), ("canvas", "dark"), ("day", "light"), ("surface", "dark")] {
        visitor.eval(&format!("document.documentElement.className = '{class}'")).await;
        card.until(&format!("the first question on {class}"), &format!("{THEME} === '{theme}'")).await;
    }
    card.choose(8).await;
    card.until("the application is there", "Boolean(root.querySelector('[data-still]'))").await;
    assert_eq!(card.eval(THEME).await, "dark");
    for (class, theme) in [("day", "light"), ("fades", "dark"), ("", "light"), ("canvas", "dark")] {
        visitor.eval(&format!("document.documentElement.className = '{class}'")).await;
        card.until(&format!("the application on '{class}'"), &format!("{THEME} === '{theme}'")).await;
    }
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn an_accent_has_the_same_shades_before_and_after_the_application(engine: Engine) {
    const SHADES: &str = "[root.querySelector('.frame').style.getPropertyValue('--askwell-accent'),
        getComputedStyle(root.querySelector('.progress'), '::before').backgroundColor]";
    let stage = Stage::with(&Page::new().tag(&[("accent", "#E11d48")]));
    // The application refuses it.
    stage.put("named.html", &Page::new().tag(&[("accent", "tomato")]));
    let visitor = stage.visitor(engine).await;
    visitor.visit("/named.html").await;
    assert_eq!(visitor.card().await.eval(SHADES).await[0], "");
    visitor.visit("/").await;
    let card = visitor.card().await;
    let before = card.eval(SHADES).await;
    assert_eq!(before[0], "#E11d48", "{before}");
    card.choose(3).await;
    card.until("the application is there", "Boolean(root.querySelector('[data-still]'))").await;
    assert_eq!(card.eval(SHADES).await, before);
}

#[apply(behaviour)]
async fn the_documented_logo_stands_above_the_question_where_it_begins(engine: Engine) {
    let section = THEMING.split("## Logo").nth(1).expect("it is documented");
    let documented = section.split("```css").nth(1).and_then(|css| css.split("```").next()).expect("with its CSS");
    let logo = r##"<svg xmlns="http://www.w3.org/2000/svg" width="192" height="56"><rect width="192" height="56" fill="#d40000"/></svg>"##;
    let stage = Stage::open();
    stage.put_file("logo.svg", logo);
    let visitor = stage.visitor(engine).await;
    for (language, start) in [("en", "left"), ("ar", "right")] {
        let name = format!("{language}.html");
        stage.put(&name, &Page::new().style(documented).tag(&[("lang", language), ("storage", "none")]));
        visitor.visit(&format!("/{name}")).await;
        let card = visitor.card().await;
        card.settles().await;
        let box_of = "(() => { const card = root.querySelector('.card'), style = getComputedStyle(card, '::before');
            const edges = card.getBoundingClientRect(), question = root.querySelector('[part~=question]').getBoundingClientRect();
            return [style.width, style.height, style.backgroundImage.includes('/logo.svg'), question.top - edges.top >= 60]; })()";
        assert_eq!(card.eval(box_of).await, json!(["96px", "28px", true, true]), "{language}");
        let picture = visitor.picture().await;
        let red = red_of(&picture);
        let edge = card
            .eval("(({ left, right }) => [left, right])(root.querySelector('.card').getBoundingClientRect())")
            .await;
        let [left, right] = [0, 1].map(|side| edge[side].as_f64().unwrap());
        let near = if start == "left" { red.0 - left } else { right - red.1 };
        assert!((10.0..24.0).contains(&near), "{language}: {red:?} in {left} to {right}");
    }
}

/// The first and the last column of a picture with something of this red.
fn red_of(picture: &[u8]) -> (f64, f64) {
    let Pixels { width, colors, .. } = Pixels::read(picture);
    let red = colors.iter().enumerate().filter(|(_, color)| color[..3] == [0xd4, 0, 0]);
    let columns: Vec<_> = red.map(|(index, _)| (index as u32 % width) as f64).collect();
    assert!(!columns.is_empty(), "the logo is not painted");
    (columns.iter().copied().fold(f64::INFINITY, f64::min), columns.iter().copied().fold(0.0, f64::max))
}

#[apply(behaviour)]
async fn the_playground_starts_from_each_theme_and_writes_its_css(engine: Engine) {
    let stage = Stage::open();
    let visitor = stage.visitor(engine).await;
    visitor.visit("/gallery/playground.html").await;
    let card = visitor.card_in("askwell-survey").await;
    for theme in ["plain", "paper", "rounded", "sharp", "contrast", "midnight"] {
        visitor.eval(&format!("((start) => {{ start.value = '{theme}'; start.dispatchEvent(new Event('change')); }})(document.getElementById('start'))")).await;
        visitor
            .until(
                &format!("the CSS of {theme}"),
                &format!(
                    "document.getElementById('theme').sheet?.href.endsWith('/{theme}.css')
            && /^:root {{\\n  --askwell-[^]*--askwell-shadow: /.test(document.getElementById('css').textContent)"
                ),
            )
            .await;
        let scheme = if theme == "midnight" { "dark" } else { "light" };
        card.until(
            &format!("{theme} is {scheme}"),
            &format!("root?.querySelector('.frame')?.dataset.theme === '{scheme}'"),
        )
        .await;
    }
    visitor.eval("((radius) => { radius.value = 4; radius.dispatchEvent(new Event('input')); })(document.getElementById('token-radius'))").await;
    visitor
        .until(
            "what is set is in the CSS",
            "document.getElementById('css').textContent.includes('--askwell-radius: 4px;')",
        )
        .await;
    card.until("and on the card", "getComputedStyle(root.querySelector('.card')).borderRadius === '4px'").await;
    visitor.eval("((logo) => { logo.value = '/a \"logo\".svg'; logo.dispatchEvent(new Event('input')); })(document.getElementById('logo'))").await;
    let logo =
        "getComputedStyle(root.querySelector('.card'), '::before').backgroundImage.includes('/a%20%22logo%22.svg')";
    card.until("the logo is on the card", logo).await;
    assert_eq!(
        visitor.eval("document.getElementById('css').textContent.includes('background: url(\"/a \\\\\"logo')").await,
        true
    );
    visitor.page_is_unharmed().await;
}
