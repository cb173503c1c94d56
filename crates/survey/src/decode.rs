//! Reading typed values out of a [`Value`]: every problem at once, each with its path.

use crate::diagnostic::{too_long, too_many};
use crate::json::{digits, number_text};
use crate::{Value, limits};

pub use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The fields of one object while it is read. What was never asked for is a problem too: see [`ObjectReader::finish`].
pub struct ObjectReader<'v, 'p> {
    entries: &'v [(String, Value)],
    asked: Vec<&'static str>,
    path: String,
    problems: &'p mut Diagnostics,
}

impl<'v, 'p> ObjectReader<'v, 'p> {
    /// The fields of `value`, which stands at `path`. Anything but an object is a problem, and has no fields.
    pub fn of(value: &'v Value, path: &str, problems: &'p mut Diagnostics) -> Self {
        let path = path.to_owned();
        let entries = match value {
            Value::Map(entries) => entries.as_slice(),
            other => {
                let message = ["needs to be an object, and is ", other.type_name()].concat();
                problems.add(&path, &message);
                &[]
            }
        };
        Self { entries, asked: Vec::new(), path, problems }
    }

    /// The path of the field `name`.
    pub fn path(&self, name: &str) -> String {
        let dot = if self.path.is_empty() || name.is_empty() { "" } else { "." };
        [&self.path, dot, name].concat()
    }

    /// Records that the field `name` is wrong.
    pub fn invalid(&mut self, name: &str, message: &str) {
        self.report(name, Code::Value, message);
    }

    /// Records a problem of another sort with the field `name`.
    pub fn report(&mut self, name: &str, code: Code, message: &str) {
        let path = self.path(name);
        self.problems.report(&path, code, message);
    }

    /// The value of the field `name`; `null` counts as absent.
    pub fn value(&mut self, name: &'static str) -> Option<&'v Value> {
        self.asked.push(name);
        self.entries.iter().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The object in the field `name`, as fields of their own.
    pub fn object(&mut self, name: &'static str) -> Option<ObjectReader<'v, '_>> {
        let value = self.value(name)?;
        let path = self.path(name);
        Some(ObjectReader::of(value, &path, self.problems))
    }

    /// `found`; reports that `name` is missing if the field isn't there at all.
    pub fn need<T>(&mut self, name: &str, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.miss(name);
        }
        found
    }

    fn miss(&mut self, name: &str) {
        if !self.entries.iter().any(|(key, value)| key == name && !value.is_null()) {
            self.report(name, Code::Missing, "is missing");
        }
    }

    /// Text of at most `longest` characters. Numbers count as text: pages write `data-person-id="17"` and `id: 17`.
    pub fn text(&mut self, name: &'static str, longest: usize) -> Option<String> {
        let text = match self.value(name)? {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number_text(*number),
            other => {
                self.report(name, Code::Value, &["needs to be text, and is ", other.type_name()].concat());
                return None;
            }
        };
        self.within(name, &text, longest).then_some(text)
    }

    /// Text that names something: not empty, without white space or control characters.
    pub fn identifier(&mut self, name: &'static str) -> Option<String> {
        let text = self.text(name, limits::IDENTIFIER)?;
        if text.is_empty() || text.bytes().any(is_blank) {
            self.invalid(name, "needs to be one word, without spaces");
            return None;
        }
        Some(text)
    }

    /// Text that names something people have named, such as an article: any text on one line. Taken as it is: the scripts that run
    /// before this compare it as well.
    pub fn title(&mut self, name: &'static str, longest: usize) -> Option<String> {
        let text = self.text(name, longest)?;
        if text.trim_ascii().is_empty() || text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
            self.invalid(name, "needs to be text on one line");
            return None;
        }
        Some(text)
    }

    fn within(&mut self, name: &str, text: &str, longest: usize) -> bool {
        let fits = !limits::exceeds(text, longest);
        if !fits {
            self.report(name, Code::Limit, &too_long(longest));
        }
        fits
    }

    /// A number from `low` to `high`, or text that spells one, as attributes do.
    pub fn number(&mut self, name: &'static str, low: u32, high: u32) -> Option<f64> {
        let number = match self.value(name)? {
            Value::Number(number) => Some(*number),
            Value::Text(text) => parse_number(text.trim_ascii()),
            _ => None,
        };
        let number = number.filter(|number| (f64::from(low)..=f64::from(high)).contains(number));
        if number.is_none() {
            let message = ["needs to be a number from ", &digits(low.into()), " to ", &digits(high.into())].concat();
            self.report(name, Code::Value, &message);
        }
        number
    }

    /// A whole number from `low` to `high`.
    pub fn whole(&mut self, name: &'static str, low: u32, high: u32) -> Option<u32> {
        let number = self.number(name, low, high)?;
        if number.fract() != 0.0 {
            self.invalid(name, "needs to be a whole number");
            return None;
        }
        Some(number as u32)
    }

    /// True or false; an attribute spells it.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.value(name)? {
            Value::Bool(truth) => Some(*truth),
            Value::Text(text) if text == "true" => Some(true),
            Value::Text(text) if text == "false" => Some(false),
            _ => {
                self.invalid(name, "needs to be true or false");
                None
            }
        }
    }

    /// One of the words in `choices`.
    pub fn one_of<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.choose(name, &|index| choices.get(index).map(|(word, _)| *word)).map(|index| choices[index].1)
    }

    /// Which of the words it is. Apart from [`ObjectReader::one_of`], so that it is compiled once.
    fn choose<'w>(&mut self, name: &'static str, word: &dyn Fn(usize) -> Option<&'w str>) -> Option<usize> {
        let value = self.value(name)?;
        let mut index = 0;
        while let Some(word) = word(index) {
            if value.as_text() == Some(word) {
                return Some(index);
            }
            index += 1;
        }
        self.report(name, Code::Value, &{
            let words: Vec<&str> = (0..index).filter_map(word).collect();
            ["needs to be one of: ", &words.join(", ")].concat()
        });
        None
    }

    /// Names with a text, a number or a truth each, such as attributes and traits. Absent counts as none.
    pub fn labels(&mut self, name: &'static str) -> Vec<(String, Value)> {
        self.labels_or(name, Code::Value)
    }

    /// What can be kept of such names that a page gives: the rest is dropped or cut, with a warning. One trait that can't be used
    /// is no reason to lose the others, nor an answer.
    pub fn usable_labels(&mut self, name: &'static str) -> Vec<(String, Value)> {
        self.labels_or(name, Code::Dropped)
    }

    fn labels_or(&mut self, name: &'static str, code: Code) -> Vec<(String, Value)> {
        let mut labels = Vec::new();
        let Some(fields) = self.object(name) else { return labels };
        let ObjectReader { entries, path, problems, .. } = fields;
        for (key, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            if labels.len() == limits::ENTRIES {
                problems.report(&path, if code.is_warning() { code } else { Code::Limit }, &too_many(limits::ENTRIES));
                break;
            }
            let (fate, reason) = match value {
                _ if key.is_empty() || limits::exceeds(key, limits::IDENTIFIER) => {
                    ("is dropped: ", "its name is empty or too long")
                }
                Value::Text(text) if limits::exceeds(text, limits::LABEL) => {
                    labels.push((key.clone(), Value::Text(text.chars().take(limits::LABEL).collect())));
                    ("is cut: ", "it is too long")
                }
                Value::List(_) | Value::Map(_) | Value::Null => {
                    ("is dropped: ", "it is neither text nor a number, nor true or false")
                }
                Value::Text(_) | Value::Bool(_) | Value::Number(_) => {
                    labels.push((key.clone(), value.clone()));
                    continue;
                }
            };
            let fate = if code.is_warning() { fate } else { "can’t be used: " };
            problems.report(&[&path, ".", key].concat(), code, &[fate, reason].concat());
        }
        labels
    }

    /// A list of words; text is split at spaces, as attributes give it.
    pub fn words(&mut self, name: &'static str) -> Vec<String> {
        let mut words = Vec::new();
        let fits = match self.value(name) {
            None => true,
            Some(Value::Text(text)) => {
                words.extend(text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
                true
            }
            Some(Value::List(list)) => {
                for item in list {
                    if let Value::Text(word) = item {
                        words.push(word.clone());
                    }
                }
                words.len() == list.len()
            }
            Some(_) => false,
        };
        if !fits {
            self.invalid(name, "needs to be a list of words");
        }
        words
    }

    /// A web address a visitor may be sent to, or an answer posted to: `https:`, `http:` or relative; with `also`,
    /// further schemes.
    pub fn address(&mut self, name: &'static str, also: &[&str]) -> Option<String> {
        let text = self.text(name, limits::URL)?;
        let address = text.trim_ascii();
        let allowed =
            |scheme: &str| ["https", "http"].iter().chain(also).any(|known| known.eq_ignore_ascii_case(scheme));
        // Browsers drop tabs and line breaks inside an address: `java\nscript:` is `javascript:` to them.
        let wrong = if address.is_empty() {
            "needs to be an address"
        } else if address.bytes().any(is_blank) {
            "needs to be an address without spaces or line breaks"
        // Where someone writes it into a page unescaped, `javascript&colon;` and `&#106;avascript:` are one too.
        } else if scheme(address).is_some_and(|scheme| !allowed(scheme)) || starts_encoded(address) {
            "needs to be an address that starts with https:// or http://, or a path on this site"
        } else {
            return Some(address.to_owned());
        };
        self.invalid(name, wrong);
        None
    }

    /// Reports every field that was never asked for, and suggests the nearest one that was.
    pub fn finish(self) {
        let Self { entries, asked, path, problems } = self;
        for (name, _) in entries {
            if asked.contains(&name.as_str()) {
                continue;
            }
            let message = match near_miss(name, &asked) {
                Some(known) => did_you_mean(known),
                None => "is not known".to_owned(),
            };
            let at = if path.is_empty() { name.clone() } else { [&path, ".", name].concat() };
            problems.report(&at, Code::Unknown, &message);
        }
    }
}

/// What definitions have, and configurations don't: lists of objects, and objects with any names.
impl<'v> ObjectReader<'v, '_> {
    /// Records a problem with what stands at `path` in the document.
    pub fn report_at(&mut self, path: &str, code: Code, message: &str) {
        self.problems.report(path, code, message);
    }

    /// The items of the list in the field `name`, none where there is none. A list of more than `most` is a problem,
    /// and is not looked at.
    pub fn list(&mut self, name: &'static str, most: usize) -> &'v [Value] {
        match self.value(name) {
            None => {}
            Some(Value::List(items)) if items.len() <= most => return items,
            Some(Value::List(_)) => {
                self.report(name, Code::Limit, &too_many(most));
            }
            Some(other) => self.report(name, Code::Value, &["needs to be a list, and is ", other.type_name()].concat()),
        }
        &[]
    }

    /// The entries of the object in the field `name`, whatever they are called; none where there is none.
    pub fn entries(&mut self, name: &'static str) -> &'v [(String, Value)] {
        match self.value(name) {
            None => {}
            Some(Value::Map(entries)) => return entries,
            Some(other) => {
                self.report(name, Code::Value, &["needs to be an object, and is ", other.type_name()].concat())
            }
        }
        &[]
    }

    /// What an item of a list is called in a path: `questions[2]`.
    pub fn step(&self, name: &str, index: usize) -> String {
        [name, "[", &digits(index as u64), "]"].concat()
    }

    /// The item at `index` of the list in the field `name`, as fields of its own.
    pub fn item(&mut self, name: &str, index: usize, value: &'v Value) -> ObjectReader<'v, '_> {
        let step = self.step(name, index);
        self.at(&step, value)
    }

    /// What stands at `name`, as fields of its own.
    pub fn at<'w>(&mut self, name: &str, value: &'w Value) -> ObjectReader<'w, '_> {
        let path = self.path(name);
        ObjectReader::of(value, &path, self.problems)
    }

    /// Everything that is there, whatever it is called.
    pub fn given(&self) -> &'v [(String, Value)] {
        self.entries
    }

    /// How much has been reported so far.
    pub(crate) fn position(&self) -> usize {
        self.problems.0.len()
    }

    /// Takes every field for known: which there can be isn't certain any more.
    pub fn allow_unknown(&mut self) {
        self.entries = &[];
    }

    /// A whole number from `low` to `high`, which may be negative.
    pub fn integer(&mut self, name: &'static str, low: i32, high: i32) -> Option<i32> {
        match self.value(name)? {
            Value::Number(number) if number.fract() == 0.0 && (f64::from(low)..=f64::from(high)).contains(number) => {
                Some(*number as i32)
            }
            _ => {
                let spelt = |number: i32| Value::from(f64::from(number)).to_json();
                self.invalid(name, &["needs to be a whole number from ", &spelt(low), " to ", &spelt(high)].concat());
                None
            }
        }
    }
}

/// What only who collects problems can know.
impl ObjectReader<'_, '_> {
    /// Reports what was found out late where it belongs: each after as much as had been reported before it.
    pub(crate) fn report_earlier(&mut self, late: Vec<(usize, Diagnostic)>) {
        self.problems.insert(late);
    }
}

/// Reads digits with at most one point among them. Numbers in attributes are delays and counts; the standard
/// library's parser, exact to the last bit of any exponent, would take ten kilobytes of the widget with its tables.
pub(crate) fn parse_number(text: &str) -> Option<f64> {
    let (mut number, mut scale, mut in_fraction) = (0.0, 1.0, false);
    for byte in text.bytes() {
        match byte {
            b'.' if !in_fraction => in_fraction = true,
            b'0'..=b'9' => {
                number = number * 10.0 + f64::from(byte - b'0');
                scale *= if in_fraction { 10.0 } else { 1.0 };
            }
            _ => return None,
        }
    }
    (text.bytes().any(|byte| byte != b'.') && number <= limits::LARGEST_NUMBER).then(|| number / scale)
}

/// Whether a byte is a space or a control character.
fn is_blank(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7f
}

/// The scheme of an absolute address: what stands before the first colon, if no `/`, `?` or `#` comes earlier.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    (!scheme.bytes().any(|byte| matches!(byte, b'/' | b'?' | b'#'))).then_some(scheme)
}

/// Whether there is a character reference before the first `/`, `?` or `#`.
fn starts_encoded(address: &str) -> bool {
    address.bytes().take_while(|byte| !matches!(byte, b'/' | b'?' | b'#')).any(|byte| byte == b'&')
}

/// Which of the `known` names may have been meant by `name`.
pub(crate) fn near_miss<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    known.iter().find(|known| known.eq_ignore_ascii_case(name) || distance_is_small(known, name)).copied()
}

/// What to say of a name that is nearly a known one.
pub(crate) fn did_you_mean(known: &str) -> String {
    ["is not known; did you mean ", known, "?"].concat()
}

/// Whether the two words differ by a letter added, dropped or changed, or by two neighbours exchanged; long ones by any two letters
/// beside each other. Of a short word, two letters are most of it: `open` is not meant to be `when`.
fn distance_is_small(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let longest = left.len().max(right.len());
    let same_start = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (left, right) = (&left[same_start..], &right[same_start..]);
    let same_end = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&left[..left.len() - same_end], &right[..right.len() - same_end]) {
        ([a, b], [c, d]) if (a, b) == (d, c) => true,
        (left, right) => left.len().max(right.len()) <= if longest > 5 { 2 } else { 1 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> (Value, Diagnostics) {
        (serde_json::from_str(json).unwrap(), Diagnostics::default())
    }

    #[test]
    fn every_problem_is_found_at_once_with_its_path() {
        let (value, mut problems) =
            read(r#"{"page": {"url": 1, "titel": "x"}, "delay": "soon", "words": [1], "kind": "other", "id": "a b"}"#);
        let mut fields = ObjectReader::of(&value, "", &mut problems);
        fields.number("delay", 0, 9);
        fields.words("words");
        fields.one_of("kind", &[("one", 1), ("two", 2)]);
        fields.identifier("id");
        let needed = fields.text("endpoint", 9);
        fields.need("endpoint", needed);
        let mut page = fields.object("page").unwrap();
        assert_eq!(page.text("url", 9).as_deref(), Some("1"));
        page.text("title", 9);
        page.finish();
        fields.finish();
        assert_eq!(
            problems.to_string(),
            "delay: needs to be a number from 0 to 9\n\
             words: needs to be a list of words\n\
             kind: needs to be one of: one, two\n\
             id: needs to be one word, without spaces\n\
             endpoint: is missing\n\
             page.titel: is not known; did you mean title?"
        );
    }

    #[test]
    fn only_web_addresses_are_taken() {
        let table = [
            ("https://a.example/x", true),
            ("HTTP://a.example", true),
            ("/v1/responses?key=a:b", true),
            ("//cdn.example/x", true),
            ("feedback", true),
            ("mailto:a@example.org", false),
            ("javascript:alert(1)", false),
            (" JaVaScRiPt:alert(1)", false),
            ("java\nscript:alert(1)", false),
            ("data:text/html,x", false),
            ("javascript&colon;alert(1)", false),
            ("&#106;avascript:alert(1)", false),
            ("search?a=1&b=2", true),
            ("", false),
        ];
        for (address, allowed) in table {
            let mut problems = Diagnostics::default();
            let mut value = Value::Null;
            value.set("url", Value::from(address));
            let found = ObjectReader::of(&value, "", &mut problems).address("url", &[]);
            assert_eq!((found.is_some(), problems.0.is_empty()), (allowed, allowed), "{address:?}");
        }
    }

    #[test]
    fn attributes_spell_numbers_in_digits() {
        let table = [
            ("2.5", Some(2.5)),
            ("30", Some(30.0)),
            (".5", Some(0.5)),
            ("0.1", Some(0.1)),
            ("", None),
            (".", None),
            ("1e3", None),
            ("-1", None),
            ("1.2.3", None),
            ("٣", None),
        ];
        for (text, number) in table {
            assert_eq!(parse_number(text), number, "{text}");
        }
    }

    #[test]
    fn anything_but_an_object_has_no_fields_and_says_so() {
        let (value, mut problems) = read("[]");
        assert!(ObjectReader::of(&value, "page", &mut problems).value("url").is_none());
        assert_eq!(problems.to_string(), "page: needs to be an object, and is a list");
    }
}
