//! What customers are worth: imported, shown beside scores, erased.

use askwell_collector::{ContactKey, Retention, Settings, Whose, erase, forget, import_values, list_value_imports};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::access::{HERE, form};
use crate::helper::{Answer, Collector, local, scored};
use crate::results::text;
use crate::roles::{cookie_of, done, shown, take, with_users};

const IMPORTS: &str = "/report/value/imports";
const HEADINGS: &str = "person,account,day,kind,amount,currency,id\n";

/// A form with a file.
fn upload(file: &str, check: bool, origin: &str, cookie: Option<&str>) -> Request<Body> {
    let mut body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"<b>crm</b>.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n\
         --x\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\n\r\n"
    );
    if check {
        body.push_str("--x\r\ncontent-disposition: form-data; name=\"check\"\r\n\r\nyes\r\n");
    }
    body.push_str("--x--\r\n");
    let mut request = form(IMPORTS, "", origin, cookie).map(|_| Body::from(body));
    request.headers_mut().insert("content-type", "multipart/form-data; boundary=x".parse().unwrap());
    request
}

async fn import(collector: &Collector, rows: &str) -> Answer {
    collector.send(upload(&format!("{HEADINGS}{rows}"), false, HERE, None)).await
}

/// An answer of somebody.
fn by(person: &str, account: &str, points: u8) -> Value {
    let mut document = scored(points);
    document["person"] = json!({ "id": person, "account": account });
    document
}

async fn count(collector: &Collector) -> i64 {
    let database = collector.database().await;
    sqlx::query_scalar("SELECT COUNT(*) FROM customer_values").fetch_one(&database).await.unwrap()
}

#[tokio::test]
async fn only_admins_import_and_remove_and_nothing_is_imported_twice() {
    let collector = with_users(|_| {}).await;
    let file = format!("{HEADINGS}c-1,,2026-01-02,order,10,EUR,o-1\n,A,2026-01-03,revenue,20.5,EUR,i-1\n");
    for (name, status) in [("vera", 403), ("anna", 403), ("gus", 403)] {
        let cookie = cookie_of(&collector, name).await;
        let answer = collector.send(upload(&file, false, HERE, Some(&cookie))).await;
        assert_eq!(answer.status.as_u16(), status, "{name}");
        let page = shown(&collector, IMPORTS, &cookie).await;
        assert!(page.status == StatusCode::OK && !page.body.contains("type=\"file\""), "{name}");
    }
    let ada = cookie_of(&collector, "ada").await;
    let foreign = collector.send(upload(&file, false, "https://other.example", Some(&ada))).await;
    assert_eq!((foreign.status, count(&collector).await), (StatusCode::FORBIDDEN, 0));
    assert_eq!(collector.send(upload(&file, false, HERE, None)).await.status, StatusCode::UNAUTHORIZED);

    let checked = collector.send(upload(&file, true, HERE, Some(&ada))).await;
    assert!(checked.body.contains("2 new, 0 already stored") && !checked.body.contains("<b>"), "{}", checked.body);
    assert_eq!(count(&collector).await, 0);
    assert_eq!(collector.send(upload(&file, false, HERE, Some(&ada))).await.status, StatusCode::SEE_OTHER);
    let again = collector.send(upload(&file, false, HERE, Some(&ada))).await;
    assert!(again.status == StatusCode::OK && again.body.contains("0 new, 2 already stored"), "{}", again.body);
    let more = format!("{file}c-2,,2026-01-02,order,10,EUR,o-2\n");
    assert_eq!(collector.send(upload(&more, false, HERE, Some(&ada))).await.status, StatusCode::SEE_OTHER);
    assert_eq!(count(&collector).await, 3);

    let imports = list_value_imports(&collector.location).await.unwrap();
    let mut rows: Vec<_> = imports.iter().map(|import| (import.rows, import.actor.as_str())).collect();
    rows.sort_unstable();
    assert_eq!(rows, [(1, "ada"), (2, "ada")]);
    let first = &imports.iter().find(|import| import.rows == 2).unwrap().id;
    let remove = |cookie: &str| form(&format!("{IMPORTS}/remove"), &format!("id={first}"), HERE, Some(cookie));
    let anna = cookie_of(&collector, "anna").await;
    assert_eq!(collector.send(remove(&anna)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(collector.send(remove(&ada)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(collector.send(remove(&ada)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(count(&collector).await, 1);
    let log: Vec<_> = done(&collector).await.into_iter().filter(|(_, action, _)| action.contains("values")).collect();
    assert!(
        log.contains(&("ada".into(), "customer values removed".into(), "<b>crm</b>.csv: 2 rows".into())),
        "{log:?}"
    );
}

#[tokio::test]
async fn a_file_with_bad_rows_is_refused_as_a_whole() {
    let collector = Collector::with_set_clock().await;
    let answer = import(
        &collector,
        "c-1,,2026-01-02,order,10,EUR,o-1\nc-1,,soon,order,10,EUR,o-2\n,,2026-01-02,order,1,EUR,o-3\n",
    )
    .await;
    let words = text(&answer.body);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["nothing was imported, since 2 lines", "Line 3: day: \"soon\"", "Line 4: needs a person or an account"]
    {
        assert!(words.replace("&quot;", "\"").contains(part), "{part}: {words}");
    }
    assert_eq!(count(&collector).await, 0);
    // The same identifier with another amount is no repetition.
    assert_eq!(import(&collector, "c-1,,2026-01-02,order,10,EUR,o-1\n").await.status, StatusCode::SEE_OTHER);
    let other = import(&collector, "c-2,,2026-01-02,order,10,EUR,o-2\nc-1,,2026-01-02,order,11,EUR,o-1\n").await;
    assert!(
        text(&other.body).contains("Line 3: the id was imported before, with other values"),
        "{}",
        text(&other.body)
    );
    assert_eq!(count(&collector).await, 1);
    let large = format!("{HEADINGS}{}", "x".repeat(11 * 1_048_576));
    let refused = collector.send(upload(&large, false, HERE, None)).await;
    assert_eq!((refused.status, count(&collector).await), (StatusCode::PAYLOAD_TOO_LARGE, 1));
}

/// Detractors and promoters of the year before, with what they bought since.
async fn with_customers() -> Collector {
    let collector = Collector::with_set_clock().await;
    let mut rows = String::new();
    for number in 0..40 {
        let (low, high) = (format!("d-{number}"), format!("p-{number}"));
        collector.take_on("2025-06-01", &by(&low, "Low", 2)).await;
        collector.take_on("2025-06-02", &by(&high, "High", 10)).await;
        rows.push_str(&format!("{low},,2026-03-01,order,{}.00,EUR,a{number}\n", 50 + number % 7));
        rows.push_str(&format!("{high},,2025-03-01,order,10,EUR,x{number}\n"));
        rows.push_str(&format!("{high},,2026-03-01,order,{}.00,EUR,b{number}\n", 250 + number % 7));
    }
    // An earlier score isn’t the last one, and one from within the period says nothing of why somebody bought.
    collector.take_on("2024-06-01", &by("p-0", "Old", 0)).await;
    collector.take_on("2026-06-01", &by("late", "Mid", 0)).await;
    rows.push_str("late,,2026-03-01,order,88888,EUR,late\n");
    rows.push_str("d-0,,2026-04-01,churn,,,c0\nd-1,,2026-04-01,churn,,,c1\nstranger,,2026-03-01,order,9999,EUR,s\n");
    rows.push_str("p-1,,2026-03-01,revenue,5000,USD,u\n,Low,2026-05-01,revenue,1200.40,EUR,l\n");
    rows.push_str(",High,2026-05-01,revenue,70000,EUR,h\n");
    collector.set_day("2026-11-21");
    assert_eq!(import(&collector, &rows).await.status, StatusCode::SEE_OTHER);
    collector
}

#[tokio::test]
async fn promoters_are_compared_with_detractors_in_one_currency_by_their_score_before() {
    let collector = with_customers().await;
    let page = collector.get("/report/value").await;
    let words = text(&page.body).replace('\u{a0}', " ");
    for part in [
        "Revenue from 22 Nov 2025 to 21 Nov 2026",
        "A promoter is worth 200 EUR more than a detractor, on average: likely real",
        "This is a difference between groups, and not a cause",
        "Detractors 40 52.88 EUR",
        "Promoters 40 253 EUR",
        "5 % 2 of 40",
        "100 % 40 of 40",
        "Not in the table: 2 customers with values and without a score from before the period.",
        "Too few customers with different amounts to compare promoters and detractors.",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(words.contains("More promoters 1 Few 70,000 EUR"), "{words}");
    assert!(!words.contains("5,000"), "currencies aren’t added: {words}");
    let dollars = text(&collector.get("/report/value?currency=USD").await.body).replace('\u{a0}', " ");
    assert!(dollars.contains("Promoters 1 Few 5,000 USD") && !dollars.contains("253"), "{dollars}");
    // Whoever answers within the period doesn’t count in it.
    let early = text(&collector.get("/report/value?since=2025-01-01&until=2025-05-01").await.body);
    assert!(early.contains("Not in the table: 39 customers with values and without a score"), "{early}");
}

#[tokio::test]
async fn values_stand_beside_accounts_persons_and_the_inbox() {
    let collector = with_customers().await;
    for points in [1, 2, 3] {
        collector.take_on("2026-11-20", &by("d-0", "Low", points)).await;
    }
    let seen = async |address: &str| text(&collector.get(address).await.body).replace('\u{a0}', " ");
    let accounts = seen("/report/accounts").await;
    assert!(accounts.contains("At risk: 1 account, 1,200 EUR of the last 12 months"), "{accounts}");
    assert!(accounts.contains("70,000 EUR"), "{accounts}");
    let account = seen("/report/account?name=High").await;
    assert!(account.contains("Revenue, last 12 months 70,000 EUR Last order or revenue 1 May 2026"), "{account}");
    let person = seen("/report/person?id=d-0").await;
    assert!(person.contains("Revenue, last 12 months 50.00 EUR") && person.contains("Left 1 Apr 2026"), "{person}");
    let inbox = seen("/report/inbox").await;
    assert!(inbox.contains("Account’s revenue, 12 months 1,200 EUR"), "{inbox}");
}

#[tokio::test]
async fn erasing_a_person_and_retention_erase_values() {
    let collector = with_customers().await;
    let before = count(&collector).await;
    erase(&collector.location, None, &Whose::Person("p-1".to_owned())).await.unwrap();
    assert_eq!(count(&collector).await, before - 3);
    // Somebody of whom nothing else is known.
    erase(&collector.location, None, &Whose::Person("stranger".to_owned())).await.unwrap();
    assert_eq!(count(&collector).await, before - 4);
    let response = by("p-2", "High", 9);
    collector.take_on("2026-11-20", &response).await;
    erase(&collector.location, None, &Whose::Response(response["id"].as_str().unwrap().to_owned())).await.unwrap();
    assert_eq!(count(&collector).await, before - 4, "one response isn’t the person");
    let days = Retention { personal: Some(1), ..Retention::default() };
    forget(&collector.location, days).await.unwrap();
    let database = collector.database().await;
    let people: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM customer_values WHERE person IS NOT NULL AND day < 20000")
            .fetch_one(&database)
            .await
            .unwrap();
    assert_eq!(people, 0);
}

#[tokio::test]
async fn with_a_contact_key_persons_are_hashed_and_found() {
    let key = ContactKey::new(&"c".repeat(64)).unwrap();
    let collector = Collector::with(|settings| settings.contact_key = Some(key.clone())).await;
    collector.take(&by("c-17", "A", 3)).await;
    let path = collector.folder.path().join("values.csv");
    std::fs::write(&path, format!("{HEADINGS}c-17,,2026-01-02,order,80,EUR,o-1\n")).unwrap();
    let settings = Settings { database: collector.location.clone(), contact_key: Some(key.clone()), ..local("") };
    let checked = import_values(&settings, &path, true).await.unwrap();
    assert_eq!((checked.read, checked.stored, count(&collector).await), (1, 1, 0));
    import_values(&settings, &path, false).await.unwrap();
    let database = collector.database().await;
    let stored: String = sqlx::query_scalar("SELECT person FROM customer_values").fetch_one(&database).await.unwrap();
    assert!(!stored.contains("c-17"), "{stored}");
    let person = text(&collector.get("/report/person?id=c-17").await.body);
    assert!(person.contains("Last order or revenue 2 Jan 2026"), "{person}");
    let without = Settings { contact_key: None, ..settings };
    assert!(import_values(&without, &path, false).await.is_err(), "the key is needed");
    erase(&collector.location, Some(&key), &Whose::Person("c-17".to_owned())).await.unwrap();
    assert_eq!(count(&collector).await, 0);
}

#[tokio::test]
async fn without_values_the_page_says_how_to_import_them() {
    let collector = Collector::new().await;
    let page = collector.get("/report/value").await.body;
    assert!(
        page.contains("askwell-collector values import FILE") && page.contains("person,account,day,kind"),
        "{page}"
    );
    let collector = with_users(|_| {}).await;
    take(&collector, &scored(9)).await;
    assert_eq!(collector.get(IMPORTS).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn accounts_persons_and_segments_are_exported_a_row_each() {
    let collector = with_customers().await;
    let mut document = by("d-0", "=HYPERLINK(1)", 4);
    document["person"]["role"] = json!("decider");
    document["attributes"]["team"] = json!("logistics");
    collector.take_on("2026-11-20", &document).await;
    let lines = async |query: &str| {
        let answer = collector.get(&format!("/report/export-accounts.csv{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.body.trim_start_matches('\u{feff}').lines().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let accounts = lines("").await;
    assert_eq!(
        accounts[0],
        "account,lastScore,group,lastScored,score,low,high,count,change,verdict,lastAnswered,openFollowUps,lastOrder,churned,revenue:EUR,score:decider,count:decider"
    );
    let formula = accounts.iter().find(|line| line.contains("HYPERLINK")).unwrap();
    assert!(formula.starts_with("'=HYPERLINK(1),4,detractor,2026-11-20T12:00:00Z,-100,"), "{formula}");
    assert!(formula.ends_with(",1,,,,-100,1"), "{formula}");
    let low = accounts.iter().find(|line| line.starts_with("Low,")).unwrap();
    assert!(low.starts_with("Low,2,detractor,") && low.contains(",40,,,") && low.contains("1200.40"), "{low}");
    let persons = lines("?by=person").await;
    let person = persons.iter().find(|line| line.starts_with("d-0,")).unwrap();
    assert!(person.starts_with("d-0,4,detractor,") && person.contains("2026-03-01,2026-04-01,50.00"), "{person}");
    assert!(lines("?by=attribute:team").await[1].starts_with("logistics,4,"));
    for by in ["locale", "person:email"] {
        let refused = collector.get(&format!("/report/export-accounts.csv?by={by}")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{by}");
    }
    let accounts = collector.get("/v1/accounts").await.json();
    let high = accounts["accounts"].as_array().unwrap().iter().find(|account| account["name"] == "High").unwrap();
    assert_eq!((&high["count"], &high["lastScore"], &high["group"]), (&json!(40), &json!(10), &json!("promoter")));
    assert_eq!(high["revenue"], json!([{ "currency": "EUR", "amount": 70000.0 }]));
}

#[tokio::test]
async fn only_analysts_and_admins_export_accounts_and_only_admins_persons() {
    let collector = with_users(|_| {}).await;
    take(&collector, &by("c-1", "A", 9)).await;
    for (name, accounts, persons) in [("vera", 403, 403), ("gus", 403, 403), ("anna", 200, 403), ("ada", 200, 200)] {
        let cookie = cookie_of(&collector, name).await;
        for (query, status) in [("", accounts), ("?by=person", persons)] {
            let answer = shown(&collector, &format!("/report/export-accounts.csv{query}"), &cookie).await;
            assert_eq!(answer.status.as_u16(), status, "{name} {query}");
        }
    }
    let log = done(&collector).await;
    assert!(log.iter().any(|(actor, action, detail)| {
        actor == "ada" && action == "exported" && detail.starts_with("a row by person")
    }));
}
