//! Withdraws an application.

use domain::application::Action;
use uuid::Uuid;

use super::case_view::CaseView;
use super::take_back::change_whole;
use crate::CaseError;
use crate::Service;
use crate::agent::Agent;

/// Withdraws an application for good; nothing can be changed afterwards.
///
/// # Errors
/// [`CaseError::NotFound`] for a foreign application, [`CaseError::WrongState`] when it is too late.
pub async fn withdraw(service: &Service, agent: &Agent, case: Uuid) -> Result<CaseView, CaseError> {
    change_whole(service, agent, case, Action::Withdraw).await
}
