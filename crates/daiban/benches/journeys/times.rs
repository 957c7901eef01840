//! Many durations, and what stands out of them.

use std::time::Duration;

/// Durations of the same kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn extend(&mut self, other: &Times) {
        self.0.extend_from_slice(&other.0);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The smallest of them that at least `percent` of all do not exceed (nearest rank), zero if there are none.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied().unwrap_or_default()
    }

    /// p50, p95 and p99 in milliseconds, as they stand in a table.
    pub(crate) fn shown(&self) -> String {
        let [p50, p95, p99] = [50, 95, 99].map(|percent| shown_ms(self.percentile(percent)));
        format!("{p50} / {p95} / {p99}")
    }
}

/// Milliseconds with as many digits as mean something.
pub(crate) fn shown_ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1_000.0;
    if ms < 10.0 {
        format!("{ms:.1}")
    } else {
        format!("{ms:.0}")
    }
}
