//! Accounts of people: how one begins, and what follows when something is proved.
//!
//! Only proof joins. Two accounts become one when both prove the same person: the one that proved it first stays, and what the
//! other has moves to it. Nothing else joins: not the same subject of two platforms, not the same mobile, not a name and an ID
//! number that were merely typed, which their prover takes away. Each function runs in the transaction of its caller.

use domain::id::Mobile;
use domain::people::{Identity, Proof, ProofKind, ProofMethod, Provider};
use jiff::{SignedDuration, Timestamp};
use store::accounts::{self, Account};
use store::passwords::{self, Password};
use store::proofs::{self, StoredProof, Subject};
use store::proved_people::{self, Whose};
use store::seal::Secret;
use store::sessions::{self, TokenHash};
use store::ways_in::{self, WayIn};
use store::{StoreError, Tx, cases, consents, face_checks, message_grants, messages, used_answers};
use uuid::Uuid;

use crate::Service;
use crate::chance::Chance;

/// An account that is entered by log-in names and one password.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its id.
    pub id: Uuid,
    names: Vec<WayIn>,
    password: Password,
    at: Timestamp,
}

/// What [`register`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    /// The account is there.
    New,
    /// One of its names leads to this account already; nothing was changed.
    AlreadyThere(Uuid),
}

impl NewAccount {
    /// The password that goes with its names.
    pub(crate) fn password(&self) -> &Password {
        &self.password
    }

    /// An account that is entered by any of `names` (user name, mobile, ID number) with the password of this argon2 hash.
    pub fn new(chance: &Chance, names: Vec<Secret>, hash: Secret, at: Timestamp) -> NewAccount {
        let (id, password) = (chance.id_at(at), chance.id_at(at));
        let name = |subject| WayIn {
            id: chance.id_at(at),
            account: id,
            provider: Provider::Password,
            app: String::new(),
            subject,
            password: Some(password),
            created_at: at,
        };
        NewAccount {
            id,
            names: names.into_iter().map(name).collect(),
            password: Password {
                id: password,
                account: id,
                hash,
                closed_at: None,
            },
            at,
        }
    }
}

/// Begins an account of somebody who has proved nothing yet.
///
/// # Errors
/// Those of the store.
pub async fn register(tx: &Tx, new: &NewAccount) -> Result<Registered, StoreError> {
    if let Some(account) = ways_in::taken(tx, &new.names).await? {
        return Ok(Registered::AlreadyThere(account));
    }
    accounts::create(tx, new.id, new.at).await?;
    passwords::create(tx, &new.password).await?;
    for name in &new.names {
        // Two of the names may be the same one, such as a mobile that is the user name as well.
        ways_in::add_free(tx, name).await?;
    }
    Ok(Registered::New)
}

/// What somebody proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proved {
    /// That this mobile is theirs.
    Phone(Mobile),
    /// That they read what is sent to this mobile of a card.
    CardPhone(Mobile),
    /// Who they are, in this session; `None` at a counter.
    RealName(Identity, Option<TokenHash>),
    /// That they sit before the camera in this session.
    Face(TokenHash),
}

impl Proved {
    fn kind(&self) -> ProofKind {
        match self {
            Self::Phone(_) => ProofKind::Phone,
            Self::CardPhone(_) => ProofKind::CardPhone,
            Self::RealName(..) => ProofKind::RealName,
            Self::Face(_) => ProofKind::Face,
        }
    }
}

/// A proof that a gateway or a clerk brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProof {
    /// A new one.
    pub id: Uuid,
    /// What was proved.
    pub proved: Proved,
    /// How.
    pub method: ProofMethod,
    /// The platform that vouches for it, if one does.
    pub provider: Option<Provider>,
    /// When.
    pub at: Timestamp,
    /// When it lapses; `None` for never.
    pub until: Option<Timestamp>,
}

impl NewProof {
    /// The proof as rules take it.
    fn fact(&self) -> Proof {
        Proof {
            kind: self.proved.kind(),
            method: self.method,
            provider: self.provider,
            at: self.at,
            until: self.until,
        }
    }
}

/// When a real name that is proved at `now` has to be proved anew. On calendar overflow never.
pub(crate) fn real_name_until(service: &Service, now: Timestamp) -> Option<Timestamp> {
    let days = SignedDuration::from_hours(24 * i64::from(service.settings.real_name_days));
    now.checked_add(days).ok()
}

/// What [`prove`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The proof counts for this account: the one that proved it, or the one that it was joined to and that it is from now on.
    For(Uuid),
    /// It counts for nobody, and nothing was changed.
    Refused(ProofRefusal),
}

/// Why a proof is not taken. The first three are faults of the gateway that brought it; the others a person has to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofRefusal {
    /// It has lapsed, or is of the future.
    NotValid,
    /// Nothing of its kind can be proved by its method ([`ProofMethod::can_prove`]).
    WrongMethod,
    /// It was made in a session that is not one of this account.
    OtherSession,
    /// There is no such account: it was joined to another meanwhile.
    Gone,
    /// The account has proved to be another person.
    OtherPerson,
    /// Another account has proved the same ID number with another name: a changed name, or a number that was issued twice.
    OtherName,
    /// This account and another one have both proved this person, in processes that had no fingerprint key in common: the job that
    /// extends fingerprints logs it.
    BothProved,
    /// The account has applications, and would be joined to another one. An account that never proved who it is has none, so this
    /// is a fault somewhere else; applications change their owner by no other way than a decision.
    OwnsApplications,
}

/// Takes what the person of `account` proved, and joins accounts that thereby are one person's.
///
/// With a real name, in this order: the account gets the person, or is joined to the account that has; everybody who merely typed
/// the ID number loses name and number; the proof is added; whoever else is logged in to the account that proved it for the first time is logged out; a log-in name that is this person's number or mobile is taken from
/// accounts that never proved it. Of two accounts that prove the same person at once, one is joined to
/// the other: on PostgreSQL the later one is retried and finds the first.
///
/// # Errors
/// Those of the store.
pub async fn prove(
    tx: &Tx,
    account: Uuid,
    proof: &NewProof,
    now: Timestamp,
) -> Result<Taken, StoreError> {
    let Some(known) = accounts::get(tx, account).await? else {
        return Ok(Taken::Refused(ProofRefusal::Gone));
    };
    if let Some(refusal) = counts_for_nobody(tx, account, proof, now).await? {
        return Ok(Taken::Refused(refusal));
    }
    let (account, subject) = match &proof.proved {
        Proved::Phone(mobile) => (account, Subject::Phone(*mobile)),
        Proved::CardPhone(mobile) => (account, Subject::CardPhone(*mobile)),
        Proved::Face(session) => (account, Subject::Face(session.clone())),
        Proved::RealName(identity, session) => {
            match settle(tx, &known, identity, session.as_ref()).await? {
                Taken::For(account) => (account, Subject::RealName(session.clone())),
                refused @ Taken::Refused(_) => return Ok(refused),
            }
        }
    };
    let stored = StoredProof {
        id: proof.id,
        account,
        subject,
        method: proof.method,
        provider: proof.provider,
        at: proof.at,
        until: proof.until,
    };
    proofs::add(tx, &stored).await?;
    free_names(tx, account, now).await?;
    Ok(Taken::For(account))
}

/// Why a proof must change nothing, whoever brings it: it would join accounts and take away what was typed before anybody saw that
/// it raises no level.
async fn counts_for_nobody(
    tx: &Tx,
    account: Uuid,
    proof: &NewProof,
    now: Timestamp,
) -> Result<Option<ProofRefusal>, StoreError> {
    let fact = proof.fact();
    if !fact.is_valid(now) {
        return Ok(Some(ProofRefusal::NotValid));
    }
    if !fact.method.can_prove(fact.kind) {
        return Ok(Some(ProofRefusal::WrongMethod));
    }
    if let Proved::Face(session) | Proved::RealName(_, Some(session)) = &proof.proved {
        let found = sessions::find(tx, session, now).await?;
        if found.is_none_or(|session| session.account != account) {
            return Ok(Some(ProofRefusal::OtherSession));
        }
    }
    Ok(None)
}

/// Finds the account of a person who has just proved who they are, and leaves them the only one.
///
/// `session`: where they proved it. Whoever else is logged in to an account that gets its person has not shown to be that one.
async fn settle(
    tx: &Tx,
    known: &Account,
    identity: &Identity,
    session: Option<&TokenHash>,
) -> Result<Taken, StoreError> {
    let account = known.id;
    let has_person = proved_people::has_proved(tx, account).await?;
    // Another number may stand there as typed.
    let other = known.identity.as_ref();
    let other = other.filter(|known| known.id_number != identity.id_number);
    if other.is_some() && has_person {
        return Ok(Taken::Refused(ProofRefusal::OtherPerson));
    }
    let of_person = match proved_people::hold(tx, &identity.id_number, account).await? {
        Whose::Here => {
            if !has_person {
                end_sessions(tx, account, session).await?;
            }
            account
        }
        Whose::Of(first) => {
            if let Some(refusal) = refuses_to_join(tx, account, first, identity).await? {
                return Ok(Taken::Refused(refusal));
            }
            end_sessions(tx, account, session).await?;
            join(tx, account, first).await?;
            first
        }
    };
    for typist in accounts::with_typed(tx, &identity.id_number).await? {
        accounts::forget_typed(tx, typist, &identity.id_number).await?;
    }
    accounts::set_proved(tx, of_person, identity).await?;
    Ok(Taken::For(of_person))
}

/// Ends every session of an account but the one that its person proved themselves in.
async fn end_sessions(tx: &Tx, account: Uuid, but: Option<&TokenHash>) -> Result<(), StoreError> {
    match but {
        Some(session) => sessions::end_others(tx, account, session).await?,
        None => sessions::end_all(tx, account).await?,
    };
    Ok(())
}

async fn refuses_to_join(
    tx: &Tx,
    account: Uuid,
    first: Uuid,
    identity: &Identity,
) -> Result<Option<ProofRefusal>, StoreError> {
    if proved_people::has_proved(tx, account).await? {
        return Ok(Some(ProofRefusal::BothProved));
    }
    let known = accounts::get(tx, first).await?;
    let known = known.and_then(|account| account.identity);
    if !known.is_some_and(|known| known.name.same_as(&identity.name)) {
        return Ok(Some(ProofRefusal::OtherName));
    }
    let owned = cases::list_owned(tx, account, None, 1).await?;
    Ok((!owned.is_empty()).then_some(ProofRefusal::OwnsApplications))
}

/// Takes the ID number and the mobiles of a proved person, as log-in names, from other accounts, unless these proved the mobile too.
/// Whoever typed another's number as a log-in name would keep its owner from using it, or wait there for them.
async fn free_names(tx: &Tx, account: Uuid, now: Timestamp) -> Result<(), StoreError> {
    let mut valid = proofs::list(tx, account).await?;
    valid.retain(|proof| proof.fact().is_valid(now));
    let mut kinds = valid.iter().map(|proof| proof.subject.kind());
    if !kinds.any(|kind| kind == ProofKind::RealName) {
        return Ok(());
    }
    let known = accounts::get(tx, account).await?;
    if let Some(identity) = known.and_then(|known| known.identity) {
        for way in ways_in::with_name(tx, identity.id_number.as_str()).await? {
            if way.account != account {
                ways_in::remove(tx, way.id).await?;
            }
        }
    }
    for proof in &valid {
        let Subject::Phone(mobile) = &proof.subject else {
            continue;
        };
        for way in ways_in::with_name(tx, mobile.as_str()).await? {
            let theirs = proofs::list(tx, way.account).await?;
            if theirs.iter().all(|theirs| theirs.subject != proof.subject) {
                ways_in::remove(tx, way.id).await?;
            }
        }
    }
    Ok(())
}

/// Moves what an account has to another, and erases it.
///
/// Look-ups and captures need none of this: both are made by agents alone, and this account has never been one.
async fn join(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    ways_in::move_all(tx, from, to).await?;
    passwords::move_all(tx, from, to).await?;
    proofs::move_all(tx, from, to).await?;
    sessions::move_all(tx, from, to).await?;
    consents::move_all(tx, from, to).await?;
    face_checks::move_all(tx, from, to).await?;
    message_grants::move_all(tx, from, to).await?;
    used_answers::move_all(tx, from, to).await?;
    messages::move_all(tx, from, to).await?;
    accounts::remove(tx, from).await?;
    Ok(())
}
