//! Storage: rows, sealed pictures and the journal, on SQLite or PostgreSQL.
//!
//! One [`Store`] serves both databases. Every change goes through [`Store::write`], which returns only after the commit is
//! durable. Each aggregate is a module of functions that take the open [`Tx`].
//!
//! ```
//! use store::{Settings, Store, StoreError, seal::Keyring, settings};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! # let folder = tempfile::tempdir().unwrap();
//! let store = Store::open(
//!     &Settings {
//!         database_url: format!("sqlite:{}", folder.path().join("daiban.db").display()),
//!         pictures_folder: folder.path().join("pictures"),
//!         checkpoints_folder: folder.path().join("checkpoints"),
//!         connections: 4,
//!     },
//!     Keyring::generate()?,
//! )
//! .await?;
//! store.migrate().await?;
//! store.write(async |tx| settings::put(tx, "instance", "demo").await).await?;
//! let instance = store.read(async |tx| settings::get(tx, "instance").await).await?;
//! assert_eq!(instance.as_deref(), Some("demo"));
//! store.close().await?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! By design it holds no domain rules, reads no clock (`now` is an argument; only nonces and salts come from the system's
//! randomness), and never returns a row: it returns domain types, or structs whose `Debug` is masked.

#![warn(missing_docs)]

mod bell;
mod column;
mod error;
mod first;
mod guarded;
mod head;
mod heads;
mod held_pictures;
mod in_tx;
mod keys_check;
mod migrations;
mod parts;
mod postgres;
mod row_bytes;
mod schema;
mod sqlite;
mod store;
mod tx;
mod writer;

pub mod accounts;
pub mod afresh;
pub mod answers;
pub mod asked_again;
pub mod audit;
pub mod captures;
pub mod cases;
pub mod challenges;
pub mod checkpoints;
pub mod consents;
pub mod face_checks;
pub mod findings;
pub mod idempotency;
pub mod jobs;
pub mod journal;
pub mod limits;
pub mod lines;
pub mod live_children;
pub mod lookups;
pub mod materials;
pub mod message_grants;
pub mod messages;
pub mod objects;
pub mod passwords;
pub mod picture_tries;
pub mod platform_visits;
pub mod portal_logins;
pub mod proofs;
pub mod proved_people;
pub mod queue;
pub mod records;
pub mod relationships;
pub mod releases;
mod returns;
pub mod rolling;
pub mod seal;
pub mod sessions;
pub mod settings;
pub mod submissions;
pub mod submitted_children;
pub mod used_answers;
pub mod ways_in;

pub use error::StoreError;
pub use in_tx::{Begin, InTx};
pub use store::{Settings, Store};
pub use tx::Tx;

/// How long the control build delays the commit of a change that it has already acknowledged.
#[cfg(feature = "control-acknowledge-early")]
const CONTROL_DELAY: std::time::Duration = std::time::Duration::from_millis(50);
