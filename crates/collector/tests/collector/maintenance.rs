//! What the command line does to a database.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::helper::scored;
use crate::server::{Server, command};
use crate::sqlite::{count, database};

fn run(database: &Path, arguments: &[&str]) -> Output {
    command().args(arguments).arg("--database").arg(database).output().unwrap()
}

/// What a command that succeeds prints.
fn printed(database: &Path, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a command that fails says.
fn refused(database: &Path, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_ends_while_responses_keep_coming_and_has_all_that_were_acknowledged_before() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("askwell.db"), folder.path().join("copy.db"));
    let server = Server::start(&path);
    let ended = AtomicBool::new(false);
    let before = 200;
    for _ in 0..before {
        assert_eq!(server.client().post(&scored(9).to_string()).0, 201);
    }
    let said = std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut client = server.client();
                while !ended.load(Ordering::Relaxed) {
                    assert_eq!(client.post(&scored(9).to_string()).0, 201);
                }
            });
        }
        let said = printed(&path, &["backup", "--to", copy.to_str().unwrap()]);
        ended.store(true, Ordering::Relaxed);
        said
    });
    let copied = count(&database(&copy).await).await;
    assert!(copied >= before && said.contains(&format!("has {copied} responses and is intact")), "{said}");
    assert!(refused(&path, &["backup", "--to", copy.to_str().unwrap()]).contains("already exists"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_restored_beside_an_old_log_and_nothing_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("askwell.db"), folder.path().join("copy.db"));
    let server = Server::start(&path);
    for _ in 0..20 {
        server.client().post(&scored(9).to_string());
    }
    printed(&path, &["backup", "--to", copy.to_str().unwrap()]);
    for _ in 0..20 {
        server.client().post(&scored(9).to_string());
    }
    let running = refused(&path, &["restore", "--from", copy.to_str().unwrap()]);
    assert!(running.contains("a collector runs on it"), "{running}");
    // Its log stays behind.
    server.kill();
    assert!(fs::metadata(folder.path().join("askwell.db-wal")).unwrap().len() > 0);
    let said = printed(&path, &["restore", "--from", copy.to_str().unwrap()]);
    assert!(said.contains("now has 20 responses") && said.contains("askwell.db.before-restore-1"), "{said}");
    let server = Server::start(&path);
    assert_eq!(server.client().post(&scored(9).to_string()).0, 201);
    server.kill();
    let restored = database(&path).await;
    assert_eq!(count(&restored).await, 21);
    let check: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&restored).await.unwrap();
    assert_eq!(check, "ok");
    let before = database(&folder.path().join("askwell.db.before-restore-1")).await;
    assert_eq!(count(&before).await, 40, "what was there is kept, with what was in its log");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    Server::start(&path).kill();
    let bad = folder.path().join("bad.db");
    fs::write(&bad, "nothing of a database").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(refused(&path, &["restore", "--from", bad.to_str().unwrap()]).contains("this is no SQLite database"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

fn document(person: &str, email: &str, reason: &str) -> Value {
    let mut document = scored(3);
    document["person"]["id"] = json!(person);
    document["answers"]["contact"] = json!({ "email": email, "consent": true });
    document["answers"]["reason"] = json!(reason);
    document
}

/// A line of an export as it was posted.
fn without_arrival(line: &str) -> Value {
    let mut document: Value = serde_json::from_str(line.trim()).unwrap();
    assert!(document.as_object_mut().unwrap().remove("receivedAt").is_some_and(|at| at.is_string()));
    assert_eq!(document.as_object_mut().unwrap().remove("tags"), Some(json!([])));
    document
}

#[tokio::test(flavor = "multi_thread")]
async fn responses_are_given_out_and_erased_by_person_address_and_identifier() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let server = Server::start(&path);
    let by_person = document("c-17", "a@example.org", "=HYPERLINK(\"https://other.example\")");
    let by_email = document("c-18", "B_100%@Example.org", "a \"quoted\", long\nreason");
    let other = document("c-19", "ab@example.org", "b_100%@example.org is part of this text only");
    for document in [&by_person, &by_email, &other] {
        assert_eq!(server.client().post(&document.to_string()).0, 201);
    }
    let exported = printed(&path, &["export", "--person", "c-17"]);
    assert_eq!(without_arrival(&exported), by_person);
    assert_eq!(printed(&path, &["export"]).lines().count(), 3);
    let table = printed(&path, &["export", "--format", "csv"]);
    let rows: Vec<_> = csv::Reader::from_reader(table.as_bytes()).into_records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    let reason = table.lines().next().unwrap().split(',').position(|heading| heading == "answer:reason").unwrap();
    assert_eq!(&rows[0][reason], "'=HYPERLINK(\"https://other.example\")");
    assert_eq!(&rows[1][reason], "a \"quoted\", long\nreason");

    assert!(refused(&path, &["erase"]).contains("say whose"));
    assert_eq!(
        printed(&path, &["erase", "--email", "b_100%@example.org", "--dry-run"]),
        "1 response would be erased.\n"
    );
    let id = |document: &Value| format!("{}\n", document["id"].as_str().unwrap());
    assert_eq!(printed(&path, &["erase", "--email", "b_100%@example.org"]), id(&by_email));
    assert_eq!(printed(&path, &["erase", "--person", "c-17"]), id(&by_person));
    assert_eq!(printed(&path, &["erase", "--person", "c-17"]), "");
    for (name, left) in [("askwell.db", false), ("askwell.db-wal", false)] {
        let bytes = fs::read(folder.path().join(name)).unwrap_or_default();
        let found = bytes.windows(7).any(|bytes| bytes == b"\"quoted");
        assert_eq!(found, left, "{name}");
    }
    assert_eq!(server.client().get("/v1/report").0, 200);
    server.kill();
    let stored = database(&path).await;
    assert_eq!(count(&stored).await, 1);
    let notes: Vec<String> = sqlx::query_scalar("SELECT action || ' ' || detail FROM audit ORDER BY at, rowid")
        .fetch_all(&stored)
        .await
        .unwrap();
    assert_eq!(notes, ["erased 1 responses", "erased 1 responses"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn checking_says_what_is_fine_and_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    assert!(refused(&path, &["check"]).contains("there is no database"));
    let server = Server::start(&path);
    server.client().post(&scored(9).to_string());
    let said = printed(&path, &["check"]);
    assert!(said.contains("the database is intact and has 1 responses"), "{said}");
    server.kill();
    let stored = database(&path).await;
    sqlx::query("UPDATE responses SET received_at = 9795255200000").execute(&stored).await.unwrap();
    let output = run(&path, &["check"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && said.contains("problem  a response arrived at 2280-"), "{said}");
}

#[test]
fn a_configuration_is_checked_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("askwell.toml");
    let checked = |text: &str| {
        fs::write(&file, text).unwrap();
        command().arg("check-config").arg("--config").arg(&file).current_dir(folder.path()).output().unwrap()
    };
    assert!(checked("listen = \"127.0.0.1:1\"\norigins = [\"https://shop.example\"]\n").status.success());
    for (text, problem) in [
        ("origins = [\"shop.example\"]", "an origin looks like https://shop.example"),
        ("port = 5", "unknown field `port`"),
        ("site = \"nowhere\"", "the site nowhere is not a folder"),
        ("endpoints = \"nowhere.json\"", "nowhere.json can’t be read"),
        ("[forwarding]\nallow = [\"http://crm.internal\"]", "forwarding.allow: http://crm.internal is not a host"),
        ("[log]\nlevel = \"loud\"", "a level of the log is off, error"),
    ] {
        let output = checked(text);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && errors.contains(problem), "{text}: {errors}");
    }
    assert!(!folder.path().join("askwell.db").exists());
}

#[test]
fn the_documented_configuration_can_be_used() {
    let text = include_str!("../../../../docs/deploy.md");
    let toml = text.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    askwell_collector::Config::parse(toml).unwrap().settings(|_| None).unwrap();
}

#[test]
fn a_file_is_imported_by_the_command_line_which_says_how_much_that_is() {
    let folder = tempfile::tempdir().unwrap();
    let (path, file) = (folder.path().join("askwell.db"), folder.path().join("responses.csv"));
    fs::write(&file, "Number,When,Score\n1,2024-05-01 10:00:00,9\n").unwrap();
    let columns = ["--column", "id=Number", "--column", "answeredAt=When", "--column", "score=Score"];
    let arguments = [&["import", file.to_str().unwrap(), "--survey-id", "shop"], &columns[..]].concat();
    assert_eq!(printed(&path, &[&arguments[..], &["--dry-run"]].concat()), "1 response can be imported.\n");
    assert!(!path.exists());
    assert_eq!(printed(&path, &arguments), "1 response imported; 0 already stored.\n");
    assert_eq!(printed(&path, &arguments), "0 responses imported; 1 already stored.\n");
    fs::write(&file, "Number,When,Score\n1,2024-05-01 10:00:00,12\n").unwrap();
    assert!(refused(&path, &arguments).contains("line 2: score:"));
}

#[test]
fn the_record_of_processing_is_printed_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("askwell.toml");
    fs::write(&file, "[retention]\npersonal_days = 90\n[record]\ncontroller = \"Muster GmbH\"\n").unwrap();
    let record = |language: &str| {
        command()
            .args(["record", "--language", language, "--config"])
            .arg(&file)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let german = String::from_utf8(record("de").stdout).unwrap();
    assert!(german.starts_with("# Verzeichnis von Verarbeitungstätigkeiten"), "{german}");
    assert!(
        german.contains("**Verantwortlicher:** Muster GmbH") && german.contains("**Wer geantwortet hat:** 90 Tage")
    );
    assert!(String::from_utf8(record("en").stdout).unwrap().contains("**Who answered:** 90 days"));
    assert!(String::from_utf8(record("fr").stderr).unwrap().contains("the record is in en and de"));
    assert!(!folder.path().join("askwell.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_older_than_it_may_be_is_erased_and_what_is_personal_before_that() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let server = Server::start(&path);
    let ages = [5, 100, 400];
    let documents: Vec<_> = ages.iter().map(|age| document(&format!("c-{age}"), "a@example.org", "Late")).collect();
    for document in &documents {
        assert_eq!(server.client().post(&document.to_string()).0, 201);
    }
    server.kill();
    let stored = database(&path).await;
    for (age, document) in ages.iter().zip(&documents) {
        sqlx::query("UPDATE responses SET counted_at = counted_at - $1 WHERE id = $2")
            .bind(i64::from(*age) * 86_400_000)
            .bind(document["id"].as_str())
            .execute(&stored)
            .await
            .unwrap();
    }
    let config = folder.path().join("askwell.toml");
    fs::write(&config, "[retention]\nresponses_days = 365\npersonal_days = 30\nmarked_days = 7\n").unwrap();
    let said = printed(&path, &["forget", "--config", config.to_str().unwrap()]);
    assert_eq!(said, "1 response erased; personal data erased in 1 response.\n");
    let left: Vec<String> =
        sqlx::query_scalar("SELECT document FROM responses ORDER BY counted_at DESC").fetch_all(&stored).await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&left[0]).unwrap(), documents[0]);
    let old: Value = serde_json::from_str(&left[1]).unwrap();
    assert_eq!((&old["score"], &old["answers"]), (&json!(3), &json!({ "score": 3, "reason": "Late" })));
    assert_eq!((left.len(), &old["person"]), (2, &json!({})));
    let id = old["id"].as_str().unwrap();
    printed(&path, &["mark", id, "--as", "spam"]);
    assert!(refused(&path, &["mark", id, "--as", "bad"]).contains("a mark is test or spam"));
    let said = printed(&path, &["forget", "--config", config.to_str().unwrap()]);
    assert!(said.starts_with("1 response erased"), "{said}");
    assert_eq!(count(&stored).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_personal_is_unreadable_without_the_key_and_found_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let key = folder.path().join("contact.key");
    fs::write(&key, "0123456789abcdef".repeat(4)).unwrap();
    let with_key = ["--contact-key-file", key.to_str().unwrap()];
    let server = Server::start_logging(&path, &with_key);
    let document = document("c-unreadable", "unreadable@example.org", "Late");
    assert_eq!(server.client().post(&document.to_string()).0, 201);
    let report = server.client().get("/v1/report").1;
    assert!(report.contains("Late"), "{report}");
    server.kill();
    for name in ["askwell.db", "askwell.db-wal"] {
        let bytes = fs::read(folder.path().join(name)).unwrap();
        assert!(!bytes.windows(10).any(|bytes| bytes == b"unreadable"), "{name}");
    }
    for selection in [["--person", "c-unreadable"], ["--email", "Unreadable@Example.org"]] {
        let exported = printed(&path, &[&["export"], &selection[..], &with_key[..]].concat());
        assert_eq!(without_arrival(&exported), document);
        assert_eq!(printed(&path, &[&["export"], &selection[..]].concat()), "");
    }
    let refused = refused(&path, &["serve", "--open", "--listen", "127.0.0.1:0"]);
    assert!(refused.contains("the contact key is needed"), "{refused}");
    let erased = printed(&path, &[&["erase", "--email", "unreadable@example.org"], &with_key[..]].concat());
    assert_eq!(erased.trim(), document["id"].as_str().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_data_fills_an_empty_database_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let demo = ["demo-data", "--answers", "300", "--until", "2026-01-01", "--seed", "3"];
    let said = printed(&path, &demo);
    assert!(said.contains("has 300 responses from 2024-01-02 to 2025-12-31"), "{said}");
    assert!(said.contains("after-purchase"), "{said}");
    assert!(refused(&path, &demo).contains("demo data fills only an empty one"));
    assert_eq!(count(&database(&path).await).await, 300);
    let other = folder.path().join("other.db");
    assert!(refused(&other, &["demo-data", "--until", "2026-13-01"]).contains("2026-13-01 is no day"));
}
