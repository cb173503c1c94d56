//! Notices: to whom they go, what they are there, and what becomes of them.

use std::sync::Arc;
use std::time::Duration;

use askwell_collector::{AddressRules, Channels, Config, Settings, State};
use axum::http::StatusCode;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use serde_json::{Value, json};
use sqlx::AnyPool;

use crate::access::{HERE, form, pair, sign_in};
use crate::forward::{DAY, MINUTE, SECOND, Time};
use crate::helper::{Collector, local, scored};
use crate::receiver::{Receiver, Says};
use crate::roles::{READ_KEY, cookie_of, done, shown, take, with_users};
use crate::smtp::MailServer;
use crate::until::until_async;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// What a visitor might send as the name of a survey, and more.
const HOSTILE: &str = "a\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script> @channel <!everyone> <@U1> \
    [link](https://evil.example) *bold* <https://evil.example|x> \u{202e}turned";

pub(crate) fn channels(toml: &str) -> Channels {
    let config = Config::parse(&format!("public_url = \"https://answers.example\"\n{toml}")).unwrap();
    config.settings(|name| Some(format!("of-{name}"))).unwrap().channels
}

/// The configuration of a mail server.
pub(crate) fn smtp(server: &MailServer) -> String {
    format!(
        "[smtp]\nhost = \"localhost\"\nport = {}\ncertificate = \"{}\"\nuser = \"ask\"\npassword = \"s3cret\"\n\
         from = \"Askwell <askwell@shop.example>\"\n",
        server.port,
        server.certificate.display()
    )
}

async fn collector(toml: &str, time: &Time) -> Collector {
    Collector::with(|settings| {
        settings.channels = channels(toml);
        settings.clock = time.clock();
    })
    .await
}

fn notice(key: &str, to: &Value) -> Value {
    json!({
        "key": key, "occasion": "alert", "to": to, "title": "The score of shop fell", "lines": ["From 40 to 12."],
        "path": "/report/changes?survey=shop&x=a b",
    })
}

/// Queues a notice as whoever finds something does, and lets so much time pass that it is looked for.
async fn tell(database: &AnyPool, time: &Time, notice: &Value) {
    queue(database, time, std::slice::from_ref(notice)).await;
    time.pass(15 * SECOND);
}

/// Queues notices in one transaction, in this order.
async fn queue(database: &AnyPool, time: &Time, notices: &[Value]) {
    let mut transaction = database.begin().await.unwrap();
    for (number, notice) in notices.iter().enumerate() {
        sqlx::query(
            "INSERT INTO notices (\"key\", created_at, document) VALUES ($1, $2, $3) ON CONFLICT (\"key\") DO NOTHING",
        )
        .bind(notice["key"].as_str())
        .bind((time.now() + number as u64) as i64)
        .bind(notice.to_string())
        .execute(&mut *transaction)
        .await
        .unwrap();
    }
    transaction.commit().await.unwrap();
}

/// How often a delivery was tried, whether it has ended, and why the last try failed; once that fits.
async fn standing(
    database: &AnyPool,
    recipient: &str,
    fits: impl Fn(&(i64, bool, Option<String>)) -> bool,
) -> (i64, bool, Option<String>) {
    let looking = async {
        loop {
            let found: Option<(i64, Option<i64>, Option<String>)> = sqlx::query_as(
                "SELECT tries, due, error FROM notice_deliveries WHERE recipient = $1 ORDER BY notice DESC LIMIT 1",
            )
            .bind(recipient)
            .fetch_optional(database)
            .await
            .unwrap();
            if let Some((tries, due, error)) = found {
                let found = (tries, due.is_none(), error);
                if fits(&found) {
                    return found;
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), looking).await.expect("it never stands so")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_e_mail_has_its_headers_a_text_a_page_and_a_link() {
    let (server, time) = (MailServer::start(true).await, Time::new());
    let toml = format!(
        "{}[channels.team]\nkind = \"email\"\nto = [\"cx@shop.example\", \"Ann <ann@shop.example>\"]",
        smtp(&server)
    );
    let collector = collector(&toml, &time).await;
    let database = collector.database().await;
    tell(&database, &time, &notice("a", &json!("channels"))).await;
    let mail = server.got(1).await.remove(0);
    assert_eq!(mail.to, ["cx@shop.example", "ann@shop.example"]);
    assert!(mail.encrypted, "a password is sent only then");
    assert_eq!(mail.login.as_deref(), Some("AGFzawBzM2NyZXQ="), "PLAIN: \\0ask\\0s3cret");
    assert_eq!(mail.header("From"), "Askwell <askwell@shop.example>");
    assert_eq!(mail.header("Subject"), "The score of shop fell");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(mail.header("Date").ends_with(" +0000"));
    assert!(mail.header("Message-ID").ends_with("@shop.example>"));
    assert!(mail.header("Content-Type").starts_with("multipart/alternative;"));
    let body = mail.body();
    for part in [
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        "From 40 to 12.",
        "Open the dashboard: https://answers.example/report/changes?survey=shop&x=a%20b",
        "href=\"https://answers.example/report/changes?survey=shop&amp;x=a%20b\"",
        "the channel team of the collector",
    ] {
        assert!(body.contains(part), "{part}: {body}");
    }
    standing(&database, "channel:team", |found| found.1 && found.2.is_none()).await;
    // Another of the same key is none.
    tell(&database, &time, &notice("a", &json!("channels"))).await;
    tell(&database, &time, &notice("b", &json!("channels"))).await;
    assert_eq!(server.got(2).await.len(), 2);
    let metrics = collector.get("/metrics").await.body;
    assert!(metrics.contains("askwell_notices_total{kind=\"email\",result=\"sent\"} "), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_starttls_nothing_is_sent_and_the_reason_is_shown() {
    let (server, time) = (MailServer::start(false).await, Time::new());
    let collector =
        collector(&format!("{}[channels.team]\nkind = \"email\"\nto = [\"cx@shop.example\"]", smtp(&server)), &time)
            .await;
    let database = collector.database().await;
    tell(&database, &time, &notice("a", &json!("channels"))).await;
    let (_, has_ended, error) = standing(&database, "channel:team", |found| found.0 == 1).await;
    assert_eq!((has_ended, error.as_deref()), (false, Some("STARTTLS is not supported on this server")));
    assert!(server.got(0).await.is_empty());
    let page = collector.get("/report/notices").await.body;
    assert!(page.contains("waiting, next try") && page.contains("STARTTLS is not supported"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mail_server_refuses_for_now_is_sent_later_and_what_it_refuses_has_failed() {
    let (server, time) = (MailServer::start(true).await, Time::new());
    let collector =
        collector(&format!("{}[channels.team]\nkind = \"email\"\nto = [\"cx@shop.example\"]", smtp(&server)), &time)
            .await;
    let database = collector.database().await;
    server.says(&["450 4.2.1 <cx@shop.example> is busy", "250 ok", "550 5.1.1 <cx@shop.example>: no such user"]);
    tell(&database, &time, &notice("a", &json!("channels"))).await;
    let (_, _, error) = standing(&database, "channel:team", |found| found.0 == 1).await;
    assert_eq!(error.as_deref(), Some("450 4.2.1 … is busy"), "without the address");
    time.pass(MINUTE);
    let sent = server.got(1).await;
    assert_eq!(sent.len(), 1);
    standing(&database, "channel:team", |found| found.1 && found.2.is_none()).await;
    tell(&database, &time, &notice("b", &json!("channels"))).await;
    let (_, _, error) = standing(&database, "channel:team", |found| found.1 && found.2.is_some()).await;
    assert_eq!(error.as_deref(), Some("550 5.1.1 … no such user"));
    time.pass(DAY);
    assert_eq!(server.got(1).await.len(), 1, "it isn’t tried again");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_text_in_every_channel() {
    let (mail, receiver, time) = (MailServer::start(true).await, Receiver::start().await, Time::new());
    let toml = format!(
        "{}[channels.a]\nkind = \"email\"\nto = [\"cx@shop.example\"]\n[channels.b]\nkind = \"slack\"\nurl = \"{url}/s\"\n\
         [channels.c]\nkind = \"teams\"\nurl = \"{url}/t\"\n[channels.d]\nkind = \"webhook\"\nurl = \"{url}/w\"\n\
         secret = \"{SECRET}\"",
        smtp(&mail),
        url = receiver.address
    );
    let collector = collector(&toml, &time).await;
    let mut hostile = notice("a", &json!("channels"));
    hostile["title"] = json!(HOSTILE);
    hostile["lines"] = json!([HOSTILE, "x".repeat(1_000)]);
    hostile["path"] = json!("//evil.example/x");
    tell(&collector.database().await, &time, &hostile).await;

    let mail = mail.got(1).await.remove(0);
    assert_eq!(mail.to, ["cx@shop.example"]);
    let headers = mail.headers();
    assert!(headers.iter().all(|header| !header.starts_with("Bcc")), "{headers:?}");
    let names = ["From", "Subject", "Date", "Message-ID", "Auto-Submitted", "To", "MIME-Version", "Content-Type"];
    assert_eq!(headers.len(), names.len(), "{headers:?}");
    assert!(mail.body().contains("&lt;script&gt;") && !mail.body().contains("evil.example/x"));
    let page = mail.body().split("text/html").nth(1).unwrap().to_owned();
    assert!(!page.contains("<script"), "{page}");

    let got = receiver.got(3).await;
    let of = |path: &str| got.iter().find(|got| got.path == path).unwrap();
    let slack = of("/s").json();
    for block in slack["blocks"].as_array().unwrap() {
        assert_eq!(block["text"]["type"], "plain_text", "without a link, nothing has markup");
    }
    assert_eq!(
        (&slack["parse"], &slack["link_names"], &slack["mrkdwn"]),
        (&json!("none"), &json!(false), &json!(false))
    );
    let text = of("/s").body.clone();
    assert!(!text.contains("<!everyone>") && !text.contains("<@U1>") && text.contains("&lt;!everyone&gt;"), "{text}");
    assert!(slack["blocks"][0]["text"]["text"].as_str().unwrap().chars().count() <= 150 + 40, "entities are longer");

    let card = of("/t").json()["attachments"][0]["content"].clone();
    for block in card["body"].as_array().unwrap() {
        assert_eq!((&block["type"], &block["inlines"][0]["type"]), (&json!("RichTextBlock"), &json!("TextRun")));
    }
    assert_eq!((&card["actions"], card.get("msteams")), (&json!([]), None));

    let webhook = of("/w").json();
    assert_eq!((&webhook["type"], &webhook["data"]["url"]), (&json!("askwell.alert"), &Value::Null));
    for text in [&webhook["data"]["title"], &webhook["data"]["lines"][0], &webhook["data"]["lines"][1]] {
        let text = text.as_str().unwrap();
        assert!(!text.contains(['\r', '\n', '\u{202e}']) && text.chars().count() <= 400, "{text}");
    }
    let page = collector.get("/report/notices").await.body;
    assert!(!page.contains("<script") && !page.contains("href=\"//evil"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn chats_get_a_link_to_the_dashboard() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let toml = format!(
        "[channels.b]\nkind = \"slack\"\nurl = \"{url}/s\"\n[channels.c]\nkind = \"teams\"\nurl = \"{url}/t\"",
        url = receiver.address
    );
    let collector = collector(&toml, &time).await;
    tell(&collector.database().await, &time, &notice("a", &json!("channels"))).await;
    let got = receiver.got(2).await;
    let of = |path: &str| got.iter().find(|got| got.path == path).unwrap().json();
    let link = "https://answers.example/report/changes?survey=shop&x=a%20b";
    let last = of("/s")["blocks"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["text"]["text"], json!(format!("<{}|Open the dashboard>", link.replace('&', "&amp;"))));
    let action = of("/t")["attachments"][0]["content"]["actions"][0].clone();
    assert_eq!(action, json!({ "type": "Action.OpenUrl", "title": "Open the dashboard", "url": link }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_signed_by_standard_webhooks_and_keeps_its_id_when_it_is_sent_again() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let toml =
        format!("[channels.ops]\nkind = \"webhook\"\nurl = \"{}/hook\"\nsecret = \"{SECRET}\"", receiver.address);
    let collector = collector(&toml, &time).await;
    let database = collector.database().await;
    receiver.says(&[Says::With(503, "retry-after", "60"), Says::Status(200), Says::Word(404, "no_such_hook")]);
    tell(&database, &time, &notice("a", &json!("channels"))).await;
    let (_, _, error) = standing(&database, "channel:ops", |found| found.0 == 1).await;
    assert_eq!(error.as_deref(), Some("it answered 503"));
    time.pass(60 * SECOND);
    let got = receiver.got(2).await;
    let webhook = standardwebhooks::Webhook::new(SECRET).unwrap();
    for got in &got {
        webhook.verify(got.body.as_bytes(), &got.headers).unwrap();
        assert!(webhook.verify(got.body.replace("shop", "pohs").as_bytes(), &got.headers).is_err());
        assert_eq!((got.method.as_str(), got.path.as_str()), ("POST", "/hook"));
        assert_eq!(got.headers["content-type"], "application/json");
    }
    assert_eq!(got[0].headers["webhook-id"], got[1].headers["webhook-id"]);
    assert_ne!(got[0].headers["webhook-timestamp"], got[1].headers["webhook-timestamp"]);
    let data = json!({ "title": "The score of shop fell", "lines": ["From 40 to 12."],
        "url": "https://answers.example/report/changes?survey=shop&x=a%20b" });
    assert_eq!((&got[0].json()["data"], &got[0].body), (&data, &got[1].body));
    standing(&database, "channel:ops", |found| found.1).await;
    tell(&database, &time, &notice("b", &json!("channels"))).await;
    let (_, _, error) = standing(&database, "channel:ops", |found| found.1 && found.2.is_some()).await;
    assert_eq!(error.as_deref(), Some("it answered 404 no_such_hook"));
    assert_ne!(receiver.got(3).await[2].headers["webhook-id"], got[0].headers["webhook-id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_asks_for_a_wait_gets_it_before_the_next_notice_and_others_need_not_wait() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let channel = |name: &str| format!("[channels.{name}]\nkind = \"slack\"\nurl = \"{}/{name}\"\n", receiver.address);
    let collector = collector(&[channel("busy"), channel("idle")].concat(), &time).await;
    let database = collector.database().await;
    receiver.says(&[Says::With(429, "retry-after", "60")]);
    queue(&database, &time, &["c", "b", "a"].map(|key| notice(key, &json!({ "channel": "busy" })))).await;
    time.pass(15 * SECOND);
    receiver.got(1).await;
    standing(&database, "channel:busy", |found| found.0 == 1).await;
    tell(&database, &time, &notice("d", &json!({ "channel": "idle" }))).await;
    let got = receiver.got(2).await;
    assert_eq!([&got[0].path, &got[1].path], ["/busy", "/idle"]);
    time.pass(44 * SECOND);
    standing(&database, "channel:idle", |found| found.1).await;
    assert_eq!(receiver.got(2).await.len(), 2);
    time.pass(SECOND);
    assert_eq!(receiver.got(5).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_goes_to_the_channels_that_take_its_occasion_to_the_one_named_or_to_the_user() {
    let (mail, receiver, time) = (MailServer::start(true).await, Receiver::start().await, Time::new());
    let slack = |name: &str, occasions: &str| {
        format!("[channels.{name}]\nkind = \"slack\"\nurl = \"{}/{name}\"\n{occasions}\n", receiver.address)
    };
    let toml = [
        smtp(&mail),
        slack("usual", ""),
        slack("digests", "occasions = [\"digest\"]"),
        slack("none", "occasions = []"),
    ]
    .concat();
    let collector = collector(&toml, &time).await;
    let database = collector.database().await;
    let of = |key: &str, occasion: &str, to: Value| {
        let mut notice = notice(key, &to);
        notice["occasion"] = json!(occasion);
        notice
    };
    for (key, occasion, path) in [("a", "alert", "/usual"), ("b", "follow-up", "/usual"), ("c", "digest", "/digests")] {
        let before = receiver.got(0).await.len();
        tell(&database, &time, &of(key, occasion, json!("channels"))).await;
        assert_eq!(receiver.got(before + 1).await.last().unwrap().path, path);
    }
    tell(&database, &time, &of("d", "digest", json!({ "channel": "none" }))).await;
    assert_eq!(receiver.got(4).await[3].path, "/none");
    tell(&database, &time, &of("e", "alert", json!({ "channel": "gone" }))).await;
    let (_, _, error) = standing(&database, "channel:gone", |found| found.1).await;
    assert_eq!(error.as_deref(), Some("the channel is no longer in the configuration"));
    tell(&database, &time, &of("f", "follow-up", json!({ "user": "ann" }))).await;
    let (_, _, error) = standing(&database, "user:ann", |found| found.1).await;
    assert_eq!(error.as_deref(), Some("the user has no e-mail address"));
    askwell_collector::add_user(&collector.location, "ann", "agent", "correct horse battery").await.unwrap();
    askwell_collector::set_profile(&collector.location, "ann", Some("ann@shop.example"), None).await.unwrap();
    tell(&database, &time, &of("g", "follow-up", json!({ "user": "ann" }))).await;
    assert_eq!(mail.got(1).await[0].to, ["ann@shop.example"]);
    assert_eq!(receiver.got(4).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_collectors_send_a_notice_once_and_a_restart_loses_none() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let toml = format!("[channels.team]\nkind = \"slack\"\nurl = \"{}\"", receiver.address);
    let first = collector(&toml, &time).await;
    let database = first.database().await;
    let beside =
        || Settings { database: first.location.clone(), channels: channels(&toml), clock: time.clock(), ..local("") };
    let second = State::open(beside()).await.unwrap();
    let notices: Vec<_> = (0..100).map(|key| notice(&key.to_string(), &json!("channels"))).collect();
    for some in notices.chunks(20) {
        // Within the time for which a claim holds.
        queue(&database, &time, some).await;
        time.pass(15 * SECOND);
    }
    receiver.got(100).await;
    let waiting = || async {
        sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM notice_deliveries WHERE due IS NOT NULL")
            .fetch_one(&database)
            .await
            .unwrap()
    };
    until_async("notices wait for ever", async || waiting().await == 0).await;
    assert_eq!(receiver.got(100).await.len(), 100);
    second.close().await.unwrap();
    first.state.close().await.unwrap();
    tell(&database, &time, &notice("later", &json!("channels"))).await;
    let _third = State::open(beside()).await.unwrap();
    assert_eq!(receiver.got(101).await.len(), 101);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_tried_for_a_day_and_kept_for_ninety() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let collector =
        collector(&format!("[channels.team]\nkind = \"slack\"\nurl = \"{}\"", receiver.address), &time).await;
    let database = collector.database().await;
    receiver.always(Says::Status(500));
    tell(&database, &time, &notice("a", &json!("channels"))).await;
    standing(&database, "channel:team", |found| found.0 == 1).await;
    time.pass(23 * 60 * MINUTE);
    standing(&database, "channel:team", |found| found.0 == 2).await;
    time.pass(2 * 60 * MINUTE);
    let (_, _, error) = standing(&database, "channel:team", |found| found.1).await;
    assert_eq!(error.as_deref(), Some("it could not be sent within a day: it answered 500"));
    let page = collector.get("/report/notices").await.body;
    assert!(page.contains("<strong class=\"problem\">failed</strong>"), "{page}");
    let kept =
        || async { sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM notices").fetch_one(&database).await.unwrap() };
    time.pass(80 * DAY);
    tell(&database, &time, &notice("b", &json!({ "channel": "gone" }))).await;
    standing(&database, "channel:gone", |found| found.1).await;
    assert_eq!(kept().await, 2);
    time.pass(15 * DAY);
    until_async("nothing is forgotten", async || kept().await == 1).await;
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM notice_deliveries").fetch_one(&database).await.unwrap();
    assert_eq!(left, 1);
}

/// Finds this machine, whatever is looked for.
struct Here;

impl Resolve for Here {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async { Ok(Box::new(std::iter::once(std::net::SocketAddr::from(([127, 0, 0, 1], 0)))) as Addrs) })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn private_addresses_get_nothing_unless_they_are_allowed() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let settings = Settings {
        channels: channels(&format!("[channels.team]\nkind = \"slack\"\nurl = \"{}\"", receiver.address)),
        address_rules: AddressRules::default(),
        ..local("never-opened.db")
    };
    let refused = settings.check().unwrap_err().to_string();
    assert!(refused.contains("the channel team can’t be used") && refused.contains("forwarding.allow"), "{refused}");
    let port = receiver.address.rsplit(':').next().unwrap();
    let collector = Collector::with(|settings| {
        settings.channels =
            channels(&format!("[channels.team]\nkind = \"teams\"\nurl = \"http://hooks.example:{port}/\""));
        settings.address_rules = AddressRules::default().with_resolver(Arc::new(Here));
        settings.clock = time.clock();
    })
    .await;
    let database = collector.database().await;
    tell(&database, &time, &notice("a", &json!("channels"))).await;
    let (_, has_ended, error) = standing(&database, "channel:team", |found| found.0 == 1).await;
    assert!(!has_ended && error.unwrap().contains("this machine"));
    assert!(receiver.got(0).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn analysts_and_admins_see_notices_admins_send_tests_and_no_secret_is_shown() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let collector = with_users(|settings| {
        settings.channels = channels(&format!(
            "[channels.ops]\nkind = \"webhook\"\nurl = \"{}/t0ken\"\nsecret = \"{SECRET}\"",
            receiver.address
        ));
        settings.clock = time.clock();
    })
    .await;
    take(&collector, &scored(9)).await;
    let by_key = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    let test = |cookie: &str, origin: &str| form("/report/notices/test", "channel=ops", origin, Some(cookie));
    for (name, sees, administers) in
        [("vera", false, false), ("gus", false, false), ("anna", true, false), ("ada", true, true)]
    {
        let cookie = cookie_of(&collector, name).await;
        let page = shown(&collector, "/report/notices", &cookie).await;
        assert_eq!(page.status == StatusCode::OK, sees, "{name}");
        assert_eq!(page.body.contains("Send a test notice"), administers, "{name}");
        assert_eq!(shown(&collector, "/report", &cookie).await.body.contains("\"/report/notices\""), sees, "{name}");
        if !administers {
            assert_eq!(collector.send(test(&cookie, HERE)).await.status, StatusCode::FORBIDDEN, "{name}");
        }
    }
    assert_eq!(collector.send(test(&by_key, HERE)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(shown(&collector, "/report/notices", "").await.status, StatusCode::UNAUTHORIZED);
    let ada = cookie_of(&collector, "ada").await;
    assert_eq!(collector.send(test(&ada, "https://other.example")).await.status, StatusCode::FORBIDDEN);
    assert!(receiver.got(0).await.is_empty());
    receiver.says(&[Says::Status(200), Says::Word(410, "gone")]);
    let page = collector.send(test(&ada, HERE)).await;
    assert!(page.status == StatusCode::OK && page.body.contains("<strong>Sent.</strong>"), "{}", page.body);
    assert_eq!(receiver.got(1).await[0].json()["data"]["title"], "Test notice by Askwell");
    let refused = collector.send(test(&ada, HERE)).await.body;
    assert!(refused.contains("Not sent:") && refused.contains("it answered 410 gone"), "{refused}");
    let missing = form("/report/notices/test", "channel=none", HERE, Some(&ada));
    assert_eq!(collector.send(missing).await.status, StatusCode::NOT_FOUND);
    assert!(done(&collector).await.contains(&("ada".to_owned(), "test notice".to_owned(), "ops".to_owned())));
    for body in [refused, page.body, shown(&collector, "/report/notices", &ada).await.body] {
        assert!(!body.contains("t0ken") && !body.contains(&SECRET[6..]), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn users_set_their_own_address_and_digest() {
    let mail = MailServer::start(true).await;
    let collector = with_users(|settings| settings.channels = channels(&smtp(&mail))).await;
    let vera = cookie_of(&collector, "vera").await;
    let save = |body: &str, cookie: &str, origin: &str| form("/report/profile", body, origin, Some(cookie));
    for (body, expected) in [
        ("email=vera%40shop.example&digest=weekly", StatusCode::SEE_OTHER),
        ("email=vera%40shop.example%0D%0ABcc%3A+x%40y.z&digest=weekly", StatusCode::UNPROCESSABLE_ENTITY),
        ("email=%3Cscript%3E&digest=none", StatusCode::UNPROCESSABLE_ENTITY),
        ("email=&digest=monthly", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = collector.send(save(body, &vera, HERE)).await;
        assert_eq!(answer.status, expected, "{body}");
        assert!(!answer.body.contains("<script>"));
    }
    let page = shown(&collector, "/report/profile?saved=yes", &vera).await.body;
    assert!(page.contains("value=\"vera@shop.example\"") && page.contains("value=\"weekly\" selected"), "{page}");
    assert!(page.contains("role=\"status\">Saved.") && !page.contains("sends no e-mail"), "{page}");
    assert_eq!(
        collector.send(save("email=&digest=none", &vera, "https://x.example")).await.status,
        StatusCode::FORBIDDEN
    );
    let by_key = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    askwell_collector::add_user(&collector.location, "read key", "viewer", "correct horse battery").await.unwrap();
    assert_eq!(collector.send(save("email=a%40b.example", &by_key, HERE)).await.status, StatusCode::FORBIDDEN);
    assert!(shown(&collector, "/report/profile", &by_key).await.body.contains("not signed in as a user"));
    let entry = ("vera".to_owned(), "profile changed".to_owned(), "vera".to_owned());
    assert_eq!(done(&collector).await.iter().filter(|done| **done == entry).count(), 1, "without the address");
    assert_eq!(collector.send(save("email=&digest=none", &vera, HERE)).await.status, StatusCode::SEE_OTHER);
    assert!(!shown(&collector, "/report/profile", &vera).await.body.contains("vera@"));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_channels_hold_after_a_reload() {
    let (receiver, time) = (Receiver::start().await, Time::new());
    let of =
        |name: &str| channels(&format!("[channels.team]\nkind = \"slack\"\nurl = \"{}/{name}\"", receiver.address));
    let collector = Collector::with(|settings| {
        settings.channels = of("old");
        settings.clock = time.clock();
    })
    .await;
    let settings =
        Settings { database: collector.location.clone(), channels: of("new"), clock: time.clock(), ..local("") };
    collector.state.reload(&settings).await.unwrap();
    tell(&collector.database().await, &time, &notice("a", &json!("channels"))).await;
    assert_eq!(receiver.got(1).await[0].path, "/new");
}

#[test]
fn what_is_wrong_with_a_channel_is_said_with_its_path_and_without_secrets() {
    const SMTP: &str = "[smtp]\nhost = \"mail.example\"\nfrom = \"a@shop.example\"\n";
    let table = [
        ("[channels.x]\nkind = \"pager\"", "unknown variant `pager`"),
        ("[channels.x]\nkind = \"slack\"", "channels.x.url: is missing"),
        ("[channels.x]\nkind = \"slack\"\nurl = \"ftp://s3cret\"", "channels.x.url: needs to start with https://"),
        (
            "[channels.x]\nkind = \"slack\"\nurl = \"https://a.example/s3cret\"\nto = []",
            "channels.x.to: doesn’t belong",
        ),
        ("[channels.x]\nkind = \"slack\"\nurl = \"${UNSET}\"", "channels.x.url: needs the environment variable UNSET"),
        (
            "[channels.x]\nkind = \"slack\"\nurl_file = \"nowhere\"",
            "channels.x.url_file: the file nowhere can’t be read",
        ),
        (
            "[channels.x]\nkind = \"slack\"\nurl = \"https://a.example\"\noccasions = [\"party\"]",
            "unknown variant `party`",
        ),
        ("[channels.x]\nkind = \"webhook\"\nurl = \"https://a.example\"", "channels.x.secret: is missing"),
        (
            "[channels.x]\nkind = \"webhook\"\nurl = \"https://a.example\"\nsecret = \"s3cret\"",
            "channels.x.secret: needs to be whsec_",
        ),
        ("[channels.x]\nkind = \"email\"\nto = [\"a@shop.example\"]", "channels.x.kind: e-mail needs a table [smtp]"),
        ("SMTP[channels.x]\nkind = \"email\"", "channels.x.to: is missing"),
        ("SMTP[channels.x]\nkind = \"email\"\nto = [\"nobody\"]", "channels.x.to: nobody is not an e-mail address"),
        ("SMTPport = \"x\"", "line 4"),
        ("SMTPuser = \"a\"", "smtp.password: is missing"),
        ("SMTPpassword = \"s3cret\"", "smtp.user: is missing"),
        ("SMTPuser = \"a\"\npassword = \"s3cret\"\ntls = \"none\"", "smtp.tls: a password is sent only"),
        ("SMTPuser = \"a\"\npassword = \"s3cret\"\npassword_file = \"x\"", "smtp.password: is given twice"),
        ("[smtp]\nfrom = \"a@shop.example\"", "smtp.host: is missing"),
        ("public_url = \"answers.example\"", "public_url: needs to be an address such as"),
        ("public_url = \"https://answers.example/x\"", "public_url: needs to be an address such as"),
    ];
    for (text, problem) in table {
        let text = text.replace("SMTP", SMTP);
        let settings = Config::parse(&text).and_then(|config| config.settings(|_| None));
        let error = settings.unwrap_err().to_string();
        assert!(error.contains(problem) && !error.contains("s3cret"), "{text}: {error}");
    }
    let debugged = format!("{:?}", channels("[channels.x]\nkind = \"slack\"\nurl = \"https://a.example/${TOKEN}\""));
    assert!(!debugged.contains("of-TOKEN"), "{debugged}");
}

#[test]
fn the_documented_configurations_can_be_used() {
    let blocks = include_str!("../../../../docs/notices.md").split("```toml\n").skip(1);
    let blocks: Vec<_> = blocks.map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(blocks.len(), 3);
    let variable = |name: &str| {
        let known =
            [("SLACK_URL", "https://hooks.slack.com/x"), ("SMTP_PASSWORD", "x"), ("ASKWELL_WEBHOOK_SECRET", SECRET)];
        known.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    };
    for block in blocks {
        Config::parse(block).unwrap().settings(variable).unwrap().check().unwrap();
    }
}
