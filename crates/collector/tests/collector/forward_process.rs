//! Forwarding, by the collector as a process: its file, its log, and its sudden end.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use askwell_collector::{Clock, Endpoints, Settings, State};
use askwell_survey::Timestamp;
use serde_json::{Value, json};

use crate::helper::{local, scored};
use crate::http::Client;
use crate::receiver::{Receiver, Says};
use crate::server::command;
use crate::until::until;

/// A collector that forwards to the endpoints in a file.
struct Forwarding {
    child: Child,
    address: String,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Forwarding {
    fn start(folder: &Path, endpoints: &Value, variables: &[(&str, &str)]) -> Self {
        let file = folder.join("endpoints.json");
        std::fs::write(&file, endpoints.to_string()).unwrap();
        let mut child = command()
            .args(["serve", "--open", "--listen", "127.0.0.1:0", "--forwarding-allow", "127.0.0.1", "--database"])
            .arg(folder.join("askwell.db"))
            .arg("--endpoints")
            .arg(&file)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, written) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(&log));
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut log = written.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        Self { child, address, log, reader: Some(reader) }
    }

    /// Waits until the log has `text`.
    fn logged(&self, text: &str) {
        until(&format!("the log lacks {text}"), || self.log.lock().unwrap().contains(text));
    }

    fn post(&self, document: &Value) -> u16 {
        Client::to(&self.address).post(&document.to_string()).0
    }

    /// Ends it as a power cut would. Returned is its log.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap();
        std::mem::take(&mut *self.log.lock().unwrap())
    }
}

impl Drop for Forwarding {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_when_the_collector_was_killed_is_sent_again() {
    let receiver = Receiver::start().await;
    receiver.says(&[Says::Nothing]);
    let folder = tempfile::tempdir().unwrap();
    let file = json!({ "endpoints": [{ "url": receiver.address }] });
    let forwarding = Forwarding::start(folder.path(), &file, &[]);
    let document = scored(9);
    assert_eq!(forwarding.post(&document), 201);
    receiver.got(1).await;
    forwarding.kill();
    // The one who was killed had it for two and a half minutes.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let time = tokio::sync::watch::Sender::new(Timestamp::from_millis(now.as_millis() as f64 + 180_000.0));
    let settings = Settings {
        endpoints: Endpoints::read(&file.to_string(), |_| None).unwrap(),
        clock: Clock::Manual(time.subscribe()),
        ..local(folder.path().join("askwell.db"))
    };
    let state = State::open(settings).await.unwrap();
    let got = receiver.got(2).await;
    assert_eq!((got[1].json(), got[1].status), (document, Some(200)));
    state.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_the_log_or_in_the_database() {
    let receiver = Receiver::start().await;
    receiver.says(&[Says::Echo(403), Says::Word(404, "token9s3cret"), Says::Word(400, "channel_not_found")]);
    receiver.always(Says::Nothing);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("{}/services/token9s3cret", receiver.address);
    let nowhere = "http://token9s3cret.invalid/x";
    let file = json!({ "endpoints": [
        { "receiver": "slack", "parameters": { "url": "${SLACK_URL}" }, "revisions": "all" },
        { "name": "nowhere", "url": "${NOWHERE}", "headers": { "x-key": "${KEY}" } },
    ]});
    let variables = [("SLACK_URL", url.as_str()), ("NOWHERE", nowhere), ("KEY", "token9s3cret")];
    let forwarding = Forwarding::start(folder.path(), &file, &variables);
    for points in [1, 2, 3, 4] {
        assert_eq!(forwarding.post(&scored(points)), 201);
    }
    let got = receiver.got(4).await;
    assert_eq!(
        (got[0].path.as_str(), got[0].json()["text"].as_str()),
        ("/services/token9s3cret", Some("shop: 1 detractor"))
    );
    // The log is written beside everything else.
    forwarding.logged("endpoint=\"nowhere\"");
    forwarding.logged("channel_not_found");
    let log = forwarding.kill();
    for said in [
        "a response was refused, and is not sent again endpoint=\"slack\"",
        "status=403",
        "status=404",
        "detail=\"channel_not_found\"",
        "responses wait: the endpoint doesn’t take them at the moment endpoint=\"nowhere\"",
    ] {
        assert!(log.contains(said), "the log lacks {said}:\n{log}");
    }
    assert!(!log.contains("s3cret"), "{log}");
    for name in ["askwell.db", "askwell.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        assert!(!bytes.windows(6).any(|bytes| bytes == b"s3cret"), "{name}");
    }
}

#[test]
fn a_file_of_endpoints_that_cant_be_used_is_no_way_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("endpoints.json");
    let table = [
        ("{", "can’t be read as JSON"),
        (
            r#"{"receiver": "slack", "parameters": {"url": "${ASKWELL_TEST_NONE}"}}"#,
            "parameters.url: needs the variable ASKWELL_TEST_NONE",
        ),
        (
            r#"{"endpoints": [{"url": "https://{{answer:x}}.example"}]}"#,
            "endpoints[0].url: recalls something before its path",
        ),
        (r#"{"endpoints": [{"receiver": "slack"}, {"url": "/x"}]}"#, "endpoints[0].parameters.url: is missing"),
        (r#"{"endpoints": [{"receiver": "slack"}, {"url": "/x"}]}"#, "endpoints[1].url: needs to start with https://"),
    ];
    for (json, message) in table {
        std::fs::write(&file, json).unwrap();
        let output = command()
            .args(["serve", "--open", "--listen", "127.0.0.1:0", "--database"])
            .arg(folder.path().join("askwell.db"))
            .arg("--endpoints")
            .arg(&file)
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && errors.contains(message), "{json}: {errors}");
    }
    assert!(!folder.path().join("askwell.db").exists());
}

#[test]
fn trying_again_says_how_much_and_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let retry = || command().arg("retry").arg("--database").arg(&path).output().unwrap();
    let output = retry();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no database"), "and none is made");
    assert!(!path.exists());
    let settings = Settings::local(&path);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { State::open(settings).await.unwrap().close().await.unwrap() });
    let output = retry();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "0 responses wait again\n");
}
