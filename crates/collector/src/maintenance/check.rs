//! Whether everything is as it should be.

use super::now;
use crate::settings::Settings;
use crate::state::OpenError;
use crate::store::Store;

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is as it should be.
    pub fine: Vec<String>,
    /// What isn't.
    pub problems: Vec<String>,
}

/// Checks settings, the database as a whole, forwarding with the addresses of its endpoints, and the clock. A collector may be running meanwhile.
///
/// # Errors
/// The settings aren't allowed, or the database can't be opened.
pub async fn check(settings: &Settings) -> Result<Findings, OpenError> {
    let mut findings = Findings::default();
    settings.check()?;
    findings.fine.push("the configuration is valid".to_owned());
    let failed = |error| OpenError::Store(settings.database.clone(), error);
    let store = Store::open(&settings.database).await.map_err(failed)?;
    match store.check_integrity().await {
        Ok(count) => findings.fine.push(format!("the database is intact and has {count} responses")),
        Err(error) => findings.problems.push(format!("the database: {error}")),
    }
    match store.check_counts().await {
        Ok(count) => findings.fine.push(format!("{count} counts agree with the responses")),
        Err(error) => findings.problems.push(format!("the counts of results: {error}")),
    }
    match store.probe(now()).await {
        Ok(()) => findings.fine.push("the database can be written".to_owned()),
        Err(error) => findings.problems.push(format!("the database can’t be written: {error}")),
    }
    if let Some(last) = store.last_received().await.map_err(failed)? {
        if last > now().after_days(0.01) {
            let last = last.to_text();
            findings.problems.push(format!("a response arrived at {last}, in the future: the clock is or was wrong"));
        } else {
            findings.fine.push(format!("no response is later than the clock; the last arrived at {}", last.to_text()));
        }
    }
    for status in store.endpoint_statuses().await.map_err(failed)? {
        let listed = settings.endpoints.list().iter().any(|listed| listed.name == status.endpoint);
        let name = &status.endpoint;
        if status.failed > 0 {
            findings.problems.push(format!("forwarding to {name}: {} failed", status.failed));
        }
        if status.waiting > 0 && !listed {
            findings
                .problems
                .push(format!("forwarding to {name}: {} waiting, but the endpoint isn’t in the file", status.waiting));
        }
    }
    store.close().await.map_err(failed)?;
    for listed in settings.endpoints.list() {
        match settings.address_rules.look_up(listed.address()).await {
            Ok(()) => findings.fine.push(format!("the addresses of {}’s host are allowed", listed.name)),
            Err(problem) => findings.problems.push(format!("forwarding to {}: {problem}", listed.name)),
        }
    }
    for (name, address) in settings.channels.addresses() {
        match settings.address_rules.look_up(address).await {
            Ok(()) => findings.fine.push(format!("the addresses of the host of the channel {name} are allowed")),
            Err(problem) => findings.problems.push(format!("the channel {name}: {problem}")),
        }
    }
    Ok(findings)
}
