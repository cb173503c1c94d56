//! What viewers and admins may do.

use askwell_collector::{Audited, ContactKey, Settings, add_user, audit, set_role};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::access::{HERE, form, pair, sign_in};
use crate::helper::{Answer, Collector, count_any, get, scored};

pub(crate) const READ_KEY: &str = "reading-0123456789";
const PASSWORD: &str = "correct+horse+battery";

/// A collector that needs keys, with a user of each role.
pub(crate) async fn with_users(change: impl FnOnce(&mut Settings)) -> Collector {
    let collector = Collector::with(|settings| {
        settings.open = false;
        settings.read_key = Some(READ_KEY.parse().unwrap());
        settings.write_keys = vec!["writing".parse().unwrap()];
        change(settings);
    })
    .await;
    for (name, role) in [("vera", "viewer"), ("anna", "analyst"), ("gus", "agent"), ("ada", "admin")] {
        add_user(&collector.location, name, role, &PASSWORD.replace('+', " ")).await.unwrap();
    }
    collector
}

/// The cookie of a user.
pub(crate) async fn cookie_of(collector: &Collector, name: &str) -> String {
    pair(&sign_in(collector, &format!("name={name}&key={PASSWORD}")).await)
}

/// What someone with this cookie is shown.
pub(crate) async fn shown(collector: &Collector, address: &str, cookie: &str) -> Answer {
    let mut request = get(address);
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    collector.send(request).await
}

pub(crate) async fn take(collector: &Collector, document: &Value) {
    let mut request = crate::helper::post(document);
    request.headers_mut().insert("authorization", "Bearer writing".parse().unwrap());
    assert_eq!(collector.send(request).await.status, StatusCode::CREATED);
}

/// Who did what.
pub(crate) async fn done(collector: &Collector) -> Vec<(String, String, String)> {
    let entry = |entry: Audited| (entry.actor, entry.action, entry.detail);
    audit(&collector.location).await.unwrap().into_iter().map(entry).collect()
}

#[tokio::test]
async fn only_an_admin_marks_and_erases_and_only_from_a_page_of_the_collector() {
    let collector = with_users(|_| {}).await;
    let document = scored(3);
    take(&collector, &document).await;
    let id = document["id"].as_str().unwrap();
    let (vera, ada) = (cookie_of(&collector, "vera").await, cookie_of(&collector, "ada").await);
    let by_key = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    let (mark, erase) = (format!("id={id}&as=spam"), format!("id={id}&confirmed=yes"));
    for (path, body) in [("/report/response/mark", &mark), ("/report/response/erase", &erase)] {
        for (cookie, origin, expected) in [
            (Some(vera.as_str()), HERE, StatusCode::FORBIDDEN),
            (Some(by_key.as_str()), HERE, StatusCode::FORBIDDEN),
            (None, HERE, StatusCode::UNAUTHORIZED),
            (Some(ada.as_str()), "https://other.example", StatusCode::FORBIDDEN),
            (Some(ada.as_str()), "null", StatusCode::FORBIDDEN),
        ] {
            let answer = collector.send(form(path, body, origin, cookie)).await;
            assert_eq!(answer.status, expected, "{path} {cookie:?} {origin}");
        }
        let mut request = form(path, body, HERE, None);
        request.headers_mut().insert("authorization", format!("Bearer {READ_KEY}").parse().unwrap());
        assert_eq!(collector.send(request).await.status, StatusCode::FORBIDDEN, "a read key reads");
    }
    let database = collector.database().await;
    let marked = || async {
        sqlx::query_scalar::<_, Option<String>>("SELECT mark FROM responses").fetch_one(&database).await.unwrap()
    };
    assert_eq!(marked().await, None);
    let answer = collector.send(form("/report/response/mark", &mark, HERE, Some(&ada))).await;
    assert_eq!((answer.status, marked().await.as_deref()), (StatusCode::SEE_OTHER, Some("spam")));
    let counts = format!("id={id}&as=counts");
    collector.send(form("/report/response/mark", &counts, HERE, Some(&ada))).await;
    assert_eq!(marked().await, None);
    for (path, body, expected) in [
        ("/report/response/mark", format!("id={id}&as=bad"), StatusCode::UNPROCESSABLE_ENTITY),
        ("/report/response/mark", "id=none&as=spam".to_owned(), StatusCode::NOT_FOUND),
        ("/report/response/erase", format!("id={id}"), StatusCode::UNPROCESSABLE_ENTITY),
        ("/report/response/erase", "id=none&confirmed=yes".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(collector.send(form(path, &body, HERE, Some(&ada))).await.status, expected, "{body}");
    }
    assert_eq!(count_any(&database).await, 1);
    assert_eq!(collector.send(form("/report/response/erase", &erase, HERE, Some(&ada))).await.status, StatusCode::OK);
    assert_eq!(count_any(&database).await, 0);
    let by_ada: Vec<_> = done(&collector).await.into_iter().filter(|(actor, _, _)| actor == "ada").collect();
    let mut expected = vec![
        ("ada".to_owned(), "marked".to_owned(), format!("{id} as spam")),
        ("ada".to_owned(), "marked".to_owned(), format!("{id} as counting")),
        ("ada".to_owned(), "erased".to_owned(), "1 responses".to_owned()),
    ];
    let mut found = by_ada.clone();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn another_role_holds_from_the_next_request_on() {
    let collector = with_users(|_| {}).await;
    let document = scored(3);
    take(&collector, &document).await;
    let (vera, ada) = (cookie_of(&collector, "vera").await, cookie_of(&collector, "ada").await);
    set_role(&collector.location, "vera", "admin").await.unwrap();
    set_role(&collector.location, "ada", "viewer").await.unwrap();
    let mark = format!("id={}&as=spam", document["id"].as_str().unwrap());
    for (cookie, expected) in [(&ada, StatusCode::FORBIDDEN), (&vera, StatusCode::SEE_OTHER)] {
        assert_eq!(collector.send(form("/report/response/mark", &mark, HERE, Some(cookie))).await.status, expected);
    }
    for (name, role, problem) in
        [("ada", "owner", "a role is viewer, analyst, agent or admin"), ("eve", "admin", "there is no such user")]
    {
        assert!(set_role(&collector.location, name, role).await.unwrap_err().to_string().contains(problem));
    }
    let entry = ("command line".to_owned(), "role changed".to_owned(), "vera to admin".to_owned());
    assert!(done(&collector).await.contains(&entry));
}

#[tokio::test]
async fn a_response_is_shown_as_far_as_the_role_allows() {
    let collector = with_users(|settings| settings.contact_key = Some(ContactKey::new(&"a".repeat(64)).unwrap())).await;
    let mut document = scored(3);
    document["answers"]["reason"] = json!("<b>Late</b>");
    document["answers"]["contact"] = json!({ "email": "a@example.org", "consent": true });
    document["answers"]["reference"] = json!({ "phone": "+49 30 123456", "consent": true });
    document["person"]["id"] = json!("c-17");
    take(&collector, &document).await;
    let mut address_alone = scored(4);
    address_alone["answers"]["reason"] = json!("b@example.org");
    take(&collector, &address_alone).await;
    let address = format!("/report/response?id={}", document["id"].as_str().unwrap());
    for (name, sees, administers) in
        [("vera", false, false), ("anna", false, false), ("gus", true, false), ("ada", true, true)]
    {
        let cookie = cookie_of(&collector, name).await;
        let page = shown(&collector, &address, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        assert!(page.body.contains("&lt;b&gt;Late&lt;/b&gt;") && page.body.contains("counted in scores"));
        for part in ["a@example.org", "c-17", "+49 30 123456"] {
            assert_eq!(page.body.contains(part), sees, "{name}: {part}");
        }
        for part in ["Erase", "Mark as spam"] {
            assert_eq!(page.body.contains(part), administers, "{name}: {part}");
        }
        assert!(!page.body.contains("sealed"));
        let report = shown(&collector, "/report", &cookie).await.body;
        assert!(report.contains(&address) && !report.contains("b@example.org"), "{report}");
        assert_eq!(shown(&collector, "/report/response?id=none", &cookie).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(shown(&collector, &address, "").await.status, StatusCode::UNAUTHORIZED);
}
