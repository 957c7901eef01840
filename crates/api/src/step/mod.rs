//! Steps: shown with all that a client needs to draw them, and saved.

mod example;
mod item;
pub(crate) mod save;
mod shape;
pub(crate) mod show;

pub(crate) use item::{AgreedText, Drawn, MaterialItem};
pub(crate) use shape::Step;
