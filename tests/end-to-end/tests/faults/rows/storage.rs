//! Storage that is full, forbidden, cleared, or holds what nobody understands.

use end_to_end::Endpoint;
use serde_json::json;

use super::row;
use crate::scene::Scene;
use crate::table::{Row, Verdict};

/// Leaves no room for as much as a name.
pub(super) const FILL: &str = "let chunk = 'x'.repeat(1 << 20);
    for (let number = 0; chunk; number++) {
      try { localStorage.setItem(`fill${number}`, chunk); } catch { chunk = chunk.slice(chunk.length / 2 + 1); }
    }";

pub(super) const FORBID: &str = "Object.defineProperty(window, 'localStorage',
    { get() { throw new DOMException('no', 'SecurityError'); } });";

/// Somebody else's, or another time's. All of it says `rubbish`.
const RUBBISH: [&str; 8] = [
    "[{rubbish",
    "rubbish",
    r#""rubbish""#,
    r#"{"rubbish":7}"#,
    r#"[null,"rubbish"]"#,
    r#"[{"endpoint":7,"document":"rubbish"}]"#,
    r#"[{"endpoint":"/answers","document":{"id":"rubbish","revision":-1}}]"#,
    r#"[{"endpoint":"/answers","document":{},"rubbish":[]},[[[]]]]"#,
];

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!("Storage is full", "it waits in memory; `explain()` reports `full`", full),
        row!("Storage throws", "it waits in memory; `explain()` reports `blocked`", throwing),
        row!(
            "Storage is cleared while the page is open",
            "the page stores it again and sends it",
            cleared_under_the_page
        ),
        row!("Storage is cleared between two pages", "`explain()` reported before that it waits", cleared_between),
        row!("Storage holds invalid data", "it is kept, but ignored", rubbish),
    ]
}

async fn full(scene: &mut Scene) -> Verdict {
    scene.put_scripted("index.html", FILL);
    in_memory(scene, "full").await
}

async fn throwing(scene: &mut Scene) -> Verdict {
    scene.put_scripted("index.html", FORBID);
    in_memory(scene, "blocked").await
}

async fn in_memory(scene: &mut Scene, place: &str) -> Verdict {
    scene.site.endpoint_now(Endpoint::Answers(503));
    let _ = scene.score_at("/", 7).await;
    scene.posts(1).await;
    scene.waiting(1).await;
    assert_eq!(scene.place().await, place);
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.arrived(&scene.site, &[(7, "partial", 1)]).await;
    scene.waiting(0).await;
    Verdict::Arrived
}

async fn cleared_under_the_page(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Answers(503));
    let _ = scene.score_at("/", 7).await;
    scene.posts(1).await;
    scene.is_stored().await;
    scene.visitor.eval("(localStorage.clear(), 0)").await;
    scene.waiting(1).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn cleared_between(scene: &mut Scene) -> Verdict {
    scene.site.endpoint_now(Endpoint::Answers(503));
    let _ = scene.score_at("/", 7).await;
    scene.posts(1).await;
    scene.waiting(1).await;
    assert_eq!(scene.place().await, "local");
    scene.visit("/plain.html").await;
    scene.is_stored().await;
    scene.visitor.eval("(localStorage.clear(), 0)").await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/next.html").await;
    scene.waiting(0).await;
    scene.ends_with(&[]).await;
    Verdict::TakenAway
}

async fn rubbish(scene: &mut Scene) -> Verdict {
    let script = format!(
        "localStorage.clear();
         sessionStorage.clear();
         for (const name of ['outbox', 'rest']) localStorage.setItem(`askwell.${{name}}`, {}[location.search.slice(1)]);",
        json!(RUBBISH)
    );
    scene.put_scripted("index.html", &script);
    let mut expected = Vec::new();
    for number in 0..RUBBISH.len() {
        let _ = scene.score_at(&format!("/?{number}"), 7).await;
        expected.push((7, "partial", 1));
        scene.arrived(&scene.site, &expected).await;
        scene.waiting(0).await;
        let aside =
            "['', '.damaged'].some((name) => localStorage.getItem(`askwell.outbox${name}`)?.includes('rubbish'))";
        assert_eq!(scene.visitor.eval(aside).await, true, "{} is gone", RUBBISH[number]);
        // It is left before the next.
        expected[number] = (7, "abandoned", 2);
    }
    scene.visit("/next.html").await;
    scene.arrived(&scene.site, &expected).await;
    Verdict::Arrived
}
