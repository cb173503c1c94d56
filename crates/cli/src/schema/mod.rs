//! The JSON Schema of survey definitions, for editors and for other tools.
//!
//! It is made of the tables of fields that the types of questions have, and for the rest of the types in this module,
//! which describe a document and do nothing else: documents are read and checked by [`askwell_survey::lint`]. The schema says what can be said about one field by itself. What it refuses the
//! linter refuses as well; what needs several fields together, such as references and circles, is the linter's alone.

mod condition;
mod endpoint;
mod question;
mod scalar;
mod survey;
mod targeting;

pub(crate) use scalar::SPELT;

pub use condition::{Computation, Condition, ConditionalComputation, Fact, Given, NameOf, Several};
pub use endpoint::{
    Credentials, Endpoint, Format, FunctionName, Method, OfResponses, Parameters, ReceiverName, Redirects, Revisions,
    Rules, Seconds,
};
pub use question::{Branch, Choice, DescribedChoice, FollowUp, FollowUpQuestion, Question};
pub use scalar::{
    Address, ContactAddress, Date, Flag, Group, Groups, Identifier, Labels, Languages, Name, Number, Plain, Tag, Tags,
    Text, Title, Translated, Whole, Words, WordsOrTrue,
};
pub use survey::{
    Computed, Consent, Display, Ending, FollowUps, Gpc, Kind, Link, Load, Position, Preset, Show, Storage, Survey,
    Texts, Theme,
};
pub use targeting::{
    Clock, Days, Hours, Interrupt, Moment, OfEvents, OfTargeting, OneTrigger, Overlay, Targeting, Trigger, Variant,
    Weight, When,
};

use schemars::generate::SchemaSettings;

/// The name under which the schema is published beside the widget.
pub const FILE: &str = "survey.schema.json";

/// The schema, by the draft of 2020-12.
pub fn schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Survey>().to_value();
    targeting::overlay(&mut schema);
    schema
}

/// The schema as a text, indented.
pub fn text() -> String {
    format!("{:#}", schema())
}
