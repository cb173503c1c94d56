//! Tabs that are killed, closed, and several.

use end_to_end::{Endpoint, Engine};

use super::row;
use crate::scene::{OUTBOX, Scene, WISH, inline, latest};
use crate::table::{Row, Verdict};

/// Nobody else gets the turn to send.
const HOLD: &str = "navigator.locks.request('askwell.outbox', () => new Promise(() => {}));";

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!("The tab is killed before the first byte is sent", "the next page sends it", killed_before_sending),
        row!("The tab is killed before the endpoint answers", "the next page sends it again", killed_before_the_answer),
        row!(
            "The tab is closed right after the score",
            "it is sent on leaving if there is time, otherwise by the next page",
            closed
        ),
        row!("Two tabs, and both get an answer", "one sends after the other", two_tabs),
        row!("Two tabs, and the one that sends is killed", "the other sends both answers", one_of_two_killed),
    ]
}

async fn killed_before_sending(scene: &mut Scene) -> Verdict {
    let next = scene.visitor.open_tab().await;
    scene.put_scripted("hold.html", HOLD);
    let _ = scene.score_at("/hold.html", 9).await;
    scene.is_stored().await;
    scene.visitor.kill_tab(&next).await;
    assert_eq!(scene.site.requests().len(), 0, "nothing was sent");
    scene.visit("/next.html").await;
    scene.ends_with(&[(9, "partial", 1)]).await;
    Verdict::Arrived
}

async fn killed_before_the_answer(scene: &mut Scene) -> Verdict {
    let next = scene.visitor.open_tab().await;
    scene.site.endpoint_now(Endpoint::Stalls);
    let _ = scene.score_at("/", 9).await;
    scene.posts(1).await;
    scene.visitor.kill_tab(&next).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/next.html").await;
    scene.ends_with(&[(9, "partial", 1)]).await;
    assert!(scene.site.received().len() >= 2, "it was sent again");
    Verdict::Arrived
}

async fn closed(scene: &mut Scene) -> Verdict {
    let next = scene.visitor.open_tab().await;
    let _ = scene.score_at("/", 4).await;
    scene.posts(1).await;
    scene.visitor.close_tab(&next).await;
    scene.visit("/next.html").await;
    scene.visitor.until("nothing waits", &format!("{OUTBOX} === null")).await;
    // Firefox may end the tab's process before the page hears that it is left: then nobody can say so, and the score
    // alone has arrived.
    let told = scene.visitor.engine() == Engine::Chromium || latest_status(scene).as_deref() == Some("abandoned");
    scene.ends_with(&[if told { (4, "abandoned", 2) } else { (4, "partial", 1) }]).await;
    Verdict::Arrived
}

fn latest_status(scene: &Scene) -> Option<String> {
    latest(&scene.site).into_values().next()?["status"].as_str().map(str::to_owned)
}

async fn two_tabs(scene: &mut Scene) -> Verdict {
    scene.put("one.html", &inline("one"));
    scene.put("other.html", &inline("other"));
    let first = scene.visitor.tab().await;
    let second = scene.visitor.open_tab().await;
    scene.visit("/one.html").await;
    scene.card().await.settles().await;
    scene.visitor.turn_to(&second).await;
    scene.visit("/other.html").await;
    scene.card().await.settles().await;
    scene.site.endpoint_now(Endpoint::Answers(503));
    let _ = scene.score(3).await;
    scene.posts(1).await;
    scene.visitor.turn_to(&first).await;
    let _ = scene.score(8).await;
    scene.waiting(2).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(3, "partial", 1), (8, "partial", 1)]).await;
    Verdict::Arrived
}

async fn one_of_two_killed(scene: &mut Scene) -> Verdict {
    scene.put("one.html", &inline("one"));
    scene.put("other.html", &inline("other"));
    let first = scene.visitor.tab().await;
    let second = scene.visitor.open_tab().await;
    scene.visit("/one.html").await;
    scene.card().await.settles().await;
    scene.visitor.turn_to(&second).await;
    // So that it isn't sent when its tab is hidden.
    scene.site.endpoint_now(Endpoint::Asks(503, "5"));
    let _ = scene.score_at("/other.html", 2).await;
    scene.visitor.until("the wish is kept", WISH).await;
    scene.visitor.turn_to(&first).await;
    scene.site.endpoint_now(Endpoint::Stalls);
    let _ = scene.score(9).await;
    scene.posts(2).await;
    scene.waiting(2).await;
    scene.visitor.kill_tab(&second).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    // Firefox may show both with one process, which is gone then.
    if !scene.visitor.is_at_a_page().await {
        scene.visit("/next.html").await;
    }
    scene.ends_with(&[(2, "partial", 1), (9, "partial", 1)]).await;
    Verdict::Arrived
}
