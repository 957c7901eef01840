//! One change that a release declares.

use super::change_class::ChangeClass;
use crate::lang::Text;

/// One declared change, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declared {
    /// Ids of the fields or the material it is about.
    pub(crate) ids: Vec<String>,
    pub(crate) class: ChangeClass,
    /// Number of the release that introduced the change.
    pub(crate) since: String,
    /// Why, for [`ChangeClass::ForcedByLaw`].
    pub(crate) reason: Option<Text>,
}
