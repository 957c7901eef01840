//! Notes for the agent's list of applications: where a draft stands, and whether it was refused.

use std::sync::Arc;

use domain::application::refusal::ServiceRefusal;
use domain::catalogue::ProblemCode;
use domain::flow::{Plan, Problem};
use store::{Tx, lines};
use uuid::Uuid;

use super::case_view::CaseView;
use crate::{Service, ServiceError};

/// Notes for the agent's list where the draft stands, and whether nothing that can be entered leads on.
pub(super) async fn note_draft(tx: &Tx, case: Uuid, plan: &Plan) -> Result<(), ServiceError> {
    lines::note_step(tx, case, plan.next_or_last()).await?;
    if let Some(refusal) = refused_by(&plan.problems) {
        lines::note_refusal(tx, case, Some(refusal.code())).await?;
    }
    Ok(())
}

/// The same once a register was asked, or the agent has responded to it: a refusal stands until another child is named.
pub(super) async fn note_answer(
    service: &Service,
    view: &CaseView,
    has_responded: bool,
    refusal: Option<ServiceRefusal>,
) -> Result<(), ServiceError> {
    let (case, plan) = (view.id, Arc::clone(&view.plan));
    let is_told = has_responded && refusal != Some(ServiceRefusal::TooManyTries);
    service
        .store
        .write(async move |tx| {
            if is_told {
                let code = refusal.map(ServiceRefusal::code);
                lines::note_refusal(tx, case, code).await?;
            }
            note_draft(tx, case, &plan).await
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
