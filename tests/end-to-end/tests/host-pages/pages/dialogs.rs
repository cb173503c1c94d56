//! Pages on which a dialog is open over the survey, or keeps the focus.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    // A dialog keeps the Tab key in itself, as it should. The survey on top can still be answered by mouse.
    let with = |name, files: &[&str]| HostPage::new(name).libraries(files).by_mouse_alone();
    let dialog = r#"<div id="dialog" class="modal" aria-hidden="true" tabindex="-1" title="Frage"><div class="modal-dialog" role="dialog"><div class="modal-content"><p>Ein Dialog</p><button type="button">Ja</button></div></div></div>"#;
    let open = "Boolean(document.activeElement.closest('dialog, #dialog, .ui-dialog, .swal2-container'))";
    vec![
        HostPage::new("modal_dialog")
            .by_mouse_alone()
            .body("<dialog><p>Ein Dialog</p><button type='button'>Ja</button></dialog>")
            // Over the survey, and closed again.
            .then(
                "(document.querySelector('dialog').showModal(), setTimeout(() => document.querySelector('dialog').close(), 300))",
                "!document.querySelector('dialog').open",
            ),
        HostPage::new("popover")
            .body("<div popover='' id='tip'>Ein Hinweis</div>")
            .then("document.querySelector('#tip').showPopover()", "document.querySelector('#tip').matches(':popover-open')"),
        HostPage::new("modal_dialog_before")
            .by_mouse_alone()
            .body("<dialog><p>Ein Dialog</p><button type='button'>Ja</button></dialog>")
            // The survey waits until it is closed.
            .script("document.querySelector('dialog').showModal(); setTimeout(() => document.querySelector('dialog').close(), 1500)"),
        with("bootstrap_modal", &["bootstrap/dist/css/bootstrap.min.css", "bootstrap/dist/js/bootstrap.bundle.min.js"])
            .body(dialog)
            .then("new bootstrap.Modal('#dialog').show()", open),
        with(
            "jquery_ui_dialog",
            &["jquery-ui-dist/jquery-ui.min.css", "jquery/dist/jquery.min.js", "jquery-ui-dist/jquery-ui.min.js"],
        )
        .body("<div id='dialog' title='Frage' style='display: none'><p>Ein Dialog</p><button type='button'>Ja</button></div>")
        .then("jQuery('#dialog').dialog({ modal: true })", open),
        with("sweetalert", &["sweetalert2/dist/sweetalert2.all.min.js"])
            .then("Swal.fire({ title: 'Frage', animation: false })", open),
        with("micromodal", &["micromodal/dist/micromodal.min.js"])
            .body("<div id='dialog' aria-hidden='true'><div tabindex='-1' data-micromodal-close=''><div role='dialog'><p>Ein Dialog</p><button type='button'>Ja</button></div></div></div>")
            .then("MicroModal.show('dialog')", open),
        with("a11y_dialog", &["a11y-dialog/dist/a11y-dialog.min.js"])
            .body("<div id='dialog' aria-hidden='true'><p>Ein Dialog</p><button type='button'>Ja</button></div>")
            .then("new A11yDialog(document.querySelector('#dialog')).show()", open),
        with("focus_trap", &["tabbable/dist/index.umd.min.js", "focus-trap/dist/focus-trap.umd.min.js"])
            .body("<div id='dialog'><p>Ein Dialog</p><button type='button'>Ja</button></div>")
            .then("focusTrap.createFocusTrap('#dialog').activate()", open),
        with("focus_trap_that_lets_click", &["tabbable/dist/index.umd.min.js", "focus-trap/dist/focus-trap.umd.min.js"])
            .body("<div id='dialog'><p>Ein Dialog</p><button type='button'>Ja</button></div>")
            .then("focusTrap.createFocusTrap('#dialog', { allowOutsideClick: true }).activate()", open),
        HostPage::new("inert_polyfill")
            .libraries(&["wicg-inert/dist/inert.min.js"])
            .then("document.querySelector('main').inert = true", "document.querySelector('main').hasAttribute('inert')"),
        HostPage::new("select2")
            .libraries(&["select2/dist/css/select2.min.css", "jquery/dist/jquery.min.js", "select2/dist/js/select2.min.js"])
            .script("jQuery('select').select2()"),
    ]
}
