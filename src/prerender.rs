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
        let accent = config.accent.clone();
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

    /// The HTML of a survey that asks this alone.
    fn asked(question: serde_json::Value) -> String {
        let mut question = question;
        question["id"] = "answer".into();
        question["prompt"] = "What do you think?".into();
        rendered(&parsed(&serde_json::json!({ "id": "x", "questions": [question], "endpoint": "/" }))).html
    }

    #[test]
    fn what_is_required_says_so_where_aria_knows_it() {
        for (question, count) in [
            (serde_json::json!({ "type": "nps" }), 1),
            (serde_json::json!({ "type": "scale" }), 1),
            (serde_json::json!({ "type": "stars" }), 1),
            (serde_json::json!({ "type": "emoji" }), 1),
            (serde_json::json!({ "type": "choice", "choices": ["a", "b"] }), 1),
            (serde_json::json!({ "type": "dropdown", "choices": ["a", "b"] }), 1),
            (serde_json::json!({ "type": "matrix", "rows": ["r", "s"], "columns": ["x", "y"] }), 2),
            (serde_json::json!({ "type": "text" }), 1),
            (serde_json::json!({ "type": "date" }), 1),
            (serde_json::json!({ "type": "consent", "label": "I agree" }), 1),
            (serde_json::json!({ "type": "choices", "choices": ["a", "b"] }), 0),
        ] {
            for (required, count) in [(true, count), (false, 0)] {
                let mut question = question.clone();
                question["required"] = required.into();
                let html = asked(question.clone());
                assert_eq!(html.matches("aria-required=\"true\"").count(), count, "{question}: {html}");
                assert!(!html.contains("aria-invalid"), "{html}");
            }
        }
        let contact = asked(serde_json::json!({ "type": "contact", "name": "optional", "email": "required" }));
        assert_eq!(contact.matches("aria-required=\"true\"").count(), 1, "{contact}");
    }

    #[test]
    fn the_button_of_a_form_leads_on_where_a_question_follows() {
        let text = |id: &str| serde_json::json!({ "id": id, "type": "text", "prompt": "Why?" });
        let page = |questions: Vec<serde_json::Value>| {
            rendered(&parsed(&serde_json::json!({ "id": "x", "questions": questions, "endpoint": "/" }))).html
        };
        for (html, label, other) in [
            (page(vec![text("a"), text("b")]), ">Next</button>", ">Send</button>"),
            (page(vec![text("a")]), ">Send</button>", ">Next</button>"),
        ] {
            assert!(html.contains(label) && !html.contains(other), "{html}");
        }
    }

    #[test]
    fn choices_say_how_many_can_be_chosen() {
        for (min, max, hint) in [
            (1, 3, "Choose all that apply."),
            (1, 2, "Please choose up to 2."),
            (2, 3, "Please choose at least 2."),
            (2, 2, "Choose 2."),
        ] {
            let html =
                asked(serde_json::json!({ "type": "choices", "choices": ["a", "b", "c"], "min": min, "max": max }));
            assert!(html.contains(&format!(">{hint}</p>")), "{hint}: {html}");
        }
        let html = asked(serde_json::json!({ "type": "choices", "choices": ["a", "b", "c", "d"], "min": 2, "max": 3 }));
        assert!(html.contains("Choose 2–3."), "{html}");
    }

    #[test]
    fn pictures_have_ends_and_their_words_are_there() {
        let html = asked(serde_json::json!({ "type": "emoji" }));
        assert!(html.contains("class=\"low\">Very bad<") && html.contains("class=\"high\">Very good<"), "{html}");
        assert_eq!(html.matches("class=\"word\"").count(), 5, "{html}");
        let html = asked(serde_json::json!({ "type": "stars", "low": "Poor", "high": "Great" }));
        assert!(html.contains(">Poor<") && html.contains(">Great<") && !html.contains("title="), "{html}");
        assert!(!asked(serde_json::json!({ "type": "stars" })).contains("class=\"ends\""));
    }

    #[test]
    fn numbers_below_zero_have_a_minus_and_words_their_own_direction() {
        let html = asked(serde_json::json!({ "type": "scale", "min": -1, "max": 1 }));
        assert!(html.contains("value=\"-1\"") && html.contains(">\u{2212}1<"), "{html}");
        let html = asked(serde_json::json!({ "type": "choice", "choices": ["a", "b"], "other": true }));
        assert!(html.contains("name=\"other\"") && html.contains("dir=\"auto\""), "{html}");
    }

    #[test]
    fn a_ranking_stays_a_list_and_its_buttons_have_one_name() {
        let html = asked(serde_json::json!({ "type": "ranking", "choices": ["a", "b"] }));
        assert!(html.contains("<ol role=\"list\"") && !html.contains("title="), "{html}");
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
