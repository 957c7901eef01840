//! Where the parts of a flow are in their file.

/// Byte positions of the parts of a flow in its file, so that the check can name a line. Comparisons hold their own position.
#[derive(Debug, Default)]
pub(crate) struct Positions {
    pub(crate) steps: Vec<usize>,
    /// By step and page.
    pub(crate) pages: Vec<Vec<usize>>,
    /// By step, page and item.
    pub(crate) items: Vec<Vec<Vec<usize>>>,
    /// By row and material.
    pub(crate) rows: Vec<Vec<usize>>,
    pub(crate) replacements: Vec<usize>,
}
