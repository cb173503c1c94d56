//! Kinds of documents: modes, languages, policies, frames.

use crate::page::HostPage;

pub(crate) fn pages() -> Vec<HostPage> {
    let policy = |name, policy: &str| {
        HostPage::new(name).head(&format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}"/>"#))
    };
    let framed = |name, frame| HostPage::new(name).in_frame(frame);
    vec![
        HostPage::new("plain"),
        HostPage::bare("next_to_nothing"),
        HostPage::new("quirks").page(|page| page.doctype("")),
        HostPage::new("half_quirks").page(|page| {
            page.doctype(r#"<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">"#)
        }),
        HostPage::new("xhtml")
            .page(|page| page.html(r#"xmlns="http://www.w3.org/1999/xhtml" lang="de" xml:lang="de""#))
            .extension("xhtml"),
        HostPage::new("base").head(r#"<base href="/deep/down/"/>"#),
        HostPage::new("language_with_underscore").page(|page| page.html(r#"lang="de_DE""#)),
        HostPage::new("nonce_and_strict_dynamic")
            .page(|page| page.nonce("tea"))
            .head(r#"<meta http-equiv="Content-Security-Policy" content="script-src 'nonce-tea' 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'"/>"#),
        policy("trusted_types", "require-trusted-types-for 'script'; trusted-types 'none'"),
        policy(
            "nothing_allowed_that_is_not_needed",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' http://127.0.0.1:*; img-src data:",
        ),
        framed("frame", r#"<iframe src="{address}" width="760" height="700"></iframe>"#),
        framed(
            "sandbox",
            r#"<iframe src="{address}" sandbox="allow-scripts allow-same-origin" width="760" height="700"></iframe>"#,
        ),
        framed("frame_of_markup", r#"<iframe srcdoc="{markup}" width="760" height="700"></iframe>"#),
        HostPage::new("service_worker")
            .file(
                "worker.js",
                "addEventListener('install', () => skipWaiting());
                 addEventListener('activate', (event) => event.waitUntil(clients.claim()));
                 addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));",
            )
            .script("navigator.serviceWorker.register('worker.js')")
            .ready("Boolean(navigator.serviceWorker.controller)"),
    ]
}
