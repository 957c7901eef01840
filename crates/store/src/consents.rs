//! Consents: to which text somebody agreed, when, and when they took it back.
//!
//! Not sealed: ids, a version, a hash and instants. A consent is the ground of what was done under it, so it outlives the
//! application it was given for, as the look-ups do that name it; one that was withdrawn is erased some years later ([`sweep`]).
//! Visible to whoever gave it, and to staff through an application.

use domain::digest::Digest;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::parts::{self, Part};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "consents";

/// A consent, as given and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// From the caller.
    pub id: Uuid,
    /// Who gave it.
    pub account: Uuid,
    /// The application it was given for; `None` outside of any.
    pub case: Option<Uuid>,
    /// What was agreed to: the field of the catalogue, such as `consent.lookup`.
    pub consent: String,
    /// Version of the text that was shown.
    pub version: String,
    /// Hash of that text ([`domain::catalogue::Agreement::hash`]).
    pub digest: Digest,
    /// When.
    pub at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

/// Stores a consent.
pub async fn give(tx: &Tx, consent: &Consent) -> Result<(), StoreError> {
    touch(tx, consent.case).await?;
    guarded::create::<row::Entity>(tx, row(consent)).await
}

/// Takes back every consent of this name that an account gave for an application. Returns how many there were.
pub async fn withdraw(
    tx: &Tx,
    account: Uuid,
    case: Option<Uuid>,
    consent: &str,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut withdrawn = 0;
    for given in list(tx, account).await? {
        if given.case == case && given.consent == consent && given.withdrawn_at.is_none() {
            let changed = Consent {
                withdrawn_at: Some(now),
                ..given
            };
            touch(tx, case).await?;
            guarded::update::<row::Entity>(tx, row(&changed)).await?;
            withdrawn += 1;
        }
    }
    Ok(withdrawn)
}

/// Whether a consent of this name was given for an application and stands no more: every one that was given is taken back.
pub async fn is_withdrawn(
    tx: &Tx,
    account: Uuid,
    case: Uuid,
    consent: &str,
) -> Result<bool, StoreError> {
    let mut given = list(tx, account).await?;
    given.retain(|given| given.case == Some(case) && given.consent == consent);
    Ok(!given.is_empty() && given.iter().all(|given| given.withdrawn_at.is_some()))
}

/// The consents of an account, oldest first, withdrawn ones too.
pub async fn list(tx: &Tx, account: Uuid) -> Result<Vec<Consent>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .order_by_asc(row::Column::At)
        .order_by_asc(row::Column::Id);
    let rows = guarded::all(tx, query).await?;
    rows.into_iter().map(open).collect()
}

/// Gives the consents of one account to another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    for consent in list(tx, from).await? {
        let moved = Consent {
            account: to,
            ..consent
        };
        touch(tx, moved.case).await?;
        guarded::update::<row::Entity>(tx, row(&moved)).await?;
    }
    Ok(())
}

/// At most `limit` ids of consents after `after` that were withdrawn before `before`, in order. As stored: [`sweep`] checks each.
pub async fn due(
    tx: &Tx,
    before: Timestamp,
    after: &str,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    let query = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::WithdrawnAt.lt(ms(before)))
        .filter(row::Column::Id.gt(after))
        .order_by_asc(row::Column::Id)
        .limit(limit);
    Ok(query.into_tuple().all(tx.connection()).await?)
}

/// Erases a consent if it was withdrawn before `before`. Returns how many there were.
pub async fn sweep(tx: &Tx, id: &str, before: Timestamp) -> Result<u64, StoreError> {
    let is_due = row::Column::WithdrawnAt.lt(ms(before));
    let query = row::Entity::find_by_id(id).filter(is_due);
    let Some(old) = guarded::one(tx, query).await? else {
        return Ok(0);
    };
    touch(tx, open(old)?.case).await?;
    let gone = row::Entity::delete_by_id(id).exec(tx.connection()).await?;
    Ok(gone.rows_affected)
}

/// Those given for an application are part of its head.
async fn touch(tx: &Tx, case: Option<Uuid>) -> Result<(), StoreError> {
    match case {
        Some(case) => parts::touch::<row::Entity>(tx, case).await,
        None => Ok(()),
    }
}

fn row(consent: &Consent) -> row::Model {
    row::Model {
        id: consent.id.to_string(),
        account_id: consent.account.to_string(),
        case_id: consent.case.map(|case| case.to_string()),
        consent: consent.consent.clone(),
        version: consent.version.clone(),
        digest: consent.digest.to_string(),
        at: ms(consent.at),
        withdrawn_at: consent.withdrawn_at.map(ms),
        mac: Vec::new(),
    }
}

fn open(row: row::Model) -> Result<Consent, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let case = row.case_id.as_deref();
    Ok(Consent {
        id: at.uuid("id", &row.id)?,
        account: at.uuid("account_id", &row.account_id)?,
        case: case.map(|id| at.uuid("case_id", id)).transpose()?,
        digest: at.code("digest", Digest::from_hex(&row.digest))?,
        at: at.instant("at", row.at)?,
        withdrawn_at: at.maybe_instant("withdrawn_at", row.withdrawn_at)?,
        consent: row.consent,
        version: row.version,
    })
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
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
    #[sea_orm(table_name = "consents")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: String,
        pub case_id: Option<String>,
        pub consent: String,
        pub version: String,
        pub digest: String,
        pub at: i64,
        pub withdrawn_at: Option<i64>,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
