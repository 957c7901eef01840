//! Published releases: number, hash and files, so that a draft's own release can be read again later.
//!
//! Not sealed: flows, code tables and texts hold no personal data. Immutable and never erased, because submissions name their
//! release; only a sandbox reset erases them. Visible to operators.

use domain::digest::Digest;
use domain::source::SourceFile;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, Set};

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "releases";

/// What [`publish`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// The number was free and now belongs to this content.
    Here,
    /// The same release was published before.
    Before,
    /// The number belongs to other content, with this hash. Nothing was changed.
    Other(Digest),
}

/// Publishes a release under its number. Idempotent; of two concurrent calls one wins.
pub async fn publish(
    tx: &Tx,
    number: &str,
    content_hash: &Digest,
    files: &[SourceFile],
    now: Timestamp,
) -> Result<Published, StoreError> {
    match hash_of(tx, number).await? {
        Some(known) if known == *content_hash => return Ok(Published::Before),
        Some(known) => return Ok(Published::Other(known)),
        None => {}
    }
    let row = row::Model {
        number: number.to_owned(),
        content_hash: content_hash.to_string(),
        published_at: ms(now),
        mac: Vec::new(),
    };
    guarded::insert::<row::Entity>(tx, row).await?;
    // On PostgreSQL a concurrent call that has committed aborts this transaction; the retry finds its row.
    let rows = files.iter().map(|source| file::ActiveModel {
        release: Set(number.to_owned()),
        path: Set(source.path.clone()),
        content: Set(source.text.clone()),
    });
    file::Entity::insert_many(rows)
        .exec_without_returning(tx.connection())
        .await?;
    Ok(Published::Here)
}

/// The content hash of a release number.
pub async fn hash_of(tx: &Tx, number: &str) -> Result<Option<Digest>, StoreError> {
    let Some(row) = guarded::one(tx, row::Entity::find_by_id(number)).await? else {
        return Ok(None);
    };
    let at = Row {
        table: TABLE,
        id: &row.number,
    };
    at.code("content_hash", Digest::from_hex(&row.content_hash))
        .map(Some)
}

/// The files of a release, sorted by path; none when it was never published.
pub async fn files(tx: &Tx, number: &str) -> Result<Vec<SourceFile>, StoreError> {
    let rows = file::Entity::find()
        .filter(file::Column::Release.eq(number))
        .order_by_asc(file::Column::Path)
        .all(tx.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| SourceFile::new(row.path, row.content))
        .collect())
}

/// Numbers of the releases that were published after `from` and before `to`, in that order.
pub async fn between(tx: &Tx, from: &str, to: &str) -> Result<Vec<String>, StoreError> {
    let mut bounds = Vec::new();
    for number in [from, to] {
        let row = guarded::one(tx, row::Entity::find_by_id(number)).await?;
        bounds.extend(row.map(|row| row.published_at));
    }
    let [after, before] = bounds[..] else {
        return Ok(Vec::new());
    };
    let query = row::Entity::find()
        .filter(row::Column::PublishedAt.gt(after))
        .filter(row::Column::PublishedAt.lt(before))
        .order_by_asc(row::Column::PublishedAt)
        .order_by_asc(row::Column::Number);
    let rows = guarded::all(tx, query).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// Numbers of all releases, the one published last first.
pub async fn numbers(tx: &Tx) -> Result<Vec<String>, StoreError> {
    let query = row::Entity::find()
        .order_by_desc(row::Column::PublishedAt)
        .order_by_desc(row::Column::Number);
    let rows = guarded::all(tx, query).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.number
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "releases")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: String,
        pub content_hash: String,
        pub published_at: i64,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod file {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "release_files")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub release: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub path: String,
        pub content: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
