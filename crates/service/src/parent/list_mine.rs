//! Lists the agent's own applications.

use domain::application::CaseState;
use domain::channel::Channel;
use jiff::Timestamp;
use store::{answers, cases, submissions};
use uuid::Uuid;

use super::field_ids::CHILD_NAME;
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
}

/// No family has more; what is older is found by its receipt number.
const MOST: u64 = 50;

/// The agent's own applications, the newest change first.
///
/// # Errors
/// Only those of the store.
pub async fn list_mine(service: &Service, agent: &Agent) -> Result<Vec<CaseLine>, ServiceError> {
    service
        .store
        .read(async |tx| {
            let mut lines = Vec::new();
            for stored in cases::list_owned(tx, agent.account, None, MOST).await? {
                let case = stored.case;
                let mut answers = answers::list(tx, case.id).await?;
                let submission = submissions::latest(tx, case.id).await?;
                lines.push(CaseLine {
                    id: case.id,
                    channel: case.channel,
                    state: case.state,
                    child_name: answers.remove(CHILD_NAME).map(|answer| answer.value),
                    receipt: submission.map(|submission| submission.receipt.to_string()),
                    created_at: case.created_at,
                    updated_at: case.updated_at,
                });
            }
            Ok(lines)
        })
        .await
}
