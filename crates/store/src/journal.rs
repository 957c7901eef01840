//! The journal: a tamper-evident record of what happened to an application, in order.
//!
//! Entries form one hash chain per application, so that writers of different applications never wait for each other. Each entry
//! holds the hash of the previous one, and the application's sealed head (`heads`) holds the last number and hash: a chain
//! recomputed over changed entries, or truncated at its end, does not match its head.
//!
//! A payload is personal data: sealed, and in the chain only as a salted hash. [`erase_payloads`] erases payload and salt and
//! leaves the chain intact; without the salt nobody can test guesses against the hash. The audit law sets the retention of the
//! entries. Visible to the agent as a timeline (only events and times), and to supervisors.

use std::collections::BTreeMap;

use domain::application::{CaseState, Event, EventKind};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::column::{Row, ms};
use crate::head::Known;
use crate::seal::{Secret, chance};
use crate::{StoreError, Tx, heads};

mod actor;
mod chain;
mod entry;

pub use chain::Break;
pub(crate) use chain::verify as verify_chain;
pub(crate) use entry::Model as StoredEntry;

use chain::{SALT, TABLE, entry_hash, payload_hash, place};

/// A stored entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1 for the first entry of the application.
    pub seq: i64,
    /// What happened.
    pub event: Event,
    /// What it was about, in a format that the event determines; `None` once erased, empty when the event says all.
    pub payload: Option<Secret>,
}

/// Appends an event and its payload, in the transaction that causes it. Returns its number.
pub async fn append(tx: &Tx, event: &Event, payload: &str) -> Result<i64, StoreError> {
    let case = event.case.to_string();
    let head = heads::get(tx, event.case).await?;
    let head = head.ok_or_else(|| heads::missing(event.case))?;
    let (seq, previous) = (head.last + 1, head.hash);
    let row = format!("{case}/{seq}");
    // Salt and payload are erased together, so they are sealed together.
    let mut salted = Zeroizing::new(chance::<SALT>()?.to_vec());
    salted.extend_from_slice(payload.as_bytes());
    let mut entry = entry::Model {
        case_id: case.clone(),
        seq,
        kind: event.kind.code().to_owned(),
        actor: actor::text(event.actor),
        at: ms(event.at),
        subject: event.subject.clone(),
        from_state: event.from.map(|state| state.code().to_owned()),
        to_state: event.to.code().to_owned(),
        version: i64::from(event.version),
        submission: event.submission.map(i64::from),
        payload_hash: payload_hash(&salted),
        payload: Some(tx.keyring().seal_padded(place(&row), &salted)?),
        previous,
        hash: String::new(),
    };
    entry.hash = entry_hash(&entry);
    let hash = entry.hash.clone();
    entry::Entity::insert(entry::ActiveModel::from(entry))
        .exec_without_returning(tx.connection())
        .await?;
    heads::change(tx, event.case, |head| {
        head.last = seq;
        head.hash = hash;
    })
    .await?;
    Ok(seq)
}

/// All entries of an application, oldest first.
///
/// Fails as [`StoreError::Altered`] unless they are all those that were written, unchanged.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<Entry>, StoreError> {
    let head = heads::get(tx, case).await?.unwrap_or_default();
    let rows = rows(tx, case).await?;
    chain::verify(tx.keyring(), &rows, &head).map_err(|fault| altered(case, fault))?;
    rows.into_iter().map(|row| open(tx, row)).collect()
}

/// Checks that the entries of an application are all those that were written, unchanged, without opening their payloads: for
/// whoever opens an application and reads no entry. Once in a transaction: what it appends itself needs no second look.
///
/// Fails as [`StoreError::Altered`] otherwise.
pub async fn check(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    let head = heads::get(tx, case).await?.unwrap_or_default();
    let is_checked = |known: &Known<_>| known.checked.contains(TABLE);
    if tx.heads().known().get(&case).is_some_and(is_checked) {
        return Ok(());
    }
    let rows = rows(tx, case).await?;
    chain::links(&rows, &head).map_err(|fault| altered(case, fault))?;
    if let Some(known) = tx.heads().known().get_mut(&case) {
        known.checked.insert(TABLE);
    }
    Ok(())
}

/// Erases the payloads of an application's entries. The chain stays intact and still passes [`verify`]; the head says up to which
/// entry they are rightly gone.
pub async fn erase_payloads(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    entry::Entity::update_many()
        .col_expr(entry::Column::Payload, Expr::value(Option::<Vec<u8>>::None))
        .filter(entry::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    heads::change(tx, case, |head| head.erased = head.last).await
}

/// Verifies the chain of an application. `Ok(Ok(n))`: all `n` entries are unchanged. `Ok(Err(_))`: the first fault.
pub async fn verify(tx: &Tx, case: Uuid) -> Result<Result<i64, Break>, StoreError> {
    let head = heads::get(tx, case).await?.unwrap_or_default();
    let rows = rows(tx, case).await?;
    Ok(chain::verify(tx.keyring(), &rows, &head))
}

/// For the audit: at most `limit` applications with entries, after `after`, in order.
pub(crate) async fn cases(tx: &Tx, after: &str, limit: u64) -> Result<Vec<String>, StoreError> {
    let query = entry::Entity::find()
        .select_only()
        .column(entry::Column::CaseId)
        .filter(entry::Column::CaseId.gt(after))
        .distinct()
        .order_by_asc(entry::Column::CaseId)
        .limit(limit);
    Ok(query.into_tuple().all(tx.connection()).await?)
}

/// For the audit: the entries of these applications, by number.
pub(crate) async fn entries_of(
    tx: &Tx,
    cases: &[String],
) -> Result<BTreeMap<String, Vec<StoredEntry>>, StoreError> {
    let query = entry::Entity::find()
        .filter(entry::Column::CaseId.is_in(cases))
        .order_by_asc(entry::Column::CaseId)
        .order_by_asc(entry::Column::Seq);
    let mut entries: BTreeMap<String, Vec<StoredEntry>> = BTreeMap::new();
    for entry in query.all(tx.connection()).await? {
        entries
            .entry(entry.case_id.clone())
            .or_default()
            .push(entry);
    }
    Ok(entries)
}

fn altered(case: Uuid, fault: Break) -> StoreError {
    StoreError::altered(TABLE, &case.to_string(), &fault.to_string())
}

async fn rows(tx: &Tx, case: Uuid) -> Result<Vec<entry::Model>, StoreError> {
    let query = entry::Entity::find()
        .filter(entry::Column::CaseId.eq(case.to_string()))
        .order_by_asc(entry::Column::Seq);
    Ok(query.all(tx.connection()).await?)
}

fn open(tx: &Tx, row: entry::Model) -> Result<Entry, StoreError> {
    let id = format!("{}/{}", row.case_id, row.seq);
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let payload = match &row.payload {
        None => None,
        Some(sealed) => {
            let salted = tx.keyring().open_padded(place(&id), sealed)?;
            let text = salted
                .get(SALT..)
                .and_then(|text| std::str::from_utf8(text).ok());
            Some(Secret::from(
                text.ok_or_else(|| at.wrong("payload", "no text"))?,
            ))
        }
    };
    let from = row
        .from_state
        .as_deref()
        .map(|code| at.code("from_state", CaseState::from_code(code)))
        .transpose()?;
    let event = Event {
        kind: at.code("kind", EventKind::from_code(&row.kind))?,
        case: at.uuid("case_id", &row.case_id)?,
        actor: at.code("actor", actor::parse(&row.actor))?,
        at: at.instant("at", row.at)?,
        from,
        to: at.code("to_state", CaseState::from_code(&row.to_state))?,
        version: at.number("version", row.version)?,
        submission: row
            .submission
            .map(|number| at.number("submission", number))
            .transpose()?,
        subject: row.subject,
    };
    Ok(Entry {
        seq: row.seq,
        event,
        payload,
    })
}
