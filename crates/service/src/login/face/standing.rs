//! What a page about the proof of a real name has to know.

use domain::channel::{Channel, Host};
use domain::people::Identity;
use store::{accounts, face_checks};
use uuid::Uuid;

use super::begin::proved_identity;
use crate::agent::is_real_name_fresh;
use crate::login::prove_phone::Prover;
use crate::{Service, ServiceError};

/// How far somebody is with the proof of their real name.
#[derive(Clone, Debug)]
pub struct FaceStanding {
    /// Who they have proved to be before: name and number are not typed again.
    pub proved: Option<Identity>,
    /// Whether they proved it within the last minutes, so that it is needed for nothing now.
    pub is_fresh: bool,
    /// The newest check of this session that is not over.
    pub waiting: Option<Uuid>,
    /// Whether an authority checks faces in the portal.
    pub has_authority: bool,
    /// Scheme, host and port of that authority's page.
    pub page_origin: Option<String>,
}

/// How far whoever is logged in is with the proof of their real name.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is no such account any more; those of the store.
pub async fn face_standing(service: &Service, who: &Prover) -> Result<FaceStanding, ServiceError> {
    let (now, hash) = (service.clock.now(), who.token.hash());
    let at = service.gateways.faces.of(Channel::Portal, Host::Web);
    service
        .store
        .read(async |tx| {
            if accounts::get(tx, who.account).await?.is_none() {
                return Err(ServiceError::NotFound);
            }
            let waiting = face_checks::waiting(tx, who.account, &hash, now).await?;
            Ok(FaceStanding {
                proved: proved_identity(tx, who.account).await?,
                is_fresh: is_real_name_fresh(tx, who.account, &hash, now).await?,
                waiting: waiting.map(|check| check.id),
                has_authority: at.is_some(),
                page_origin: at.and_then(|at| at.page_origin.clone()),
            })
        })
        .await
}

/// Where the person of an account was going when they began this check, in whichever session; `None` where there is no such check of
/// theirs any more. It is an address of the service, and may be empty.
///
/// # Errors
/// Those of the store.
pub async fn where_to(
    service: &Service,
    account: Uuid,
    check: Uuid,
) -> Result<Option<String>, ServiceError> {
    let now = service.clock.now();
    let found = service
        .store
        .read(async |tx| face_checks::find(tx, check, now).await)
        .await?;
    let own = found.filter(|check| check.account == account);
    Ok(own.map(|check| check.next))
}
