//! Reading questions, type by type.

use super::words::{Place, Reader};
use super::{link, names, within};
use crate::decode::{Code, Fields};
use crate::{
    Choice, Choices, ContactField, ContactForm, Date, Group, Jump, Key, Matrix, Question, QuestionKind, Scale, Target,
    TextField, Value, Wording, limits,
};

/// The types a question can have.
const TYPES: [&str; 18] = [
    "nps", "scale", "stars", "emoji", "thumbs", "csat", "ces", "choice", "choices", "dropdown", "ranking", "matrix",
    "text", "contact", "consent", "date", "message", "link",
];

/// Reads a question. One that follows up on a score is asked of its `group`, and has a name and a type already;
/// `index` is its place among the survey's questions.
pub(super) fn read(
    fields: &mut Fields<'_, '_>,
    reader: &mut Reader,
    group: Option<Group>,
    index: usize,
) -> Option<Question> {
    let place = if index == usize::MAX { Place::Ending } else { Place::Before(index) };
    reader.place = place;
    let name = fields.name("id");
    let name = match group {
        Some(_) if name.is_none() => Some("reason".to_owned()),
        _ => fields.need("id", name),
    };
    let prompt = reader.wording(fields, "prompt");
    let prompt = fields.need("prompt", prompt);
    let help = reader.wording(fields, "help");
    let condition = reader.condition(fields, place);
    let kind = fields.one_of("type", &TYPES.map(|name| (name, name)));
    let kind = match group {
        Some(_) if kind.is_none() && fields.value("type").is_none() => Some("text"),
        _ => fields.need("type", kind),
    };
    // What has no answer can't be required.
    let asks = !matches!(kind, Some("message" | "link") | None);
    let required = asks && fields.flag("required").unwrap_or_default();
    let kind_unknown = kind.is_none();
    let kind = kind.and_then(|kind| read_kind(kind, fields, reader));
    let next = ways(fields, reader, index);
    if kind_unknown {
        fields.pass();
    }
    reader.place = Place::Ending;
    let condition = match group {
        Some(group) => within(group, condition),
        None => condition,
    };
    Some(Question { name: name?, kind: kind?, prompt: prompt?, required, condition, help, next })
}

fn read_kind(name: &str, fields: &mut Fields<'_, '_>, reader: &mut Reader) -> Option<QuestionKind> {
    Some(match name {
        "nps" => QuestionKind::Nps {
            low: reader.wording(fields, "low").unwrap_or(Wording::Key(Key::ScoreLow)),
            high: reader.wording(fields, "high").unwrap_or(Wording::Key(Key::ScoreHigh)),
        },
        "scale" => QuestionKind::Scale(scale(fields, reader)?),
        "stars" => QuestionKind::Stars(fields.whole("max", 3, 10).unwrap_or(5) as u8),
        "emoji" => {
            let most = fields.whole("max", 3, 5).unwrap_or(5);
            if most == 4 {
                fields.complain("max", "needs to be 3 or 5");
            }
            QuestionKind::Emoji(most as u8)
        }
        "thumbs" => QuestionKind::Thumbs {
            yes: reader.wording(fields, "yes").unwrap_or(Wording::Key(Key::ThumbsYes)),
            no: reader.wording(fields, "no").unwrap_or(Wording::Key(Key::ThumbsNo)),
        },
        "csat" => QuestionKind::Scale(Scale::csat()),
        "ces" => QuestionKind::Scale(Scale::ces()),
        "choice" => QuestionKind::Choice(open_choices(fields, reader)?),
        "choices" => QuestionKind::Choices(several_choices(fields, reader)?),
        "dropdown" => QuestionKind::Dropdown(choices(fields, reader, "choices", 2, limits::CHOICES)?),
        "ranking" => {
            let mut choices = choices(fields, reader, "choices", 2, limits::RANKED)?;
            choices.shuffle = fields.flag("shuffle").unwrap_or_default();
            QuestionKind::Ranking(choices)
        }
        "matrix" => {
            let rows = choices(fields, reader, "rows", 1, limits::ROWS);
            let columns = choices(fields, reader, "columns", 2, limits::COLUMNS);
            let shuffle = fields.flag("shuffle").unwrap_or_default();
            QuestionKind::Matrix(Matrix { rows: Choices { shuffle, ..rows? }, columns: columns?.list })
        }
        "text" => QuestionKind::Text(text(fields, reader)),
        "contact" => QuestionKind::Contact(contact(fields, reader)),
        "consent" => {
            let label = reader.wording(fields, "label");
            QuestionKind::Consent { label: fields.need("label", label)? }
        }
        "date" => {
            let (earliest, latest) = (date(fields, "min"), date(fields, "max"));
            if earliest.zip(latest).is_some_and(|(earliest, latest)| earliest > latest) {
                fields.report("max", Code::Conflict, "is before min");
            }
            QuestionKind::Date { earliest, latest }
        }
        "message" => QuestionKind::Message,
        _ => QuestionKind::Link(link(fields, reader, "link".to_owned())?),
    })
}

fn scale(fields: &mut Fields<'_, '_>, reader: &mut Reader) -> Option<Scale> {
    let min = fields.integer("min", -100, 100).unwrap_or(1);
    let max = fields.integer("max", -100, 100).unwrap_or(5);
    let (low, high) = (reader.wording(fields, "low"), reader.wording(fields, "high"));
    let mut labels = Vec::new();
    for (index, item) in fields.list("labels", limits::POINTS as usize).iter().enumerate() {
        let name = fields.step("labels", index);
        let path = fields.path(&name);
        labels.extend(reader.words(fields, &name, &path, item).map(Wording::Own));
    }
    if min >= max {
        fields.report("max", Code::Conflict, "needs to be greater than min");
        return None;
    }
    let points = max - min + 1;
    if points > limits::POINTS {
        fields.report("max", Code::Limit, "is too far from min: at most 21 points");
        return None;
    }
    if !labels.is_empty() && labels.len() != points as usize {
        fields.report("labels", Code::Conflict, "needs one label for each point from min to max");
    }
    Some(Scale { min, max, low, high, labels })
}

fn open_choices(fields: &mut Fields<'_, '_>, reader: &mut Reader) -> Option<Choices> {
    let choices = choices(fields, reader, "choices", 2, limits::CHOICES);
    let other = switch(fields, reader, "other", Key::Other);
    let shuffle = fields.flag("shuffle").unwrap_or_default();
    if let (Some(choices), Some(_)) = (&choices, &other)
        && choices.list.iter().any(|choice| choice.id == "other")
    {
        fields.report("choices", Code::Duplicate, "has a choice called other, as `other` is");
    }
    Some(Choices { other, shuffle, ..choices? })
}

fn several_choices(fields: &mut Fields<'_, '_>, reader: &mut Reader) -> Option<Choices> {
    let choices = open_choices(fields, reader);
    let none = switch(fields, reader, "none", Key::NoneOfThese);
    if let (Some(choices), Some(_)) = (&choices, &none)
        && choices.list.iter().any(|choice| choice.id == "none")
    {
        fields.report("choices", Code::Duplicate, "has a choice called none, as `none` is");
    }
    let count =
        choices.as_ref().map_or(limits::CHOICES, |choices| choices.list.len() + usize::from(choices.other.is_some()));
    let fewest = fields.whole("min", 1, count as u32).unwrap_or(1) as usize;
    let most = fields.whole("max", 1, count as u32).map_or(count, |most| most as usize);
    if fewest > most {
        fields.report("max", Code::Conflict, "is less than min");
    }
    Some(Choices { none, fewest, most, ..choices? })
}

/// `true` for what an additional choice is usually called, or words for it.
fn switch(fields: &mut Fields<'_, '_>, reader: &mut Reader, name: &'static str, usual: Key) -> Option<Wording> {
    match fields.value(name)? {
        Value::Bool(on) => on.then_some(Wording::Key(usual)),
        _ => reader.wording(fields, name),
    }
}

fn choices(
    fields: &mut Fields<'_, '_>,
    reader: &mut Reader,
    name: &'static str,
    fewest: usize,
    most: usize,
) -> Option<Choices> {
    let value = fields.value(name);
    let value = fields.need(name, value)?;
    let items = fields.list(name, most);
    if matches!(value, Value::List(list) if list.len() < fewest) {
        fields.complain(name, if fewest == 1 { "needs at least one" } else { "needs at least two" });
    }
    let mut list: Vec<Choice> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let step = fields.step(name, index);
        let choice = match item {
            Value::Text(text) => {
                let path = fields.path(&step);
                let words = reader.words(fields, &step, &path, item);
                if names::is_reserved(text) {
                    fields.complain(&step, "is a name that can’t be given: write it as {\"id\": …, \"label\": …}");
                }
                if limits::exceeds(text, limits::IDENTIFIER) {
                    fields.report(
                        &step,
                        Code::Limit,
                        "is longer than 64 characters: write it as {\"id\": …, \"label\": …}",
                    );
                }
                words.map(|words| Choice { id: text.clone(), label: Wording::Own(words), pinned: false })
            }
            _ => {
                let mut fields = fields.item(name, index, item);
                let id = fields.name("id");
                let id = fields.need("id", id);
                let label = reader.wording(&mut fields, "label");
                let label = fields.need("label", label);
                let pinned = fields.flag("pinned").unwrap_or_default();
                fields.finish();
                id.zip(label).map(|(id, label)| Choice { id, label, pinned })
            }
        };
        if let Some(choice) = choice {
            // Conditions don't tell them apart.
            if list.iter().any(|known| known.id.eq_ignore_ascii_case(&choice.id)) {
                fields.report(
                    &step,
                    Code::Duplicate,
                    &[choice.id.as_str(), " is the name of another one too"].concat(),
                );
            }
            list.push(choice);
        }
    }
    (!list.is_empty()).then(|| Choices { most: list.len(), list, fewest: 1, ..Choices::default() })
}

fn text(fields: &mut Fields<'_, '_>, reader: &mut Reader) -> TextField {
    let one_line = fields.one_of("lines", &[("one", true), ("many", false)]).unwrap_or_default();
    let longest = fields.whole("maxLength", 1, limits::VERBATIM as u32).map_or(limits::VERBATIM, |most| most as usize);
    let shortest = fields.whole("minLength", 1, limits::VERBATIM as u32).map_or(0, |least| least as usize);
    if shortest > longest {
        fields.report("maxLength", Code::Conflict, "is less than minLength");
    }
    TextField { hint: reader.wording(fields, "placeholder"), one_line, shortest, longest }
}

fn contact(fields: &mut Fields<'_, '_>, reader: &mut Reader) -> ContactForm {
    let mut form = ContactForm { fields: Vec::new(), consent: Wording::Key(Key::ContactHelp) };
    for field in ContactField::ALL {
        let needed = fields.one_of(field.name(), &[("required", true), ("optional", false)]);
        form.fields.extend(needed.map(|needed| (*field, needed)));
    }
    if form.fields.is_empty() {
        form.fields.push((ContactField::Email, true));
    }
    if let Some(consent) = reader.wording(fields, "consent") {
        form.consent = consent;
    }
    form
}

fn date(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Date> {
    let text = fields.text(name, limits::IDENTIFIER)?;
    let date = Date::parse(&text);
    if date.is_none() {
        fields.complain(name, "needs to be a day such as 2026-11-21");
    }
    date
}

/// Where the question goes on, other than to the next one.
fn ways(fields: &mut Fields<'_, '_>, reader: &mut Reader, index: usize) -> Vec<Jump> {
    let list = fields.list("next", limits::JUMPS);
    if index == usize::MAX && !list.is_empty() {
        fields.complain("next", "is for surveys with `questions`: follow-ups are asked one after the other");
        return Vec::new();
    }
    let mut jumps = Vec::new();
    let mut last = false;
    for (number, item) in list.iter().enumerate() {
        let mut fields = fields.item("next", number, item);
        if last {
            fields.report("", Code::Ignored, "is never looked at: the way before it is always taken");
        }
        last |= fields.value("if").is_none();
        let condition = reader.condition(&mut fields, Place::After(index));
        let goto = fields.text("goto", limits::IDENTIFIER);
        if let Some(name) = fields.need("goto", goto) {
            let target = match name.as_str() {
                "end" => Some(Target::End),
                "" => None,
                name => {
                    let question = reader.questions.iter().position(|known| known == name).map(Target::Question);
                    question.or_else(|| reader.endings.iter().position(|known| known == name).map(Target::Ending))
                }
            };
            match target {
                Some(target) => jumps.push(Jump { condition, target }),
                None => {
                    let message = ["names ", &name, ", and there is no question or ending of that name"];
                    fields.report("goto", Code::Reference, &message.concat());
                }
            }
        }
        fields.finish();
    }
    jumps
}

impl Fields<'_, '_> {
    /// A name: see `names::is_name`.
    pub(super) fn name(&mut self, field: &'static str) -> Option<String> {
        let text = self.text(field, limits::IDENTIFIER)?;
        if !names::is_name(&text) {
            self.complain(field, names::NAME);
            return None;
        }
        Some(text)
    }
}
