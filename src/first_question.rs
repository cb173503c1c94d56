//! First questions that stand on the page without the application: `www/first.js` builds them from what was prerendered. The
//! application takes their place once it is there and the visitor does something, and goes on from what they did.

use askwell_page::attributes;
use askwell_survey::config;
use askwell_survey::form::FormData;
use askwell_survey::{Answer, Event, Layout, Messages, Page, ResponseId, Session, Timestamp, Value};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::values;

/// A first question, and what a visitor did on it: on this page, or on an earlier one that was left too soon.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FirstQuestion {
    /// The identity of the response.
    pub(crate) id: ResponseId,
    /// When it appeared.
    pub(crate) shown_at: Timestamp,
    /// The language it was asked in.
    pub(crate) language: String,
    /// Where it was asked. Its addresses are whole.
    pub(crate) page: Page,
    /// What the tag says.
    pub(crate) tag: Value,
    /// What the element says that it stands in, if it stands in one of the page's.
    pub(crate) given: Option<Value>,
    /// Who answered, as `identify` had said on the page where it was stored. None on that page itself.
    pub(crate) person: Option<Vec<(String, Value)>>,
    /// What the visitor did, if they did something.
    pub(crate) gesture: Option<Gesture>,
}

/// What a visitor did on a first question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gesture {
    pub(crate) kind: GestureKind,
    /// What is filled in.
    pub(crate) form: FormData,
    /// When.
    pub(crate) at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GestureKind {
    /// Chose an answer, which is seen for a moment.
    Choose,
    /// Sent the form, or pressed a button that is an answer.
    Submit,
    /// Filled something in.
    Fill,
    /// Closed the card.
    Dismiss,
}

impl GestureKind {
    /// The names in `first.js`.
    const NAMES: [(&str, Self); 4] =
        [("choose", Self::Choose), ("submit", Self::Submit), ("fill", Self::Fill), ("dismiss", Self::Dismiss)];
}

impl FirstQuestion {
    /// Reads what `first.js` knows, or has stored. None if it isn't understood, as what another version stored.
    pub(crate) fn read(stored: &Value) -> Option<Self> {
        let text = |name: &str| stored.get(name).and_then(Value::as_text).map(str::to_owned);
        let of_page = |name: &str| {
            let found = stored.get("page").and_then(|page| page.get(name)).and_then(Value::as_text);
            found.unwrap_or_default().to_owned()
        };
        let object = |name: &str| stored.get(name).cloned().unwrap_or_default();
        let attributes = object("attributes");
        Some(Self {
            id: ResponseId::parse(&text("id")?)?,
            shown_at: moment(stored.get("shownAt")?)?,
            language: text("language")?,
            page: Page { url: of_page("url"), referrer: of_page("referrer"), title: of_page("title") },
            tag: attributes::from_dataset(object("tag")).0,
            given: matches!(attributes, Value::Map(_)).then(|| {
                attributes::inline(attributes::from_attributes(attributes).0, &text("element").unwrap_or_default())
            }),
            person: stored.get("person").map(|person| config::read_person(person.clone()).unwrap_or_default().0),
            gesture: stored.get("gesture").and_then(Gesture::read),
        })
    }
}

impl FirstQuestion {
    /// Whether it stands in a popover.
    pub(crate) fn is_popover(&self) -> bool {
        let display = self.tag.get("display").and_then(Value::as_text);
        self.given.is_none() && display != Some(Layout::Inline.name())
    }
}

impl Gesture {
    fn read(stored: &Value) -> Option<Self> {
        let name = stored.get("kind")?.as_text()?;
        let (_, kind) = GestureKind::NAMES.into_iter().find(|(known, _)| *known == name)?;
        let form = match stored.get("form") {
            Some(Value::Map(entries)) => {
                entries.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_text()?))).collect()
            }
            _ => FormData::default(),
        };
        Some(Self { kind, form, at: moment(stored.get("at")?)? })
    }

    /// What it is for the session; none where nothing is answered yet.
    pub(crate) fn event(&self, session: &Session) -> Option<Event> {
        let answer: Option<Answer> = session.read(&self.form).ok().flatten();
        match self.kind {
            GestureKind::Dismiss => Some(Event::Dismiss),
            GestureKind::Fill => None,
            GestureKind::Choose | GestureKind::Submit => answer.map(Event::Answer),
        }
    }
}

fn moment(stored: &Value) -> Option<Timestamp> {
    match stored {
        Value::Number(millis) => Some(Timestamp::from_millis(*millis)),
        _ => None,
    }
}

#[wasm_bindgen]
extern "C" {
    /// A first question on this page, as `first.js` has it.
    pub(crate) type QuestionOnPage;

    /// What is stored of it, too.
    #[wasm_bindgen(method, getter)]
    fn data(this: &QuestionOnPage) -> JsValue;

    /// The element whose shadow root it stands in.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn host(this: &QuestionOnPage) -> HtmlElement;

    /// That element, if it is one of the page's.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn element(this: &QuestionOnPage) -> Option<HtmlElement>;

    /// The place of the card in the shadow root.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn place(this: &QuestionOnPage) -> HtmlElement;

    /// What had the focus before it came to the card.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn before(this: &QuestionOnPage) -> Option<HtmlElement>;

    /// Gives its lock back, if it has one.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn release(this: &QuestionOnPage) -> Option<Function>;

    /// Settled once the lock has been given back.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn held(this: &QuestionOnPage) -> Option<Promise>;

    /// Whether it is still there, and the application has not taken its place.
    #[wasm_bindgen(method, getter, js_name = isThere)]
    pub(crate) fn is_there(this: &QuestionOnPage) -> bool;

    /// The application has taken its place, or has settled what was done on it.
    #[wasm_bindgen(method)]
    pub(crate) fn taken(this: &QuestionOnPage);

    /// Takes it off the page.
    #[wasm_bindgen(method)]
    pub(crate) fn leave(this: &QuestionOnPage);
}

impl QuestionOnPage {
    /// What is known of it.
    pub(crate) fn question(&self) -> Option<FirstQuestion> {
        FirstQuestion::read(&values::read(&self.data()).ok()?)
    }
}

/// A first question on this page that the application is ready to take the place of. It leaves the page when dropped.
pub(crate) struct Prerendered {
    pub(crate) question: FirstQuestion,
    /// The texts that it is asked in.
    pub(crate) texts: Messages,
    pub(crate) on_page: QuestionOnPage,
    taken: bool,
}

impl Prerendered {
    pub(crate) fn new(question: FirstQuestion, texts: Messages, on_page: QuestionOnPage) -> Self {
        Self { question, texts, on_page, taken: false }
    }

    /// The application has taken its place.
    pub(crate) fn set_taken(mut self) {
        self.on_page.taken();
        self.taken = true;
    }
}

impl Drop for Prerendered {
    fn drop(&mut self) {
        if !self.taken {
            self.on_page.leave();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<FirstQuestion> {
        FirstQuestion::read(&serde_json::from_str(json).expect("the test's own JSON"))
    }

    #[test]
    fn what_is_stored_of_a_rating_is_read() {
        let question = read(
            r#"{"id": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "shownAt": 1000, "language": "de", "element": "askwell-rating",
                "page": {"url": "https://shop.example/?q=1", "referrer": "", "title": "Tee"},
                "tag": {"endpoint": "/x", "segment": "new"}, "attributes": {"topic": "returns", "class": "wide"},
                "gesture": {"kind": "submit", "form": {"value": "no"}, "at": 2000}}"#,
        )
        .expect("it is whole");
        assert_eq!(question.tag.to_json(), r#"{"endpoint":"/x","attributes":{"segment":"new"}}"#);
        let given = question.given.expect("it stood in an element");
        assert_eq!(given.to_json(), r#"{"topic":"returns","display":"inline","preset":"helpful"}"#);
        let gesture = question.gesture.expect("the visitor answered");
        assert_eq!((gesture.kind, gesture.form.get("value")), (GestureKind::Submit, "no"));
        assert_eq!((question.shown_at.millis(), gesture.at.millis()), (1_000, 2_000));
    }

    #[test]
    fn rubbish_in_the_storage_is_no_question() {
        for json in ["null", "[]", "{}", r#"{"id": "x", "shownAt": 1, "language": "de"}"#, r#"{"id": 1}"#] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
