//! The body of an operation that takes none.

use serde::Deserialize;

/// No member at all.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}
