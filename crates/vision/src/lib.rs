//! Pixels: a picture goes in, a clean picture (and later: facts) comes out.
//!
//! What a parent sends is a file of unknown making. [`intake()`] looks at its header first, decodes it
//! under explicit limits, turns the picture upright and draws it anew as a plain JPEG; nothing of the
//! file that came in survives but its pixels.
//!
//! ```
//! use vision::{IntakeRefusal, Limits, Unsupported, intake};
//!
//! let refusal = intake(b"%PDF-1.7 ...", &Limits::default()).unwrap_err();
//! assert_eq!(refusal, IntakeRefusal::Unsupported { what: Unsupported::Pdf });
//! ```
//!
//! [`card_photo`] makes the picture of the card from one that was taken in.
//!
//! Deliberately not here: applications, materials, storage, the network. All work is plain computation
//! on the calling thread and takes up to a second; callers put it on a bounded pool.
#![warn(missing_docs)]

pub mod card_photo;
mod intake;

pub use intake::{Intake, IntakeRefusal, Limits, SourceFormat, Unsupported, intake, thumbnail};
