//! A circuit breaker: after several failures in a row, calls fail at once for a while.
//!
//! This spares a struggling system the load and a parent the wait. The type is a pure state machine; the time is an argument.

use jiff::{SignedDuration, Timestamp};

/// Counts failures and says whether a call may be sent.
#[derive(Debug)]
pub(crate) struct Breaker {
    failures_to_open: u32,
    pause: SignedDuration,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Calls go through; this many have failed in a row.
    Closed { failures: u32 },
    /// No call goes through until the pause has passed.
    Open { since: Timestamp },
    /// One call was let through to see whether the system has recovered.
    HalfOpen { probe_since: Timestamp },
}

impl Breaker {
    /// `failures_to_open`: failures in a row that pause calls, at least 1. `pause`: how long.
    pub(crate) fn new(failures_to_open: u32, pause: SignedDuration) -> Self {
        Self {
            failures_to_open: failures_to_open.max(1),
            pause,
            state: State::Closed { failures: 0 },
        }
    }

    /// Whether a call may be sent now. After the pause one call goes through as a probe, and its outcome decides. A probe
    /// that never reports (its caller was dropped) is forgotten after another pause.
    pub(crate) fn admits(&mut self, now: Timestamp) -> bool {
        match self.state {
            State::Closed { .. } => true,
            State::Open { since } | State::HalfOpen { probe_since: since } => {
                let passed = now.duration_since(since);
                // A clock set back must not hold the breaker open for longer than the pause.
                let due = passed >= self.pause || passed.is_negative();
                if due {
                    self.state = State::HalfOpen { probe_since: now };
                }
                due
            }
        }
    }

    /// The system answered, whatever the answer.
    pub(crate) fn succeeded(&mut self) {
        self.state = State::Closed { failures: 0 };
    }

    /// The system did not answer, or its answer cannot be used.
    pub(crate) fn failed(&mut self, now: Timestamp) {
        self.state = match self.state {
            State::Closed { failures } if failures + 1 < self.failures_to_open => State::Closed {
                failures: failures + 1,
            },
            State::Closed { .. } | State::HalfOpen { .. } => State::Open { since: now },
            // A call sent before the breaker opened reports late; that does not extend the pause.
            State::Open { since } => State::Open { since },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn opened_at_100() -> Breaker {
        let mut breaker = Breaker::new(3, SignedDuration::from_secs(30));
        for _ in 0..3 {
            assert!(breaker.admits(at(100)));
            breaker.failed(at(100));
        }
        breaker
    }

    #[test]
    fn stays_closed_while_failures_are_fewer_than_the_limit() {
        let mut breaker = Breaker::new(3, SignedDuration::from_secs(30));
        for _ in 0..10 {
            breaker.failed(at(1));
            breaker.failed(at(1));
            breaker.succeeded();
        }
        assert!(breaker.admits(at(1)));
    }

    #[test]
    fn opens_after_failures_in_a_row_and_refuses_until_the_pause_has_passed() {
        let mut breaker = opened_at_100();
        assert!(!breaker.admits(at(100)));
        assert!(!breaker.admits(at(129)));
        assert!(breaker.admits(at(130)));
    }

    #[test]
    fn lets_one_probe_through_and_closes_when_it_succeeds() {
        let mut breaker = opened_at_100();
        assert!(breaker.admits(at(130)));
        assert!(!breaker.admits(at(131)), "one probe at a time");
        breaker.succeeded();
        assert!(breaker.admits(at(131)));
        breaker.failed(at(131));
        assert!(breaker.admits(at(131)), "counting begins afresh");
    }

    #[test]
    fn opens_again_when_the_probe_fails() {
        let mut breaker = opened_at_100();
        assert!(breaker.admits(at(130)));
        breaker.failed(at(135));
        assert!(!breaker.admits(at(164)));
        assert!(breaker.admits(at(165)));
    }

    #[test]
    fn forgets_a_probe_that_never_reports() {
        let mut breaker = opened_at_100();
        assert!(breaker.admits(at(130)));
        assert!(!breaker.admits(at(159)));
        assert!(breaker.admits(at(160)));
    }

    #[test]
    fn a_late_failure_does_not_make_the_pause_longer() {
        let mut breaker = opened_at_100();
        breaker.failed(at(120));
        assert!(breaker.admits(at(130)));
    }

    #[test]
    fn a_clock_set_back_does_not_hold_it_open() {
        let mut breaker = opened_at_100();
        assert!(breaker.admits(at(50)));
    }
}
