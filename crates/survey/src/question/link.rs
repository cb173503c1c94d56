//! A link to follow.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::Answer;
use crate::form::{FormData, FormError};

/// A link to follow. That it was followed is its answer, and no form says so.
#[derive(Clone, PartialEq)]
pub struct Link(pub crate::Link);

impl QuestionType for Link {
    fn type_name(&self) -> &'static str {
        "link"
    }

    fn expects_answer(&self) -> bool {
        false
    }

    fn read_form(&self, _form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        Ok(None)
    }

    fn fill_form(&self, _answer: &Answer) -> FormData {
        FormData::default()
    }

    fn link(&self) -> Option<&crate::Link> {
        Some(&self.0)
    }
}

/// What it says.
pub(crate) const LABEL: field::Text =
    field::Text { name: "label", description: "What it says.", default: None, required: true };
/// Where it leads.
pub(crate) const URL: field::Url =
    field::Url { name: "url", description: "Where it leads.", schemes: &["mailto", "tel"] };

/// Reads a call to action: what it says and where it leads.
pub(crate) fn read(reader: &mut field::DefinitionReader<'_, '_, '_>, name: &str) -> Option<crate::Link> {
    let (label, url) = (LABEL.read(reader), URL.read(reader));
    Some(crate::Link { name: name.to_owned(), label: label?, url: url? })
}

impl DefinedType for Link {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "link",
        description: "A link to follow.",
        fields: &[&LABEL as &dyn Field, &URL],
        read: |reader| Self::defined(Self(read(reader, "link")?)),
        samples: &[r#"{"label": "Go", "url": "/go"}"#],
    }];

    fn draw_form(&self, _draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        FormData::default()
    }
}
