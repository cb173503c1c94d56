//! Names and values as addresses and forms have them: `a=b&c=d`.

use crate::row::storable;

/// Reads them. Whatever they say can be looked for in every database.
pub(crate) fn read(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), storable(&value))).collect()
}
