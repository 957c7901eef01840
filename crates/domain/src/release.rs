//! A release: flows, catalogue, material rows, reasons, texts and code tables together, immutable once published.

mod change;
mod change_class;
mod declaration;
mod declared;
mod load;
mod loaded;
mod moved;
mod reading;

pub use change::{Change, changes, changes_from_unknown};
pub use change_class::ChangeClass;
pub use load::Sources;
pub use loaded::Release;
pub use moved::{Moved, moved};
pub(crate) use reading::Reading;

#[cfg(test)]
pub(crate) mod tests;
