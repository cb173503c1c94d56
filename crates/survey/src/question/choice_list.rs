//! What several types share: a list of things to choose from, the form and the answer they make, and their order.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::form::{FormData, FormError, OTHER, VALUE};
use crate::{LocalizedText, MessageKey, ResponseId, Value, digits, limits};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its name in the response.
    pub id: String,
    /// What it is called.
    pub label: LocalizedText,
    /// Whether it keeps its place when the others are shuffled.
    pub pinned: bool,
}

/// Things to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChoiceList {
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// What the choice of something else is called, if there is one.
    pub other: Option<LocalizedText>,
    /// Whether every visitor sees them in another order.
    pub shuffle: bool,
}

impl ChoiceList {
    /// In which order the choices stand for the visitor with this response: by their indices. Always the same one for
    /// the same visitor, so that going back changes nothing.
    ///
    /// It follows from the last byte of the identifier alone. A prerendered question lists some of the 256 orders, and
    /// makes the identifier to one of them; the application, which takes over, comes to the same order.
    pub fn order(&self, response: ResponseId, question: &str) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.choices.len()).collect();
        if self.shuffle {
            let free: Vec<usize> = order.iter().copied().filter(|&index| !self.choices[index].pinned).collect();
            let mut shuffled = free.clone();
            let mut seed = DefaultHasher::new();
            (response.last_byte(), question).hash(&mut seed);
            let mut random = fastrand::Rng::with_seed(seed.finish());
            // Not by `shuffle`: it draws a `usize`, and comes to another order in Wasm than natively.
            for place in 1..shuffled.len() {
                shuffled.swap(place, random.u32(..=place as u32) as usize);
            }
            for (place, index) in free.into_iter().zip(shuffled) {
                order[place] = index;
            }
        }
        order
    }

    /// What can stand in an answer: the names of the choices, and `other`.
    pub fn values(&self) -> Vec<&str> {
        let mut values = ids_of(&self.choices);
        values.extend(self.other.as_ref().map(|_| OTHER));
        values
    }

    /// What the choice `id` is called.
    pub fn label(&self, id: &str) -> Option<&LocalizedText> {
        label_of(&self.choices, id)
    }

    /// What is chosen in `form`, each once, as it stands in answers: the name of a choice, or `other` with words.
    ///
    /// # Errors
    /// Where something else is chosen without words for it, or with too many.
    pub fn read_form(&self, form: &FormData) -> Result<Vec<Value>, FormError> {
        let mut chosen = Vec::new();
        for value in form.all(VALUE) {
            let one = if value == OTHER && self.other.is_some() {
                let words = form.get(OTHER).trim_ascii();
                if words.is_empty() || limits::exceeds(words, limits::VERBATIM) {
                    return Err(FormError::new(OTHER, MessageKey::ErrorField));
                }
                let mut other = Value::object();
                other.put(OTHER, Value::from(words));
                other
            } else {
                let Some(choice) = listed(&self.choices, value) else { continue };
                Value::from(choice.id.as_str())
            };
            if !chosen.contains(&one) {
                chosen.push(one);
            }
        }
        Ok(chosen)
    }

    /// Fills in the form so that these are chosen.
    pub fn fill_form(&self, chosen: &[Value]) -> FormData {
        let mut form = FormData::default();
        for one in chosen {
            match (one, one.get(OTHER)) {
                (Value::Text(id), _) => form.add(VALUE, index_of(&self.choices, id)),
                (_, Some(Value::Text(words))) => {
                    form.add(VALUE, OTHER);
                    form.add(OTHER, words.as_str());
                }
                _ => {}
            }
        }
        form
    }
}

/// The names of `choices`.
pub(super) fn ids_of(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.id.as_str()).collect()
}

/// What the choice `id` is called.
pub(super) fn label_of<'a>(choices: &'a [Choice], id: &str) -> Option<&'a LocalizedText> {
    choices.iter().find(|choice| choice.id == id).map(|choice| &choice.label)
}

/// The choice whose index a field of a form holds.
pub(super) fn listed<'a>(choices: &'a [Choice], index: &str) -> Option<&'a Choice> {
    choices.get(usize::try_from(crate::form::parse_number(index)?).ok()?)
}

/// The index of the choice `id`, as a form has it; empty where there is no such choice.
pub(super) fn index_of(choices: &[Choice], id: &str) -> String {
    choices.iter().position(|choice| choice.id == id).map(|index| digits(index as u64)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Timestamp, Translations};

    fn choices(pinned: &[usize]) -> ChoiceList {
        let choice = |index: usize| Choice {
            id: index.to_string(),
            label: LocalizedText::Own(Translations::everywhere("x")),
            pinned: pinned.contains(&index),
        };
        ChoiceList { choices: (0..6).map(choice).collect(), shuffle: true, other: None }
    }

    fn id(last: u8) -> ResponseId {
        ResponseId::new(Timestamp::default(), [last; 10])
    }

    #[test]
    fn shuffling_keeps_everything_and_leaves_pinned_choices_where_they_are() {
        let list = choices(&[0, 5]);
        let mut seen = std::collections::BTreeSet::new();
        let mut first = [0; 6];
        for number in 0..=u8::MAX {
            let order = list.order(id(number), "why");
            assert_eq!((order[0], order[5]), (0, 5));
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4, 5]);
            first[order[1]] += 1;
            seen.insert(order);
        }
        assert_eq!(seen.len(), 24, "all 4! orders of the four free ones come up among 256");
        assert!(first[1..5].iter().all(|&count| count > 25), "none is preferred: {first:?}");
    }

    #[test]
    fn the_last_byte_of_the_identifier_and_the_question_decide() {
        let list = choices(&[]);
        let other = ResponseId::new(Timestamp::from_millis(1e12), [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]);
        assert_eq!(list.order(id(9), "why"), list.order(other, "why"));
        assert_ne!(list.order(id(9), "why"), list.order(id(8), "why"));
        assert_ne!(list.order(id(9), "why"), list.order(id(9), "what"));
    }

    /// Prerendered questions list these orders, natively made, and the application makes them again in Wasm.
    #[test]
    fn orders_are_the_same_on_every_platform() {
        let orders = [0x00, 0x7f, 0xff].map(|last| choices(&[]).order(id(last), "why"));
        assert_eq!(orders, [[4, 0, 3, 1, 5, 2], [4, 2, 0, 3, 1, 5], [2, 3, 0, 4, 5, 1]]);
    }
}
