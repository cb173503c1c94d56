//! Keys and endpoints that change while the collector runs.

use std::path::Path;

use askwell_collector::{Endpoints, Settings};
use axum::http::StatusCode;
use serde_json::json;

use crate::helper::{Collector, local, scored, with_key};
use crate::receiver::{Receiver, Says};
use crate::until::until;

const OLD: &str = "reading-0123456789";
const NEW: &str = "reading-9876543210";

fn endpoints(name: &str, receiver: &Receiver) -> Endpoints {
    let list = json!({ "endpoints": [{ "name": name, "url": format!("{}/{name}", receiver.address) }] });
    Endpoints::read(&list.to_string(), |_| None).unwrap()
}

fn settings(collector: &Collector, key: &str, endpoints: Endpoints) -> Settings {
    let database = collector.location.clone();
    Settings { database, read_key: Some(key.parse().unwrap()), endpoints, ..local("") }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_keys_and_endpoints_hold_from_then_on_and_what_waits_is_sent() {
    let receiver = Receiver::start().await;
    let collector = Collector::with(|settings| {
        settings.read_key = Some(OLD.parse().unwrap());
        settings.endpoints = endpoints("old", &receiver);
    })
    .await;
    collector.take(&scored(9)).await;
    assert_eq!(receiver.got(1).await[0].path, "/old");
    collector.state.reload(&settings(&collector, NEW, endpoints("new", &receiver))).await.unwrap();
    collector.take(&scored(9)).await;
    assert_eq!(receiver.got(2).await[1].path, "/new");
    for (key, expected) in [(OLD, StatusCode::UNAUTHORIZED), (NEW, StatusCode::OK)] {
        assert_eq!(collector.send(with_key("/v1/report", key)).await.status, expected);
    }
    // What an endpoint had before is the next one's of that name.
    receiver.says(&[Says::With(503, "retry-after", "600")]);
    collector.take(&scored(9)).await;
    receiver.got(3).await;
    collector.state.reload(&settings(&collector, NEW, Endpoints::default())).await.unwrap();
    collector.take(&scored(9)).await;
    let status = collector.send(with_key("/v1/endpoints", NEW)).await.json()["endpoints"][0].clone();
    assert_eq!((&status["name"], &status["listed"], &status["waiting"]), (&json!("new"), &json!(false), &json!(1)));
    assert_eq!(receiver.got(3).await.len(), 3);
    collector.state.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_changes_nothing() {
    let receiver = Receiver::start().await;
    let collector = Collector::with(|settings| {
        settings.read_key = Some(OLD.parse().unwrap());
        settings.endpoints = endpoints("old", &receiver);
    })
    .await;
    let refusing = Settings {
        address_rules: askwell_collector::AddressRules::default(),
        ..settings(&collector, NEW, endpoints("new", &receiver))
    };
    let refused = collector.state.reload(&refusing).await.unwrap_err().to_string();
    assert!(refused.contains("the endpoint new can’t be used"), "{refused}");
    collector.take(&scored(9)).await;
    assert_eq!(receiver.got(1).await[0].path, "/old");
    assert_eq!(collector.send(with_key("/v1/report", OLD)).await.status, StatusCode::OK);
}

#[cfg(unix)]
#[test]
fn at_a_hangup_the_files_are_read_again_and_a_bad_one_is_logged() {
    use crate::server::{Server, command};
    let folder = tempfile::tempdir().unwrap();
    let (config, database) = (folder.path().join("askwell.toml"), folder.path().join("askwell.db"));
    let write = |path: &Path, text: &str| std::fs::write(path, text).unwrap();
    write(&config, &format!("[keys]\nread = \"{OLD}\"\n"));
    let log = folder.path().join("log");
    let mut command = command();
    command.args(["serve", "--open", "--listen", "127.0.0.1:0", "--config", config.to_str().unwrap(), "--database"]);
    command.arg(&database);
    let server = Server::of(command, std::fs::File::create(&log).unwrap().into());
    let reads = |key: &str| {
        let mut client = server.client();
        let head = format!("GET /v1/report HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n");
        client.write(&head).unwrap();
        client.answer().unwrap().0 == 200
    };
    let logged = || std::fs::read_to_string(&log).unwrap();
    write(&config, "[keys]\nread = \"short\"\n");
    server.signal("HUP");
    let refused = "nothing was changed error=\"read key: a read key has 16 characters at least";
    until("it is never refused", || logged().contains(refused));
    assert!(reads(OLD) && !reads(NEW));
    write(&config, &format!("[keys]\nread = \"{NEW}\"\n"));
    server.signal("HUP");
    until("it is never read", || logged().contains("keys and endpoints were read again"));
    assert!(reads(NEW) && !reads(OLD));
    let log = logged();
    assert!(!log.contains(NEW) && !log.contains("short"), "{log}");
}
