//! Surveys as components, for Leptos applications.

#![allow(unreachable_pub, reason = "`#[component]` makes more of what it generates public than the component is")]
#![allow(clippy::needless_pass_by_value, reason = "components own their props")]

use askwell_survey::{Value, language_files};
use leptos::html::Div;
use leptos::prelude::*;
use serde::Serialize;

use crate::SurveyEffect;
use crate::error::ApiError;
use crate::surveys::calls;
use crate::{browser, languages, lifecycle, surveys, values};

/// A survey in the flow of a Leptos application, or, with `"display": "popover"`, above it.
///
/// It stands in a shadow root: no style of the application gets in, and none of its own gets out. It can be mounted and
/// unmounted at will; answers that are on their way are delivered all the same. On a server it renders its place alone.
///
/// ```
/// # use leptos::prelude::*;
/// use askwell::{Survey, SurveyEffect};
///
/// # fn view() -> impl IntoView {
/// let config = serde_json::json!({ "endpoint": "/feedback", "product": "Belegwerk" });
/// view! {
///     <Survey
///         config
///         on_effect=|effect| {
///             if let SurveyEffect::Completed = effect {
///                 leptos::logging::log!("somebody answered");
///             }
///         }
///     />
/// }
/// # }
/// ```
///
/// # Errors
/// A configuration that can't be used is reported on the console, each problem with its path, and by the event
/// `askwell:error` on the survey's element.
#[component]
pub fn Survey<C>(
    /// What is asked and where answers go: the same names as in JSON and JavaScript. Read once.
    config: C,
    /// Called with what happens: an answer, the end, a dismissal.
    #[prop(optional, into)]
    on_effect: Option<Callback<SurveyEffect>>,
    /// Language files besides English, such as `&[askwell::language_files::DE]`.
    #[prop(optional)]
    languages: &'static [&'static str],
) -> impl IntoView
where
    C: Serialize + Send + 'static,
{
    let config = values::from_serialize(&config);
    element(config, on_effect, languages)
}

/// The rating of an article: whether it helped, and what it lacks if it didn't.
///
/// As [`Survey`] with the preset `helpful`, for one `topic`.
#[component]
pub fn Rating<C>(
    /// The article.
    #[prop(into)]
    topic: String,
    /// What else holds for the survey, such as `endpoint`.
    config: C,
    /// Called with what happens.
    #[prop(optional, into)]
    on_effect: Option<Callback<SurveyEffect>>,
    /// As for [`Survey`].
    #[prop(optional)]
    languages: &'static [&'static str],
) -> impl IntoView
where
    C: Serialize + Send + 'static,
{
    let config = values::from_serialize(&config).map(|mut config| {
        config.set("preset", Value::from("helpful"));
        config.set("topic", Value::from(topic));
        config
    });
    element(config, on_effect, languages)
}

fn element(
    config: Result<Value, ApiError>,
    on_effect: Option<Callback<SurveyEffect>>,
    languages: &'static [&'static str],
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let config = StoredValue::new_local(Some(config));
    Effect::new(move |_| {
        if let Some(element) = place.get()
            && let Some(config) = config.try_update_value(Option::take).flatten()
        {
            lifecycle::begin();
            languages::embed(&[language_files::EN]);
            languages::embed(languages);
            match config {
                Ok(mut config) => {
                    if config.get("display").is_none() {
                        config.set("display", Value::from("inline"));
                    }
                    browser::spawn(async move {
                        // What went wrong has been reported.
                        let _ = calls::attach_config(element.into(), config, on_effect, true).await;
                    });
                }
                Err(error) => error.report(&element),
            }
        }
    });
    on_cleanup(move || {
        if let Some(element) = place.get_untracked() {
            surveys::detach(&element);
        }
    });
    view! { <div node_ref=place></div> }
}
