//! Handing on, by the collector as a process: its file, its log, and its sudden end.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};

use askwell_collector::{Clock, Endpoints, Settings, State};
use askwell_survey::Timestamp;
use serde_json::{Value, json};

use crate::helper::scored;
use crate::http::Client;
use crate::receiver::{Receiver, Says};
use crate::server::command;

/// A collector that hands on to the endpoints in a file.
struct Handing {
    child: Child,
    address: String,
}

impl Handing {
    fn start(folder: &Path, endpoints: &Value, variables: &[(&str, &str)]) -> Self {
        let file = folder.join("endpoints.json");
        std::fs::write(&file, endpoints.to_string()).unwrap();
        let mut child = command()
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
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
        Self { child, address }
    }

    fn post(&self, document: &Value) -> u16 {
        Client::to(&self.address).post(&document.to_string()).0
    }

    /// Ends it as a power cut would. Returned is its log.
    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Handing {
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
    let handing = Handing::start(folder.path(), &file, &[]);
    let document = scored(9);
    assert_eq!(handing.post(&document), 201);
    receiver.got(1).await;
    handing.kill();
    // The one who was killed had it for two and a half minutes.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let time = tokio::sync::watch::Sender::new(Timestamp::from_millis(now.as_millis() as f64 + 180_000.0));
    let settings = Settings {
        endpoints: Endpoints::read(&file.to_string(), |_| None).unwrap(),
        clock: Clock::Told(time.subscribe()),
        ..Settings::local(folder.path().join("askwell.db"))
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
    let handing = Handing::start(folder.path(), &file, &variables);
    for points in [1, 2, 3, 4] {
        assert_eq!(handing.post(&scored(points)), 201);
    }
    let got = receiver.got(4).await;
    assert_eq!(
        (got[0].path.as_str(), got[0].json()["text"].as_str()),
        ("/services/token9s3cret", Some("shop: 1 detractor"))
    );
    // What can't be reached has been tried by the time it says so.
    let tried = crate::helper::database(&folder.path().join("askwell.db")).await;
    let looking = async {
        while sqlx::query("SELECT 1 FROM handovers WHERE tries > 0").fetch_optional(&tried).await.unwrap().is_none() {}
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), looking).await.unwrap();
    let log = handing.kill();
    for said in [
        "an answer was refused, and is not sent again endpoint=\"slack\"",
        "status=403",
        "status=404",
        "said=\"channel_not_found\"",
        "answers wait: the endpoint doesn’t take them at the moment endpoint=\"nowhere\"",
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
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
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
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "0 answers wait again\n");
}
