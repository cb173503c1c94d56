//! Pages that may less than others.

use end_to_end::{Endpoint, PLAIN_HOST, Page, Site};

use super::row;
use crate::scene::{Scene, survey};
use crate::table::{Row, Verdict};

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!(
            "A Content-Security-Policy forbids the endpoint",
            "it waits, and the console says why; a page that allows the endpoint sends it",
            policy
        ),
        row!(
            "A sandboxed frame without `allow-same-origin`",
            "it waits in memory; `explain()` reports `blocked`",
            sandbox
        ),
        row!("An `http://` page, without locks", "the next page sends it", plain_http),
        Row { private: true, ..row!("A private window", "the next page sends it", next_page) },
    ]
}

async fn policy(scene: &mut Scene) -> Verdict {
    let folder = scene.site.folder().to_owned();
    let elsewhere = Site::start(&folder, Endpoint::Answers(200)).await;
    elsewhere.invites_everybody();
    let endpoint = format!("{}/answers", elsewhere.address());
    let page = |head: &str| Page::new().recorded().head(head).tag(&[("endpoint", &endpoint)]);
    scene.put(
        "index.html",
        &page(r#"<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'wasm-unsafe-eval' data:">"#),
    );
    scene.put("next.html", &page(""));
    let _ = scene.score_at("/", 7).await;
    scene.console_says(&format!("{endpoint} is not in the Content-Security-Policy's connect-src")).await;
    scene.waiting(1).await;
    scene.visit("/next.html").await;
    scene.arrived(&elsewhere, &[(7, "abandoned", 2)]).await;
    scene.waiting(0).await;
    Verdict::Arrived
}

async fn sandbox(scene: &mut Scene) -> Verdict {
    scene.site.invites_everybody();
    scene.site.endpoint_now(Endpoint::Answers(503));
    scene.put("inside.html", &survey("nps", ""));
    let frame = r#"<iframe sandbox="allow-scripts" width="800" height="700" src="/inside.html"></iframe>"#;
    scene.put("index.html", &Page::new().recorded().body(frame));
    scene.visit("/").await;
    scene.visitor.enter_frame().await;
    let _ = scene.score(7).await;
    scene.posts(1).await;
    scene.waiting(1).await;
    assert_eq!(scene.place().await, "blocked");
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    scene.waiting(0).await;
    scene.visitor.leave_frame().await;
    Verdict::Arrived
}

async fn plain_http(scene: &mut Scene) -> Verdict {
    let address = scene.site.address().replace("127.0.0.1", PLAIN_HOST);
    scene.visitor.turn_to_site(&address);
    scene.visit("/plain.html").await;
    assert_eq!(scene.visitor.eval("isSecureContext || Boolean(navigator.locks || crypto.randomUUID)").await, false);
    next_page(scene).await
}

/// An endpoint that fails on one page, and takes it on the next.
async fn next_page(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Answers(503));
    let _ = scene.score_at("/", 7).await;
    scene.posts(1).await;
    scene.waiting(1).await;
    scene.visit("/plain.html").await;
    scene.is_stored().await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/next.html").await;
    scene.ends_with(&[(7, "abandoned", 2)]).await;
    Verdict::Arrived
}
