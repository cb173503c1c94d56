//! What was acknowledged is kept, whatever happens to the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use sqlx::sqlite::SqlitePool;

use crate::helper::scored;
use crate::server::{Server, command};
use crate::sqlite::{count, database};
use crate::until::{until, until_async};

async fn ids(database: &SqlitePool) -> Vec<String> {
    sqlx::query_scalar("SELECT id FROM responses").fetch_all(database).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_collector_has_kept_every_answer_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let server = Server::start(&path);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let killed = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let (mut client, acknowledged, killed) = (server.client(), acknowledged.clone(), killed.clone());
            std::thread::spawn(move || {
                while !killed.load(Ordering::Relaxed) {
                    let document = scored(9);
                    let head = "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";
                    let body = document.to_string();
                    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
                    // From the moment it is killed on, anything may fail.
                    let Ok((status, _)) = client.write(&request).and_then(|()| client.answer()) else { return };
                    assert_eq!(status, 201);
                    acknowledged.lock().unwrap().push(document["id"].as_str().unwrap().to_owned());
                }
            })
        })
        .collect();
    until_async("too little is acknowledged", async || acknowledged.lock().unwrap().len() >= 200).await;
    server.kill();
    killed.store(true, Ordering::Relaxed);
    senders.into_iter().for_each(|sender| sender.join().unwrap());
    let kept = ids(&database(&path).await).await;
    let acknowledged = acknowledged.lock().unwrap();
    assert!(acknowledged.len() >= 200);
    for id in acknowledged.iter() {
        assert!(kept.contains(id), "{id} was acknowledged, and is lost");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_starts_again_has_its_answers_and_the_same_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let document = scored(9);
    for (round, status) in [(1, 201), (2, 200), (3, 200)] {
        let server = Server::start(&path);
        let (answered, body) = server.client().post(&document.to_string());
        assert_eq!(answered, status, "round {round}: {body}");
        server.signal("TERM");
        assert_eq!(server.wait().code(), Some(0));
        assert_eq!(count(&database(&path).await).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_told_to_stop_finishes_what_it_has_begun() {
    for signal in ["INT", "TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("askwell.db");
        let server = Server::start(&path);
        let body = scored(9).to_string();
        let mut client = server.client();
        let (first, rest) = body.split_at(20);
        let head = "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";
        client.write(&format!("{head}Content-Length: {}\r\nExpect: 100-continue\r\n\r\n", body.len())).unwrap();
        // The collector asks for the body: the request has begun.
        assert_eq!(client.answer().unwrap().0, 100);
        client.write(first).unwrap();
        server.signal(signal);
        // Nobody new is served from here on.
        until("somebody is served", || std::net::TcpStream::connect(&server.address).is_err());
        client.write(rest).unwrap();
        assert_eq!(client.answer().unwrap().0, 201);
        assert_eq!(server.wait().code(), Some(0));
        assert!(!folder.path().join("askwell.db-wal").exists());
        assert_eq!(count(&database(&path).await).await, 1);
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_is_full_answers_are_put_off_and_those_kept_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let server = Server::start(&path);
    assert_eq!(server.client().post(&scored(9).to_string()).0, 201);
    server.signal("TERM");
    server.wait();
    // A full disk, as one process sees it: its files may not grow beyond 64 KiB.
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 128; exec \"$0\" \"$@\""]);
    let server = Server::start_by(limited, &path);
    let mut statuses = Vec::new();
    for _ in 0..100 {
        let mut document = scored(9);
        document["answers"]["reason"] = serde_json::json!("x".repeat(4_000));
        statuses.push(server.client().post(&document.to_string()).0);
    }
    let kept = statuses.iter().filter(|status| **status == 201).count();
    assert!(statuses.iter().all(|status| [201, 503].contains(status)), "{statuses:?}");
    assert!(kept < 100, "the limit was never met");
    server.kill();
    assert_eq!(count(&database(&path).await).await, 1 + kept as i64);
}

#[test]
fn what_cant_be_started_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("askwell.db");
    let table: [(&[&str], &str); 7] = [
        (&["--listen", "0.0.0.0:0", "--open"], "with --open anyone there could read the report"),
        (&["--site", "nowhere"], "the site nowhere is not a folder"),
        (&["--origin", "https://shop.example/"], "an origin looks like https://shop.example"),
        (&["--write-key", "a b"], "a key is made of 1 to 256 letters"),
        (&["--read-key", "short"], "a read key has 16 characters at least"),
        (&["--listen", "here"], "invalid socket address"),
        (&["--database", "/nowhere/askwell.db"], "the database /nowhere/askwell.db can’t be opened"),
    ];
    for (arguments, message) in table {
        let mut command = command();
        command.arg("serve");
        if !arguments.contains(&"--database") {
            command.arg("--database").arg(&database);
        }
        let output = command.args(arguments).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && errors.contains(message), "{arguments:?}: {errors}");
        assert!(!errors.contains("a b") && !errors.contains("short"), "a key is repeated: {errors}");
    }
    assert!(!database.exists());
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let _server = Server::start(&path);
    for name in ["askwell.db", "askwell.db-wal"] {
        let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
