//! The texts of the interface, and their names in place of them.

use askwell_survey::config::Config;
use askwell_survey::{
    LANGUAGES, MessageKey, Messages, Segment, Value, VariableRef, language_files, nearest, pack, placeholders,
};

/// What stands before and after a text's name: characters for private use, which no text has.
const MARKS: [char; 2] = ['\u{10fff0}', '\u{10fff1}'];

/// The texts that the widget has for a survey, for a visitor who prefers `language`.
///
/// # Panics
/// If the crate's own language files are none; its tests see to that.
pub fn messages(config: &Config, language: &str) -> Messages {
    let served = config.survey.served(language);
    let file = language_files::ALL[nearest(served, LANGUAGES)];
    let file = serde_json::from_str(file).expect("a language file is JSON");
    let packed = pack(&file).expect("a language file is complete");
    let messages = Messages::read(&packed, &config.texts).expect("a packed language can be read");
    if config.survey.extras.languages.is_empty() { messages } else { messages.serving(served) }
}

/// Messages that consist of names, so that it can be told which text stands where. A text that components fill in, such
/// as `{{count}}` stars, is the one of `messages`.
pub(super) fn names_of(messages: &Messages) -> Messages {
    let text = |key: &MessageKey| {
        let template = messages.get(*key);
        let is_filled_in = placeholders(template).any(|segment| match segment {
            Segment::Placeholder { name, .. } => VariableRef::parse(name).is_none(),
            Segment::Text(_) | Segment::Unclosed => false,
        });
        Value::Text(if is_filled_in {
            template.to_owned()
        } else {
            [MARKS[0].to_string().as_str(), key.name(), MARKS[1].to_string().as_str()].concat()
        })
    };
    let mut packed = Value::object();
    packed.put("tag", Value::from(messages.tag.as_str()));
    packed.put("direction", Value::from(messages.direction()));
    packed.put("texts", Value::List(MessageKey::ALL.iter().map(text).collect()));
    Messages::read(&packed, &[]).expect("every text is there")
}

/// The message that a text of [`names_of`] is, if it is exactly one.
pub(super) fn named(text: &str) -> Option<MessageKey> {
    let name = text.strip_prefix(MARKS[0])?.strip_suffix(MARKS[1])?;
    MessageKey::ALL.iter().find(|key| key.name() == name).copied()
}
