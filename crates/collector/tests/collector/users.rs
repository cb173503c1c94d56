//! Users, and the link at which the first of them is made.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use crate::http::Client;
use crate::server::{Server, command};

fn users(database: &Path, arguments: &[&str], password: &str) -> Output {
    let mut child = command()
        .arg("users")
        .args(arguments)
        .arg("--database")
        .arg(database)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
    child.wait_with_output().unwrap()
}

/// Sends a form as a browser on this machine does. Returned are the status and the cookie.
fn form(server: &Server, path: &str, body: &str, cookie: &str) -> (u16, String) {
    let mut client = Client::to(&server.address);
    let (address, length) = (&server.address, body.len());
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    client.write(&head).unwrap();
    let (status, cookie) = client.answer_with("set-cookie").unwrap();
    (status, cookie.split(';').next().unwrap().to_owned())
}

fn reads(server: &Server, cookie: &str) -> u16 {
    let mut client = Client::to(&server.address);
    client.write(&format!("GET /report HTTP/1.1\r\nHost: answers.example\r\nCookie: {cookie}\r\n\r\n")).unwrap();
    client.answer().unwrap().0
}

#[test]
fn a_user_signs_in_until_they_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("askwell.db");
    assert!(users(&database, &["add", "ann", "--role", "admin"], "correct horse battery").status.success());
    assert!(users(&database, &["add", "ben"], "another long password").status.success());
    for (arguments, password, problem) in [
        (["add", "ann", "--role", "viewer"], "correct horse battery", "there is a user of this name already"),
        (["add", "cat", "--role", "viewer"], "short", "a password needs 12 to 256 characters"),
        (["add", "cat", "--role", "owner"], "correct horse battery", "a role is viewer, analyst, agent or admin"),
    ] {
        let errors = String::from_utf8(users(&database, &arguments, password).stderr).unwrap();
        assert!(errors.contains(problem), "{errors}");
    }
    let bytes = std::fs::read(&database).unwrap();
    assert!(!bytes.windows(7).any(|bytes| bytes == b"battery"), "only a hash is stored");

    let server = Server::start_closed(&database);
    let sign_in = |name: &str, password: &str| {
        form(&server, "/report/sign-in", &format!("name={name}&key={}", password.replace(' ', "+")), "")
    };
    assert_eq!(sign_in("ann", "correct horse batter").0, 401);
    assert_eq!(sign_in("nobody", "correct horse battery").0, 401);
    let (status, ann) = sign_in("ann", "correct horse battery");
    assert_eq!((status, reads(&server, &ann)), (303, 200));
    let (_, ben) = sign_in("ben", "another long password");
    assert!(users(&database, &["password", "ben"], "a third long password").status.success());
    assert_eq!(reads(&server, &ben), 401, "another password ends the sessions");
    assert_eq!(sign_in("ben", "a third long password").0, 303);
    assert!(users(&database, &["remove", "ann"], "").status.success());
    assert_eq!(reads(&server, &ann), 401);
    assert_eq!(sign_in("ann", "correct horse battery").0, 401);
    let audit = command().args(["audit", "--database"]).arg(&database).output().unwrap();
    let audit = String::from_utf8(audit.stdout).unwrap();
    for done in ["user added\tann", "user added\tben", "password changed\tben", "user removed\tann"] {
        assert!(audit.contains(&format!("command line\t{done}")), "{audit}");
    }
}

#[test]
fn the_first_start_prints_a_link_that_holds_once() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("askwell.db");
    let (server, line) = Server::start_closed_with_link(&database);
    let (address, path) = line.trim().strip_prefix("to set up, open http://").unwrap().split_once('/').unwrap();
    assert_eq!(address, server.address);
    let token = path.strip_prefix("setup?token=").unwrap();
    assert_eq!(server.client().get("/setup?token=guess").0, 404);
    let (status, page) = server.client().get(&format!("/{path}"));
    assert!(status == 200 && page.contains("Set up Askwell"), "{page}");
    let short = format!("token={token}&name=ann&password=short");
    assert_eq!(form(&server, "/setup", &short, "").0, 422);
    let body = format!("token={token}&name=ann&password=correct+horse+battery");
    let (status, cookie) = form(&server, "/setup", &body, "");
    assert_eq!((status, reads(&server, &cookie)), (303, 200));
    assert_eq!(form(&server, "/setup", &body, "").0, 404, "it holds once");
    assert_eq!(form(&server, "/report/sign-in", "name=ann&key=correct+horse+battery", "").0, 303);
    server.kill();
    let server = Server::start_closed(&database);
    assert_eq!(server.client().get(&format!("/{path}")).0, 404);
}
