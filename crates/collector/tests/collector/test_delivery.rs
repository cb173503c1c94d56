//! A test delivery: from the page, and from the command line.

use askwell_collector::Endpoints;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::access::{HERE, form, pair, sign_in};
use crate::helper::count_any;
use crate::receiver::{Receiver, Says};
use crate::roles::{READ_KEY, cookie_of, done, with_users};

fn file(receiver: &Receiver) -> Value {
    json!({ "endpoints": [
        { "name": "desk", "url": format!("{}/hooks/${{TOKEN}}?x={{{{score}}}}", receiver.address),
            "headers": { "X-Key": "written-in-the-file" }, "body": { "text": "{{answer:reason}}", "t": "${TOKEN}" } },
        { "name": "praise", "url": receiver.address, "if": { "group": "promoter" } },
        { "name": "never", "url": receiver.address, "if": { "attribute": "segment", "is": "vip" } },
    ] })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sends_a_sample_and_sees_the_request_without_secrets_and_the_answer() {
    let receiver = Receiver::start().await;
    let collector = with_users(|settings| {
        let file = file(&receiver).to_string();
        settings.endpoints = Endpoints::read(&file, |_| Some("token9/s3cret".to_owned())).unwrap();
    })
    .await;
    let (vera, ada) = (cookie_of(&collector, "vera").await, cookie_of(&collector, "ada").await);
    let by_key = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    let address = "/report/forwarding/test";
    for (cookie, origin, expected) in [
        (Some(vera.as_str()), HERE, StatusCode::FORBIDDEN),
        (Some(by_key.as_str()), HERE, StatusCode::FORBIDDEN),
        (None, HERE, StatusCode::UNAUTHORIZED),
        (Some(ada.as_str()), "https://other.example", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(collector.send(form(address, "endpoint=desk", origin, cookie)).await.status, expected);
    }
    assert!(receiver.got(0).await.is_empty());
    receiver.says(&[Says::Echo(422)]);
    let page = collector.send(form(address, "endpoint=desk", HERE, Some(&ada))).await;
    assert_eq!(page.status, StatusCode::OK);
    let got = receiver.got(1).await.remove(0);
    let sent = "This is a test delivery by Askwell. No visitor wrote it.";
    assert_eq!(got.json(), json!({ "text": sent, "t": "token9/s3cret" }));
    assert_eq!((got.headers["x-key"].to_str().unwrap(), got.path.ends_with("?x=3")), ("written-in-the-file", true));
    for part in [
        "<strong>422</strong> the endpoint refused it",
        "/hooks/…?x=3",
        "x-key: …",
        sent,
        "&quot;t&quot;:&quot;…&quot;",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(!page.body.contains("s3cret") && !page.body.contains("written-in"), "{}", page.body);
    let page = collector.send(form(address, "endpoint=praise", HERE, Some(&ada))).await;
    assert!(page.body.contains("<strong>200</strong> the endpoint took it"), "{}", page.body);
    let praise = receiver.got(2).await[1].json();
    assert_eq!(
        (&praise["score"], &praise["test"], &praise["survey"]["id"]),
        (&json!(10), &json!(true), &json!("test-delivery"))
    );
    let page = collector.send(form(address, "endpoint=never", HERE, Some(&ada))).await;
    assert!(page.body.contains("condition fits no sample"), "{}", page.body);
    assert_eq!(collector.send(form(address, "endpoint=none", HERE, Some(&ada))).await.status, StatusCode::NOT_FOUND);
    let noted = done(&collector).await;
    for name in ["desk", "praise"] {
        assert!(noted.contains(&("ada".to_owned(), "test delivery".to_owned(), name.to_owned())), "{noted:?}");
    }
    assert_eq!(count_any(&collector.database().await).await, 0, "a sample is stored nowhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_sends_a_sample_and_says_whether_it_was_taken() {
    let receiver = Receiver::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("endpoints.json");
    std::fs::write(&path, file(&receiver).to_string()).unwrap();
    let run = |name: &str, allowed: &str| {
        crate::server::command()
            .args(["test-delivery", name, "--forwarding-allow", allowed, "--endpoints"])
            .arg(&path)
            .env("TOKEN", "token9s3cret")
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    receiver.says(&[Says::Status(200), Says::Word(404, "channel_not_found")]);
    let taken = run("desk", "127.0.0.1");
    let printed = text(&taken.stdout);
    assert!(taken.status.success() && printed.contains("/hooks/…?x=3") && printed.contains("\n200"), "{printed}");
    let refused = run("desk", "127.0.0.1");
    assert!(!refused.status.success() && text(&refused.stdout).contains("404 channel_not_found"));
    assert!(text(&refused.stderr).contains("the endpoint refused it"));
    assert!(!text(&refused.stdout).contains("s3cret") && !printed.contains("s3cret"));
    assert!(text(&run("none", "127.0.0.1").stderr).contains("there is no endpoint none"));
    assert!(text(&run("desk", "other.example").stderr).contains("forwarding.allow"));
    assert_eq!(receiver.got(2).await.len(), 2);
    assert!(!folder.path().join("askwell.db").exists(), "no database is made");
}
