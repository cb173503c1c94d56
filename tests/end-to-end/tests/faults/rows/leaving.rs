//! As much as browsers send for a page that is gone, and one byte more.

use end_to_end::{Endpoint, Page};

use super::row;
use crate::scene::Scene;
use crate::table::{Row, Verdict};

/// What browsers let outlive a page.
const MOST: usize = 65_536;

/// Time stands still, so that all documents of the test say it at the same length.
const FROZEN: &str = "const now = Math.floor(Date.now() / 1000) * 1000; Date.now = () => now;";

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row!("65,536 bytes when the page is left", "they are sent on leaving", just_fits),
        row!("65,537 bytes when the page is left", "the next page sends them", too_long),
    ]
}

async fn just_fits(scene: &mut Scene) -> Verdict {
    leave_with(scene, MOST).await;
    scene.arrived(&scene.site, &[(9, "abandoned", 2)]).await;
    assert_eq!(last_length(scene), MOST);
    scene.visit("/next.html").await;
    scene.ends_with(&[(9, "abandoned", 2)]).await;
    Verdict::Arrived
}

async fn too_long(scene: &mut Scene) -> Verdict {
    leave_with(scene, MOST + 1).await;
    scene.visit("/next.html").await;
    scene.ends_with(&[(9, "abandoned", 2)]).await;
    assert_eq!(last_length(scene), MOST + 1);
    Verdict::Arrived
}

/// Leaves a page whose last revision is so long, when nothing else is on its way.
async fn leave_with(scene: &mut Scene, length: usize) {
    scene.put_file("frozen.js", FROZEN);
    // The same at another length says how long the rest is.
    scene.put("probe.html", &page("one", 2));
    scene.visit("/probe.html").await;
    let _ = scene.score(9).await;
    scene.visitor.told("delivered").await;
    scene.visit("/plain.html").await;
    scene.arrived(&scene.site, &[(9, "abandoned", 2)]).await;
    let rest = last_length(scene) - 2;
    scene.visitor.eval("(localStorage.clear(), 0)").await;
    scene.begin_again().await;
    scene.put("exact.html", &page("two", length - rest));
    scene.visit("/exact.html").await;
    let _ = scene.score(9).await;
    scene.visitor.told("delivered").await;
    scene.site.endpoint_now(Endpoint::Answers(200));
    scene.visit("/plain.html").await;
}

/// A page whose attributes fill the document: 64,000 bytes and so many more.
fn page(id: &str, more: usize) -> Page {
    let names: Vec<_> = (0..32).map(|number| format!("attribute-long{number:02}")).collect();
    // Four bytes each, and as many as an attribute may have.
    let long = "𝄞".repeat(500);
    let half = more / 2;
    let (first, second) = ("x".repeat(half), "x".repeat(more - half));
    let mut tag =
        vec![("endpoint", "/answers"), ("id", id), ("attribute-first", &first), ("attribute-second", &second)];
    tag.extend(names.iter().map(|name| (name.as_str(), long.as_str())));
    Page::new().recorded().head(r#"<script src="/frozen.js"></script>"#).tag(&tag)
}

fn last_length(scene: &Scene) -> usize {
    scene.site.requests().iter().rfind(|request| request.method == "POST").expect("something was sent").body.len()
}
