//! The card photo: its frame, and the file that is made.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod frames;
mod made;
#[path = "../read_back/mod.rs"]
mod read_back;
