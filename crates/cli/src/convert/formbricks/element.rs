//! Converts Formbricks' questions, type by type.

use super::super::draft::object;
use super::super::names::Names;
use super::super::part::Part;
use super::super::several::Named;
use super::format::{self, Choice};
use super::{Context, Step, validation};
use askwell_survey::{Value, limits};

/// The names of a matrix's rows and columns in the definition, in their order.
pub(super) struct RowsAndColumns {
    pub(super) rows: Vec<String>,
    pub(super) columns: Vec<String>,
}

pub(super) fn rows_and_columns(step: &Step<'_>) -> Option<RowsAndColumns> {
    if step.element.kind.get() != Some("matrix") {
        return None;
    }
    let format::Matrix { rows, columns, .. } = step.part.read();
    Some(RowsAndColumns { rows: item_names("rows", rows), columns: item_names("columns", columns) })
}

/// The choices of a question.
pub(super) fn named_choices(step: &Step<'_>) -> Option<Vec<Named>> {
    if !step.element.kind.or_empty().starts_with("multipleChoice") {
        return None;
    }
    let choices = step.part.read::<format::MultipleChoice>().choices.unwrap_or_default();
    let names = item_names("choices", Some(choices.clone()));
    let source = |choice: &Choice| match choice {
        Choice::Labelled { id, .. } => id.or_empty().to_owned(),
        Choice::Label(_) => String::new(),
    };
    Some(choices.iter().zip(names).map(|(choice, name)| Named { source: source(choice), name }).collect())
}

/// Whether there is no question here for this type.
pub(super) fn is_left_out(kind: &str) -> bool {
    const KNOWN: [&str; 15] = [
        "openText",
        "multipleChoiceSingle",
        "multipleChoiceMulti",
        "nps",
        "rating",
        "csat",
        "ces",
        "cta",
        "message",
        "consent",
        "date",
        "matrix",
        "ranking",
        "contactInfo",
        "address",
    ];
    !KNOWN.contains(&kind)
}

/// The type of a question; `message` for a call to action without a link.
pub(super) fn kind(step: &Step<'_>) -> String {
    match step.element.kind.or_empty() {
        "cta" if url(&step.part).is_none() => "message".to_owned(),
        kind => kind.to_owned(),
    }
}

/// The address that a call to action opens; none if its button leads to the next question.
fn url(part: &Part<'_>) -> Option<String> {
    let format::CallToAction { button_external, button_url } = part.read();
    button_url.get().filter(|_| button_external == Some(true)).map(str::to_owned)
}

/// The question in the definition; none if its type has no counterpart.
pub(super) fn convert(step: &Step<'_>, context: &Context, has_score: &mut bool) -> Option<Value> {
    let Step { part, element, name, .. } = step;
    part.skip(&["isDraft", "logic", "logicFallback"]);
    let prompt = context.text(part, "headline", &element.headline);
    let help = context.joined(part, &[("subheader", &element.subheader), ("html", &element.html)]);
    let mut fields = Value::object();
    let kind = match element.kind.or_empty() {
        "openText" => open_text(part, context, &mut fields),
        "multipleChoiceSingle" => single_choice(part, context, &mut fields),
        "multipleChoiceMulti" => multiple_choice(part, context, &mut fields),
        "nps" => nps(part, context, has_score, &mut fields),
        "rating" | "csat" | "ces" => rating(part, context, &mut fields),
        "cta" => call_to_action(part, context, &mut fields),
        "consent" => {
            let label = context.text(part, "label", &part.read::<format::Consent>().label);
            fields.put("label", label.unwrap_or_default());
            "consent"
        }
        "date" => {
            // The browser formats dates for the visitor.
            part.skip(&["format"]);
            "date"
        }
        "matrix" => matrix(part, context, &mut fields),
        "ranking" => ranking(part, context, &mut fields),
        "contactInfo" => contact(part, &mut fields),
        "address" => {
            part.skip(&["addressLine1", "addressLine2", "city", "state", "zip", "country"]);
            part.note_all("asks for the address in one field: there is no question of type address");
            "text"
        }
        other => {
            part.skip_all();
            part.note_all(format!("is left out: there is no question of type {other}"));
            return None;
        }
    };
    let is_required = element.required == Some(true) && !matches!(kind, "message" | "link");
    if is_required {
        fields.put("required", Value::from(true));
    }
    validation::convert(step, &mut fields);
    let mut question = object([
        ("id", Some(Value::from(name.as_str()))),
        ("type", Some(Value::from(kind))),
        ("prompt", prompt),
        ("help", help),
        ("required", fields.get("required").cloned()),
    ]);
    if let Value::Map(fields) = fields {
        let of_type = fields.into_iter().filter(|(name, _)| name != "required");
        of_type.for_each(|(name, value)| question.put(&name, value));
    }
    Some(question)
}

fn put(fields: &mut Value, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        fields.put(name, value);
    }
}

fn open_text(part: &Part<'_>, context: &Context, fields: &mut Value) -> &'static str {
    let question: format::OpenText = part.read();
    if question.long_answer == Some(false) {
        fields.put("lines", Value::from("one"));
    }
    // Whether Formbricks summarises the answers.
    part.skip(&["insightsEnabled"]);
    if let Some(kind) = question.input_type.get().filter(|kind| *kind != "text") {
        part.note("inputType", format!("any text is taken: answers are not checked to be of type {kind}"));
    }
    if let Some(limit) = question.char_limit.filter(|limit| limit.enabled == Some(true)) {
        for (number, name) in [(limit.min, "minLength"), (limit.max, "maxLength")] {
            let number = number.filter(|number| *number >= 1.0);
            put(fields, name, number.map(|number| Value::from(number.min(limits::VERBATIM as f64))));
        }
    }
    put(fields, "placeholder", context.text(part, "placeholder", &question.placeholder));
    "text"
}

/// A choice, or a row or a column of a matrix, in the definition.
struct ListItem {
    id: String,
    label: Option<Value>,
}

fn list_items(part: &Part<'_>, context: &Context, field: &str, choices: Option<Vec<Choice>>) -> Vec<ListItem> {
    let mut names = Names::default();
    let convert = |(index, choice): (usize, &Choice)| {
        let (Choice::Labelled { label, .. } | Choice::Label(label)) = choice;
        let label = context.text(part, &format!("{field}[{index}]"), label);
        ListItem { id: item_name(&mut names, field, index, choice), label }
    };
    choices.unwrap_or_default().iter().enumerate().map(convert).collect()
}

fn item_names(field: &str, choices: Option<Vec<Choice>>) -> Vec<String> {
    let mut names = Names::default();
    let choices = choices.unwrap_or_default();
    choices.iter().enumerate().map(|(index, choice)| item_name(&mut names, field, index, choice)).collect()
}

fn item_name(names: &mut Names, field: &str, index: usize, choice: &Choice) -> String {
    let id = match choice {
        Choice::Labelled { id, .. } => id.or_empty(),
        Choice::Label(_) => "",
    };
    names.insert_like(id, &format!("{}-{}", field.trim_end_matches('s'), index + 1))
}

/// The items as a list of choices. `pinned` is the index of one that stays in its place when they are shuffled.
fn to_list(items: &[ListItem], pinned: Option<usize>) -> Value {
    let choice = |(index, item): (usize, &ListItem)| {
        let pinned = (Some(index) == pinned).then(|| Value::from(true));
        object([("id", Some(Value::from(item.id.as_str()))), ("label", item.label.clone()), ("pinned", pinned)])
    };
    Value::List(items.iter().enumerate().map(choice).collect())
}

/// The index of the last item, if `shuffleOption` keeps it in its place.
fn pinned_last(items: &[ListItem], shuffle_option: &str) -> Option<usize> {
    items.len().checked_sub(1).filter(|_| shuffle_option == "exceptLast")
}

fn put_shuffle(part: &Part<'_>, fields: &mut Value, shuffle_option: &str) {
    match shuffle_option {
        "" | "none" => {}
        "all" | "exceptLast" => fields.put("shuffle", Value::from(true)),
        other => part.note("shuffleOption", format!("is left out: {other} would need an order that is turned round")),
    }
}

/// The choices without the special ones, `other` and `none`.
struct Choices {
    items: Vec<ListItem>,
    other: Option<Value>,
    none: Option<Value>,
    shuffle_option: String,
    is_dropdown: bool,
}

impl Choices {
    fn read(part: &Part<'_>, context: &Context) -> Self {
        let question: format::MultipleChoice = part.read();
        let mut items = list_items(part, context, "choices", question.choices);
        let mut remove = |name: &str| {
            let index = items.iter().position(|item| item.id == name)?;
            Some(items.remove(index).label.unwrap_or(Value::from(true)))
        };
        let (other, none) = (remove("other"), remove("none"));
        // The special choices are last anyway.
        let shuffle_option = match question.shuffle_option.or_empty() {
            "exceptLast" if other.is_some() || none.is_some() => "all",
            option => option,
        };
        let shuffle_option = shuffle_option.to_owned();
        Self { items, other, none, shuffle_option, is_dropdown: question.display_type.get() == Some("dropdown") }
    }
}

fn note_no_dropdown(part: &Part<'_>) {
    part.note(
        "displayType",
        "the choices stand below each other: a list to unfold has neither several answers nor “other”",
    );
}

fn single_choice(part: &Part<'_>, context: &Context, fields: &mut Value) -> &'static str {
    let Choices { mut items, other, none, shuffle_option, is_dropdown } = Choices::read(part, context);
    if is_dropdown && other.is_none() && none.is_none() {
        fields.put("choices", to_list(&items, None));
        if !matches!(shuffle_option.as_str(), "" | "none") {
            part.note("shuffleOption", "is left out: a list to unfold stands in its order");
        }
        return "dropdown";
    }
    if is_dropdown {
        note_no_dropdown(part);
    }
    let mut pinned = pinned_last(&items, &shuffle_option);
    // A single choice excludes the others anyway, so that `none` is one of them.
    if let Some(label) = none {
        pinned = Some(items.len());
        items.push(ListItem { id: "none".to_owned(), label: Some(label) });
    }
    fields.put("choices", to_list(&items, pinned));
    put(fields, "other", other);
    put_shuffle(part, fields, &shuffle_option);
    "choice"
}

fn multiple_choice(part: &Part<'_>, context: &Context, fields: &mut Value) -> &'static str {
    let Choices { items, other, none, shuffle_option, is_dropdown } = Choices::read(part, context);
    if is_dropdown {
        note_no_dropdown(part);
    }
    fields.put("choices", to_list(&items, pinned_last(&items, &shuffle_option)));
    put(fields, "other", other);
    put(fields, "none", none);
    put_shuffle(part, fields, &shuffle_option);
    "choices"
}

fn ranking(part: &Part<'_>, context: &Context, fields: &mut Value) -> &'static str {
    let question: format::Ranking = part.read();
    let items = list_items(part, context, "choices", question.choices);
    let shuffle_option = question.shuffle_option.or_empty();
    fields.put("choices", to_list(&items, pinned_last(&items, shuffle_option)));
    put_shuffle(part, fields, shuffle_option);
    "ranking"
}

fn matrix(part: &Part<'_>, context: &Context, fields: &mut Value) -> &'static str {
    let question: format::Matrix = part.read();
    let rows = list_items(part, context, "rows", question.rows);
    let columns = list_items(part, context, "columns", question.columns);
    let shuffle_option = question.shuffle_option.or_empty();
    fields.put("rows", to_list(&rows, pinned_last(&rows, shuffle_option)));
    fields.put("columns", to_list(&columns, None));
    put_shuffle(part, fields, shuffle_option);
    "matrix"
}

fn put_labels(part: &Part<'_>, context: &Context, fields: &mut Value) {
    let labels: format::ScaleLabels = part.read();
    put(fields, "low", context.text(part, "lowerLabel", &labels.lower_label));
    put(fields, "high", context.text(part, "upperLabel", &labels.upper_label));
}

fn nps(part: &Part<'_>, context: &Context, has_score: &mut bool, fields: &mut Value) -> &'static str {
    put_labels(part, context, fields);
    if !std::mem::replace(has_score, true) {
        return "nps";
    }
    part.note_all("becomes a scale: a response has one score");
    fields.put("min", Value::from(0.0));
    fields.put("max", Value::from(10.0));
    "scale"
}

fn rating(part: &Part<'_>, context: &Context, fields: &mut Value) -> &'static str {
    let format::Rating { kind, range, scale } = part.read();
    let range = range.unwrap_or(5.0);
    let labels: format::ScaleLabels = part.read();
    let low = context.text(part, "lowerLabel", &labels.lower_label);
    let high = context.text(part, "upperLabel", &labels.upper_label);
    let note_labels = |what: &str| {
        if low.is_some() || high.is_some() {
            part.note("lowerLabel", format!("is left out with upperLabel: {what} have no labels"));
        }
    };
    match (scale.get(), kind.or_empty()) {
        (Some("star"), _) => {
            note_labels("stars");
            fields.put("max", Value::from(range));
            return "stars";
        }
        (Some("smiley"), _) if range == 3.0 || range == 5.0 => {
            note_labels("faces");
            fields.put("max", Value::from(range));
            return "emoji";
        }
        (Some("smiley"), _) => part.note("scale", "numbers are shown: there are three or five faces"),
        // These have labels of their own at every point.
        (_, "csat") if low.is_none() && high.is_none() && range == 5.0 => return "csat",
        (_, "ces") if low.is_none() && high.is_none() && range == 7.0 => return "ces",
        _ => {}
    }
    fields.put("max", Value::from(range));
    put(fields, "low", low);
    put(fields, "high", high);
    "scale"
}

/// A button with an address becomes a link, one without a message.
fn call_to_action(part: &Part<'_>, context: &Context, fields: &mut Value) -> &'static str {
    let Some(url) = url(part) else {
        // The widget has its own buttons.
        part.skip(&["buttonLabel", "ctaButtonLabel", "dismissButtonLabel"]);
        return "message";
    };
    let texts: format::CallToActionTexts = part.read();
    let label = context.text(part, "ctaButtonLabel", &texts.cta_button_label);
    let label = label.or_else(|| context.text(part, "buttonLabel", &part.read::<format::ButtonLabel>().button_label));
    fields.put("label", label.unwrap_or_else(|| Value::from(url.as_str())));
    fields.put("url", Value::from(url.as_str()));
    "link"
}

fn contact(part: &Part<'_>, fields: &mut Value) -> &'static str {
    // Whether a field that is shown is required.
    let read = |field: &str| {
        let part = part.child(field)?;
        let format::ContactField { show, required } = part.read();
        let is_shown = show != Some(false);
        if is_shown {
            part.note_unread();
        }
        is_shown.then_some(required == Some(true))
    };
    let (first, last) = (read("firstName"), read("lastName"));
    if first.is_some() && last.is_some() {
        part.note("lastName", "is asked for together with firstName, as one name");
    }
    let name = match (first, last) {
        (Some(first), Some(last)) => Some(first || last),
        (first, last) => first.or(last),
    };
    for (field, required) in
        [("name", name), ("email", read("email")), ("phone", read("phone")), ("company", read("company"))]
    {
        put(fields, field, required.map(|required| Value::from(if required { "required" } else { "optional" })));
    }
    "contact"
}
