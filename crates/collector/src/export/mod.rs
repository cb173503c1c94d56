//! Writing stored responses, for the command line, the report's pages and programs. `maintenance/import` reads them back.
//!
//! Responses are read a page at a time, and between two pages nothing is held: neither a connection nor what was written. So
//! an export takes as much memory for a million responses as for a thousand, and whoever reads slowly is in nobody's way.

mod api;
pub(crate) mod cell;
mod customers;
mod table;

use askwell_survey::Value;

use crate::contact::{self, ContactKey};
use crate::store::{ResponseSource, Store, StoreError, Stored};
use table::{Entries, Table};

pub(crate) use api::{ResponsesDocument, get};
pub(crate) use customers::customers_csv;
pub(crate) use table::{ANSWERED, COLUMNS, MORE, PARTS};

/// Responses that are read at a time.
const PAGE: usize = 500;
/// What the collector knows of a response beside its document: when it arrived, why it is left out of scores, and its tags.
pub(crate) const RECEIVED_AT: &str = "receivedAt";
pub(crate) const MARK: &str = "mark";
/// What people and rules say that it is about.
pub(crate) const TAGS: &str = "tags";

/// Format of the responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A document a line.
    JsonLines,
    /// A row for each response.
    Csv,
}

impl ExportFormat {
    /// How a file's name ends.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::JsonLines => "application/jsonl; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// What of who answered is written.
#[derive(Clone, Debug)]
pub(crate) enum Personal {
    /// Nothing.
    Without,
    /// All that is stored. What is sealed is opened by the key.
    With(Option<Box<ContactKey>>),
}

impl Personal {
    fn key(&self) -> Option<&ContactKey> {
        match self {
            Self::Without => None,
            Self::With(key) => key.as_deref(),
        }
    }

    /// The document of a response.
    fn document(&self, stored: &Stored) -> Value {
        let mut document: Value = serde_json::from_str(&stored.document).unwrap_or_default();
        if matches!(self, Self::Without) {
            contact::strip(&mut document);
        }
        document
    }

    /// The same with what the collector knows beside it.
    fn entry(&self, stored: &Stored) -> Value {
        let mut document = self.document(stored);
        // What a visitor sent under these names is never taken for it.
        if let Value::Map(fields) = &mut document {
            fields.retain(|(name, _)| ![RECEIVED_AT, MARK, TAGS].contains(&name.as_str()));
        }
        document.set(RECEIVED_AT, Value::from(stored.received_at.to_text().as_str()));
        if let Some(mark) = &stored.mark {
            document.set(MARK, Value::from(mark.as_str()));
        }
        document.set(TAGS, Value::List(stored.tags.iter().map(|tag| Value::from(tag.as_str())).collect()));
        document
    }
}

/// Responses that are being written, in the order of their identifiers.
pub(crate) struct Export {
    store: Store,
    source: ResponseSource,
    personal: Personal,
    table: Option<Table>,
    /// What is written before the first response.
    first: Option<Vec<u8>>,
    /// After which identifier it goes on; None at the end.
    after: Option<String>,
    /// How many responses were written.
    pub(crate) written: u64,
}

impl Export {
    /// Begins to write. A table's columns stand before its rows, so all responses are read once for their names: counts know no
    /// numbers among the attributes, and nothing of people.
    pub(crate) async fn begin(
        store: &Store,
        source: ResponseSource,
        format: ExportFormat,
        personal: Personal,
    ) -> Result<Self, StoreError> {
        let start = Some(String::new());
        let mut export =
            Self { store: store.clone(), source, personal, table: None, first: None, after: start.clone(), written: 0 };
        if format == ExportFormat::Csv {
            let mut entries = Entries::default();
            while let Some(page) = export.page().await? {
                page.iter().for_each(|stored| entries.add(&export.personal.document(stored)));
            }
            let table = Table::of(entries);
            export.first = Some(table.headings()?);
            export.table = Some(table);
            export.after = start;
        }
        Ok(export)
    }

    /// Begins with the mark by which Excel knows UTF-8: without it, a file that is opened with a double click has "MÃ¼ller" for
    /// "Müller".
    pub(crate) fn for_excel(mut self) -> Self {
        if let Some(first) = &mut self.first {
            first.splice(..0, "\u{feff}".bytes());
        }
        self
    }

    async fn page(&mut self) -> Result<Option<Vec<Stored>>, StoreError> {
        let Some(after) = self.after.take() else { return Ok(None) };
        let (page, next) = self.store.read_page(&self.source, &after, PAGE, self.personal.key()).await?;
        self.after = next;
        Ok(Some(page))
    }

    /// The next piece; None at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let Some(page) = self.page().await? else { return Ok(None) };
        self.written += page.len() as u64;
        let piece = match &self.table {
            Some(table) => {
                let rows: Vec<_> = page.iter().map(|stored| (stored, self.personal.document(stored))).collect();
                table.rows(&rows)?
            }
            None => {
                let lines = page.iter().map(|stored| self.personal.entry(stored).to_json() + "\n");
                lines.collect::<String>().into_bytes()
            }
        };
        Ok(Some(piece))
    }
}
