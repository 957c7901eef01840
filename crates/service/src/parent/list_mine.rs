//! Lists the agent's own applications.

use domain::application::CaseState;
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
}

/// No family has more; what is older is found by its receipt number.
const MOST: u64 = 50;

/// The agent's own applications, the newest change first: one query, and no application is opened for it.
///
/// # Errors
/// Only those of the store.
pub async fn list_mine(service: &Service, agent: &Agent) -> Result<Vec<CaseLine>, ServiceError> {
    let lines = service
        .store
        .read(async |tx| lines::list_owned(tx, agent.account, MOST).await)
        .await?;
    let lines = lines.into_iter().map(|line| CaseLine {
        id: line.case.id,
        channel: line.case.channel,
        state: line.case.state,
        child_name: line.child_name.map(|name| name.expose().to_owned()),
        receipt: line.receipt.map(|receipt| receipt.to_string()),
        created_at: line.case.created_at,
        updated_at: line.case.updated_at,
    });
    Ok(lines.collect())
}
