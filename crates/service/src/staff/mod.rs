//! What staff can do. No page calls it yet.

pub mod act;
