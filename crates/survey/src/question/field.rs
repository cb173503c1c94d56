//! The fields that a definition can give to a question of some type. What a field is called, what it takes, within
//! which bounds and what stands there without it is written down once: definitions are read by it, and the JSON Schema
//! and the documentation's tables are made of it.
//!
//! What reads a field is inlined where the field is a constant: then descriptions are not downloaded.

use crate::decode::{Code, ObjectReader};
use crate::definition::names;
use crate::definition::parser::Parser;
use crate::question::Choice;
use crate::value::joined;
use crate::{Date, LocalizedText, MessageKey, Value, digits, limits};

/// The fields of a question while its type reads them: see [`super::Definition::read`].
pub struct DefinitionReader<'a, 'v, 'p> {
    pub(crate) object: &'a mut ObjectReader<'v, 'p>,
    pub(crate) parser: &'a mut Parser,
}

impl DefinitionReader<'_, '_, '_> {
    /// Reports what is wrong with a field, such as a bound that another field contradicts.
    pub fn report(&mut self, field: &str, code: Code, message: &str) {
        self.object.report(field, code, message);
    }
}

/// One field of a type.
pub trait Field: Sync {
    /// What there is to know of it.
    fn spec(&self) -> FieldSpec;
}

/// What there is to know of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSpec {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// What stands there without it.
    pub default: FieldDefault,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the bounds are what they are called: both ends are possible")]
pub enum Shape {
    /// A text, or one for each language.
    Text,
    /// A list of texts.
    TextList { max: usize },
    /// `true`, or a text.
    TextOrTrue,
    /// `true` or `false`.
    Flag,
    /// A whole number that isn't negative.
    Whole { min: u32, max: u32 },
    /// A whole number.
    Integer { min: i32, max: i32 },
    /// One of these numbers.
    Numbers(&'static [u32]),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A day: `2026-11-21`.
    Day,
    /// An address: `https:`, `http:`, relative, or with one of these schemes.
    Url(&'static [&'static str]),
    /// A list of things to choose from.
    Choices { min: usize, max: usize },
}

/// What stands there without a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldDefault {
    /// The field is needed.
    Required,
    /// Nothing.
    Nothing,
    /// A text of the interface.
    Message(MessageKey),
    /// A number.
    Number(i32),
    /// A word.
    Word(&'static str),
    /// True or false.
    Flag(bool),
}

fn number_or_nothing(default: Option<u32>) -> FieldDefault {
    default.map_or(FieldDefault::Nothing, |number| FieldDefault::Number(number as i32))
}

/// A text, or one for each language.
pub struct Text {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
    /// The text of the interface that stands there without it.
    pub default: Option<MessageKey>,
    /// Whether it is needed.
    pub required: bool,
}

impl Text {
    /// The text, or its default. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Option<LocalizedText> {
        let text = reader.parser.localized(reader.object, self.name);
        if self.required {
            return reader.object.need(self.name, text);
        }
        text.or(self.default.map(LocalizedText::Message))
    }
}

impl Field for Text {
    fn spec(&self) -> FieldSpec {
        let default = match self.default {
            _ if self.required => FieldDefault::Required,
            Some(key) => FieldDefault::Message(key),
            None => FieldDefault::Nothing,
        };
        FieldSpec { name: self.name, description: self.description, shape: Shape::Text, default }
    }
}

/// A list of texts.
pub struct TextList {
    /// Its name in definitions.
    pub name: &'static str,
    /// What they say.
    pub description: &'static str,
    /// How many there can be.
    pub max: usize,
}

impl TextList {
    /// The texts. What is wrong with them is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Vec<LocalizedText> {
        read_texts(reader, self.name, self.max)
    }
}

fn read_texts(reader: &mut DefinitionReader<'_, '_, '_>, name: &'static str, max: usize) -> Vec<LocalizedText> {
    let mut texts = Vec::new();
    for (index, item) in reader.object.list(name, max).iter().enumerate() {
        let name = reader.object.step(name, index);
        let path = reader.object.path(&name);
        texts.extend(reader.parser.translations(reader.object, &name, &path, item).map(LocalizedText::Own));
    }
    texts
}

impl Field for TextList {
    fn spec(&self) -> FieldSpec {
        let shape = Shape::TextList { max: self.max };
        FieldSpec { name: self.name, description: self.description, shape, default: FieldDefault::Nothing }
    }
}

/// `true` for what something is usually called, or a text for it.
pub struct TextOrTrue {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// What `true` stands for.
    pub usual: MessageKey,
}

impl TextOrTrue {
    /// The text, if there is one. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Option<LocalizedText> {
        match reader.object.value(self.name)? {
            Value::Bool(on) => on.then_some(LocalizedText::Message(self.usual)),
            _ => reader.parser.localized(reader.object, self.name),
        }
    }
}

impl Field for TextOrTrue {
    fn spec(&self) -> FieldSpec {
        let default = FieldDefault::Flag(false);
        FieldSpec { name: self.name, description: self.description, shape: Shape::TextOrTrue, default }
    }
}

/// `true` or `false`; `false` without it.
pub struct Flag {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
}

impl Flag {
    /// Whether it is on. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> bool {
        reader.object.flag(self.name).unwrap_or_default()
    }
}

impl Field for Flag {
    fn spec(&self) -> FieldSpec {
        let default = FieldDefault::Flag(false);
        FieldSpec { name: self.name, description: self.description, shape: Shape::Flag, default }
    }
}

/// A whole number that isn't negative.
pub struct Whole {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
    /// The smallest that is possible.
    pub min: u32,
    /// The largest.
    pub max: u32,
    /// What stands there without it.
    pub default: Option<u32>,
}

impl Whole {
    /// The number, or its default. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Option<u32> {
        self.read_below(reader, self.max)
    }

    /// The same where the question itself bounds it further.
    #[inline(always)]
    pub fn read_below(&self, reader: &mut DefinitionReader<'_, '_, '_>, max: u32) -> Option<u32> {
        reader.object.whole(self.name, self.min, max).or(self.default)
    }
}

impl Field for Whole {
    fn spec(&self) -> FieldSpec {
        let shape = Shape::Whole { min: self.min, max: self.max };
        FieldSpec { name: self.name, description: self.description, shape, default: number_or_nothing(self.default) }
    }
}

/// A whole number.
pub struct Integer {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
    /// The smallest that is possible.
    pub min: i32,
    /// The largest.
    pub max: i32,
    /// What stands there without it.
    pub default: i32,
}

impl Integer {
    /// The number, or its default. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> i32 {
        reader.object.integer(self.name, self.min, self.max).unwrap_or(self.default)
    }
}

impl Field for Integer {
    fn spec(&self) -> FieldSpec {
        let shape = Shape::Integer { min: self.min, max: self.max };
        FieldSpec { name: self.name, description: self.description, shape, default: FieldDefault::Number(self.default) }
    }
}

/// One of a few numbers.
pub struct Numbers {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
    /// Those that are possible, the smallest first.
    pub numbers: &'static [u32],
    /// What stands there without it.
    pub default: u32,
}

impl Numbers {
    /// The number, or its default. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> u32 {
        let (least, most) = (self.numbers.first().copied(), self.numbers.last().copied());
        let number = reader.object.whole(self.name, least.unwrap_or_default(), most.unwrap_or_default());
        if number.is_some_and(|number| !self.numbers.contains(&number)) {
            let words = joined(&mut self.numbers.iter().map(|number| digits(u64::from(*number))), " or ");
            reader.object.invalid(self.name, &["needs to be ", &words].concat());
        }
        number.unwrap_or(self.default)
    }
}

impl Field for Numbers {
    fn spec(&self) -> FieldSpec {
        FieldSpec {
            name: self.name,
            description: self.description,
            shape: Shape::Numbers(self.numbers),
            default: number_or_nothing(Some(self.default)),
        }
    }
}

/// One of a few words.
pub struct OneOf {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
    /// Those that are possible.
    pub words: &'static [&'static str],
    /// What stands there without it.
    pub default: Option<&'static str>,
}

impl OneOf {
    /// The word, or its default. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Option<&'static str> {
        read_word(reader, self.name, self.words).or(self.default)
    }
}

fn read_word(
    reader: &mut DefinitionReader<'_, '_, '_>,
    name: &'static str,
    words: &'static [&'static str],
) -> Option<&'static str> {
    let words: Vec<(&str, &'static str)> = words.iter().map(|word| (*word, *word)).collect();
    reader.object.one_of(name, &words)
}

impl Field for OneOf {
    fn spec(&self) -> FieldSpec {
        FieldSpec {
            name: self.name,
            description: self.description,
            shape: Shape::OneOf(self.words),
            default: self.default.map_or(FieldDefault::Nothing, FieldDefault::Word),
        }
    }
}

/// A day: `2026-11-21`.
pub struct Day {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
}

impl Day {
    /// The day. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Option<Date> {
        let text = reader.object.text(self.name, limits::IDENTIFIER)?;
        let day = Date::parse(&text);
        if day.is_none() {
            reader.object.invalid(self.name, "needs to be a day such as 2026-11-21");
        }
        day
    }
}

impl Field for Day {
    fn spec(&self) -> FieldSpec {
        FieldSpec { name: self.name, description: self.description, shape: Shape::Day, default: FieldDefault::Nothing }
    }
}

/// An address that is needed: `https:`, `http:`, relative, or with a further scheme.
pub struct Url {
    /// Its name in definitions.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
    /// The further schemes.
    pub schemes: &'static [&'static str],
}

impl Url {
    /// The address. What is wrong with it is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Option<String> {
        let url = reader.object.address(self.name, self.schemes);
        let url = reader.object.need(self.name, url)?;
        names::is_clean(reader.object, self.name, &url).then_some(url)
    }
}

impl Field for Url {
    fn spec(&self) -> FieldSpec {
        FieldSpec {
            name: self.name,
            description: self.description,
            shape: Shape::Url(self.schemes),
            default: FieldDefault::Required,
        }
    }
}

/// A list of things to choose from, which is needed.
pub struct Choices {
    /// Its name in definitions.
    pub name: &'static str,
    /// What they are.
    pub description: &'static str,
    /// How many are needed.
    pub min: usize,
    /// How many there can be.
    pub max: usize,
}

impl Choices {
    /// The choices: at least one, or none if something is wrong with them. What is wrong is reported.
    #[inline(always)]
    pub fn read(&self, reader: &mut DefinitionReader<'_, '_, '_>) -> Option<Vec<Choice>> {
        read_choices(reader, self.name, self.min, self.max)
    }
}

fn read_choices(
    reader: &mut DefinitionReader<'_, '_, '_>,
    name: &'static str,
    min: usize,
    max: usize,
) -> Option<Vec<Choice>> {
    let DefinitionReader { object, parser } = reader;
    let value = object.value(name);
    let value = object.need(name, value)?;
    let items = object.list(name, max);
    if matches!(value, Value::List(list) if list.len() < min) {
        let count = match min {
            1 => "one".to_owned(),
            2 => "two".to_owned(),
            more => digits(more as u64),
        };
        object.invalid(name, &["needs at least ", &count].concat());
    }
    let mut choices: Vec<Choice> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let step = object.step(name, index);
        let choice = match item {
            Value::Text(text) => read_short(object, parser, &step, text, item),
            _ => read_described(object.item(name, index, item), parser),
        };
        if let Some(choice) = choice {
            // Conditions don't tell them apart.
            if choices.iter().any(|known| known.id.eq_ignore_ascii_case(&choice.id)) {
                let message = [choice.id.as_str(), " is the name of another one too"];
                object.report(&step, Code::Duplicate, &message.concat());
            }
            choices.push(choice);
        }
    }
    (!choices.is_empty()).then_some(choices)
}

/// A choice that is one text: its name and its label.
fn read_short(
    object: &mut ObjectReader<'_, '_>,
    parser: &mut Parser,
    step: &str,
    text: &str,
    item: &Value,
) -> Option<Choice> {
    let path = object.path(step);
    let words = parser.translations(object, step, &path, item);
    if names::is_reserved(text) {
        object.invalid(step, "is a name that can’t be given: write it as {\"id\": …, \"label\": …}");
    }
    if limits::exceeds(text, limits::IDENTIFIER) {
        let most = digits(limits::IDENTIFIER as u64);
        let message = ["is longer than ", &most, " characters: write it as {\"id\": …, \"label\": …}"];
        object.report(step, Code::Limit, &message.concat());
    }
    words.map(|words| Choice { id: text.to_owned(), label: LocalizedText::Own(words), pinned: false })
}

/// A choice that has a name and a label.
fn read_described(mut object: ObjectReader<'_, '_>, parser: &mut Parser) -> Option<Choice> {
    let id = object.name("id");
    let id = object.need("id", id);
    let label = parser.localized(&mut object, "label");
    let label = object.need("label", label);
    let pinned = object.flag("pinned").unwrap_or_default();
    object.finish();
    id.zip(label).map(|(id, label)| Choice { id, label, pinned })
}

impl Field for Choices {
    fn spec(&self) -> FieldSpec {
        let shape = Shape::Choices { min: self.min, max: self.max };
        FieldSpec { name: self.name, description: self.description, shape, default: FieldDefault::Required }
    }
}
