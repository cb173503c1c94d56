//! Which database: a file, or an address of PostgreSQL.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::Dialect;

/// Where responses are stored.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// In an SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database: `postgres://user:password@host/name`.
    Postgres(String),
}

impl Location {
    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Self::File(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// How many transactions that store responses are committed at the same time.
    pub(crate) fn committers(&self) -> usize {
        self.dialect().committers()
    }

    /// The file, if it is one.
    pub fn file(&self) -> Option<&std::path::Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

impl FromStr for Location {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_address = ["postgres://", "postgresql://"].into_iter().any(|scheme| text.starts_with(scheme));
        Ok(if is_address { Self::Postgres(text.to_owned()) } else { Self::File(PathBuf::from(text)) })
    }
}

impl From<PathBuf> for Location {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

/// The file's path. Of an address nothing is said: it may hold a password.
impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(out),
            Self::Postgres(_) => out.write_str("on PostgreSQL"),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Location({self})")
    }
}
