//! The folder that is served beside the API.

use std::fs;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::helper::{Collector, get};

async fn collector() -> Collector {
    Collector::with(|settings| {
        let folder = settings.database.file().unwrap().with_file_name("site");
        let write = |name: &str, content: &str| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        };
        write("index.html", "<h1>pages</h1>");
        write("shop/index.html", "<h1>shop</h1>");
        write("askwell.js", &"let loader;".repeat(50));
        write("askwell-0f3a9c21.js", "let glue;");
        write("askwell-0f3a9c21.wasm", "\0asm");
        write("packed.css", "not packed");
        write("packed.css.br", "packed");
        settings.site = Some(folder);
    })
    .await
}

#[tokio::test]
async fn each_file_has_its_type() {
    let collector = collector().await;
    for (address, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/shop/", "text/html; charset=utf-8"),
        ("/askwell.js", "text/javascript; charset=utf-8"),
        ("/askwell-0f3a9c21.wasm", "application/wasm"),
        ("/packed.css", "text/css; charset=utf-8"),
    ] {
        let answer = collector.get(address).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, Some(kind)), "{address}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[tokio::test]
async fn files_named_by_their_hash_are_kept_and_others_are_checked() {
    let collector = collector().await;
    let forever = "public, max-age=31536000, immutable";
    for (address, kept) in [
        ("/askwell-0f3a9c21.js", forever),
        ("/askwell.js", "no-cache"),
        ("/", "no-cache"),
        ("/x-0f3a9c22.js", "no-cache"),
    ] {
        assert_eq!(collector.get(address).await.header("cache-control"), Some(kept), "{address}");
    }
    let first = collector.get("/askwell.js").await;
    assert!(first.header("last-modified").is_some());
    for encoding in ["identity", "br"] {
        let ask = |tag: Option<&str>| {
            let mut request = get("/askwell.js");
            request.headers_mut().insert("accept-encoding", encoding.parse().unwrap());
            if let Some(tag) = tag {
                request.headers_mut().insert("if-none-match", tag.parse().unwrap());
            }
            request
        };
        let fresh = collector.send(ask(None)).await;
        let again = collector.send(ask(fresh.header("etag"))).await;
        assert_eq!((fresh.status, again.status), (StatusCode::OK, StatusCode::NOT_MODIFIED), "{encoding}");
        assert_eq!(fresh.header("etag").unwrap().starts_with("W/"), encoding == "br", "{encoding}");
    }
    let page = collector.get("/shop/").await;
    let mut request = get("/shop/");
    request.headers_mut().insert("if-none-match", page.headers["etag"].clone());
    let again = collector.send(request).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let policy = "content-security-policy";
    assert_eq!((again.header(policy), again.header("access-control-allow-origin")), (page.header(policy), None));
}

#[tokio::test]
async fn pages_may_load_their_own_files_and_other_sites_the_widgets() {
    let collector = collector().await;
    let page = collector.get("/shop/").await;
    assert_eq!(
        page.header("content-security-policy"),
        Some("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:")
    );
    assert_eq!(page.header("access-control-allow-origin"), None);
    let wasm = collector.get("/askwell-0f3a9c21.wasm").await;
    assert_eq!(wasm.header("access-control-allow-origin"), Some("*"));
    assert_eq!(wasm.header("content-security-policy"), None);
}

#[tokio::test]
async fn files_are_sent_compressed_to_those_who_take_it() {
    let collector = collector().await;
    let compressed = |address: &str| {
        let mut request = get(address);
        request.headers_mut().insert("accept-encoding", "gzip, br".parse().unwrap());
        request
    };
    let packed = collector.send(compressed("/packed.css")).await;
    assert_eq!((packed.header("content-encoding"), packed.body.as_str()), (Some("br"), "packed"));
    let on_the_way = collector.send(compressed("/askwell.js")).await;
    assert_eq!(on_the_way.header("content-encoding"), Some("br"));
    assert!(on_the_way.body.len() < 200 && on_the_way.header("vary").unwrap().contains("accept-encoding"));
    assert_eq!(collector.get("/packed.css").await.body, "not packed");
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let collector = collector().await;
    for address in ["/../askwell.db", "/%2e%2e/askwell.db", "/shop/..%2f..%2faskwell.db", "/nothing.js"] {
        assert_eq!(collector.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn files_with_a_dot_and_links_out_of_the_folder_are_not_served() {
    let collector = collector().await;
    let folder = collector.folder.path();
    let site = folder.join("site");
    fs::create_dir(site.join(".git")).unwrap();
    fs::write(site.join(".git/config"), "secret").unwrap();
    fs::write(site.join(".env"), "secret").unwrap();
    fs::write(folder.join("outside.txt"), "secret").unwrap();
    fs::create_dir(folder.join("private")).unwrap();
    fs::write(folder.join("private/index.html"), "secret").unwrap();
    std::os::unix::fs::symlink(folder.join("outside.txt"), site.join("linked.txt")).unwrap();
    std::os::unix::fs::symlink(folder.join("private"), site.join("linked")).unwrap();
    std::os::unix::fs::symlink(folder.join("outside.txt"), site.join("askwell.js.br")).unwrap();
    std::os::unix::fs::symlink(site.join("index.html"), site.join("within.html")).unwrap();
    for address in
        ["/.env", "/.git/config", "/%2egit/config", "/shop/../.env", "/linked.txt", "/linked/", "/linked/index.html"]
    {
        let answer = collector.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert!(!answer.body.contains("secret"), "{address}");
    }
    let mut packed = get("/askwell.js");
    packed.headers_mut().insert("accept-encoding", "br".parse().unwrap());
    assert!(!collector.send(packed).await.body.contains("secret"));
    assert_eq!(collector.get("/within.html").await.body, "<h1>pages</h1>");
}

#[test]
fn a_folder_that_holds_the_database_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("below");
    fs::create_dir(&below).unwrap();
    for (site, database, fine) in [
        (folder.path(), folder.path().join("askwell.db"), false),
        (folder.path(), below.join("askwell.db"), false),
        (below.as_path(), folder.path().join("askwell.db"), true),
    ] {
        let settings =
            askwell_collector::Settings { site: Some(site.to_owned()), ..askwell_collector::Settings::local(database) };
        assert_eq!(settings.check().is_ok(), fine, "{site:?}");
    }
}

#[tokio::test]
async fn without_a_folder_there_is_the_api_alone() {
    let collector = Collector::new().await;
    let answer = collector.get("/").await;
    assert_eq!((answer.status, answer.json()["error"]["code"].as_str()), (StatusCode::NOT_FOUND, Some("not_found")));
    assert_eq!(collector.get("/healthz").await.body, "ok\n");
    let wrong = collector.send(Request::delete("/v1/responses").body(Body::empty()).unwrap()).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
}
