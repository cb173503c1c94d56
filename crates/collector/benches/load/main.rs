//! How many responses a second the collector stores, against what the database itself does on the same disk; how long
//! posts take under load, with endpoints that are down, beside slow clients and while failed responses are queued again; and
//! how long reports and the inbox take. `cargo xtask bench collector` runs it.
//!
//! Clients and collector share the machine. So where the processor is the bound, and not the disk, the collector alone would
//! do more than is measured.

mod client;
#[path = "../../tests/collector/http.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod http;
#[path = "../../tests/collector/postgres.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod postgres;
mod raw;
mod receiver;
#[path = "../../tests/collector/server.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod server;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use client::Load;
use postgres::Postgres;
use raw::Raw;
use server::{Server, command};

/// How long each figure is measured.
const TIME: Duration = Duration::from_secs(5);
/// Clients that post at the same time.
const CLIENTS: usize = 64;

fn main() {
    // `cargo test --benches` runs it as well, to see that it does.
    let short = std::env::args().any(|argument| argument == "--test") || !std::env::args().any(|a| a == "--bench");
    if short {
        return;
    }
    let figures: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |name: &str| figures.is_empty() || figures.iter().any(|figure| figure == name);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if wanted("sqlite") {
        sqlite(&runtime);
    }
    if wanted("endpoints") {
        endpoints();
    }
    if wanted("slow") {
        slow_clients();
    }
    if wanted("retry") {
        retry(&runtime);
    }
    if wanted("reports") {
        reports(&runtime);
    }
    if wanted("inbox") {
        inbox(&runtime);
    }
    if wanted("postgres") {
        on_postgres(&runtime);
    }
}

fn line(name: &str, value: &str) {
    println!("{name:<58} {value}");
}

fn rate(name: &str, load: &Load) {
    line(
        name,
        &format!(
            "{:>7.0}/s   p50 {:>6.1} ms   p99 {:>6.1} ms   failed {}",
            load.rate(),
            load.percentile(50.0),
            load.percentile(99.0),
            load.failed
        ),
    );
}

fn ratio(name: &str, part: f64, whole: f64) {
    line(name, &format!("{:>7.2}", part / whole));
}

fn folder() -> tempfile::TempDir {
    // Where the build is: a temporary folder may be in memory.
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

fn serve(database: &str, options: &[&str]) -> Server {
    let mut serve = command();
    serve.args(["serve", "--open", "--listen", "127.0.0.1:0"]).args(options);
    serve.env("ASKWELL_DATABASE", database).env("ASKWELL_LOG_LEVEL", "warn");
    Server::of(serve, Stdio::inherit())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Bytes of a process that are in memory.
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn sqlite(runtime: &tokio::runtime::Runtime) {
    println!("\nSQLite");
    let folder = folder();
    let raw = runtime.block_on(Raw::sqlite(&folder.path().join("raw.db")));
    let batch = runtime.block_on(raw.rate(100, TIME));
    line("the database itself, 100 responses a synced commit", &format!("{batch:>7.0}/s"));
    let single = runtime.block_on(raw.rate(1, TIME));
    line("the database itself, 1 response a synced commit", &format!("{single:>7.0}/s"));
    let database = folder.path().join("askwell.db");
    let server = serve(text(&database), &[]);
    let one = client::load(std::slice::from_ref(&server.address), 1, TIME);
    rate("the collector, 1 client", &one);
    ratio("  against the database itself", one.rate(), single);
    let many = client::load(std::slice::from_ref(&server.address), CLIENTS, TIME);
    rate(&format!("the collector, {CLIENTS} clients"), &many);
    ratio("  against the database itself", many.rate(), batch);
    line("  memory of the collector", &format!("{:>7} MiB", memory(server.id())));
}

fn endpoints() {
    println!("\nTen endpoints that are down (SQLite)");
    let folder = folder();
    let plain = serve(text(&folder.path().join("plain.db")), &[]);
    let without = client::load(std::slice::from_ref(&plain.address), CLIENTS, TIME);
    drop(plain);
    let list: Vec<_> = (0..10).map(|n| format!(r#"{{"name": "e{n}", "url": "http://127.0.0.1:9/{n}"}}"#)).collect();
    let file = folder.path().join("endpoints.json");
    std::fs::write(&file, format!(r#"{{"endpoints": [{}]}}"#, list.join(","))).expect("a file");
    let server = serve(
        text(&folder.path().join("ten.db")),
        &["--log-level", "off", "--forwarding-allow", "127.0.0.1", "--endpoints", text(&file)],
    );
    let with = client::load(std::slice::from_ref(&server.address), CLIENTS, TIME);
    rate("without endpoints", &without);
    rate("with ten endpoints", &with);
    ratio("  against none", with.rate(), without.rate());
}

fn slow_clients() {
    println!("\n5,000 connections that send nothing, or a byte now and then (SQLite)");
    let folder = folder();
    let server = serve(text(&folder.path().join("slow.db")), &[]);
    let addresses = [server.address.clone()];
    let before = client::load(&addresses, 8, TIME);
    rate("8 clients alone", &before);
    let slow = client::slow(&server.address, 5_000);
    let beside = client::load(&addresses, 8, TIME);
    rate("8 clients beside them", &beside);
    ratio("  p99 against alone", beside.percentile(99.0), before.percentile(99.0));
    drop(slow);
}

fn retry(runtime: &tokio::runtime::Runtime) {
    const FAILED: usize = 100_000;
    println!("\n100,000 failed responses, queued again while others come (SQLite)");
    let folder = folder();
    let database = folder.path().join("retry.db");
    let raw = runtime.block_on(Raw::sqlite(&database));
    runtime.block_on(raw.fill(FAILED, Some("e")));
    runtime.block_on(raw.close());
    let receiver = receiver::start();
    let file = folder.path().join("endpoints.json");
    let list = format!(r#"{{"endpoints": [{{"name": "e", "url": "http://{}/"}}]}}"#, receiver.address);
    std::fs::write(&file, list).expect("a file");
    let server = serve(text(&database), &["--forwarding-allow", "127.0.0.1", "--endpoints", text(&file)]);
    let start = Instant::now();
    let done = Command::new(env!("CARGO_BIN_EXE_askwell-collector"))
        .args(["retry", "--database", text(&database)])
        .stdout(Stdio::null())
        .status();
    assert!(done.is_ok_and(|status| status.success()));
    line("queued again after", &format!("{:>7.1} s", start.elapsed().as_secs_f64()));
    // A worker looks once a minute, or when something is stored.
    client::load(std::slice::from_ref(&server.address), 1, Duration::from_millis(50));
    let start = Instant::now();
    let mut beside = None;
    while receiver.count() < FAILED {
        if beside.is_none() {
            beside = Some(client::load(std::slice::from_ref(&server.address), 8, TIME));
        }
        // A pause between two looks; what is awaited is above.
        std::thread::sleep(Duration::from_millis(50));
        assert!(start.elapsed() < Duration::from_mins(10), "{} arrived", receiver.count());
    }
    line("all of them were delivered after", &format!("{:>7.1} s", start.elapsed().as_secs_f64()));
    if let Some(beside) = beside {
        rate("8 clients meanwhile", &beside);
    }
}

fn reports(runtime: &tokio::runtime::Runtime) {
    const STORED: usize = 1_000_000;
    println!("\nReports over 1,000,000 responses (SQLite)");
    let folder = folder();
    let database = folder.path().join("reports.db");
    let raw = runtime.block_on(Raw::sqlite(&database));
    runtime.block_on(raw.fill(STORED, None));
    runtime.block_on(raw.close());
    let size = std::fs::metadata(&database).map_or(0, |data| data.len());
    line("size of the database", &format!("{:>7} MiB", size >> 20));
    let start = Instant::now();
    let server = serve(text(&database), &[]);
    line("start, with the quick check", &format!("{:>7.1} s", start.elapsed().as_secs_f64()));
    // As after an upgrade from a version without counts.
    let start = Instant::now();
    while server.client().get("/report").1.contains("still being counted") {
        // A pause between two looks; what is awaited is above.
        std::thread::sleep(Duration::from_secs(1));
    }
    line("counting all of them", &format!("{:>7.0} s", start.elapsed().as_secs_f64()));
    for (name, path) in [
        ("all time", "/v1/report"),
        ("one of a hundred surveys", "/v1/report?survey=survey-7"),
        ("a survey without responses", "/v1/report?survey=none"),
        ("one month", "/v1/report?since=2026-09-01&until=2026-09-30"),
        ("questions of one of a hundred surveys", "/report/results?survey=survey-7"),
        ("segments", "/report/segments"),
        ("segments, with the period before", "/report/segments?since=2026-06-01&until=2026-09-30"),
        ("one segment, counted anew", "/report?segment=attribute:touchpoint%3Dcheckout"),
    ] {
        request(&server, name, path);
    }
    let start = Instant::now();
    let failed = std::thread::scope(|scope| {
        let reports: Vec<_> = (0..12).map(|_| scope.spawn(|| server.client().get("/v1/report").0)).collect();
        reports.into_iter().map(|report| report.join().unwrap_or(0)).filter(|status| *status != 200).count()
    });
    line("twelve at once, the last after", &format!("{:>7.2} s   failed {failed}", start.elapsed().as_secs_f64()));
}

fn inbox(runtime: &tokio::runtime::Runtime) {
    const OPEN: usize = 20_000;
    println!("\nAn inbox of 20,000 (SQLite)");
    let folder = folder();
    let database = folder.path().join("inbox.db");
    let raw = runtime.block_on(Raw::sqlite(&database));
    runtime.block_on(raw.fill(2 * OPEN, None));
    runtime.block_on(raw.follow_up(OPEN));
    runtime.block_on(raw.close());
    let server = serve(text(&database), &[]);
    while server.client().get("/report").1.contains("still being counted") {
        // A pause between two looks; what is awaited is above.
        std::thread::sleep(Duration::from_secs(1));
    }
    for (name, path) in [
        ("the inbox", "/report/inbox"),
        ("of one survey, nobody’s", "/report/inbox?survey=survey-7&owner=nobody"),
        ("waiting", "/report/inbox?status=waiting"),
        ("for programs", "/v1/inbox"),
    ] {
        request(&server, name, path);
    }
}

/// How long a page takes: the median of five.
fn request(server: &Server, name: &str, path: &str) {
    let time = || {
        let start = Instant::now();
        assert_eq!(server.client().get(path).0, 200);
        start.elapsed().as_secs_f64()
    };
    let mut times: [f64; 5] = std::array::from_fn(|_| time());
    times.sort_by(f64::total_cmp);
    line(name, &format!("{:>7.3} s", times[2]));
}

fn on_postgres(runtime: &tokio::runtime::Runtime) {
    println!("\nPostgreSQL, on the same machine");
    let Some(postgres) = Postgres::start_durable() else {
        println!("It is not installed.");
        return;
    };
    let raw = runtime.block_on(Raw::postgres(&postgres.database()));
    let batch = runtime.block_on(raw.rate(100, TIME));
    line("the database itself, 100 responses a synced commit", &format!("{batch:>7.0}/s"));
    let database = postgres.database();
    let first = serve(&database, &[]);
    let one = client::load(std::slice::from_ref(&first.address), CLIENTS, TIME);
    rate("one collector", &one);
    ratio("  against the database itself", one.rate(), batch);
    let second = serve(&database, &[]);
    let two = client::load(&[first.address.clone(), second.address.clone()], CLIENTS, TIME);
    rate("two collectors", &two);
    ratio("  against the database itself", two.rate(), batch);
}
