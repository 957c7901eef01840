//! Pixels: takes in a picture and returns a clean one (later also facts).
//!
//! What a parent sends is an untrusted file. [`intake()`] looks at its header first, decodes it under explicit limits, turns
//! the picture upright and re-encodes it as a plain JPEG; nothing of the original file survives but its pixels.
//!
//! ```
//! use vision::{IntakeRefusal, Limits, Unsupported, intake};
//!
//! let refusal = intake(b"%PDF-1.7 ...", &Limits::default()).unwrap_err();
//! assert_eq!(refusal, IntakeRefusal::Unsupported { what: Unsupported::Pdf });
//! ```
//!
//! [`card_photo`] makes the card photo from a stored picture; [`mod@judge`] looks at a picture as it arrives.
//!
//! Deliberately not here: applications, materials, storage, the network. All work is plain computation on the calling thread
//! and takes up to a second; callers run it on a bounded pool.
#![warn(missing_docs)]

pub mod card_photo;
mod intake;
mod jpeg;
pub mod judge;

pub use intake::{Intake, IntakeRefusal, Limits, SourceFormat, THUMBNAIL_PX, Unsupported, intake};
