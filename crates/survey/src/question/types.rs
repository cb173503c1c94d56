//! All types together: by the names that definitions have for them.

use std::rc::Rc;

use super::field::DefinitionReader;
use super::{DefinedType, Definition, QuestionType};
use crate::form::FormData;

/// The types that a definition can ask for.
#[derive(Clone)]
pub struct TypeRegistry(Vec<&'static Definition>);

impl Default for TypeRegistry {
    /// The types of [`question_types!`](crate::question_types).
    fn default() -> Self {
        macro_rules! register {
            ($($question_type:ident),*) => {
                Self(Vec::new())$(.with::<super::$question_type>())*
            };
        }
        crate::question_types!(register)
    }
}

impl TypeRegistry {
    /// These and one more.
    pub fn with<T: DefinedType>(mut self) -> Self {
        self.0.extend(T::DEFINITIONS);
        self
    }

    /// What definitions can say of each type.
    pub fn definitions(&self) -> &[&'static Definition] {
        &self.0
    }

    pub(crate) fn readers(&self) -> Vec<TypeReader> {
        self.0.iter().map(|definition| definition.reader()).collect()
    }
}

/// What reading a definition needs of a [`Definition`]. Descriptions and samples are not downloaded with it.
#[derive(Clone, Copy)]
pub(crate) struct TypeReader {
    pub(crate) name: &'static str,
    pub(crate) read: fn(&mut DefinitionReader<'_, '_, '_>) -> Option<Rc<dyn QuestionType>>,
}

impl Definition {
    const fn reader(&self) -> TypeReader {
        TypeReader { name: self.name, read: self.read }
    }
}

/// How many names a type can have.
const MOST_NAMES: usize = 4;

const fn readers<T: DefinedType>() -> [Option<TypeReader>; MOST_NAMES] {
    let mut readers = [None; MOST_NAMES];
    let mut index = 0;
    while index < T::DEFINITIONS.len() {
        readers[index] = Some(T::DEFINITIONS[index].reader());
        index += 1;
    }
    readers
}

/// The readers of [`question_types!`](crate::question_types).
pub(crate) fn type_readers() -> Vec<TypeReader> {
    macro_rules! list {
        ($($question_type:ident),*) => {
            [$(const { readers::<super::$question_type>() }),*]
        };
    }
    crate::question_types!(list).into_iter().flatten().flatten().collect()
}

/// A form of a question that is filled in as it should be: see [`DefinedType::draw_form`]. Empty for a type that isn't
/// among [`question_types!`](crate::question_types).
pub fn draw_form(question_type: &dyn QuestionType, draw: &mut dyn FnMut(usize) -> usize) -> FormData {
    macro_rules! dispatch {
        ($($name:ident),*) => {
            $(if let Some(question_type) = question_type.downcast_ref::<super::$name>() {
                return question_type.draw_form(draw);
            })*
        };
    }
    crate::question_types!(dispatch);
    FormData::default()
}
