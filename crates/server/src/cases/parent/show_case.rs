//! Shows one of the agent's own applications.

use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::case_view::CaseView;
use super::move_draft::move_draft;
use crate::app::App;
use crate::cases::CaseError;
use crate::cases::agent::Agent;

/// The application, as it is now, with today's plan.
///
/// # Errors
/// [`CaseError::NotFound`] when there is none with this id, or it is somebody else's.
pub async fn show_case(app: &App, agent: &Agent, case: Uuid) -> Result<CaseView, CaseError> {
    load(app, agent, case).await?.view(&Rules::of(app))
}

/// The case file, read in one transaction; a draft of another release is moved to the one in force first.
pub(super) async fn load(app: &App, agent: &Agent, case: Uuid) -> Result<CaseFile, CaseError> {
    let account = agent.account;
    let file = app
        .store
        .read(move |tx| Box::pin(CaseFile::load(tx, account, case)))
        .await?;
    if file.is_behind(&app.release) {
        return move_draft(app, agent, &file).await;
    }
    Ok(file)
}
