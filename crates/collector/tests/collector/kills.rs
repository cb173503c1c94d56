//! A collector that is killed at random, again and again, on one file.

use std::collections::HashSet;
use std::process::Stdio;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use askwell_collector::Location;
use serde_json::json;

use crate::helper::any;
use crate::receiver::Receiver;
use crate::server::{Server, command};
use crate::soak::{PATIENCE, all_forwarded, post_until, rounds};
use crate::until::until_within;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_stored_once_and_forwarded_however_often_it_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("askwell.db");
    let receiver = Receiver::start().await;
    let file = folder.path().join("endpoints.json");
    std::fs::write(&file, json!({ "endpoints": [{ "url": receiver.address }] }).to_string()).unwrap();
    let serve = || {
        let mut serve = command();
        serve.args(["serve", "--open", "--listen", "127.0.0.1:0", "--database"]).arg(&path);
        serve.args(["--forwarding-allow", "127.0.0.1", "--endpoints"]).arg(&file);
        Server::of(serve, Stdio::null())
    };
    let mut server = serve();
    let addresses = Arc::new(Mutex::new(vec![server.address.clone()]));
    let (ended, acknowledged) = (Arc::default(), Arc::default());
    let senders: Vec<_> = (0..4).map(|_| post_until(&ended, &acknowledged, &addresses)).collect();
    for _ in 0..rounds(4) {
        let before = acknowledged.lock().unwrap().len();
        let more = 1 + fastrand::usize(..60);
        until_within(PATIENCE, "no response is acknowledged", || acknowledged.lock().unwrap().len() >= before + more);
        server.kill();
        server = serve();
        addresses.lock().unwrap()[0] = server.address.clone();
    }
    ended.store(true, Ordering::Relaxed);
    senders.into_iter().for_each(|sender| sender.join().unwrap());
    let stored = any(&Location::File(path)).await;
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM responses").fetch_all(&stored).await.unwrap();
    let ids: HashSet<_> = ids.into_iter().collect();
    let acknowledged: Vec<String> = acknowledged.lock().unwrap().clone();
    let lost = acknowledged.iter().filter(|id| !ids.contains(*id)).count();
    assert_eq!(lost, 0, "of {} that were acknowledged", acknowledged.len());
    all_forwarded(&stored, &ids, &receiver).await;
    let check: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&stored).await.unwrap();
    assert_eq!(check, "ok");
    println!("{} responses were acknowledged, and all are stored", acknowledged.len());
}
