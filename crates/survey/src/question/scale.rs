//! A point on a scale of whole numbers, and the two scales that have their labels already: satisfaction and effort.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError, VALUE};
use crate::{Answer, Code, LocalizedText, MessageKey, digits, limits};

/// A scale of whole numbers.
#[derive(Clone, PartialEq)]
pub struct Scale {
    /// The lowest point.
    pub min: i32,
    /// The highest.
    pub max: i32,
    /// What the lowest point means.
    pub low: Option<LocalizedText>,
    /// What the highest means.
    pub high: Option<LocalizedText>,
    /// What each point means, or none at all.
    pub labels: Vec<LocalizedText>,
}

impl Scale {
    /// A scale from 1 on, with a label for each point.
    pub fn labelled(labels: &[MessageKey]) -> Self {
        let labels: Vec<_> = labels.iter().map(|key| LocalizedText::Message(*key)).collect();
        Self { min: 1, max: labels.len() as i32, low: None, high: None, labels }
    }

    /// Customer satisfaction: five points, from "very dissatisfied" to "very satisfied".
    pub fn csat() -> Self {
        Self::labelled(&[MessageKey::Csat1, MessageKey::Csat2, MessageKey::Csat3, MessageKey::Csat4, MessageKey::Csat5])
    }

    /// Customer effort: how much one agrees that something was easy, in seven points.
    pub fn ces() -> Self {
        Self::labelled(&[
            MessageKey::Ces1,
            MessageKey::Ces2,
            MessageKey::Ces3,
            MessageKey::Ces4,
            MessageKey::Ces5,
            MessageKey::Ces6,
            MessageKey::Ces7,
        ])
    }
}

impl QuestionType for Scale {
    fn type_name(&self) -> &'static str {
        "scale"
    }

    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(form.number_within(VALUE, self.min, self.max))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        FormData::of_number(answer)
    }
}

const MIN: field::Integer =
    field::Integer { name: "min", description: "The lowest point.", min: -100, max: 100, default: 1 };
const MAX: field::Integer =
    field::Integer { name: "max", description: "The highest point.", min: -100, max: 100, default: 5 };
pub(super) const LOW: field::Text =
    field::Text { name: "low", description: "What the lowest point means.", default: None, required: false };
pub(super) const HIGH: field::Text =
    field::Text { name: "high", description: "What the highest point means.", default: None, required: false };
const LABELS: field::TextList = field::TextList {
    name: "labels",
    description: "What each point means. Then they stand below each other.",
    max: limits::POINTS,
};

impl DefinedType for Scale {
    const DEFINITIONS: &'static [Definition] = &[
        Definition {
            name: "scale",
            description: "A number on a scale.",
            fields: &[&MIN as &dyn Field, &MAX, &LOW, &HIGH, &LABELS],
            read: |reader| {
                let (min, max) = (MIN.read(reader), MAX.read(reader));
                let (low, high) = (LOW.read(reader), HIGH.read(reader));
                let labels = LABELS.read(reader);
                if min >= max {
                    reader.report(MAX.name, Code::Conflict, "needs to be greater than min");
                    return None;
                }
                let points = (max - min + 1) as usize;
                if points > limits::POINTS {
                    let message = ["is too far from min: at most ", &digits(limits::POINTS as u64), " points"];
                    reader.report(MAX.name, Code::Limit, &message.concat());
                    return None;
                }
                if !labels.is_empty() && labels.len() != points {
                    reader.report(LABELS.name, Code::Conflict, "needs one label for each point from min to max");
                }
                Self::defined(Self { min, max, low, high, labels })
            },
            samples: &[
                "{}",
                r#"{"min": -3, "max": 3, "low": "Less", "high": "More"}"#,
                r#"{"min": 0, "max": 2, "labels": ["No", "Perhaps", "Yes"]}"#,
            ],
        },
        Definition {
            name: "csat",
            description: "Satisfaction: five labelled points.",
            fields: &[],
            read: |_| Self::defined(Self::csat()),
            samples: &["{}"],
        },
        Definition {
            name: "ces",
            description: "Effort: seven labelled points, from disagreement to agreement.",
            fields: &[],
            read: |_| Self::defined(Self::ces()),
            samples: &["{}"],
        },
    ];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let point = self.min + draw((self.max - self.min + 1) as usize) as i32;
        FormData::of_number(&Answer::new(f64::from(point)))
    }
}
