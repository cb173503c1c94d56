//! Who may post, and who may read.

use askwell_collector::{Refusal, Settings};
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::helper::{Answer, Collector, get, post, scored, with_key};

const READ_KEY: &str = "read-0123456789abcdef";

/// A collector that needs keys, with a read key and two write keys.
async fn with_keys() -> Collector {
    Collector::with(|settings| {
        settings.open = false;
        settings.read_key = Some(READ_KEY.parse().unwrap());
        settings.write_keys = vec!["one".parse().unwrap(), "two".parse().unwrap()];
    })
    .await
}

#[tokio::test]
async fn a_write_key_is_needed_to_post() {
    let collector = with_keys().await;
    let bearer = |key: &str| Some(format!("Bearer {key}"));
    let table = [
        ("/v1/responses?key=one", None, StatusCode::CREATED),
        ("/v1/responses?x=1&key=two", None, StatusCode::CREATED),
        ("/v1/responses", bearer("two"), StatusCode::CREATED),
        ("/v1/responses", Some("bearer one".to_owned()), StatusCode::CREATED),
        ("/v1/responses", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses?key=", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses?key=on", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses?key=one2", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses", Some("Basic one".to_owned()), StatusCode::UNAUTHORIZED),
        ("/v1/responses", bearer(READ_KEY), StatusCode::UNAUTHORIZED),
    ];
    for (address, header, status) in table {
        let mut request = post(&scored(7));
        *request.uri_mut() = address.parse().unwrap();
        if let Some(header) = &header {
            request.headers_mut().insert("authorization", header.parse().unwrap());
        }
        let answer = collector.send(request).await;
        assert_eq!(answer.status, status, "{address} {header:?}");
        assert_eq!(answer.header("www-authenticate"), (status == 401).then_some("Bearer"));
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_open_wherever_a_request_comes_from() {
    let collector = Collector::with(|settings| settings.open = false).await;
    assert_eq!(collector.post(&scored(9)).await.status, StatusCode::UNAUTHORIZED);
    // As a reverse proxy sends it that was left as it is.
    for address in ["/v1/report", "/report", "/v1/endpoints", "/metrics"] {
        let mut request = get(address);
        request.headers_mut().insert("host", "127.0.0.1:8787".parse().unwrap());
        assert_eq!(collector.send(request).await.status, StatusCode::UNAUTHORIZED, "{address}");
    }
}

#[test]
fn what_is_open_is_open_to_this_machine_alone() {
    let table = [
        ("127.0.0.1:0", true, true),
        ("[::1]:0", true, true),
        ("0.0.0.0:0", true, false),
        ("[::]:0", true, false),
        ("192.0.2.1:0", true, false),
        ("0.0.0.0:0", false, true),
    ];
    for (listen, open, fine) in table {
        let listen = listen.parse().unwrap();
        let settings = Settings { listen, open, ..Settings::local("never-opened.db") };
        let expected = if fine { Ok(()) } else { Err(Refusal::OpenToAll(listen)) };
        assert_eq!(settings.check(), expected);
    }
}

fn preflight(origin: &str) -> Request<Body> {
    Request::options("/v1/responses")
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type")
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn pages_of_configured_sites_may_post() {
    let collector = Collector::with(|settings| settings.origins = vec!["https://shop.example".parse().unwrap()]).await;
    let answer = collector.send(preflight("https://shop.example")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://shop.example"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("content-type,authorization"));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert!(answer.header("vary").unwrap().contains("origin"));

    let mut request = post(&scored(7));
    request.headers_mut().insert("origin", "https://shop.example".parse().unwrap());
    let answer = collector.send(request).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://shop.example"));
    assert_eq!(answer.header("access-control-expose-headers"), Some("retry-after"));
}

#[tokio::test]
async fn pages_of_other_sites_may_not() {
    let collector = Collector::with(|settings| settings.origins = vec!["https://shop.example".parse().unwrap()]).await;
    let answer = collector.send(preflight("https://other.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let mut request = post(&scored(7));
    request.headers_mut().insert("origin", "https://other.example".parse().unwrap());
    request.headers_mut().insert("content-type", "text/plain".parse().unwrap());
    let answer = collector.send(request).await;
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (StatusCode::FORBIDDEN, Some("origin")));
}

#[tokio::test]
async fn without_origins_the_collectors_own_pages_may_post() {
    let collector = Collector::new().await;
    let mut request = post(&scored(7));
    request.headers_mut().insert("origin", "http://localhost:8787".parse().unwrap());
    assert_eq!(collector.send(request).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn every_site_may_post_where_that_was_chosen() {
    let collector = Collector::with(|settings| settings.origins = vec!["*".parse().unwrap()]).await;
    let answer = collector.send(preflight("https://any.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
}

#[tokio::test]
async fn even_a_refused_page_reads_why() {
    let collector = Collector::with(|settings| {
        settings.origins = vec!["https://shop.example".parse().unwrap()];
        settings.write_keys = vec!["key".parse().unwrap()];
    })
    .await;
    let mut request = post(&scored(7));
    request.headers_mut().insert("origin", "https://shop.example".parse().unwrap());
    let answer = collector.send(request).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://shop.example"));
}

#[tokio::test]
async fn a_read_key_is_needed_for_the_report() {
    let collector = with_keys().await;
    for address in ["/v1/report", "/report", "/v1/endpoints", "/metrics"] {
        assert_eq!(collector.get(address).await.status, StatusCode::UNAUTHORIZED, "{address}");
        assert_eq!(collector.send(with_key(address, "one")).await.status, StatusCode::UNAUTHORIZED, "{address}");
        let answer = collector.send(with_key(address, READ_KEY)).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{address}");
    }
    // Addresses are kept by browsers and proxies: a key in one opens nothing.
    let in_address = format!("/v1/report?key={READ_KEY}");
    assert_eq!(collector.get(&in_address).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn guessing_a_read_key_ends_soon() {
    let collector = with_keys().await;
    let mut statuses = Vec::new();
    for guess in 0..30 {
        let answer = collector.send(with_key("/v1/report", &format!("guess-{guess:016}"))).await;
        statuses.push(answer.status);
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
        }
    }
    assert_eq!((statuses[0], statuses[29]), (StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS));
    // Then the right one can't be told from the others.
    assert_eq!(collector.send(with_key("/v1/report", READ_KEY)).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn an_open_report_is_not_for_other_names_of_this_machine() {
    let collector = Collector::new().await;
    assert_eq!(collector.get("/v1/report").await.status, StatusCode::OK);
    for address in ["/v1/report", "/report"] {
        let mut request = get(address);
        request.headers_mut().insert("host", "rebound.example".parse().unwrap());
        assert_eq!(collector.send(request).await.status, StatusCode::UNAUTHORIZED);
    }
}

/// A form as a browser sends it from a page of `origin`.
pub(crate) fn form(address: &str, body: &str, origin: &str, cookie: Option<&str>) -> Request<Body> {
    let mut request = Request::post(address)
        .header("host", "localhost:8787")
        .header("origin", origin)
        .body(Body::from(body.to_owned()))
        .unwrap();
    if let Some(cookie) = cookie {
        request.headers_mut().insert("cookie", cookie.parse().unwrap());
    }
    request
}

pub(crate) const HERE: &str = "http://localhost:8787";

pub(crate) async fn sign_in(collector: &Collector, body: &str) -> Answer {
    collector.send(form("/report/sign-in", body, HERE, None)).await
}

/// The pair in an answer's cookie.
pub(crate) fn pair(answer: &Answer) -> String {
    answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
}

async fn reads(collector: &Collector, cookie: &str) -> StatusCode {
    let mut request = get("/report");
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    collector.send(request).await.status
}

#[tokio::test]
async fn who_shows_the_read_key_once_is_signed_in_by_a_cookie_that_holds_no_key() {
    let collector = with_keys().await;
    let page = collector.get("/report?survey=shop").await;
    assert!(page.body.contains(r#"name="query" value="survey=shop""#), "{}", page.body);

    let wrong = sign_in(&collector, "key=reed&query=").await;
    assert_eq!((wrong.status, wrong.header("set-cookie")), (StatusCode::UNAUTHORIZED, None));
    assert!(wrong.body.contains("This is not a valid read key"));

    let answer = sign_in(&collector, &format!("key={READ_KEY}&query=survey%3Dshop")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, Some("/report?survey=shop")));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains(READ_KEY),
        "{cookie}"
    );
    assert_eq!(reads(&collector, &pair(&answer)).await, StatusCode::OK);
}

#[tokio::test]
async fn the_cookie_is_secure_unless_the_page_is_on_this_machine() {
    let collector = with_keys().await;
    let body = format!("key={READ_KEY}");
    let local = sign_in(&collector, &body).await;
    assert!(!local.header("set-cookie").unwrap().contains("Secure"));
    // As a proxy sends it that decrypts and says nothing of it.
    let mut request = form("/report/sign-in", &body, "https://answers.example", None);
    request.headers_mut().insert("host", "127.0.0.1:8787".parse().unwrap());
    request.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
    let answer = collector.send(request).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-askwell=") && cookie.contains("; Secure"), "{cookie}");
    assert_eq!(reads(&collector, &pair(&answer)).await, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_in_every_copy_of_its_cookie() {
    let collector = with_keys().await;
    let cookie = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    let other = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    let answer = collector.send(form("/report/sign-out", "", HERE, Some(&cookie))).await;
    assert!(answer.header("set-cookie").unwrap().starts_with("askwell=;"), "{:?}", answer.header("set-cookie"));
    assert_eq!(reads(&collector, &cookie).await, StatusCode::UNAUTHORIZED);
    assert_eq!(reads(&collector, &other).await, StatusCode::OK);
}

#[tokio::test]
async fn a_token_that_was_there_before_signing_in_opens_nothing_after_it() {
    let collector = with_keys().await;
    for fixed in ["askwell=0123456789abcdef", "__Host-askwell=0123456789abcdef"] {
        let request = form("/report/sign-in", &format!("key={READ_KEY}"), HERE, Some(fixed));
        let answer = collector.send(request).await;
        assert_ne!(pair(&answer), fixed);
        assert_eq!(reads(&collector, fixed).await, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn forms_of_other_sites_do_nothing() {
    let collector = with_keys().await;
    let body = format!("key={READ_KEY}");
    let cookie = pair(&sign_in(&collector, &body).await);
    for origin in ["https://other.example", "null", "http://localhost:9999"] {
        let answer = collector.send(form("/report/sign-in", &body, origin, None)).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::FORBIDDEN, None), "{origin}");
        let answer = collector.send(form("/report/sign-out", "", origin, Some(&cookie))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
    }
    assert_eq!(reads(&collector, &cookie).await, StatusCode::OK);
}

#[tokio::test]
async fn another_read_key_ends_what_the_old_one_opened() {
    let collector = with_keys().await;
    let cookie = pair(&sign_in(&collector, &format!("key={READ_KEY}")).await);
    let (folder, location) = (collector.folder, collector.location);
    collector.state.close().await.unwrap();
    let settings = Settings {
        open: false,
        database: location.clone(),
        read_key: Some("another-0123456789abcdef".parse().unwrap()),
        ..Settings::local("")
    };
    let state = askwell_collector::State::open(settings).await.unwrap();
    let collector = Collector::of(state, location, folder);
    assert_eq!(reads(&collector, &cookie).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_in_leads_nowhere_but_to_the_report() {
    let collector = with_keys().await;
    let answer = sign_in(&collector, &format!("key={READ_KEY}&query=https://other.example")).await;
    assert_eq!(answer.header("location"), Some("/report"));
}
