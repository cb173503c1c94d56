//! Killing what runs, again and again, while responses keep coming.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sqlx::AnyPool;

use crate::helper::scored;
use crate::http::Client;
use crate::receiver::Receiver;

/// How long anything may take beside collectors that are killed, or their database.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// How often something is killed: `few` times, or as often as `ASKWELL_KILLS` says.
pub(crate) fn rounds(few: usize) -> usize {
    std::env::var("ASKWELL_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(few)
}

/// Posts until it is told to stop, and notes what was acknowledged. What isn't is sent again, elsewhere if need be.
pub(crate) fn post_until(
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

/// Waits until every stored response has been sent or was claimed by whoever was killed, whose claims end in two and a half
/// minutes. None is ever in between.
pub(crate) async fn all_forwarded(stored: &AnyPool, ids: &HashSet<String>, receiver: &Receiver) {
    let start = Instant::now();
    loop {
        let waiting: Vec<String> = sqlx::query_scalar("SELECT response FROM forwards").fetch_all(stored).await.unwrap();
        let waiting: HashSet<_> = waiting.into_iter().collect();
        // In this order: what is delivered in between has arrived.
        let got: HashSet<_> = receiver.got(0).await.iter().map(|got| got.key().0).collect();
        assert!(ids.iter().all(|id| got.contains(id) || waiting.contains(id)), "a response is neither sent nor waits");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
        let claimed: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM forwards WHERE due > $1")
            .bind(now + 10_000)
            .fetch_one(stored)
            .await
            .unwrap();
        if waiting.len() as i64 == claimed {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(120), "{} wait", waiting.len());
    }
}
