//! The one source of randomness of the service.

use std::sync::{Mutex, MutexGuard, PoisonError};

use data_encoding::HEXLOWER;
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
