//! Where a draft stands, noted for the list of its agent's applications, which opens none: the step that comes next, and a refusal
//! that nothing entered at that step can mend.

use domain::application::refusal::ServiceRefusal;
use domain::catalogue::ProblemCode;
use domain::flow::{Plan, Problem};
use store::{Tx, lines};
use uuid::Uuid;

use crate::{Service, ServiceError};

/// Notes the step that comes next, and the refusal that follows from the answers alone, if there is one.
pub(super) async fn step(
    tx: &Tx,
    case: Uuid,
    plan: &Plan,
    refused: Option<ServiceRefusal>,
) -> Result<(), ServiceError> {
    lines::note_step(tx, case, plan.next_or_last()).await?;
    if let Some(refusal) = refused {
        lines::note_refusal(tx, case, Some(refusal.code())).await?;
    }
    Ok(())
}

/// Notes what the agent was answered beyond that: a refusal stands until another child is named. That too much was tried passes.
pub(super) async fn refusal(
    service: &Service,
    case: Uuid,
    refused: Option<ServiceRefusal>,
) -> Result<(), ServiceError> {
    if refused == Some(ServiceRefusal::TooManyTries) {
        return Ok(());
    }
    service
        .store
        .write(async move |tx| {
            lines::note_refusal(tx, case, refused.map(ServiceRefusal::code)).await?;
            Ok(())
        })
        .await
}

/// The refusal, if a problem is one that no entry can fix.
pub(super) fn refused_by(problems: &[Problem]) -> Option<ServiceRefusal> {
    problems.iter().find_map(|problem| match problem.code {
        ProblemCode::ChildAge => Some(ServiceRefusal::ChildAge),
        ProblemCode::AgentAge => Some(ServiceRefusal::AgentAge),
        _ => None,
    })
}
