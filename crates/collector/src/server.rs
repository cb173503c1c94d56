//! Connections: how many, how long, and how they end.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use crate::settings::Limits;

/// Serves `app` until `stop` completes. Then no connection is accepted any more, and those there are may finish
/// their requests, for as long as the limits say.
///
/// This isn't `axum::serve`, because that sets no timer: a client that sends a byte a minute would be served forever.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &room) => accepted,
            () = &mut stop => break,
        };
        let (stream, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                wait_after(&error).await;
                continue;
            }
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(guarded(stream, limits.stall)), TowerToHyperService::new(app.clone()));
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.shutdown, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests took too long to finish, and were cut off");
    }
}

/// The next connection, once there is room for it.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<(TcpStream, impl Send + use<>)> {
    let place = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, place))
}

/// `stream`, given up when its client takes nothing of an answer for as long as `stall`.
fn guarded(stream: TcpStream, stall: Duration) -> std::pin::Pin<Box<TimeoutStream<TcpStream>>> {
    // Without this an answer's last bytes wait for the acknowledgement of its first ones.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(stall));
    Box::pin(stream)
}

/// A client that left before it was accepted is no reason to wait. Being out of file descriptors is.
async fn wait_after(error: &io::Error) {
    let left = [io::ErrorKind::ConnectionRefused, io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset];
    if !left.contains(&error.kind()) {
        tracing::error!(%error, "no connection can be accepted");
        // Descriptors come free when connections end; nothing tells when.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
