//! Digests: when they are sent, to whom, and what they say.

use askwell_collector::{Clock, Settings, State, add_user, digest, set_profile};
use askwell_survey::Timestamp;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::helper::{Collector, local, scored};
use crate::notices::{channels, smtp};
use crate::receiver::Receiver;
use crate::results::put;
use crate::smtp::MailServer;
use crate::until::until_async;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A response of a day.
fn on(day: &str, points: u8, cause: &Value) -> Value {
    let mut document = scored(points);
    document["shownAt"] = json!(format!("{day}T12:00:00Z"));
    document["answeredAt"] = document["shownAt"].clone();
    document["answers"]["cause"] = cause.clone();
    document["answers"]["reason"] = json!("My name is Vera Verbatim");
    document["answers"]["contact"] = json!({ "email": "visitor@example.org", "consent": true });
    document["person"] = json!({ "id": "c-17", "account": "Secretive GmbH" });
    document
}

fn definition() -> Value {
    json!({
        "id": "shop", "languages": ["en"],
        "questions": [
            { "id": "score", "type": "nps", "prompt": "Would you recommend us?" },
            { "id": "cause", "type": "choice", "prompt": "Why?", "other": true,
              "choices": [{ "id": "price", "label": "The price" }, { "id": "speed", "label": "The speed" }] },
            { "id": "reason", "type": "text", "prompt": "And?" },
        ]
    })
}

/// A collector on a Sunday, with answers of that week and of the week before.
async fn collector(time: &watch::Sender<Timestamp>, toml: &str) -> Collector {
    let collector = Collector::with(|settings| {
        settings.channels = channels(toml);
        settings.clock = Clock::Manual(time.subscribe());
    })
    .await;
    assert_eq!(put(&collector, "shop", &definition()).await.status, StatusCode::CREATED);
    for number in 0..40 {
        let (points, cause) = if number < 30 { (10, "speed") } else { (2, "price") };
        collector.take(&on("2026-11-10", points, &json!(cause))).await;
        let (points, cause) = if number < 10 { (10, "speed") } else { (2, "price") };
        collector.take(&on("2026-11-17", points, &json!(cause))).await;
    }
    // No answer of the definition: whoever posts may write anything.
    collector.take(&on("2026-11-17", 2, &json!("visitors-words"))).await;
    let mut rated = scored(5);
    rated["survey"] = json!({ "id": "support", "version": 1, "kind": "transactional" });
    rated.as_object_mut().unwrap().remove("score");
    rated.as_object_mut().unwrap().remove("group");
    rated["answers"] = json!({ "csat": 5 });
    let csat = json!({ "id": "support", "languages": ["en"],
        "questions": [{ "id": "csat", "type": "csat", "prompt": "Satisfied?" }] });
    assert_eq!(put(&collector, "support", &csat).await.status, StatusCode::CREATED);
    rated["answeredAt"] = json!("2026-11-18T12:00:00Z");
    rated["shownAt"] = rated["answeredAt"].clone();
    collector.take(&rated).await;
    collector
}

async fn user(collector: &Collector, name: &str, role: &str, wanted: &str) {
    add_user(&collector.location, name, role, "correct horse battery").await.unwrap();
    let email = format!("{name}@shop.example");
    set_profile(&collector.location, name, Some(&email), Some(wanted)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_comes_on_monday_at_seven_once_for_each_reader_with_two_collectors() {
    let (mail, receiver) = (MailServer::start(true).await, Receiver::start().await);
    let time = watch::Sender::new(at("2026-11-22T12:00:00Z"));
    let toml = format!(
        "{}[channels.team]\nkind = \"slack\"\nurl = \"{}\"\noccasions = [\"digest\"]",
        smtp(&mail),
        receiver.address
    );
    let collector = collector(&time, &toml).await;
    let beside = Settings {
        database: collector.location.clone(),
        channels: channels(&toml),
        clock: Clock::Manual(time.subscribe()),
        ..local("")
    };
    let second = State::open(beside).await.unwrap();
    for (name, role, wanted) in [
        ("gus", "agent", "weekly"),
        ("vera", "viewer", "weekly"),
        ("mona", "viewer", "monthly"),
        ("nick", "admin", "none"),
    ] {
        user(&collector, name, role, wanted).await;
    }
    let database = collector.database().await;
    // Both have looked before the moment comes.
    let marks = || async {
        sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM meta WHERE name LIKE 'digests%'").fetch_one(&database).await
    };
    until_async("nobody looks", async || marks().await.unwrap() == 2).await;
    time.send_replace(at("2026-11-23T06:59:00Z"));
    time.send_replace(at("2026-11-23T07:00:20Z"));
    let mut mails = mail.got(2).await;
    let chat = receiver.got(1).await;
    mails.sort_by_key(|mail| mail.to.clone());
    let to: Vec<_> = mails.iter().map(|mail| mail.to.join(" ")).collect();
    assert_eq!(to, ["gus@shop.example", "vera@shop.example"]);
    assert_eq!(mails[0].header("Subject"), "Week from 16 Nov 2026 to 22 Nov 2026");
    time.send_replace(at("2026-11-24T07:00:00Z"));
    time.send_replace(at("2026-12-01T07:00:20Z"));
    // The next week, and the first month.
    let mails = mail.got(5).await;
    let to: Vec<_> = mails[2..].iter().map(|mail| (mail.to.join(" "), mail.header("Subject"))).collect();
    let of = |name: &str, subject: &str| (format!("{name}@shop.example"), subject.to_owned());
    assert_eq!(to.len(), 3);
    for expected in [
        of("gus", "Week from 23 Nov 2026 to 29 Nov 2026"),
        of("vera", "Week from 23 Nov 2026 to 29 Nov 2026"),
        of("mona", "Month from 1 Nov 2026 to 30 Nov 2026"),
    ] {
        assert!(to.contains(&expected), "{to:?}");
    }
    assert_eq!(receiver.got(2).await.len(), 2);
    let kept: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM notices").fetch_one(&database).await.unwrap();
    assert_eq!(kept, 7);
    for text in mails.iter().map(|mail| mail.data.clone()).chain(chat.into_iter().map(|got| got.body)) {
        for hidden in ["Vera Verbatim", "visitor@example.org", "c-17", "Secretive", "visitors-words"] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    }
    second.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_says_what_the_week_brought_in_the_words_of_the_pages() {
    let time = watch::Sender::new(at("2026-11-23T08:00:00Z"));
    let collector = collector(&time, "").await;
    user(&collector, "gus", "agent", "weekly").await;
    user(&collector, "vera", "viewer", "weekly").await;
    let database = collector.database().await;
    sqlx::query(
        "UPDATE follow_ups SET owner = 'gus', due = 20000 WHERE response IN (SELECT MAX(response) FROM follow_ups)",
    )
    .execute(&database)
    .await
    .unwrap();
    let print = async |name: &str| {
        let settings = Settings {
            database: collector.location.clone(),
            clock: Clock::Manual(time.subscribe()),
            channels: channels(""),
            ..local("")
        };
        digest(&settings, name).await
    };
    let (open, overdue) = {
        let count = |condition: &str| {
            format!("SELECT COUNT(*) FROM follow_ups WHERE done_at IS NULL AND reason <> 'promoter' {condition}")
        };
        let open: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(count(""))).fetch_one(&database).await.unwrap();
        let today = 1_795_420_800_000_i64 / 86_400_000;
        let overdue = count(&format!("AND due < {today}"));
        let overdue: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(overdue)).fetch_one(&database).await.unwrap();
        (open, overdue)
    };
    let text = print("gus").await.unwrap();
    for line in [
        "Week from 16 Nov 2026 to 22 Nov 2026\n",
        "shop: score −51 (",
        " with 95 % confidence), 41 answers. Since the week before: down 101, likely real.\n",
        "shop, what adds most: The speed (+24).\n",
        "shop, what takes most: The price (−73).\n",
        &format!("shop, follow-ups: {open} not done, {overdue} overdue.\n"),
        "support: Satisfied 100\u{a0}% (",
        "1 answer. No answers in the week before.\n",
        &format!("Inbox: {open} not done, {overdue} overdue. Yours: 1 not done, 1 overdue.\n"),
        "Open the dashboard: https://answers.example/report?since=2026-11-16&until=2026-11-22\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let text = print("vera").await.unwrap();
    assert!(text.contains("shop: score −51") && !text.contains("follow-ups") && !text.contains("Inbox"), "{text}");
    assert!(print("nobody").await.unwrap_err().to_string().contains("there is no such user"));
    time.send_replace(at("2026-12-07T08:00:00Z"));
    let quiet = print("vera").await.unwrap();
    assert!(quiet.contains("Week from 30 Nov 2026 to 6 Dec 2026\n\nNo answers arrived.\n"), "{quiet}");
}

#[test]
fn the_command_line_sets_addresses_and_digests_and_prints_a_digest() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("askwell.db");
    let run = |arguments: &[&str]| {
        let mut command = crate::server::command();
        command.args(arguments).arg("--database").arg(&database).stdin(std::process::Stdio::piped());
        let mut child =
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"correct horse battery\n").unwrap();
        let output = child.wait_with_output().unwrap();
        format!("{}{}", String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    run(&["users", "add", "ann", "--role", "agent", "--email", "ann@shop.example", "--digest", "weekly"]);
    run(&["users", "add", "ben"]);
    let listed = run(&["users", "list"]);
    let lines: Vec<_> = listed.lines().map(|line| line.split('\t').collect::<Vec<_>>()).collect();
    assert_eq!((&lines[0][3..], &lines[1][3..]), (&["ann@shop.example", "weekly"][..], &["", "none"][..]), "{listed}");
    for (arguments, problem) in [
        (&["users", "add", "eve", "--digest", "weekly"][..], "a digest needs an e-mail address"),
        (&["users", "profile", "ben", "--digest", "weekly"][..], "a digest needs an e-mail address"),
        (&["users", "profile", "ben", "--digest", "daily"], "a digest is none, weekly or monthly"),
        (&["users", "profile", "ben", "--email", "ben"], "that is not an e-mail address"),
        (&["users", "profile", "eve", "--email", "e@shop.example"], "there is no such user"),
        (&["users", "profile", "ben"], "--email"),
    ] {
        let said = run(arguments);
        assert!(said.contains(problem), "{said}");
    }
    run(&["users", "profile", "ann", "--email", "", "--digest", "none"]);
    assert!(run(&["users", "list"]).contains("Z\t\tnone"));
    let printed = run(&["digest", "ann"]);
    assert!(printed.starts_with("Week from ") && printed.contains("No answers arrived."), "{printed}");
}
