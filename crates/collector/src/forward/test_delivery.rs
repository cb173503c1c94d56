//! A test delivery: a response that says it is a sample is sent to one endpoint, and what was sent and answered is shown. It
//! is stored nowhere, and not sent again.

use askwell_survey::endpoint::Content;
use askwell_survey::endpoint::file::Listed;
use askwell_survey::outbox::Reply;
use askwell_survey::{ResponseId, Score, Timestamp, Value};

use super::endpoints::Secrets;
use super::send::{Prepared, Sender};
use super::{Endpoints, answer};
use crate::access::token;

/// What a sample says, so that nobody takes it for a visitor's.
const REASON: &str = "This is a test delivery by Askwell. No visitor wrote it.";
/// The scores of samples: one of each group, since an endpoint may want only some.
const SCORES: [u8; 3] = [3, 8, 10];

/// What became of a test delivery. No secret that came from the environment is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestDelivery {
    /// The request as it was sent, with only the header `Content-Type` shown; empty if nothing was sent.
    pub request: String,
    /// The status of the answer; None if there was none.
    pub status: Option<u16>,
    /// Why there was no answer, or what it means.
    pub detail: String,
    /// The beginning of the answer.
    pub answer: String,
}

/// Sends a sample to the endpoint of this name; None if there is none.
pub(super) async fn send(sender: &Sender, endpoints: &Endpoints, name: &str, now: Timestamp) -> Option<TestDelivery> {
    let listed = endpoints.list().iter().find(|listed| listed.name == name)?;
    Some(send_to(sender, listed, endpoints.secrets(), now).await)
}

/// Sends a sample that `listed` wants.
async fn send_to(sender: &Sender, listed: &Listed, secrets: &Secrets, now: Timestamp) -> TestDelivery {
    let failed = |detail: String| TestDelivery { detail, ..TestDelivery::default() };
    let mut documents = Vec::new();
    for score in SCORES {
        match sample(score, now) {
            Ok(sample) => documents.push(listed.content(&sample)),
            Err(problem) => return failed(problem),
        }
    }
    let wanted = documents.into_iter().find_map(|content| match content {
        Content::Document { document, .. } => Some(document),
        Content::Nothing(_) | Content::Call => None,
    });
    let Some(document) = wanted else {
        return failed("the endpoint’s condition fits no sample: one of each group was tried".to_owned());
    };
    let prepared = match Prepared::of(listed.address(), &document) {
        Ok(prepared) => prepared,
        Err(problem) => return failed(problem.to_owned()),
    };
    let request = prepared.to_text(secrets);
    let outcome = sender.open(prepared, secrets).await;
    let (status, detail) = match outcome.reply {
        Reply::Status { status, .. } if (200..300).contains(&status) => {
            (Some(status), "the endpoint took it".to_owned())
        }
        Reply::Status { status, .. } => (Some(status), "the endpoint refused it".to_owned()),
        Reply::Nothing => (None, outcome.detail),
    };
    TestDelivery { request, status, detail, answer: answer::kept(&outcome.answer, secrets, &Value::Null) }
}

/// A complete response with this score.
fn sample(score: u8, now: Timestamp) -> Result<Value, String> {
    let id = ResponseId::new(now, token::bytes()?).to_string();
    let at = now.to_text();
    let group = Score::new(score).map(|score| score.group().as_str()).unwrap_or_default();
    let document = serde_json::json!({
        "schema": "askwell.response/1", "id": id, "revision": 1, "status": "complete",
        "survey": { "id": "test-delivery", "version": 1, "kind": "relational" },
        "score": score, "group": group, "answers": { "score": score, "reason": REASON },
        "person": {}, "attributes": { "test": true },
        "page": { "url": "https://askwell.example/test-delivery", "referrer": "", "title": "Test delivery" },
        "locale": "en", "layout": "inline", "shownAt": at, "answeredAt": at, "seconds": {}, "test": true,
    });
    serde_json::from_value(document).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::test_traffic::TestTraffic;

    #[test]
    fn a_sample_is_a_response_and_counts_as_a_test_wherever_it_ends_up() {
        let now = Timestamp::from_millis(1_795_255_200_000.0);
        for score in SCORES {
            let document = Document::read(sample(score, now).unwrap(), now).unwrap();
            assert!(TestTraffic::default().is_test(&document));
        }
    }
}
