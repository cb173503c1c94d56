//! What is typed and not sent: kept when the page is left, and offered when the question is next asked.

use askwell_survey::config::Storage;
use askwell_survey::{Timestamp, Value, limits};

use crate::{browser, storage};

/// The name under which drafts are kept: an object with a text and a moment for each name.
const DRAFTS: &str = "askwell.drafts";

/// What was typed under `name`, unless that is too long ago.
pub(crate) fn load(storage: Storage, name: &str) -> Option<String> {
    unexpired(&read(storage), name, browser::now())
}

/// Keeps what is typed under `name`; an empty text is kept no longer.
pub(crate) fn save(storage: Storage, name: &str, text: &str) {
    // Nothing is written where nothing is typed and nothing was: a visitor who doesn't answer leaves no trace.
    let drafts = read(storage);
    if text.is_empty() && drafts.get(name).is_none() {
        return;
    }
    storage::write(storage, DRAFTS, &with_draft(drafts, name, text, browser::now()));
}

/// All drafts. Rubbish in their place is none.
fn read(storage: Storage) -> Value {
    match storage::read(storage, DRAFTS) {
        drafts @ Value::Map(_) => drafts,
        _ => Value::object(),
    }
}

fn unexpired(drafts: &Value, name: &str, now: Timestamp) -> Option<String> {
    let Value::List(draft) = drafts.get(name)? else { return None };
    let [Value::Text(text), Value::Number(since)] = draft.as_slice() else { return None };
    Timestamp::from_millis(*since).is_within_days(limits::DRAFT_DAYS, now).then(|| text.clone())
}

fn with_draft(mut drafts: Value, name: &str, text: &str, now: Timestamp) -> Value {
    if let Value::Map(entries) = &mut drafts {
        entries.retain(|(known, _)| known != name);
        if !text.is_empty() {
            let draft = vec![Value::from(text), Value::from(now.millis() as f64)];
            entries.push((name.to_owned(), Value::List(draft)));
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "nps//reason";

    #[test]
    fn a_draft_is_offered_for_two_weeks() {
        let now = Timestamp::from_millis(1_795_255_200_000.0);
        let drafts = with_draft(Value::object(), NAME, "Tea", now);
        for (days, offered) in [(0.0, Some("Tea")), (13.0, Some("Tea")), (15.0, None)] {
            assert_eq!(unexpired(&drafts, NAME, now.after_days(days)).as_deref(), offered, "{days}");
        }
    }

    #[test]
    fn a_later_draft_replaces_an_earlier_one_and_an_empty_one_removes_it() {
        let now = Timestamp::default();
        let drafts = with_draft(with_draft(Value::object(), "a", "1", now), "b", "2", now);
        let drafts = with_draft(with_draft(drafts, "a", "", now), "b", "3", now);
        assert_eq!(drafts.to_json(), r#"{"b":["3",0]}"#);
    }

    #[test]
    fn rubbish_is_no_draft() {
        let now = Timestamp::default();
        for rubbish in [Value::Null, Value::from("Tea"), Value::List(vec![Value::from("Tea")])] {
            let mut drafts = Value::object();
            drafts.put(NAME, rubbish);
            assert_eq!(unexpired(&drafts, NAME, now), None);
        }
    }
}
