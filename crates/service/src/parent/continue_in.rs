//! Continues a draft in another channel.

use domain::application::Action;
use domain::channel::Channel;
use store::captures;
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::case_view::CaseView;
use super::show_case::load;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Moves a draft into a channel: its flow applies from now on, and asks only for what is missing. The answers and pictures stay
/// as they are; each says through which channel it came. Captures of the other channel end.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application, [`ServiceError::WrongState`] once it is submitted.
pub async fn continue_in(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    channel: Channel,
) -> Result<CaseView, ServiceError> {
    let (rules, account) = (Rules::of(service), agent.account);
    let judged = rules.clone();
    load(service, agent, case).await?;
    let file = service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            file.require_draft()?;
            if file.case.channel != channel {
                captures::remove_all(tx, case).await?;
                file.change(tx, &judged, Action::ContinueIn { channel }, "")
                    .await?;
            }
            Ok::<_, ServiceError>(file)
        })
        .await?;
    file.view(&rules)
}
