//! Takes a way into an account away.

use store::sessions;
use store::{passwords, ways_in};
use uuid::Uuid;

use crate::agent::is_real_name_fresh;
use crate::token::Token;
use crate::{Service, ServiceError};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlinkOutcome {
    /// It leads in no more, and whoever came in by it elsewhere is logged out.
    Unlinked,
    /// The account has no such way.
    Unknown,
    /// It is the last one: without it nobody could ever enter.
    Last,
    /// The real name must be proved first, within five minutes before.
    RealNameFirst,
}

/// Unlinks a way ([`super::show::Way::id`]) from the account that is logged in under `token`. Log-in names that go with one password
/// go together, and their password with them; so do the subjects of one platform.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile; those of the store.
pub async fn unlink(
    service: &Service,
    token: &Token,
    way: Uuid,
) -> Result<UnlinkOutcome, ServiceError> {
    let (now, here) = (service.clock.now(), token.hash());
    service
        .store
        .write(async move |tx| {
            let current = sessions::find(tx, &here, now).await?;
            let account = current.ok_or(ServiceError::NotFound)?.account;
            let all = ways_in::list(tx, account).await?;
            let Some(chosen) = all.iter().find(|one| one.id == way) else {
                return Ok(UnlinkOutcome::Unknown);
            };
            let (gone, left): (Vec<_>, Vec<_>) = all.iter().partition(|one| {
                (one.provider, one.password) == (chosen.provider, chosen.password)
            });
            if left.is_empty() {
                return Ok(UnlinkOutcome::Last);
            }
            if !is_real_name_fresh(tx, account, &here, now).await? {
                return Ok(UnlinkOutcome::RealNameFirst);
            }
            for one in gone {
                ways_in::remove(tx, one.id).await?;
            }
            if let Some(password) = chosen.password {
                passwords::remove(tx, password).await?;
            }
            sessions::end_others_of(tx, account, chosen.provider, &here).await?;
            Ok(UnlinkOutcome::Unlinked)
        })
        .await
}
