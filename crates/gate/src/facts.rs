//! What is known of a page, its visitor and the device. Read when it is asked for, and never kept.

use askwell_page::browser::{self, document, window};
use askwell_page::values::{self, get, set};
use askwell_survey::targeting::LocalTime;
use askwell_survey::{Date, FactSource, Value, number_text};
use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

/// The shortest side of a touch screen, in CSS pixels, that is no phone's.
const TABLET: i32 = 600;

/// A fact of the page.
pub(crate) fn of_page(name: &str) -> Option<Value> {
    let location = window().location();
    Some(Value::from(match name {
        "url" => location.href().ok()?,
        "path" => location.pathname().ok()?,
        "title" => document().title(),
        "referrer" => document().referrer(),
        _ => document().document_element()?.get_attribute("lang")?,
    }))
}

/// A fact that targeting alone asks for; `person` is who answers.
pub(crate) fn of_browser(source: FactSource, name: &str, person: &Value) -> Option<Value> {
    match source {
        FactSource::Parameter => {
            let query = UrlSearchParams::new_with_str(&window().location().search().ok()?).ok()?;
            query.get(name).map(Value::from)
        }
        // A selector that the browser can't read is absent.
        FactSource::Element => Some(Value::from(matches!(document().query_selector(name), Ok(Some(_))))),
        FactSource::Data => data(name),
        FactSource::Visitor => of_visitor(name, person),
        FactSource::Event | FactSource::Property => None,
    }
}

/// A value in the data layer, by its path. Of what was pushed, the latest counts.
fn data(path: &str) -> Option<Value> {
    let layer = get(&window(), "dataLayer");
    if !Array::is_array(&layer) {
        return None;
    }
    let layer: &Array = layer.unchecked_ref();
    let mut index = layer.length();
    while index > 0 {
        index -= 1;
        let value = path.split('.').fold(layer.get(index), |value, name| get(&value, name));
        if !value.is_undefined() {
            return Some(values::read(&value).value);
        }
    }
    None
}

fn of_visitor(name: &str, person: &Value) -> Option<Value> {
    let visits = || person.get("visits").cloned();
    let screen = window().screen().ok();
    let size = |side: Result<i32, JsValue>| side.unwrap_or_default();
    Some(match name {
        "device" => {
            let is_small = screen.is_some_and(|screen| size(screen.width()).min(size(screen.height())) < TABLET);
            Value::from(match browser::matches("(pointer: coarse)") {
                false => "desktop",
                true if is_small => "phone",
                true => "tablet",
            })
        }
        "screenWidth" => Value::from(f64::from(size(screen?.width()))),
        "language" => Value::from(window().navigator().language()?),
        "visits" => visits()?,
        "pages" => Value::from(pages()),
        "new" => match visits()? {
            Value::Number(visits) => Value::from(visits <= 1.0),
            _ => return None,
        },
        "signedIn" => Value::from(person.get("id").is_some_and(|id| !id.is_null())),
        _ => Value::from(pages() <= 1.0),
    })
}

/// The Navigation API, if there is one.
pub(crate) fn navigation() -> Option<JsValue> {
    Some(get(&window(), "navigation")).filter(|navigation| get(navigation, "entries").is_function())
}

/// The page views of this tab, as far as the browser tells: those on the way back, or the one that led here.
fn pages() -> f64 {
    let current = navigation().and_then(|navigation| get(&get(&navigation, "currentEntry"), "index").as_f64());
    let origin = window().location().origin().unwrap_or_default();
    let is_led_here = document().referrer().strip_prefix(&origin).is_some_and(|rest| rest.starts_with('/'));
    let led_here = if is_led_here { 2.0 } else { 1.0 };
    current.map_or(led_here, |index| led_here.max(index + 1.0))
}

/// What the visitor is known by where there is no person: the tab's first page view, which has a random name. Without the
/// Navigation API it is the moment at which this page view began.
pub(crate) fn tab() -> String {
    let entries = navigation()
        .and_then(|navigation| get(&navigation, "entries").unchecked_into::<Function>().call0(&navigation).ok());
    let first = entries.filter(Array::is_array).map(|entries| entries.unchecked_into::<Array>().get(0));
    let key = first.and_then(|entry| get(&entry, "key").as_string()).filter(|key| !key.is_empty());
    key.unwrap_or_else(|| {
        let began = window().performance().map_or(0.0, |performance| performance.time_origin());
        number_text(began)
    })
}

#[wasm_bindgen]
extern "C" {
    type Clock;

    /// js-sys expects it never to throw, which it does for zones that it doesn't know.
    #[wasm_bindgen(method, catch, js_name = toLocaleString)]
    fn to_locale_string(this: &Clock, locale: &str, options: &JsValue) -> Result<String, JsValue>;
}

/// The time in a zone, or where the visitor is.
pub(crate) fn local_time(zone: Option<&str>) -> Option<LocalTime> {
    let options = Object::new();
    if let Some(zone) = zone {
        set(&options, "timeZone", &JsValue::from_str(zone));
    }
    let now = js_sys::Date::new_0();
    // Swedish writes moments as ISO 8601 does: `2026-11-21 10:00:00`.
    let text = now.unchecked_ref::<Clock>().to_locale_string("sv", &options).ok()?;
    read_local_time(&text)
}

fn read_local_time(text: &str) -> Option<LocalTime> {
    let number = |from| {
        text.get(from..from + 2)?
            .bytes()
            .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u16::from(byte - b'0')))
    };
    Some(LocalTime { date: Date::parse(text.get(..10)?)?, minute: number(11)? * 60 + number(14)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swedish_moment_is_read() {
        let read = |text| read_local_time(text).map(|time| (time.date.to_text(), time.minute));
        assert_eq!(read("2026-11-21 09:05:59"), Some(("2026-11-21".to_owned(), 545)));
        for text in ["", "21.11.2026, 09:05", "2026-11-21", "2026-11-21 9:05:59"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
