//! The JSON interface over real HTTP: what a program does that knows its description and nothing else.

#![expect(
    clippy::unwrap_used,
    reason = "a service that does not start fails its test"
)]

mod answers;
mod capturing;
mod changing;
mod content;
mod documented;
mod house;
mod journeys;
mod returned;
mod rights;
mod strange;
mod wandering;
