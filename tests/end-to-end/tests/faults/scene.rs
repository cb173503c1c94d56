//! A site with an endpoint of its own, a visitor, and what both must end with.

use std::collections::BTreeMap;
use std::fs;

use end_to_end::{Card, Endpoint, Page, Request, Site, Visitor, until};
use serde_json::Value;
use tempfile::TempDir;

/// The answer that is expected: its score, its status, its revision.
pub(crate) type Expected = (u64, &'static str, u64);

/// Whether an endpoint has said when it wants an answer again, and the page has understood.
pub(crate) const WISH: &str = "localStorage.getItem('askwell.outbox')?.includes('\"told\":true')";

pub(crate) const OUTBOX: &str = "localStorage.getItem('askwell.outbox')";

/// Where a fault happens. Storage is the site's, so that each scene begins with none.
pub(crate) struct Scene {
    pub(crate) visitor: Visitor,
    pub(crate) site: Site,
    folder: TempDir,
}

impl Scene {
    /// A site with the survey on `/`, no more than the tag on `/next.html`, and nothing of the widget on `/plain.html`.
    /// Its endpoint takes everything.
    pub(crate) async fn new(mut visitor: Visitor) -> Self {
        let folder = tempfile::tempdir().expect("there is room for files");
        let site = Site::start(folder.path(), Endpoint::Answers(200)).await;
        visitor.turn_to_site(site.address());
        let scene = Self { visitor, site, folder };
        scene.put("index.html", &survey("nps", ""));
        scene.put("next.html", &survey("nps", "").body("<p>Die nächste Seite</p>"));
        scene.put("plain.html", &Page::new().recorded());
        scene
    }

    /// The same folder at another address, and nothing received.
    pub(crate) async fn begin_again(&mut self) {
        self.site = Site::start(self.folder.path(), Endpoint::Answers(200)).await;
        self.visitor.turn_to_site(self.site.address());
    }

    /// Adds a page.
    pub(crate) fn put(&self, name: &str, page: &Page) {
        page.write(self.folder.path(), name);
    }

    /// Adds a page with the survey, and a script that runs before its tag.
    pub(crate) fn put_scripted(&self, name: &str, script: &str) {
        self.put_file(&format!("{name}.js"), script);
        self.put(name, &survey("nps", &format!(r#"<script src="/{name}.js"></script>"#)));
    }

    /// Adds any file.
    pub(crate) fn put_file(&self, name: &str, content: &str) {
        fs::write(self.folder.path().join(name), content).expect("the file can be written");
    }

    /// Goes to a page.
    pub(crate) async fn visit(&self, path: &str) {
        self.visitor.visit(path).await;
    }

    /// Gives a score, on the page that is there.
    pub(crate) async fn score(&self, score: u8) -> Card<'_> {
        let card = self.card().await;
        card.choose(score).await;
        card
    }

    /// The survey, in the corner or in the page.
    pub(crate) async fn card(&self) -> Card<'_> {
        self.visitor.card_in("askwell-card, #here > *").await
    }

    /// Goes to a page and gives a score there.
    pub(crate) async fn score_at(&self, path: &str, score: u8) -> Card<'_> {
        self.visit(path).await;
        self.score(score).await
    }

    /// Waits until the endpoint has seen so many answers, and returns them.
    pub(crate) async fn posts(&self, count: usize) -> Vec<Request> {
        until(&format!("{count} answers are sent"), async || {
            Some(posts(&self.site)).filter(|posts| posts.len() >= count)
        })
        .await
    }

    /// Waits until the page has said this on the console.
    pub(crate) async fn console_says(&self, text: &str) {
        let text = serde_json::to_string(text).expect("text is JSON");
        let said = format!("recorded.consoleErrors.some((line) => line.includes({text}))");
        self.visitor.until(&format!("the console says {text}"), &said).await;
    }

    /// Waits until `explain` says that so many answers wait.
    pub(crate) async fn waiting(&self, count: usize) {
        let waiting = format!("(await askwell.explain()).waiting === {count}");
        self.visitor.until(&format!("{count} answers wait"), &waiting).await;
    }

    /// Where the survey's answers wait, as `explain` says.
    pub(crate) async fn place(&self) -> Value {
        self.visitor.eval("(await askwell.explain()).surveys[0].storage").await
    }

    /// Waits until the browser keeps an answer.
    pub(crate) async fn is_stored(&self) {
        self.visitor.until("the answer is stored", &format!("{OUTBOX} !== null")).await;
    }

    /// Waits until the endpoint has kept these answers, each counted once and at its latest revision, and no others,
    /// and until the browser keeps none.
    pub(crate) async fn ends_with(&self, expected: &[Expected]) {
        self.arrived(&self.site, expected).await;
        self.visitor.until("nothing waits", &format!("{OUTBOX} === null")).await;
        // What is sent after its end would still change it.
        assert_eq!(counted(&self.site), sorted(expected));
    }

    /// Waits until this site's endpoint has kept these answers and no others.
    pub(crate) async fn arrived(&self, site: &Site, expected: &[Expected]) {
        let expected = sorted(expected);
        let arrived = until_last(async || counted(site), |counted| *counted == expected).await;
        assert_eq!(arrived, expected, "all that arrived: {:#?}", site.requests());
    }
}

/// A page with the survey under this name, and with `head` before its tag.
pub(crate) fn survey(id: &str, head: &str) -> Page {
    Page::new().recorded().head(head).tag(&[("endpoint", "/answers"), ("id", id)])
}

/// A page with the survey in it, whatever was answered before and stands in other tabs.
pub(crate) fn inline(id: &str) -> Page {
    let attributes = [
        ("endpoint", "/answers"),
        ("id", id),
        ("display", "inline"),
        ("container", "#here"),
        ("recontact-answered", "0"),
    ];
    Page::new().recorded().body(r#"<div id="here"></div>"#).tag(&attributes)
}

/// Looks until it fits, or for as long as anything may take. Returned is what was seen last.
async fn until_last<T>(mut look: impl AsyncFnMut() -> T, fits: impl Fn(&T) -> bool) -> T {
    let mut last = look().await;
    end_to_end::in_time(async || {
        last = look().await;
        fits(&last).then_some(())
    })
    .await;
    last
}

fn posts(site: &Site) -> Vec<Request> {
    site.requests().into_iter().filter(|request| request.method == "POST").collect()
}

fn sorted(expected: &[Expected]) -> Vec<(u64, String, u64)> {
    let mut list: Vec<_> =
        expected.iter().map(|(score, status, revision)| (*score, (*status).to_owned(), *revision)).collect();
    list.sort();
    list
}

/// What counts of all that the endpoint has kept: the latest revision of each identity.
pub(crate) fn latest(site: &Site) -> BTreeMap<String, Value> {
    let mut latest: BTreeMap<String, Value> = BTreeMap::new();
    for request in posts(site).iter().filter(|request| request.kept) {
        let document: Value = serde_json::from_slice(&request.body).expect("answers are JSON");
        let id = document["id"].as_str().expect("it has an identity").to_owned();
        match latest.get(&id) {
            Some(known) if revision(known) > revision(&document) => {}
            Some(known) if revision(known) == revision(&document) => {
                assert_eq!(*known, document, "one revision is sent in two versions");
            }
            _ => {
                latest.insert(id, document);
            }
        }
    }
    latest
}

fn revision(document: &Value) -> u64 {
    document["revision"].as_u64().expect("it has a revision")
}

fn counted(site: &Site) -> Vec<(u64, String, u64)> {
    let read = |document: &Value| {
        let score = document["score"].as_u64().expect("it has a score");
        (score, document["status"].as_str().expect("it has a status").to_owned(), revision(document))
    };
    let mut list: Vec<_> = latest(site).values().map(read).collect();
    list.sort();
    list
}
