//! The parts of the application that few pages need, and that are loaded when they are needed.
//!
//! A chunk is reached through one function that hands out what is in it: what main doesn't name itself stays out of main.

use std::rc::Rc;

use askwell_survey::config::Config;
use askwell_survey::targeting::choose_variant;
use askwell_survey::{Diagnostics, Question, Value};
use leptos::prelude::AnyView;

use crate::components::rare;

/// Declares a chunk, and the function that loads it, unless it is there, and returns what is in it. What was loaded is kept in a
/// thread local. A build that isn't split has everything in main.
///
/// # Errors
/// `load` if the chunk can't be fetched; the next call tries again.
macro_rules! chunk {
    ($chunk:ident in $loaded:ident; $(#[$meta:meta])* $visibility:vis async fn $load:ident() -> $contents:ty $body:block) => {
        thread_local! {
            static $loaded: ::std::cell::Cell<Option<$contents>> = const { ::std::cell::Cell::new(None) };
        }

        $(#[$meta])*
        $visibility async fn $load() -> Result<$contents, $crate::error::ApiError> {
            #[cfg(split)]
            #[::wasm_split_helpers::wasm_split($chunk, fallible)]
            fn fetch() -> Result<$contents, $crate::error::ApiError> {
                Ok($body)
            }

            #[cfg(not(split))]
            async fn fetch() -> Result<$contents, $crate::error::ApiError> {
                Ok($body)
            }

            if let Some(contents) = $loaded.get() {
                return Ok(contents);
            }
            let contents = fetch().await?;
            $loaded.set(Some(contents));
            Ok(contents)
        }
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

chunk! { questions in QUESTIONS;
    /// Loads the chunk `questions`.
    pub(crate) async fn load_questions() -> Questions {
        Questions { read_config: Config::read, view: rare::view, styles: rare::STYLES }
    }
}

/// The chunk `questions`, if it is there.
pub(crate) fn loaded_questions() -> Option<Questions> {
    QUESTIONS.get()
}

/// Chooses one of a configuration's variants by what the visitor is known by.
type ChooseVariant = fn(Value, &str) -> Value;

chunk! { variants in VARIANTS;
    /// Loads the chunk `variants`.
    pub(crate) async fn load_variants() -> ChooseVariant {
        choose_variant
    }
}
