//! The families' papers, drawn by us from the families' data.
//!
//! Each kind of paper has its file and follows the layout of the real one closely enough that a person, and later a
//! recognition model, finds the same things in the same places. None is a copy: emblem, patterns and seals are our own
//! drawings, the issuing bodies do not exist, and 样本 SAMPLE is printed across each and beside it.

mod birth_certificate;
mod booklet;
mod card_photo;
mod drawing;
mod drawn;
mod emblem;
mod error;
mod face;
mod guardianship_proof;
mod id_card;
mod materials;
mod no_font;
mod proportions;
mod render;
mod scene;

pub(crate) use drawn::paper;
pub use error::PaperError;
pub use materials::PATH;
pub(crate) use materials::{FOLDER, of_case, url};
