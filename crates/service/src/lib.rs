//! Use cases: what people can do, one function each. They know no HTTP, no SQL and no wording.
//!
//! Each takes the [`Service`], who asks, and typed input; it loads in one transaction, has `domain` decide, writes facts and
//! journal in that same transaction, and returns a typed outcome. What must be asked of the outside world is asked before,
//! outside of the transaction, on record, and seen through whoever waits ([`tasks`]).
//!
//! It deliberately reads no settings, draws no page, and does not know that there is a sandbox: numbers, gateways and where
//! codes go are handed in.

pub mod agent;
mod budgets;
pub mod chance;
pub mod clock;
mod error;
pub mod jobs;
pub mod known_browser;
pub mod parent;
pub mod passwords;
pub mod pool;
pub mod releases;
mod service;
pub mod sessions;
pub mod settings;
pub mod tasks;
pub mod token;
pub mod work;

pub use error::ServiceError;
pub use service::{CodeSink, Gateways, SentCode, Service, Shared};
