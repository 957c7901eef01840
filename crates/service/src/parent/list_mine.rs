//! Lists the agent's own applications.

use domain::application::refusal::ServiceRefusal;
use domain::application::{CaseState, expires_at};
use domain::channel::Channel;
use jiff::Timestamp;
use store::StoreError;
use store::lines::{self, Line};
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

/// Some of the agent's applications.
#[derive(Clone, Debug)]
pub struct Page {
    /// The applications, the one begun last first.
    pub lines: Vec<CaseLine>,
    /// The last of them, where there are more.
    pub next: Option<Uuid>,
}

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
    let lines = lines.into_iter().filter(is_kept);
    Ok(lines.map(CaseLine::of).collect())
}

/// At most `most` of the agent's own applications that were begun before `before`. Page by page it gives all of them, each once.
///
/// # Errors
/// Only those of the store.
pub async fn page_of_mine(
    service: &Service,
    agent: &Agent,
    before: Option<Uuid>,
    most: usize,
) -> Result<Page, ServiceError> {
    let account = agent.account;
    let mut kept = service
        .store
        .read(async |tx| {
            let (mut kept, mut before) = (Vec::new(), before);
            // One more than is shown says whether there are more; deleted drafts between them are passed over.
            while kept.len() <= most {
                let some = lines::page_owned(tx, account, before, MOST).await?;
                let Some(last) = some.last() else { break };
                before = Some(last.case.id);
                kept.extend(some.into_iter().filter(is_kept));
            }
            Ok::<_, StoreError>(kept)
        })
        .await?;
    let has_more = kept.len() > most;
    kept.truncate(most);
    let lines: Vec<CaseLine> = kept.into_iter().map(CaseLine::of).collect();
    let last = lines.last().filter(|_| has_more);
    Ok(Page {
        next: last.map(|line| line.id),
        lines,
    })
}

fn is_kept(line: &Line) -> bool {
    line.case.state != CaseState::Withdrawn || line.case.submissions > 0
}

impl CaseLine {
    fn of(line: Line) -> CaseLine {
        CaseLine {
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
        }
    }
}
