//! Rows that are all judged on the same scale: one column for each row.

use super::choice_list::{Choice, ChoiceList, ids_of, index_of, label_of, listed};
use super::field::{self, Field};
use super::{DefinedType, Definition, QuestionType};
use crate::form::{FormData, FormError};
use crate::{Answer, LocalizedText, MessageKey, ResponseId, Value, digits, limits};

/// Rows that are all judged on the same scale.
#[derive(Clone, PartialEq)]
pub struct Matrix {
    /// What is judged.
    pub rows: ChoiceList,
    /// What can be said of each row.
    pub columns: Vec<Choice>,
}

/// The name of the field of a matrix's row in forms.
pub fn row_name(index: usize) -> String {
    ["row", &digits(index as u64)].concat()
}

impl QuestionType for Matrix {
    fn type_name(&self) -> &'static str {
        "matrix"
    }

    fn required_error(&self) -> MessageKey {
        MessageKey::ErrorRows
    }

    fn read_form(&self, form: &FormData, required: bool) -> Result<Option<Answer>, FormError> {
        let mut rows = Value::object();
        let mut filled = false;
        for (index, row) in self.rows.choices.iter().enumerate() {
            let name = row_name(index);
            match listed(&self.columns, form.get(&name)) {
                Some(column) => {
                    filled = true;
                    rows.put(&row.id, Value::from(column.id.as_str()));
                }
                None if required => return Err(FormError::new(&name, MessageKey::ErrorRows)),
                None => {}
            }
        }
        Ok(filled.then(|| Answer::new(rows)))
    }

    fn fill_form(&self, answer: &Answer) -> FormData {
        let mut form = FormData::default();
        for (number, row) in self.rows.choices.iter().enumerate() {
            if let Some(Value::Text(column)) = answer.value().get(&row.id) {
                form.add(&row_name(number), index_of(&self.columns, column));
            }
        }
        form
    }

    fn has_field(&self, field: &str) -> bool {
        self.rows.choices.iter().any(|row| row.id == field)
    }

    fn values(&self, field: Option<&str>) -> Option<Vec<&str>> {
        field.map(|_| ids_of(&self.columns))
    }

    fn label(&self, value: &str) -> Option<&LocalizedText> {
        label_of(&self.columns, value)
    }

    fn field_label(&self, field: &str) -> Option<&LocalizedText> {
        (0..).zip(&self.rows.choices).find(|(index, _)| row_name(*index) == field).map(|(_, row)| &row.label)
    }

    fn order(&self, response: ResponseId, question: &str) -> Vec<usize> {
        self.rows.order(response, question)
    }
}

const ROWS: field::Choices = field::Choices { name: "rows", description: "What is judged.", min: 1, max: limits::ROWS };
const COLUMNS: field::Choices =
    field::Choices { name: "columns", description: "What can be said of each row.", min: 2, max: limits::COLUMNS };
const SHUFFLE: field::Flag =
    field::Flag { name: "shuffle", description: "Whether every visitor sees the rows in another order." };

impl DefinedType for Matrix {
    const DEFINITIONS: &'static [Definition] = &[Definition {
        name: "matrix",
        description: "One column for each row.",
        fields: &[&ROWS as &dyn Field, &COLUMNS, &SHUFFLE],
        read: |reader| {
            let (rows, columns) = (ROWS.read(reader), COLUMNS.read(reader));
            let shuffle = SHUFFLE.read(reader);
            let rows = ChoiceList { choices: rows?, other: None, shuffle };
            Self::defined(Self { rows, columns: columns? })
        },
        samples: &[
            r#"{"rows": ["r", "s", "t"], "columns": ["1", "2", "3"]}"#,
            r#"{"rows": ["c0"], "columns": ["c0", "c1"], "shuffle": true}"#,
        ],
    }];

    fn draw_form(&self, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
        let rows = 0..self.rows.choices.len();
        rows.map(|row| (row_name(row), digits(draw(self.columns.len()) as u64))).collect()
    }
}
