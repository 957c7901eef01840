//! The pages of the sandbox: families to try, their papers, the codes that were sent.

use crate::routes::Route;

/// Every route of the sandbox's pages; mounted in sandbox mode only.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
