//! Responses that need somebody: what comes in, who works on it, and how the work goes.

use std::collections::{BTreeMap, BTreeSet};

use askwell_collector::demo_data::{DemoData, make_demo_data};
use askwell_collector::{ContactKey, Retention, Settings, State, Whose, erase, forget, mark};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::access::{HERE, form};
use crate::helper::{Collector, any, scored, with_key};
use crate::roles::{READ_KEY, cookie_of, shown, take, with_users};
use crate::until::until_async;

const INBOX: &str = "/report/inbox";

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

fn page(document: &Value) -> String {
    format!("/report/response?id={}", id(document))
}

/// Sends the form of a follow-up as someone with this cookie.
async fn edit(
    collector: &Collector,
    cookie: &str,
    document: &Value,
    version: u32,
    fields: &str,
) -> crate::helper::Answer {
    let body = format!("id={}&version={version}&{fields}", id(document));
    collector.send(form("/report/follow-up", &body, HERE, Some(cookie))).await
}

/// The responses that are in the inbox and not done, on all its pages.
async fn waiting(collector: &Collector) -> Vec<String> {
    let (mut found, mut address) = (Vec::new(), "/v1/inbox".to_owned());
    loop {
        let page = collector.get(&address).await.json();
        found.extend(page["items"].as_array().unwrap().iter().map(|item| id(item).to_owned()));
        match page["next"].as_str() {
            Some(next) => address = format!("/v1/inbox?after={next}"),
            None => return found,
        }
    }
}

/// A response to be changed later.
fn drawn(random: &mut fastrand::Rng) -> Value {
    let mut document = scored(random.u8(..=10));
    document["person"]["id"] = json!(format!("c-{}", random.u8(..9)));
    if random.u8(..4) == 0 {
        document["answers"]["contact"] = json!({ "email": "a@example.org", "consent": random.bool() });
    }
    document
}

fn is_promoter(document: &Value) -> bool {
    document["score"].as_u64().unwrap() >= 9
}

fn needs_somebody(document: &Value) -> bool {
    document["score"].as_u64().unwrap() <= 6
        || !is_promoter(document) && document["answers"]["contact"]["consent"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_follows_from_the_responses_after_revisions_marks_work_and_erasures() {
    let collector = Collector::new().await;
    let location = &collector.location;
    for seed in 0..3 {
        let mut random = fastrand::Rng::with_seed(seed);
        // By identifier: the latest revision, its mark, whether somebody works on it, and whether in the inbox.
        let mut known: BTreeMap<String, (Value, Option<&str>, bool, bool)> = BTreeMap::new();
        for _ in 0..70 {
            let chosen = known.keys().nth(random.usize(..known.len().max(1))).cloned();
            match (random.u8(..10), chosen) {
                (4..7, Some(chosen)) => {
                    let (document, mark, touched, in_inbox) = known.get_mut(&chosen).unwrap();
                    let Value::Object(mut fields) = drawn(&mut random) else { panic!("no object") };
                    fields.insert("id".to_owned(), json!(chosen));
                    fields.insert("revision".to_owned(), json!(document["revision"].as_u64().unwrap() + 1));
                    *document = Value::Object(fields);
                    *mark = None;
                    *in_inbox |= *touched && needs_somebody(document);
                    collector.post(document).await;
                }
                (7, Some(chosen)) => {
                    let new = [None, Some("spam"), Some("test")][random.usize(..3)];
                    mark(location, &chosen, new).await.unwrap();
                    known.get_mut(&chosen).unwrap().1 = new;
                }
                (8, Some(chosen)) => {
                    let (document, mark, touched, in_inbox) = known.get_mut(&chosen).unwrap();
                    let saved = edit(&collector, "", document, 0, "take=yes").await.status == StatusCode::SEE_OTHER;
                    let agreed = document["answers"]["contact"]["consent"] == true;
                    let is_there = mark.is_none() && (needs_somebody(document) || agreed || *touched);
                    assert_eq!(saved, is_there && !*touched, "{document}");
                    *touched |= saved;
                    *in_inbox |= saved && needs_somebody(document);
                }
                (9, Some(_)) => {
                    let person = format!("c-{}", random.u8(..9));
                    erase(location, None, &Whose::Person(person.clone())).await.unwrap();
                    known.retain(|_, (document, _, _, _)| document["person"]["id"] != person);
                }
                _ => {
                    let document = drawn(&mut random);
                    collector.take(&document).await;
                    known.insert(id(&document).to_owned(), (document, None, false, false));
                }
            }
        }
        let expected: BTreeSet<_> = known
            .iter()
            .filter(|(_, (document, mark, _, in_inbox))| mark.is_none() && (needs_somebody(document) || *in_inbox))
            .map(|(id, _)| id.clone())
            .collect();
        assert!(expected.len() > 5);
        let found = waiting(&collector).await;
        assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected, "seed {seed}");
        assert_eq!(found.len(), expected.len(), "each once");
        erase(location, None, &Whose::Everybody).await.unwrap();
        assert_eq!(waiting(&collector).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn only_agents_and_admins_follow_up_and_only_from_a_page_of_the_collector() {
    let collector = with_users(|_| {}).await;
    let document = scored(3);
    take(&collector, &document).await;
    for (name, may) in [("vera", false), ("anna", false), ("gus", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
        let inbox = shown(&collector, INBOX, &cookie).await;
        assert_eq!(inbox.status, expected, "{name}");
        assert_eq!(inbox.body.contains("Only agents and admins can do this."), !may);
        assert_eq!(shown(&collector, "/report", &cookie).await.body.contains(INBOX), may, "{name}: the tab");
        assert_eq!(shown(&collector, &page(&document), &cookie).await.body.contains("Take it"), may, "{name}");
        if !may {
            let answer = edit(&collector, &cookie, &document, 0, "take=yes").await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
        }
    }
    let gus = cookie_of(&collector, "gus").await;
    let body = format!("id={}&version=0&take=yes", id(&document));
    for origin in ["https://other.example", "null"] {
        let answer = collector.send(form("/report/follow-up", &body, origin, Some(&gus))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
    }
    let mut by_key = form("/report/follow-up", &body, HERE, None);
    by_key.headers_mut().insert("authorization", format!("Bearer {READ_KEY}").parse().unwrap());
    assert_eq!(collector.send(by_key).await.status, StatusCode::FORBIDDEN, "a read key reads");
    assert_eq!(shown(&collector, INBOX, "").await.status, StatusCode::UNAUTHORIZED);
    assert!(shown(&collector, &page(&document), &gus).await.body.contains("Nobody has taken it"));
    assert_eq!(edit(&collector, &gus, &document, 0, "take=yes").await.status, StatusCode::SEE_OTHER);
    assert!(shown(&collector, &page(&document), &gus).await.body.contains("Owner: <bdi>gus</bdi>"));
}

#[tokio::test]
async fn two_who_work_on_the_same_response_see_each_other() {
    let collector = with_users(|_| {}).await;
    let document = scored(3);
    take(&collector, &document).await;
    let (gus, ada) = (cookie_of(&collector, "gus").await, cookie_of(&collector, "ada").await);
    assert_eq!(edit(&collector, &ada, &document, 0, "take=yes").await.status, StatusCode::SEE_OTHER);
    let fields = "status=waiting&owner=gus&due=2026-12-01&note=Wrote+%3Cb%3Eto+her%3C%2Fb%3E";
    let stale = edit(&collector, &gus, &document, 0, fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    for part in
        ["Meanwhile, this has changed", "Took it", "Wrote &lt;b&gt;to her&lt;/b&gt;", r#"name="version" value="1""#]
    {
        assert!(stale.body.contains(part), "{part}: {}", stale.body);
    }
    let seen = shown(&collector, &page(&document), &gus).await.body;
    assert!(seen.contains("Owner: <bdi>ada</bdi>") && !seen.contains("Wrote") && !seen.contains("Meanwhile"), "{seen}");
    assert_eq!(edit(&collector, &gus, &document, 1, fields).await.status, StatusCode::SEE_OTHER);
    let seen = shown(&collector, &page(&document), &ada).await.body;
    for part in [
        "Owner: <bdi>gus</bdi>",
        "Due <time datetime=\"2026-12-01\">",
        "Wrote &lt;b&gt;to her&lt;/b&gt;",
        "Status: Waiting",
    ] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    // Nothing changes, so nobody is in anybody's way.
    let same = "status=waiting&owner=gus&due=2026-12-01&note=";
    assert_eq!(edit(&collector, &gus, &document, 2, same).await.status, StatusCode::SEE_OTHER);
    assert_eq!(edit(&collector, &ada, &document, 2, "note=Second").await.status, StatusCode::SEE_OTHER);
    mark(&collector.location, id(&document), Some("spam")).await.unwrap();
    let gone = edit(&collector, &gus, &document, 3, "note=Third").await;
    assert!(gone.status == StatusCode::NOT_FOUND && gone.body.contains("Third"), "{}", gone.body);
}

#[tokio::test]
async fn a_follow_up_ends_with_an_outcome_and_is_reopened() {
    let collector = Collector::new().await;
    let mut document = scored(3);
    collector.take(&document).await;
    for (fields, expected) in [
        ("status=done&owner=&due=", StatusCode::UNPROCESSABLE_ENTITY),
        ("status=open&owner=&due=tomorrow", StatusCode::UNPROCESSABLE_ENTITY),
        ("status=open&owner=somebody&due=", StatusCode::UNPROCESSABLE_ENTITY),
        (&format!("note={}", "x".repeat(2_001)), StatusCode::UNPROCESSABLE_ENTITY),
        (&format!("note={}", "%F0%9F%8D%B5".repeat(2_000)), StatusCode::SEE_OTHER),
    ] {
        assert_eq!(edit(&collector, "", &document, 0, fields).await.status, expected, "{fields}");
    }
    let done = "status=not-solved&owner=anyone+on+this+machine&due=";
    assert_eq!(edit(&collector, "", &document, 1, done).await.status, StatusCode::SEE_OTHER);
    assert!(waiting(&collector).await.is_empty());
    let of = async |address: &str| collector.get(address).await.json()["items"].clone();
    let items = of("/v1/inbox?status=done").await;
    assert_eq!((&items[0]["status"], &items[0]["outcome"]), (&json!("done"), &json!("not-solved")));
    assert!(collector.get(&page(&document)).await.body.contains("Done: reached, not solved"));
    assert_eq!(edit(&collector, "", &document, 2, "reopen=yes").await.status, StatusCode::SEE_OTHER);
    assert_eq!(waiting(&collector).await, [id(&document)]);
    assert_eq!(edit(&collector, "", &document, 3, "status=solved&owner=&due=").await.status, StatusCode::SEE_OTHER);
    // Who asks for contact afterwards isn't overlooked.
    document["revision"] = json!(2);
    document["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    collector.post(&document).await;
    let items = of("/v1/inbox?reason=contact").await;
    assert!(items[0]["status"] == "open" && items[0]["due"].is_string(), "{items}");
    assert!(collector.get(&page(&document)).await.body.contains("which opened it again"));
    document["revision"] = json!(3);
    collector.post(&document).await;
    assert_eq!(edit(&collector, "", &document, 5, "status=solved&owner=&due=").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_inbox_is_filtered_and_says_who_answered_to_those_who_may_see_it() {
    let collector = with_users(|settings| settings.contact_key = Some(ContactKey::new(&"a".repeat(64)).unwrap())).await;
    let (mut late, mut asking) = (scored(3), scored(8));
    late["survey"]["id"] = json!("after-purchase");
    late["answers"]["reason"] = json!(format!("<script>alert(1)</script> {}", "late ".repeat(100)));
    late["attributes"] = json!({ "team": "logistics & <b>more</b>", "value": 12.5 });
    asking["answers"]["contact"] = json!({ "name": "Ann <i>Muster</i>", "email": "ann@example.org", "consent": true });
    for document in [&late, &asking, &scored(9)] {
        take(&collector, document).await;
    }
    let gus = cookie_of(&collector, "gus").await;
    let inbox = shown(&collector, INBOX, &gus).await.body;
    for part in [
        "&lt;script&gt;alert(1)&lt;/script&gt; late",
        "Team: <bdi>logistics &amp; &lt;b&gt;more&lt;/b&gt;</bdi>",
        "Ann &lt;i&gt;Muster&lt;/i&gt;, ann@example.org",
        "Asked for contact",
    ] {
        assert!(inbox.contains(part), "{part}: {inbox}");
    }
    assert!(inbox.contains("late…") && !inbox.contains("<script") && !inbox.contains("sealed"));
    edit(&collector, &gus, &late, 0, "take=yes").await;
    edit(&collector, &gus, &asking, 0, "status=waiting&owner=&due=").await;
    for (query, with_late, with_asking) in [
        ("", true, true),
        ("?owner=mine", true, false),
        ("?owner=mine&after=1_017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true, false),
        ("?owner=nobody", false, true),
        ("?status=open", true, false),
        ("?status=waiting", false, true),
        ("?status=done", false, false),
        ("?reason=contact", false, true),
        ("?reason=detractor", true, false),
        ("?survey=after-purchase", true, false),
        ("?survey=after-purchase&owner=nobody", false, false),
        ("?segment=layout%3Dpopover&owner=mine", true, false),
        ("?segment=layout%3Dinline", false, false),
        ("?until=2026-11-20", false, false),
        ("?kind=rating&marked=spam", true, true),
    ] {
        let body = shown(&collector, &format!("{INBOX}{query}"), &gus).await.body;
        assert_eq!((body.contains(id(&late)), body.contains(id(&asking))), (with_late, with_asking), "{query}");
    }
    assert_eq!(shown(&collector, &format!("{INBOX}?owner=all"), &gus).await.status, StatusCode::BAD_REQUEST);
    // Who may export can take the detractors along.
    let ada = cookie_of(&collector, "ada").await;
    let address = "/report/export.csv?survey=after-purchase&amp;group=detractor";
    for (cookie, may) in [(&gus, false), (&ada, true)] {
        let body = shown(&collector, &format!("{INBOX}?survey=after-purchase&owner=nobody"), cookie).await.body;
        assert_eq!(body.contains(address), may);
    }
    let exported = shown(&collector, &address.replace("&amp;", "&"), &ada).await;
    assert!(exported.status == StatusCode::OK && exported.body.contains(id(&late)), "{}", exported.body);
    let items = collector.send(with_key("/v1/inbox", READ_KEY)).await;
    assert_eq!(items.json()["items"].as_array().unwrap().len(), 2);
    assert!(!items.body.contains("ann@example.org") && !items.body.contains("Muster"), "{}", items.body);
    assert_eq!(collector.send(with_key("/v1/inbox?owner=mine", READ_KEY)).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(collector.get("/v1/inbox").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_colleague_to_whom_a_response_is_given_is_told() {
    let collector = with_users(|_| {}).await;
    let document = scored(3);
    take(&collector, &document).await;
    let (gus, ada) = (cookie_of(&collector, "gus").await, cookie_of(&collector, "ada").await);
    let seen = shown(&collector, &page(&document), &gus).await.body;
    for (name, may) in [("ada", true), ("gus", true), ("anna", false), ("vera", false)] {
        assert_eq!(seen.contains(&format!("<option value=\"{name}\"")), may, "{name}");
    }
    let told = async || {
        let documents: Vec<String> = sqlx::query_scalar("SELECT document FROM notices ORDER BY \"key\"")
            .fetch_all(&collector.database().await)
            .await
            .unwrap();
        documents.iter().map(|document| serde_json::from_str::<Value>(document).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(edit(&collector, &gus, &document, 0, "take=yes").await.status, StatusCode::SEE_OTHER);
    assert!(told().await.is_empty(), "who takes it knows");
    for (owner, expected) in
        [("anna", StatusCode::UNPROCESSABLE_ENTITY), ("ada", StatusCode::SEE_OTHER), ("", StatusCode::CONFLICT)]
    {
        let fields = format!("status=open&owner={owner}&due=2026-12-01&note=She+is+angry");
        assert_eq!(edit(&collector, &gus, &document, 1, &fields).await.status, expected, "{owner}");
    }
    let notices = told().await;
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0]["key"], format!("assigned:{}:2", id(&document)));
    assert_eq!((&notices[0]["to"], &notices[0]["occasion"]), (&json!({ "user": "ada" }), &json!("follow-up")));
    assert_eq!(notices[0]["path"], format!("{}#follow-up", page(&document)));
    assert_eq!(notices[0]["lines"], json!(["By gus.", "Due 1 Dec 2026."]));
    let history = shown(&collector, &page(&document), &ada).await.body;
    assert!(history.contains("<bdi>gus</bdi>") && history.contains("Gave it to <bdi>ada</bdi>"), "{history}");
    edit(&collector, &ada, &document, 2, "status=open&owner=&due=2026-12-01").await;
    assert_eq!(told().await.len(), 1, "nobody is told that nobody has it");
}

/// What is stored of notes.
async fn notes(collector: &Collector) -> Vec<String> {
    let notes = "SELECT value FROM follow_up_events WHERE what = 'note' ORDER BY response, version";
    sqlx::query_scalar(notes).fetch_all(&collector.database().await).await.unwrap()
}

#[tokio::test]
async fn notes_are_sealed_and_erased_with_the_response_or_what_is_personal() {
    let key = ContactKey::new(&"a".repeat(64)).unwrap();
    let collector = Collector::with(|settings| settings.contact_key = Some(key.clone())).await;
    let (first, second) = (scored(3), scored(4));
    for document in [&first, &second] {
        collector.take(document).await;
        edit(&collector, "", document, 0, "note=Called+Ann+Muster").await;
        assert!(collector.get(&page(document)).await.body.contains("Called Ann Muster"));
    }
    let stored = notes(&collector).await;
    assert!(stored.len() == 2 && stored.iter().all(|note| !note.contains("Ann")), "{stored:?}");
    erase(&collector.location, Some(&key), &Whose::Response(id(&first).to_owned())).await.unwrap();
    assert_eq!(notes(&collector).await.len(), 1);
    // Nothing in the response itself is personal.
    forget(&collector.location, Retention { personal: Some(0), ..Retention::default() }).await.unwrap();
    assert_eq!(notes(&collector).await, [""]);
    let body = collector.get(&page(&second)).await.body;
    assert!(body.contains("Wrote a note, which is erased") && !body.contains("Ann"), "{body}");
    forget(&collector.location, Retention { responses: Some(0), ..Retention::default() }).await.unwrap();
    assert!(notes(&collector).await.is_empty() && waiting(&collector).await.is_empty());
}

#[tokio::test]
async fn the_figures_are_those_of_the_selection() {
    let collector = Collector::with_set_clock().await;
    let mut documents: Vec<_> = (0..5).map(|_| scored(2)).collect();
    documents[4]["survey"]["id"] = json!("other");
    // Older than 90 days, and then 20, 20, 10, and 1 day before the end.
    for (document, day) in documents.iter().zip(["2026-08-01", "2026-11-01", "2026-11-01", "2026-11-11", "2026-11-20"])
    {
        collector.take_on(day, document).await;
    }
    let at = |day: &str| collector.set_day(day);
    at("2026-11-04");
    edit(&collector, "", &documents[1], 0, "note=Called").await;
    at("2026-11-08");
    edit(&collector, "", &documents[1], 1, "status=solved&owner=&due=").await;
    at("2026-11-10");
    edit(&collector, "", &documents[2], 0, "status=not-reached&owner=&due=").await;
    at("2026-11-21");
    let figures = async |query: &str| {
        let body = collector.get(&format!("{INBOX}{query}")).await.body;
        let list =
            body.split("inbox-figures").nth(1).unwrap().split("<dl>").nth(1).unwrap().split("</dl>").next().unwrap();
        let text = list.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect::<Vec<_>>();
        text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(
        figures("").await.contains(
            "Not done 3 Overdue 2 Time to first contact 6 days median of 2, 2 not contacted yet Done within 7 days 33 % 1 of 3"
        ),
        "{}",
        figures("").await
    );
    // What is overdue can be listed, and whose it is.
    let overdue = collector.get("/v1/inbox?status=overdue").await.json();
    assert_eq!(overdue["items"].as_array().unwrap().len(), 2, "{overdue}");
    edit(&collector, "", &documents[3], 0, "status=waiting&owner=anyone+on+this+machine&due=2026-11-12").await;
    let page = crate::results::text(&collector.get(INBOX).await.body);
    assert!(page.contains("By owner Owner Not done Overdue Nobody 2 1 anyone on this machine 1 1"), "{page}");
    // They are those of the list, whatever its status.
    for (query, expected) in [
        (
            "?owner=nobody",
            "Not done 2 Overdue 1 Time to first contact 6 days median of 2, 1 not contacted yet Done within 7 days 50 % 1 of 2",
        ),
        (
            "?owner=mine",
            "Not done 1 Overdue 1 Time to first contact 10 days median of 1, 0 not contacted yet Done within 7 days 0 % 0 of 1",
        ),
        ("?owner=mine&status=done", "Not done 1 Overdue 1 "),
        (
            "?reason=contact",
            "Not done 0 Overdue 0 Time to first contact – median of 0, 0 not contacted yet Done within 7 days – 0 of 0",
        ),
    ] {
        assert!(figures(query).await.contains(expected), "{query}: {}", figures(query).await);
    }
    let filtered = crate::results::text(&collector.get(&format!("{INBOX}?owner=mine")).await.body);
    assert!(filtered.contains("By owner Owner Not done Overdue anyone on this machine 1 1"), "{filtered}");
    assert!(
        figures("?survey=other").await.contains(
            "Not done 1 Overdue 0 Time to first contact – median of 0, 1 not contacted yet Done within 7 days – 0 of 0"
        ),
        "{}",
        figures("?survey=other").await
    );
}

#[tokio::test]
async fn a_long_inbox_has_pages_oldest_first() {
    let collector = Collector::new().await;
    let database = collector.database().await;
    let mut expected = Vec::new();
    for number in 0..120 {
        let document = scored(number % 7);
        collector.take(&document).await;
        let since = 1_795_255_200_000 + i64::from(number / 2);
        sqlx::query("UPDATE follow_ups SET since = $1 WHERE response = $2")
            .bind(since)
            .bind(id(&document))
            .execute(&database)
            .await
            .unwrap();
        expected.push((since, id(&document).to_owned()));
    }
    expected.sort();
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    assert_eq!(waiting(&collector).await, expected);
    let first = collector.get(INBOX).await.body;
    assert_eq!(first.matches("/report/response?id=").count(), 50);
    let next = first.split("class=\"onward\" href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let second = collector.get(&next).await.body;
    assert!(second.contains(&expected[50]) && second.contains(&expected[99]) && !second.contains(&expected[100]));
    sqlx::query("UPDATE follow_ups SET status = 'solved', done_at = since").execute(&database).await.unwrap();
    let done = collector.get("/v1/inbox?status=done").await.json();
    assert_eq!(id(&done["items"][0]), expected[119], "the latest of what is done");
    let next = format!("/v1/inbox?status=done&after={}", done["next"].as_str().unwrap());
    assert_eq!(id(&collector.get(&next).await.json()["items"][0]), expected[69]);
    assert!(collector.get(INBOX).await.body.contains("Nothing to do."));
}

#[tokio::test]
async fn recent_responses_of_an_earlier_version_come_in_without_a_due_day() {
    let collector = Collector::with_set_clock().await;
    let mut asking = scored(8);
    asking["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    let (old, spam, recent) = (scored(1), scored(1), scored(2));
    for (document, day) in [
        (&old, "2026-08-01"),
        (&spam, "2026-11-20"),
        (&recent, "2026-11-20"),
        (&asking, "2026-11-20"),
        (&scored(8), "2026-11-20"),
    ] {
        collector.take_on(day, document).await;
    }
    mark(&collector.location, id(&spam), Some("spam")).await.unwrap();
    let database = collector.database().await;
    sqlx::raw_sql("DELETE FROM follow_ups; DELETE FROM meta WHERE name = 'follow_ups'")
        .execute(&database)
        .await
        .unwrap();
    let settings =
        Settings { database: collector.location.clone(), clock: collector.clock(), ..Settings::local("unused.db") };
    let again = State::open(settings).await.unwrap();
    let filled = || sqlx::query("SELECT 1 FROM meta WHERE name = 'follow_ups'").fetch_optional(&database);
    until_async("the inbox is never filled", async || filled().await.unwrap().is_some()).await;
    again.close().await.unwrap();
    let found: BTreeSet<_> = waiting(&collector).await.into_iter().collect();
    assert_eq!(found, [&recent, &asking].map(|document| id(document).to_owned()).into());
    let items = collector.get("/v1/inbox").await.json()["items"].clone();
    assert!(items.as_array().unwrap().iter().all(|item| item["due"].is_null()), "{items}");
}

#[tokio::test]
async fn demo_data_has_an_inbox_in_which_somebody_works() {
    let collector = Collector::new().await;
    let wanted = DemoData { answers: 3_000, until: Some("2026-01-01".to_owned()), seed: 7 };
    make_demo_data(&collector.location, None, &wanted, |_| {}).await.unwrap();
    let database = any(&collector.location).await;
    for condition in [
        "status = 'open' AND owner IS NULL",
        "owner = 'jana' AND done_at IS NULL",
        "status = 'solved'",
        "status = 'not-reached'",
        "reason = 'contact'",
        "reason = 'promoter' AND status = 'open'",
        "reason = 'promoter' AND status = 'invited'",
        "reason = 'promoter' AND status = 'published'",
        "version > 1",
    ] {
        let query = format!("SELECT COUNT(*) FROM follow_ups WHERE {condition}");
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_one(&database).await.unwrap();
        assert!(count > 0, "{condition}");
    }
    let late: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM follow_up_events WHERE at >= 1767225600000")
        .fetch_one(&database)
        .await
        .unwrap();
    assert_eq!(late, 0, "nobody works after the end");
}
