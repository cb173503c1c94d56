//! The recommendation question, from which the Net Promoter Score is computed.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, HIGHEST, LOWEST, LocalizedText, MessageKey, Score, Value, digits};

/// The recommendation scale, 0 to 10, and what its ends mean.
#[derive(Clone, PartialEq)]
pub struct Nps {
    /// The meaning of 0.
    pub low: LocalizedText,
    /// The meaning of 10.
    pub high: LocalizedText,
}

impl Nps {
    /// Its name in definitions.
    pub(crate) const NAME: &str = "nps";
}

impl Default for Nps {
    fn default() -> Self {
        Self { low: MessageKey::ScoreLow.into(), high: MessageKey::ScoreHigh.into() }
    }
}

impl QuestionType for Nps {
    fn type_name(&self) -> &'static str {
        Self::NAME
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        let score = form.number(VALUE).and_then(|points| Score::from_number(points.into()));
        Ok(score.map(|score| Answer::new(f64::from(score.points()))))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_number(answer)
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn score(&self, answer: &Answer) -> Option<Score> {
        match answer.value() {
            Value::Number(number) => Score::from_number(*number),
            _ => None,
        }
    }
}

const LOW: field::Text =
    field::Text { name: "low", description: "What 0 means.", default: Some(MessageKey::ScoreLow), required: false };
const HIGH: field::Text =
    field::Text { name: "high", description: "What 10 means.", default: Some(MessageKey::ScoreHigh), required: false };

impl DefinedType for Nps {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: Self::NAME,
        description: "The recommendation question: 0 to 10. One is asked per visit.",
        fields: &[&LOW as &dyn Field, &HIGH],
        read: |reader| {
            let low = LOW.read(reader).unwrap_or(LocalizedText::Message(MessageKey::ScoreLow));
            let high = HIGH.read(reader).unwrap_or(LocalizedText::Message(MessageKey::ScoreHigh));
            Self::defined(Self { low, high })
        },
        samples: &["{}", r#"{"low": "Never", "high": {"en": "Always"}}"#],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let points = usize::from(LOWEST) + draw(usize::from(HIGHEST - LOWEST) + 1);
        FormData::from_iter([(VALUE, digits(points as u64))])
    }
}
