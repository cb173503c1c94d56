//! A folder of definitions, which are registered when the collector starts.

use std::path::{Path, PathBuf};

use askwell_survey::{Diagnostics, Timestamp};

use super::Definition;
use crate::store::{Registered, Store, StoreError};

/// Why a folder can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It, or a file in it, can't be read.
    #[error("{0} can’t be read: {1}")]
    File(PathBuf, std::io::Error),
    /// A definition is invalid.
    #[error("{0}:\n{1}")]
    Invalid(PathBuf, Diagnostics),
    /// The database can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Registers every `*.json` in `folder`. Nothing is registered unless all of them are valid.
pub(crate) async fn register(store: &Store, folder: &Path, now: Timestamp) -> Result<(), FolderError> {
    let definitions = read(folder)?;
    for definition in &definitions {
        let became = store.register(definition, now, "definitions folder").await?;
        let (survey, version) = (&definition.id, definition.version);
        match became {
            Registered::New => tracing::info!(survey, version, "registered a survey"),
            Registered::Replaced => {
                tracing::warn!(survey, version, "a registered survey has changed under its version")
            }
            Registered::Same => {}
        }
    }
    Ok(())
}

fn read(folder: &Path) -> Result<Vec<Definition>, FolderError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |error| FolderError::File(path, error)
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable(folder))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable(folder))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).map_err(unreadable(path))?;
        Definition::read(&text).map_err(|problems| FolderError::Invalid(path.clone(), problems))
    };
    paths.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_in_the_order_of_names_and_other_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("b.json", r#"{"id": "after", "preset": "csat", "version": 3}"#);
        write("a.json", r#"{"id": "shop", "preset": "nps"}"#);
        write("README.md", "not a definition");
        let names: Vec<_> = read(folder.path()).unwrap().into_iter().map(|one| (one.id, one.version)).collect();
        assert_eq!(names, [("shop".to_owned(), 1), ("after".to_owned(), 3)]);
        write("c.json", r#"{"id": "x", "questions": [{"id": "why", "type": "txt", "prompt": "Why?"}]}"#);
        let said = read(folder.path()).unwrap_err().to_string();
        assert!(said.contains("c.json") && said.contains("questions[0].type"), "{said}");
        write("c.json", r#"{"preset": "nps"}"#);
        assert!(read(folder.path()).unwrap_err().to_string().contains("id: is missing"));
        assert!(read(&folder.path().join("gone")).unwrap_err().to_string().contains("can’t be read"));
    }
}
