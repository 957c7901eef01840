//! Shows one of the agent's own applications.

use std::sync::Arc;

use domain::flow::Plan;
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::case_view::CaseView;
use super::move_draft::move_draft;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// The application, as it is now, with today's plan.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none with this id, or it is somebody else's.
pub async fn show_case(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<CaseView, ServiceError> {
    load(service, agent, case).await?.view(&Rules::of(service))
}

/// An application that its agent is about to change: as they see it, and what the change is decided on. Read and planned once.
pub struct OpenCase {
    /// As its agent sees it.
    pub view: CaseView,
    pub(super) file: CaseFile,
    pub(super) plan: Arc<Plan>,
    pub(super) rules: Rules,
}

/// Opens an application for a change.
///
/// # Errors
/// [`ServiceError::NotFound`] when there is none with this id, or it is somebody else's.
pub async fn open_case(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<Arc<OpenCase>, ServiceError> {
    let rules = Rules::of(service);
    let file = load(service, agent, case).await?;
    let plan = file.plan(&rules)?;
    Ok(Arc::new(OpenCase {
        view: file.clone().planned(&rules, Arc::clone(&plan)),
        file,
        plan,
        rules,
    }))
}

/// The case file, read in one transaction; a draft of another release is moved to the one in force first.
pub(super) async fn load(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<CaseFile, ServiceError> {
    let file = service
        .store
        .read(async |tx| CaseFile::load(tx, agent.account, case).await)
        .await?;
    if file.is_behind(&service.rules.in_force) {
        return move_draft(service, agent, &file).await;
    }
    Ok(file)
}
