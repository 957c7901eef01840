//! Who is logged in, as use cases take them: an agent, or somebody who has yet to prove who they are.

use std::net::IpAddr;

use domain::id::{CitizenId, Mobile, PersonalName};
use domain::lang::Lang;
use domain::people::{self, Level, Proof, level};
use jiff::Timestamp;
use store::proofs::{self, StoredProof, Subject};
use store::sessions::TokenHash;
use store::{StoreError, Tx, accounts, passwords};
use uuid::Uuid;

/// The logged-in agent: of an account whose real name is proved, so whoever takes an agent need not ask.
///
/// In the service only `of_account` makes one, from the proofs. The fields are open, for tests to vary the address, so the
/// compiler does not find an agent that is made of anything else.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Their account.
    pub account: Uuid,
    /// Their name, as proved.
    pub name: PersonalName,
    /// Their citizen ID number, as proved.
    pub id_number: CitizenId,
    /// The mobile that they proved last, if there is one.
    pub mobile: Option<Mobile>,
    /// The language in which they read.
    pub lang: Lang,
    /// The address that the request comes from, for the limits per address; `None` when the service itself acts.
    pub from: Option<IpAddr>,
    /// When wrong passwords closed the log-in by password, until the agent has read the alert.
    pub password_closed_at: Option<Timestamp>,
}

/// Who is logged in.
#[derive(Clone, Debug)]
pub enum LoggedIn {
    /// An agent.
    Agent(Agent),
    /// Somebody whose real name is not proved, or whose proof has lapsed. They reach no look-up and no application.
    Unproved {
        /// Their account.
        account: Uuid,
        /// What is proved about them.
        level: Level,
    },
}

impl LoggedIn {
    /// The same, who reads in this language.
    #[must_use]
    pub fn reading(mut self, lang: Lang) -> Self {
        if let Self::Agent(agent) = &mut self {
            agent.lang = lang;
        }
        self
    }

    /// Whose account it is.
    pub fn account(&self) -> Uuid {
        match self {
            LoggedIn::Agent(agent) => agent.account,
            LoggedIn::Unproved { account, .. } => *account,
        }
    }

    /// The agent, if it is one.
    pub fn agent(&self) -> Option<&Agent> {
        match self {
            LoggedIn::Agent(agent) => Some(agent),
            LoggedIn::Unproved { .. } => None,
        }
    }
}

/// Whose an account is at `now`, as its proofs say; `None` when there is no such account.
pub(crate) async fn of_account(
    tx: &Tx,
    id: Uuid,
    now: Timestamp,
) -> Result<Option<LoggedIn>, StoreError> {
    let Some(account) = accounts::get(tx, id).await? else {
        return Ok(None);
    };
    let mut valid = proofs::list(tx, id).await?;
    valid.retain(|proof| proof.fact().is_valid(now));
    let facts: Vec<Proof> = valid.iter().map(StoredProof::fact).collect();
    let level = level(&facts, now);
    Ok(Some(match account.identity {
        Some(proved) if level == Level::RealName => LoggedIn::Agent(Agent {
            account: id,
            name: proved.name,
            id_number: proved.id_number,
            mobile: valid.iter().find_map(mobile),
            lang: Lang::default(),
            from: None,
            password_closed_at: passwords::closed_at(tx, id).await?,
        }),
        _ => LoggedIn::Unproved { account: id, level },
    }))
}

/// The mobile that the person of an account proved last, as far as that counts at `now`.
pub(crate) async fn proved_mobile(
    tx: &Tx,
    id: Uuid,
    now: Timestamp,
) -> Result<Option<Mobile>, StoreError> {
    let mut valid = proofs::list(tx, id).await?;
    valid.retain(|proof| proof.fact().is_valid(now));
    Ok(valid.iter().find_map(mobile))
}

/// Whether the person of an account proved their real name within the last minutes, in this session
/// ([`people::is_real_name_fresh`]): what its owner proves elsewhere opens nothing for whoever is logged in here.
pub(crate) async fn is_real_name_fresh(
    tx: &Tx,
    id: Uuid,
    session: &TokenHash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut proofs = proofs::list(tx, id).await?;
    proofs.retain(|proof| matches!(&proof.subject, Subject::RealName(Some(of)) if of == session));
    let facts: Vec<Proof> = proofs.iter().map(StoredProof::fact).collect();
    Ok(people::is_real_name_fresh(&facts, now))
}

fn mobile(proof: &StoredProof) -> Option<Mobile> {
    match &proof.subject {
        Subject::Phone(mobile) => Some(*mobile),
        Subject::CardPhone(_) | Subject::RealName(_) | Subject::Face(_) => None,
    }
}
