//! What showing a survey costs a visitor, in Chromium: what `cargo xtask bench` runs and makes a table of.
//!
//! The conditions are the same for all products: a slower processor, 1.6 Mbit/s, 150 ms, nothing cached, from navigation
//! until the question is painted. Takes the number of runs, how much slower the processor is made, and, if peers are
//! measured as well, the version of PostHog; prints a list of figures as JSON.

mod page;
mod product;

use end_to_end::{Engine, Stage, Visitor, from_environment};
use product::{ASKWELL, PEERS, Product};
use serde_json::{Value, json};
use std::time::Duration;

/// Bits per second and round trip of the simulated line: Lighthouse's slow 4G.
const BITS_PER_SECOND: u32 = 1_600_000;
const ROUND_TRIP_MS: u32 = 150;
/// How long the pointer stays over the card before a visitor clicks who makes up their mind there.
const HOVERED: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = || arguments.next().and_then(|word| word.parse::<f64>().ok());
    let runs = number().expect("the first argument is the number of runs");
    let slowdown = number().expect("the second is the slowdown");
    let mut stage = Stage::open();
    ASKWELL.put(&stage);
    let mut products = vec![&ASKWELL];
    if let Some(version) = arguments.next() {
        product::put_peers(&stage, &version, &from_environment("ASKWELL_PEERS"));
        for peer in &PEERS {
            peer.put(&stage);
            products.push(peer);
        }
    }
    let site = stage.collector().address().to_owned();
    let mut figures = Vec::new();
    for run in 1..=runs as u32 {
        for product in &products {
            let mut measured = measure(&site, product, slowdown).await;
            if product.name == ASKWELL.name {
                follow_ups(&site, slowdown, &mut measured).await;
            }
            eprintln!("run {run} of {runs}: {} painted after {:.0} ms", product.name, measured["painted"]);
            figures.push(measured);
        }
    }
    println!("{}", Value::from(figures));
}

/// A visitor who comes to the page, one who comes again with everything cached, and one who is asked later.
async fn measure(site: &str, product: &Product, slowdown: f64) -> Value {
    let visitor = arrive(site, product, false, slowdown).await;
    painted(&visitor, product).await;
    // Collecting what is no longer used is no work of the page's.
    let main_thread = busy(&visitor).await;
    visitor.devtools("HeapProfiler.collectGarbage", json!({})).await;
    let mut figures = visitor.eval("({ ...askwellFigures, heap: performance.memory.usedJSHeapSize })").await;
    figures["product"] = json!(product.name);
    figures["mainThread"] = main_thread;
    come_again(&visitor, product).await;
    figures["paintedCached"] = visitor.eval("askwellFigures.painted").await;
    drop(visitor);
    let visitor = arrive(site, product, true, slowdown).await;
    visitor.until("the page waits", "document.readyState === 'complete' && performance.now() > 4000").await;
    let begun = visitor.eval("(window.askwellBegun = performance.now(), await begin(), 0)").await;
    assert_eq!(begun, 0, "{} can’t be begun", product.name);
    painted(&visitor, product).await;
    figures["paintedAfterTrigger"] = visitor.eval("askwellFigures.painted - askwellBegun").await;
    figures
}

/// Adds how long an answer waits for its follow-up, with a click as soon as there is something to click, one after a while over
/// the card, and one with everything cached.
async fn follow_ups(site: &str, slowdown: f64, figures: &mut Value) {
    let visitor = arrive(site, &ASKWELL, false, slowdown).await;
    painted(&visitor, &ASKWELL).await;
    figures["followUpCold"] = follow_up(&visitor, Duration::ZERO).await;
    come_again(&visitor, &ASKWELL).await;
    figures["followUpCached"] = follow_up(&visitor, Duration::ZERO).await;
    drop(visitor);
    let visitor = arrive(site, &ASKWELL, false, slowdown).await;
    painted(&visitor, &ASKWELL).await;
    figures["followUpHovered"] = follow_up(&visitor, HOVERED).await;
}

/// Somebody new at the page.
async fn arrive(site: &str, product: &Product, waits: bool, slowdown: f64) -> Visitor {
    let mut visitor = Visitor::with(Engine::Chromium, false).await;
    visitor.turn_to_site(site);
    let observer = page::observer(product.shows);
    visitor.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": observer })).await;
    visitor.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slowdown })).await;
    // The collector's policy for its own pages forbids what peers do. It costs nobody anything.
    visitor.devtools("Page.setBypassCSP", json!({ "enabled": true })).await;
    visitor.devtools("Performance.enable", json!({})).await;
    visitor.devtools("Network.enable", json!({})).await;
    let line = json!({
        "offline": false,
        "latency": ROUND_TRIP_MS,
        "downloadThroughput": BITS_PER_SECOND / 8,
        "uploadThroughput": BITS_PER_SECOND / 16,
    });
    visitor.devtools("Network.emulateNetworkConditions", line).await;
    visitor.visit(&format!("/{}", product.path(waits))).await;
    visitor
}

async fn painted(visitor: &Visitor, product: &Product) {
    visitor.until(&format!("the survey of {} is painted", product.name), "Boolean(window.askwellFigures)").await;
}

/// Leaves the page, has it forgotten that the survey was shown and answered, and comes back with everything cached.
async fn come_again(visitor: &Visitor, product: &Product) {
    visitor.visit("/manifest.json").await;
    visitor.eval("(localStorage.clear(), sessionStorage.clear(), 0)").await;
    visitor.visit(&format!("/{}", product.path(false))).await;
    painted(visitor, product).await;
}

/// Milliseconds that the page's tasks have taken so far.
async fn busy(visitor: &Visitor) -> Value {
    let answer = visitor.devtools("Performance.getMetrics", json!({})).await;
    let metrics = answer["metrics"].as_array().expect("there are some");
    let seconds =
        metrics.iter().find(|metric| metric["name"] == "TaskDuration").and_then(|metric| metric["value"].as_f64());
    json!(seconds.expect("tasks take time") * 1_000.0)
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
