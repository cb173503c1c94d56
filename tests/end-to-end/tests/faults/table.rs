//! The table of faults, here and in the documentation.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::pin::Pin;

use end_to_end::Engine;

use crate::scene::Scene;

/// A fault.
pub(crate) struct Row {
    /// What is done.
    pub(crate) fault: &'static str,
    /// What comes of it.
    pub(crate) effect: &'static str,
    /// Whether it takes place in a private window.
    pub(crate) private: bool,
    /// Does it, and panics if anything else comes of it.
    pub(crate) act: for<'s> fn(&'s mut Scene) -> Pin<Box<dyn Future<Output = Verdict> + 's>>,
}

/// What became of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Each has arrived, counts once, at its latest revision.
    Arrived,
    /// One is lost, and the page was told which.
    Told,
    /// One was taken away with the storage, after the widget had said that it waits.
    TakenAway,
    /// The test has failed.
    Failed,
}

/// The verdicts of what was run, by the row's number, then the engine's.
pub(crate) type Verdicts = BTreeMap<(usize, usize), Verdict>;

pub(crate) const ENGINES: [Engine; 2] = [Engine::Chromium, Engine::Firefox];

const HEAD: &str = "| fault | what happens | Chromium | Firefox |\n|---|---|---|---|\n";

impl Verdict {
    fn text(self) -> &'static str {
        match self {
            Self::Arrived => "nothing lost",
            Self::Told => "lost, reported",
            Self::TakenAway => "lost with the storage",
            Self::Failed => "FAILED",
        }
    }
}

/// What a cell says.
fn cell(verdicts: &Verdicts, row: usize, engine: usize) -> &'static str {
    verdicts.get(&(row, engine)).map_or("not run", |verdict| verdict.text())
}

/// The table in Markdown.
pub(crate) fn print(rows: &[Row], verdicts: &Verdicts) -> String {
    let mut table = HEAD.to_owned();
    for (number, row) in rows.iter().enumerate() {
        let (chromium, firefox) = (cell(verdicts, number, 0), cell(verdicts, number, 1));
        let _ = writeln!(table, "| {} | {} | {chromium} | {firefox} |", row.fault, row.effect);
    }
    table
}

/// The cells of the table in `docs/delivery.md`.
pub(crate) fn of_document() -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/delivery.md");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (_, table) = text.split_once(HEAD).expect("docs/delivery.md has the table of faults");
    let lines = table.lines().take_while(|line| line.starts_with('|'));
    lines.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// Where the documentation has other rows.
pub(crate) fn differences(rows: &[Row], documented: &[Vec<String>]) -> Vec<String> {
    let mut found = Vec::new();
    for number in 0..rows.len().max(documented.len()) {
        let here = rows.get(number).map(|row| [row.fault, row.effect]);
        let there = documented.get(number).map(|cells| [0, 1].map(|index| cells.get(index).map_or("", String::as_str)));
        if here != there {
            found.push(format!("row {} is {here:?}, and in docs/delivery.md {there:?}", number + 1));
        }
    }
    found
}

/// What failed, and where something else happened than the documentation says.
pub(crate) fn contradictions(rows: &[Row], verdicts: &Verdicts, documented: &[Vec<String>]) -> Vec<String> {
    let mut found = Vec::new();
    for (&(row, engine), verdict) in verdicts {
        let said = documented.get(row).and_then(|cells| cells.get(2 + engine)).map_or("", String::as_str);
        if said != verdict.text() {
            let (fault, engine) = (rows[row].fault, ENGINES[engine]);
            found.push(format!("{fault}, {engine:?}: {}; docs/delivery.md says: {said}", verdict.text()));
        }
    }
    found
}
