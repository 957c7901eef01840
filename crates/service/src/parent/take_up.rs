//! Takes up the newest draft, wherever it was begun.

use domain::channel::Channel;
use store::lines;

use super::case_view::CaseView;
use super::continue_in::continue_in;
use super::show_case::show_case;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// The agent's draft that changed last, which goes on in `channel` from now on; `None` when no draft is open.
///
/// # Errors
/// [`ServiceError::WrongState`] when it was submitted at the same moment; those of the store.
pub async fn take_up(
    service: &Service,
    agent: &Agent,
    channel: Channel,
) -> Result<Option<CaseView>, ServiceError> {
    let newest = service
        .store
        .read(async |tx| lines::newest_draft(tx, agent.account).await)
        .await?;
    let Some(newest) = newest else {
        return Ok(None);
    };
    if newest.channel == channel {
        return show_case(service, agent, newest.id).await.map(Some);
    }
    continue_in(service, agent, newest.id, channel)
        .await
        .map(Some)
}
