//! The card as HTML, at the first step of a survey: what a page can show before the application is loaded. Only in native
//! builds, where Leptos renders to HTML.
//!
//! ```
//! use askwell::prerender::first_step;
//! use askwell_survey::config::Config;
//! use askwell_survey::{Messages, ResponseId, Session, SessionInput, Timestamp, language_files, pack};
//!
//! let config = serde_json::from_str(r#"{ "preset": "helpful", "endpoint": "/" }"#).unwrap();
//! let config = Config::read(&config).unwrap();
//! let texts = pack(&serde_json::from_str(language_files::DE).unwrap()).unwrap();
//! let texts = Messages::read(&texts, &config.texts).unwrap();
//! let (id, now) = (ResponseId::new(Timestamp::default(), [0; 10]), Timestamp::default());
//! let session = Session::new(config.survey.clone(), SessionInput::default(), id, now);
//!
//! let step = first_step(&config, session, texts);
//! assert!(step.html.contains("War dieser Artikel hilfreich?"));
//! assert!(step.styles.contains(".thumbs"));
//! ```

use std::rc::Rc;

use askwell_survey::config::Config;
use askwell_survey::{Messages, Session};
use futures::FutureExt;
use leptos::prelude::*;

use crate::color::Accent;
use crate::components::{self, Card, CardProps};
pub use crate::components::{PLACEMENT_STYLES, TAB_STYLES};
use crate::state::SurveyState;

/// A card at its first step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedStep {
    /// What stands in the shadow root, as HTML with comments between texts.
    pub html: String,
    /// The stylesheet, with what this step needs.
    pub styles: String,
}

/// Renders the card of a survey with the step that `session` is at. `texts` need to be in the session's language.
pub fn first_step(config: &Config, session: Session, texts: Messages) -> RenderedStep {
    // Natively the chunk is a part of the whole: there is nothing to wait for, and nothing that can fail.
    let _ = crate::chunks::load_questions().now_or_never();
    let owner = Owner::new();
    owner.with(|| {
        let survey =
            SurveyState::new(session, texts, config.layout(), Rc::new(|_| ()), Rc::new(|_| ()), Rc::new(|_| None));
        let (theme, display, position) = (config.theme, config.display, config.position.unwrap_or_default());
        let accent = config.accent.map(Accent::readable);
        let html = Card(CardProps { survey, theme, display, position, accent, lift: RwSignal::new(0) }).to_html();
        let mut styles = components::styles_for(&html, survey.question().as_ref());
        if config.is_placed() {
            styles += PLACEMENT_STYLES;
        }
        RenderedStep { html, styles }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::question::TypeRegistry;
    use askwell_survey::{Layout, Preset, ResponseId, SessionInput, Timestamp, Value, language_files, pack};

    fn rendered(config: &Value) -> RenderedStep {
        let config = Config::read(config).expect("valid");
        let texts = pack(&serde_json::from_str(language_files::EN).expect("JSON")).expect("a language");
        let texts = Messages::read(&texts, &[]).expect("a language");
        let id = ResponseId::new(Timestamp::default(), [0; 10]);
        let session = Session::new(config.survey.clone(), SessionInput::default(), id, Timestamp::default());
        first_step(&config, session, texts)
    }

    fn parsed(json: &serde_json::Value) -> Value {
        serde_json::from_str(&json.to_string()).expect("a value")
    }

    #[test]
    fn every_preset_is_rendered_in_both_layouts() {
        for (preset, _) in Preset::NAMES {
            for (layout, _) in Layout::NAMES {
                let RenderedStep { html, styles } =
                    rendered(&parsed(&serde_json::json!({ "preset": preset, "display": layout, "endpoint": "/" })));
                assert!(html.starts_with("<div") && html.contains(&format!("data-layout=\"{layout}\"")), "{html}");
                assert!(html.contains("<h2 id=\"question\""), "{preset}: {html}");
                assert_eq!(html.contains("class=\"close\""), *layout == "popover", "{html}");
                assert!(styles.contains(".card{") && styles.contains("h2{"), "{styles}");
            }
        }
    }

    #[test]
    fn the_question_is_named_and_each_answer_is_there() {
        let table = [
            ("nps", "recommend us to a friend", "value=\"10\""),
            ("helpful", "Was this article helpful?", "value=\"no\""),
            ("csat", "How satisfied are you", "value=\"5\""),
            ("ces", "easy", "value=\"7\""),
            ("churn", "Why are you leaving?", "value=\"5\""),
        ];
        for (preset, prompt, answer) in table {
            let html = rendered(&parsed(&serde_json::json!({ "preset": preset, "endpoint": "/" }))).html;
            assert!(html.contains(prompt) && html.contains(answer), "{preset}: {html}");
        }
    }

    #[test]
    fn every_type_of_question_is_rendered_with_its_styles() {
        for definition in TypeRegistry::default().definitions() {
            for sample in definition.samples {
                let mut question: serde_json::Value = serde_json::from_str(sample).expect("JSON");
                question["id"] = "answer".into();
                question["type"] = definition.name.into();
                question["prompt"] = "What do you think?".into();
                let RenderedStep { html, styles } =
                    rendered(&parsed(&serde_json::json!({ "id": "x", "questions": [question], "endpoint": "/" })));
                assert!(html.contains("What do you think?"), "{}: {html}", definition.name);
                assert_eq!(styles.contains("form{"), html.contains("<form"), "{}: {html}", definition.name);
            }
        }
    }

    #[test]
    fn only_the_styles_of_the_step_are_there() {
        let styles = rendered(&parsed(&serde_json::json!({ "endpoint": "/" }))).styles;
        assert!(styles.contains(".scale{") && styles.contains(".cell{"), "{styles}");
        for other in [".buttons{", ".thumbs{", "textarea{", ".tick", ".given{"] {
            assert!(!styles.contains(other), "{other} in {styles}");
        }
    }
}
