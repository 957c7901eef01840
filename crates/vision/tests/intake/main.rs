//! Intake of whole files: ordinary ones and hostile ones.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod files;
mod hostile;
mod kept;
mod layouts;
#[path = "../read_back/mod.rs"]
mod read_back;
mod reported;
mod turned;
