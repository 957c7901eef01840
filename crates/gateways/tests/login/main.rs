//! The ways in by platforms: what our end sends, and what it makes of answers that a real platform would not give.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod agreed;
mod elsewhere;
mod exchange;
mod oidc;
mod other_end;
mod silence;
mod token;
