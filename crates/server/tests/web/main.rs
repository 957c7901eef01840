//! The whole router over real HTTP: who may call what, and what every answer carries.

#![expect(
    clippy::unwrap_used,
    reason = "a house that does not stand fails its test"
)]

mod bodies;
mod capture;
mod frame;
mod kept;
mod rights;
mod visitor;
