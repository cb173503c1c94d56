//! The whole document.

use super::condition::{Computation, Condition, ConditionalComputation, Given};
use super::endpoint::{Endpoint, FunctionName, Parameters, ReceiverName, with_parameters};
use super::question::{FollowUp, Question};
use super::scalar::{
    Address, ContactAddress, Identifier, Labels, Languages, Name, Number, Tags, Text, Title, Whole, Words, names,
};
use super::targeting::{Interrupt, Targeting, Variant};
use askwell_survey::{MessageKey, limits};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A survey, and what a site says about it. `askwell lint` checks what a schema can’t: references, circles, and what
/// nobody is ever asked.
#[derive(JsonSchema)]
#[schemars(
    title = "Askwell survey definition",
    rename_all = "camelCase",
    deny_unknown_fields,
    transform = named,
    transform = with_parameters,
    example = json!({"id": "purchase", "preset": "nps-transactional", "followUps": {"passive": "What was missing?"}})
)]
pub struct Survey {
    /// The address of this schema, for editors.
    #[schemars(rename = "$schema")]
    pub schema: Option<Value>,
    /// The survey’s name in responses, recontact periods and reports. Required with `questions`. Default: the preset’s
    /// name.
    pub id: Option<Identifier>,
    /// Counted up whenever the survey changes, so that answers to different questions aren’t mixed. Default: 1.
    pub version: Option<Whole<1, { u32::MAX }>>,
    /// What the survey is about. Answers of different kinds are never counted together.
    pub kind: Option<Kind>,
    /// A built-in survey; `nps` unless there are `questions`.
    pub preset: Option<Preset>,
    /// What is asked after the score of `nps`, `nps-transactional` and `employee`, by group. A group that isn’t named
    /// keeps the preset’s question.
    pub follow_ups: Option<FollowUps>,
    /// The questions in order, instead of a preset.
    #[schemars(length(min = 1, max = limits::QUESTIONS))]
    pub questions: Option<Vec<Question>>,
    /// How the survey can end: the first whose `if` holds, or the last.
    #[schemars(length(max = limits::ENDINGS))]
    pub endings: Option<Vec<Ending>>,
    /// Values computed from answers, by name; each may use those before it.
    #[schemars(extend("maxProperties" = limits::VALUES, "propertyNames" = names()))]
    pub values: Option<BTreeMap<String, Computed>>,
    /// Answers that the page gives without asking, by name; `null` where it may give one later.
    #[schemars(extend("maxProperties" = limits::HIDDEN, "propertyNames" = names()))]
    pub hidden: Option<BTreeMap<String, Option<Given>>>,
    /// The languages of the survey’s own words, the default first.
    pub languages: Option<Languages>,
    /// Where answers are posted; may be left to the page’s script tag.
    pub endpoint: Option<Address>,
    /// Where else answers go, or where they go instead, each in a form of its own.
    #[schemars(length(max = limits::ENDPOINTS))]
    pub endpoints: Option<Vec<Endpoint>>,
    /// A service by its name: short for `endpoints` with one entry.
    pub receiver: Option<ReceiverName>,
    /// What the `receiver` needs to know.
    pub parameters: Option<Parameters>,
    /// The name of a function of the page, such as `shop.answered`, that is given each response before it is kept, and may
    /// change it or hold it back.
    pub before_send: Option<FunctionName>,
    /// What questions call the thing they ask about.
    pub product: Option<Text>,
    /// The language. Default: the page’s.
    pub lang: Option<Identifier>,
    /// How the survey stands in the page. Default: `popover`.
    pub display: Option<Display>,
    /// Where an inline survey goes, or what a survey stands beside, as a CSS selector.
    pub container: Option<Text>,
    /// Where a survey stands that is above the page. Default: `bottom-end`.
    pub position: Option<Position>,
    /// Seconds until it is shown. Default: 1.
    pub delay: Option<Number<{ limits::DELAY }>>,
    /// Whether it is shown by itself, or by `askwell.show()` alone.
    pub show: Option<Show>,
    /// When the application is loaded behind the prerendered first question. Default: `interaction`.
    pub load: Option<Load>,
    /// The prerendered first question, as `askwell prerender` writes it.
    pub prerendered: Option<Address>,
    /// When, where and to whom it is shown.
    pub targeting: Option<Targeting>,
    /// The restraints that don’t hold for this survey: it may be shown while the visitor types, in a checkout and so on.
    pub interrupt: Option<Interrupt>,
    /// Wordings or questions of which each visitor gets one.
    #[schemars(length(max = limits::VARIANTS))]
    pub variants: Option<Vec<Variant>>,
    /// Light or dark. Default: as the visitor prefers.
    pub theme: Option<Theme>,
    /// A colour such as `#4f46e5`; shades that can be read are derived from it.
    #[schemars(regex(pattern = "^#[0-9a-fA-F]{6}$"))]
    pub accent: Option<String>,
    /// Where promoters can recommend you.
    pub recommend_url: Option<Address>,
    /// Where everybody can write a review.
    pub review_url: Option<Address>,
    /// Where a reader can reach someone if an article didn’t help.
    pub contact_url: Option<ContactAddress>,
    /// The article a rating is about.
    pub topic: Option<Title>,
    /// What answers belong to: segment, touchpoint, team, or anything else.
    pub attributes: Option<Labels>,
    /// Who answers: id, account, role, or anything else.
    pub person: Option<Labels>,
    /// Query parameters that stay in `page.url`.
    pub keep_query: Option<Tags>,
    /// What may be kept on the visitor’s device. Default: `local`.
    pub storage: Option<Storage>,
    /// What waits until the visitor has consented. Default: nothing.
    pub consent: Option<Consent>,
    /// Whether Global Privacy Control counts as a refusal of consent. Default: `ignore`.
    pub gpc: Option<Gpc>,
    /// Days after an answer in which a visitor isn’t asked again. Default: 90.
    pub recontact_answered: Option<Number<{ limits::RECONTACT_DAYS }>>,
    /// Days after a dismissal in which a visitor isn’t asked again. Default: 30.
    pub recontact_dismissed: Option<Number<{ limits::RECONTACT_DAYS }>>,
    /// Days after an ignored view in which a visitor isn’t asked again, if they have consented. Default: 1.
    pub recontact_ignored: Option<Number<{ limits::RECONTACT_DAYS }>>,
    /// Texts of the interface in your own words.
    pub texts: Option<Texts>,
}

/// Questions of its own need a name: there is no preset to lend one.
fn named(schema: &mut Schema) {
    schema.insert("if".to_owned(), json!({"required": ["questions"], "properties": {"questions": {"type": "array"}}}));
    schema.insert("then".to_owned(), json!({"required": ["id"], "properties": {"id": {"not": {"type": "null"}}}}));
}

/// How a value is computed: in one way, or in the first of several that holds.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Computed {
    /// One way.
    One(Computation),
    /// Several, of which the first that holds is taken.
    Several(#[schemars(length(min = 1, max = limits::BRANCHES))] Vec<ConditionalComputation>),
}

/// What is asked after the score.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub struct FollowUps {
    /// Of those who gave 0 to 6.
    pub detractor: Option<FollowUp>,
    /// Of those who gave 7 or 8.
    pub passive: Option<FollowUp>,
    /// Of those who gave 9 or 10.
    pub promoter: Option<FollowUp>,
}

/// One way for the survey to end.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Ending {
    /// A name, for ways that lead here.
    pub id: Option<Name>,
    /// What the ending says.
    pub text: Words,
    /// When it is reached. Default: always.
    pub r#if: Option<Condition>,
    /// What can be done next.
    pub link: Option<Link>,
}

/// A call to action.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, inline)]
pub struct Link {
    /// What it says.
    pub label: Words,
    /// Where it leads.
    pub url: ContactAddress,
    /// The name of the answer `"opened"`. Default: `link`.
    pub name: Option<Name>,
}

/// The site’s own texts, by the names in the language files.
pub struct Texts;

impl JsonSchema for Texts {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let text = generator.subschema_for::<Option<Text>>();
        let properties: Map<String, Value> =
            MessageKey::ALL.iter().map(|key| (key.name().to_owned(), text.clone().to_value())).collect();
        json_schema!({"type": "object", "properties": properties, "additionalProperties": false})
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $word:ident,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(JsonSchema)]
            #[schemars(rename_all = "kebab-case", inline)]
            pub enum $name { $($(#[$about])* $word,)* }
        )*
    };
}

words! {
    /// What a survey is about.
    Kind {
        /// The whole relationship: asked at any time.
        Relational,
        /// One experience: asked right after it.
        Transactional,
        /// An article, or another thing.
        Rating,
    }
    /// A survey known by one word.
    Preset {
        /// The recommendation question, and a follow-up of its own for each group.
        Nps,
        /// Whether an article helped, and what it lacks.
        Helpful,
        /// The recommendation question, right after an experience.
        NpsTransactional,
        /// How satisfied customers are.
        Csat,
        /// How easy something was for them.
        Ces,
        /// Why they leave.
        Churn,
        /// Whether employees would recommend working here.
        Employee,
    }
    /// How the survey stands in the page.
    Display {
        /// A card above the page, in a corner or at an edge.
        Popover,
        /// In the flow of the page.
        Inline,
        /// Along the bottom edge, in the middle.
        Sheet,
        /// At the edge of a side, which it comes from.
        SlideIn,
        /// Along the whole bottom or top edge.
        Bar,
        /// Beside the element that `container` names.
        Beside,
        /// In the middle, with everything else out of reach.
        Modal,
        /// All over the window.
        Page,
    }
    /// Where a survey stands that is above the page. Start and end follow the direction of the language.
    Position {
        /// Below, at the end of a line.
        BottomEnd,
        /// Below, in the middle of a line.
        BottomCenter,
        /// Below, at the start of a line.
        BottomStart,
        /// Half-way up, at the end of a line.
        CenterEnd,
        /// In the middle.
        Center,
        /// Half-way up, at the start of a line.
        CenterStart,
        /// Above, at the end of a line.
        TopEnd,
        /// Above, in the middle of a line.
        TopCenter,
        /// Above, at the start of a line.
        TopStart,
    }
    /// Light or dark.
    Theme {
        /// As the page is.
        Auto,
        /// Dark text on white.
        Light,
        /// Light text on near-black.
        Dark,
    }
    /// What may be kept on the visitor’s device.
    Storage {
        /// Answers that wait and recontact periods, until they are over.
        Local,
        /// The same, until the tab is closed.
        Session,
        /// Nothing.
        None,
    }
    /// What waits until the visitor has consented.
    Consent {
        /// Keeping anything on the device.
        Storage,
        /// Showing the survey, and keeping anything on the device.
        Survey,
    }
    /// Whether Global Privacy Control counts as a refusal of consent.
    Gpc {
        /// It says nothing about surveys.
        Ignore,
        /// Nothing is kept on the device, and with `"consent": "survey"` nothing is shown.
        Respect,
    }
    /// When the application is loaded behind a prerendered first question.
    Load {
        /// When the visitor turns to the question.
        Interaction,
        /// At once.
        Now,
    }
    /// What shows the survey.
    Show {
        /// Its delay.
        Auto,
        /// A call.
        Manual,
    }
}
