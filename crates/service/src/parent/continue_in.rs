//! Goes on with a draft in another channel.

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

/// Takes a draft over into a channel: its flow counts from now on, and asks only for what is missing. The answers and
/// pictures stay as they are; each says through which channel it came. A phone that was
/// to bring a picture to the other channel brings none any more.
///
/// # Errors
/// [`ServiceError::NotFound`] for a foreign application, [`ServiceError::WrongState`] once it is submitted.
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
