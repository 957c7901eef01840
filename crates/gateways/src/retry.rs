//! How often a failed call is retried, and after how long.

use rand::RngExt;
use std::time::Duration;

/// Exponential backoff with jitter: each wait is drawn evenly from its upper half, so that many waiting callers spread out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    /// Upper bound of the first wait.
    pub(crate) first: Duration,
    /// Attempts after the first one.
    pub(crate) retries: u32,
}

/// No single wait is longer: a parent may be looking at the page.
const LONGEST: Duration = Duration::from_secs(10);

impl Backoff {
    /// The wait before retry number `retry` (counted from 0); `None` when no retry is left.
    pub(crate) fn wait(&self, retry: u32, rng: &mut (impl rand::Rng + ?Sized)) -> Option<Duration> {
        if retry >= self.retries {
            return None;
        }
        let doubled = 2u32
            .checked_pow(retry)
            .and_then(|factor| self.first.checked_mul(factor));
        let longest = doubled.unwrap_or(LONGEST).min(LONGEST);
        Some(longest.mul_f64(rng.random_range(0.5..=1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn waits_double_within_their_upper_half_and_end() {
        let backoff = Backoff {
            first: Duration::from_millis(100),
            retries: 3,
        };
        let mut rng = StdRng::seed_from_u64(7);
        for (retry, longest_ms) in [(0, 100), (1, 200), (2, 400)] {
            let wait = backoff.wait(retry, &mut rng).unwrap();
            assert!(wait <= Duration::from_millis(longest_ms));
            assert!(wait >= Duration::from_millis(longest_ms / 2));
        }
        assert_eq!(backoff.wait(3, &mut rng), None);
    }

    #[test]
    fn no_wait_is_longer_than_the_longest() {
        let backoff = Backoff {
            first: Duration::from_secs(3),
            retries: u32::MAX,
        };
        let mut rng = StdRng::seed_from_u64(7);
        assert!(backoff.wait(2, &mut rng).unwrap() <= LONGEST);
        assert!(backoff.wait(4_000_000_000, &mut rng).unwrap() <= LONGEST);
    }
}
