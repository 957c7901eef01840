//! Sends a message by SMS: what an agent is told outside of the service.
//!
//! A message is written in the transaction of what it tells, with the job that sends it, so a crash loses none; and once, however
//! often that transaction is tried. It goes to a mobile that its account has proved, and nowhere else. No platform remembers what
//! it was asked to send, so a message that may have left is not sent again.

use std::collections::BTreeMap;

use domain::id::Mobile;
use domain::lang::Lang;
use gateways::sms::{self, Refusal, SmsError};
use jiff::{SignedDuration, Timestamp};
use store::jobs::RetryDelay;
use store::message_grants;
use store::messages::{self, Message, MessageState, TakenAs, Tried};
use store::seal::Secret;
use store::{StoreError, Tx};
use uuid::Uuid;

use super::ask_delivery;
use super::kind::Kind;
use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;
use crate::agent;
use crate::sms_failure::failure;
use crate::templates::Template;

/// Tried for about two hours: what tells later than that is on the pages anyway.
pub(super) const PLAN: Schedule = Schedule {
    every: None,
    most_attempts: 6,
    backoff: RetryDelay {
        first: SignedDuration::from_mins(1),
        factor: 4,
        longest: SignedDuration::from_hours(1),
    },
};

/// What is to be told.
#[derive(Clone, Copy)]
pub(crate) struct Notice<'a> {
    /// A new one.
    pub(crate) id: Uuid,
    /// Whom.
    pub(crate) account: Uuid,
    /// About which application.
    pub(crate) case: Option<Uuid>,
    pub(crate) template: Template,
    /// In which language, where the platform has one.
    pub(crate) lang: Lang,
    /// What goes into the template, in the order of its places.
    pub(crate) values: &'a [(&'static str, &'a str)],
}

/// Writes a message and enqueues its job, in the transaction of what it tells. `false` when the account has no mobile that counts
/// as proved; then there is none.
pub(crate) async fn tell(tx: &Tx, notice: &Notice<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let Some(mobile) = agent::proved_mobile(tx, notice.account, now).await? else {
        return Ok(false);
    };
    let values = notice.values.iter();
    let values: BTreeMap<String, Secret> = values
        .map(|(place, value)| ((*place).to_owned(), Secret::from(*value)))
        .collect();
    let message = Message {
        id: notice.id,
        account: Some(notice.account),
        case: notice.case,
        template: notice.template.code().to_owned(),
        lang: notice.lang,
        to: mobile.as_str().into(),
        values,
        state: MessageState::Waiting,
        tries: 0,
        created_at: now,
        sent_at: None,
        taken: None,
        failure: None,
        delivery: None,
    };
    messages::create(tx, &message).await?;
    // The message that a mini-program's user agreed to is this one, whichever way it goes: the next one is asked for again.
    message_grants::use_up(tx, notice.account, &message.template).await?;
    let subject = notice.id.to_string();
    PLAN.enqueue(tx, Kind::SendMessage, &subject, now, now)
        .await?;
    Ok(true)
}

pub(super) async fn work(service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
    let id = Uuid::parse_str(job.subject()).map_err(|_| JobError::BadSubject)?;
    let message = service.store.read(async |tx| messages::get(tx, id).await);
    let Some(message) = message.await? else {
        // Erased with its draft.
        return Ok(Outcome::Done);
    };
    if message.state != MessageState::Waiting {
        return Ok(Outcome::Done);
    }
    let message = wire(&message)?;
    let said = service.gateways.sms.send(&message, &id.to_string()).await;
    let (tried, outcome) = match said {
        Ok(sent) => {
            let (id, at) = (sent.id, sent.at);
            (Tried::Sent(TakenAs { id, at }), Ok(Outcome::Done))
        }
        Err(error) => {
            let failure = failure(&error);
            if is_final(&error) {
                tracing::warn!(%error, template = message.template, "a message is given up");
                (Tried::Failed(failure), Ok(Outcome::Done))
            } else if job.lease.attempt >= PLAN.most_attempts {
                (Tried::Failed(failure), Err(JobError::NotSent))
            } else {
                (Tried::Later(failure), Err(JobError::NotSent))
            }
        }
    };
    let now = service.clock.now();
    service
        .store
        .write(async move |tx| note_try(tx, id, tried.clone(), now).await)
        .await?;
    outcome
}

/// Records a try, and asks later what became of a message that the platform took.
pub(crate) async fn note_try(
    tx: &Tx,
    id: Uuid,
    tried: Tried,
    now: Timestamp,
) -> Result<(), StoreError> {
    let is_sent = matches!(tried, Tried::Sent(_));
    if messages::note_try(tx, id, tried, now).await? && is_sent {
        ask_delivery::enqueue(tx, id, now).await?;
    }
    Ok(())
}

/// The message as the gateway takes it.
fn wire(message: &Message) -> Result<sms::Message, JobError> {
    let to = Mobile::parse(message.to.expose()).map_err(|_| JobError::BadSubject)?;
    let template = Template::from_code(&message.template).ok_or(JobError::BadSubject)?;
    let values = template.places().iter().filter_map(|place| {
        let value = message.values.get(*place)?;
        Some(((*place).to_owned(), value.expose().to_owned()))
    });
    Ok(sms::Message {
        to,
        template: message.template.clone(),
        lang: message.lang,
        values: values.collect(),
    })
}

/// Whether another try is useless, or might send the message a second time. Where our account or the settings are at fault, an
/// operator may have put that right by the next try.
fn is_final(error: &SmsError) -> bool {
    match error {
        SmsError::Refused { why, .. } => match why {
            Refusal::TooMany | Refusal::Number => true,
            Refusal::Configuration => false,
        },
        SmsError::Unanswered(_) => error.may_have_left(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_tried_for_two_hours() {
        let minutes: i64 = (1..PLAN.most_attempts)
            .map(|attempt| PLAN.backoff.wait(attempt, 0).as_mins())
            .sum();
        assert!((100..=180).contains(&minutes), "{minutes} minutes");
    }
}
