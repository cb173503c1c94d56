//! What is done to a database from the command line, while a collector runs on it or none does.

mod check;
mod data;
mod files;
mod forwarding;
mod import;
mod import_table;
mod keys;
mod notices;
mod users;
mod values;

use askwell_survey::Timestamp;

use crate::clock::Clock;
pub use check::{Findings, check};
pub use data::{Whose, count, erase, export, forget, mark};
pub use files::{Copied, back_up, migrate, restore, sqlite_to_postgres};
pub use forwarding::{FailedResponse, failures, retry, test_delivery};
pub use import::{ColumnMap, ImportError, Imported, import};
pub use keys::{ListedKey, NewKey, create_key, list_keys, revoke_key};
pub use notices::{check_profile, digest, set_profile};
pub use users::{Audited, ListedUser, add_user, audit, list_users, remove_user, set_password, set_role};
pub(crate) use values::take_values;
pub use values::{
    ImportValuesError, ImportedCustomerValues, ListedValueImport, import_values, list_value_imports,
    remove_value_import,
};

/// Who does it, as the audit log has it.
pub(crate) const COMMAND_LINE: &str = "command line";

/// The moment it is.
fn now() -> Timestamp {
    Clock::System.now()
}
