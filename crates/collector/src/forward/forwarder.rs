//! Forwarding as it is configured at the moment. It can be configured anew while it runs.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use askwell_survey::Timestamp;
use tokio::sync::watch;

use super::test_delivery::{self, TestDelivery};
use super::{AddressRules, Endpoints, Sender, worker};
use crate::clock::Clock;
use crate::contact::ContactKey;
use crate::metrics::Metrics;
use crate::outbox::Workers;
use crate::store::Store;

/// What workers need, whatever the endpoints are.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    /// Tells them to look.
    pub(crate) stored: watch::Sender<()>,
    pub(crate) metrics: Metrics,
    pub(crate) key: Option<ContactKey>,
}

/// The endpoints and their workers.
#[derive(Debug)]
pub(crate) struct Forwarder {
    context: Context,
    current: Mutex<Arc<Current>>,
    /// Held by whoever puts others in their place.
    replacing: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Current {
    endpoints: Endpoints,
    /// None without endpoints: a system without certificates can't make one, and needn't.
    sender: Option<Sender>,
    workers: Workers,
}

impl Current {
    fn start(endpoints: Endpoints, sender: Option<Sender>, context: &Context) -> Self {
        if !endpoints.list().is_empty() {
            let names: Vec<_> = endpoints.list().iter().map(|listed| listed.name.as_str()).collect();
            tracing::info!(endpoints = names.join(", "), "responses are forwarded");
        }
        let workers = worker::start(&endpoints, sender.as_ref(), context);
        Self { endpoints, sender, workers }
    }
}

fn sender(endpoints: &Endpoints, rules: &AddressRules) -> Result<Option<Sender>, reqwest::Error> {
    (!endpoints.list().is_empty()).then(|| Sender::new(rules)).transpose()
}

impl Forwarder {
    pub(crate) fn start(endpoints: &Endpoints, rules: &AddressRules, context: Context) -> Result<Self, reqwest::Error> {
        let current = Current::start(endpoints.clone(), sender(endpoints, rules)?, &context);
        Ok(Self { context, current: Mutex::new(Arc::new(current)), replacing: tokio::sync::Mutex::default() })
    }

    fn current(&self) -> Arc<Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is forwarded to.
    pub(crate) fn endpoints(&self) -> Endpoints {
        self.current().endpoints.clone()
    }

    /// Tells the workers that something waits.
    pub(crate) fn wake(&self) {
        self.context.stored.send_replace(());
    }

    /// Forwards to other endpoints from now on. What is on its way has until the end of `grace`: so nothing overtakes it.
    pub(crate) async fn replace(
        &self,
        endpoints: Endpoints,
        rules: &AddressRules,
        grace: Duration,
    ) -> Result<(), reqwest::Error> {
        let sender = sender(&endpoints, rules)?;
        let _replacing = self.replacing.lock().await;
        self.current().workers.close(grace).await;
        let next = Current::start(endpoints, sender, &self.context);
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
    }

    /// Sends a sample to the endpoint of this name; None if there is none.
    pub(crate) async fn test(&self, endpoint: &str, now: Timestamp) -> Option<TestDelivery> {
        let current = self.current();
        test_delivery::send(current.sender.as_ref()?, &current.endpoints, endpoint, now).await
    }

    /// Sends nothing more.
    pub(crate) async fn close(&self, grace: Duration) {
        let _replacing = self.replacing.lock().await;
        self.current().workers.close(grace).await;
    }
}

/// Sends a sample to the endpoint of this name, with no collector running; None if there is none.
pub(crate) async fn test(
    endpoints: &Endpoints,
    rules: &AddressRules,
    endpoint: &str,
    now: Timestamp,
) -> Result<Option<TestDelivery>, reqwest::Error> {
    match sender(endpoints, rules)? {
        Some(sender) => Ok(test_delivery::send(&sender, endpoints, endpoint, now).await),
        None => Ok(None),
    }
}
