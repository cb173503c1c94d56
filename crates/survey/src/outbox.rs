//! What waits to be delivered: every response stays until an endpoint has acknowledged it.

use crate::{Response, ResponseId, Value};

/// Responses kept at most; beyond it the oldest goes, and the caller is told.
pub const CAPACITY: usize = 50;

/// One response on its way to one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// Where it is posted to.
    pub endpoint: String,
    /// Which response it is.
    pub id: ResponseId,
    /// Which revision of it.
    pub revision: u32,
    /// The document.
    pub document: Value,
}

impl Parcel {
    /// Reads one that was stored. The document is not looked into: the endpoint judges it, and it may have been
    /// written by another version of this program.
    fn read(item: &Value) -> Option<Self> {
        let document = item.get("document")?;
        let revision = match document.get("revision")? {
            Value::Number(revision) => *revision as u32,
            _ => return None,
        };
        Some(Self {
            endpoint: item.get("endpoint")?.as_text()?.to_owned(),
            id: ResponseId::parse(document.get("id")?.as_text()?)?,
            revision,
            document: document.clone(),
        })
    }
}

/// The responses that no endpoint has acknowledged yet, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox(Vec<Parcel>);

impl Outbox {
    /// Reads what was stored. What isn't understood is left out: it can't be delivered either.
    pub fn read(stored: &Value) -> Self {
        let Value::List(list) = stored else { return Self::default() };
        let mut outbox = Self::default();
        for item in list {
            if let Some(parcel) = Parcel::read(item) {
                outbox.0.push(parcel);
            }
        }
        outbox
    }

    /// What is to be stored.
    pub fn to_value(&self) -> Value {
        let mut stored = Vec::new();
        for parcel in &self.0 {
            let mut item = Value::object();
            item.put("endpoint", Value::from(parcel.endpoint.as_str()));
            item.put("document", parcel.document.clone());
            stored.push(item);
        }
        Value::List(stored)
    }

    /// Takes in a response for `endpoint`. A later revision takes the place of an earlier one; an earlier one is
    /// ignored. The parcel that had to go because the outbox was full is returned.
    pub fn put(&mut self, endpoint: &str, response: &Response) -> Option<Parcel> {
        let parcel = Parcel {
            endpoint: endpoint.to_owned(),
            id: response.id.clone(),
            revision: response.revision,
            document: response.to_value(),
        };
        match self.0.iter_mut().find(|known| known.id == parcel.id && known.endpoint == endpoint) {
            Some(known) if known.revision >= parcel.revision => {}
            Some(known) => *known = parcel,
            None => self.0.push(parcel),
        }
        (self.0.len() > CAPACITY).then(|| self.0.remove(0))
    }

    /// Removes what the endpoint has acknowledged: this revision or an earlier one, never a later one.
    pub fn acknowledge(&mut self, endpoint: &str, id: &ResponseId, revision: u32) {
        self.0.retain(|parcel| parcel.id != *id || parcel.endpoint != endpoint || parcel.revision > revision);
    }

    /// What waits, oldest first.
    pub fn waiting(&self) -> &[Parcel] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Effect, Event, Preset, Score, Session, Timestamp};

    fn response(number: u8, revision: u32) -> Response {
        let id = ResponseId::new(Timestamp::default(), [number; 10]);
        let survey = Preset::Nps.survey("shop".into(), None, &crate::Links::default());
        let mut session = Session::new(survey, Context::default(), None, id, Timestamp::default());
        let answer = Event::Answer(crate::Answer::Score(Score::new(9).unwrap()));
        let effects = session.handle(answer, Timestamp::default());
        let delivered = effects.into_iter().find_map(|effect| match effect {
            Effect::Deliver(response) => Some(*response),
            _ => None,
        });
        Response { revision, ..delivered.unwrap() }
    }

    fn waiting(outbox: &Outbox) -> Vec<u32> {
        outbox.waiting().iter().map(|parcel| parcel.revision).collect()
    }

    #[test]
    fn the_latest_revision_waits_whatever_order_they_come_in() {
        let mut outbox = Outbox::default();
        for revision in [2, 1, 3] {
            outbox.put("/a", &response(1, revision));
        }
        outbox.put("/b", &response(1, 1));
        assert_eq!(waiting(&outbox), [3, 1]);
    }

    #[test]
    fn an_acknowledgement_of_an_earlier_revision_keeps_the_later_one() {
        let mut outbox = Outbox::default();
        outbox.put("/a", &response(1, 2));
        outbox.acknowledge("/a", &response(1, 1).id, 1);
        assert_eq!(waiting(&outbox), [2]);
        outbox.acknowledge("/b", &response(1, 1).id, 2);
        assert_eq!(waiting(&outbox), [2]);
        outbox.acknowledge("/a", &response(1, 1).id, 2);
        assert_eq!(waiting(&outbox), [0; 0]);
    }

    #[test]
    fn a_full_outbox_gives_up_its_oldest_and_says_which() {
        let mut outbox = Outbox::default();
        let evicted: Vec<_> =
            (0..=CAPACITY as u8).filter_map(|number| outbox.put("/a", &response(number, 1))).collect();
        assert_eq!(evicted.iter().map(|parcel| &parcel.id).collect::<Vec<_>>(), [&response(0, 1).id]);
        assert_eq!(outbox.waiting().len(), CAPACITY);
    }

    #[test]
    fn what_is_stored_reads_back_and_rubbish_is_left_out() {
        let mut outbox = Outbox::default();
        outbox.put("/a", &response(1, 2));
        let mut stored: Value = serde_json::from_str(&outbox.to_value().to_json()).unwrap();
        if let Value::List(list) = &mut stored {
            list.insert(0, Value::from("rubbish"));
            list.push(Value::Map(vec![("endpoint".into(), Value::from("/a"))]));
        }
        assert_eq!(Outbox::read(&stored), outbox);
        assert_eq!(Outbox::read(&Value::from("rubbish")), Outbox::default());
    }
}
