//! Extends what is found by fingerprint to newer keys, so that an older key can be removed: who holds which child, whose account
//! is whose, and the ways in.

use domain::application::FindingKind;
use jiff::SignedDuration;
use store::jobs::RetryDelay;
use store::live_children::{self, Held};
use store::proved_people::Whose;
use store::{StoreError, accounts, cases, proved_people, submissions, ways_in};
use uuid::Uuid;

use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;
use crate::ServiceError;
use crate::by_system::{self, Found};
use crate::parent::CHILD_ID_NUMBER;

pub(super) const PLAN: Schedule = Schedule {
    every: None,
    most_attempts: 10,
    backoff: RetryDelay {
        first: SignedDuration::from_mins(1),
        factor: 4,
        longest: SignedDuration::from_hours(6),
    },
};
const PAGE: u64 = 50;

pub(super) async fn work(service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
    let mut failed = None;
    for table in [Table::Children, Table::People, Table::WaysIn] {
        let mut after = None;
        loop {
            let Some(last) = page(service, table, after, &mut failed).await? else {
                break;
            };
            after = Some(last);
            if service.is_stopping() {
                return Ok(Outcome::Interrupted);
            }
            job.keep(service).await?;
        }
    }
    // Until it is repaired the older key cannot be removed: a dead letter tells the operator so.
    failed.map_or(Ok(Outcome::Done), |error| Err(error.into()))
}

#[derive(Clone, Copy)]
enum Table {
    Children,
    People,
    WaysIn,
}

/// Refreshes the next rows after `after`; `None` when there are no more, else the last of them. A child whose rows cannot be
/// refreshed is `failed`, and does not block the others.
async fn page(
    service: &Service,
    table: Table,
    after: Option<Uuid>,
    failed: &mut Option<ServiceError>,
) -> Result<Option<Uuid>, ServiceError> {
    let older = service
        .store
        .read(async |tx| match table {
            Table::Children => live_children::lacking(tx, after, PAGE).await,
            Table::People => proved_people::lacking(tx, after, PAGE).await,
            Table::WaysIn => ways_in::older(tx, after, PAGE).await,
        })
        .await?;
    for id in &older {
        match table {
            Table::Children => {
                if let Err(error) = hold_child(service, *id).await {
                    tracing::error!(application = %id, %error, "the hold on a child could not be extended");
                    *failed = Some(error);
                }
            }
            Table::People => extend_person(service, *id).await?,
            Table::WaysIn => renew_way(service, *id).await?,
        }
    }
    Ok(older.last().copied())
}

/// Extends whose account it is to newer keys. What an account says about its person may be typed, so only a row that is ours is
/// extended; a forged one is left for the audit to name, and the others go on.
async fn extend_person(service: &Service, account: Uuid) -> Result<(), StoreError> {
    let extended = service
        .store
        .write(async move |tx| {
            let Some(known) = accounts::get(tx, account).await? else {
                // Joined to another account meanwhile.
                return Ok(Some(Whose::Here));
            };
            let Some(identity) = known.identity else {
                return Ok(None);
            };
            proved_people::extend(tx, &identity.id_number, account).await
        })
        .await;
    match extended {
        Ok(Some(Whose::Here)) => {}
        Ok(Some(Whose::Of(_))) => {
            tracing::error!(%account, "a person has proved two accounts: it was done under different keys");
        }
        Ok(None) => {
            tracing::error!(%account, "an account is listed as a person's who was never proved in it");
        }
        Err(error) if error.is_of_a_row() => {
            tracing::error!(%account, %error, "whose an account is was not extended to the newer keys");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

async fn renew_way(service: &Service, way: Uuid) -> Result<(), StoreError> {
    let renewed = service
        .store
        .write(async move |tx| ways_in::renew(tx, way).await)
        .await;
    match renewed {
        Ok(true) => {}
        Ok(false) => {
            tracing::error!(%way, "a way in is there twice: it was added under different keys");
        }
        Err(error) if error.is_of_a_row() => {
            tracing::error!(%way, %error, "a way in was not brought to the newer key");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

async fn hold_child(service: &Service, case: Uuid) -> Result<(), ServiceError> {
    let now = service.clock.now();
    let held = service
        .store
        .write(async move |tx| {
            // Locks the row first: the application may be taken back at this moment, and must not hold the child afterwards.
            cases::load(tx, case).await?;
            if !live_children::holds(tx, case).await? {
                return Ok(None);
            }
            let Some(latest) = submissions::latest(tx, case).await? else {
                return Ok(None);
            };
            let Some(number) = latest.snapshot.answers.get(CHILD_ID_NUMBER) else {
                return Ok(None);
            };
            let held = live_children::hold(tx, &number.value, case, now).await?;
            if held == Held::Elsewhere {
                // Both were accepted under key sets without a common key. A person decides.
                let found = Found::of(FindingKind::PotentialDuplicate);
                by_system::raise(tx, case, found, now).await?;
            }
            Ok::<_, ServiceError>(Some(held))
        })
        .await?;
    if held == Some(Held::Elsewhere) {
        tracing::error!(%case, "a child is held by two applications: they were made under different keys");
    }
    Ok(())
}
