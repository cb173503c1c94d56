//! All faults.

mod endpoint;
mod first_question;
mod leaving;
mod network;
mod pages;
mod storage;
mod tabs;
mod workers;

use crate::table::Row;

/// In the order of the table.
pub(crate) fn all() -> Vec<Row> {
    let kinds = [
        tabs::rows(),
        endpoint::rows(),
        network::rows(),
        leaving::rows(),
        storage::rows(),
        pages::rows(),
        workers::rows(),
        first_question::rows(),
    ];
    kinds.into_iter().flatten().collect()
}

/// A row whose fault is this function.
macro_rules! row {
    ($fault:expr, $effect:expr, $act:expr) => {
        $crate::table::Row { fault: $fault, effect: $effect, private: false, act: |scene| Box::pin($act(scene)) }
    };
}
use row;
