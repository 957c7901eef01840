//! The other end of every outside system, with a population of made-up families.
//!
//! Lets a machine without access to the bureau's registry be used from log-in to receipt: this crate makes families for one
//! day ([`World`]), draws their papers ([`World::paper`]), and answers as the registry over real HTTP ([`registry::serve`]).
//! It shares no wire code with `gateways`: both sides are written from the same description, so that their agreement is
//! proved by talking, not assumed.
//!
//! ```
//! use sandbox::World;
//!
//! let folder = tempfile::tempdir()?;
//! let world = World::open(folder.path(), jiff::civil::date(2026, 11, 22), 7, sandbox::DRAWN)?;
//! let mother = &world.case("family-01").expect("every world has a first family").agent;
//! assert_eq!(world.accounts()[0].username, mother.username);
//! assert!(world.cases_json().contains(&mother.id_number));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to start reading
//!
//! [`world`] makes and stores the families: `told/` holds the tables to read first, one row per case, and `generating.rs`
//! adds some hundred random ones; `making.rs` turns a row into people, booklets and registry entries, `ending.rs` says how it
//! ends. [`papers`] draws; [`registry`] answers, and so do the platforms of [`sms`], the
//! authorities of [`face`] and the ways in of [`login`]. To add a family, add its story: people, account, papers, registry entries
//! and its line in `cases.json` follow.
//!
//! # What it does not do
//!
//! It knows no application, no flow and no rule of the service, and has no clock (the caller passes the day or clocks).
//! None of its people exist: their streets are called 示例路 and the like, phone numbers begin with 1990000, and every paper
//! says 样本 SAMPLE.
#![warn(missing_docs)]

mod aes;
mod alipay;
mod apps;
mod baidu;
mod clocks;
mod encoding;
pub mod face;
mod faults;
mod headers;
mod lines;
pub mod login;
mod nonces;
pub mod papers;
pub mod registry;
mod sha256;
pub mod sms;
mod wechat;
mod whole_file;
pub mod world;

pub use apps::Channel;
pub use clocks::{MachineClock, WorldClock};
pub use faults::switched;
pub use lines::serve;
pub use papers::PaperError;
pub use registry::{Behaviour, Behaviours};
pub use world::{
    Account, Case, CaseAgent, CaseChild, DRAWN, Expect, Family, Register, Text, World, WorldError,
};
