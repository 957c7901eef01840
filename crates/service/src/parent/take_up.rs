//! Takes up the newest draft, wherever it was begun.

use domain::application::CaseState;
use domain::channel::Channel;

use super::case_view::CaseView;
use super::continue_in::continue_in;
use super::list_mine::list_mine;
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
    let mut lines = list_mine(service, agent).await?.into_iter();
    let Some(newest) = lines.find(|line| line.state == CaseState::Draft) else {
        return Ok(None);
    };
    if newest.channel == channel {
        return show_case(service, agent, newest.id).await.map(Some);
    }
    continue_in(service, agent, newest.id, channel)
        .await
        .map(Some)
}
