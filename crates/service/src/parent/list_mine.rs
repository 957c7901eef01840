//! Lists the agent's own applications.

use domain::application::refusal::ServiceRefusal;
use domain::application::{Case, CaseState, expires_at};
use domain::channel::Channel;
use jiff::Timestamp;
use store::lines;
use uuid::Uuid;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// One line of the list.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// Its id.
    pub id: Uuid,
    /// The channel it was begun in.
    pub channel: Channel,
    /// Its state.
    pub state: CaseState,
    /// The child's name as entered, if it was.
    pub child_name: Option<String>,
    /// The receipt number, once submitted.
    pub receipt: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// The step of a draft that comes next, if it was saved before.
    pub next_step: Option<String>,
    /// Why a draft cannot go on.
    pub refusal: Option<ServiceRefusal>,
    /// When a draft expires that nobody changes.
    pub expires_at: Option<Timestamp>,
    /// Whether it was never submitted, so that giving it up erases it.
    pub is_new: bool,
}

/// No family has more; what is older is found by its receipt number.
pub(super) const MOST: u64 = 50;

/// The agent's own applications, the newest change first: one query, and no application is opened for it. A draft that was deleted
/// is gone: nothing of it is kept but that there was one.
///
/// # Errors
/// Only those of the store.
pub async fn list_mine(service: &Service, agent: &Agent) -> Result<Vec<CaseLine>, ServiceError> {
    let lines = service
        .store
        .read(async |tx| lines::list_owned(tx, agent.account, MOST).await)
        .await?;
    let is_deleted = |case: &Case| case.state == CaseState::Withdrawn && case.submissions == 0;
    let lines = lines.into_iter().filter(|line| !is_deleted(&line.case));
    let lines = lines.map(|line| CaseLine {
        id: line.case.id,
        channel: line.case.channel,
        state: line.case.state,
        child_name: line.child_name.map(|name| name.expose().to_owned()),
        receipt: line.receipt.map(|receipt| receipt.to_string()),
        next_step: line.next_step,
        refusal: line.refusal.as_deref().and_then(ServiceRefusal::from_code),
        expires_at: expires_at(&line.case),
        is_new: line.case.submissions == 0,
        created_at: line.case.created_at,
        updated_at: line.case.updated_at,
    });
    Ok(lines.collect())
}
