//! What showing the survey costs a visitor, in Chromium: what `cargo xtask bench` runs and makes a table of.
//!
//! The conditions are those in which other widgets were compared: a slower processor, 1.6 Mbit/s, 150 ms, nothing cached,
//! from navigation until the eleven numbers are painted, and from a click until the follow-up is. Takes the number of runs
//! and how much slower the processor is made; prints a list of figures as JSON.

mod page;

use end_to_end::{Engine, Stage, Visitor};
use serde_json::{Value, json};
use std::time::Duration;

/// Bits per second and round trip of the simulated line: Lighthouse's slow 4G.
const BITS_PER_SECOND: u32 = 1_600_000;
const ROUND_TRIP_MS: u32 = 150;
/// How long the pointer stays over the card before a visitor clicks who makes up their mind there.
const HOVERED: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1).map(|word| word.parse::<f64>().expect("arguments are numbers"));
    let runs = arguments.next().expect("the first argument is the number of runs");
    let slowdown = arguments.next().expect("the second is the slowdown");
    let mut stage = Stage::open();
    stage.put_file(page::NAME, page::HTML);
    let mut figures = Vec::new();
    while (figures.len() as f64) < runs {
        figures.push(measure(stage.collector().address(), slowdown).await);
        eprintln!("run {} of {runs}: painted after {:.0} ms", figures.len(), figures[figures.len() - 1]["painted"]);
    }
    println!("{}", Value::from(figures));
}

/// One run: a visitor who clicks as soon as they can, and one who stays over the card before, each in a new browser. The first
/// then loads the page again, with everything cached.
async fn measure(site: &str, slowdown: f64) -> Value {
    let visitor = arrive(site, slowdown).await;
    visitor.devtools("HeapProfiler.collectGarbage", json!({})).await;
    let mut figures = visitor.eval("({ ...askwellFigures, heap: performance.memory.usedJSHeapSize })").await;
    figures["followUpCold"] = follow_up(&visitor, Duration::ZERO).await;
    visitor.eval("(localStorage.clear(), 0)").await;
    visitor.reload().await;
    visitor.until("the survey is painted", "Boolean(window.askwellFigures)").await;
    figures["followUpCached"] = follow_up(&visitor, Duration::ZERO).await;
    drop(visitor);
    figures["followUpHovered"] = follow_up(&arrive(site, slowdown).await, HOVERED).await;
    figures
}

/// Somebody new at the page, once the survey is painted.
async fn arrive(site: &str, slowdown: f64) -> Visitor {
    let mut visitor = Visitor::with(Engine::Chromium, false).await;
    visitor.turn_to_site(site);
    visitor.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": page::OBSERVER })).await;
    visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slowdown })).await;
    visitor.devtools("Network.enable", json!({})).await;
    let line = json!({
        "offline": false,
        "latency": ROUND_TRIP_MS,
        "downloadThroughput": BITS_PER_SECOND / 8,
        "uploadThroughput": BITS_PER_SECOND / 16,
    });
    visitor.devtools("Network.emulateNetworkConditions", line).await;
    visitor.visit(&format!("/{}", page::NAME)).await;
    visitor.until("the survey is painted", "Boolean(window.askwellFigures)").await;
    visitor
}

/// Milliseconds from the click on a score until the follow-up is painted, after the pointer has been over it for so long.
async fn follow_up(visitor: &Visitor, hovered: Duration) -> Value {
    const SCORE: &str = "(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))(
        document.querySelector('askwell-card').shadowRoot.querySelector('label:nth-child(10)').getBoundingClientRect())";
    let at = visitor.eval(SCORE).await;
    for (kind, pause) in [("mouseMoved", hovered), ("mousePressed", Duration::ZERO), ("mouseReleased", Duration::ZERO)]
    {
        let event = json!({ "type": kind, "x": at["x"], "y": at["y"], "button": "left", "clickCount": 1 });
        visitor.devtools("Input.dispatchMouseEvent", event).await;
        tokio::time::sleep(pause).await;
    }
    visitor.eval("await askwellFollowUp").await
}
