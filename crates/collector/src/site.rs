//! The folder with the widget's files and the pages: how long each may be kept, and by whom it may be used. Files whose
//! names begin with a dot, and links that lead out of the folder, aren't there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{self, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

/// What the pages may load: their own files, and Wasm compiled from them.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:",
);
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const CHECKED: HeaderValue = HeaderValue::from_static("no-cache");

/// Serves `folder`. A file that lies beside itself as `.br` or `.gz` is sent like that, others are compressed on the
/// way.
pub(crate) fn service(folder: &Path) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let root: Arc<Path> = folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).into();
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn_with_state(root, only_within))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(describe))
}

/// Lets through what leads to a file that may be served.
async fn only_within(extract::State(root): extract::State<Arc<Path>>, request: Request, next: Next) -> Response {
    let Some(path) = relative(request.uri().path()) else { return StatusCode::NOT_FOUND.into_response() };
    // A packed file is served in the place of the one it is named after, and may be a link of its own.
    for suffix in ["", ".br", ".gz"] {
        let mut name = root.join(&path).into_os_string();
        name.push(suffix);
        let real = tokio::fs::canonicalize(name).await;
        if real.is_ok_and(|real| !real.starts_with(&root)) {
            return StatusCode::NOT_FOUND.into_response();
        }
    }
    next.run(request).await
}

/// The path of an address within the folder; None if a part of it begins with a dot.
fn relative(path: &str) -> Option<PathBuf> {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let mut relative = PathBuf::new();
    for part in decoded.split(['/', '\\']).filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.contains('\0') {
            return None;
        }
        relative.push(part);
    }
    Some(relative)
}

async fn describe(request: Request, next: Next) -> Response {
    let (hashed, page) = (is_hashed(request.uri().path()), is_page(request.uri().path()));
    let mut response = next.run(request).await;
    let unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let kept = response.status().is_success() || unchanged;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, if hashed && kept { FOREVER } else { CHECKED });
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    weaken_tag(headers);
    // A browser takes over the headers of "not modified", which has no type.
    if is_html(headers) || unchanged && page {
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    } else {
        // Pages of other sites use the widget's files; for Wasm and stylesheets they need to be allowed to.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
    state_charset(headers);
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn is_page(path: &str) -> bool {
    path.ends_with('/') || path.ends_with(".html")
}

/// What was compressed on the way isn't the file byte for byte, as a strong tag would promise.
fn weaken_tag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get(header::ETAG).filter(|_| headers.contains_key(header::CONTENT_ENCODING)) else {
        return;
    };
    if !tag.as_bytes().starts_with(b"W/")
        && let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())
    {
        headers.insert(header::ETAG, weak);
    }
}

/// Text is UTF-8. Without saying so, a script would be read in the encoding of the page that names it.
fn state_charset(headers: &mut HeaderMap) {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return };
    if kind.starts_with("text/")
        && !kind.contains("charset")
        && let Ok(with_charset) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, with_charset);
    }
}

/// Whether a file's or a folder's name carries a hash of its content, as `askwell-0f3a9c21.js` does: eight or more
/// hexadecimal digits after a hyphen. Such a name never stands for anything else.
fn is_hashed(path: &str) -> bool {
    path.split('/').any(|segment| {
        let stem = segment.split('.').next().unwrap_or_default();
        let stem = stem.strip_suffix("_bg").unwrap_or(stem);
        stem.rsplit_once('-').is_some_and(|(_, hash)| {
            hash.len() >= 8
                && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
                && hash.bytes().any(|byte| byte.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_others() {
        let table = [
            ("/askwell-0f3a9c21.js", true),
            ("/askwell-0f3a9c21d4e5b6a7_bg.wasm", true),
            ("/languages-0f3a9c21/de.json", true),
            ("/askwell.js", false),
            ("/shop/tea-darjeeling.svg", false),
            ("/a-defaced.js", false),
            ("/a-0f3a.js", false),
            ("/", false),
        ];
        for (path, hashed) in table {
            assert_eq!(is_hashed(path), hashed, "{path}");
        }
    }
}
