//! Input that was not accepted, on the page that says so.

use web::kept::Kept;
use web::page::Page;

use super::addresses;
use super::pages::notice::Again;

/// The form of an error page that sends the same input again, to its step: an agent who is not logged in then gets the log-in
/// form that carries it.
pub(super) fn again(page: &Page, kept: &Kept) -> Option<Again> {
    let action = kept.step.as_ref().unwrap_or(&page.path);
    addresses::application_and_step(action)?;
    Some(Again {
        action: action.clone(),
        inputs: kept.fields.clone(),
        had_files: kept.had_files,
    })
}
