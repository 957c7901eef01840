//! Why a paper is not available.

use std::path::PathBuf;

/// A paper is not available.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// No case with this name, or it has no such paper.
    #[error("no such paper")]
    Unknown,
    /// The paper could not be drawn.
    #[error("the paper cannot be drawn: {0}")]
    Drawing(String),
    /// The drawn paper could not be stored.
    #[error("the drawn paper cannot be kept at {path}: {source}")]
    Folder {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
