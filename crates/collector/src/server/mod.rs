//! Connections: how many, how long, and how they end.

mod registry;
mod tls;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;

use crate::client::Peer;
use crate::settings::Limits;
use crate::state::State;
pub(crate) use registry::Reading;
use registry::{Admission, Connection, Registry};
pub(crate) use tls::Tls;
pub use tls::{TlsError, TlsFiles};

/// Serves until `stop` completes. Then no connection is accepted any more, and those there are may finish their
/// requests, for as long as the limits say.
///
/// This isn't `axum::serve`, because that sets no timer: a client that sends a byte a minute would be served forever.
pub async fn serve(listener: TcpListener, state: &State, stop: impl Future<Output = ()>) {
    let limits = state.0.settings.limits;
    let app = crate::app(state.clone());
    let connections = GracefulShutdown::new();
    let registry = Registry::new(limits.connections, limits.connections_per_address, state.0.metrics.connections());
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &registry) => accepted,
            () = &mut stop => break,
        };
        let (stream, connection, peer) = match accepted {
            Ok(Some(accepted)) => accepted,
            Ok(None) => continue,
            Err(error) => {
                wait_after(&error).await;
                continue;
            }
        };
        let service = Tracked { app: TowerToHyperService::new(app.clone()), connection: connection.clone(), peer };
        let stream = guarded(stream, limits.write_timeout);
        let acceptor = state.0.tls.as_ref().map(Tls::acceptor);
        let watcher = connections.watcher();
        let serving = async move {
            match acceptor {
                // A client has as long to begin encryption as to send the head of a request.
                Some(acceptor) => match tokio::time::timeout(limits.header_timeout, acceptor.accept(stream)).await {
                    Ok(Ok(stream)) => serve_stream(stream, service, limits, watcher).await,
                    Ok(Err(error)) => tracing::debug!(%error, "a connection could not be encrypted"),
                    Err(_) => tracing::debug!("a connection was not encrypted in time"),
                },
                None => serve_stream(stream, service, limits, watcher).await,
            }
        };
        tokio::spawn(async move {
            tokio::select! {
                () = serving => {}
                () = connection.gives_way() => tracing::debug!("a connection gave way to another one"),
            }
            connection.leave();
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.shutdown, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests took too long to finish, and were cut off");
    }
}

/// Serves a connection until its client or the collector ends it.
async fn serve_stream<S>(stream: S, service: Tracked, limits: Limits, watcher: Watcher)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(serving).await {
        tracing::debug!(%error, "a connection broke");
    }
}

/// The next connection, once there is room for it; None if there is none for its address.
async fn accept(
    listener: &TcpListener,
    registry: &Arc<Registry>,
) -> io::Result<Option<(TcpStream, Arc<Connection>, Peer)>> {
    let (stream, address) = listener.accept().await?;
    loop {
        let change = registry.change();
        match registry.admit(address.ip()) {
            Admission::Admitted(connection) => return Ok(Some((stream, connection, Peer(address)))),
            Admission::Refused => return Ok(None),
            Admission::Later => change.await,
        }
    }
}

/// The application, which tells the registry what a connection waits for.
struct Tracked {
    app: TowerToHyperService<Router>,
    connection: Arc<Connection>,
    peer: Peer,
}

impl Service<Request<Incoming>> for Tracked {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        let connection = self.connection.clone();
        connection.work();
        request.extensions_mut().insert(self.peer);
        request.extensions_mut().insert(Reading::of(&connection));
        let answer = self.app.call(request);
        Box::pin(async move {
            let answer = answer.await;
            connection.wait();
            answer
        })
    }
}

/// `stream`, given up when its client takes nothing of an answer for as long as `timeout`.
fn guarded(stream: TcpStream, timeout: Duration) -> Pin<Box<TimeoutStream<TcpStream>>> {
    // Without this an answer's last bytes wait for the acknowledgement of its first ones.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(timeout));
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
