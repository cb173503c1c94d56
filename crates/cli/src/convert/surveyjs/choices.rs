//! Converts SurveyJS' choices, and the rows and columns of its matrices.

use super::super::draft::object;
use super::super::names::Names;
use super::super::part::Part;
use super::super::several::Named;
use super::format::{Item, Select};
use super::text::Texts;
use askwell_survey::Value;

/// Choices in the definition, and their names.
pub(super) struct Choices {
    pub(super) list: Vec<Value>,
    pub(super) named: Vec<Named>,
}

impl Choices {
    /// The items of a list. `taken` are names that have a meaning of their own.
    pub(super) fn of(part: &Part<'_>, texts: &Texts, field: &str, items: &[Item], taken: &[&str]) -> Self {
        let mut names = Names::default();
        taken.iter().for_each(|name| names.insert(name));
        let mut choices = Self { list: Vec::new(), named: Vec::new() };
        for (index, item) in items.iter().enumerate() {
            let field = format!("{field}[{index}]");
            let Some(source) = item.source() else {
                part.note(&field, "is left out: it has no value");
                continue;
            };
            let mut label = None;
            if let Item::Labelled { text, visible_if, .. } = item {
                label = texts.get(part, &field, text);
                if visible_if.get().is_some() {
                    part.note(&format!("{field}.visibleIf"), "is left out: all choices are shown");
                }
            }
            let name = names.insert_like(&source, &format!("choice-{}", index + 1));
            choices.push(source.clone(), &name, label.unwrap_or_else(|| Value::from(source.trim())), false);
        }
        choices
    }

    fn push(&mut self, source: String, name: &str, label: Value, is_pinned: bool) {
        let pinned = is_pinned.then(|| Value::from(true));
        self.list.push(object([("id", Some(Value::from(name))), ("label", Some(label)), ("pinned", pinned)]));
        self.named.push(Named { source, name: name.to_owned() });
    }
}

/// The choices of a question, with what stands beside them.
pub(super) struct SelectChoices {
    pub(super) choices: Choices,
    pub(super) other: Option<Value>,
    pub(super) none: Option<Value>,
    pub(super) is_shuffled: bool,
}

impl SelectChoices {
    /// `takes_several` tells whether “none” is not one of the choices.
    pub(super) fn read(part: &Part<'_>, texts: &Texts, takes_several: bool) -> Self {
        let select: Select = part.read();
        let is = |shown: Option<bool>| shown == Some(true);
        let items = select.choices.unwrap_or_default();
        let mut choices = Choices::of(part, texts, "choices", &items, &["other", "none", "refused", "dontknow"]);
        let mut other = None;
        let label =
            |field: &str, text, default: &str| texts.get(part, field, text).unwrap_or_else(|| Value::from(default));
        let mut none = None;
        if is(select.show_none_item) && takes_several {
            none = Some(texts.get(part, "noneText", &select.none_text).unwrap_or(Value::from(true)));
            choices.named.push(Named { source: "none".to_owned(), name: "none".to_owned() });
        } else if is(select.show_none_item) {
            choices.push("none".to_owned(), "none", label("noneText", &select.none_text, "None"), true);
        }
        if is(select.show_refuse_item) {
            let label = label("refuseText", &select.refuse_text, "Refuse to answer");
            choices.push("refused".to_owned(), "refused", label, true);
        }
        if is(select.show_dont_know_item) {
            let label = label("dontKnowText", &select.dont_know_text, "Don’t know");
            choices.push("dontknow".to_owned(), "dontknow", label, true);
        }
        if is(select.show_other_item) {
            other = Some(texts.get(part, "otherText", &select.other_text).unwrap_or(Value::from(true)));
            choices.named.push(Named { source: "other".to_owned(), name: "other".to_owned() });
        }
        let order = select.choices_order.or_empty();
        if matches!(order, "asc" | "desc") {
            part.note("choicesOrder", "is left out: the choices stand in the order of the file");
        }
        Self { choices, other, none, is_shuffled: order == "random" }
    }
}
