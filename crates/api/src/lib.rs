//! The JSON interface of the service, below `/api/v1`: what a mini-program, or any other program, does for its person.
//!
//! Each operation calls one use case of `service`, the same as the portal's pages, and says its result in shapes of its own, which
//! `openapi.json` describes. A session is named in `Authorization: Bearer`; what cannot be done is a problem (RFC 9457) with a stable
//! code, in the caller's language.
//!
//! Deliberately not here: rules, texts of steps, and anything that only one mini-program needs.

mod account;
mod application;
mod around;
mod body;
mod cached;
mod caller;
mod code_table;
mod describe;
pub mod errors;
mod grants;
mod material;
mod nothing;
mod portal_login;
mod problem;
mod query;
mod refusal;
mod routes;
mod session;
mod step;
mod takes;
mod text;

pub use describe::openapi;
pub use routes::{PREFIX, routes};
