//! Sends a code by short message, and keeps how far it got.
//!
//! The row of `messages` says that a code went out and what the platform answered; the code itself goes to the gateway and nowhere
//! else. Nothing is sent twice: a second code helps nobody who waits for the first, and who sees none can ask for another.

use domain::lang::Lang;
use gateways::sms::{self, Refusal, SmsError};
use store::messages::{self, Message, MessageState, TakenAs, Tried};
use zeroize::Zeroizing;

use super::code_ask::Reached;
use super::code_counts::HOUR;
use crate::jobs::send_message::note_try;
use crate::sms_failure::failure;
use crate::templates::Template;
use crate::{Service, ServiceError};

/// What came of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivered {
    /// The platform took it, or may have.
    Sent,
    /// The platform has sent too many to this number, whoever asked for them.
    TooMany { wait_s: u64 },
    /// No message can be sent to this number.
    NumberRefused,
    /// It was not sent, and that is not the number's fault.
    NotSent,
}

/// Sends a code. Its row is written first, so that no message is without one.
pub(super) async fn deliver(
    service: &Service,
    reached: &Reached,
    code: &Zeroizing<String>,
    lang: Lang,
) -> Result<Delivered, ServiceError> {
    let now = service.clock.now();
    let id = service.chance.id_at(now);
    let row = Message {
        id,
        account: reached.account,
        case: None,
        template: Template::Code.code().to_owned(),
        lang,
        to: reached.mobile.as_str().into(),
        values: [].into(),
        state: MessageState::Waiting,
        tries: 0,
        created_at: now,
        sent_at: None,
        taken: None,
        failure: None,
        delivery: None,
    };
    service
        .store
        .write(async move |tx| messages::create(tx, &row).await)
        .await?;
    let message = sms::Message {
        to: reached.mobile,
        template: Template::Code.code().to_owned(),
        lang,
        values: vec![("code".to_owned(), code.as_str().to_owned())],
    };
    let said = service.gateways.sms.send(&message, &id.to_string()).await;
    let (tried, delivered) = said.map_or_else(
        |error| (Tried::Failed(failure(&error)), not_sent(&error)),
        |sent| {
            let (id, at) = (sent.id, sent.at);
            (Tried::Sent(TakenAs { id, at }), Delivered::Sent)
        },
    );
    let now = service.clock.now();
    let noted = service
        .store
        .write(async move |tx| note_try(tx, id, tried.clone(), now).await)
        .await;
    if let Err(error) = noted {
        tracing::warn!(%error, "what became of a code could not be noted");
    }
    Ok(delivered)
}

fn not_sent(error: &SmsError) -> Delivered {
    match error {
        SmsError::Refused { why, code } => match why {
            Refusal::TooMany => Delivered::TooMany {
                wait_s: HOUR.as_secs().unsigned_abs(),
            },
            Refusal::Number => Delivered::NumberRefused,
            Refusal::Configuration => {
                tracing::error!(
                    code,
                    "the platform sends no codes: see its settings and ours"
                );
                Delivered::NotSent
            }
        },
        // It may arrive: then asking for another at once would only make this one wrong.
        SmsError::Unanswered(_) if error.may_have_left() => Delivered::Sent,
        SmsError::Unanswered(error) => {
            tracing::warn!(%error, "a code was not sent");
            Delivered::NotSent
        }
    }
}
