//! Our end of every outside system: a folder for each, with the trait that use cases call and the client of the system's real
//! protocol.
//!
//! ```no_run
//! use gateways::registry::{Kinship, LookUp, Person, Purpose, Registry, RegistryClient, Settings};
//! use rand::rngs::StdRng;
//!
//! # use gateways::{MachineClock, ServiceClock};
//! # async fn example(machine: MachineClock, clock: ServiceClock, agent: Person, child: Person)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! let settings = Settings::new("https://registry.example", "daiban", b"a key of 16 bytes".to_vec());
//! let registry = RegistryClient::new(settings, machine, clock, Box::new(rand::make_rng::<StdRng>()))?;
//! let why = LookUp {
//!     purpose: Purpose::Relationship,
//!     consent_id: "consent-1".into(),
//!     operator: "account-1".into(),
//!     request_id: "request-1".into(),
//! };
//! match registry.verify_kinship(&agent, &child, &why).await? {
//!     Kinship::Related { relation_code, .. } => assert_eq!(relation_code, "52"),
//!     Kinship::Unrelated | Kinship::Mismatch => {}
//! }
//! # Ok(()) }
//! ```
//!
//! Deliberately not here: the other end of these protocols (the sandbox has its own and shares no wire code with us, so that
//! their agreement is proved), rules about what an answer means for an application, and storage. Time and randomness are
//! passed in.

use std::pin::Pin;

mod aes;
mod alipay;
mod baidu;
mod breaker;
mod clocks;
mod encoding;
mod error;
pub mod face;
pub mod login;
mod person;
mod platform;
mod reach;
mod received;
pub mod registry;
mod retry;
mod rsa;
mod settings;
mod sha256;
mod signed_rest;
pub mod sms;
mod system;
mod tokens;
mod wechat;

pub use alipay::{AlipayApp, AlipaySettings};
pub use baidu::BaiduCloud;
pub use clocks::{MachineClock, ServiceClock};
pub use error::{GatewayError, RetryCause};
pub use person::Person;
pub use reach::{ReachProblem, reach};
pub use settings::{Settings, SettingsProblem};
pub use wechat::{WechatApp, WechatSettings, WechatToken};

/// The future answer of an outside system.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, GatewayError>> + Send + 'a>>;

/// Where a gateway gets the randomness for nonces and jitter.
pub type Chance = Box<dyn rand::CryptoRng + Send>;
