//! Accounts: those at risk, and one with its roles.

use askwell_collector::ContactKey;
use askwell_collector::demo_data::{DemoData, Filter, make_demo_data, truths};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::helper::{Collector, scored};
use crate::response::hostile;
use crate::results::text;
use crate::roles::{cookie_of, shown, take, with_users};

/// An answer of somebody of an account.
fn of(account: &str, role: &str, points: u8) -> Value {
    let mut document = scored(points);
    document["person"] = json!({ "id": format!("p-{account}-{role}"), "account": account, "role": role });
    document
}

/// The row of an account.
fn row(page: &str, account: &str) -> String {
    let row = page.split("<tr>").find(|row| row.contains(&format!("<bdi>{account}</bdi>")));
    text(row.unwrap_or_else(|| panic!("no {account} in {}", text(page))).split("</tr>").next().unwrap())
}

#[tokio::test]
async fn an_account_that_falls_comes_first_and_then_those_with_detractors() {
    let collector = Collector::with_set_clock().await;
    for number in 0..40_u8 {
        collector.take_on("2025-06-10", &of("Falling", "user", 8 + number % 3)).await;
        collector.take_on("2026-06-10", &of("Falling", "user", 4 + number % 4)).await;
    }
    for (day, account, points) in [
        ("2026-01-10", "Steady", 9),
        ("2026-01-10", "Unhappy", 2),
        ("2026-03-10", "Unhappy", 9),
        ("2026-11-10", "Unhappy", 3),
        ("2026-11-12", "Passive", 7),
    ] {
        collector.take_on(day, &of(account, "user", points)).await;
    }
    let page = collector.get("/report/accounts").await;
    assert_eq!(page.status, StatusCode::OK);
    let words = text(&page.body);
    let place = |account: &str| words.find(&format!("{account} ")).unwrap_or_else(|| panic!("no {account}: {words}"));
    let table = words.find("Answers Falling").unwrap_or_else(|| panic!("{words}"));
    assert!(
        table < place("Unhappy") && place("Unhappy") < place("Passive") && place("Passive") < place("Steady"),
        "{words}"
    );
    let falling = row(&page.body, "Falling");
    assert!(falling.contains("likely real 30 of 40 10 Jun 2026 80") && falling.contains("down "), "{falling}");
    let unhappy = row(&page.body, "Unhappy");
    assert!(unhappy.starts_with("Unhappy −33 Few answers") && unhappy.contains("2 of 3 10 Nov 2026 3"), "{unhappy}");
    assert!(words.contains("Accounts whose score fell by more than chance come first."), "{words}");
    assert!(page.body.contains("href=\"/report/account?name=Falling\""));
    // Within a period, and compared with the one before.
    let page = collector.get("/report/accounts?since=2026-06-01&until=2026-06-30").await.body;
    assert!(row(&page, "Falling").ends_with("No answers before 30 of 40 10 Jun 2026 40"), "{}", row(&page, "Falling"));
    assert!(!text(&page).contains("Unhappy"), "{}", text(&page));
    let segments = collector.get("/report/segments?by=person:account").await.body;
    assert!(segments.contains("href=\"/report/account?name=Falling\""), "{segments}");
}

#[tokio::test]
async fn an_account_shows_its_roles_and_who_was_not_asked() {
    let collector = Collector::with_set_clock().await;
    for (day, account, role, points) in [
        ("2026-10-01", "Muster GmbH", "user", 3),
        ("2026-10-02", "Muster GmbH", "user", 9),
        ("2026-11-03", "Muster GmbH", "influencer", 7),
        ("2026-11-04", "Other", "decider", 10),
    ] {
        let mut document = of(account, role, points);
        document["answers"]["reason"] = json!(format!("I am the {role}"));
        collector.take_on(day, &document).await;
    }
    let page = collector.get("/report/account?name=Muster+GmbH").await;
    assert_eq!(page.status, StatusCode::OK);
    let words = text(&page.body);
    for part in [
        "Muster GmbH 3 responses, last contact 3 Nov 2026",
        "Score, relational 0",
        "from 3 answers in the last year Few answers",
        "No answer yet from the decider .",
        "user 0 −",
        "2 2 Oct 2026 influencer 0",
        "7 I am the influencer 3 Nov 2026, 12:00 UTC shop influencer Details",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains("yet from the user") && !page.body.contains("p-Muster"), "{words}");
    let other = text(&collector.get("/report/account?name=Other").await.body);
    assert!(other.contains("No answer yet from the user or the influencer ."), "{other}");
    let unknown = collector.get("/report/account?name=Nobody").await;
    assert!(unknown.status == StatusCode::NOT_FOUND && unknown.body.contains("No such account"));
}

#[tokio::test]
async fn the_demo_data_has_an_account_at_risk_whose_decider_nobody_asked() {
    const UNTIL: &str = "2026-01-01";
    let collector = Collector::with_set_clock().await;
    let wanted = DemoData { answers: 6_000, until: Some(UNTIL.to_owned()), seed: 1 };
    make_demo_data(&collector.location, None, &wanted, |_| {}).await.unwrap();
    let truths = truths(UNTIL).unwrap();
    let asked = truths.iter().find(|truth| truth.name == "decider-never-asked-anything").unwrap();
    let [Filter::Person("account", account), Filter::Person("role", role)] = asked.slice.filters[..] else { panic!() };
    let name: String = form_urlencoded::byte_serialize(account.as_bytes()).collect();
    let words = text(&collector.get(&format!("/report/account?name={name}")).await.body);
    assert!(words.contains(&format!("No answer yet from the {role} .")), "{words}");
    assert_eq!(words.matches("No answer yet from").count(), 1, "{words}");
    let list = text(&collector.get("/report/accounts?survey=after-purchase&until=2025-12-31").await.body);
    let rows = list.split("Answers ").last().unwrap();
    assert!(rows.find(account).unwrap() < rows.find("Alpenblick Outdoor GmbH").unwrap(), "{rows}");
}

#[tokio::test]
async fn sealed_traits_name_no_account_and_attributes_do() {
    let collector =
        Collector::with(|settings| settings.contact_key = Some(ContactKey::new(&"a".repeat(64)).unwrap())).await;
    collector.take(&of("Muster GmbH", "user", 3)).await;
    for (address, words) in [
        ("/report/accounts", "Contact data is encrypted here"),
        ("/report/accounts?survey=shop", "Contact data is encrypted here"),
        ("/report/account?name=Muster+GmbH", "only accounts that are sent as attributes are counted"),
    ] {
        let page = text(&collector.get(address).await.body);
        assert!(page.contains(words), "{address}: {page}");
    }
    let mut document = scored(3);
    document["attributes"] = json!({ "account": "Muster GmbH", "role": "user" });
    collector.take(&document).await;
    assert!(row(&collector.get("/report/accounts").await.body, "Muster GmbH").contains("1 of 1"));
    let account = text(&collector.get("/report/account?name=Muster+GmbH").await.body);
    assert!(account.contains("1 response,") && account.contains("user −100"), "{account}");
}

#[tokio::test]
async fn an_empty_page_says_how_to_name_accounts() {
    let collector = Collector::new().await;
    assert!(collector.get("/report/accounts").await.body.contains("data-person-account"));
    collector.take(&scored(3)).await;
    let page = collector.get("/report/accounts").await.body;
    assert!(page.contains("data-person-account") && page.contains("aria-current=\"page\">Accounts"), "{page}");
    collector.take(&of("Muster GmbH", "user", 3)).await;
    let page = text(&collector.get("/report/accounts?since=2099-01-01").await.body);
    assert!(page.contains("No accounts in this selection"), "{page}");
}

#[tokio::test]
async fn viewers_see_accounts_and_no_people() {
    let collector = with_users(|_| {}).await;
    take(&collector, &of("Muster GmbH", "user", 3)).await;
    let vera = cookie_of(&collector, "vera").await;
    for address in ["/report/accounts", "/report/account?name=Muster+GmbH"] {
        let page = shown(&collector, address, &vera).await;
        assert!(page.status == StatusCode::OK && page.body.contains("Muster GmbH"), "{}", page.body);
        assert!(!page.body.contains("p-Muster") && !page.body.contains("/report/person"), "{}", page.body);
        assert_eq!(shown(&collector, address, "").await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn hostile_accounts_stay_text_and_are_found() {
    let collector = Collector::new().await;
    for hostile in hostile() {
        let name: String = hostile.chars().take(200).collect();
        let mut document = of(&name, &name, 3);
        document["answers"]["reason"] = json!(hostile.repeat(10));
        document["survey"]["id"] = json!("\"><b>");
        collector.take(&document).await;
        let address: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        for address in [format!("/report/account?name={address}"), "/report/accounts".to_owned()] {
            let page = collector.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            for markup in ["<script", "<img", "<b>"] {
                assert!(!page.body.contains(markup), "{markup} in {}", page.body);
            }
        }
    }
}

#[tokio::test]
async fn made_up_accounts_leave_the_page_small() {
    let collector = Collector::new().await;
    for number in 0..260 {
        collector.take(&of(&format!("Account {number}"), "user", 3)).await;
    }
    let page = collector.get("/report/accounts").await.body;
    assert!(text(&page).contains("Not listed: 60 more accounts."), "{}", text(&page));
}
