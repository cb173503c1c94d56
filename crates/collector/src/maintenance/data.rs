//! Giving stored responses out, and erasing them.

use std::io::Write;

use super::{COMMAND_LINE, now};
use crate::contact::ContactKey;
use crate::export::{Export, ExportFormat, Personal};
use crate::store::{Location, Mark, ResponseSource, Retention, Selection, Store, StoreError};

/// Whose responses are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    Everybody,
    /// The response with this identifier.
    Response(String),
    /// Of the person whom the site knows by this: `person.id`.
    Person(String),
    /// Of whoever left this e-mail address, anywhere in a response.
    Email(String),
}

impl From<&Whose> for Selection {
    fn from(whose: &Whose) -> Self {
        match whose {
            Whose::Everybody => Self::All,
            Whose::Response(id) => Self::Id(id.clone()),
            Whose::Person(person) => Self::Person(person.clone()),
            Whose::Email(email) => Self::Email(email.clone()),
        }
    }
}

/// Writes responses, in the order of their identifiers. With the key, what is personal is opened. Returned is how many that were.
///
/// # Errors
/// The database can't be read, or `out` takes no more.
pub async fn export(
    database: &Location,
    key: Option<&ContactKey>,
    whose: &Whose,
    format: ExportFormat,
    out: &mut (impl Write + Send),
) -> Result<u64, StoreError> {
    let store = Store::open(database).await?;
    let source = ResponseSource::Whose(Selection::from(whose));
    let mut export = Export::begin(&store, source, format, Personal::With(key.cloned().map(Box::new))).await?;
    while let Some(piece) = export.next().await? {
        out.write_all(&piece)?;
    }
    out.flush()?;
    store.close().await?;
    Ok(export.written)
}

/// Erases responses, and with them what waits to be forwarded. Returned are their identifiers.
///
/// # Errors
/// The database can't be written.
pub async fn erase(database: &Location, key: Option<&ContactKey>, whose: &Whose) -> Result<Vec<String>, StoreError> {
    let store = Store::open(database).await?;
    let erased = store.erase(&Selection::from(whose), key, now(), COMMAND_LINE).await?;
    store.close().await?;
    Ok(erased)
}

/// Erases what is older than the configuration says. Returned are how many responses were erased, and of how many what is
/// personal was.
///
/// # Errors
/// The database can't be written.
pub async fn forget(database: &Location, retention: Retention) -> Result<(u64, u64), StoreError> {
    let store = Store::open(database).await?;
    let forgotten = store.forget(retention, now()).await?;
    store.close().await?;
    Ok(forgotten)
}

/// Marks a response as `test` or `spam`, or with nothing, so that it counts. Returned is whether there is such a response.
///
/// # Errors
/// There is no such mark, or the database can't be written.
pub async fn mark(database: &Location, id: &str, mark: Option<&str>) -> Result<bool, StoreError> {
    let known = mark.map(|name| Mark::NAMES.iter().find(|(known, _)| *known == name).map(|(_, mark)| *mark));
    if known == Some(None) {
        return Err(StoreError::Refused("a mark is test or spam".to_owned()));
    }
    let store = Store::open(database).await?;
    let marked = store.mark(id, known.flatten(), now(), COMMAND_LINE).await?;
    store.close().await?;
    Ok(marked)
}

/// How many responses those would be.
///
/// # Errors
/// The database can't be read.
pub async fn count(database: &Location, key: Option<&ContactKey>, whose: &Whose) -> Result<u64, StoreError> {
    export(database, key, whose, ExportFormat::JsonLines, &mut std::io::sink()).await
}
