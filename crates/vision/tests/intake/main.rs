//! What becomes of whole files: those people send, and those that are made to do harm.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod files;
mod hostile;
mod kept;
mod turned;
