//! An endpoint that takes everything and counts it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::StatusCode;

pub(crate) struct Receiver {
    pub(crate) address: String,
    count: Arc<AtomicUsize>,
}

impl Receiver {
    pub(crate) fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }
}

/// Starts one.
pub(crate) fn start() -> Receiver {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let _ = tell.send(listener.local_addr().expect("an address").to_string());
            let app = Router::new().fallback(move || async move {
                counted.fetch_add(1, Ordering::Relaxed);
                StatusCode::OK
            });
            let _ = axum::serve(listener, app).await;
        });
    });
    Receiver { address: told.recv().expect("an address"), count }
}
