//! Faults one after the other, drawn at random, in Chromium: whatever came before, a healthy endpoint ends with every
//! answer.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use end_to_end::{Endpoint, Engine, Visitor, until};
use serde_json::Value;
use thirtyfour::WindowHandle;

use crate::scene::{OUTBOX, Scene, inline, latest};

const SCHEDULES: u64 = 50;
/// Browsers at the same time.
const BROWSERS: usize = 2;
/// Steps of a schedule, at least and at most.
const STEPS: (u64, u64) = (4, 8);

/// Runs all of them, or the one whose seed `ASKWELL_SEED` names. Returned is what failed.
pub(crate) fn run() -> Vec<String> {
    let begun = Instant::now();
    let one = std::env::var("ASKWELL_SEED").ok().map(|seed| seed.parse().expect("ASKWELL_SEED is a number"));
    let (first, last) = one.map_or((1, SCHEDULES), |seed| (seed, seed));
    let next = AtomicU64::new(first);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..BROWSERS {
            scope.spawn(|| in_one_browser(&next, last, &failures));
        }
    });
    println!("{} schedules of faults in {:.0} s", last + 1 - first, begun.elapsed().as_secs_f32());
    failures.into_inner().expect("failures are caught")
}

fn in_one_browser(next: &AtomicU64, last: u64, failures: &Mutex<Vec<String>>) {
    // With a thread of its own: a browser that is dropped is ended through connections that the runtime serves meanwhile.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime can be had");
    // One that a schedule failed in is not used again.
    let mut kept = None;
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed > last {
            return;
        }
        let visitor = kept.take();
        let steps = Mutex::new(Vec::new());
        let run = AssertUnwindSafe(|| {
            runtime.block_on(async {
                let visitor = match visitor {
                    Some(visitor) => visitor,
                    None => Visitor::with(Engine::Chromium, false).await,
                };
                World::new(seed, visitor, &steps).await.run().await
            })
        });
        match catch_unwind(run) {
            Ok(visitor) => kept = Some(visitor),
            Err(_) => {
                let steps = steps.lock().expect("nobody holds it").join(", ");
                let failure = format!("the schedule of ASKWELL_SEED={seed}: {steps}");
                failures.lock().expect("nobody panics with it").push(failure);
            }
        }
    }
}

/// An answer that was given.
#[derive(Debug)]
struct Given {
    score: u64,
    reason: Option<String>,
}

struct Tab {
    handle: WindowHandle,
    /// Whose reason is asked for there.
    asks: Option<String>,
}

struct World<'s> {
    scene: Scene,
    random: u64,
    /// The last one is looked at.
    tabs: Vec<Tab>,
    surveys: usize,
    given: BTreeMap<String, Given>,
    steps: &'s Mutex<Vec<String>>,
}

impl<'s> World<'s> {
    async fn new(seed: u64, visitor: Visitor, steps: &'s Mutex<Vec<String>>) -> Self {
        let scene = Scene::new(visitor).await;
        let handle = scene.visitor.tab().await;
        let tabs = vec![Tab { handle, asks: None }];
        Self { scene, random: seed, tabs, surveys: 0, given: BTreeMap::new(), steps }
    }

    /// A number below `bound` (SplitMix64).
    fn draw(&mut self, bound: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn note(&self, step: impl Into<String>) {
        self.steps.lock().expect("nobody panics with it").push(step.into());
    }

    async fn run(mut self) -> Visitor {
        self.change_endpoint();
        self.answer(false).await;
        for _ in 0..STEPS.0 + self.draw(STEPS.1 - STEPS.0 + 1) {
            self.step().await;
        }
        self.end_well().await;
        self.scene.visitor
    }

    async fn step(&mut self) {
        match self.draw(16) {
            0..=2 => self.answer(false).await,
            3 => self.answer(true).await,
            4..=5 => self.say_more().await,
            6..=9 => self.change_endpoint(),
            10 => self.go("/plain.html").await,
            11 => self.go("/next.html").await,
            12 => {
                self.note("reload");
                self.tab().asks = None;
                self.scene.visitor.reload().await;
            }
            13 => self.kill().await,
            _ => self.turn_to_other_tab().await,
        }
    }

    fn tab(&mut self) -> &mut Tab {
        self.tabs.last_mut().expect("there is always one")
    }

    fn change_endpoint(&mut self) {
        let ways = [
            Endpoint::Answers(200),
            Endpoint::Answers(500),
            Endpoint::Answers(503),
            Endpoint::Asks(429, "1"),
            Endpoint::Asks(503, "-1"),
            Endpoint::AsksUntil(503, Duration::from_secs(2)),
            Endpoint::Shows,
            Endpoint::Redirects(302),
            Endpoint::Redirects(307),
            Endpoint::KeepsAndCuts,
            Endpoint::KeepsAndCuts,
            Endpoint::Cuts,
            Endpoint::Stalls,
            Endpoint::Stalls,
        ];
        let way = ways[self.draw(ways.len() as u64) as usize].clone();
        self.note(format!("{way:?}"));
        self.scene.site.endpoint_now(way);
    }

    async fn go(&mut self, path: &str) {
        self.note(format!("go to {path}"));
        self.tab().asks = None;
        self.scene.visit(path).await;
    }

    /// Gives a score to a survey that nobody has seen before.
    async fn answer(&mut self, offline: bool) {
        self.surveys += 1;
        let name = format!("survey{}", self.surveys);
        self.scene.put(&format!("{name}.html"), &inline(&name));
        self.go(&format!("/{name}.html")).await;
        let score = self.draw(11);
        self.note(format!("score {score}{}", if offline { " offline" } else { "" }));
        let visitor = &self.scene.visitor;
        let card = self.scene.card().await;
        if offline {
            visitor.network(false).await;
        }
        card.choose(score as u8).await;
        let answered = visitor.told("answered").await;
        let id = answered[0]["id"].as_str().expect("it has an identity").to_owned();
        if offline {
            visitor.network(true).await;
        }
        self.given.insert(id.clone(), Given { score, reason: None });
        self.tab().asks = Some(id);
    }

    /// Gives the reason, where one is asked for.
    async fn say_more(&mut self) {
        let Some(id) = self.tab().asks.take() else { return };
        self.note("reason");
        let reason = format!("reason of {id}");
        let card = self.scene.card().await;
        card.write(&reason).await;
        card.find(".primary").await.click().await.expect("it can be clicked");
        let taken = "recorded.events.some(({ name, detail }) => name === 'answered' && detail.question === 'reason')";
        self.scene.visitor.until("the reason is taken", taken).await;
        self.given.get_mut(&id).expect("it was given").reason = Some(reason);
    }

    async fn kill(&mut self) {
        self.note("kill the tab");
        let next = match self.tabs.len() {
            1 => Tab { handle: self.scene.visitor.open_tab().await, asks: None },
            _ => self.tabs.remove(0),
        };
        self.scene.visitor.kill_tab(&next.handle).await;
        *self.tab() = next;
    }

    async fn turn_to_other_tab(&mut self) {
        self.note("turn to the other tab");
        let other = match self.tabs.len() {
            1 => Tab { handle: self.scene.visitor.open_tab().await, asks: None },
            _ => self.tabs.remove(0),
        };
        self.scene.visitor.turn_to(&other.handle).await;
        self.tabs.push(other);
    }

    /// The endpoint is well again, and one page of the site is open.
    async fn end_well(&mut self) {
        self.note("the end");
        self.scene.site.endpoint_now(Endpoint::Answers(201));
        for _ in 1..self.tabs.len() {
            self.scene.visit("/plain.html").await;
            self.turn_to_other_tab().await;
        }
        self.scene.visit("/next.html").await;
        self.scene.visitor.until("nothing waits", &format!("{OUTBOX} === null")).await;
        let site = &self.scene.site;
        until("every answer has arrived", async || {
            let latest = latest(site);
            self.given.iter().all(|(id, given)| latest.get(id).is_some_and(|kept| is(kept, given))).then_some(())
        })
        .await;
        assert_eq!(latest(site).len(), self.given.len(), "something arrived that nobody gave");
        self.scene.visitor.eval("(localStorage.clear(), 0)").await;
    }
}

/// Whether what counts is what was given.
fn is(kept: &Value, given: &Given) -> bool {
    kept["score"] == given.score && kept["answers"]["reason"].as_str() == given.reason.as_deref()
}
