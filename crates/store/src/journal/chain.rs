//! The hash chain over the entries of an application.

use domain::digest::Digest;

use super::entry;
use crate::head::Head;
use crate::seal::{Keyring, SealContext};

pub(super) const TABLE: &str = "journal";
/// Random bytes before a payload.
pub(super) const SALT: usize = 16;

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

/// Verifies all entries of an application, by number, against its head: how many there are, or the first fault.
pub(crate) fn verify(keyring: &Keyring, rows: &[entry::Model], head: &Head) -> Result<i64, Break> {
    let entries = links(rows, head)?;
    for row in rows {
        let Some(sealed) = &row.payload else {
            continue;
        };
        let id = format!("{}/{}", row.case_id, row.seq);
        let opened = keyring.open_padded(place(&id), sealed);
        if !opened.is_ok_and(|salted| payload_hash(&salted) == row.payload_hash) {
            return Err(Break::Payload { seq: row.seq });
        }
    }
    Ok(entries)
}

/// The same without opening any payload: whether each is there, or was rightly erased.
pub(super) fn links(rows: &[entry::Model], head: &Head) -> Result<i64, Break> {
    let (mut seq, mut previous) = (0, "");
    for row in rows {
        seq += 1;
        if row.seq != seq {
            return Err(Break::Gap { seq });
        }
        if row.previous != previous || row.hash != entry_hash(row) {
            return Err(Break::Changed { seq });
        }
        if row.payload.is_some() != (seq > head.erased) {
            return Err(Break::Payload { seq });
        }
        previous = &row.hash;
    }
    if (head.last, head.hash.as_str()) == (seq, previous) {
        Ok(seq)
    } else {
        Err(Break::Head { seq })
    }
}

/// Where a payload is sealed. `row`: `<case>/<number>`.
pub(super) fn place(row: &str) -> SealContext<'_> {
    SealContext {
        table: TABLE,
        column: "payload",
        row,
    }
}

pub(super) fn payload_hash(salted: &[u8]) -> String {
    let (salt, payload) = salted.split_at(salted.len().min(SALT));
    Digest::of_parts([salt, payload]).to_string()
}

/// The hash over every field of an entry, including the previous hash but not its own.
pub(super) fn entry_hash(row: &entry::Model) -> String {
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
