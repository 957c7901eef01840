//! Applications: begun, listed, shown, submitted, ended.

pub(crate) mod begin;
pub(crate) mod end;
pub(crate) mod list;
mod reach;
pub(crate) mod receipt;
pub(crate) mod show;
pub(crate) mod submit;

pub(crate) use reach::{case_id, open_here, shown_here};
