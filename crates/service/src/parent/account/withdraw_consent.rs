//! Takes back a consent.

use store::{consents, sessions};
use uuid::Uuid;

use crate::token::Token;
use crate::{Service, ServiceError};

/// Takes back a consent ([`super::show::ShownConsent::id`]) of the account that is logged in under `token`, and stops what would rest
/// on it. What was done before stays as it was. `false` when there is no such consent, or it was taken back before.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile; those of the store.
pub async fn withdraw_consent(
    service: &Service,
    token: &Token,
    consent: Uuid,
) -> Result<bool, ServiceError> {
    let (now, here) = (service.clock.now(), token.hash());
    service
        .store
        .write(async move |tx| {
            let current = sessions::find(tx, &here, now).await?;
            let account = current.ok_or(ServiceError::NotFound)?.account;
            let given = consents::list(tx, account).await?;
            let Some(given) = given.into_iter().find(|given| given.id == consent) else {
                return Ok(false);
            };
            let withdrawn =
                consents::withdraw(tx, account, given.case, &given.consent, now).await?;
            Ok(withdrawn > 0)
        })
        .await
}
