//! Says whether the agent got the receipt number by message.

use domain::id::Mobile;
use store::messages::{self, MessageState};
use uuid::Uuid;

use super::show_case::load;
use crate::agent::Agent;
use crate::templates::Template;
use crate::{Service, ServiceError};

/// What became of the message with the receipt number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptMessage {
    /// It goes, or went, to this mobile.
    To(Mobile),
    /// It could not be sent.
    Failed,
    /// None was written, because the agent had proved no mobile when they submitted. Also once it is swept, some months later.
    None,
}

/// What became of the message with the receipt number of an application.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application; those of the store.
pub async fn receipt_message(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<ReceiptMessage, ServiceError> {
    load(service, agent, case).await?;
    let template = Template::Submitted.code();
    let found = service
        .store
        .read(async |tx| messages::latest_about(tx, case, template).await)
        .await?;
    Ok(match found {
        None => ReceiptMessage::None,
        Some(message) if message.state == MessageState::Failed => ReceiptMessage::Failed,
        Some(message) => {
            Mobile::parse(message.to.expose()).map_or(ReceiptMessage::Failed, ReceiptMessage::To)
        }
    })
}
