//! The rules of the service, pure: no I/O, no clock, no randomness.
//!
//! Everything the service knows about ID numbers, names, days and ages, code tables, applications and receipts is defined
//! here, once. Time and randomness are arguments, texts come from the files in `codes/` and `flows/`.
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
//! Deliberately not here: storage, the registry, pictures, pages and wording. Those are in `store`, `gateways`, `vision`,
//! `portal` and the folders that a municipality edits.

#![warn(missing_docs)]

pub mod answer;
pub mod application;
pub mod catalogue;
pub mod channel;
pub mod characters;
pub mod code;
pub mod crop;
pub mod day;
pub mod digest;
pub mod flow;
pub mod id;
pub mod lang;
pub mod people;
pub mod receipt;
pub mod release;
pub mod source;
