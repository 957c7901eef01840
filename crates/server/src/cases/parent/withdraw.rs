//! Withdraws an application.

use domain::application::Action;
use uuid::Uuid;

use super::case_view::CaseView;
use super::take_back::change_whole;
use crate::app::App;
use crate::cases::CaseError;
use crate::cases::agent::Agent;

/// Withdraws an application for good; nothing can be changed afterwards.
///
/// # Errors
/// [`CaseError::NotFound`] for a foreign application, [`CaseError::WrongState`] when it is too late.
pub async fn withdraw(app: &App, agent: &Agent, case: Uuid) -> Result<CaseView, CaseError> {
    change_whole(app, agent, case, Action::Withdraw).await
}
