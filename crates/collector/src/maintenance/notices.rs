//! Users' addresses and digests.

use super::{COMMAND_LINE, now};
use crate::access::role::Role;
use crate::notify::{self, NO_DIGEST, Period, readable_address};
use crate::report::Digest;
use crate::settings::Settings;
use crate::store::{Location, Profile, Store, StoreError};

/// Changes what is given of a user's address and digest (`none`, `weekly` or `monthly`). An empty address is removed.
///
/// # Errors
/// There is no such user, or it is no address or no digest.
pub async fn set_profile(
    database: &Location,
    name: &str,
    email: Option<&str>,
    digest: Option<&str>,
) -> Result<(), StoreError> {
    let store = Store::open(database).await?;
    let profile = store.profile(name).await?;
    let profile = profile.ok_or_else(|| StoreError::Refused("there is no such user".to_owned()))?;
    store.set_profile(name, &changed(profile, email, digest)?, now(), COMMAND_LINE).await?;
    store.close().await
}

/// Whether a new user can have this address and digest.
///
/// # Errors
/// It is no address or no digest.
pub fn check_profile(email: Option<&str>, digest: &str) -> Result<(), StoreError> {
    changed(Profile::default(), email, Some(digest)).map(drop)
}

fn changed(mut profile: Profile, email: Option<&str>, digest: Option<&str>) -> Result<Profile, StoreError> {
    let refused = |problem: &str| StoreError::Refused(problem.to_owned());
    if let Some(digest) = digest {
        if digest != NO_DIGEST && !Period::NAMES.iter().any(|(known, _)| *known == digest) {
            return Err(refused("a digest is none, weekly or monthly"));
        }
        profile.digest = digest.to_owned();
    }
    if let Some(email) = email {
        let address = readable_address(email);
        if address.is_none() && !email.is_empty() {
            return Err(refused("that is not an e-mail address"));
        }
        profile.email = address;
    }
    if profile.email.is_none() && profile.digest != NO_DIGEST {
        return Err(refused("a digest needs an e-mail address"));
    }
    Ok(profile)
}

/// The digest that a user would get now, as text: of the last month for those who get one each month, otherwise of the
/// last week.
///
/// # Errors
/// There is no such user, or the database can't be read.
pub async fn digest(settings: &Settings, name: &str) -> Result<String, StoreError> {
    let store = Store::open(&settings.database).await?;
    let user = store.users().await?.into_iter().find(|user| user.name == name);
    let user = user.ok_or_else(|| StoreError::Refused("there is no such user".to_owned()))?;
    let Profile { digest, .. } = store.profile(name).await?.unwrap_or_default();
    let period = if digest == Period::Month.name() { Period::Month } else { Period::Week };
    let digest = Digest::read(&store, &settings.surveys, period, settings.clock.now()).await?;
    store.close().await?;
    let notice = notify::digest(&digest, Some((name, Role::of(&user.role).unwrap_or(Role::Viewer))));
    Ok(notify::as_text(&notice, &settings.channels))
}
