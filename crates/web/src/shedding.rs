//! Load shedding: turns away addresses that ask for more log-in pages or checklists than any person would, before these cost a
//! picture and a row, or plans.
//!
//! In memory only, per address: a first line. The tries themselves are counted in the database.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::errors::RequestError;

/// A token bucket per address: each page takes a token, and the bucket refills over time.
#[derive(Debug)]
pub struct Shedding {
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
    burst: f64,
    a_second: f64,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

/// Thousands of families may share a carrier's one address; a page or two a second is a rush among them.
const BURST: f64 = 200.0;
const A_SECOND: f64 = 10.0;
const MOST_ADDRESSES: usize = 20_000;
const WAIT_S: u64 = 5;

impl Default for Shedding {
    fn default() -> Shedding {
        Shedding::new(BURST, A_SECOND)
    }
}

impl Shedding {
    fn new(burst: f64, a_second: f64) -> Shedding {
        Shedding {
            buckets: Mutex::default(),
            burst,
            a_second,
        }
    }

    /// Counts a page that is about to be drawn for `address`, whose limits are `loosened` times as high as usual.
    ///
    /// # Errors
    /// [`RequestError::TooManyTries`] if it has asked for too many.
    pub fn admit(&self, address: IpAddr, loosened: u32) -> Result<(), RequestError> {
        if self.take(address, 1.0 / f64::from(loosened), Instant::now()) {
            Ok(())
        } else {
            Err(RequestError::TooManyTries { wait_s: WAIT_S })
        }
    }

    /// Takes a token for `address`; `false` if it has none left. `cost` is less than 1 where many are expected.
    fn take(&self, address: IpAddr, cost: f64, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_ADDRESSES && !buckets.contains_key(&address) {
            buckets.retain(|_, bucket| self.filled(bucket, now) < self.burst);
            if buckets.len() >= MOST_ADDRESSES {
                // Better to let some through than to remember everybody.
                buckets.clear();
            }
        }
        let bucket = buckets.entry(address).or_insert(Bucket {
            tokens: self.burst,
            at: now,
        });
        bucket.tokens = self.filled(bucket, now);
        bucket.at = now;
        if bucket.tokens < cost {
            return false;
        }
        bucket.tokens -= cost;
        true
    }

    fn filled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.tokens + seconds * self.a_second).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn an_address_that_asks_too_often_waits_and_the_others_do_not() {
        let shedding = Shedding::new(3.0, 1.0);
        let (one, other) = (
            IpAddr::from([203, 0, 113, 1]),
            IpAddr::from([203, 0, 113, 2]),
        );
        let start = Instant::now();
        assert!((0..3).all(|_| shedding.take(one, 1.0, start)));
        assert!(!shedding.take(one, 1.0, start));
        assert!(shedding.take(other, 1.0, start));
        assert!((0..90).all(|_| shedding.take(other, 0.02, start)), "cheap");
        assert!(shedding.take(one, 1.0, start + Duration::from_secs(1)));
        assert!(!shedding.take(one, 1.0, start + Duration::from_secs(1)));
    }

    #[test]
    fn it_does_not_keep_the_whole_internet_in_mind() {
        let shedding = Shedding::new(3.0, 1.0);
        let now = Instant::now();
        for n in 0..30_000_u32 {
            assert!(shedding.take(IpAddr::from(n.to_be_bytes()), 1.0, now));
        }
        assert!(shedding.buckets.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
