//! What a survey is, and what comes next.
//!
//! Everything that can be decided without a browser is decided here: which group a score belongs to, which question
//! follows, what a response says, how long a visitor isn't asked again, what waits to be sent, and what a set of
//! scores amounts to. The widget turns browser facts into this crate's inputs and its outputs into a page; the
//! collector reads responses and asks for the arithmetic. Neither repeats a rule.
//!
//! What this crate does not do: touch a DOM, read a clock, draw a random number, or do any I/O. Time, random bytes
//! and facts come in as arguments, so every rule is tested natively, in milliseconds.
//!
//! ```
//! use askwell_survey::{Group, Score, Tally};
//!
//! let scores = [10, 9, 7, 3].map(|points| Score::new(points).unwrap());
//! assert_eq!(scores[3].group(), Group::Detractor);
//! assert_eq!(Tally::of(scores).nps().unwrap().rounded(), 25);
//! ```

mod answer;
pub mod api;
mod computation;
mod condition;
pub mod config;
mod date;
pub mod decode;
mod definition;
mod diagnostic;
pub mod endpoint;
pub mod form;
mod id;
mod json;
mod language;
mod letter_case;
pub mod limits;
mod lint;
mod localized_text;
mod messages;
mod nps;
pub mod outbox;
mod page_link;
mod placeholder;
mod preset;
pub mod question;
mod recontact;
mod response;
mod score;
mod session;
mod survey;
pub mod targeting;
mod timestamp;
mod translation;
mod value;
mod variable_ref;

pub use answer::Answer;
pub use computation::Computation;
pub use condition::{Comparison, Condition, Lookup, Predicate};
pub use date::Date;
pub use decode::{Code, Diagnostic, Diagnostics};
pub use id::ResponseId;
pub use json::{digits, number_text};
pub use language::{is_right_to_left, nearest};
pub use lint::{lint, lint_with};
pub use localized_text::LocalizedText;
pub use localized_text::Translations;
pub use messages::pack;
pub use messages::{MessageKey, Messages};
pub use nps::{Interval, Nps, Tally};
pub use page_link::PageLink;
pub use placeholder::{Segment, interpolate, placeholders};
pub use preset::{Links, Preset};
pub use question::QuestionType;
pub use recontact::{Outcome, RecontactDays, RecontactPeriods};
pub use response::{Context, Kind, Layout, Page, Response, SCHEMA, Status, SurveyRef};
pub use score::{Group, HIGHEST, LOWEST, Score};
pub use session::{Effect, Event, Session, SessionInput, Step};
pub use survey::{Branch, Ending, Extras, Link, Question, Survey, Target};
pub use timestamp::Timestamp;
pub use translation::{LANGUAGES, language_files};
pub use value::Value;
pub use variable_ref::{FactSource, VariableRef};

/// The name under which `of` is listed among `names`.
pub(crate) fn name_of<T: PartialEq>(names: &[(&'static str, T)], of: &T) -> &'static str {
    names.iter().find(|(_, value)| value == of).map_or("", |(name, _)| name)
}
