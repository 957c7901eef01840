//! Asks a platform what became of a message that it took, so that the help line can say whether a code or a message arrived.
//!
//! Carriers report within seconds, or when a telephone is switched on again: it is asked soon, then more and more rarely, and for
//! less long than the platform that forgets first remembers (Tencent Cloud, seven days). What no carrier has reported by then stays
//! pending. Nothing is sent again: who waits for a code asks for another one.

use domain::id::Mobile;
use gateways::sms::{self, Sent, SmsError};
use jiff::{SignedDuration, Timestamp};
use store::jobs::RetryDelay;
use store::messages::{self, Delivery, Message, MessageState};
use store::{StoreError, Tx};
use uuid::Uuid;

use super::kind::Kind;
use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;

/// Fails only where the store does.
pub(super) const PLAN: Schedule = Schedule {
    every: None,
    most_attempts: 10,
    backoff: RetryDelay {
        first: SignedDuration::from_mins(1),
        factor: 2,
        longest: SignedDuration::from_hours(1),
    },
};

/// From the sending to the first question.
const FIRST: SignedDuration = SignedDuration::from_mins(1);
/// A telephone that was off for so long is not waited for.
const LAST: SignedDuration = SignedDuration::from_hours(3 * 24);

/// Enqueues the first question about a message that a platform took just now.
pub(crate) async fn enqueue(tx: &Tx, message: Uuid, now: Timestamp) -> Result<(), StoreError> {
    let (subject, at) = (message.to_string(), now + FIRST);
    PLAN.enqueue(tx, Kind::AskDelivery, &subject, at, now).await
}

pub(super) async fn work(service: &Service, job: &LeasedJob) -> Result<Outcome, JobError> {
    let id = Uuid::parse_str(job.subject()).map_err(|_| JobError::BadSubject)?;
    let message = service.store.read(async |tx| messages::get(tx, id).await);
    let Some((sent_at, sent)) = message.await?.as_ref().and_then(sent) else {
        // Erased meanwhile, or never sent.
        return Ok(Outcome::Done);
    };
    let now = service.clock.now();
    let said = service.gateways.sms.delivery(&sent, &id.to_string()).await;
    let delivery = match said {
        Ok(sms::Delivery::Delivered { at }) => Delivery::Done { at },
        Ok(sms::Delivery::Failed { code }) => {
            tracing::info!(code, "a message did not arrive");
            Delivery::Failed { code }
        }
        Ok(sms::Delivery::Pending) => Delivery::Pending,
        Err(error) => {
            tell(&error);
            Delivery::Pending
        }
    };
    let next = (delivery == Delivery::Pending)
        .then(|| next_question(sent_at, now))
        .flatten();
    service
        .store
        .write(async move |tx| messages::note_delivery(tx, id, delivery.clone()).await)
        .await?;
    Ok(next.map_or(Outcome::Done, Outcome::Later))
}

/// When it is asked again what a carrier has not reported yet: after as long again as it is old by now.
fn next_question(sent_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let age = now.duration_since(sent_at).max(FIRST);
    (age < LAST).then(|| now + age)
}

/// What a platform took, as it finds it again, and when that was by our clock.
fn sent(message: &Message) -> Option<(Timestamp, Sent)> {
    let (sent_at, taken) = (message.sent_at?, message.taken.as_ref()?);
    let to = Mobile::parse(message.to.expose()).ok()?;
    let sent = Sent {
        id: taken.id.clone(),
        to,
        at: taken.at,
    };
    (message.state == MessageState::Sent).then_some((sent_at, sent))
}

fn tell(error: &SmsError) {
    match error {
        SmsError::Refused { code, .. } => {
            tracing::warn!(code, "the platform does not say what became of a message");
        }
        SmsError::Unanswered(error) => {
            tracing::warn!(%error, "the platform did not say what became of a message");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_is_asked_some_times_within_the_days_that_it_remembers() {
        let sent_at = Timestamp::UNIX_EPOCH;
        let mut asked = vec![sent_at + FIRST];
        while let Some(next) = next_question(sent_at, asked[asked.len() - 1]) {
            asked.push(next);
        }
        assert!((8..=16).contains(&asked.len()), "{} times", asked.len());
        let last = asked[asked.len() - 1].duration_since(sent_at);
        assert!(last >= LAST && last < SignedDuration::from_hours(7 * 24));
    }
}
