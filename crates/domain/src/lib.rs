//! The rules of the service, pure: no I/O, no clock, no chance.
//!
//! What the house knows about ID numbers, names, days and ages, code tables, applications and
//! receipts stands here, once. Time and chance come in as arguments, texts come from the files
//! under `codes/` and `flows/`.
//!
//! ```
//! use domain::id::{AgeRule, CitizenId};
//! use jiff::civil::date;
//!
//! let today = date(2026, 11, 22);
//! let child = CitizenId::parse("１１０１０１ 20180301 001７", today)?;
//! assert_eq!(child.as_str(), "110101201803010017");
//! assert_eq!(child.birth_date(), date(2018, 3, 1));
//! assert_eq!(AgeRule::DayAfterBirthday.age_on(child.birth_date(), today), 8);
//! # Ok::<(), domain::id::CitizenIdError>(())
//! ```
//!
//! It deliberately does not store, ask registers, read pictures, draw pages or hold wording: those
//! are the rooms `store`, `gateways`, `vision`, `server` and the folders a municipality edits.

#![warn(missing_docs)]

pub mod answer;
pub mod application;
pub mod catalogue;
pub mod channel;
pub mod code;
pub mod crop;
pub mod day;
pub mod digest;
pub mod flow;
pub mod id;
pub mod lang;
pub mod receipt;
pub mod release;
pub mod source;
