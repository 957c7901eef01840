//! Cases: one agent's application for one child, from the first draft on.
//!
//! Whom a row is about is sealed: in [`crate::answers`], and for the list in the row itself ([`crate::lines`]). The law sets the retention; [`erase`] erases a
//! draft's contents. Visible to the agent who began it, and to staff whom the server authorizes.

use std::collections::{BTreeMap, BTreeSet};

use domain::application::{Case, CaseState};
use domain::channel::Channel;
use domain::digest::Digest;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::head::Head;
use crate::{
    StoreError, Tx, answers, asked_again, captures, findings, heads, journal, materials, messages,
    picture_tries, queue, records, relationships,
};

pub(crate) const TABLE: &str = "cases";

/// An application with the release that it is pinned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The application as decisions see it.
    pub case: Case,
    /// Number of its release.
    pub release: String,
    /// Hash of that release's contents.
    pub release_hash: Digest,
}

/// Where a page of a list ended: the next page begins after it (keyset pagination).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Time of the last row.
    pub updated_at: Timestamp,
    /// Id of the last row.
    pub id: Uuid,
}

/// Stores a new application.
pub async fn create(
    tx: &Tx,
    case: &Case,
    release: &str,
    release_hash: &Digest,
) -> Result<(), StoreError> {
    let row = row::Model {
        id: case.id.to_string(),
        account_id: case.owner.to_string(),
        channel: case.channel.code().to_owned(),
        release: release.to_owned(),
        release_hash: release_hash.to_string(),
        state: case.state.code().to_owned(),
        version: i64::from(case.version),
        submissions: i64::from(case.submissions),
        created_at: ms(case.created_at),
        updated_at: ms(case.updated_at),
        child_name: None,
        receipt: None,
        offered: None,
        next_step: None,
        refusal: None,
        mac: Vec::new(),
    };
    let mut head = Head::default();
    describe(&mut head, &row);
    guarded::create::<row::Entity>(tx, row).await?;
    heads::begin(tx, case.id, head);
    Ok(())
}

/// The application with this id, whoever owns it. For a parent use [`load_owned`].
///
/// A read-write transaction locks the row, so that changes of one application are serialized. Owner, state and version are
/// checked against the sealed head.
pub async fn load(tx: &Tx, id: Uuid) -> Result<Option<Stored>, StoreError> {
    let mut query = row::Entity::find_by_id(id.to_string());
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let Some(row) = guarded::one(tx, query).await? else {
        return Ok(None);
    };
    let mut expected = heads::get(tx, id)
        .await?
        .ok_or_else(|| heads::missing(id))?;
    let head = expected.clone();
    describe(&mut expected, &row);
    if head != expected {
        return Err(StoreError::altered(
            TABLE,
            &row.id,
            "it is not the one of the sealed head",
        ));
    }
    open(row).map(Some)
}

/// The application with this id if this account owns it; somebody else's counts as not found.
pub async fn load_owned(tx: &Tx, account: Uuid, id: Uuid) -> Result<Option<Stored>, StoreError> {
    Ok(load(tx, id)
        .await?
        .filter(|stored| stored.case.owner == account))
}

/// At most `limit` of an account's applications after `after`, last changed first.
pub async fn list_owned(
    tx: &Tx,
    account: Uuid,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Vec<Stored>, StoreError> {
    let mut query = row::Entity::find().filter(row::Column::AccountId.eq(account.to_string()));
    if let Some(cursor) = after {
        query = query.filter(
            Condition::any()
                .add(row::Column::UpdatedAt.lt(ms(cursor.updated_at)))
                .add(
                    Condition::all()
                        .add(row::Column::UpdatedAt.eq(ms(cursor.updated_at)))
                        .add(row::Column::Id.lt(cursor.id.to_string())),
                ),
        );
    }
    let query = query
        .order_by_desc(row::Column::UpdatedAt)
        .order_by_desc(row::Column::Id)
        .limit(limit);
    let rows = guarded::all(tx, query).await?;
    rows.into_iter().map(open).collect()
}

/// Whether at least `number` of an account's applications are in this state.
pub async fn has_owned(
    tx: &Tx,
    account: Uuid,
    state: CaseState,
    number: u64,
) -> Result<bool, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::State.eq(state.code()))
        .limit(number);
    Ok(guarded::all(tx, query).await?.len() as u64 == number)
}

/// At most `limit` ids of applications in this state after `after` that have not changed since `before`, in order. As stored:
/// [`load`] checks each.
pub async fn untouched(
    tx: &Tx,
    state: CaseState,
    before: Timestamp,
    after: &str,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    let query = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::State.eq(state.code()))
        .filter(row::Column::UpdatedAt.lte(ms(before)))
        .filter(row::Column::Id.gt(after))
        .order_by_asc(row::Column::Id)
        .limit(limit);
    Ok(query.into_tuple().all(tx.connection()).await?)
}

/// Stores the result of a decision on an application that was read at version `expected` (optimistic lock).
///
/// Every change of what belongs to an application (answers, materials, relationship) comes with such an update in the same
/// transaction: the version tells a second browser window that it shows old data. [`StoreError::Stale`] when the version has
/// changed.
pub async fn update(tx: &Tx, expected: u32, next: &Case) -> Result<(), StoreError> {
    let Some(before) = stored(tx, next.id).await? else {
        return Err(StoreError::inconsistent(
            TABLE,
            "id",
            &next.id.to_string(),
            "changed, but not there",
        ));
    };
    if before.version != i64::from(expected) {
        let at = Row {
            table: TABLE,
            id: &before.id,
        };
        return Err(StoreError::Stale {
            table: TABLE,
            expected,
            current: at.number("version", before.version)?,
        });
    }
    let row = row::Model {
        state: next.state.code().to_owned(),
        channel: next.channel.code().to_owned(),
        version: i64::from(next.version),
        submissions: i64::from(next.submissions),
        updated_at: ms(next.updated_at),
        ..before
    };
    heads::change(tx, next.id, |head| describe(head, &row)).await?;
    guarded::update::<row::Entity>(tx, row).await?;
    Ok(())
}

/// Moves an application to another release. `false` when there is no such application.
pub async fn pin(
    tx: &Tx,
    id: Uuid,
    release: &str,
    release_hash: &Digest,
) -> Result<bool, StoreError> {
    let Some(before) = stored(tx, id).await? else {
        return Ok(false);
    };
    let row = row::Model {
        release: release.to_owned(),
        release_hash: release_hash.to_string(),
        ..before
    };
    guarded::update::<row::Entity>(tx, row).await
}

/// For the audit: at most `limit` ids after `after`, in order.
pub(crate) async fn ids(tx: &Tx, after: &str, limit: u64) -> Result<Vec<String>, StoreError> {
    let query = row::Entity::find()
        .select_only()
        .column(row::Column::Id)
        .filter(row::Column::Id.gt(after))
        .order_by_asc(row::Column::Id)
        .limit(limit);
    Ok(query.into_tuple().all(tx.connection()).await?)
}

/// For the audit: those of these applications whose row is missing or was altered, with what is wrong.
pub(crate) async fn altered_of(
    tx: &Tx,
    ids: &[String],
    heads: &BTreeMap<String, Head>,
) -> Result<Vec<(String, String)>, StoreError> {
    let query = row::Entity::find().filter(row::Column::Id.is_in(ids));
    let rows = query.all(tx.connection()).await?;
    let mut missing: BTreeSet<&String> = ids.iter().collect();
    let mut altered = Vec::new();
    for row in rows {
        let id = row.id.clone();
        missing.remove(&id);
        let fits = heads.get(&id).is_none_or(|head| is_of(head, &row));
        if !fits {
            let what = "its row is not the one of its sealed head";
            altered.push((id.clone(), what.to_owned()));
        }
        if guarded::checked::<row::Entity>(tx, row).is_err() {
            altered.push((id, "the MAC of its row does not fit".to_owned()));
        }
    }
    altered.extend(
        missing
            .into_iter()
            .map(|id| (id.clone(), "its row is missing".to_owned())),
    );
    Ok(altered)
}

/// The row that a change begins with. On PostgreSQL one that has changed since the transaction began loses the race.
async fn stored(tx: &Tx, id: Uuid) -> Result<Option<row::Model>, StoreError> {
    guarded::one(tx, row::Entity::find_by_id(id.to_string())).await
}

/// What the head says of the row.
fn describe(head: &mut Head, row: &row::Model) {
    head.owner.clone_from(&row.account_id);
    head.state.clone_from(&row.state);
    head.version = row.version;
}

/// Erases an application's personal data: answers and items asked again, materials, captures and tries, messages, the registry's answer, findings
/// and other records, and the payloads of its journal (whose hash chain stays intact). The row itself stays, without personal data; the law sets the
/// retention of what was submitted.
///
/// Returns the objects that no submission holds; delete them from [`crate::objects::Pictures`] after the commit.
pub async fn erase(tx: &Tx, id: Uuid) -> Result<Vec<Uuid>, StoreError> {
    answers::remove_all(tx, id).await?;
    asked_again::remove_all(tx, id).await?;
    relationships::forget(tx, id).await?;
    findings::remove_all(tx, id).await?;
    records::remove_all(tx, id).await?;
    queue::remove(tx, id).await?;
    captures::remove_all(tx, id).await?;
    picture_tries::remove_all(tx, id).await?;
    messages::remove_all(tx, id).await?;
    journal::erase_payloads(tx, id).await?;
    materials::remove_all(tx, id).await
}

fn is_of(head: &Head, row: &row::Model) -> bool {
    let mut described = head.clone();
    describe(&mut described, row);
    described == *head
}

pub(crate) fn open(row: row::Model) -> Result<Stored, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let case = Case {
        id: at.uuid("id", &row.id)?,
        owner: at.uuid("account_id", &row.account_id)?,
        channel: at.code("channel", Channel::from_code(&row.channel))?,
        state: at.code("state", CaseState::from_code(&row.state))?,
        version: at.number("version", row.version)?,
        submissions: at.number("submissions", row.submissions)?,
        created_at: at.instant("created_at", row.created_at)?,
        updated_at: at.instant("updated_at", row.updated_at)?,
    };
    let release_hash = at.code("release_hash", Digest::from_hex(&row.release_hash))?;
    Ok(Stored {
        case,
        release: row.release,
        release_hash,
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

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "cases")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: String,
        pub channel: String,
        pub release: String,
        pub release_hash: String,
        pub state: String,
        pub version: i64,
        pub submissions: i64,
        pub created_at: i64,
        pub updated_at: i64,
        pub child_name: Option<Vec<u8>>,
        pub receipt: Option<String>,
        pub offered: Option<Vec<u8>>,
        pub next_step: Option<String>,
        pub refusal: Option<String>,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
