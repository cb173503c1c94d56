//! Clients that are slow, long-winded or many.

use std::time::{Duration, Instant};

use askwell_collector::{Limits, Settings, State, serve};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::helper::scored;
use crate::http::Client;
use crate::ingest::padded;
use crate::server::Server;
use crate::until::until_async;

/// A collector in this process, whose limits can be short.
struct Near {
    address: String,
    _folder: TempDir,
    _stop: oneshot::Sender<()>,
}

async fn near(limits: Limits) -> Near {
    let folder = tempfile::tempdir().unwrap();
    // More than the kernel's buffers on both sides take.
    let site = folder.path().join("site");
    std::fs::create_dir(&site).unwrap();
    std::fs::File::create(site.join("large.txt")).unwrap().set_len(32 << 20).unwrap();
    let settings = Settings { limits, site: Some(site), ..Settings::local(folder.path().join("askwell.db")) };
    let state = State::open(settings).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(async move {
        serve(listener, &state, async {
            let _ = stopped.await;
        })
        .await;
    });
    Near { address, _folder: folder, _stop: stop }
}

const SHORT: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_kibibytes_in_chunks_are_taken_and_one_byte_more_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("askwell.db"));
    let (status, body) = server.client().post_chunked(&padded(&scored(5), 65_536));
    assert_eq!(status, 201, "{body}");
    let (status, body) = server.client().post_chunked(&padded(&scored(5), 65_537));
    assert_eq!(status, 413);
    assert!(body.contains("65536 bytes"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_too_slow_with_the_head_is_dropped() {
    let near = near(Limits { header_timeout: SHORT, ..Limits::default() }).await;
    for beginning in ["", "POST /v1/resp", "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nX-Slow: "] {
        let (mut client, start) = (Client::to(&near.address), Instant::now());
        client.write(beginning).unwrap();
        client.closed().unwrap();
        assert!(start.elapsed() < Duration::from_secs(10), "{beginning:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_too_slow_with_the_body_is_told_so_and_dropped() {
    let near = near(Limits { body: SHORT, ..Limits::default() }).await;
    let mut client = Client::to(&near.address);
    let head =
        "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\n";
    client.write(head).unwrap();
    // A byte now and then doesn't help: what counts is the whole.
    let mut trickle = std::net::TcpStream::connect(&near.address).unwrap();
    std::io::Write::write_all(&mut trickle, head.as_bytes()).unwrap();
    let trickling = std::thread::spawn(move || {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) {
            if std::io::Write::write_all(&mut trickle, b" ").is_err() {
                return true;
            }
            // The slowness itself: a byte now and then.
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    });
    let (status, body) = client.answer().unwrap();
    assert_eq!(status, 408, "{body}");
    client.closed().unwrap();
    assert!(trickling.join().unwrap(), "a trickling client is never dropped");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_nothing_more_is_disconnected() {
    let near = near(Limits { header_timeout: SHORT, ..Limits::default() }).await;
    let mut client = Client::to(&near.address);
    assert_eq!(client.post(&scored(9).to_string()).0, 201);
    assert_eq!(client.closed().unwrap(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_limit_the_connection_that_waited_longest_gives_way() {
    // No other limit ends a connection here.
    let long = Duration::from_secs(600);
    let near = near(Limits { connections: 2, header_timeout: long, body: long, ..Limits::default() }).await;
    let mut slow = Client::to(&near.address);
    slow.write("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n").unwrap();
    slow.write("Content-Length: 500\r\nExpect: 100-continue\r\n\r\n").unwrap();
    // It is asked for its body, and sends none.
    assert_eq!(slow.answer().unwrap().0, 100);
    let mut idle = Client::to(&near.address);
    assert_eq!(idle.post(&scored(9).to_string()).0, 201);
    let mut third = Client::to(&near.address);
    assert_eq!(third.post(&scored(9).to_string()).0, 201);
    assert_eq!(slow.closed().unwrap(), "");
    let mut fourth = Client::to(&near.address);
    assert_eq!(fourth.post(&scored(9).to_string()).0, 201);
    assert_eq!(idle.closed().unwrap(), "");
    assert_eq!(third.post(&scored(9).to_string()).0, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_send_nothing_keep_nobody_out() {
    let long = Duration::from_secs(600);
    let near = near(Limits { connections: 16, header_timeout: long, ..Limits::default() }).await;
    let mut idle = Vec::new();
    for round in 0..20 {
        for _ in 0..20 {
            let mut client = Client::to(&near.address);
            let _ = client.write("POST /v1/resp");
            idle.push(client);
        }
        assert_eq!(Client::to(&near.address).post(&scored(9).to_string()).0, 201, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_serves_many_requests() {
    let near = near(Limits::default()).await;
    let mut client = Client::to(&near.address);
    for _ in 0..20 {
        assert_eq!(client.post(&scored(9).to_string()).0, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_nothing_of_an_answer_is_dropped() {
    let near = near(Limits { write_timeout: SHORT, ..Limits::default() }).await;
    let mut deaf = Client::to(&near.address);
    deaf.write("GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    // What it holds is seen by whoever may read the metrics: at last their own connection alone.
    let alone = async || Client::to(&near.address).get("/metrics").1.contains("askwell_connections 1\n");
    until_async("a deaf client is never dropped", alone).await;
    drop(deaf);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_far_too_much_still_reads_that_it_was_too_much() {
    let near = near(Limits::default()).await;
    for length in [100_000, 1_000_000] {
        let body = padded(&scored(5), length);
        assert_eq!(Client::to(&near.address).post(&body).0, 413);
        assert_eq!(Client::to(&near.address).post_chunked(&body).0, 413);
    }
    let mut client = Client::to(&near.address);
    client.write("POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n").unwrap();
    client.write("Content-Length: 65537\r\nExpect: 100-continue\r\n\r\n").unwrap();
    assert_eq!(client.answer().unwrap().0, 413);
}
