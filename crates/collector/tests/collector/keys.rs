//! Keys that are made while the collector runs.

use std::path::Path;
use std::process::Output;

use crate::helper::scored;
use crate::http::Client;
use crate::server::{Server, command};
use crate::until::until;

fn keys(database: &Path, arguments: &[&str]) -> Output {
    let (action, rest) = arguments.split_first().unwrap();
    command().args(["keys", action, "--database"]).arg(database).args(rest).output().unwrap()
}

fn created(database: &Path, arguments: &[&str]) -> (String, String) {
    let output = keys(database, &[&["create"], arguments].concat());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{errors}");
    let id = errors.split_whitespace().find(|word| word.starts_with("key_")).unwrap().to_owned();
    (String::from_utf8(output.stdout).unwrap().trim().to_owned(), id)
}

fn post(server: &Server, key: &str, origin: Option<&str>) -> u16 {
    let body = scored(9).to_string();
    let origin = origin.map(|origin| format!("Origin: {origin}\r\n")).unwrap_or_default();
    let mut client = Client::to(&server.address);
    let head = format!(
        "POST /v1/responses?key={key} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n{origin}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    client.write(&head).unwrap();
    client.answer().unwrap().0
}

#[test]
fn a_key_is_shown_once_taken_without_a_restart_and_refused_once_it_is_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("askwell.db");
    let server = Server::start_closed(&database);
    assert_eq!(post(&server, "guess", None), 401);
    let (key, id) = created(&database, &["--scope", "write", "--label", "shop"]);
    assert!(key.starts_with("askwell_write_") && key.len() > 40, "{key}");
    until("the key is never taken", || post(&server, &key, None) == 201);
    let listed = String::from_utf8(keys(&database, &["list"]).stdout).unwrap();
    assert!(listed.contains(&id) && listed.contains("shop") && listed.contains("\tused "), "{listed}");
    assert!(!listed.contains(&key));
    let bytes = std::fs::read(&database).unwrap();
    assert!(!bytes.windows(key.len()).any(|bytes| bytes == key.as_bytes()), "only a hash is stored");
    assert!(keys(&database, &["revoke", &id]).status.success());
    until("the key is never refused", || post(&server, &key, None) == 401);
    assert!(!keys(&database, &["revoke", &id]).status.success());
    assert!(!keys(&database, &["create", "--scope", "all"]).status.success());
}

#[test]
fn a_key_of_a_site_is_for_its_pages_alone() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("askwell.db");
    let (key, _) = created(&database, &["--scope", "write", "--origin", "https://shop.example"]);
    let server = Server::start_closed(&database);
    assert_eq!(post(&server, &key, Some("https://shop.example")), 201);
    assert_eq!(post(&server, &key, Some("https://other.example")), 403);
    let mut client = server.client();
    client
        .write(
            "OPTIONS /v1/responses HTTP/1.1\r\nHost: localhost\r\nOrigin: https://shop.example\r\n\
             Access-Control-Request-Method: POST\r\n\r\n",
        )
        .unwrap();
    let head = client.head().unwrap();
    assert!(head.contains("access-control-allow-origin: https://shop.example"), "{head}");
}

#[test]
fn a_read_key_opens_reports_and_no_posts() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("askwell.db");
    let (key, _) = created(&database, &["--scope", "read"]);
    let server = Server::start_closed(&database);
    assert_eq!(post(&server, &key, None), 401);
    let mut client = server.client();
    client
        .write(&format!("GET /v1/report HTTP/1.1\r\nHost: answers.example\r\nAuthorization: Bearer {key}\r\n\r\n"))
        .unwrap();
    assert_eq!(client.answer().unwrap().0, 200);
    assert_eq!(server.client().get("/v1/report").0, 401);
}
