//! Takes back a consent.

use store::{consents, sessions};
use uuid::Uuid;

use crate::parent::case_file::Rules;
use crate::parent::consents::untick;
use crate::token::Token;
use crate::{Service, ServiceError};

/// Takes back a consent ([`super::show::ShownConsent::id`]) of the account that is logged in under `token`, and stops what would rest
/// on it. What was done before stays as it was; in a draft its box is no longer ticked. `false` when there is no such consent, or it was taken back before.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile; those of the store.
pub async fn withdraw_consent(
    service: &Service,
    token: &Token,
    consent: Uuid,
) -> Result<bool, ServiceError> {
    let (rules, here) = (Rules::of(service), token.hash());
    service
        .store
        .write(async move |tx| {
            let current = sessions::find(tx, &here, rules.now).await?;
            let account = current.ok_or(ServiceError::NotFound)?.account;
            let given = consents::list(tx, account).await?;
            let Some(given) = given.into_iter().find(|given| given.id == consent) else {
                return Ok(false);
            };
            let withdrawn =
                consents::withdraw(tx, account, given.case, &given.consent, rules.now).await?;
            if withdrawn == 0 {
                return Ok(false);
            }
            if let Some(case) = given.case {
                untick(tx, &rules, account, case, &given.consent).await?;
            }
            Ok(true)
        })
        .await
}
