//! The connections there are, and which of them gives way when there are too many.
//!
//! A connection either works, for the collector to do something, or waits, for its client to send the next byte. There
//! is always room for one more: the connection that has waited longest is closed for it. So whoever sends slowly, or
//! nothing, never keeps out who sends now.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;

use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::client;

#[derive(Debug)]
pub(super) struct Registry {
    most: usize,
    most_of_address: usize,
    gauge: Gauge,
    table: Mutex<Table>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Table {
    next: u64,
    entries: HashMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    /// None for addresses that may stand for many.
    network: Option<u128>,
    /// Since when it waits for its client; None while it works.
    waits_since: Option<Instant>,
    give_way: Arc<Notify>,
}

/// What becomes of a new connection.
#[derive(Debug)]
pub(super) enum Admission {
    Admitted(Arc<Connection>),
    /// Its address has as many as it may have, and all of them work.
    Refused,
    /// All connections work: as soon as one doesn't.
    Later,
}

/// A connection that was admitted.
#[derive(Debug)]
pub(super) struct Connection {
    id: u64,
    registry: Arc<Registry>,
    give_way: Arc<Notify>,
}

impl Registry {
    pub(super) fn new(most: usize, most_of_address: usize, gauge: &Gauge) -> Arc<Self> {
        Arc::new(Self {
            most: most.max(1),
            most_of_address: most_of_address.max(1),
            gauge: gauge.clone(),
            table: Mutex::default(),
            changed: Notify::new(),
        })
    }

    /// Completes when [`Admission::Later`] may have become another answer since this was called.
    pub(super) fn change(&self) -> Notified<'_> {
        self.changed.notified()
    }

    pub(super) fn admit(self: &Arc<Self>, address: IpAddr) -> Admission {
        let address = address.to_canonical();
        let network = (!client::may_be_many(address)).then(|| client::network(address));
        let mut table = self.lock();
        let of_network = table.entries.values().filter(|entry| network.is_some() && entry.network == network).count();
        if of_network >= self.most_of_address && !table.make_room(|entry| entry.network == network) {
            return Admission::Refused;
        }
        if table.entries.len() >= self.most && !table.make_room(|_| true) {
            return Admission::Later;
        }
        let (id, give_way) = (table.next, Arc::new(Notify::new()));
        table.next += 1;
        table.entries.insert(id, Entry { network, waits_since: Some(Instant::now()), give_way: give_way.clone() });
        self.gauge.set(table.entries.len() as i64);
        Admission::Admitted(Arc::new(Connection { id, registry: self.clone(), give_way }))
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Closes the connection that has waited longest among those that `fit`; whether there was one.
    fn make_room(&mut self, fits: impl Fn(&Entry) -> bool) -> bool {
        let waiting = self.entries.iter().filter(|(_, entry)| fits(entry));
        let longest = waiting.filter_map(|(id, entry)| Some((entry.waits_since?, *id))).min();
        let Some(entry) = longest.and_then(|(_, id)| self.entries.remove(&id)) else { return false };
        entry.give_way.notify_one();
        true
    }
}

impl Connection {
    /// Completes when it has to give way.
    pub(super) async fn gives_way(&self) {
        self.give_way.notified().await;
    }

    /// The collector has something to do for it.
    pub(super) fn work(&self) {
        self.set(None);
    }

    /// The client has something to do.
    pub(super) fn wait(&self) {
        self.set(Some(Instant::now()));
        self.registry.changed.notify_one();
    }

    /// It has ended.
    pub(super) fn leave(&self) {
        let mut table = self.registry.lock();
        table.entries.remove(&self.id);
        self.registry.gauge.set(table.entries.len() as i64);
        drop(table);
        self.registry.changed.notify_one();
    }

    fn set(&self, waits_since: Option<Instant>) {
        if let Some(entry) = self.registry.lock().entries.get_mut(&self.id) {
            entry.waits_since = waits_since;
        }
    }
}

/// The connection of a request, for whoever reads its body: meanwhile it waits for its client.
#[derive(Clone, Debug)]
pub(crate) struct Reading(Weak<Connection>);

/// A body is being read as long as this is there.
#[derive(Debug)]
pub(crate) struct Begun(Weak<Connection>);

impl Reading {
    pub(super) fn of(connection: &Arc<Connection>) -> Self {
        Self(Arc::downgrade(connection))
    }

    pub(crate) fn begin(self) -> Begun {
        if let Some(connection) = self.0.upgrade() {
            connection.wait();
        }
        Begun(self.0)
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(connection) = self.0.upgrade() {
            connection.work();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(admission: Admission) -> Arc<Connection> {
        match admission {
            Admission::Admitted(connection) => connection,
            other => panic!("{other:?}"),
        }
    }

    fn count(registry: &Registry) -> usize {
        registry.lock().entries.len()
    }

    #[test]
    fn the_one_that_has_waited_longest_gives_way() {
        let registry = Registry::new(2, 10, &Gauge::default());
        let admit = |address: &str| registry.admit(address.parse().unwrap());
        let first = admitted(admit("203.0.113.1"));
        let second = admitted(admit("203.0.113.2"));
        first.work();
        first.wait();
        admitted(admit("203.0.113.3"));
        let left = registry.lock();
        assert!(left.entries.contains_key(&first.id) && !left.entries.contains_key(&second.id));
    }

    #[test]
    fn what_works_is_not_closed_and_room_is_awaited() {
        let registry = Registry::new(1, 10, &Gauge::default());
        let first = admitted(registry.admit("203.0.113.1".parse().unwrap()));
        first.work();
        assert!(matches!(registry.admit("203.0.113.2".parse().unwrap()), Admission::Later));
        first.leave();
        admitted(registry.admit("203.0.113.2".parse().unwrap()));
        assert_eq!(count(&registry), 1);
    }

    #[test]
    fn an_address_has_its_share_and_closes_its_own_connections_for_more() {
        let registry = Registry::new(10, 2, &Gauge::default());
        let admit = |address: &str| registry.admit(address.parse().unwrap());
        let honest = admitted(admit("203.0.113.9"));
        let greedy: Vec<_> = (0..5).map(|_| admitted(admit("203.0.113.1"))).collect();
        assert_eq!(count(&registry), 3);
        assert!(registry.lock().entries.contains_key(&honest.id));
        greedy.iter().for_each(|connection| connection.work());
        assert!(matches!(admit("203.0.113.1"), Admission::Refused));
        for _ in 0..5 {
            admitted(admit("127.0.0.1"));
        }
        assert_eq!(count(&registry), 8, "a proxy on this machine stands for many");
    }
}
