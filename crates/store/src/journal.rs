//! The journal: a tamper-evident record of what happened to an application, in order.
//!
//! Entries form one hash chain per application, so that writers of different applications never wait for each other. Each entry
//! holds the hash of the previous one, and the head (last number and hash) is sealed: a chain recomputed over changed entries, or
//! truncated at its end, does not match its head.
//!
//! A payload is personal data: sealed, and in the chain only as a salted hash. [`erase_payloads`] erases payload and salt and
//! leaves the chain intact; without the salt nobody can test guesses against the hash. The audit law sets the retention of the
//! entries. Visible to the agent as a timeline (only events and times), and to supervisors.

use domain::application::{CaseState, Event, EventKind};
use domain::digest::Digest;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::column::{Row, ms};
use crate::seal::{SealContext, Secret, chance};
use crate::{StoreError, Tx};

mod actor;

const TABLE: &str = "journal";
const HEADS: &str = "journal_heads";
/// The previous hash of the first entry.
const BEGINNING: &str = "";
/// Random bytes before a payload.
const SALT: usize = 16;

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

/// What is wrong with a chain. `seq` is the entry at which it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// An entry is missing, duplicated or out of place.
    #[error("entry {seq} is not where it should be")]
    Gap {
        /// The number that was expected.
        seq: i64,
    },
    /// An entry has changed since it was written.
    #[error("entry {seq} was changed")]
    Changed {
        /// Its number.
        seq: i64,
    },
    /// A payload has changed since it was written.
    #[error("the payload of entry {seq} was changed")]
    Payload {
        /// Its number.
        seq: i64,
    },
    /// The head does not match the last entry: entries were truncated, or all were recomputed.
    #[error("the chain does not end as its sealed head says, after entry {seq}")]
    Head {
        /// Number of the last entry present.
        seq: i64,
    },
}

/// Appends an event and its payload, in the transaction that causes it. Returns its number.
pub async fn append(tx: &Tx, event: &Event, payload: &str) -> Result<i64, StoreError> {
    let case = event.case.to_string();
    let (last, previous) = head(tx, &case)
        .await?
        .unwrap_or_else(|| Ok((0, BEGINNING.to_owned())))?;
    let seq = last + 1;
    let row = format!("{case}/{seq}");
    // Salt and payload are erased together, so they are sealed together.
    let mut salted = Zeroizing::new(chance::<SALT>()?.to_vec());
    salted.extend_from_slice(payload.as_bytes());
    let place = SealContext {
        table: TABLE,
        column: "payload",
        row: &row,
    };
    let mut entry = entries::Model {
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
        payload: Some(tx.keyring().seal_padded(place, &salted)?),
        previous,
        hash: String::new(),
    };
    entry.hash = entry_hash(&entry);
    let place = SealContext {
        table: HEADS,
        column: "head",
        row: &case,
    };
    let head = tx
        .keyring()
        .seal_text(place, &format!("{seq} {}", entry.hash))?;
    entries::Entity::insert(entries::ActiveModel::from(entry))
        .exec_without_returning(tx.connection())
        .await?;
    heads::Entity::insert(heads::ActiveModel {
        case_id: Set(case),
        head: Set(head),
    })
    .on_conflict(
        OnConflict::column(heads::Column::CaseId)
            .update_column(heads::Column::Head)
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(seq)
}

/// All entries of an application, oldest first.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<Entry>, StoreError> {
    rows(tx, &case.to_string())
        .await?
        .into_iter()
        .map(|row| open(tx, row))
        .collect()
}

/// Erases the payloads of an application's entries. The chain stays intact and still passes [`verify`].
pub async fn erase_payloads(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    entries::Entity::update_many()
        .col_expr(
            entries::Column::Payload,
            Expr::value(Option::<Vec<u8>>::None),
        )
        .filter(entries::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Verifies the chain of an application. `Ok(Ok(n))`: all `n` entries are unchanged. `Ok(Err(_))`: the first fault.
pub async fn verify(tx: &Tx, case: Uuid) -> Result<Result<i64, Break>, StoreError> {
    verify_chain(tx, &case.to_string()).await
}

pub(crate) async fn verify_chain(tx: &Tx, case: &str) -> Result<Result<i64, Break>, StoreError> {
    let mut seq = 0;
    let mut previous = BEGINNING.to_owned();
    for row in rows(tx, case).await? {
        seq += 1;
        if row.seq != seq {
            return Ok(Err(Break::Gap { seq }));
        }
        let hash = entry_hash(&row);
        if row.previous != previous || row.hash != hash {
            return Ok(Err(Break::Changed { seq }));
        }
        if let Some(sealed) = &row.payload {
            let id = format!("{case}/{seq}");
            let opened = tx.keyring().open_padded(
                SealContext {
                    table: TABLE,
                    column: "payload",
                    row: &id,
                },
                sealed,
            );
            if !opened.is_ok_and(|salted| payload_hash(&salted) == row.payload_hash) {
                return Ok(Err(Break::Payload { seq }));
            }
        }
        previous = hash;
    }
    match head(tx, case).await? {
        Some(Ok((last, hash))) if last == seq && hash == previous => Ok(Ok(seq)),
        None if seq == 0 => Ok(Ok(0)),
        _ => Ok(Err(Break::Head { seq })),
    }
}

/// For the audit: applications after `after` that have entries or a head (keyset pagination).
pub(crate) async fn cases_page(
    tx: &Tx,
    after: &str,
    limit: u64,
) -> Result<Vec<String>, StoreError> {
    let with_entries: Vec<String> = entries::Entity::find()
        .select_only()
        .column(entries::Column::CaseId)
        .filter(entries::Column::CaseId.gt(after))
        .distinct()
        .order_by_asc(entries::Column::CaseId)
        .limit(limit)
        .into_tuple()
        .all(tx.connection())
        .await?;
    let with_head: Vec<String> = heads::Entity::find()
        .select_only()
        .column(heads::Column::CaseId)
        .filter(heads::Column::CaseId.gt(after))
        .order_by_asc(heads::Column::CaseId)
        .limit(limit)
        .into_tuple()
        .all(tx.connection())
        .await?;
    let mut both: Vec<String> = with_entries.into_iter().chain(with_head).collect();
    both.sort_unstable();
    both.dedup();
    both.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(both)
}

async fn rows(tx: &Tx, case: &str) -> Result<Vec<entries::Model>, StoreError> {
    let query = entries::Entity::find()
        .filter(entries::Column::CaseId.eq(case))
        .order_by_asc(entries::Column::Seq);
    Ok(query.all(tx.connection()).await?)
}

/// Number and hash of the last entry, from the sealed head; the inner error is a head that cannot be opened.
async fn head(
    tx: &Tx,
    case: &str,
) -> Result<Option<Result<(i64, String), StoreError>>, StoreError> {
    let mut query = heads::Entity::find_by_id(case);
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let Some(row) = query.one(tx.connection()).await? else {
        return Ok(None);
    };
    let opened = tx.keyring().open_text(
        SealContext {
            table: HEADS,
            column: "head",
            row: case,
        },
        &row.head,
    );
    Ok(Some(opened.map_err(StoreError::from).and_then(|text| {
        text.expose()
            .split_once(' ')
            .and_then(|(seq, hash)| Some((seq.parse().ok()?, hash.to_owned())))
            .ok_or_else(|| StoreError::inconsistent(HEADS, "head", case, "no number and hash"))
    })))
}

fn open(tx: &Tx, row: entries::Model) -> Result<Entry, StoreError> {
    let id = format!("{}/{}", row.case_id, row.seq);
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let payload = match &row.payload {
        None => None,
        Some(sealed) => {
            let salted = tx.keyring().open_padded(
                SealContext {
                    table: TABLE,
                    column: "payload",
                    row: &id,
                },
                sealed,
            )?;
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

fn payload_hash(salted: &[u8]) -> String {
    let (salt, payload) = salted.split_at(salted.len().min(SALT));
    Digest::of_parts([salt, payload]).to_string()
}

/// The hash over every field of an entry, including the previous hash but not its own.
fn entry_hash(row: &entries::Model) -> String {
    let numbers = [row.seq, row.at, row.version, row.submission.unwrap_or(0)]
        .map(|number| number.to_string());
    let [seq, at, version, submission] = &numbers;
    // Absent and empty values hash alike, which is safe: neither a subject nor a state is ever empty.
    let absent = "";
    Digest::of_parts([
        "daiban-journal-1",
        &row.case_id,
        seq,
        &row.previous,
        &row.kind,
        &row.actor,
        at,
        row.subject.as_deref().unwrap_or(absent),
        row.from_state.as_deref().unwrap_or(absent),
        &row.to_state,
        version,
        submission,
        &row.payload_hash,
    ])
    .to_string()
}

mod entries {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub kind: String,
        pub actor: String,
        pub at: i64,
        pub subject: Option<String>,
        pub from_state: Option<String>,
        pub to_state: String,
        pub version: i64,
        pub submission: Option<i64>,
        pub payload_hash: String,
        pub payload: Option<Vec<u8>>,
        pub previous: String,
        pub hash: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod heads {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_heads")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub head: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
