//! What showing the survey costs a visitor, in Chromium: what `cargo xtask bench` runs and makes a table of.
//!
//! The conditions are those in which other widgets were compared: a slower processor, 1.6 Mbit/s, 150 ms, nothing cached,
//! from navigation until the eleven numbers are painted. Takes the number of runs and how much slower the processor is
//! made; prints a list of figures as JSON.

mod page;

use end_to_end::{Engine, Stage, Visitor};
use serde_json::{Value, json};

/// Bits per second and round trip of the simulated line: Lighthouse's slow 4G.
const BITS_PER_SECOND: u32 = 1_600_000;
const ROUND_TRIP_MS: u32 = 150;

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

/// One run, in a new browser.
async fn measure(site: &str, slowdown: f64) -> Value {
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
    visitor.devtools("HeapProfiler.collectGarbage", json!({})).await;
    visitor.eval("({ ...askwellFigures, heap: performance.memory.usedJSHeapSize })").await
}
