//! What endpoints answer, or don't.

use std::time::{Duration, SystemTime};

use end_to_end::Endpoint;
use serde_json::json;

use super::row;
use crate::scene::{Scene, WISH};
use crate::table::{Row, Verdict};

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!(
            "The endpoint stores the answer and cuts the connection",
            "it is sent again, and counts once",
            kept_and_cut
        ),
        row!("The endpoint cuts the connection", "it is sent again", cut),
        row!(
            "The endpoint answers 200 with a page of HTML",
            "it counts as delivered, as does every status from 200 to 299",
            html
        ),
        row!("429 with `Retry-After: 2`", "it is sent again 2 seconds later", |scene| in_seconds(scene, 429)),
        row!("503 with `Retry-After: 2`", "it is sent again 2 seconds later", |scene| in_seconds(scene, 503)),
        row!("429 with a date in `Retry-After`", "it is sent again then", |scene| until_a_date(scene, 429)),
        row!("503 with a date in `Retry-After`", "it is sent again then", |scene| until_a_date(scene, 503)),
        row!("429 with `Retry-After: -5`", "it is sent again as if the header were missing", |scene| negative(
            scene, 429
        )),
        row!("503 with `Retry-After: -5`", "it is sent again as if the header were missing", |scene| negative(
            scene, 503
        )),
        row!("429 with `Retry-After: 99999999999`", "it is sent again after a day", |scene| huge(scene, 429)),
        row!("503 with `Retry-After: 99999999999`", "it is sent again after a day", |scene| huge(scene, 503)),
        row!("501", "`askwell:undeliverable`, reason `refused`", refused),
        row!(
            "307 to another address",
            "it waits, and the console says why; it is sent when the redirect ends",
            |scene| redirect(scene, 307)
        ),
        row!(
            "302 to another address",
            "it waits, and the console says why; it is sent when the redirect ends",
            |scene| redirect(scene, 302)
        ),
        row!("No answer for 30 seconds", "the request is cancelled and repeated", time_limit),
        row!("No answer, and the page is left", "the next page sends it", stall_and_leave),
    ]
}

async fn kept_and_cut(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::KeepsAndCuts);
    let _ = scene.score_at("/", 7).await;
    scene.posts(2).await;
    scene.waiting(1).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn cut(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Cuts);
    let _ = scene.score_at("/", 7).await;
    scene.posts(2).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn html(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Shows);
    let _ = scene.score_at("/", 7).await;
    assert_eq!(scene.visitor.told("delivered").await[0]["revision"], 1);
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn in_seconds(scene: &mut Scene, status: u16) -> Verdict {
    scene.site.endpoint_now(Endpoint::Asks(status, "2"));
    let _ = scene.score_at("/", 7).await;
    let first = scene.posts(1).await[0].at;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    assert!(scene.posts(2).await[1].at >= first + Duration::from_secs(2), "it was patient");
    Verdict::Arrived
}

async fn until_a_date(scene: &mut Scene, status: u16) -> Verdict {
    scene.site.endpoint_now(Endpoint::AsksUntil(status, Duration::from_secs(3)));
    let _ = scene.score_at("/", 7).await;
    let first = scene.posts(1).await[0].at;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    // Such a date has no fractions of a second.
    assert!(scene.posts(2).await[1].at >= first + Duration::from_secs(2), "it was patient");
    Verdict::Arrived
}

async fn negative(scene: &mut Scene, status: u16) -> Verdict {
    scene.site.endpoint_now(Endpoint::Asks(status, "-5"));
    let _ = scene.score_at("/", 7).await;
    scene.posts(2).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn huge(scene: &mut Scene, status: u16) -> Verdict {
    const HOUR: f64 = 3_600_000.0;
    scene.site.endpoint_now(Endpoint::Asks(status, "99999999999"));
    let card = scene.score_at("/", 7).await;
    // To the end: a page that is left before has one more revision, which is sent whatever was wished for the last.
    card.asks("Was müsste besser sein für eine 9 oder 10?").await;
    card.click("Überspringen").await;
    scene.posts(2).await;
    scene.visitor.until("the wish is kept", WISH).await;
    let due = scene.visitor.stored("askwell.outbox").await[0]["due"].as_f64().expect("it is a number");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is later").as_millis() as f64;
    assert!((due - now - 24.0 * HOUR).abs() < HOUR, "{due} is a day after {now}");
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/next.html").await;
    scene.waiting(1).await;
    assert_eq!(scene.posts(2).await.len(), 2, "it isn't hurried");
    scene.put_scripted("tomorrow.html", "const now = Date.now; Date.now = () => now() + 25 * 3600 * 1000;");
    scene.visit("/tomorrow.html").await;
    scene.ends_with(&[(7, "complete", 2)]).await;
    Verdict::Arrived
}

async fn refused(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Answers(501));
    let _ = scene.score_at("/", 7).await;
    let told = &scene.visitor.told("undeliverable").await[0];
    assert_eq!((&told["reason"], &told["status"]), (&json!("refused"), &json!(501)));
    let sent = scene.site.received();
    assert_eq!((&told["id"], sent.len()), (&sent[0]["id"], 1));
    scene.console_says("answered 501").await;
    scene.ends_with(&[]).await;
    Verdict::Told
}

async fn redirect(scene: &mut Scene, status: u16) -> Verdict {
    scene.site.endpoint_now(Endpoint::Redirects(status));
    let _ = scene.score_at("/", 7).await;
    scene.console_says("redirects: name its target").await;
    scene.waiting(1).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    assert!(scene.site.requests().iter().all(|request| request.path == "/answers"), "it was not followed");
    Verdict::Arrived
}

async fn time_limit(scene: &mut Scene) -> Verdict {
    // What takes thirty seconds takes half of one here.
    scene.put_scripted(
        "index.html",
        "const { timeout } = AbortSignal; window.limits = [];
         AbortSignal.timeout = (limit) => (limits.push(limit), timeout.call(AbortSignal, limit / 60));",
    );
    scene.site.endpoint_now(Endpoint::Stalls);
    let _ = scene.score_at("/", 7).await;
    scene.posts(2).await;
    assert_eq!(scene.visitor.eval("limits.every((limit) => limit === 30000)").await, true);
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn stall_and_leave(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Stalls);
    let _ = scene.score_at("/", 7).await;
    scene.posts(1).await;
    scene.visit("/plain.html").await;
    scene.posts(2).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/next.html").await;
    scene.ends_with(&[(7, "abandoned", 2)]).await;
    Verdict::Arrived
}
