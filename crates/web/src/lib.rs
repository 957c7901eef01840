//! What the faces (the front ends, such as the parent's portal) share of HTTP: who is asking, in which language, with which form;
//! and what every answer carries.
//!
//! A request passes: connection ([`listen`]) → [`layers`], from the outermost in → the route's own guards ([`mount`]) →
//! extractors → a handler of a face, which calls one use case of `service`. A failure is a [`errors::RequestError`]; each face
//! shows it in its own way, in a layer of its own.
//!
//! This crate deliberately draws no page, writes no JSON, reads no settings, and does not know which routes there are.

pub mod address;
pub mod agent;
pub mod announced;
mod connections;
pub mod cookie_names;
pub mod dates;
pub mod device;
pub mod errors;
pub mod examples;
mod feed;
pub mod form;
pub mod held;
pub mod i18n;
pub mod judged;
pub mod kept;
pub mod known_browser;
pub mod last_way;
pub mod layers;
pub mod listen;
pub mod mount;
pub mod page;
pub mod picture;
pub mod posted;
pub mod probes;
pub mod request_id;
pub mod return_address;
pub mod route;
mod salvage;
pub mod session;
mod shares;
pub mod shedding;
pub mod site;
mod state;
pub mod streams;
pub mod transfers;
mod wire;

pub use shares::Shares;
pub use state::{Shared, Web};
