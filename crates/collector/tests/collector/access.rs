//! Who may post, and who may read.

use askwell_collector::{Refusal, Settings};
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::helper::{Answer, Collector, get, post, scored};

#[tokio::test]
async fn with_write_keys_one_of_them_is_needed_to_post() {
    let collector =
        Collector::with(|settings| settings.write_keys = vec!["one".parse().unwrap(), "two".parse().unwrap()]).await;
    let table = [
        ("/v1/responses?key=one", None, StatusCode::CREATED),
        ("/v1/responses?x=1&key=two", None, StatusCode::CREATED),
        ("/v1/responses", Some("Bearer two"), StatusCode::CREATED),
        ("/v1/responses", Some("bearer one"), StatusCode::CREATED),
        ("/v1/responses", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses?key=", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses?key=on", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses?key=one2", None, StatusCode::UNAUTHORIZED),
        ("/v1/responses", Some("Basic one"), StatusCode::UNAUTHORIZED),
    ];
    for (address, header, status) in table {
        let mut request = post(&scored(7));
        *request.uri_mut() = address.parse().unwrap();
        if let Some(header) = header {
            request.headers_mut().insert("authorization", header.parse().unwrap());
        }
        let answer = collector.send(request).await;
        assert_eq!(answer.status, status, "{address} {header:?}");
        assert_eq!(answer.header("www-authenticate"), (status == 401).then_some("Bearer"));
    }
}

#[test]
fn without_a_write_key_an_address_others_reach_is_refused() {
    let table = [
        ("127.0.0.1:0", false, true),
        ("[::1]:0", false, true),
        ("0.0.0.0:0", false, false),
        ("[::]:0", false, false),
        ("192.0.2.1:0", false, false),
        ("0.0.0.0:0", true, true),
    ];
    for (listen, with_key, fine) in table {
        let listen = listen.parse().unwrap();
        let write_keys = if with_key { vec!["key".parse().unwrap()] } else { Vec::new() };
        let settings = Settings { listen, write_keys, ..Settings::local("never-opened.db") };
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

async fn with_read_key() -> Collector {
    Collector::with(|settings| settings.read_key = Some("read".parse().unwrap())).await
}

#[tokio::test]
async fn with_a_read_key_it_is_needed_for_the_report() {
    let collector = with_read_key().await;
    for (address, status) in [
        ("/v1/report", StatusCode::UNAUTHORIZED),
        ("/v1/report?key=wrong", StatusCode::UNAUTHORIZED),
        ("/v1/report?key=read", StatusCode::OK),
        ("/report", StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(collector.get(address).await.status, status, "{address}");
    }
    let mut request = get("/v1/report");
    request.headers_mut().insert("authorization", "Bearer read".parse().unwrap());
    assert_eq!(collector.send(request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn without_a_read_key_the_report_is_for_this_machine() {
    let collector = Collector::new().await;
    assert_eq!(collector.get("/v1/report").await.status, StatusCode::OK);
    for address in ["/v1/report", "/report"] {
        let mut request = get(address);
        request.headers_mut().insert("host", "rebound.example".parse().unwrap());
        assert_eq!(collector.send(request).await.status, StatusCode::FORBIDDEN);
    }
}

async fn sign_in(collector: &Collector, form: &str) -> Answer {
    collector.send(Request::post("/report/sign-in").body(Body::from(form.to_owned())).unwrap()).await
}

#[tokio::test]
async fn who_shows_the_read_key_once_is_signed_in_by_a_cookie_that_holds_no_key() {
    let collector = with_read_key().await;
    let form = collector.get("/report?survey=shop").await;
    assert!(form.body.contains(r#"name="query" value="survey=shop""#), "{}", form.body);

    let wrong = sign_in(&collector, "key=reed&query=").await;
    assert_eq!((wrong.status, wrong.header("set-cookie")), (StatusCode::UNAUTHORIZED, None));
    assert!(wrong.body.contains("This is not the read key"));

    let answer = sign_in(&collector, "key=read&query=survey%3Dshop").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, Some("/report?survey=shop")));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict") && !cookie.contains("=read"), "{cookie}");
    let pair = cookie.split(';').next().unwrap();
    for address in ["/report", "/v1/report"] {
        let mut request = get(address);
        request.headers_mut().insert("cookie", pair.parse().unwrap());
        assert_eq!(collector.send(request).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_key_in_the_pages_address_leaves_it() {
    let collector = with_read_key().await;
    let answer = collector.get("/report?kind=rating&key=read").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, Some("/report?kind=rating")));
    assert!(answer.header("set-cookie").is_some());
}

#[tokio::test]
async fn signing_in_leads_nowhere_but_to_the_report() {
    let collector = with_read_key().await;
    let answer = sign_in(&collector, "key=read&query=https://other.example").await;
    assert_eq!(answer.header("location"), Some("/report"));
}

#[tokio::test]
async fn who_signs_out_has_no_cookie_left() {
    let collector = with_read_key().await;
    let answer = collector.send(Request::post("/report/sign-out").body(Body::empty()).unwrap()).await;
    assert!(answer.header("set-cookie").unwrap().starts_with("askwell_report=; Path=/; Max-Age=0"));
}
