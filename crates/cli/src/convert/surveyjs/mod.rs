//! Converts surveys of SurveyJS: pages with panels and questions, shown by expressions.

mod choices;
mod condition;
mod element;
mod expression;
mod format;
mod text;
mod triggers;
mod values;

use super::assumed_language;
use super::condition::{Subject, group};
use super::draft::{Draft, Entry, Item, object};
use super::localized::LocalizedText;
use super::names::{Names, to_name};
use super::part::Part;
use super::text::is_language_tag;
use askwell_survey::Value;
use condition::{Kind, Source, Sources};
use std::collections::HashMap;
use text::Texts;
use triggers::{Owner, Triggers};

/// Whether a field is about looks or the label of a button.
pub(super) fn is_look(path: &str) -> bool {
    const STARTS: [&str; 18] = [
        "logo",
        "background",
        "theme",
        "width",
        "show",
        "progress",
        "questionTitle",
        "questionDescription",
        "questionError",
        "header",
        "fit",
        "completeText",
        "page",
        "startSurveyText",
        "editText",
        "previewText",
        "focus",
        "required",
    ];
    const FIELDS: [&str; 24] = [
        "startWithNewLine",
        "width",
        "minWidth",
        "maxWidth",
        "titleLocation",
        "descriptionLocation",
        "hideNumber",
        "showNumber",
        "indent",
        "innerIndent",
        "colCount",
        "renderAs",
        "displayMode",
        "size",
        "inputSize",
        "rows",
        "autoGrow",
        "acceptCarriageReturn",
        "rateColorMode",
        "scaleColorMode",
        "searchEnabled",
        "state",
        "requiredErrorText",
        "swapOrder",
    ];
    let last = path.rsplit('.').next().unwrap_or_default();
    let is_of_survey = !path.contains('.');
    is_of_survey && STARTS.iter().any(|start| path.starts_with(start)) || FIELDS.contains(&last)
}

/// A question, with all that it is shown by.
struct Step<'a> {
    part: Part<'a>,
    element: format::Element,
    question: format::Question,
    /// Its name in the definition.
    name: String,
    /// The index of its page.
    page: usize,
    /// The page, the panels and the question itself: what can be hidden.
    owners: Vec<Owner>,
}

pub(super) fn convert(survey: &Part<'_>, language: Option<&str>) -> Result<Draft, String> {
    let pages = survey.items("pages");
    let mut steps = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let owner = Owner::of(&page.read());
        page.skip(&["name"]);
        collect(page, index, &[owner], &mut steps);
    }
    if steps.is_empty() {
        collect(survey, 0, &[], &mut steps);
    }
    if steps.is_empty() {
        return Err("is no survey of SurveyJS: it has no pages with elements".to_owned());
    }
    let mut names = Names::of_answers();
    for (index, step) in steps.iter_mut().enumerate() {
        let written = step.element.name.or_empty();
        step.name = names.insert_like(written, &format!("question-{}", index + 1));
        if step.name != written {
            step.part.note("name", format!("becomes {}", step.name));
        }
    }
    let calculated = survey.items("calculatedValues");
    let value_names: Vec<String> = calculated
        .iter()
        .map(|part| names.insert_like(part.read::<format::CalculatedValue>().name.or_empty(), "value"))
        .collect();
    let texts = texts(survey, &steps, &calculated, &value_names, language);
    let mut draft = Draft::default();
    convert_survey(survey, &texts, &mut draft);
    let mut sources = Sources::default();
    let mut has_score = false;
    for step in &steps {
        if let Some(converted) = element::convert(step, &texts, &mut has_score) {
            let (path, id) = (step.part.path.clone(), step.name.clone());
            draft.questions.push(Item { path, id, value: converted.value, branches: Vec::new() });
            sources.0.extend(converted.sources);
        }
        step.part.note_unread();
    }
    convert_values(&calculated, &value_names, &mut sources, &mut draft, &mut names);
    let triggers = Triggers::read(survey);
    show(&steps, &triggers, &sources, &mut draft);
    triggers.branches(&steps, &sources, survey, &mut draft);
    convert_endings(survey, &texts, &sources, &mut draft, &mut names);
    pages.iter().for_each(Part::note_unread);
    survey.note_unread();
    Ok(draft)
}

/// Adds the questions of a page or a panel.
fn collect<'a>(part: &Part<'a>, page: usize, owners: &[Owner], steps: &mut Vec<Step<'a>>) {
    for inner in ["elements", "questions"].into_iter().flat_map(|field| part.items(field)) {
        let element: format::Element = inner.read();
        let mut owners = owners.to_vec();
        owners.push(Owner::of(&element));
        if element.kind.get() == Some("panel") {
            inner.skip(&["type", "name"]);
            collect(&inner, page, &owners, steps);
            inner.note_unread();
        } else {
            let question = inner.read();
            steps.push(Step { part: inner, element, question, name: String::new(), page, owners });
        }
    }
}

fn texts(
    survey: &Part<'_>,
    steps: &[Step<'_>],
    calculated: &[Part<'_>],
    value_names: &[String],
    language: Option<&str>,
) -> Texts {
    let fields: format::Survey = survey.read();
    let locale = fields.locale.get().filter(|locale| is_language_tag(locale));
    let own = locale.map_or_else(|| assumed_language(survey, language), str::to_owned);
    let mut languages = vec![own];
    survey.visit(&mut |json| text::languages_of_texts(json, &mut languages));
    let mut recalls = HashMap::new();
    for step in steps.iter().filter(|step| step.element.kind.get() != Some("html")) {
        let written = step.question.value_name.get().unwrap_or(step.element.name.or_empty());
        recalls.insert(written.to_owned(), format!("answer:{}", step.name));
    }
    for (part, name) in calculated.iter().zip(value_names) {
        let written = part.read::<format::CalculatedValue>().name;
        recalls.insert(written.or_empty().to_owned(), format!("value:{name}"));
    }
    Texts { languages, recalls }
}

fn convert_survey(survey: &Part<'_>, texts: &Texts, draft: &mut Draft) {
    let fields: format::Survey = survey.read();
    let title = match &fields.title {
        LocalizedText::Plain(title) => title.get(),
        LocalizedText::ByLanguage(titles) => titles.get("default").and_then(|title| title.get()),
    };
    let name = title.map(|title| to_name(title).to_ascii_lowercase()).filter(|name| !name.is_empty());
    draft.fields.push(("id", Value::from(name.unwrap_or_else(|| "survey".to_owned()))));
    draft.put_languages(&texts.languages);
    // A survey of SurveyJS stands where the page puts it.
    draft.fields.push(("display", Value::from("inline")));
}

fn convert_values(
    calculated: &[Part<'_>],
    names: &[String],
    sources: &mut Sources,
    draft: &mut Draft,
    taken: &mut Names,
) {
    for (part, name) in calculated.iter().zip(names) {
        let value: format::CalculatedValue = part.read();
        part.skip(&["includeIntoResult"]);
        part.note_unread();
        let mut converted = match values::convert(value.expression.or_empty(), sources) {
            Ok(converted) => converted,
            Err(reason) => {
                part.note_all(format!("is left out: {reason}"));
                continue;
            }
        };
        let mut push = |name: &str, value| {
            draft.values.push(Entry { path: part.path.clone(), name: name.to_owned(), value });
        };
        // A sum of nothing is 0 in SurveyJS, and no number here.
        if let Some(Value::List(terms)) = converted.get("sum").cloned() {
            let zero = taken.insert_like(&format!("{name}-0"), "value");
            push(&zero, object([("assign", Some(Value::from(0.0)))]));
            converted.set("sum", Value::List([vec![Value::from(zero)], terms].concat()));
        }
        push(name, converted);
        let subject = Subject { head: "value", name: name.clone() };
        sources.0.push(Source { written: value.name.or_empty().to_owned(), subject, kind: Kind::Computed });
    }
}

/// Adds the conditions under which questions are shown, and leaves out those that never are.
fn show(steps: &[Step<'_>], triggers: &Triggers, sources: &Sources, draft: &mut Draft) {
    for step in steps {
        let Some(index) = draft.questions.iter().position(|item| item.path == step.part.path) else { continue };
        let mut conditions = Vec::new();
        let mut is_never = false;
        for owner in &step.owners {
            let condition = match (&owner.visible_if, triggers.of(owner)) {
                (Some(expression), _) => condition::convert(expression, sources),
                (None, Some(trigger)) => trigger.shown(owner, sources),
                (None, None) if owner.is_hidden => {
                    step.part.note_all("is left out: it is never shown");
                    is_never = true;
                    break;
                }
                (None, None) => continue,
            };
            match condition {
                Ok(condition) => conditions.push(condition),
                Err(reason) => {
                    let message = format!("asks always what is shown by `{}`: {reason}", owner.rule(triggers));
                    step.part.note_all(message);
                }
            }
        }
        if is_never {
            draft.questions.remove(index);
        } else if let Some(condition) = group("all", conditions) {
            draft.questions[index].value.put("if", condition);
        }
    }
}

fn convert_endings(survey: &Part<'_>, texts: &Texts, sources: &Sources, draft: &mut Draft, names: &mut Names) {
    let mut push = |path: &str, text: Option<Value>, condition: Option<Value>| {
        let id = names.insert_like(&format!("ending-{}", draft.endings.len() + 1), "ending");
        let value = object([("id", Some(Value::from(id.as_str()))), ("text", text), ("if", condition)]);
        draft.endings.push(Item { path: path.to_owned(), id, value, branches: Vec::new() });
    };
    let mut has_conditions = false;
    for part in survey.items("completedHtmlOnCondition") {
        let completed: format::Completed = part.read();
        match condition::convert(completed.expression.or_empty(), sources) {
            Ok(condition) => {
                push(&part.path, texts.html(&part, "html", &completed.html), Some(condition));
                has_conditions = true;
            }
            Err(reason) => part.note_all(format!("is left out: {reason}")),
        }
        part.note_unread();
    }
    match texts.html(survey, "completedHtml", &survey.read::<format::Survey>().completed_html) {
        Some(text) => push(&survey.path_of("completedHtml"), Some(text), None),
        None if has_conditions => {
            survey.note("completedHtml", "says nothing: here, it says “Thank you.”");
            push(&survey.path_of("completedHtml"), Some(Value::from("Thank you.")), None);
        }
        None => {}
    }
}
