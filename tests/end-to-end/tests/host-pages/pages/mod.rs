//! All pages. One file for each kind.

mod dialogs;
mod documents;
mod frameworks;
mod inline;
mod layouts;
mod motion;
mod navigation;
mod scripts;
mod styles;

use crate::page::HostPage;

pub(crate) fn all() -> Vec<HostPage> {
    [
        documents::pages(),
        styles::pages(),
        layouts::pages(),
        inline::pages(),
        scripts::pages(),
        motion::pages(),
        dialogs::pages(),
        frameworks::pages(),
        navigation::pages(),
    ]
    .concat()
}
