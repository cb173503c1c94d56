//! Service workers, which stand between a page and everything else.

use end_to_end::{Endpoint, Engine};

use super::row;
use crate::scene::{Scene, survey};
use crate::table::{Row, Verdict};

const BEGIN: &str = "addEventListener('install', (event) => {
      skipWaiting();
      event.waitUntil(caches.open('shell').then((shell) => shell.add('/plain.html')));
    });
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    const isAnswer = ({ url }) => new URL(url).pathname === '/answers';
    addEventListener('fetch', (event) => {";

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!("A service worker that forwards every request", "it is sent through the service worker", passes_on),
        row!("A service worker that fails", "it waits until the worker is gone; Firefox bypasses the worker", fails),
        row!("A service worker that answers with a cached page", "this isn't an acknowledgement: it waits", shell),
    ]
}

/// Has a worker take over the site, and the survey asked.
async fn work(scene: &mut Scene, code: &str) {
    scene.put_file("worker.js", &format!("{BEGIN}{code}}});"));
    scene.put_file("register.js", "navigator.serviceWorker.register('/worker.js');");
    scene.put("register.html", &survey("nps", r#"<script src="/register.js"></script>"#));
    scene.visit("/register.html").await;
    let works = "Boolean(navigator.serviceWorker.controller)";
    scene.visitor.until("the worker works", works).await;
    scene.visit("/").await;
    assert_eq!(scene.visitor.eval(works).await, true);
    let _ = scene.score(7).await;
}

async fn passes_on(scene: &mut Scene) -> Verdict {
    work(scene, "event.respondWith(fetch(event.request));").await;
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn fails(scene: &mut Scene) -> Verdict {
    work(scene, "if (isAnswer(event.request)) event.respondWith(Promise.reject(new Error('It fails')));").await;
    if scene.visitor.engine() == Engine::Firefox {
        // What outlives its page goes past workers there.
        scene.ends_with(&[(7, "partial", 1)]).await;
        return Verdict::Arrived;
    }
    scene.waiting(1).await;
    scene.visitor.until("it was tried", "recorded.consoleErrors.length > 0").await;
    dismiss(scene).await;
    assert_eq!(scene.site.requests().len(), 0);
    scene.visit("/next.html").await;
    scene.ends_with(&[(7, "abandoned", 2)]).await;
    Verdict::Arrived
}

async fn shell(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Cuts);
    work(scene, "event.respondWith(fetch(event.request).catch(() => caches.match('/plain.html')));").await;
    scene.posts(2).await;
    scene.waiting(1).await;
    if scene.visitor.engine() == Engine::Chromium {
        scene.console_says("is answered by a service worker").await;
    }
    assert_eq!(scene.visitor.events("delivered").await.len(), 0);
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

/// Goes to a page without the widget, and removes the worker.
async fn dismiss(scene: &Scene) {
    scene.visit("/plain.html").await;
    let gone = "Promise.all((await navigator.serviceWorker.getRegistrations()).map((worker) => worker.unregister()))";
    scene.visitor.eval(&format!("(await {gone}).length")).await;
}
