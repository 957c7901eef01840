//! The two clocks of the sandbox. Types of their own, so that neither can be passed for the other.

use std::sync::Arc;

use jiff::Timestamp;

type Reading = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The machine's clock, on both ends of a wire: checks and dates signatures.
#[derive(Clone)]
pub struct MachineClock(Reading);

/// The clock of the service that is tried out, which can be moved: the day on which the outside world lives.
#[derive(Clone)]
pub struct WorldClock(Reading);

impl MachineClock {
    /// A clock that is read by this function.
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> MachineClock {
        MachineClock(Arc::new(read))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl WorldClock {
    /// A clock that is read by this function.
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> WorldClock {
        WorldClock(Arc::new(read))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}
