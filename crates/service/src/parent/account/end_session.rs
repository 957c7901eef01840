//! Ends sessions of an account from another one: one of them, or all others.

use store::{portal_logins, sessions};

use crate::sessions::used_since;
use crate::token::Token;
use crate::{Service, ServiceError};

/// Ends the session of this name ([`super::show::ShownSession::name`]) of the account that is logged in under `token`. `false` when
/// there is none, or it has ended.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in itself has ended meanwhile; those of the store.
pub async fn end_session(
    service: &Service,
    token: &Token,
    name: &str,
) -> Result<bool, ServiceError> {
    let (now, used_since, here) = (service.clock.now(), used_since(service), token.hash());
    let (keyring, name) = (service.store.keyring().clone(), name.to_owned());
    service
        .store
        .write(async move |tx| {
            let current = sessions::find(tx, &here, now).await?;
            let account = current.ok_or(ServiceError::NotFound)?.account;
            let open = sessions::list(tx, account, now, used_since).await?;
            let named = open
                .iter()
                .find(|session| session.token.name(&keyring) == name);
            match named {
                Some(session) => sessions::end(tx, &session.token).await?,
                None => return Ok(false),
            }
            Ok(true)
        })
        .await
}

/// Ends every session of the account that is logged in under `token` but this one. Returns how many there were.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in itself has ended meanwhile; those of the store.
pub async fn end_other_sessions(service: &Service, token: &Token) -> Result<u64, ServiceError> {
    let (now, here) = (service.clock.now(), token.hash());
    service
        .store
        .write(async move |tx| {
            let current = sessions::find(tx, &here, now).await?;
            let account = current.ok_or(ServiceError::NotFound)?.account;
            portal_logins::remove_confirmed(tx, account).await?;
            Ok(sessions::end_others(tx, account, &here).await?)
        })
        .await
}
