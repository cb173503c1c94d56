//! When digests are due: at 07:00 UTC, on Mondays and on the first of a month.

use askwell_survey::Timestamp;

use super::Channels;
use crate::access::role::Role;
use crate::day::Day;
use crate::names::name_of;
use crate::notice::{Notice, Occasion, Recipient};
use crate::report::Digest;
use crate::report_page::digest_in_words;
use crate::store::{Store, StoreError};

/// The hour at which digests are due.
const HOUR: f64 = 7.0;

/// What users choose who want no digest.
pub(crate) const NO_DIGEST: &str = "none";

/// What a digest is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Week,
    Month,
}

impl Period {
    /// As users choose it.
    pub(crate) const NAMES: &[(&str, Self)] = &[("weekly", Self::Week), ("monthly", Self::Month)];

    pub(crate) fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }

    /// The first day of the period that `day` is in.
    fn begin(self, day: Day) -> Day {
        match self {
            Self::Week => day.monday(),
            Self::Month => day.first_of_month(0),
        }
    }

    /// The last whole period before `day`: its first day and its last.
    pub(crate) fn last_before(self, day: Day) -> (Day, Day) {
        let until = self.begin(day).minus(1);
        (self.begin(until), until)
    }

    /// The period before another.
    pub(crate) fn before(self, period: (Day, Day)) -> (Day, Day) {
        self.last_before(period.0)
    }

    /// When the last digest was due.
    fn due(self, now: Timestamp) -> Timestamp {
        let at = |day: Day| day.start().after_days(HOUR / 24.0);
        let due = at(self.begin(Day::of(now)));
        if due <= now { due } else { at(self.begin(self.begin(Day::of(now)).minus(1))) }
    }
}

/// Queues the digests that have become due since the last time. The first time, none has: whoever starts a collector on a
/// Wednesday isn't told about Monday.
pub(super) async fn queue(
    store: &Store,
    registered: &[String],
    channels: &Channels,
    now: Timestamp,
) -> Result<(), StoreError> {
    for (name, period) in Period::NAMES {
        let (mark, due) = (format!("digests_{name}"), period.due(now));
        let due_text = due.to_text();
        match store.meta(&mark).await? {
            Some(last) if last >= due_text => continue,
            Some(_) => queue_all(store, registered, channels, *period, due, now).await?,
            None => {}
        }
        store.set_meta(&mark, Some(&due_text)).await?;
    }
    Ok(())
}

async fn queue_all(
    store: &Store,
    registered: &[String],
    channels: &Channels,
    period: Period,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut readers = Vec::new();
    if channels.can_mail() {
        readers = store.digest_readers(period.name()).await?;
    }
    // Channels get those of weeks alone.
    let has_channel = period == Period::Week && channels.take(Occasion::Digest);
    if readers.is_empty() && !has_channel {
        return Ok(());
    }
    let digest = Digest::read(store, registered, period, due).await?;
    for (user, role) in readers {
        let reader = Some((user.as_str(), Role::of(&role).unwrap_or(Role::Viewer)));
        store.queue_notice(&notice(&digest, reader), now).await?;
    }
    if has_channel {
        store.queue_notice(&notice(&digest, None), now).await?;
    }
    Ok(())
}

/// A digest, for a user with a role or for channels.
pub(crate) fn notice(digest: &Digest, reader: Option<(&str, Role)>) -> Notice {
    let (title, lines, path) = digest_in_words(digest, reader);
    let (first_day, length) = (digest.period.0, digest.length.name());
    let (key, to) = match reader {
        Some((user, _)) => (format!("digest:{user}:{length}:{first_day}"), Recipient::User(user.to_owned())),
        None => (format!("digests:{length}:{first_day}"), Recipient::Channels),
    };
    Notice { key, occasion: Occasion::Digest, to, title, lines, path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_due_on_mondays_and_on_the_first_at_seven() {
        let table = [
            ("2026-11-21T12:00:00Z", "2026-11-16T07:00:00Z", "2026-11-01T07:00:00Z"),
            ("2026-11-23T06:59:59Z", "2026-11-16T07:00:00Z", "2026-11-01T07:00:00Z"),
            ("2026-11-23T07:00:00Z", "2026-11-23T07:00:00Z", "2026-11-01T07:00:00Z"),
            ("2026-12-01T06:00:00Z", "2026-11-30T07:00:00Z", "2026-11-01T07:00:00Z"),
            ("2026-12-01T07:00:00Z", "2026-11-30T07:00:00Z", "2026-12-01T07:00:00Z"),
        ];
        for (now, week, month) in table {
            let now = Timestamp::parse(now).unwrap();
            let due = [Period::Week, Period::Month].map(|period| period.due(now).to_text());
            assert_eq!(due, [week, month].map(ToOwned::to_owned), "{}", now.to_text());
        }
        let day = Day::parse("2026-11-23").unwrap();
        let days = |(first, last): (Day, Day)| format!("{first} {last}");
        assert_eq!(days(Period::Week.last_before(day)), "2026-11-16 2026-11-22");
        assert_eq!(days(Period::Month.last_before(day)), "2026-10-01 2026-10-31");
        assert_eq!(days(Period::Month.before(Period::Month.last_before(day))), "2026-09-01 2026-09-30");
    }
}
