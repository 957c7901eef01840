//! Proofs: what was proved about the person of an account, how, when and until when.
//!
//! What follows from them is decided by [`domain::people::level`]; no row holds a level. The mobile of a phone's or a card's proof
//! is sealed.
//! They are only added; one that has lapsed stays for a while as the record of how an agent was known ([`sweep`]), the others as
//! long as the account. Visible to its owner, and to staff through an application.

use domain::id::Mobile;
use domain::people::{Proof, ProofKind, ProofMethod, Provider};
use jiff::Timestamp;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::sessions::TokenHash;
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "proofs";

/// What a proof is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// This mobile number is the person's.
    Phone(Mobile),
    /// The person reads what is sent to this mobile number of a card.
    CardPhone(Mobile),
    /// The account is the person of its name and ID number, proved in this session; `None` at a counter.
    RealName(Option<TokenHash>),
    /// The person sat before the camera in this session.
    Face(TokenHash),
}

impl Subject {
    /// The kind of such a proof.
    #[must_use]
    pub fn kind(&self) -> ProofKind {
        match self {
            Self::Phone(_) => ProofKind::Phone,
            Self::CardPhone(_) => ProofKind::CardPhone,
            Self::RealName(_) => ProofKind::RealName,
            Self::Face(_) => ProofKind::Face,
        }
    }
}

/// A proof, as added and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredProof {
    /// From the caller.
    pub id: Uuid,
    /// The account whose person proved it.
    pub account: Uuid,
    /// What it is about.
    pub subject: Subject,
    /// How.
    pub method: ProofMethod,
    /// The platform that vouches for it, if one does.
    pub provider: Option<Provider>,
    /// When.
    pub at: Timestamp,
    /// When it lapses; `None` for never.
    pub until: Option<Timestamp>,
}

impl StoredProof {
    /// The proof as rules take it.
    #[must_use]
    pub fn fact(&self) -> Proof {
        Proof {
            kind: self.subject.kind(),
            method: self.method,
            provider: self.provider,
            at: self.at,
            until: self.until,
        }
    }
}

/// Adds a proof.
pub async fn add(tx: &Tx, proof: &StoredProof) -> Result<(), StoreError> {
    guarded::create::<row::Entity>(tx, row(tx, proof)?).await
}

/// The proofs of an account, newest first, lapsed ones too.
pub async fn list(tx: &Tx, account: Uuid) -> Result<Vec<StoredProof>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Id);
    let rows = guarded::all(tx, query).await?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// Lets what was proved in a session go on under its new token: whoever sat before the camera still does.
pub async fn follow_session(
    tx: &Tx,
    account: Uuid,
    from: &TokenHash,
    to: &TokenHash,
) -> Result<(), StoreError> {
    for proof in list(tx, account).await? {
        let subject = match &proof.subject {
            Subject::Face(session) if session == from => Subject::Face(to.clone()),
            Subject::RealName(Some(session)) if session == from => {
                Subject::RealName(Some(to.clone()))
            }
            _ => continue,
        };
        let followed = StoredProof { subject, ..proof };
        guarded::update::<row::Entity>(tx, row(tx, &followed)?).await?;
    }
    Ok(())
}

/// Gives the proofs of one account to another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    for proof in list(tx, from).await? {
        let moved = StoredProof {
            account: to,
            ..proof
        };
        guarded::update::<row::Entity>(tx, row(tx, &moved)?).await?;
    }
    Ok(())
}

/// Erases the proofs that lapsed before `before`. Returns how many there were.
pub async fn sweep(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::Until.lt(ms(before)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn row(tx: &Tx, proof: &StoredProof) -> Result<row::Model, StoreError> {
    let id = proof.id.to_string();
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let (subject, session) = match &proof.subject {
        Subject::Phone(mobile) | Subject::CardPhone(mobile) => {
            let sealed = at.seal(tx.keyring(), "subject", mobile.as_str())?;
            (Some(sealed), None)
        }
        Subject::RealName(session) => (
            None,
            session.as_ref().map(|session| session.as_str().to_owned()),
        ),
        Subject::Face(session) => (None, Some(session.as_str().to_owned())),
    };
    Ok(row::Model {
        account_id: proof.account.to_string(),
        kind: proof.subject.kind().code().to_owned(),
        method: proof.method.code().to_owned(),
        provider: proof.provider.map(|provider| provider.code().to_owned()),
        subject,
        session,
        at: ms(proof.at),
        until: proof.until.map(ms),
        mac: Vec::new(),
        id,
    })
}

fn open(tx: &Tx, row: row::Model) -> Result<StoredProof, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let kind = at.code("kind", ProofKind::from_code(&row.kind))?;
    let subject = match (kind, &row.subject, row.session) {
        (kind @ (ProofKind::Phone | ProofKind::CardPhone), Some(sealed), None) => {
            let mobile = at.open(tx.keyring(), "subject", sealed)?;
            let mobile = Mobile::parse(mobile.expose());
            let mobile = mobile.map_err(|_| at.wrong("subject", "no mobile"))?;
            if kind == ProofKind::Phone {
                Subject::Phone(mobile)
            } else {
                Subject::CardPhone(mobile)
            }
        }
        (ProofKind::RealName, None, session) => Subject::RealName(session.map(TokenHash::stored)),
        (ProofKind::Face, None, Some(session)) => Subject::Face(TokenHash::stored(session)),
        _ => return Err(at.wrong("kind", "does not go with its subject")),
    };
    let provider = row.provider.as_deref();
    Ok(StoredProof {
        id: at.uuid("id", &row.id)?,
        account: at.uuid("account_id", &row.account_id)?,
        subject,
        method: at.code("method", ProofMethod::from_code(&row.method))?,
        provider: provider
            .map(|code| at.code("provider", Provider::from_code(code)))
            .transpose()?,
        at: at.instant("at", row.at)?,
        until: at.maybe_instant("until", row.until)?,
    })
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.id
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "proofs")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: String,
        pub kind: String,
        pub method: String,
        pub provider: Option<String>,
        pub subject: Option<Vec<u8>>,
        pub session: Option<String>,
        pub at: i64,
        pub until: Option<i64>,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
