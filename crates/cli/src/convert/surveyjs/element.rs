//! Converts SurveyJS' questions, type by type.

use super::super::condition::Subject;
use super::super::draft::object;
use super::super::part::Part;
use super::super::several::Named;
use super::Step;
use super::choices::{Choices, SelectChoices};
use super::condition::{Kind, Source};
use super::format;
use super::text::Texts;
use askwell_survey::{Date, Value, limits};
use serde_json::Value as Json;

/// A question in the definition, and what expressions can ask it for.
pub(super) struct Converted {
    pub(super) value: Value,
    pub(super) sources: Vec<Source>,
}

/// The kind of an answer, and of those to each row of a matrix.
type Kinds = Vec<(Option<Named>, Kind)>;

/// The question in the definition; none if its type has no counterpart.
pub(super) fn convert(step: &Step<'_>, texts: &Texts, has_score: &mut bool) -> Option<Converted> {
    let part = &step.part;
    let mut fields = Value::object();
    if part.has("choicesByUrl") || part.has("choicesFromQuestion") {
        part.skip_all();
        part.note_all("is left out: its choices come from somewhere else");
        return None;
    }
    let mut kinds = vec![(None, Kind::Any)];
    let name = match step.element.kind.or_empty() {
        kind @ ("text" | "comment") => text(part, texts, kind, &mut fields, &mut kinds),
        "rating" => rating(part, texts, has_score, &mut fields, &mut kinds),
        "boolean" => boolean(part, texts, &mut fields, &mut kinds),
        "radiogroup" | "buttongroup" => one(part, texts, false, &mut fields, &mut kinds),
        "dropdown" => one(part, texts, true, &mut fields, &mut kinds),
        "checkbox" | "tagbox" => several(part, texts, &mut fields, &mut kinds),
        "ranking" => ranking(part, texts, &mut fields),
        "matrix" => matrix(step, texts, &mut fields, &mut kinds)?,
        "html" => "message",
        other => {
            part.skip_all();
            part.note_all(format!("is left out: there is no question of type {other}"));
            return None;
        }
    };
    let (prompt, help) = match name {
        "message" => (texts.html(part, "html", &part.read::<format::Html>().html), None),
        _ => (
            texts.get(part, "title", &step.question.title).or_else(|| Some(Value::from(step.element.name.or_empty()))),
            texts.get(part, "description", &step.question.description),
        ),
    };
    if step.question.required_if.get().is_some() {
        part.note("requiredIf", "is left out: a question is required always or never");
    }
    let is_required = step.question.is_required == Some(true) && name != "message";
    let mut question = object([
        ("id", Some(Value::from(step.name.as_str()))),
        ("type", Some(Value::from(name))),
        ("prompt", prompt),
        ("help", help),
        ("required", is_required.then(|| Value::from(true))),
    ]);
    if let Value::Map(fields) = fields {
        fields.into_iter().for_each(|(name, value)| question.set(&name, value));
    }
    if name == "message" {
        kinds.clear();
    }
    let written = step.question.value_name.get().unwrap_or(step.element.name.or_empty());
    let source = |(row, kind): (Option<Named>, Kind)| {
        let (source, name) =
            row.map_or((String::new(), String::new()), |row| (format!(".{}", row.source), format!(".{}", row.name)));
        Source {
            written: format!("{written}{source}"),
            subject: Subject { head: "answer", name: format!("{}{name}", step.name) },
            kind,
        }
    };
    Some(Converted { value: question, sources: kinds.into_iter().map(source).collect() })
}

fn put(fields: &mut Value, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        fields.put(name, value);
    }
}

/// The kind of the whole answer.
fn set_kind(kinds: &mut Kinds, kind: Kind) {
    if let Some(first) = kinds.first_mut() {
        first.1 = kind;
    }
}

fn text(part: &Part<'_>, texts: &Texts, kind: &str, fields: &mut Value, kinds: &mut Kinds) -> &'static str {
    let field: format::TextField = part.read();
    let input = field.input_type.get().unwrap_or("text");
    let bounds = [("min", &field.min), ("max", &field.max)];
    if input == "date" {
        for (name, bound) in bounds {
            match bound.as_str().map(Date::parse) {
                Some(Some(date)) => fields.put(name, Value::from(date.to_text())),
                None if bound.is_null() => {}
                _ => part.note(name, "is left out: it is no day such as 2026-11-21"),
            }
        }
        set_kind(kinds, Kind::Date);
        return "date";
    }
    if input != "text" {
        part.note("inputType", format!("any text is taken: answers are not checked to be of type {input}"));
    }
    for (name, bound) in bounds {
        if !bound.is_null() {
            part.note(name, "is left out: numbers in a text are not checked");
        }
    }
    if kind == "text" {
        fields.put("lines", Value::from("one"));
    }
    let length = |length: Option<f64>| {
        length.filter(|length| *length >= 1.0).map(|length| Value::from(length.min(limits::VERBATIM as f64)))
    };
    put(fields, "maxLength", length(field.max_length));
    put(fields, "placeholder", texts.get(part, "placeholder", &field.placeholder));
    for (part, validator) in validators(part) {
        match validator.kind.get() {
            Some("text") => {
                for (name, value) in
                    [("minLength", length(validator.min_length)), ("maxLength", length(validator.max_length))]
                {
                    if let Some(value) = value {
                        fields.set(name, value);
                    }
                }
            }
            other => part.note_all(format!("is left out: answers are not checked by {}", other.unwrap_or("nothing"))),
        }
    }
    set_kind(kinds, Kind::Text);
    "text"
}

fn validators<'a>(part: &Part<'a>) -> Vec<(Part<'a>, format::Validator)> {
    part.items("validators")
        .into_iter()
        .map(|part| {
            let validator = part.read();
            (part, validator)
        })
        .collect()
}

fn rating(part: &Part<'_>, texts: &Texts, has_score: &mut bool, fields: &mut Value, kinds: &mut Kinds) -> &'static str {
    let rating: format::Rating = part.read();
    part.skip(&["autoGenerate"]);
    let low = texts.get(part, "minRateDescription", &rating.min_rate_description);
    let high = texts.get(part, "maxRateDescription", &rating.max_rate_description);
    let items = rating.rate_values.clone().unwrap_or_default();
    let Some((min, max)) = bounds(&rating) else {
        let points = if items.is_empty() { steps(&rating) } else { items };
        let choices = Choices::of(part, texts, "rateValues", &points, &["other"]);
        for (field, label) in [("minRateDescription", low), ("maxRateDescription", high)] {
            if label.is_some() {
                part.note(field, "is left out: choices have no labels at their ends");
            }
        }
        part.note("rateValues", "become choices: the points of a scale are whole numbers, one after the other");
        fields.put("choices", Value::List(choices.list));
        set_kind(kinds, Kind::One(choices.named));
        return "choice";
    };
    set_kind(kinds, Kind::Number);
    let label = |item: &format::Item| match item {
        format::Item::Labelled { text, .. } => texts.get(part, "rateValues", text),
        format::Item::Value(_) => None,
    };
    let labels: Vec<Option<Value>> = items.iter().map(label).collect();
    let has_labels = labels.iter().any(Option::is_some);
    let kind = match rating.rate_type.get() {
        Some("stars") if min == 1.0 && (3.0..=10.0).contains(&max) => "stars",
        Some("smileys") if min == 1.0 && (max == 3.0 || max == 5.0) => "emoji",
        Some("stars" | "smileys") => {
            part.note("rateType", "numbers are shown: there are three to ten stars, and three or five faces");
            "scale"
        }
        _ => "scale",
    };
    if kind != "scale" {
        if low.is_some() || high.is_some() || has_labels {
            part.note("minRateDescription", format!("is left out with other labels: {kind} have none"));
        }
        fields.put("max", Value::from(max));
        return kind;
    }
    let is_nps = min == 0.0 && max == 10.0 && !has_labels;
    put(fields, "low", low);
    put(fields, "high", high);
    if is_nps && !std::mem::replace(has_score, true) {
        return "nps";
    }
    if is_nps {
        part.note_all("becomes a scale: a response has one score");
    }
    fields.put("min", Value::from(min));
    fields.put("max", Value::from(max));
    match labels.into_iter().collect::<Option<Vec<_>>>() {
        Some(labels) if has_labels => fields.put("labels", Value::List(labels)),
        None if has_labels => part.note("rateValues", "have no labels: some points have none in the file"),
        _ => {}
    }
    "scale"
}

/// The lowest and the highest point of a rating; none if its points are words, or numbers in steps.
fn bounds(rating: &format::Rating) -> Option<(f64, f64)> {
    let values = rating.rate_values.iter().flatten();
    let values = values.map(|item| item.source()?.parse().ok()).collect::<Option<Vec<f64>>>()?;
    if let (Some(first), Some(last)) = (values.first(), values.last()) {
        let is_in_a_row = values.windows(2).all(|pair| pair[1] - pair[0] == 1.0);
        return (is_in_a_row && first.fract() == 0.0).then_some((*first, *last));
    }
    if rating.rate_step.is_some_and(|step| step != 1.0) {
        return None;
    }
    let count = rating.rate_count.unwrap_or(5.0);
    Some(match (rating.rate_min, rating.rate_max) {
        (Some(min), Some(max)) => (min, max),
        (None, Some(max)) if rating.rate_count.is_some() => (max - count + 1.0, max),
        (None, Some(max)) => (1.0, max),
        (min, None) if rating.rate_count.is_some() => (min.unwrap_or(1.0), min.unwrap_or(1.0) + count - 1.0),
        (min, None) => (min.unwrap_or(1.0), 5.0),
    })
}

/// The points of a rating in steps.
fn steps(rating: &format::Rating) -> Vec<format::Item> {
    let (min, max) = (rating.rate_min.unwrap_or(1.0), rating.rate_max.unwrap_or(5.0));
    let step = rating.rate_step.filter(|step| *step > 0.0).unwrap_or(1.0);
    let points = (0..limits::POINTS).map(|index| min + step * index as f64);
    points.take_while(|point| *point <= max).map(|point| format::Item::Value(Json::from(point))).collect()
}

fn boolean(part: &Part<'_>, texts: &Texts, fields: &mut Value, kinds: &mut Kinds) -> &'static str {
    let boolean: format::Boolean = part.read();
    let yes = texts.get(part, "labelTrue", &boolean.label_true);
    let no = texts.get(part, "labelFalse", &boolean.label_false);
    let source = |value: &Json, default: &str| format::source(value).unwrap_or_else(|| default.to_owned());
    let named = |source: String, name: &str| Named { source, name: name.to_owned() };
    let choices =
        vec![named(source(&boolean.value_true, "true"), "yes"), named(source(&boolean.value_false, "false"), "no")];
    set_kind(kinds, Kind::One(choices));
    if yes.is_none() && no.is_none() {
        return "thumbs";
    }
    let choice = |id: &str, label: Option<Value>, default: &str| {
        object([("id", Some(Value::from(id))), ("label", label.or(Some(Value::from(default))))])
    };
    fields.put("choices", Value::List(vec![choice("yes", yes, "Yes"), choice("no", no, "No")]));
    "choice"
}

fn one(part: &Part<'_>, texts: &Texts, is_dropdown: bool, fields: &mut Value, kinds: &mut Kinds) -> &'static str {
    let SelectChoices { choices, other, is_shuffled, .. } = SelectChoices::read(part, texts, false);
    let has_other = other.is_some();
    let list = choices.list.into_iter().map(|choice| match choice {
        // The choices of a dropdown stay in their places anyway.
        Value::Map(fields) if is_dropdown && !has_other => {
            Value::Map(fields.into_iter().filter(|(name, _)| name != "pinned").collect())
        }
        choice => choice,
    });
    fields.put("choices", Value::List(list.collect()));
    set_kind(kinds, Kind::One(choices.named));
    if is_dropdown && !has_other {
        if is_shuffled {
            part.note("choicesOrder", "is left out: a list to unfold stands in its order");
        }
        return "dropdown";
    }
    if is_dropdown {
        part.note_all("has its choices below each other: a list to unfold has no “other”");
    }
    put(fields, "other", other);
    put(fields, "shuffle", is_shuffled.then(|| Value::from(true)));
    "choice"
}

fn several(part: &Part<'_>, texts: &Texts, fields: &mut Value, kinds: &mut Kinds) -> &'static str {
    let SelectChoices { choices, other, none, is_shuffled } = SelectChoices::read(part, texts, true);
    let limits: format::Several = part.read();
    let count = |count: Option<f64>| count.filter(|count| *count >= 1.0).map(Value::from);
    put(fields, "min", count(limits.min_selected_choices));
    put(fields, "max", count(limits.max_selected_choices));
    for (part, validator) in validators(part) {
        match validator.kind.get() {
            Some("answercount") => {
                for (name, value) in [("min", count(validator.min_count)), ("max", count(validator.max_count))] {
                    if let Some(value) = value {
                        fields.set(name, value);
                    }
                }
            }
            other => part.note_all(format!("is left out: answers are not checked by {}", other.unwrap_or("nothing"))),
        }
    }
    fields.put("choices", Value::List(choices.list));
    put(fields, "other", other);
    put(fields, "none", none);
    put(fields, "shuffle", is_shuffled.then(|| Value::from(true)));
    set_kind(kinds, Kind::Several(choices.named));
    "choices"
}

fn ranking(part: &Part<'_>, texts: &Texts, fields: &mut Value) -> &'static str {
    let SelectChoices { choices, is_shuffled, .. } = SelectChoices::read(part, texts, true);
    fields.put("choices", Value::List(choices.list));
    put(fields, "shuffle", is_shuffled.then(|| Value::from(true)));
    "ranking"
}

fn matrix(step: &Step<'_>, texts: &Texts, fields: &mut Value, kinds: &mut Kinds) -> Option<&'static str> {
    let part = &step.part;
    let matrix: format::Matrix = part.read();
    if matrix.cell_type.get() == Some("checkbox") {
        part.skip_all();
        part.note_all("is left out: a row of a matrix has one answer");
        return None;
    }
    let rows = Choices::of(part, texts, "rows", &matrix.rows.unwrap_or_default(), &[]);
    let columns = Choices::of(part, texts, "columns", &matrix.columns.unwrap_or_default(), &[]);
    let needs_all_rows = matrix.each_row_required == Some(true);
    if step.question.is_required == Some(true) && !needs_all_rows && rows.list.len() > 1 {
        part.note("isRequired", "asks for an answer in every row: here, a matrix is required as a whole");
    }
    put(fields, "required", needs_all_rows.then(|| Value::from(true)));
    for row in &rows.named {
        kinds.push((Some(row.clone()), Kind::One(columns.named.clone())));
    }
    fields.put("rows", Value::List(rows.list));
    fields.put("columns", Value::List(columns.list));
    put(fields, "shuffle", (matrix.row_order.get() == Some("random")).then(|| Value::from(true)));
    Some("matrix")
}
