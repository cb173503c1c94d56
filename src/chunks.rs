//! The parts of the application that few pages need, and that are loaded when they are needed.
//!
//! A chunk is reached through one function that hands out what is in it: what main doesn't name itself stays out of main.

use std::cell::Cell;
use std::rc::Rc;

use askwell_survey::config::Config;
use askwell_survey::{Diagnostics, Question, Value};
use leptos::prelude::AnyView;

use crate::components::rare;
use crate::error::ApiError;

/// Declares a function of a chunk, which is loaded when the function is first called. A build that isn't split has it
/// in main.
macro_rules! chunk {
    ($chunk:ident; $(#[$meta:meta])* fn $name:ident() -> $output:ty $body:block) => {
        $(#[$meta])*
        #[cfg(split)]
        #[::wasm_split_helpers::wasm_split($chunk, fallible)]
        fn $name() -> $output $body

        $(#[$meta])*
        #[cfg(not(split))]
        async fn $name() -> $output $body
    };
}
pub(crate) use chunk;

/// The chunk `questions`: surveys with questions of their own, and the types of question that only those have.
#[derive(Clone, Copy)]
pub(crate) struct Questions {
    /// Reads a configuration with a definition.
    pub(crate) read_config: fn(&Value) -> Result<Rc<Config>, Diagnostics>,
    /// The view of a question.
    pub(crate) view: fn(&Question) -> AnyView,
    /// The styles of these types of question.
    pub(crate) styles: &'static [&'static str],
}

thread_local! {
    static QUESTIONS: Cell<Option<Questions>> = const { Cell::new(None) };
}

chunk! { questions;
    fn questions_chunk() -> Result<Questions, ApiError> {
        Ok(Questions { read_config: Config::read, view: rare::view, styles: rare::STYLES })
    }
}

/// Loads the chunk `questions`, unless it is there.
///
/// # Errors
/// `load` if it can't be fetched; the next call tries again.
pub(crate) async fn load_questions() -> Result<Questions, ApiError> {
    if let Some(chunk) = loaded_questions() {
        return Ok(chunk);
    }
    let chunk = questions_chunk().await?;
    QUESTIONS.set(Some(chunk));
    Ok(chunk)
}

/// The chunk `questions`, if it is there.
pub(crate) fn loaded_questions() -> Option<Questions> {
    QUESTIONS.get()
}
