//! The JSON interface over real HTTP: what a program does that knows its description and nothing else.

#![expect(
    clippy::unwrap_used,
    reason = "a service that does not start fails its test"
)]

mod answers;
mod attacked;
mod capturing;
mod changing;
mod content;
mod described;
mod documented;
mod entering;
mod house;
mod journeys;
mod lacking;
mod limits;
mod listed;
mod portal;
mod returned;
mod rights;
mod strange;
mod strict;
mod telephone;
mod wandering;
