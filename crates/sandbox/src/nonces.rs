//! Nonces that were used, so that none counts twice.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// The nonces of the last while.
pub(crate) struct Nonces {
    remembered_s: i64,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    known: HashSet<String>,
    by_age: VecDeque<(Timestamp, String)>,
}

impl Nonces {
    /// `remembered_s`: as long as a timestamp can be accepted, from one end of the skew to the other, in seconds.
    pub(crate) fn remembered_for(remembered_s: i64) -> Self {
        Self {
            remembered_s,
            seen: Mutex::default(),
        }
    }

    /// Uses a nonce up, and says whether it was new.
    pub(crate) fn is_first(&self, nonce: &str, now: Timestamp) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, old)) = seen
            .by_age
            .pop_front_if(|(at, _)| now.as_second() - at.as_second() > self.remembered_s)
        {
            seen.known.remove(&old);
        }
        let first = seen.known.insert(nonce.to_owned());
        if first {
            seen.by_age.push_back((now, nonce.to_owned()));
        }
        first
    }
}
