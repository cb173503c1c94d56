//! The SQLite file: whose it is, whether it may be read, and whether it is still where it was.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::StoreError;

/// `AskW`: what `PRAGMA application_id` says of the collector's files.
const APPLICATION_ID: u32 = u32::from_be_bytes(*b"AskW");
/// How a file of SQLite's begins. <https://www.sqlite.org/fileformat.html#the_database_header>
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Where the header has the application's identifier.
const APPLICATION_ID_AT: usize = 68;

/// Whose a file is, as its header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// It is empty, and nobody's yet.
    Nobody,
    /// The collector's.
    Collector,
    /// The header doesn't say: the collector's first versions made such files, and so do other programs.
    Unknown,
}

/// Makes the file if it isn't there, for its owner's eyes only: visitors leave addresses in it. SQLite gives the files
/// it puts beside it the same permissions.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Says that a file is in use, until what is returned is dropped: a lock that several collectors may have at the same time.
/// It is on a file beside the database, since the locks of that one are SQLite's.
pub(super) fn mark_in_use(path: &Path) -> Result<fs::File, StoreError> {
    let lock = open_lock(path)?;
    match lock.try_lock_shared() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(StoreError::Refused("a backup is being restored into it".to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Says that nobody else may use a file, until what is returned is dropped.
pub(crate) fn mark_in_restoration(path: &Path) -> Result<fs::File, StoreError> {
    let lock = open_lock(path)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => {
            Err(StoreError::Refused("a collector runs on it: stop it first".to_owned()))
        }
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

fn open_lock(path: &Path) -> io::Result<fs::File> {
    let name = beside(path, ".lock");
    make_private(&name)?;
    fs::File::open(name)
}

/// Reads whose the file is, without SQLite and without changing anything.
pub(super) fn owner(path: &Path) -> Result<Owner, StoreError> {
    let mut header = Vec::with_capacity(100);
    fs::File::open(path)?.take(100).read_to_end(&mut header)?;
    if header.is_empty() {
        return Ok(Owner::Nobody);
    }
    if !header.starts_with(MAGIC) {
        return Err(StoreError::NotADatabase);
    }
    let id = header.get(APPLICATION_ID_AT..APPLICATION_ID_AT + 4).and_then(|bytes| bytes.try_into().ok());
    match id.map(u32::from_be_bytes) {
        Some(APPLICATION_ID) => Ok(Owner::Collector),
        Some(0) => Ok(Owner::Unknown),
        _ => Err(StoreError::Foreign),
    }
}

/// The file that SQLite puts beside another one.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A file as the file system knows it, whatever its name.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}

/// Elsewhere an open file can be neither moved nor deleted.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|_| (0, 0))
}

/// The file that is open, and the write-ahead log beside it.
#[derive(Debug)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    open: Mutex<Open>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Open {
    file: Option<Identity>,
    log: Option<Identity>,
}

impl DatabaseFile {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), open: Mutex::default() }
    }

    /// Remembers the file as it is now: it was just opened.
    pub(super) fn remember(&self) {
        *self.lock() = Open { file: identity(&self.path), log: identity(&beside(&self.path, "-wal")) };
    }

    /// Whether it and its log are the files that were opened. SQLite doesn't look: it goes on writing into a file that
    /// was deleted, and acknowledges it.
    pub(super) fn is_in_place(&self) -> bool {
        let mut open = self.lock();
        let log = identity(&beside(&self.path, "-wal"));
        if open.log.is_none() {
            open.log = log;
        }
        open.file.is_some() && open.file == identity(&self.path) && open.log == log
    }

    /// Moves the log out of the way if it belongs to the file that was open, and another file is in its place: SQLite
    /// would write the one's pages into the other.
    pub(super) fn set_aside_foreign_log(&self) -> Result<(), StoreError> {
        let open = *self.lock();
        let log = beside(&self.path, "-wal");
        let (now, log_now) = (identity(&self.path).ok_or(StoreError::Moved)?, identity(&log));
        if open.file != Some(now) && log_now.is_some() && log_now == open.log {
            tracing::error!("the write-ahead log of the replaced file was set aside as -wal.replaced");
            fs::rename(&log, beside(&self.path, "-wal.replaced"))?;
            let _ = fs::remove_file(beside(&self.path, "-shm"));
        }
        Ok(())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
