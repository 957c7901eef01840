//! Erases expired rows: sessions, challenges, captures, counts, idempotency keys, messages, and the records of how people were
//! known: look-ups, lapsed proofs and withdrawn consents.

use jiff::SignedDuration;
use store::{
    StoreError, captures, challenges, consents, idempotency, limits, lookups, messages, proofs,
    sessions,
};

use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;

pub(super) const PLAN: Schedule = Schedule::every(SignedDuration::from_mins(10));
/// Retention of idempotency keys: nobody posts a form this old twice.
const FORMS_LAST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Retention of messages: long enough for the help line to say what was sent, and when.
const MESSAGES_LAST: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Retention of look-up records, and of the proofs and consents they rest on: three years, the legal minimum for records of
/// processing (PIPL art. 56).
const RECORDS_LAST: SignedDuration = SignedDuration::from_hours(3 * 366 * 24);
/// Most applications whose look-up records one run erases; the next run goes on.
const APPLICATIONS: u64 = 200;

pub(super) async fn work(service: &Service) -> Result<Outcome, JobError> {
    let now = service.clock.now();
    let gone = service
        .store
        .write(async move |tx| {
            let mut gone = sessions::sweep(tx, now).await?;
            gone += challenges::sweep(tx, now).await?;
            gone += captures::sweep(tx, now).await?;
            gone += limits::sweep(tx, now).await?;
            gone += idempotency::sweep(tx, now - FORMS_LAST).await?;
            gone += lookups::sweep(tx, now - RECORDS_LAST, APPLICATIONS).await?;
            gone += proofs::sweep(tx, now - RECORDS_LAST).await?;
            gone += consents::sweep(tx, now - RECORDS_LAST).await?;
            gone += messages::sweep(tx, now - MESSAGES_LAST).await?;
            Ok::<_, StoreError>(gone)
        })
        .await?;
    if gone > 0 {
        tracing::info!(gone, "erased what had run out");
    }
    Ok(Outcome::Done)
}
