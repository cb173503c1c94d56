//! How much of anything is accepted. A page's mistake, or its malice, ends here.

/// How deeply values may be nested.
pub const DEPTH: usize = 24;
/// Entries of one object, anywhere. Names are compared with each other, so that none is given twice.
pub const OBJECT: usize = 256;
/// The largest number that is still exact in JSON readers everywhere: 2⁵³ − 1.
pub const LARGEST_NUMBER: f64 = 9_007_199_254_740_991.0;
/// Characters in an identifier: of a survey, a question, an attribute.
pub const IDENTIFIER: usize = 64;
/// Characters in a label: an attribute's value, a person's trait, a title.
pub const LABEL: usize = 500;
/// Characters in a URL.
pub const URL: usize = 2_048;
/// Characters in a free-text answer.
pub const VERBATIM: usize = 5_000;
/// Attributes, traits or answers in one response.
pub const ENTRIES: usize = 64;
/// Bytes in an e-mail address: RFC 5321, 4.5.3.1.3, less the angle brackets.
pub const EMAIL: usize = 254;
/// Characters in a phone number, with what people put between its digits.
pub const PHONE: usize = 40;
/// Characters of a text in a definition: a prompt, a label, an ending.
pub const WORDS: usize = 1_000;
/// Bytes of text in a whole definition, all languages together.
pub const DEFINITION: usize = 256 * 1_024;
/// Questions in a survey. Their answers and those that a page gives have to fit into one response.
pub const QUESTIONS: usize = 50;
/// Things to choose from in one question.
pub const CHOICES: usize = 100;
/// Things to put in order: more can't be overlooked on a phone.
pub const RANKED: usize = 20;
/// Rows of a matrix.
pub const ROWS: usize = 20;
/// Columns of a matrix.
pub const COLUMNS: usize = 10;
/// Points of a scale.
pub const POINTS: usize = 21;
/// Endings of a survey.
pub const ENDINGS: usize = 20;
/// Languages of a survey.
pub const LANGUAGES: usize = 60;
/// Values that a survey computes.
pub const VALUES: usize = 32;
/// Answers that a page gives without asking.
pub const HIDDEN: usize = 32;
/// How deeply conditions may be nested.
pub const CONDITION_DEPTH: usize = 8;
/// Comparisons in one condition.
pub const COMPARISONS: usize = 64;
/// Branches of one question.
pub const BRANCHES: usize = 20;
/// Days for which a text is kept that was typed and not sent.
pub const DRAFT_DAYS: f64 = 14.0;
/// Days for which a survey that was begun is continued: half an hour.
pub const SESSION_DAYS: f64 = 0.5 / 24.0;
/// Seconds until a survey is shown.
pub const DELAY: u32 = 86_400;
/// Days of a recontact period.
pub const RECONTACT_DAYS: u32 = 3_650;
/// Triggers of a survey.
pub const TRIGGERS: usize = 20;
/// Page views that a trigger waits for.
pub const PAGES: u32 = 1_000;
/// Names of events that are counted on a page.
pub const EVENT_NAMES: usize = 100;
/// Events of one name that are kept with their properties. What came before is only counted.
pub const EVENTS: usize = 50;
/// Properties of an event.
pub const PROPERTIES: usize = 64;
/// Patterns for the URL in one attribute.
pub const PATTERNS: usize = 20;
/// Variants of a survey.
pub const VARIANTS: usize = 20;
/// The greatest weight of a variant.
pub const WEIGHT: u32 = 1_000;
/// Seconds of visible time before the recommendation question is asked, unless a page says that this is the moment.
pub const USUAL_VISIBLE: f64 = 30.0;
/// The page view from which on it is asked earlier than that.
pub const USUAL_PAGES: u32 = 3;
/// Milliseconds after a survey appeared in which a close is an accident.
pub const ACCIDENT: u64 = 1_000;
/// Days after an ignored view in which a visitor isn't asked again, unless a site says otherwise.
pub const RECONTACT_IGNORED: f64 = 1.0;
/// The highest priority of a survey among several.
pub const PRIORITY: u32 = 100;
/// Endpoints that responses go to.
pub const ENDPOINTS: usize = 10;
/// Bytes of text in the template of an endpoint.
pub const TEMPLATE: usize = 16_384;
/// From here on customers are satisfied: the upper two of five points.
pub const SATISFIED: f64 = 4.0;
/// From here on something was easy: the upper three of seven points.
pub const EASY: f64 = 5.0;

/// Whether `text` has more than `longest` characters. Counts bytes that begin one, which needs no decoder.
pub fn exceeds(text: &str, longest: usize) -> bool {
    text.len() > longest && text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() > longest
}
