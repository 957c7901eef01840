//! The lines of an agent's list, and what a register offered: kept in the row of the application, under its MAC.
//!
//! A line shows the child's name and the receipt number without reading any other row: `refresh` copies them, the name as it is
//! sealed in [`crate::answers`], before each commit that changes them. The offered children are sealed here, so that a page that is
//! shown again asks no register again. Where a draft stands and why it cannot go on are codes that the service notes as it plans.
//! All are erased with the answers; what was offered and where the draft stood also at the submission, and what was offered when
//! the agent no longer agrees to look-ups. Visible to the agent.

use domain::application::{Case, CaseState};
use domain::receipt::ReceiptNumber;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::answers::{self, CHILD_NAME, CONSENT_LOOKUP};
use crate::cases::{self, TABLE, row};
use crate::column::Row;
use crate::seal::{SealContext, Secret};
use crate::{StoreError, Tx, guarded, submissions};

/// An application in its agent's list.
#[derive(Debug)]
pub struct Line {
    /// The application.
    pub case: Case,
    /// The child's name as entered, if it was.
    pub child_name: Option<Secret>,
    /// The receipt number, once submitted.
    pub receipt: Option<ReceiptNumber>,
    /// The step of a draft that comes next, if it was saved before.
    pub next_step: Option<String>,
    /// Why a draft cannot go on: the code of the refusal that the agent was shown.
    pub refusal: Option<String>,
}

/// What a register offered for an application.
#[derive(Debug)]
pub struct Offered {
    /// When it was asked.
    pub at: Timestamp,
    /// The children, as the caller wrote them.
    pub children: Secret,
}

/// At most `limit` of an account's applications, last changed first. One query, and no other row is read.
pub async fn list_owned(tx: &Tx, account: Uuid, limit: u64) -> Result<Vec<Line>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .order_by_desc(row::Column::UpdatedAt)
        .order_by_desc(row::Column::Id)
        .limit(limit);
    open(tx, guarded::all(tx, query).await?)
}

/// At most `limit` of an account's applications that were begun before `before`, the one begun last first. An id never changes, so
/// whoever goes through them page by page meets each once, whatever happens to them meanwhile.
pub async fn page_owned(
    tx: &Tx,
    account: Uuid,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Line>, StoreError> {
    let mut query = row::Entity::find().filter(row::Column::AccountId.eq(account.to_string()));
    if let Some(before) = before {
        query = query.filter(row::Column::Id.lt(before.to_string()));
    }
    let query = query.order_by_desc(row::Column::Id).limit(limit);
    open(tx, guarded::all(tx, query).await?)
}

/// The draft of an account that changed last.
pub async fn newest_draft(tx: &Tx, account: Uuid) -> Result<Option<Case>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::State.eq(CaseState::Draft.code()))
        .order_by_desc(row::Column::UpdatedAt)
        .order_by_desc(row::Column::Id)
        .limit(1);
    let mut found = open(tx, guarded::all(tx, query).await?)?;
    Ok(found.pop().map(|line| line.case))
}

fn open(tx: &Tx, rows: Vec<row::Model>) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::with_capacity(rows.len());
    for mut row in rows {
        let child_name = match row.child_name.take() {
            Some(sealed) => Some(answers::open_value(tx, &row.id, CHILD_NAME, &sealed)?),
            None => None,
        };
        let at = Row {
            table: TABLE,
            id: &row.id,
        };
        let receipt = match &row.receipt {
            Some(number) => Some(at.code("receipt", ReceiptNumber::parse(number).ok())?),
            None => None,
        };
        lines.push(Line {
            child_name,
            receipt,
            next_step: row.next_step.take(),
            refusal: row.refusal.take(),
            case: cases::open(row)?.case,
        });
    }
    Ok(lines)
}

/// Copies what changed in this transaction into the rows of its applications. Before [`crate::heads::seal`].
pub(crate) async fn refresh(tx: &Tx) -> Result<(), StoreError> {
    let changed: Vec<(Uuid, bool, bool)> = {
        let known = tx.heads().known();
        let changed = known.iter().map(|(case, known)| {
            let is_dirty = |table| known.dirty.contains_key(table);
            let submissions = is_dirty(submissions::TABLE);
            (*case, known.line_changed, submissions)
        });
        changed
            .filter(|(_, answers, submissions)| *answers || *submissions)
            .collect()
    };
    for (case, answers_changed, submissions_changed) in changed {
        let Some(before) = stored(tx, case).await? else {
            continue;
        };
        let mut row = before.clone();
        if answers_changed {
            let mut sealed = answers::copied(tx, case).await?;
            row.child_name = sealed.remove(CHILD_NAME);
            let may_ask = sealed.contains_key(CONSENT_LOOKUP);
            row.offered = row.offered.filter(|_| may_ask);
            if row.child_name.is_none() {
                row.refusal = None;
            }
        }
        if submissions_changed {
            row.receipt = submissions::receipt_of(tx, case).await?;
            row.offered = None;
            row.next_step = None;
            row.refusal = None;
        }
        if row != before {
            guarded::update::<row::Entity>(tx, row).await?;
        }
    }
    Ok(())
}

/// Notes which step of a draft comes next.
pub async fn note_step(tx: &Tx, case: Uuid, step: &str) -> Result<(), StoreError> {
    note(tx, case, |row| row.next_step = Some(step.to_owned())).await
}

/// Notes why a draft cannot go on, or that it can.
pub async fn note_refusal(tx: &Tx, case: Uuid, code: Option<&str>) -> Result<(), StoreError> {
    note(tx, case, |row| row.refusal = code.map(str::to_owned)).await
}

async fn note(tx: &Tx, case: Uuid, change: impl FnOnce(&mut row::Model)) -> Result<(), StoreError> {
    let Some(before) = stored(tx, case).await? else {
        return Ok(());
    };
    let mut row = before.clone();
    change(&mut row);
    if row != before {
        guarded::update::<row::Entity>(tx, row).await?;
    }
    Ok(())
}

/// What a register offered for this application last; `None` when that was erased, or none was asked.
pub async fn offered(tx: &Tx, case: Uuid) -> Result<Option<Offered>, StoreError> {
    let Some(row) = stored(tx, case).await? else {
        return Ok(None);
    };
    let Some(sealed) = &row.offered else {
        return Ok(None);
    };
    let text = tx.keyring().open_text(place(&row.id), sealed)?;
    let (at, children) = text.expose().split_once(' ').ok_or_else(|| {
        StoreError::inconsistent(TABLE, "offered", &row.id, "it has no time before it")
    })?;
    let here = Row {
        table: TABLE,
        id: &row.id,
    };
    Ok(Some(Offered {
        at: here.instant("offered", here.code("offered", at.parse().ok())?)?,
        children: Secret::from(children),
    }))
}

/// Keeps what a register offered for an application, in place of what it offered before.
pub async fn keep_offered(
    tx: &Tx,
    case: Uuid,
    at: Timestamp,
    children: &str,
) -> Result<(), StoreError> {
    let id = case.to_string();
    let text = format!("{} {children}", at.as_millisecond());
    let sealed = tx.keyring().seal_text(place(&id), &text)?;
    set_offered(tx, case, Some(sealed)).await
}

/// Erases what a register offered for an application.
pub async fn forget_offered(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    set_offered(tx, case, None).await
}

async fn set_offered(tx: &Tx, case: Uuid, sealed: Option<Vec<u8>>) -> Result<(), StoreError> {
    note(tx, case, |row| row.offered = sealed).await
}

async fn stored(tx: &Tx, case: Uuid) -> Result<Option<row::Model>, StoreError> {
    let mut query = row::Entity::find_by_id(case.to_string());
    if tx.writes() {
        query = query.lock_exclusive();
    }
    guarded::one(tx, query).await
}

fn place(case: &str) -> SealContext<'_> {
    SealContext {
        table: TABLE,
        column: "offered",
        row: case,
    }
}
