//! Every way in by a platform: our end and its twin in the sandbox, over the real wire.
//!
//! The two share no code: each is written only from the platform's description. Here they meet.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod codes;
mod faults;
mod mini;
mod pair;
mod web;
