//! The whole router over real HTTP: who may call what, and what every answer carries.

#![expect(
    clippy::unwrap_used,
    reason = "a service that does not start fails its test"
)]

mod account;
mod bodies;
mod capture;
mod checklist;
mod crossing;
mod face_returns;
mod families;
mod frame;
mod given_back;
mod kept;
mod known_browser;
mod maintenance;
mod panicking;
mod reading;
mod rights;
mod visitor;
