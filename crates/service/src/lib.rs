//! Use cases: what people can do, one function each, without HTTP, SQL or wording.
//!
//! Each takes the [`Service`], the caller and typed input; in one transaction it loads, lets `domain` decide, and writes facts
//! and journal; it returns a typed outcome. Outside systems are asked before, outside the transaction, on record, and to the end
//! even if the caller goes away ([`tasks`]).
//!
//! By design it reads no settings, draws no page, and does not know that there is a sandbox: numbers, gateways and the sink for
//! codes are passed in.

pub mod agent;
mod budgets;
mod by_system;
pub mod chance;
pub mod clock;
mod decided;
mod error;
pub mod face_authorities;
pub mod jobs;
pub mod known_browser;
pub mod login;
pub mod new_password;
pub mod parent;
pub mod passwords;
pub mod people;
pub mod platforms;
pub mod pool;
pub mod releases;
mod service;
pub mod sessions;
pub mod settings;
mod sms_failure;
pub mod staff;
pub mod tasks;
pub mod templates;
pub mod token;
pub mod work;

pub use error::ServiceError;
pub use service::{CodeSink, Gateways, SentCode, Service, Shared};
