//! The collector's interface for programs, as its OpenAPI document describes it to tools of others.
//!
//! Where those tools can't be had, `ASKWELL_API_TOOLS` isn't set, nothing is tried, and `cargo xtask test` says so.

use std::path::{Path, PathBuf};
use std::process::Command;

use end_to_end::{Collector, from_environment};
use serde_json::{Value, json};

/// Tries each operation with what the document allows, and with what it doesn't. Left out are those that forbid a
/// collector to be lenient, or to know more rules than a schema can say.
const FUZZ: [&str; 13] = [
    "-m",
    "schemathesis.cli",
    "run",
    "--checks=all",
    "--exclude-checks=negative_data_rejection,positive_data_acceptance",
    "--phases=coverage,fuzzing",
    "--max-examples=30",
    "--seed=1",
    "--workers=1",
    "--warnings=off",
    "--no-color",
    "--request-timeout=30",
    "--generation-database=none",
];
const GENERATE: [&str; 8] = [
    "-m",
    "openapi_python_client",
    "generate",
    "--meta=none",
    "--output-path=client",
    "--overwrite",
    "--fail-on-warning",
    "--url",
];

/// A collector with answers, and a folder to work in.
struct Workbench {
    tools: PathBuf,
    folder: tempfile::TempDir,
    collector: Collector,
}

impl Workbench {
    /// None where there are no tools.
    fn set_up() -> Option<Self> {
        let tools = PathBuf::from(std::env::var_os("ASKWELL_API_TOOLS")?);
        let folder = tempfile::tempdir().expect("a folder can be made");
        let database = folder.path().join("askwell.db");
        let mut fill = Command::new(from_environment("ASKWELL_COLLECTOR"));
        run(fill.args(["demo-data", "--answers", "2000", "--database"]).arg(&database));
        let collector = Collector::open(&database);
        Some(Self { tools, folder, collector })
    }

    fn python(&self) -> Command {
        let mut python = Command::new(from_environment("PYTHON"));
        // Generated code is formatted by a program among the tools.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(self.tools.join("bin")).chain(std::env::split_paths(&path)));
        python
            .env("PATH", path.expect("no folder has a separator in its name"))
            .env("PYTHONPATH", &self.tools)
            .current_dir(self.folder.path());
        python
    }
}

/// Runs a command. Returned is what it prints.
fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}\n{printed}\n{}", String::from_utf8_lossy(&output.stderr));
    printed
}

#[test]
fn no_request_breaks_the_collector_or_is_answered_otherwise_than_described() {
    let Some(bench) = Workbench::set_up() else { return };
    let document = format!("{}/v1/openapi.json", bench.collector.address());
    let printed = run(bench.python().args(FUZZ).arg(document));
    assert!(printed.contains("Fuzzing"), "{printed}");
}

#[tokio::test]
async fn a_generated_client_reads_the_inbox() {
    let Some(bench) = Workbench::set_up() else { return };
    let address = bench.collector.address();
    for number in 0..60 {
        let id = format!("0197f22e-79b0-7cc3-98c4-{number:012x}");
        let response = json!({ "schema": "askwell.response/1", "id": id, "survey": { "id": "shop" }, "score": 2 });
        let post = reqwest::Client::new().post(format!("{address}/v1/responses"));
        let post = post.header("content-type", "application/json").body(response.to_string());
        assert_eq!(post.send().await.expect("the collector answers").status(), 201);
    }
    run(bench.python().args(GENERATE).arg(format!("{address}/v1/openapi.json")));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("api/read_inbox.py");
    let read: Vec<String> = run(bench.python().arg(script).arg(address)).lines().map(ToOwned::to_owned).collect();

    let mut expected = Vec::new();
    let mut next = Some(String::new());
    while let Some(after) = next {
        let page = reqwest::get(format!("{address}/v1/inbox?after={after}")).await.expect("the inbox answers");
        let page: Value = serde_json::from_str(&page.text().await.expect("it is text")).expect("it is JSON");
        let items = page["items"].as_array().expect("it has items");
        expected.extend(items.iter().map(|item| item["id"].as_str().expect("each has an identifier").to_owned()));
        next = page["next"].as_str().map(ToOwned::to_owned);
    }
    assert!(expected.len() > 50, "there is more than a page: {}", expected.len());
    assert_eq!(read, expected);
}
