//! The effect of a decision on the hold on a child.

/// The hold on a child: one live application across both parents and all channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChildHold {
    /// No change.
    Keep,
    /// This application holds the child from now on; refuse with `live_application` when another one does.
    Take,
    /// The hold moves from the previous child to the child of the correction; refuse with `live_application` when another
    /// application holds that one.
    Move,
    /// The child is released, if this application held it.
    Release,
}
