//! The accounts of the sandbox's agents.

use std::sync::Arc;

use sandbox::{Account as Listed, World};
use service::chance::Chance;
use service::clock::Clock;
use service::passwords::Passwords;
use store::accounts::{self, Account};
use store::seal::Secret;
use store::{Store, StoreError};

/// Gives every agent of the sandbox an account, all in one transaction; existing accounts stay as they are.
pub(crate) async fn make(
    store: &Store,
    world: &World,
    passwords: &Passwords,
    chance: &Chance,
    clock: &Clock,
) -> anyhow::Result<()> {
    let missing = missing(store, world.accounts()).await?;
    if missing.is_empty() {
        return Ok(());
    }
    let shown = missing
        .iter()
        .map(|listed| listed.password.clone())
        .collect();
    let hashes = passwords.hash_shown(shown, chance).await?;
    let made: Arc<[Account]> = missing
        .into_iter()
        .zip(hashes)
        .map(|(listed, hash)| Account {
            id: chance.id(),
            username: listed.username.into(),
            name: listed.name.into(),
            id_number: listed.id_number.into(),
            mobile: listed.mobile.map(Secret::from),
            password_hash: hash.into(),
            created_at: clock.now(),
            password_closed_at: None,
        })
        .collect();
    store
        .write(async move |tx| {
            for account in made.iter() {
                accounts::create(tx, account).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

/// Those without an account yet.
async fn missing(store: &Store, listed: Vec<Listed>) -> Result<Vec<Listed>, StoreError> {
    store
        .read(async |tx| {
            let mut missing = Vec::new();
            for listed in listed {
                if accounts::find_by_login(tx, &listed.username)
                    .await?
                    .is_none()
                {
                    missing.push(listed);
                }
            }
            Ok(missing)
        })
        .await
}
