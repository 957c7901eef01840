//! The accounts of the sandbox's agents: each can log in, and has proved at a counter who it is.

use std::sync::Arc;

use domain::id::{CitizenId, Mobile, PersonalName};
use domain::people::{Identity, ProofMethod, Provider};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Account as Listed, World};
use service::chance::Chance;
use service::clock::Clock;
use service::passwords::Passwords;
use service::people::{self, NewAccount, NewProof, Proved, Registered, Taken};
use store::seal::Secret;
use store::{Store, StoreError, Tx, ways_in};

/// How long ago they were at the counter. A proof of the future counts for nothing, and a sandbox may be started on an earlier day.
const AGO: SignedDuration = SignedDuration::from_hours(365 * 24);

/// An account to make, and what its person proved.
#[derive(Clone)]
struct Made {
    account: NewAccount,
    proofs: Vec<NewProof>,
}

/// Most accounts in one transaction, so that none takes too long on a busy machine.
const AT_ONCE: usize = 25;

/// Gives every agent of the sandbox an account; existing accounts stay as they are, so a start that was ended midway is made good
/// by the next.
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
    let now = clock.now();
    let made: Vec<Made> = missing
        .into_iter()
        .zip(hashes)
        .map(|(listed, hash)| one(listed, hash, chance, now))
        .collect::<anyhow::Result<_>>()?;
    for some in made.chunks(AT_ONCE) {
        let some: Arc<[Made]> = some.into();
        store
            .write(async move |tx| register_all(tx, &some, now).await)
            .await?;
    }
    Ok(())
}

async fn register_all(tx: &Tx, made: &[Made], now: Timestamp) -> anyhow::Result<()> {
    for Made { account, proofs } in made {
        if people::register(tx, account).await? != Registered::New {
            continue;
        }
        for proof in proofs {
            let taken = people::prove(tx, account.id, proof, now).await?;
            anyhow::ensure!(
                taken == Taken::For(account.id),
                "a proof of the sandbox's agents was not taken: {taken:?}"
            );
        }
    }
    Ok(())
}

fn one(listed: Listed, hash: String, chance: &Chance, now: Timestamp) -> anyhow::Result<Made> {
    let identity = Identity {
        name: PersonalName::parse(&listed.name)?,
        id_number: CitizenId::from_stored(&listed.id_number)?,
    };
    let mobile = listed.mobile.as_deref().map(Mobile::parse).transpose()?;
    let names = [listed.username, listed.id_number]
        .into_iter()
        .chain(listed.mobile)
        .map(Secret::from)
        .collect();
    let at_the_counter = |proved| NewProof {
        id: chance.id_at(now),
        proved,
        method: ProofMethod::Counter,
        provider: None,
        at: now - AGO,
        until: None,
    };
    let proved = mobile
        .map(Proved::Phone)
        .into_iter()
        .chain([Proved::RealName(identity, None)]);
    Ok(Made {
        proofs: proved.map(at_the_counter).collect(),
        account: NewAccount::new(chance, names, hash.into(), now),
    })
}

/// Those without an account yet.
async fn missing(store: &Store, listed: Vec<Listed>) -> Result<Vec<Listed>, StoreError> {
    store
        .read(async |tx| {
            let mut missing = Vec::new();
            for listed in listed {
                let way = ways_in::find(tx, Provider::Password, "", &listed.username).await?;
                if way.is_none() {
                    missing.push(listed);
                }
            }
            Ok(missing)
        })
        .await
}
