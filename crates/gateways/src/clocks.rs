//! The two clocks that a gateway reads. Types of their own, so that neither can be passed for the other.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

type Reading = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The machine's clock: dates what travels on a wire (signatures, tokens, `exp`) and paces retries. The sandbox never moves it.
#[derive(Clone)]
pub struct MachineClock(Reading);

/// The service's clock: the day that rules judge by. The sandbox can move it.
#[derive(Clone)]
pub struct ServiceClock(Reading);

impl MachineClock {
    /// A clock that is read by this function.
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> MachineClock {
        MachineClock(Arc::new(read))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl ServiceClock {
    /// A clock that is read by this function.
    pub fn new(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> ServiceClock {
        ServiceClock(Arc::new(read))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for MachineClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MachineClock({})", self.now())
    }
}

impl fmt::Debug for ServiceClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceClock({})", self.now())
    }
}
