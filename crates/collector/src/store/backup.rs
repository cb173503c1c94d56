//! Copying an SQLite file while a collector writes into it, and putting a copy in its place.

use std::fs;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::file;
use super::pools::{self, count, integrity_check};

/// A copy that was made or restored.
#[derive(Debug)]
pub(crate) struct Backup {
    /// How many responses it has.
    pub(crate) responses: u64,
    /// Where what was there before is now, if something was.
    pub(crate) before: Option<PathBuf>,
}

/// Copies the database as it is at one moment into the file `to`, which isn't there yet, and checks the copy. Writers go
/// on meanwhile: it reads one state of the database, and so is done after one pass, however much is written.
pub(crate) async fn back_up(from: &Path, to: &Path) -> Result<Backup, StoreError> {
    if to.exists() {
        return Err(StoreError::Refused(format!("{} already exists", to.display())));
    }
    let part = file::beside(to, ".part");
    let _ = fs::remove_file(&part);
    file::make_private(&part)?;
    let source = pools::raw(from).await?;
    let text = part.to_str().ok_or_else(|| StoreError::Refused("the path isn’t written in UTF-8".to_owned()))?;
    let copied = sqlx::query("VACUUM INTO $1").bind(text).execute(&source).await;
    source.close().await;
    copied?;
    let responses = verified(&part).await?;
    fs::File::open(&part)?.sync_all()?;
    fs::rename(&part, to)?;
    sync_folder(to)?;
    Ok(Backup { responses, before: None })
}

/// Puts a copy of the backup `from` in the place of the database `to`. What was there is kept beside it, with its
/// write-ahead log: SQLite would write that into whatever has the name.
pub(crate) async fn restore(from: &Path, to: &Path) -> Result<Backup, StoreError> {
    if file::beside(from, "-wal").exists() {
        return Err(StoreError::Refused(format!(
            "{} has a write-ahead log beside it, so it is in use and no backup: make one with `backup`",
            from.display()
        )));
    }
    let _alone = file::mark_in_restoration(to)?;
    let part = file::beside(to, ".restoring");
    let _ = fs::remove_file(&part);
    file::make_private(&part)?;
    fs::copy(from, &part)?;
    let responses = verified(&part).await?;
    fs::File::open(&part)?.sync_all()?;
    let mut before = None;
    if to.exists() {
        let aside = free_name(to);
        for suffix in ["-wal", ""] {
            let name = file::beside(to, suffix);
            if name.exists() {
                fs::rename(&name, file::beside(&aside, suffix))?;
            }
        }
        before = Some(aside);
    }
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(file::beside(to, suffix));
    }
    fs::rename(&part, to)?;
    sync_folder(to)?;
    Ok(Backup { responses, before })
}

/// Checks a copy as a whole. Nothing is beside it afterwards.
async fn verified(path: &Path) -> Result<u64, StoreError> {
    let copy = pools::raw(path).await?;
    let checked = async {
        integrity_check(&copy).await?;
        count(&copy).await
    }
    .await;
    copy.close().await;
    checked
}

/// `askwell.db.before-restore-1`, or the next number that is free.
fn free_name(path: &Path) -> PathBuf {
    (1_u64..)
        .map(|number| file::beside(path, &format!(".before-restore-{number}")))
        .find(|name| !name.exists())
        .unwrap_or_else(|| file::beside(path, ".before-restore"))
}

/// A new name is on the disk when its folder is.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
