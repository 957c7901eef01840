//! The head of an application: what its rows are, in a few lines that only this program can write.
//!
//! It names the state, version and owner, the end of the journal, and a digest of every part: the rows of one table that belong to
//! the application. Sealed, so that whoever can write the database can neither make one nor read it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use data_encoding::{BASE64_NOPAD, HEXLOWER};
use uuid::Uuid;

/// SHA-256 over the rows of a part.
pub(crate) type PartDigest = [u8; 32];

/// What an application consists of.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Head {
    /// How often it was written: of two heads of one application the one with the higher number is the later.
    pub(crate) revision: i64,
    /// Digest of the head that the latest checkpoint holds of this application; empty before the first. So each head follows from
    /// the one in the checkpoint, and one that was put back does not.
    pub(crate) anchor: String,
    /// Id of the account that owns it.
    pub(crate) owner: String,
    /// Code of its state.
    pub(crate) state: String,
    /// Its version.
    pub(crate) version: i64,
    /// Number of the last journal entry; 0 before the first.
    pub(crate) last: i64,
    /// Hash of that entry; empty before the first.
    pub(crate) hash: String,
    /// Number of the last entry whose payload was erased; so are those before it.
    pub(crate) erased: i64,
    /// Digest of each part that has rows, by table.
    pub(crate) parts: BTreeMap<String, PartDigest>,
}

impl Head {
    /// One line; none of the parts holds a blank.
    pub(crate) fn written(&self) -> String {
        let mut text = format!(
            "1 {} {} {} {} {} {} {} {}",
            self.revision,
            or_dash(&self.anchor),
            self.owner,
            self.state,
            self.version,
            self.last,
            or_dash(&self.hash),
            self.erased
        );
        for (table, digest) in &self.parts {
            text.push(' ');
            text.push_str(table);
            text.push(':');
            text.push_str(&BASE64_NOPAD.encode(digest));
        }
        text
    }

    /// SHA-256 of its line, in hexadecimal: what a checkpoint holds of it.
    pub(crate) fn digest(&self) -> String {
        let digest = ring::digest::digest(&ring::digest::SHA256, self.written().as_bytes());
        HEXLOWER.encode(digest.as_ref())
    }

    /// The head of a line; `None` for any that [`Head::written`] does not write.
    pub(crate) fn read(text: &str) -> Option<Head> {
        let mut words = text.split(' ');
        if words.next()? != "1" {
            return None;
        }
        let mut head = Head {
            revision: words.next()?.parse().ok()?,
            anchor: words.next()?.trim_start_matches('-').to_owned(),
            owner: words.next()?.to_owned(),
            state: words.next()?.to_owned(),
            version: words.next()?.parse().ok()?,
            last: words.next()?.parse().ok()?,
            hash: words.next()?.trim_start_matches('-').to_owned(),
            erased: words.next()?.parse().ok()?,
            parts: BTreeMap::new(),
        };
        for word in words {
            let (table, digest) = word.split_once(':')?;
            let digest = BASE64_NOPAD.decode(digest.as_bytes()).ok()?;
            head.parts.insert(table.to_owned(), digest.try_into().ok()?);
        }
        Some(head)
    }
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// What one transaction knows of the heads of applications. `R`: how the digest of a changed part is taken anew.
pub(crate) struct Heads<R>(Mutex<BTreeMap<Uuid, Known<R>>>);

/// A head as it stands in this transaction.
pub(crate) struct Known<R> {
    /// `None` when the database has none.
    pub(crate) head: Option<Head>,
    /// Parts, and the journal, whose rows were found to be those of the head.
    pub(crate) checked: BTreeSet<&'static str>,
    /// Parts that this transaction changes: their digests are taken anew before the commit.
    pub(crate) dirty: BTreeMap<&'static str, R>,
    /// Whether an answer changed that is copied into the application's line.
    pub(crate) line_changed: bool,
    /// Whether the head is to be written, even if no part is dirty.
    pub(crate) is_changed: bool,
}

impl<R> Known<R> {
    pub(crate) fn new(head: Option<Head>) -> Self {
        Self {
            head,
            checked: BTreeSet::new(),
            dirty: BTreeMap::new(),
            line_changed: false,
            is_changed: false,
        }
    }
}

impl<R> Heads<R> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// All that is known. Never held across an await.
    pub(crate) fn known(&self) -> MutexGuard<'_, BTreeMap<Uuid, Known<R>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_written() {
        let whole = Head {
            revision: 9,
            anchor: "cd34".into(),
            owner: Uuid::from_u128(1).to_string(),
            state: "draft".into(),
            version: 3,
            last: 2,
            hash: "ab12".into(),
            erased: 1,
            parts: [
                ("answers".to_owned(), [7; 32]),
                ("marks".to_owned(), [0; 32]),
            ]
            .into(),
        };
        let empty = Head {
            hash: String::new(),
            anchor: String::new(),
            parts: BTreeMap::new(),
            ..whole.clone()
        };
        for head in [whole, empty] {
            assert_eq!(Head::read(&head.written()), Some(head.clone()));
            assert_eq!(Head::read(&format!("{} x", head.written())), None);
        }
    }
}
