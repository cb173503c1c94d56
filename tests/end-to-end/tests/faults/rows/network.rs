//! The network goes and comes.

use end_to_end::{Card, Endpoint};

use super::row;
use crate::scene::Scene;
use crate::table::{Row, Verdict};

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!("Offline at the score, online again on the same page", "it is sent then", same_page),
        row!("Offline at the score, online again on another page", "that page sends it", another_page),
    ]
}

/// The survey, when the application is there to take the answer.
async fn with_application(scene: &Scene) -> Card<'_> {
    scene.visit("/").await;
    let card = scene.card().await;
    scene.visitor.until("the application is there", "(await askwell.explain()).surveys[0]?.open === true").await;
    card
}

async fn same_page(scene: &mut Scene) -> Verdict {
    let card = with_application(scene).await;
    scene.visitor.network(false).await;
    card.choose(7).await;
    // In what words depends on whether the page has them already.
    scene.console_says(&format!("{}/answers ", scene.site.address())).await;
    scene.waiting(1).await;
    assert_eq!(scene.site.requests().len(), 0);
    scene.visitor.network(true).await;
    scene.ends_with(&[(7, "partial", 1)]).await;
    Verdict::Arrived
}

async fn another_page(scene: &mut Scene) -> Verdict {
    let card = with_application(scene).await;
    scene.visitor.network(false).await;
    card.choose(7).await;
    scene.is_stored().await;
    assert_eq!(scene.site.requests().len(), 0);
    // Chromium, which is not really offline, lets through what is sent on leaving.
    scene.site.endpoint_now(Endpoint::Cuts);
    scene.visitor.visit_in_vain("/plain.html").await;
    scene.visitor.network(true).await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/next.html").await;
    scene.ends_with(&[(7, "abandoned", 2)]).await;
    Verdict::Arrived
}
