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

use end_to_end::Engine;

use crate::page::HostPage;

/// The pages that are tested in a browser. What libraries do with styles and movements is tested in Chromium alone: the time that
/// all tests take is limited.
pub(crate) fn of(engine: Engine) -> Vec<HostPage> {
    let mut pages = [
        documents::pages(),
        layouts::pages(),
        inline::pages(),
        dialogs::pages(),
        frameworks::pages(),
        navigation::pages(),
    ]
    .concat();
    if engine == Engine::Chromium {
        pages.extend([styles::pages(), scripts::pages(), motion::pages()].concat());
    }
    pages
}
