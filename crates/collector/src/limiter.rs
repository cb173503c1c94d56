//! How often somebody may do something.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Who is counted at most. Beyond it, others are let through uncounted: a limiter never is what runs out of memory.
const COUNTED: usize = 100_000;

/// Counts what somebody does within a window of time. Who that is isn't kept: only a hash, whose seed is another one in
/// each window, and which is forgotten with it.
#[derive(Debug)]
pub(crate) struct Limiter {
    most: u32,
    window: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    since: Instant,
    seed: RandomState,
    counts: HashMap<u64, u32>,
}

impl State {
    fn new(now: Instant) -> Self {
        Self { since: now, seed: RandomState::new(), counts: HashMap::new() }
    }
}

impl Limiter {
    /// Allows `most` in each `window`; with 0, any number.
    pub(crate) fn new(most: u32, window: Duration) -> Self {
        Self { most, window, state: Mutex::new(State::new(Instant::now())) }
    }

    /// Counts one more of `who`. If that is too many, returns how long until the next window.
    pub(crate) fn count(&self, who: impl Hash) -> Result<(), Duration> {
        self.at(Instant::now(), who, 1)
    }

    /// Whether `who` has done it too often, without counting.
    pub(crate) fn check(&self, who: impl Hash) -> Result<(), Duration> {
        self.at(Instant::now(), who, 0)
    }

    fn at(&self, now: Instant, who: impl Hash, more: u32) -> Result<(), Duration> {
        if self.most == 0 {
            return Ok(());
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(state.since) >= self.window {
            *state = State::new(now);
        }
        let who = state.seed.hash_one(who);
        let room = state.counts.len() < COUNTED;
        let count = match state.counts.get_mut(&who) {
            Some(count) => {
                *count = count.saturating_add(more);
                *count
            }
            None if more > 0 && room => {
                state.counts.insert(who, more);
                more
            }
            None => return Ok(()),
        };
        // Counting is refused beyond the limit, looking from it on: what is looked at would be one more.
        if count + (1 - more.min(1)) > self.most {
            return Err(self.window.saturating_sub(now.duration_since(state.since)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_may_do_it_so_often_in_a_window() {
        let limiter = Limiter::new(2, Duration::from_secs(60));
        let start = Instant::now();
        let later = |seconds| start + Duration::from_secs(seconds);
        assert!(limiter.at(later(0), "a", 0).is_ok());
        assert!(limiter.at(later(0), "a", 1).is_ok() && limiter.at(later(1), "a", 1).is_ok());
        assert!(limiter.at(later(2), "a", 0).is_err());
        let wait = limiter.at(later(10), "a", 1).unwrap_err();
        assert!(wait <= Duration::from_secs(50) && wait > Duration::from_secs(40), "{wait:?}");
        assert!(limiter.at(later(10), "b", 1).is_ok());
        assert!(limiter.at(later(61), "a", 1).is_ok());
        assert!(Limiter::new(0, Duration::from_secs(60)).at(start, "a", 1).is_ok());
    }
}
