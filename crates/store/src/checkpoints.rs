//! Checkpoints: signed lists of what the heads of applications were, kept in the database and outside of it.
//!
//! A sealed head shows that the rows of an application are its own, but whoever can write the database could remove an application
//! with its head, or put both back as they once were. So a job folds every head that has changed into the next checkpoint. Each is
//! signed, names the root of the one before it, and is written as a file to a folder that the database does not reach; the audit
//! compares the database with them. What happened since the last checkpoint is not covered.
//!
//! They hold ids of applications, numbers and hashes: nothing is sealed. Never erased; visible to operators. In the database a
//! checkpoint keeps its content only until its file is durable.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};

use crate::column::ms;
use crate::{Store, StoreError, Tx, heads};

mod checkpoint;
mod folder;

pub(crate) use checkpoint::{Checkpoint, Leaf, verified};
pub(crate) use folder::{numbers, read};

use checkpoint::TABLE;

/// Most heads in one checkpoint, so that no transaction holds many applications for long.
const HEADS: u64 = 500;
/// The root before the first checkpoint.
pub(crate) const BEGINNING: &str = "-";

/// What [`take`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Heads that were folded.
    pub heads: u64,
    /// Files that were written.
    pub files: u64,
}

/// Folds every head that has changed into checkpoints, and writes those that have no file yet to the
/// folder. Idempotent; whatever
/// ends the process in between, the next call goes on from there.
///
/// Fails as [`StoreError::Altered`] when the folder knows a later checkpoint than the database, or another one: the database was put
/// back to an earlier state.
pub async fn take(store: &Store, now: Timestamp) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    let folder = store.checkpoints_folder().to_owned();
    let outside = aside({
        let folder = folder.clone();
        move || Ok(numbers(&folder)?.into_iter().max().unwrap_or(0))
    })
    .await?;
    let mut after = Some(String::new());
    while let Some(from) = after {
        let page = store
            .write(async move |tx| fold(tx, &from, outside, now).await)
            .await?;
        taken.heads += page.heads;
        after = page.last;
        while let Some((number, content)) =
            store.read(async |tx| first_without_file(tx).await).await?
        {
            let folder = folder.clone();
            aside(move || folder::write(&folder, number, &content)).await?;
            store
                .write(async move |tx| note_file(tx, number).await)
                .await?;
            taken.files += 1;
        }
    }
    Ok(taken)
}

/// What was folded into one checkpoint.
struct Folded {
    heads: u64,
    /// The last application, if there may be more after it.
    last: Option<String>,
}

/// Runs work on files where it holds up nobody.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or(Err(StoreError::Panicked))
}

/// Folds at most [`HEADS`] heads of the applications after `after` into one checkpoint. A head that somebody altered is left out, so
/// that it does not keep those of others from being folded.
async fn fold(tx: &Tx, after: &str, outside: i64, now: Timestamp) -> Result<Folded, StoreError> {
    let latest = row::Entity::find()
        .order_by_desc(row::Column::Number)
        .one(tx.connection())
        .await?;
    let (number, previous) = latest.map_or((0, BEGINNING.to_owned()), |latest| {
        (latest.number, latest.root)
    });
    if outside > number {
        return Err(StoreError::altered(
            TABLE,
            &outside.to_string(),
            "its file is there, and the database does not know it: the database was put back to an earlier state",
        ));
    }
    let changed = heads::not_folded(tx, after, HEADS).await?;
    let last = changed.last().map(|stored| stored.case.clone());
    let last = last.filter(|_| changed.len() as u64 == HEADS);
    let mut leaves = Vec::with_capacity(changed.len());
    for stored in changed {
        match stored.head {
            Ok(head) => leaves.push(Leaf {
                case: stored.case,
                digest: head.digest(),
            }),
            Err(error) => {
                tracing::error!(case = stored.case, %error, "the head of an application is not as it was written: it is in no checkpoint");
            }
        }
    }
    if leaves.is_empty() {
        return Ok(Folded { heads: 0, last });
    }
    let cases: Vec<String> = leaves.iter().map(|leaf| leaf.case.clone()).collect();
    let checkpoint = Checkpoint {
        number: number + 1,
        at: now,
        previous,
        leaves,
    };
    // Of two processes that fold at once, one loses the race for the number (PostgreSQL), and its retry finds nothing left.
    row::Entity::insert(row::ActiveModel {
        number: Set(checkpoint.number),
        at: Set(ms(now)),
        root: Set(checkpoint.root()),
        content: Set(Some(checkpoint.signed(tx.keyring())?)),
    })
    .on_conflict(
        OnConflict::column(row::Column::Number)
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    let heads = cases.len() as u64;
    heads::note_folded(tx, cases).await?;
    Ok(Folded { heads, last })
}

async fn first_without_file(tx: &Tx) -> Result<Option<(i64, String)>, StoreError> {
    let found = row::Entity::find()
        .filter(row::Column::Content.is_not_null())
        .order_by_asc(row::Column::Number)
        .one(tx.connection())
        .await?;
    Ok(found.and_then(|row| Some((row.number, row.content?))))
}

async fn note_file(tx: &Tx, number: i64) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::Content, Expr::value(Option::<String>::None))
        .filter(row::Column::Number.eq(number))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// A checkpoint as the database knows it.
pub(crate) struct Known {
    pub(crate) number: i64,
    pub(crate) root: String,
    /// Until its file is written.
    pub(crate) content: Option<String>,
}

/// At most `limit` checkpoints of the database after the number `after`, in order.
pub(crate) async fn page(tx: &Tx, after: i64, limit: u64) -> Result<Vec<Known>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Number.gt(after))
        .order_by_asc(row::Column::Number)
        .limit(limit)
        .all(tx.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Known {
            number: row.number,
            root: row.root,
            content: row.content,
        })
        .collect())
}

/// Removes the files, for a sandbox that begins anew.
pub async fn remove_files(store: &Store) -> Result<(), StoreError> {
    let folder = store.checkpoints_folder().to_owned();
    aside(move || folder::remove_all(&folder)).await
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "checkpoints")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub at: i64,
        pub root: String,
        pub content: Option<String>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
