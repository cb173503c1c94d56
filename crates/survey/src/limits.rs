//! How much of anything is accepted. A page's mistake, or its malice, ends here.

/// How deeply values may be nested.
pub const DEPTH: usize = 16;
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

/// Whether `text` has more than `longest` characters. Counts bytes that begin one, which needs no decoder.
pub fn exceeds(text: &str, longest: usize) -> bool {
    text.len() > longest && text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() > longest
}
