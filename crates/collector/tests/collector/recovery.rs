//! After any failure of the file, the next response is stored as soon as that is possible again.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::helper::scored;
use crate::server::{Server, command};
use crate::sqlite::{count, database};
use crate::until::until;

/// The statuses of a post, of liveness and of readiness. The probe is as fresh as the server allows.
fn state(server: &Server) -> (u16, u16) {
    (server.client().post(&scored(9).to_string()).0, server.client().get("/healthz").0)
}

/// Waits until readiness is as said: it is probed once a second at most.
fn await_ready(server: &Server, expected: u16) {
    until(&format!("never {expected}"), || server.client().get("/readyz").0 == expected);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn after_a_full_disk_the_next_response_is_stored_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    // A full disk, as one process sees it: its files may not grow beyond 2 MiB, until that is lifted.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -S -f 4096; exec \"$0\" \"$@\""]);
    let server = Server::start_by(limited, &path);
    let large = || {
        let mut document = scored(9);
        document["answers"]["reason"] = json!("x".repeat(4_000));
        document.to_string()
    };
    await_ready(&server, 200);
    let mut stored = 0;
    while server.client().post(&large()).0 == 201 {
        stored += 1;
        assert!(stored < 1_000, "the limit was never met");
    }
    assert_eq!(server.client().get("/healthz").0, 200, "a restart wouldn’t help");
    await_ready(&server, 503);
    let lifted = Command::new("prlimit").args(["--pid", &server.id().to_string(), "--fsize=unlimited"]).status();
    if !lifted.is_ok_and(|status| status.success()) {
        eprintln!("there is no prlimit: what happens when the disk has room again isn’t tried");
        return;
    }
    for _ in 0..3 {
        assert_eq!(server.client().post(&large()).0, 201);
        stored += 1;
    }
    await_ready(&server, 200);
    server.kill();
    assert_eq!(count(&database(&path).await).await, stored);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_acknowledged_into_a_file_that_was_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let server = Server::start(&path);
    assert_eq!(state(&server), (201, 200));
    fs::rename(&path, folder.path().join("elsewhere.db")).unwrap();
    assert_eq!(state(&server), (503, 200));
    await_ready(&server, 503);
    assert!(!path.exists(), "an empty database in its place would look like a loss of everything");
    fs::rename(folder.path().join("elsewhere.db"), &path).unwrap();
    assert_eq!(state(&server), (201, 200));
    await_ready(&server, 200);
    server.kill();
    assert_eq!(count(&database(&path).await).await, 2);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_put_in_the_place_of_another_is_used_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let other = folder.path().join("other.db");
    let stopped = Server::start(&other);
    assert_eq!(stopped.client().post(&scored(3).to_string()).0, 201);
    stopped.signal("TERM");
    stopped.wait();
    let server = Server::start(&path);
    for _ in 0..5 {
        assert_eq!(server.client().post(&scored(9).to_string()).0, 201);
    }
    fs::rename(&other, &path).unwrap();
    assert_eq!(state(&server), (201, 200));
    server.kill();
    let stored = database(&path).await;
    assert_eq!(count(&stored).await, 2, "one that was there, and the one that came after");
    let check: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&stored).await.unwrap();
    assert_eq!(check, "ok");
    assert!(folder.path().join("askwell.db-wal.replaced").exists(), "what was replaced is kept");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_reading_the_log_stops_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_unread(&folder.path().join("askwell.db"));
    let mut client = server.client();
    // Several times what a pipe holds.
    for _ in 0..4_000 {
        assert_eq!(client.get("/healthz").0, 200);
    }
    assert_eq!(client.post(&scored(9).to_string()).0, 201);
    server.signal("TERM");
    assert_eq!(server.wait().code(), Some(0));
}

fn refusal(path: &Path) -> String {
    let output =
        command().args(["serve", "--open", "--listen", "127.0.0.1:0", "--database"]).arg(path).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test]
async fn a_file_of_another_program_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (text, foreign) = (folder.path().join("notes.txt"), folder.path().join("foreign.db"));
    fs::write(&text, "These are notes, and no database at all. ".repeat(10)).unwrap();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&foreign).create_if_missing(true);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE songs (title TEXT)").execute(&pool).await.unwrap();
    pool.close().await;
    for (path, message) in [(&text, "this is no SQLite database"), (&foreign, "a database of another program")] {
        let before = fs::read(path).unwrap();
        let errors = refusal(path);
        assert!(errors.contains(message), "{errors}");
        assert_eq!(fs::read(path).unwrap(), before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_later_version_is_refused_before_anything_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let server = Server::start(&path);
    server.signal("TERM");
    server.wait();
    let pool = database(&path).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         VALUES (99, 'of the future', '2030-01-01', 1, x'00', 1)",
    )
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await.unwrap();
    pool.close().await;
    let before = fs::read(&path).unwrap();
    let errors = refusal(&path);
    assert!(errors.contains("a later version of the collector") && errors.contains("step 99"), "{errors}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let server = Server::start(&path);
    for _ in 0..30 {
        server.client().post(&scored(9).to_string());
    }
    server.signal("TERM");
    server.wait();
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    let end = bytes.len();
    bytes[middle..end].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let errors = refusal(&path);
    assert!(errors.contains("damaged") || errors.contains("malformed"), "{errors}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_and_no_address_is_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_logging(&folder.path().join("askwell.db"), &["--write-key", "wr1te-key"]);
    for path in ["/v1/s3cret", "/s3cret/x.js", "/v1/report?key=s3cret", "/healthz?s3cret", "/report?survey=s3cret"] {
        server.client().get(path);
    }
    let request = "POST /v1/responses?key=s3cret HTTP/1.1\r\nHost: s3cret.example\r\nOrigin: https://s3cret-site.example\r\n\
        Authorization: Bearer s3cret\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\ns3cret";
    let mut client = server.client();
    client.write(request).unwrap();
    assert_eq!(client.answer().unwrap().0, 401);
    let mut client = server.client();
    client
        .write(&request.replace("?key=s3cret", "?key=wr1te-key").replace("Authorization: Bearer s3cret\r\n", ""))
        .unwrap();
    assert_eq!(client.answer().unwrap().0, 403);
    server.signal("TERM");
    let log = server.log();
    assert!(log.contains("status=401") && log.contains("route=\"/v1/responses\""), "{log}");
    for secret in ["s3cret", "wr1te", "127.0.0.1"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
