//! Notes what people let their mini-program tell them.

use domain::channel::{Channel, Host};
use store::message_grants::{self, MessageGrant};
use uuid::Uuid;

use crate::Service;
use crate::ServiceError;

/// The kinds of messages about an application.
pub const TEMPLATES: [&str; 8] = [
    "submitted",
    "returned",
    "reminded",
    "approved",
    "rejected",
    "at_branch",
    "card_refused",
    "uncollected",
];

/// The kinds of messages for which a mini-program's host may ask, each with the id under which its platform knows it.
pub fn templates_of(
    service: &Service,
    channel: Channel,
    host: Host,
) -> impl Iterator<Item = (&str, &str)> {
    let known = service.gateways.message_templates.get(&(channel, host));
    let known = known.into_iter().flatten();
    known.map(|(template, id)| (template.as_str(), id.as_str()))
}

/// Notes what the person of an account said when the host asked whether messages of this kind may be sent. `false` when there is
/// no such kind.
///
/// # Errors
/// Those of the store.
pub async fn grant_messages(
    service: &Service,
    account: Uuid,
    template: &str,
    is_accepted: bool,
) -> Result<bool, ServiceError> {
    if !TEMPLATES.contains(&template) {
        return Ok(false);
    }
    let grant = MessageGrant {
        account,
        template: template.to_owned(),
        is_accepted,
        at: service.clock.now(),
    };
    service
        .store
        .write(async move |tx| {
            message_grants::put(tx, &grant).await?;
            Ok::<_, ServiceError>(true)
        })
        .await
}
