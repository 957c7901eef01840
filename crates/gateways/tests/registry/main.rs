//! The registry's client against a server that speaks the contract, and against one that does not.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod answers;
mod failures;
mod other_end;
mod pauses;
mod questions;
