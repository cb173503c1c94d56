//! Rules: what they fit, what they do once, who makes them, and that they never see contact data.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use askwell_collector::{ContactKey, Whose, add_user, erase, mark, remove_user};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::access::{HERE, form};
use crate::helper::{Answer, Collector, rated, scored};
use crate::results::text;
use crate::roles::{cookie_of, shown, take, with_users};
use crate::until::until_async;

const RULES: &str = "/report/rules";
const EDIT: &str = "/report/rules/edit";

fn id(document: &Value) -> &str {
    document["id"].as_str().unwrap()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Sends the form of a rule.
async fn send(collector: &Collector, cookie: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
    let body = format!("do={what}&{}", encoded(fields));
    collector.send(form(EDIT, &body, HERE, Some(cookie))).await
}

/// Adds a rule, which acts from now on.
async fn add(collector: &Collector, fields: &[(&str, &str)]) {
    let answer = send(collector, "", "save", fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{fields:?}: {}", answer.body);
}

/// A rule's identifier and version.
async fn rule(collector: &Collector, name: &str) -> (String, i64) {
    let query = sqlx::query_as("SELECT id, version FROM rules WHERE name = $1").bind(name);
    query.fetch_one(&collector.database().await).await.unwrap()
}

async fn change(collector: &Collector, cookie: &str, name: &str, what: &str) -> Answer {
    let (id, version) = rule(collector, name).await;
    let body = format!("id={id}&version={version}&do={what}");
    collector.send(form("/report/rules/change", &body, HERE, Some(cookie))).await
}

/// How many responses have each tag.
async fn tagged(collector: &Collector) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> = sqlx::query_as("SELECT tag, COUNT(*) FROM response_tags GROUP BY tag")
        .fetch_all(&collector.database().await)
        .await
        .unwrap();
    rows.into_iter().collect()
}

/// The notices that wait to be sent.
async fn notices(collector: &Collector) -> Vec<Value> {
    let documents: Vec<String> = sqlx::query_scalar("SELECT document FROM notices ORDER BY \"key\"")
        .fetch_all(&collector.database().await)
        .await
        .unwrap();
    documents.iter().map(|document| serde_json::from_str(document).unwrap()).collect()
}

async fn inbox(collector: &Collector) -> Vec<Value> {
    collector.get("/v1/inbox").await.json()["items"].as_array().unwrap().clone()
}

async fn until_applied(collector: &Collector) {
    let database = collector.database().await;
    let waiting =
        || sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM rules WHERE applying IS NOT NULL").fetch_one(&database);
    until_async("rules are never applied", async || waiting().await.unwrap() == 0).await;
}

/// Responses that differ in everything that a rule can ask for.
fn documents() -> Vec<Value> {
    let mut detractor = scored(2);
    detractor["answers"]["reason"] = json!("Die LIEFERUNG kam zu spät, und der Preis ist hoch.");
    detractor["attributes"] = json!({ "team": "logistics", "order_value": 250.5 });
    detractor["person"] = json!({ "id": "c-1", "account": "Muster GmbH" });
    let mut passive = scored(7);
    passive["locale"] = json!("en-GB");
    passive["answers"]["reason"] = json!("Too late. The café was nice, not the price");
    passive["attributes"] = json!({ "team": "billing", "order_value": "99,5" });
    let mut promoter = scored(10);
    promoter["survey"]["id"] = json!("other");
    promoter["locale"] = json!("en");
    promoter["answers"]["more"] = json!(["a", { "other": "Lieferungen!" }]);
    promoter["attributes"] = json!({ "account": "muster gmbh", "order_value": "120" });
    let mut satisfied = rated("returns", "no");
    satisfied["answers"]["satisfaction"] = json!(1);
    satisfied["answers"]["missing"] = json!("delivery");
    vec![detractor, passive, promoter, satisfied]
}

#[tokio::test]
async fn a_preview_says_what_then_happens_for_each_condition() {
    let collector = Collector::new().await;
    for document in documents() {
        collector.take(&document).await;
    }
    let mut spam = documents().swap_remove(0);
    spam["id"] = json!(crate::helper::id());
    collector.take(&spam).await;
    mark(&collector.location, id(&spam), Some("spam")).await.unwrap();
    let table: [(&[(&str, &str)], i64); 24] = [
        (&[("survey", "shop")], 2),
        (&[("group", "detractor")], 1),
        (&[("group", "passive")], 1),
        (&[("group", "promoter")], 1),
        (&[("from", "0"), ("to", "7")], 2),
        (&[("from", "8"), ("to", "9")], 0),
        (&[("question", "satisfaction"), ("from", "1"), ("to", "2")], 1),
        (&[("question", "satisfaction"), ("from", "3"), ("to", "5")], 0),
        (&[("segment", "team"), ("value", "logistics")], 1),
        (&[("segment", "attribute:team"), ("value", "billing")], 1),
        (&[("segment", "attribute:team"), ("value", "bill")], 0),
        (&[("segment", "locale"), ("value", "en")], 1),
        (&[("segment", "person:account"), ("value", "Muster GmbH")], 1),
        (&[("words", "lieferung, delivery")], 2),
        (&[("words", "liefer")], 0),
        (&[("words", "CAFE\npreis")], 2),
        (&[("words", "too late")], 1),
        (&[("words", "zu spat")], 1),
        (&[("words", "too late, zu spät"), ("language", "de")], 1),
        (&[("language", "EN")], 2),
        (&[("attribute", "order_value"), ("at_least", "120")], 2),
        (&[("attribute", "order_value"), ("at_least", "250,6")], 0),
        (&[("account", "MUSTER GmbH")], 2),
        (&[("account", "Muster GmbH"), ("group", "detractor"), ("words", "preis"), ("survey", "shop")], 1),
    ];
    let mut expected = BTreeMap::new();
    for (number, (conditions, count)) in table.iter().enumerate() {
        let (name, tag) = (format!("Rule {number}"), format!("t{number:02}"));
        let fields: Vec<_> =
            conditions.iter().copied().chain([("name", name.as_str()), ("tags", tag.as_str())]).collect();
        let preview = send(&collector, "", "preview", &fields).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        let said = format!("Would have matched {count} of the last 4 responses");
        assert!(text(&preview.body).contains(&said), "{conditions:?}: {}", text(&preview.body));
        assert_eq!(preview.body.matches("/report/response?id=").count() as i64, *count);
        add(&collector, &fields).await;
        if *count > 0 {
            expected.insert(tag, *count);
        }
    }
    assert!(tagged(&collector).await.is_empty(), "nothing happens to what is stored");
    for mut document in documents() {
        document["id"] = json!(crate::helper::id());
        collector.take(&document).await;
    }
    assert_eq!(tagged(&collector).await, expected);
    // The same for what was stored before, and nothing twice.
    for _ in 0..2 {
        for number in 0..table.len() {
            assert_eq!(change(&collector, "", &format!("Rule {number}"), "apply").await.status, StatusCode::SEE_OTHER);
        }
        until_applied(&collector).await;
        let twice: BTreeMap<_, _> = expected.iter().map(|(tag, count)| (tag.clone(), 2 * count)).collect();
        assert_eq!(tagged(&collector).await, twice);
    }
    let page = text(&collector.get(RULES).await.body);
    assert!(page.contains("Has acted on 4 responses. Fitted 4 stored responses when it was last applied"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_acts_once_whatever_the_revisions() {
    let collector = Collector::new().await;
    add(&collector, &[("name", "Late"), ("words", "late"), ("tags", "late"), ("notify", "channels")]).await;
    add(&collector, &[("name", "Low"), ("from", "0"), ("to", "4"), ("tags", "low"), ("notify", "channels")]).await;
    let mut random = fastrand::Rng::with_seed(11);
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    let mut acted: BTreeSet<(String, &str)> = BTreeSet::new();
    for _ in 0..150 {
        let mut document = scored(random.u8(..=10));
        document["answers"]["reason"] = json!(["Too late", "Lately fine", "Fine"][random.usize(..3)]);
        document["test"] = json!(random.u8(..5) == 0);
        let chosen = known.keys().nth(random.usize(..known.len().max(1))).cloned();
        let mut is_new = true;
        if let Some(chosen) = chosen.filter(|_| random.u8(..3) > 0) {
            document["id"] = json!(chosen);
            // The same revision again, or an earlier one, is stored nowhere.
            let revision = (known[&chosen] + random.u64(..3)).saturating_sub(1).max(1);
            is_new = revision > known[&chosen];
            document["revision"] = json!(revision);
        }
        let revision = document["revision"].as_u64().unwrap();
        collector.post(&document).await;
        if is_new {
            known.insert(id(&document).to_owned(), revision);
            if document["test"] == false {
                if document["answers"]["reason"] == "Too late" {
                    acted.insert((id(&document).to_owned(), "late"));
                }
                if document["score"].as_u64() <= Some(4) {
                    acted.insert((id(&document).to_owned(), "low"));
                }
            }
        }
    }
    assert!(acted.len() > 40);
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT response, tag FROM response_tags").fetch_all(&collector.database().await).await.unwrap();
    let found: BTreeSet<_> = rows.iter().map(|(response, tag)| (response.clone(), tag.as_str())).collect();
    assert_eq!(found, acted);
    assert_eq!(notices(&collector).await.len(), acted.len(), "a notice each");
    let matches: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM rule_matches").fetch_one(&collector.database().await).await.unwrap();
    assert_eq!(matches, acted.len() as i64);
    // A tag that somebody takes away stays away.
    let (response, _) = found.first().unwrap();
    let body = format!("id={response}&tag=late");
    collector.send(form("/report/tag/remove", &body, HERE, None)).await;
    let before = tagged(&collector).await;
    let mut again = scored(10);
    again["id"] = json!(response);
    again["revision"] = json!(known[response] + 1);
    again["answers"]["reason"] = json!("Too late");
    collector.post(&again).await;
    assert_eq!(tagged(&collector).await, before);
}

#[tokio::test]
async fn rules_fill_the_inbox_and_the_first_that_assigns_wins() {
    let collector = with_users(|_| {}).await;
    let ada = cookie_of(&collector, "ada").await;
    let save = async |fields: &[(&str, &str)]| {
        let answer = send(&collector, &ada, "save", fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    };
    save(&[("name", "Late"), ("words", "late"), ("inbox", "yes"), ("tags", "Late, Delivery")]).await;
    save(&[
        ("name", "Team"),
        ("segment", "team"),
        ("value", "a"),
        ("owner", "gus"),
        ("due", "2"),
        ("notify", "user:anna"),
    ])
    .await;
    save(&[("name", "Ours"), ("survey", "shop"), ("group", "passive"), ("owner", "ada"), ("channel", "ops")]).await;
    let mut document = scored(8);
    document["answers"]["reason"] = json!("Too late");
    document["attributes"] = json!({ "team": "a" });
    take(&collector, &document).await;
    take(&collector, &scored(8)).await;
    take(&collector, &scored(9)).await;
    let page = shown(&collector, &format!("/report/response?id={}", id(&document)), &ada).await.body;
    for part in [
        "Put here by the rule “<bdi>Late</bdi>”",
        "Owner: <bdi>gus</bdi>",
        "<bdi>rule: Team</bdi>",
        "Gave it to <bdi>gus</bdi>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.contains("<bdi>Delivery</bdi>") && page.contains("<bdi>rule: Late</bdi>"), "{page}");
    let rows: Vec<(String, String, Option<String>, i64, i64)> = sqlx::query_as(
        "SELECT response, reason, owner, due - since / 86400000, version FROM follow_ups ORDER BY response",
    )
    .fetch_all(&collector.database().await)
    .await
    .unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|(_, reason, owner, due, version)| (reason.as_str(), owner.as_deref(), *due, *version))
        .collect();
    assert_eq!(rows, [("rule", Some("gus"), 2, 1), ("rule", Some("ada"), 7, 1)]);
    let told: BTreeSet<_> = notices(&collector).await.iter().map(|notice| notice["to"].to_string()).collect();
    let to = [r#"{"channel":"ops"}"#, r#"{"user":"ada"}"#, r#"{"user":"anna"}"#, r#"{"user":"gus"}"#];
    assert_eq!(told, to.map(ToOwned::to_owned).into());
    for notice in notices(&collector).await {
        assert!(!notice.to_string().contains("Too late"), "{notice}");
    }
    // Nobody would look for what belongs to somebody who is gone.
    remove_user(&collector.location, "gus").await.unwrap();
    add_user(&collector.location, "eve", "agent", "correct horse battery").await.unwrap();
    let page = shown(&collector, RULES, &ada).await.body;
    assert!(page.contains("<bdi>gus</bdi> can’t follow up any more"), "{page}");
    change(&collector, &ada, "Late", "disable").await;
    let mut next = scored(5);
    next["attributes"] = json!({ "team": "a" });
    take(&collector, &next).await;
    let owner: Option<String> = sqlx::query_scalar("SELECT owner FROM follow_ups WHERE response = $1")
        .bind(id(&next))
        .fetch_one(&collector.database().await)
        .await
        .unwrap();
    assert_eq!(owner, None);
}

#[tokio::test]
async fn a_low_rating_comes_in_and_stays_after_revisions() {
    let collector = Collector::new().await;
    let fields = [("name", "Unsatisfied"), ("question", "satisfaction"), ("from", "1"), ("to", "2"), ("inbox", "yes")];
    add(&collector, &fields).await;
    let satisfied = |points: u8| {
        let mut document = rated("returns", "yes");
        document["answers"] = json!({ "satisfaction": points });
        document
    };
    let (mut low, high) = (satisfied(2), satisfied(3));
    collector.take(&low).await;
    collector.take(&high).await;
    let reasons = async || inbox(&collector).await.iter().map(|item| item["reason"].clone()).collect::<Vec<_>>();
    assert_eq!(reasons().await, ["rule"]);
    // Nobody has touched it, and the rule still wants it there.
    low["revision"] = json!(2);
    low["answers"]["satisfaction"] = json!(5);
    collector.post(&low).await;
    assert_eq!(reasons().await, ["rule"]);
    // A detractor whom a rule wants there as well.
    add(&collector, &[("name", "Words"), ("words", "late"), ("inbox", "yes")]).await;
    let mut detractor = scored(1);
    detractor["answers"]["reason"] = json!("late");
    collector.take(&detractor).await;
    assert_eq!(reasons().await, ["rule", "detractor"]);
    for (revision, score, contact, expected) in
        [(2, 9, false, "rule"), (3, 10, true, "rule"), (4, 8, true, "contact"), (5, 3, false, "detractor")]
    {
        let mut again = scored(score);
        again["id"] = detractor["id"].clone();
        again["revision"] = json!(revision);
        again["answers"]["contact"] = json!({ "email": "a@example.org", "consent": contact });
        collector.post(&again).await;
        assert_eq!(reasons().await, ["rule", expected], "{revision}");
    }
    // A promoter who agreed to be contacted is in the list that the rule says.
    let mut promoter = scored(10);
    promoter["answers"]["reason"] = json!("late");
    promoter["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    collector.take(&promoter).await;
    assert_eq!(reasons().await, ["rule", "detractor", "rule"]);
    assert!(inbox(&collector).await[2]["due"].is_string());
}

#[tokio::test]
async fn analysts_and_admins_make_rules_and_see_each_other() {
    let collector = with_users(|_| {}).await;
    take(&collector, &scored(9)).await;
    let fields = [("name", "Late"), ("words", "late"), ("tags", "late")];
    for (name, may) in [("vera", false), ("gus", false), ("anna", true), ("ada", true)] {
        let cookie = cookie_of(&collector, name).await;
        for address in [RULES, EDIT] {
            let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(shown(&collector, address, &cookie).await.status, expected, "{name} {address}");
        }
        let expected = if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(
            send(&collector, &cookie, "save", &[("name", name), ("words", "x"), ("tags", "x")]).await.status,
            expected
        );
        assert_eq!(shown(&collector, "/report", &cookie).await.body.contains(RULES), may, "{name}: the link");
    }
    let (anna, ada, gus) =
        (cookie_of(&collector, "anna").await, cookie_of(&collector, "ada").await, cookie_of(&collector, "gus").await);
    assert_eq!(shown(&collector, RULES, "").await.status, StatusCode::UNAUTHORIZED);
    let body = format!("do=save&{}", encoded(&fields));
    for origin in ["https://other.example", "null"] {
        assert_eq!(collector.send(form(EDIT, &body, origin, Some(&ada))).await.status, StatusCode::FORBIDDEN);
    }
    send(&collector, &anna, "save", &fields).await;
    assert_eq!(change(&collector, &gus, "Late", "disable").await.status, StatusCode::FORBIDDEN);
    let (id, version) = rule(&collector, "Late").await;
    let edit = async |cookie: &str, version: i64, words: &str| {
        let version = version.to_string();
        let fields =
            [("id", id.as_str()), ("version", version.as_str()), ("name", "Late"), ("words", words), ("tags", "late")];
        send(&collector, cookie, "save", &fields).await
    };
    assert_eq!(edit(&anna, version, "late, slow").await.status, StatusCode::SEE_OTHER);
    let stale = edit(&ada, version, "late, delayed").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let (seen, next) = (text(&stale.body), format!("name=\"version\" value=\"{}\"", version + 1));
    assert!(seen.contains("Somebody has changed this rule") && seen.contains("“ late ” or “ slow ”"), "{seen}");
    assert!(stale.body.contains("late\ndelayed") || stale.body.contains("late, delayed"), "{}", stale.body);
    assert!(stale.body.contains(&next), "{}", stale.body);
    let old = format!("id={id}&version={version}&do=disable");
    assert_eq!(collector.send(form("/report/rules/change", &old, HERE, Some(&ada))).await.status, StatusCode::CONFLICT);
    // A rule is switched off before it is deleted, and comes back switched off.
    assert_eq!(change(&collector, &ada, "Late", "restore").await.status, StatusCode::CONFLICT);
    assert_eq!(change(&collector, &ada, "Late", "delete").await.status, StatusCode::CONFLICT);
    for (what, enabled, deleted) in
        [("disable", 0, false), ("enable", 1, false), ("disable", 0, false), ("delete", 0, true), ("restore", 0, false)]
    {
        assert_eq!(change(&collector, &ada, "Late", what).await.status, StatusCode::SEE_OTHER, "{what}");
        let (on, at): (i64, Option<i64>) = sqlx::query_as("SELECT enabled, deleted_at FROM rules WHERE name = 'Late'")
            .fetch_one(&collector.database().await)
            .await
            .unwrap();
        assert_eq!((on, at.is_some()), (enabled, deleted), "{what}");
    }
    assert_eq!(change(&collector, &ada, "Late", "explode").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut document = scored(3);
    document["answers"]["reason"] = json!("late x");
    take(&collector, &document).await;
    assert_eq!(tagged(&collector).await.keys().collect::<Vec<_>>(), ["x"]);
    let log = crate::roles::done(&collector).await;
    for action in
        ["rule added", "rule changed", "rule switched off", "rule switched on", "rule deleted", "rule restored"]
    {
        assert!(log.iter().any(|(_, known, detail)| known == action && detail == "Late"), "{action}: {log:?}");
    }
}

#[tokio::test]
async fn rules_act_in_their_order_which_can_be_changed() {
    let collector = Collector::new().await;
    for name in ["First", "Second", "Third"] {
        add(&collector, &[("name", name), ("words", "x"), ("tags", name)]).await;
    }
    change(&collector, "", "Third", "up").await;
    change(&collector, "", "Third", "up").await;
    let page = collector.get(RULES).await.body;
    let place = |name: &str| page.find(&format!("<strong><bdi>{name}</bdi>")).unwrap();
    assert!(place("Third") < place("First") && place("First") < place("Second"), "{page}");
}

#[tokio::test]
async fn a_form_that_says_too_little_is_refused_and_keeps_what_was_typed() {
    let collector = Collector::new().await;
    let long = "x".repeat(81);
    for (fields, problem) in [
        (vec![("name", ""), ("words", "x"), ("tags", "x")], "Enter a name"),
        (vec![("name", &long), ("words", "x"), ("tags", "x")], "Enter a name"),
        (vec![("name", "x"), ("tags", "x")], "at least one condition"),
        (vec![("name", "x"), ("words", "x")], "at least one action"),
        (vec![("name", "x"), ("words", "--"), ("tags", "x")], "Each word or phrase"),
        (vec![("name", "x"), ("from", "3"), ("tags", "x")], "the lowest and the highest"),
        (vec![("name", "x"), ("from", "4"), ("to", "3"), ("tags", "x")], "the lowest and the highest"),
        (vec![("name", "x"), ("question", "q"), ("tags", "x")], "the lowest and the highest"),
        (vec![("name", "x"), ("group", "fans"), ("tags", "x")], "Choose a group"),
        (vec![("name", "x"), ("segment", "team"), ("tags", "x")], "the name of a segment"),
        (vec![("name", "x"), ("attribute", "value"), ("at_least", "much"), ("tags", "x")], "Enter a number"),
        (vec![("name", "x"), ("words", "x"), ("owner", "nobody")], "somebody who may follow up"),
        (vec![("name", "x"), ("words", "x"), ("due", "-1")], "in how many days"),
        (vec![("name", "x"), ("words", "x"), ("tags", "--")], "A tag has letters"),
        (vec![("name", "x"), ("words", "x"), ("tags", "a,b,c,d,e,f")], "at most 5 tags"),
        (vec![("name", "x"), ("words", "x"), ("notify", "user:nobody")], "Choose whom to notify"),
        (vec![("name", "x"), ("words", "x"), ("notify", "channel")], "Choose whom to notify"),
    ] {
        let answer = send(&collector, "", "save", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answer.body.contains(problem), "{fields:?}: {}", text(&answer.body));
    }
    let answer = send(&collector, "", "save", &[("name", "<b>Mine</b>"), ("account", "A & B")]).await;
    assert!(answer.body.contains("&lt;b&gt;Mine&lt;/b&gt;") && answer.body.contains("A &amp; B"), "{}", answer.body);
}

#[tokio::test]
async fn hostile_rules_and_words_are_texts_like_others() {
    let collector = Collector::new().await;
    let words = "<script>alert(1)</script>\n\u{202e}x\n'; DROP TABLE rules --\n%\u{301}a";
    let fields =
        [("name", "<i>Rule</i>"), ("words", words), ("tags", "<u>tag</u>"), ("account", "<b>"), ("channel", "<s>")];
    assert_eq!(send(&collector, "", "preview", &fields).await.status, StatusCode::OK);
    add(&collector, &fields).await;
    add(&collector, &[("name", "Script"), ("words", words), ("tags", "<u>tag</u>")]).await;
    for reason in
        ["<script>alert(1)</script>", "\u{0}\u{202e}", &"\u{1f600}\u{301}".repeat(2_000), &"late ".repeat(900)]
    {
        let mut document = scored(3);
        document["answers"]["reason"] = json!(reason);
        collector.take(&document).await;
    }
    assert_eq!(tagged(&collector).await, BTreeMap::from([("<u>tag</u>".to_owned(), 1)]));
    let (rule_id, _) = rule(&collector, "<i>Rule</i>").await;
    for address in [RULES.to_owned(), format!("{EDIT}?id={rule_id}")] {
        let body = collector.get(&address).await.body;
        for part in ["<i>Rule", "<script", "<u>tag", "<s>", "<b>"] {
            assert!(!body.contains(part), "{address} {part}: {body}");
        }
        assert!(body.contains("&lt;i&gt;Rule&lt;/i&gt;"), "{body}");
    }
    let missing = collector.get(&format!("{EDIT}?id=none")).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rules_never_see_contact_data_sealed_or_not() {
    for key in [None, Some(ContactKey::new(&"a".repeat(64)).unwrap())] {
        let is_sealed = key.is_some();
        let collector = Collector::with(|settings| settings.contact_key = key).await;
        for word in ["muster", "ann", "example", "secret"] {
            add(&collector, &[("name", word), ("words", word), ("tags", word)]).await;
        }
        add(&collector, &[("name", "Account"), ("account", "Firm"), ("tags", "account")]).await;
        let mut document = scored(3);
        document["answers"]["contact"] = json!({ "name": "Ann Muster", "email": "ann@example.org", "consent": true });
        document["answers"]["mail"] = json!("muster@example.org");
        document["answers"]["reference"] = json!({ "other": "Muster", "consent": true });
        document["answers"]["reason"] = json!("no secret");
        document["person"] = json!({ "name": "Ann Muster", "account": "Firm" });
        collector.take(&document).await;
        let mut expected = BTreeMap::from([("secret".to_owned(), 1)]);
        if !is_sealed {
            // What the site says of an account is no secret where nothing is sealed.
            expected.insert("account".to_owned(), 1);
        }
        assert_eq!(tagged(&collector).await, expected, "sealed: {is_sealed}");
        for name in ["muster", "Account"] {
            change(&collector, "", name, "apply").await;
        }
        until_applied(&collector).await;
        assert_eq!(tagged(&collector).await, expected, "sealed: {is_sealed}");
    }
}

#[tokio::test]
async fn what_rules_noted_is_erased_with_the_response() {
    let collector = Collector::new().await;
    add(&collector, &[("name", "All"), ("words", "late"), ("tags", "late"), ("inbox", "yes")]).await;
    let mut document = scored(9);
    document["answers"]["reason"] = json!("late");
    collector.take(&document).await;
    let database = collector.database().await;
    let left = async || {
        let tables = ["rule_matches", "response_tags", "tags", "follow_ups"];
        let mut counts = Vec::new();
        for table in tables {
            let query = format!("SELECT COUNT(*) FROM {table}");
            counts.push(sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(query)).fetch_one(&database).await.unwrap());
        }
        counts
    };
    assert_eq!(left().await, [1, 1, 1, 1]);
    erase(&collector.location, None, &Whose::Response(id(&document).to_owned())).await.unwrap();
    assert_eq!(left().await, [0, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_rules_cost_little() {
    let mut took = Vec::new();
    for rules in [0, 50] {
        let collector = Collector::new().await;
        for number in 0..rules {
            let words = (0..20).map(|word| format!("word{number}x{word}")).collect::<Vec<_>>().join("\n");
            let (name, tag) = (format!("Rule {number}"), format!("tag {number}"));
            let words = if number % 10 == 0 { "late" } else { &words };
            add(&collector, &[("name", &name), ("words", words), ("tags", &tag)]).await;
        }
        let documents: Vec<_> = (0..100)
            .map(|number| {
                let mut document = scored(number % 11);
                document["answers"]["reason"] =
                    json!("The parcel came late, and nobody answered the phone. ".repeat(4));
                document
            })
            .collect();
        let start = Instant::now();
        let posts = documents.iter().map(|document| collector.post(document));
        let answers = futures_util::future::join_all(posts).await;
        took.push(start.elapsed());
        assert!(answers.iter().all(|answer| answer.status == StatusCode::CREATED));
        assert_eq!(tagged(&collector).await.len(), rules / 10);
    }
    println!("100 responses took {:?} without rules, and {:?} with 50", took[0], took[1]);
}
