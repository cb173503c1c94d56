//! All pages. One file for each kind.

mod styles;

use crate::page::HostPage;

pub(crate) fn all() -> Vec<HostPage> {
    [styles::pages()].concat()
}
