//! The one source of randomness of the service.

use std::sync::{Mutex, MutexGuard, PoisonError};

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

/// Hands out random bytes. Everything below the edge takes the randomness that it needs as an argument.
pub struct Chance(Mutex<rand::rngs::StdRng>);

impl Chance {
    /// Seeded by the machine: cryptographically strong.
    pub fn machine() -> Chance {
        Chance(Mutex::new(rand::make_rng()))
    }

    /// Deterministic, for tests.
    pub fn seeded(seed: u64) -> Chance {
        Chance(Mutex::new(rand::rngs::StdRng::seed_from_u64(seed)))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.lock().fill_bytes(&mut bytes);
        bytes
    }

    /// `N` random bytes in hexadecimal digits.
    pub fn hex<const N: usize>(&self) -> String {
        HEXLOWER.encode(&self.bytes::<N>())
    }

    /// A random id that reveals nothing, not even its time.
    pub fn id(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// An id for a row: it sorts by time (UUID version 7, RFC 9562), so that what is new lies together in every index, and has 74
    /// random bits. It tells when it was made; `docs/adr/0015-ids-that-sort-by-time.md` has the measurements.
    pub fn id_at(&self, now: Timestamp) -> Uuid {
        // Before 1970 there is no such id; a clock set there costs the order, nothing else.
        let ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.bytes()).into_uuid()
    }

    /// A separate generator, for callers that need many numbers.
    pub fn fork(&self) -> rand::rngs::StdRng {
        rand::rngs::StdRng::from_seed(self.bytes())
    }

    fn lock(&self) -> MutexGuard<'_, rand::rngs::StdRng> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_rows_sort_by_time_and_differ_within_it() {
        let chance = Chance::seeded(1);
        let at = |ms| chance.id_at(Timestamp::from_millisecond(ms).unwrap());
        let (first, second, later) = (
            at(1_764_000_000_000),
            at(1_764_000_000_000),
            at(1_764_000_000_001),
        );
        assert_ne!(first, second);
        assert!(first.to_string() < later.to_string() && second < later);
        assert_eq!(first.get_version_num(), 7);
        assert_eq!(at(-1).get_version_num(), 7);
    }
}
