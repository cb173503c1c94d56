//! Between a form on the card and a typed answer: what is filled in becomes an answer or a complaint, and an answer
//! given before fills the form in again.
//!
//! A form is a list of names and values, as browsers have it: a field that has been filled in, a button or box that
//! is chosen. Which names there are is written down once, here:
//!
//! | question | names | values |
//! |---|---|---|
//! | scales, stars, faces | `value` | the number |
//! | choices | `value`, once for each; `other` | the index, `other` or `none`; words |
//! | a ranking | `value`, in order | the index |
//! | a matrix | `row0`, `row1` … | the column's index |
//! | text, dates | `value` | what was typed |
//! | contact | the names of its fields | what was typed |
//! | consent | `value` | `yes` |

use crate::{Answer, ContactField, ContactForm, Key, Question, QuestionKind, Score, TextField, digits, limits};
use crate::{Choices, Date, Matrix, Pick};

/// The field that most questions have.
pub const VALUE: &str = "value";
/// The field for what isn't listed, and the value that stands for it.
pub const OTHER: &str = "other";
/// The value that stands for none of what is listed.
pub const NONE: &str = "none";

/// What is filled in: names and values, in the order of the fields. A name may stand there more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormData(Vec<(String, String)>);

impl FormData {
    /// What is filled in under `name`; nothing where nothing is.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Everything that is filled in under `name`.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether `value` is filled in, or chosen, under `name`.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|known| known == value)
    }

    /// Puts `value` in place of what is filled in under `name`.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.remove(name);
        self.add(name, value);
    }

    /// Adds `value` to what is filled in under `name`.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Removes everything under `name`.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Chooses `value` under `name`, beside what is chosen already, or no longer.
    pub fn choose(&mut self, name: &str, value: &str, chosen: bool) {
        self.0.retain(|(known, old)| known != name || old != value);
        if chosen {
            self.add(name, value);
        }
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for FormData {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// Why a form isn't an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field it is about.
    pub field: String,
    /// What to say about it.
    pub key: Key,
    /// What `{{count}}` or `{{date}}` stands for in that.
    pub bound: String,
}

impl Fault {
    fn of(field: &str, key: Key) -> Self {
        Self { field: field.to_owned(), key, bound: String::new() }
    }

    fn with_bound(key: Key, bound: String) -> Self {
        Self { field: VALUE.to_owned(), key, bound }
    }
}

type Read = Result<Option<Answer>, Fault>;

impl Question {
    /// The answer that a form makes, or none where nothing is filled in and nothing has to be.
    ///
    /// # Errors
    /// What has to be filled in differently.
    pub fn read(&self, form: &FormData) -> Read {
        let answer = match &self.kind {
            QuestionKind::Nps { .. } => {
                number(form.get(VALUE)).and_then(|points| Score::from_number(points.into())).map(Answer::Score)
            }
            QuestionKind::Thumbs { .. } => match form.get(VALUE) {
                "yes" => Some(Answer::Thumbs(true)),
                "no" => Some(Answer::Thumbs(false)),
                _ => None,
            },
            QuestionKind::Text(field) => read_text(field, form.get(VALUE))?,
            QuestionKind::Contact(asked) => read_contact(asked, form)?,
            kind => read_more(kind, form, self.required)?,
        };
        if answer.is_none() && self.required && self.kind.asks() {
            let key = match self.kind {
                QuestionKind::Text(_) => Key::ErrorField,
                QuestionKind::Consent { .. } => Key::ErrorConsent,
                QuestionKind::Matrix(_) => Key::ErrorRows,
                QuestionKind::Date { .. } => Key::ErrorDate,
                _ => Key::ErrorChoose,
            };
            return Err(Fault::of(VALUE, key));
        }
        Ok(answer)
    }
}

/// A whole number of few digits.
fn number(text: &str) -> Option<i32> {
    let (sign, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (-1, digits),
        digits => (1, digits),
    };
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i32::from(digit - b'0');
    }
    Some(sign * number)
}

fn read_text(field: &TextField, text: &str) -> Read {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Ok(None);
    }
    if field.shortest > 0 && !limits::exceeds(text, field.shortest - 1) {
        return Err(Fault::with_bound(Key::ErrorShort, digits(field.shortest as u64)));
    }
    if limits::exceeds(text, field.longest) {
        return Err(Fault::with_bound(Key::ErrorLong, digits(field.longest as u64)));
    }
    Ok(Some(Answer::Text(text.to_owned())))
}

/// The button that submits is the permission, and without a way to reach the visitor there is nothing to permit: what
/// is needed is asked for even where the question can be skipped.
fn read_contact(asked: &ContactForm, form: &FormData) -> Read {
    let mut given = Vec::new();
    for (kind, _) in &asked.fields {
        let text = form.get(kind.name()).trim_ascii();
        if !text.is_empty() {
            if !fits(*kind, text) {
                return Err(Fault::of(kind.name(), complaint(*kind)));
            }
            given.push((*kind, text.to_owned()));
        }
    }
    for (kind, needed) in &asked.fields {
        if *needed && !given.iter().any(|(known, _)| known == kind) {
            let key = if *kind == ContactField::Email { Key::ContactInvalid } else { Key::ErrorField };
            return Err(Fault::of(kind.name(), key));
        }
    }
    if given.is_empty()
        && let Some((first, _)) = asked.fields.first()
    {
        return Err(Fault::of(first.name(), complaint(*first)));
    }
    Ok(if given.is_empty() { None } else { Some(Answer::Contact(given)) })
}

fn complaint(field: ContactField) -> Key {
    match field {
        ContactField::Email => Key::ContactInvalid,
        ContactField::Phone => Key::ErrorPhone,
        ContactField::Name | ContactField::Company => Key::ErrorField,
    }
}

fn fits(field: ContactField, text: &str) -> bool {
    match field {
        ContactField::Email => is_address(text),
        ContactField::Phone => is_phone(text),
        ContactField::Name | ContactField::Company => !limits::exceeds(text, limits::LABEL),
    }
}

/// Whether it can be an e-mail address: something before and after one `@`, and no spaces. Whether it exists only a
/// message can tell.
fn is_address(text: &str) -> bool {
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
        && text.len() <= 40
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-/(). x#".contains(&byte))
}

fn read_more(kind: &QuestionKind, form: &FormData, required: bool) -> Read {
    let number = number(form.get(VALUE));
    Ok(match kind {
        QuestionKind::Scale(scale) => {
            number.filter(|number| (scale.min..=scale.max).contains(number)).map(Answer::Number)
        }
        QuestionKind::Stars(most) | QuestionKind::Emoji(most) => {
            number.filter(|number| (1..=i32::from(*most)).contains(number)).map(Answer::Number)
        }
        QuestionKind::Choice(choices) | QuestionKind::Dropdown(choices) => {
            read_picks(choices, form)?.into_iter().next().map(Answer::Choice)
        }
        QuestionKind::Choices(choices) => read_choices(choices, form)?,
        QuestionKind::Ranking(choices) => read_ranking(choices, form),
        QuestionKind::Matrix(matrix) => read_matrix(matrix, form, required)?,
        QuestionKind::Consent { .. } => {
            let given = form.get(VALUE) == "yes";
            (given || !required).then_some(Answer::Consent(given))
        }
        QuestionKind::Date { earliest, latest } => read_date(*earliest, *latest, form.get(VALUE))?,
        _ => None,
    })
}

/// The entry of a list at the index that a field holds.
fn listed<'a, T>(list: &'a [T], index: &str) -> Option<&'a T> {
    list.get(usize::try_from(number(index)?).ok()?)
}

fn read_picks(choices: &Choices, form: &FormData) -> Result<Vec<Pick>, Fault> {
    let mut picks = Vec::new();
    for value in form.all(VALUE) {
        let pick = if value == OTHER && choices.other.is_some() {
            let words = form.get(OTHER).trim_ascii();
            if words.is_empty() || limits::exceeds(words, limits::VERBATIM) {
                return Err(Fault::of(OTHER, Key::ErrorField));
            }
            Pick::Other(words.to_owned())
        } else {
            let Some(choice) = listed(&choices.list, value) else { continue };
            Pick::Listed(choice.id.clone())
        };
        if !picks.contains(&pick) {
            picks.push(pick);
        }
    }
    Ok(picks)
}

fn read_choices(choices: &Choices, form: &FormData) -> Read {
    let none = choices.none.is_some() && form.has(VALUE, NONE);
    if none {
        return Ok(Some(Answer::Choices(Vec::new())));
    }
    let picks = read_picks(choices, form)?;
    if picks.is_empty() {
        return Ok(None);
    }
    if picks.len() < choices.fewest {
        return Err(Fault::with_bound(Key::ErrorFewest, digits(choices.fewest as u64)));
    }
    if picks.len() > choices.most {
        return Err(Fault::with_bound(Key::ErrorMost, digits(choices.most as u64)));
    }
    Ok(Some(Answer::Choices(picks)))
}

/// A ranking is one only if everything is in it, once.
fn read_ranking(choices: &Choices, form: &FormData) -> Option<Answer> {
    let mut ids: Vec<String> = Vec::new();
    for value in form.all(VALUE) {
        let id = &listed(&choices.list, value)?.id;
        if ids.contains(id) {
            return None;
        }
        ids.push(id.clone());
    }
    (ids.len() == choices.list.len()).then_some(Answer::Ranking(ids))
}

fn read_matrix(matrix: &Matrix, form: &FormData, required: bool) -> Read {
    let mut rows = Vec::new();
    for (index, row) in matrix.rows.list.iter().enumerate() {
        let name = row_name(index);
        match listed(&matrix.columns, form.get(&name)) {
            Some(column) => rows.push((row.id.clone(), column.id.clone())),
            None if required => return Err(Fault::of(&name, Key::ErrorRows)),
            None => {}
        }
    }
    Ok(if rows.is_empty() { None } else { Some(Answer::Matrix(rows)) })
}

/// The name of the field of a matrix's row.
pub fn row_name(index: usize) -> String {
    ["row", &digits(index as u64)].concat()
}

fn read_date(earliest: Option<Date>, latest: Option<Date>, text: &str) -> Read {
    if text.is_empty() {
        return Ok(None);
    }
    let Some(date) = Date::parse(text) else { return Err(Fault::of(VALUE, Key::ErrorDate)) };
    if let Some(first) = earliest.filter(|first| date < *first) {
        return Err(Fault::with_bound(Key::ErrorEarliest, first.to_text()));
    }
    if let Some(last) = latest.filter(|last| date > *last) {
        return Err(Fault::with_bound(Key::ErrorLatest, last.to_text()));
    }
    Ok(Some(Answer::Date(date)))
}

impl Answer {
    /// The form that makes this answer to a question of this kind.
    pub fn form(&self, kind: &QuestionKind) -> FormData {
        // The small build's answers need not know what was asked.
        let _ = kind;
        let entry = |name: &str, value: &str| FormData::from_iter([(name, value)]);
        match self {
            Self::Score(score) => entry(VALUE, &digits(score.points().into())),
            Self::Text(text) => entry(VALUE, text),
            Self::Thumbs(up) => entry(VALUE, if *up { "yes" } else { "no" }),
            Self::Contact(fields) => fields.iter().map(|(field, text)| (field.name(), text.as_str())).collect(),
            Self::Opened => FormData::default(),
            more => more.more_entries(kind),
        }
    }

    fn more_entries(&self, kind: &QuestionKind) -> FormData {
        let entry = |name: &str, value: &str| FormData::from_iter([(name, value)]);
        let index = |list: &[crate::Choice], id: &str| {
            list.iter().position(|choice| choice.id == id).map(|index| digits(index as u64)).unwrap_or_default()
        };
        match (self, kind) {
            (Self::Number(number), _) => {
                let points = digits(number.unsigned_abs().into());
                entry(VALUE, &if *number < 0 { ["-", &points].concat() } else { points })
            }
            (Self::Consent(true), _) => entry(VALUE, "yes"),
            (Self::Date(date), _) => entry(VALUE, &date.to_text()),
            (Self::Choices(picks), _) if picks.is_empty() => entry(VALUE, NONE),
            (Self::Choice(pick), QuestionKind::Choice(choices) | QuestionKind::Dropdown(choices)) => {
                pick_entries(std::slice::from_ref(pick), choices)
            }
            (Self::Choices(picks), QuestionKind::Choices(choices)) => pick_entries(picks, choices),
            (Self::Ranking(ids), QuestionKind::Ranking(choices)) => {
                ids.iter().map(|id| (VALUE, index(&choices.list, id))).collect()
            }
            (Self::Matrix(chosen), QuestionKind::Matrix(matrix)) => {
                let mut entries = FormData::default();
                for (number, row) in matrix.rows.list.iter().enumerate() {
                    if let Some((_, column)) = chosen.iter().find(|(id, _)| *id == row.id) {
                        entries.add(&row_name(number), index(&matrix.columns, column));
                    }
                }
                entries
            }
            _ => FormData::default(),
        }
    }
}

fn pick_entries(picks: &[Pick], choices: &Choices) -> FormData {
    let mut entries = FormData::default();
    for pick in picks {
        match pick {
            Pick::Listed(id) => {
                let index = choices.list.iter().position(|choice| choice.id == *id).unwrap_or_default();
                entries.add(VALUE, digits(index as u64));
            }
            Pick::Other(words) => {
                entries.add(VALUE, OTHER);
                entries.add(OTHER, words.as_str());
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests;
