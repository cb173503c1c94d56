//! A survey in the flow of the page.

use askwell::{Survey, SurveyEffect};
use leptos::prelude::*;

/// Where answers go: the collector that serves the demo.
pub(crate) const ENDPOINT: &str = "/v1/responses?key=demo";

/// What an effect means, in words; nothing where there is nothing to say.
pub(crate) fn described(survey: &str, effect: &SurveyEffect) -> Option<String> {
    let what = match effect {
        SurveyEffect::Answered { question, .. } => format!("answered “{question}”"),
        SurveyEffect::Completed => "reached the end".to_owned(),
        SurveyEffect::Dismissed => "closed it".to_owned(),
        SurveyEffect::Abandoned => "left before the end".to_owned(),
        SurveyEffect::Deliver(response) => format!("revision {} is on its way", response.revision),
        SurveyEffect::StartRecontactPeriod(_) | SurveyEffect::Close => return None,
    };
    Some(format!("{survey}: {what}"))
}

/// The page “Feedback”.
#[component]
pub(crate) fn Feedback(
    /// What Askwell reported.
    log: RwSignal<Vec<String>>,
) -> impl IntoView {
    let config = serde_json::json!({
        "endpoint": ENDPOINT,
        "id": "leptos-feedback",
        "lang": "en",
        "product": "Belegwerk",
        "attributes": { "touchpoint": "feedback" },
    });
    view! {
        <h2>"Feedback"</h2>
        <p>"The survey is a component of this application. Leave the page and come back: it is mounted anew."</p>
        <Survey config on_effect=move |effect| log.write().extend(described("feedback", &effect)) />
    }
}
