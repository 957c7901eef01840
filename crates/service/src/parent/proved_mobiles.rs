//! The mobiles that an agent proved.

use domain::id::Mobile;
use jiff::Timestamp;
use store::proofs::{self, Subject};
use store::{StoreError, Tx};
use uuid::Uuid;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// The mobiles that the agent proved, as their own or as that of a card, as far as that counts now; the newest proof first.
///
/// # Errors
/// Those of the store.
pub async fn proved_mobiles(service: &Service, agent: &Agent) -> Result<Vec<Mobile>, ServiceError> {
    let (account, now) = (agent.account, service.clock.now());
    let proved = service
        .store
        .read(async |tx| proved(tx, account, now).await)
        .await?;
    Ok(proved)
}

/// The same of an account, within a transaction.
pub(super) async fn proved(
    tx: &Tx,
    account: Uuid,
    now: Timestamp,
) -> Result<Vec<Mobile>, StoreError> {
    let proofs = proofs::list(tx, account).await?;
    let valid = proofs.iter().filter(|proof| proof.fact().is_valid(now));
    let mobiles = valid.filter_map(|proof| match &proof.subject {
        Subject::Phone(mobile) | Subject::CardPhone(mobile) => Some(*mobile),
        Subject::RealName(_) | Subject::Face(_) => None,
    });
    Ok(mobiles.collect())
}
