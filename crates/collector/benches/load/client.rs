//! Clients that post as fast as they are answered, and clients that don't send.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use askwell_survey::{ResponseId, Timestamp};

/// What clients measured.
pub(crate) struct Load {
    /// Milliseconds of each post that was stored, in order.
    times: Vec<f64>,
    took: Duration,
    /// Posts that weren't stored.
    pub(crate) failed: usize,
}

impl Load {
    pub(crate) fn rate(&self) -> f64 {
        self.times.len() as f64 / self.took.as_secs_f64()
    }

    pub(crate) fn percentile(&self, percent: f64) -> f64 {
        let index = (self.times.len() as f64 * percent / 100.0) as usize;
        self.times.get(index.min(self.times.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    }
}

/// A response as the widget sends it, about a kilobyte long.
pub(crate) fn document(number: u64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now = Timestamp::from_millis(now.as_millis() as f64);
    let mut random = [0; 10];
    random[2..].copy_from_slice(&(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).to_be_bytes());
    let id = ResponseId::new(now, random);
    let (score, moment) = (number % 11, now.to_text());
    let group = match score {
        0..=6 => "detractor",
        7..=8 => "passive",
        _ => "promoter",
    };
    let reason = "The parcel came late, and nobody could say where it was. ".repeat(5);
    format!(
        r#"{{"schema":"askwell.response/1","id":"{id}","revision":1,"status":"partial","survey":{{"id":"shop","version":1,"kind":"relational"}},"score":{score},"group":"{group}","answers":{{"score":{score},"reason":"{reason}"}},"person":{{"id":"c-{number}"}},"attributes":{{"segment":"returning","touchpoint":"checkout"}},"page":{{"url":"https://shop.example/thanks","referrer":"","title":"Thank you"}},"locale":"de","layout":"popover","shownAt":"{moment}","answeredAt":"{moment}","seconds":{{"score":3.1}}}}"#
    )
}

/// Posts with so many clients, spread over the addresses, for as long as `time`.
pub(crate) fn load(addresses: &[String], clients: usize, time: Duration) -> Load {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let start = Instant::now();
    let results: Vec<(Vec<f64>, usize)> = std::thread::scope(|scope| {
        let post = |index: usize| {
            let address = &addresses[index % addresses.len()];
            move || {
                let (mut times, mut failed, mut stream) = (Vec::new(), 0, None);
                while start.elapsed() < time {
                    let body = document(NEXT.fetch_add(1, Ordering::Relaxed));
                    let begun = Instant::now();
                    match post(&mut stream, address, &body) {
                        Some(200 | 201) => times.push(begun.elapsed().as_secs_f64() * 1e3),
                        _ => {
                            failed += 1;
                            stream = None;
                        }
                    }
                }
                (times, failed)
            }
        };
        let threads: Vec<_> = (0..clients).map(|index| scope.spawn(post(index))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let took = start.elapsed();
    let failed = results.iter().map(|(_, failed)| failed).sum();
    let mut times: Vec<f64> = results.into_iter().flat_map(|(times, _)| times).collect();
    times.sort_by(f64::total_cmp);
    Load { times, took, failed }
}

fn post(stream: &mut Option<TcpStream>, address: &str, body: &str) -> Option<u16> {
    if stream.is_none() {
        let new = TcpStream::connect(address).ok()?;
        new.set_nodelay(true).ok()?;
        new.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        *stream = Some(new);
    }
    let stream = stream.as_mut()?;
    let request = format!(
        "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    // The answer is short: its head and its body come together.
    let mut answer = [0; 2_048];
    let mut read = 0;
    loop {
        read += match stream.read(&mut answer[read..]) {
            Ok(0) | Err(_) => return None,
            Ok(more) => more,
        };
        let text = std::str::from_utf8(&answer[..read]).ok()?;
        let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if rest.len() >= length.unwrap_or(0) {
            return head.split(' ').nth(1)?.parse().ok();
        }
    }
}

/// Connections that send nothing or little, and come back when they are closed.
pub(crate) struct Slow {
    ended: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Slow {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Opens so many, and keeps them.
pub(crate) fn slow(address: &str, count: usize) -> Slow {
    let ended = Arc::new(AtomicBool::new(false));
    let (address, stop) = (address.to_owned(), Arc::clone(&ended));
    let open = move || {
        let mut stream = TcpStream::connect(&address).ok()?;
        stream.set_nonblocking(true).ok()?;
        let _ = stream.write_all(b"POST /v1/responses HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        Some(stream)
    };
    let mut streams: Vec<_> = (0..count).map(|_| open()).collect();
    let thread = std::thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            for stream in &mut streams {
                let lost = stream.as_mut().is_none_or(|stream| stream.write_all(b"x").is_err());
                if lost {
                    *stream = open();
                }
            }
            // The slowness itself.
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    Slow { ended, thread: Some(thread) }
}
