//! What a decision does to the hold on a child.

/// The hold on a child: one live application, over both parents and all channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChildHold {
    /// Stays as it is.
    Keep,
    /// This case holds the child from now on; refuse with `live_application` when another one does.
    Take,
    /// The child that was held is free, and this case holds the child of the correction; refuse with
    /// `live_application` when another one does.
    Move,
    /// The child is free again, where this case held it.
    Release,
}
