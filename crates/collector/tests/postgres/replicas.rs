//! Several collectors on one database, which is killed, as they are.

use std::collections::HashSet;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use askwell_collector::Location;
use serde_json::json;

use crate::helper::{any, count_any};
use crate::postgres::{self, Postgres};
use crate::receiver::Receiver;
use crate::server::{Server, command};
use crate::soak::{PATIENCE, all_forwarded, post_until, rounds};
use crate::until::until_within;

fn serve(address: &str, endpoints: Option<&std::path::Path>) -> Server {
    let mut serve = command();
    serve.args(["serve", "--open", "--listen", "127.0.0.1:0"]).env("ASKWELL_DATABASE", address);
    if let Some(endpoints) = endpoints {
        serve.args(["--forwarding-allow", "127.0.0.1", "--endpoints"]).arg(endpoints);
    }
    Server::of(serve, Stdio::null())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_killed_replicas_acknowledged_is_stored_once_and_forwarded() {
    let rounds = rounds(5);
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
    for round in 0..rounds {
        let before = acknowledged.lock().unwrap().len();
        until_within(PATIENCE, "no response is acknowledged", || acknowledged.lock().unwrap().len() > before + 20);
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
    assert!(acknowledged.len() > rounds * 20);
    assert!(acknowledged.iter().all(|id| ids.contains(id)), "an acknowledged response is lost");
    all_forwarded(&stored, &ids, &receiver).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_the_end_of_postgresql_and_nothing_needs_a_restart() {
    let rounds = rounds(2);
    // Of its own: others would notice.
    let Some(postgres) = Postgres::start_durable() else { return };
    let address = postgres.database();
    let server = serve(&address, None);
    let addresses = Arc::new(Mutex::new(vec![server.address.clone()]));
    let (ended, acknowledged) = (Arc::default(), Arc::default());
    let senders: Vec<_> = (0..4).map(|_| post_until(&ended, &acknowledged, &addresses)).collect();
    for _ in 0..rounds {
        let before = acknowledged.lock().unwrap().len();
        until_within(PATIENCE, "no response is acknowledged", || acknowledged.lock().unwrap().len() > before + 50);
        let killed = Command::new("kill").args(["-9", &postgres.process().to_string()]).status().unwrap();
        assert!(killed.success());
        // It is started again by itself.
        until_within(PATIENCE, "liveness", || server.client().get("/healthz").0 == 200);
    }
    let before = acknowledged.lock().unwrap().len();
    until_within(PATIENCE, "no response is acknowledged", || acknowledged.lock().unwrap().len() > before + 50);
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
