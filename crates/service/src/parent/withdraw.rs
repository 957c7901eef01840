//! Withdraws an application.

use domain::application::Action;
use uuid::Uuid;

use super::case_view::CaseView;
use super::take_back::change_whole;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Withdraws an application for good; nothing can be changed afterwards.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application, [`ServiceError::WrongState`] when it is too late.
pub async fn withdraw(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<CaseView, ServiceError> {
    change_whole(service, agent, case, Action::Withdraw).await
}
