//! Erases expired rows: sessions, challenges, captures, face checks, log-ins that have begun, counts, used answers, idempotency
//! keys, messages, and the records of how people were known: look-ups, lapsed proofs and withdrawn consents.
//!
//! Each table in a transaction of its own, and each application's look-ups and each consent too: a row that somebody altered
//! keeps what it belongs to, and nothing else.

use jiff::{SignedDuration, Timestamp};
use store::{
    StoreError, captures, challenges, consents, face_checks, idempotency, limits, lookups,
    messages, platform_visits, portal_logins, proofs, rolling, sessions, used_answers,
};

use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;

pub(super) const PLAN: Schedule = Schedule::every(SignedDuration::from_mins(10));
/// Retention of idempotency keys: nobody posts a form this old twice.
const FORMS_LAST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Retention of face checks that are over: as long as a browser may come back to one.
const FACES_LAST: SignedDuration = SignedDuration::from_mins(10);
/// Retention of messages: long enough for the help line to say what was sent, and when.
const MESSAGES_LAST: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Retention of look-up records, and of the proofs and consents they rest on: three years, the legal minimum for records of
/// processing (PIPL art. 56).
const RECORDS_LAST: SignedDuration = SignedDuration::from_hours(3 * 366 * 24);
/// Records swept between two checks whether the service is stopping.
const PAGE: u64 = 50;
/// After this many swept records a run ends; the next one goes on.
const ENOUGH: u64 = 200;

pub(super) async fn work(service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
    let now = service.clock.now();
    let mut run = Run {
        service,
        job,
        gone: 0,
        failed: None,
    };
    for table in Table::ALL {
        run.sweep_table(table, now).await;
    }
    for records in [Records::LookUps, Records::Consents] {
        if run.sweep_records(records, now - RECORDS_LAST).await? == Outcome::Interrupted {
            return Ok(Outcome::Interrupted);
        }
    }
    if run.gone > 0 {
        tracing::info!(gone = run.gone, "erased what had run out");
    }
    run.failed
        .map_or(Ok(Outcome::Done), |error| Err(error.into()))
}

/// A table that is swept as a whole: its rows are no parts of applications.
#[derive(Clone, Copy)]
enum Table {
    Sessions,
    Challenges,
    Captures,
    FaceChecks,
    PlatformVisits,
    PortalLogins,
    Limits,
    RollingLimits,
    UsedAnswers,
    Forms,
    Proofs,
    Messages,
}

impl Table {
    const ALL: [Table; 12] = [
        Table::Sessions,
        Table::Challenges,
        Table::Captures,
        Table::FaceChecks,
        Table::PlatformVisits,
        Table::PortalLogins,
        Table::Limits,
        Table::RollingLimits,
        Table::UsedAnswers,
        Table::Forms,
        Table::Proofs,
        Table::Messages,
    ];
}

/// Records that are parts of applications.
#[derive(Clone, Copy)]
enum Records {
    /// By application.
    LookUps,
    /// By consent: some are of no application.
    Consents,
}

struct Run<'a> {
    service: &'a Service,
    job: &'a mut LeasedJob,
    gone: u64,
    /// What failed last; the rest is swept all the same.
    failed: Option<StoreError>,
}

impl Run<'_> {
    async fn sweep_table(&mut self, table: Table, now: Timestamp) {
        let swept = self
            .service
            .store
            .write(async move |tx| match table {
                Table::Sessions => sessions::sweep(tx, now).await,
                Table::Challenges => challenges::sweep(tx, now).await,
                Table::Captures => captures::sweep(tx, now).await,
                Table::FaceChecks => face_checks::sweep(tx, now, now - FACES_LAST).await,
                Table::PlatformVisits => platform_visits::sweep(tx, now).await,
                Table::PortalLogins => portal_logins::sweep(tx, now).await,
                Table::Limits => limits::sweep(tx, now).await,
                Table::RollingLimits => rolling::sweep(tx, now).await,
                Table::UsedAnswers => used_answers::sweep(tx, now).await,
                Table::Forms => idempotency::sweep(tx, now - FORMS_LAST).await,
                Table::Proofs => proofs::sweep(tx, now - RECORDS_LAST).await,
                Table::Messages => messages::sweep(tx, now - MESSAGES_LAST).await,
            })
            .await;
        match swept {
            Ok(gone) => self.gone += gone,
            Err(error) => self.failed = Some(error),
        }
    }

    async fn sweep_records(
        &mut self,
        records: Records,
        before: Timestamp,
    ) -> Result<Outcome, JobError> {
        let (mut after, mut swept) = (String::new(), 0);
        while swept < ENOUGH {
            let due = self
                .service
                .store
                .read(async |tx| match records {
                    Records::LookUps => lookups::due(tx, before, &after, PAGE).await,
                    Records::Consents => consents::due(tx, before, &after, PAGE).await,
                })
                .await?;
            let Some(last) = due.last() else { break };
            after.clone_from(last);
            for id in due {
                match sweep_record(self.service, records, &id, before).await {
                    Ok(gone) => {
                        self.gone += gone;
                        // Not one that was altered: those would use up every run.
                        swept += 1;
                    }
                    Err(error) if error.is_of_a_row() => {
                        tracing::error!(id, %error, "records that have run out are kept, because they were altered");
                    }
                    Err(error) => self.failed = Some(error),
                }
            }
            if self.service.is_stopping() {
                return Ok(Outcome::Interrupted);
            }
            self.job.keep(self.service).await?;
        }
        Ok(Outcome::Done)
    }
}

async fn sweep_record(
    service: &Service,
    records: Records,
    id: &str,
    before: Timestamp,
) -> Result<u64, StoreError> {
    let id = id.to_owned();
    service
        .store
        .write(async move |tx| match records {
            Records::LookUps => lookups::sweep(tx, &id, before).await,
            Records::Consents => consents::sweep(tx, &id, before).await,
        })
        .await
}
