//! Several collectors on one database, which is killed, as they are.

use std::collections::HashSet;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use askwell_collector::Location;
use serde_json::json;

use crate::helper::{any, count_any, scored};
use crate::http::Client;
use crate::postgres::{self, Postgres};
use crate::receiver::Receiver;
use crate::server::{Server, command};

fn serve(address: &str, endpoints: Option<&std::path::Path>) -> Server {
    let mut serve = command();
    serve.args(["serve", "--open", "--listen", "127.0.0.1:0"]).env("ASKWELL_DATABASE", address);
    if let Some(endpoints) = endpoints {
        serve.arg("--endpoints").arg(endpoints);
    }
    Server::of(serve, Stdio::null())
}

/// Posts until it is told to stop, and notes what was acknowledged. What isn't is sent again, elsewhere if need be.
fn post_until(
    ended: &Arc<AtomicBool>,
    acknowledged: &Arc<Mutex<Vec<String>>>,
    addresses: &Arc<Mutex<Vec<String>>>,
) -> std::thread::JoinHandle<()> {
    let (ended, acknowledged, addresses) = (ended.clone(), acknowledged.clone(), addresses.clone());
    std::thread::spawn(move || {
        let mut turn = 0;
        while !ended.load(Ordering::Relaxed) {
            let document = scored(9);
            let body = document.to_string();
            loop {
                let known = addresses.lock().unwrap().clone();
                turn += 1;
                let status = Client::try_post(&known[turn % known.len()], &body);
                if matches!(status, Ok(200 | 201)) {
                    acknowledged.lock().unwrap().push(document["id"].as_str().unwrap().to_owned());
                    break;
                }
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                std::thread::yield_now();
            }
        }
    })
}

fn until(what: &str, holds: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed() < std::time::Duration::from_secs(60), "{what}");
        std::thread::yield_now();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_killed_replicas_acknowledged_is_stored_once_and_forwarded() {
    const ROUNDS: usize = 5;
    let Some(postgres) = postgres::shared() else { return };
    let address = postgres.database();
    let receiver = Receiver::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("endpoints.json");
    std::fs::write(&file, json!({ "endpoints": [{ "url": receiver.address }] }).to_string()).unwrap();
    let mut servers: Vec<_> = (0..2).map(|_| serve(&address, Some(&file))).collect();
    let addresses = Arc::new(Mutex::new(servers.iter().map(|server| server.address.clone()).collect::<Vec<_>>()));
    let (ended, acknowledged) = (Arc::default(), Arc::default());
    let senders: Vec<_> = (0..4).map(|_| post_until(&ended, &acknowledged, &addresses)).collect();
    for round in 0..ROUNDS {
        let before = acknowledged.lock().unwrap().len();
        until("no response is acknowledged", || acknowledged.lock().unwrap().len() > before + 20);
        let next = serve(&address, Some(&file));
        addresses.lock().unwrap()[round % 2] = next.address.clone();
        std::mem::replace(&mut servers[round % 2], next).kill();
    }
    ended.store(true, Ordering::Relaxed);
    senders.into_iter().for_each(|sender| sender.join().unwrap());
    let stored = any(&Location::Postgres(address)).await;
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM responses").fetch_all(&stored).await.unwrap();
    let ids: HashSet<_> = ids.into_iter().collect();
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() > ROUNDS * 20);
    assert!(acknowledged.iter().all(|id| ids.contains(id)), "an acknowledged response is lost");
    // What a killed replica had claimed is due for another in two and a half minutes; nothing else waits.
    let start = std::time::Instant::now();
    loop {
        // In this order: what is delivered in between has arrived.
        let waiting: Vec<String> =
            sqlx::query_scalar("SELECT response FROM forwards").fetch_all(&stored).await.unwrap();
        let waiting: HashSet<_> = waiting.into_iter().collect();
        let got: HashSet<_> = receiver.got(0).await.iter().map(|got| got.key().0).collect();
        assert!(ids.iter().all(|id| got.contains(id) || waiting.contains(id)), "a response is neither sent nor waits");
        let claimed: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM forwards WHERE due > $1")
            .bind(now_millis() + 20_000)
            .fetch_one(&stored)
            .await
            .unwrap();
        if waiting.len() as i64 == claimed {
            break;
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(60), "{} wait", waiting.len());
    }
}

fn now_millis() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_the_end_of_postgresql_and_nothing_needs_a_restart() {
    const ROUNDS: usize = 2;
    // Of its own: others would notice.
    let Some(postgres) = Postgres::start_durable() else { return };
    let address = postgres.database();
    let server = serve(&address, None);
    let addresses = Arc::new(Mutex::new(vec![server.address.clone()]));
    let (ended, acknowledged) = (Arc::default(), Arc::default());
    let senders: Vec<_> = (0..4).map(|_| post_until(&ended, &acknowledged, &addresses)).collect();
    for _ in 0..ROUNDS {
        let before = acknowledged.lock().unwrap().len();
        until("no response is acknowledged", || acknowledged.lock().unwrap().len() > before + 50);
        let killed = Command::new("kill").args(["-9", &postgres.process().to_string()]).status().unwrap();
        assert!(killed.success());
        // It is started again by itself.
        until("liveness", || server.client().get("/healthz").0 == 200);
    }
    let before = acknowledged.lock().unwrap().len();
    until("no response is acknowledged", || acknowledged.lock().unwrap().len() > before + 50);
    ended.store(true, Ordering::Relaxed);
    senders.into_iter().for_each(|sender| sender.join().unwrap());
    let stored = any(&Location::Postgres(address)).await;
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM responses").fetch_all(&stored).await.unwrap();
    let ids: HashSet<_> = ids.into_iter().collect();
    assert!(
        acknowledged.lock().unwrap().iter().all(|id: &String| ids.contains(id)),
        "an acknowledged response is lost"
    );
    assert!(count_any(&stored).await as usize >= acknowledged.lock().unwrap().len());
}
