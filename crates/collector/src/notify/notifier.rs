//! The task that sends notices.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use askwell_survey::Timestamp;
use askwell_survey::outbox::wait_after;
use lettre::message::Mailbox;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::channels::{CHANNEL, Channels, EMAIL, USER, Way};
use super::message::{self, Message};
use super::{Attempt, digests};
use crate::clock::Clock;
use crate::day::Day;
use crate::forward::{AddressRules, Prepared, Secrets, Sender};
use crate::metrics::Metrics;
use crate::notice::{Notice, Occasion, Recipient};
use crate::outbox::{self, Next, Stop, Workers};
use crate::store::{ClaimedNotice, NoticeOutcome, Store, StoreError};

/// Notices that are claimed together.
const BATCH: usize = 32;
/// E-mails at the same time.
const MAILS_AT_ONCE: usize = 4;
/// How often the notifier looks of its own accord, in milliseconds: others queue notices, and other collectors do.
const LOOK: f64 = 15_000.0;
/// For how many days a notice is tried: what is older is no news.
const TRIED_DAYS: f64 = 1.0;
/// For how many days notices are kept.
pub(crate) const KEPT_DAYS: u32 = 90;

/// Sends notices for as long as it isn't closed.
#[derive(Debug)]
pub(crate) struct Notifier {
    current: Arc<Mutex<Arc<Current>>>,
    wake: watch::Sender<()>,
    workers: Workers,
}

/// The channels, and what reaches them.
#[derive(Debug)]
struct Current {
    channels: Channels,
    /// None if no channel needs one.
    client: Option<Sender>,
    /// Mail servers refuse whoever has many connections.
    mail_slots: Semaphore,
}

impl Current {
    fn new(channels: Channels, rules: &AddressRules) -> Result<Arc<Self>, reqwest::Error> {
        let client = channels.need_client().then(|| Sender::new(rules)).transpose()?;
        Ok(Arc::new(Self { channels, client, mail_slots: Semaphore::new(MAILS_AT_ONCE) }))
    }
}

impl Notifier {
    /// Starts the task. `registered` are the surveys that reports name.
    pub(crate) fn start(
        channels: &Channels,
        rules: &AddressRules,
        registered: &[String],
        store: &Store,
        clock: &Clock,
        metrics: &Metrics,
    ) -> Result<Self, reqwest::Error> {
        let current = Arc::new(Mutex::new(Current::new(channels.clone(), rules)?));
        let wake = watch::Sender::new(());
        let worker = Worker {
            current: current.clone(),
            registered: registered.to_vec(),
            store: store.clone(),
            clock: clock.clone(),
            metrics: metrics.clone(),
            tidied: None,
        };
        let workers = Workers::start([worker], &wake);
        Ok(Self { current, wake, workers })
    }

    /// Sends to other channels from the next notice on.
    pub(crate) fn replace(&self, channels: Channels, rules: &AddressRules) -> Result<(), reqwest::Error> {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Current::new(channels, rules)?;
        self.wake.send_replace(());
        Ok(())
    }

    /// The channels.
    pub(crate) fn channels(&self) -> Channels {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).channels.clone()
    }

    /// Sends a test notice to a channel; None if there is no such channel, otherwise why it wasn't taken.
    pub(crate) async fn test(&self, channel: &str, now: Timestamp) -> Option<Result<(), String>> {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let notice = Notice {
            key: format!("test:{}", now.millis()),
            occasion: Occasion::Alert,
            to: Recipient::Channel(channel.to_owned()),
            title: "Test notice by Askwell".to_owned(),
            lines: vec!["This channel works. Nothing has happened.".to_owned()],
            path: "/report/notices".to_owned(),
        };
        current.channels.find(channel)?;
        Some(match current.send(&notice, &format!("{CHANNEL}{channel}"), None, now, now).await {
            Attempt::Sent => Ok(()),
            Attempt::Later { reason, .. } | Attempt::Refused(reason) => Err(reason),
            Attempt::Unwanted(reason) => Err(reason.to_owned()),
        })
    }

    /// Sends nothing more. What is on its way has until the end of `grace`, and is sent again otherwise.
    pub(crate) async fn close(&self, grace: Duration) {
        self.workers.close(grace).await;
    }
}

impl Current {
    /// Sends a notice to a recipient; `email` is the address, if that is a user who has one.
    async fn send(
        &self,
        notice: &Notice,
        recipient: &str,
        email: Option<&str>,
        since: Timestamp,
        now: Timestamp,
    ) -> Attempt {
        let refused = |reason: &str| Attempt::Refused(reason.to_owned());
        let message = Message::of(notice, self.channels.public_url());
        let id = message::id(&notice.key, recipient);
        if recipient.starts_with(USER) {
            let Some(to) = email.and_then(|email| email.parse().ok()) else {
                return Attempt::Unwanted("the user has no e-mail address");
            };
            let Some(server) = self.channels.mail() else { return refused("there is no [smtp] in the configuration") };
            let to = Mailbox::new(None, to);
            let reason = "You get this because of your profile in the dashboard.";
            return server.send(&[to], &message, &id, now, reason).await;
        }
        let name = recipient.strip_prefix(CHANNEL).unwrap_or(recipient);
        let Some(channel) = self.channels.find(name) else {
            return refused("the channel is no longer in the configuration");
        };
        let (address, body) = match &channel.way {
            Way::Email(to) => {
                let Some(server) = self.channels.mail() else { return refused("there is no [smtp]") };
                let reason = format!("You get this because the channel {name} of the collector names your address.");
                return server.send(to, &message, &id, now, &reason).await;
            }
            Way::Slack(address) => (address, message.slack()),
            Way::Teams(address) => (address, message.teams()),
            Way::Webhook(address, _) => (address, message.webhook(notice.occasion, since)),
        };
        let body = body.to_string();
        let headers = match &channel.way {
            Way::Webhook(_, key) => key.headers(&format!("msg_{id}"), now, &body),
            _ => Default::default(),
        };
        let Some(client) = &self.client else { return refused("there is no client") };
        client.open(Prepared::json(address, body, headers), &Secrets::default()).await.into()
    }

    /// The kind of channel that a recipient is reached by.
    fn kind(&self, recipient: &str) -> &'static str {
        let channel = recipient.strip_prefix(CHANNEL).and_then(|name| self.channels.find(name));
        channel.map_or(EMAIL, |channel| channel.way.name())
    }
}

struct Worker {
    current: Arc<Mutex<Arc<Current>>>,
    registered: Vec<String>,
    store: Store,
    clock: Clock,
    metrics: Metrics,
    /// The day on which old notices were removed last.
    tidied: Option<Day>,
}

impl outbox::Worker for Worker {
    fn sends(&self) -> &str {
        "notices"
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Sends what is due first.
    async fn step(&mut self, stop: &Stop) -> Result<Next, StoreError> {
        let now = self.clock.now();
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if self.tidied != Some(Day::of(now)) {
            self.store.remove_notices(now.after_days(-f64::from(KEPT_DAYS))).await?;
            self.tidied = Some(Day::of(now));
        }
        digests::queue(&self.store, &self.registered, &current.channels, now).await?;
        self.store.spread_notices(now, |notice| current.channels.recipients(notice)).await?;
        let claimed = self.store.claim_notices(now, outbox::claimed_until(now), BATCH).await?;
        if claimed.is_empty() {
            return Ok(Next::due(now, self.store.next_notice_due().await?, LOOK));
        }
        let settled = self.send_all(&current, claimed, outbox::begun_until(now), stop).await;
        self.store.settle_notices(&settled).await?;
        Ok(Next::Now)
    }
}

impl Worker {
    /// Sends what was claimed: to each recipient one notice after another until one isn't taken, for which the others wait; to
    /// several recipients at the same time. What wasn't begun in time waits as before.
    async fn send_all(
        &self,
        current: &Arc<Current>,
        claimed: Vec<ClaimedNotice>,
        until: Timestamp,
        stop: &Stop,
    ) -> Vec<(ClaimedNotice, NoticeOutcome)> {
        let mut of_recipients: Vec<Vec<ClaimedNotice>> = Vec::new();
        for job in claimed {
            match of_recipients.iter_mut().find(|jobs| jobs[0].recipient == job.recipient) {
                Some(jobs) => jobs.push(job),
                None => of_recipients.push(vec![job]),
            }
        }
        let mut sending = JoinSet::new();
        for jobs in of_recipients {
            let (current, store, clock) = (current.clone(), self.store.clone(), self.clock.clone());
            let (metrics, stop) = (self.metrics.clone(), stop.clone());
            sending.spawn(async move {
                let kind = current.kind(&jobs[0].recipient);
                // It is never closed.
                let _slot = if kind == EMAIL { current.mail_slots.acquire().await.ok() } else { None };
                let mut settled = Vec::new();
                let mut rest = None;
                for job in jobs {
                    if rest.is_some() || *stop.borrow() || clock.now() >= until {
                        let (due, tries) = (rest.unwrap_or(job.due), job.tries);
                        let outcome = NoticeOutcome::Waits { due, tries, error: None };
                        settled.push((job, outcome));
                        continue;
                    }
                    let attempt = attempt(&current, &store, &job, clock.now()).await;
                    let outcome = judge(&job, attempt, clock.now());
                    match &outcome {
                        NoticeOutcome::Sent(_) => metrics.notice(kind, "sent"),
                        NoticeOutcome::Waits { due, .. } => {
                            rest = Some(*due);
                            metrics.notice(kind, "retried");
                        }
                        NoticeOutcome::Failed(..) => metrics.notice(kind, "failed"),
                    }
                    settled.push((job, outcome));
                }
                settled
            });
        }
        let mut settled = Vec::new();
        while let Some(sent) = sending.join_next().await {
            match sent {
                Ok(sent) => settled.extend(sent),
                // They panicked: they belong to nobody when their claim has ended.
                Err(error) => tracing::error!(%error, "sending notices failed"),
            }
        }
        settled
    }
}

async fn attempt(current: &Current, store: &Store, job: &ClaimedNotice, now: Timestamp) -> Attempt {
    let Ok(notice) = serde_json::from_str::<Notice>(&job.document) else {
        return Attempt::Refused("it was written by another version".to_owned());
    };
    let profile = match job.recipient.strip_prefix(USER) {
        Some(name) => store.profile(name).await,
        None => Ok(None),
    };
    match profile {
        Ok(profile) => {
            let email = profile.and_then(|profile| profile.email);
            current.send(&notice, &job.recipient, email.as_deref(), job.since, now).await
        }
        Err(_) => Attempt::Later { reason: "the database can’t be reached".to_owned(), asked: 0.0 },
    }
}

fn judge(job: &ClaimedNotice, attempt: Attempt, now: Timestamp) -> NoticeOutcome {
    match attempt {
        Attempt::Sent => NoticeOutcome::Sent(now),
        Attempt::Refused(reason) => {
            tracing::error!(recipient = job.recipient, reason, "a notice was refused, and is not sent again");
            NoticeOutcome::Failed(now, reason)
        }
        Attempt::Unwanted(reason) => NoticeOutcome::Failed(now, reason.to_owned()),
        Attempt::Later { reason, .. } if job.since.after_days(TRIED_DAYS) < now => {
            tracing::error!(recipient = job.recipient, reason, "a notice could not be sent within a day");
            NoticeOutcome::Failed(now, format!("it could not be sent within a day: {reason}"))
        }
        Attempt::Later { reason, asked } => {
            let (wait, _) = wait_after(job.tries, asked, fastrand::f64());
            NoticeOutcome::Waits {
                due: now.after_millis(wait),
                tries: job.tries.saturating_add(1),
                error: Some(reason),
            }
        }
    }
}
