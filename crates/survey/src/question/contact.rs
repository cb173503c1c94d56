//! Ways to reach the visitor, and the permission to use them.

use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError};
use crate::{Answer, LocalizedText, MessageKey, Value, limits};

/// The field of the answer that says that what was given may be used.
const CONSENT: &str = "consent";

/// What a visitor is asked for in order to be reached.
#[derive(Clone, PartialEq)]
pub struct Contact {
    /// The fields, and whether each has to be filled in.
    pub fields: Vec<(ContactField, bool)>,
    /// What happens with what is given.
    pub consent: LocalizedText,
}

impl Default for Contact {
    fn default() -> Self {
        Self { fields: vec![(ContactField::Email, true)], consent: MessageKey::ContactHelp.into() }
    }
}

/// One way to reach a visitor, or what to call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ContactField {
    Name,
    Email,
    Phone,
    Company,
}

impl ContactField {
    /// All of them, in the order they are asked for.
    pub const ALL: &[Self] = &[Self::Name, Self::Email, Self::Phone, Self::Company];

    /// The name in definitions, forms and responses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Company => "company",
        }
    }

    /// What it is called on the card.
    pub const fn label(self) -> MessageKey {
        match self {
            Self::Name => MessageKey::ContactName,
            Self::Email => MessageKey::ContactEmail,
            Self::Phone => MessageKey::ContactPhone,
            Self::Company => MessageKey::ContactCompany,
        }
    }

    /// How long its text may be.
    pub const fn max_length(self) -> usize {
        match self {
            Self::Email => limits::EMAIL,
            Self::Phone => limits::PHONE,
            Self::Name | Self::Company => limits::LABEL,
        }
    }

    /// What to say of a field that is filled in wrongly.
    const fn error(self) -> MessageKey {
        match self {
            Self::Email => MessageKey::ContactInvalid,
            Self::Phone => MessageKey::ErrorPhone,
            Self::Name | Self::Company => MessageKey::ErrorField,
        }
    }

    /// What to say of a field that has to be filled in and isn't.
    const fn missing_error(self) -> MessageKey {
        match self {
            Self::Email => MessageKey::ContactInvalid,
            Self::Phone | Self::Name | Self::Company => MessageKey::ErrorField,
        }
    }

    fn fits(self, text: &str) -> bool {
        match self {
            Self::Email => is_email(text),
            Self::Phone => is_phone(text),
            Self::Name | Self::Company => !limits::exceeds(text, self.max_length()),
        }
    }
}

impl QuestionType for Contact {
    fn type_name(&self) -> &'static str {
        "contact"
    }

    /// The button that submits is the permission, and without a way to reach the visitor there is nothing to permit:
    /// what is needed is asked for even where the question can be skipped.
    fn read_form(&self, form: &FormData, _required: bool) -> Result<Option<Answer>, FormError> {
        let mut given = Vec::new();
        for (field, _) in &self.fields {
            let text = form.get(field.name()).trim_ascii();
            if !text.is_empty() {
                if !field.fits(text) {
                    return Err(FormError::new(field.name(), field.error()));
                }
                given.push((field.name().to_owned(), Value::from(text)));
            }
        }
        for (field, needed) in &self.fields {
            if *needed && !given.iter().any(|(known, _)| known == field.name()) {
                return Err(FormError::new(field.name(), field.missing_error()));
            }
        }
        if given.is_empty() {
            return match self.fields.first() {
                Some((first, _)) => Err(FormError::new(first.name(), first.error())),
                None => Ok(None),
            };
        }
        given.push((CONSENT.to_owned(), Value::Bool(true)));
        Ok(Some(Answer::new(Value::Map(given))))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        let mut form = FormData::default();
        for (field, _) in &self.fields {
            // The site may know of the person what is none.
            if let Some(Value::Text(text)) = answer.value().get(field.name())
                && field.fits(text)
            {
                form.add(field.name(), text.as_str());
            }
        }
        form
    }

    fn has_field(&self, field: &str) -> bool {
        field == CONSENT || self.fields.iter().any(|(known, _)| known.name() == field)
    }
}

/// Whether it can be an e-mail address: something before and after one `@`, and no spaces. Whether it exists only a
/// message can tell.
fn is_email(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(at) = bytes.iter().position(|&byte| byte == b'@') else { return false };
    let odd = |&byte: &u8| byte <= b' ' || byte == 0x7f || byte == b'@';
    let part = |part: &[u8]| !part.is_empty() && !part.iter().any(odd);
    part(&bytes[..at]) && part(&bytes[at + 1..]) && bytes.len() <= limits::EMAIL
}

/// Whether it can be a phone number, however people write it: five to twenty digits, and what stands between them.
fn is_phone(text: &str) -> bool {
    let count = text.bytes().filter(u8::is_ascii_digit).count();
    (5..=20).contains(&count)
        && text.len() <= limits::PHONE
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-/(). x#".contains(&byte))
}

const REQUIRED: &str = "required";
const PRESENCE: &[&str] = &["required", "optional"];

const fn presence(name: &'static str, description: &'static str) -> field::OneOf {
    field::OneOf { name, description, words: PRESENCE, default: None }
}

const FIELDS: [(ContactField, field::OneOf); 4] = [
    (ContactField::Name, presence("name", "Whether a name is asked for.")),
    (ContactField::Email, presence("email", "Whether an email address is asked for.")),
    (ContactField::Phone, presence("phone", "Whether a phone number is asked for.")),
    (ContactField::Company, presence("company", "Whether a company is asked for.")),
];
const CONSENT_TEXT: field::Text = field::Text {
    name: CONSENT,
    description: "What happens with what is given: the sentence above the button.",
    default: Some(MessageKey::ContactHelp),
    required: false,
};

impl DefinedType for Contact {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "contact",
        description: "Ways to reach the visitor, and the permission to use them. An email address, unless a field is \
                      named.",
        fields: &[&FIELDS[0].1 as &dyn Field, &FIELDS[1].1, &FIELDS[2].1, &FIELDS[3].1, &CONSENT_TEXT],
        read: |reader| {
            let mut contact = Self { fields: Vec::new(), ..Self::default() };
            for (field, presence) in &FIELDS {
                let needed = presence.read(reader).map(|word| word == REQUIRED);
                contact.fields.extend(needed.map(|needed| (*field, needed)));
            }
            if contact.fields.is_empty() {
                contact.fields.push((ContactField::Email, true));
            }
            if let Some(consent) = CONSENT_TEXT.read(reader) {
                contact.consent = consent;
            }
            Self::defined(contact)
        },
        samples: &[
            "{}",
            r#"{"name": "optional", "email": "optional", "phone": "optional", "company": "optional"}"#,
            r#"{"phone": "required", "consent": "We call once."}"#,
        ],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let filled = self.fields.iter().enumerate().filter_map(|(index, (field, needed))| {
            let text = match field {
                ContactField::Email => "a@example.org",
                ContactField::Phone => "+49 30 123456",
                ContactField::Name | ContactField::Company => "Muster",
            };
            (*needed || index == 0 || draw(4) < 3).then(|| (field.name(), text))
        });
        filled.collect()
    }
}
