//! The clock of the service, and the machine's that it is read from.
//!
//! What travels dated on a wire goes by the machine's clock ([`Clock::machine_clock`]); all else, rules, sessions, codes, jobs and
//! leases, by the service's.
//!
//! Everything below the edge takes `now` or `today` as an argument; only the edge reads this clock. With the sandbox it can be
//! set to a day and moved forward, so that a test can pass a child's eighteenth birthday.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use gateways::{MachineClock, ServiceClock};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// Tells the machine's time plus a settable offset, which is zero outside the sandbox.
///
/// Clones share the offset.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    offset_ms: Arc<AtomicI64>,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Machine,
    Fixed(Timestamp),
}

impl Clock {
    /// The machine's clock, unshifted.
    pub fn machine() -> Clock {
        Clock {
            source: Source::Machine,
            offset_ms: Arc::default(),
        }
    }

    /// A clock that stands still until it is moved: for tests.
    pub fn fixed(at: Timestamp) -> Clock {
        Clock {
            source: Source::Fixed(at),
            offset_ms: Arc::default(),
        }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        let shift = SignedDuration::from_millis(self.offset_ms.load(Ordering::Relaxed));
        self.unshifted()
            .saturating_add(shift)
            .expect("saturates instead of failing")
    }

    /// The present instant by the machine's own clock: for comparison with what the machine dated, such as files.
    pub fn machine_now(&self) -> Timestamp {
        self.unshifted()
    }

    /// The machine's own clock, for what travels dated on a wire.
    pub fn machine_clock(&self) -> MachineClock {
        let clock = self.clone();
        MachineClock::new(move || clock.unshifted())
    }

    /// This clock, for gateways that ask which day rules judge by.
    pub fn service_clock(&self) -> ServiceClock {
        let clock = self.clone();
        ServiceClock::new(move || clock.now())
    }

    /// The present civil day in Beijing.
    pub fn today(&self) -> Date {
        domain::day::beijing_date(self.now())
    }

    /// How far this clock is ahead of the machine's, in milliseconds: stored in the settings table, so that a restart continues
    /// on the same day.
    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::Relaxed)
    }

    /// Restores an offset that [`Clock::offset_ms`] returned.
    pub fn set_offset_ms(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::Relaxed);
    }

    /// Sets the clock to the present time of day, on another day.
    pub fn set_day(&self, day: Date) {
        let machine_day = domain::day::beijing_date(self.unshifted());
        let days = day.duration_since(machine_day).as_secs() / SECONDS_A_DAY;
        self.set_offset_ms(days * SECONDS_A_DAY * 1000);
    }

    /// Moves the clock forward by whole days.
    pub fn move_forward(&self, days: u32) {
        self.move_seconds(i64::from(days) * SECONDS_A_DAY);
    }

    /// Moves the clock forward by minutes.
    pub fn move_minutes(&self, minutes: u32) {
        self.move_seconds(i64::from(minutes) * 60);
    }

    fn move_seconds(&self, seconds: i64) {
        self.offset_ms.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the edge: the one place that reads the machine's clock"
    )]
    fn unshifted(&self) -> Timestamp {
        match self.source {
            Source::Machine => Timestamp::now(),
            Source::Fixed(at) => at,
        }
    }
}

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn noon() -> Clock {
        // noon in Beijing
        Clock::fixed("2026-11-22T04:00:00Z".parse().unwrap())
    }

    #[test]
    fn is_set_to_a_day_and_keeps_the_time_of_day() {
        let clock = noon();
        clock.set_day(date(2027, 2, 28));
        assert_eq!(clock.now(), "2027-02-28T04:00:00Z".parse().unwrap());
        assert_eq!(clock.today(), date(2027, 2, 28));
        clock.set_day(date(2020, 1, 1));
        assert_eq!(clock.today(), date(2020, 1, 1));
    }

    #[test]
    fn moves_forward_for_every_clone() {
        let clock = noon();
        let other = clock.clone();
        clock.move_forward(2);
        assert_eq!(other.today(), date(2026, 11, 24));
    }

    #[test]
    fn what_travels_on_a_wire_is_not_moved() {
        let clock = noon();
        let (machine, service) = (clock.machine_clock(), clock.service_clock());
        clock.move_forward(400);
        assert_eq!(machine.now(), noon().now());
        assert_eq!(service.now(), clock.now());
    }

    #[test]
    fn goes_on_from_a_kept_offset() {
        let clock = noon();
        clock.move_forward(30);
        let restarted = noon();
        restarted.set_offset_ms(clock.offset_ms());
        assert_eq!(restarted.now(), clock.now());
    }
}
