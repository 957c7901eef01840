//! Background jobs, one file each.
//!
//! Jobs are rows ([`store::jobs`]), so that a restart loses none and each is run by one of the processes. Execution is
//! at-least-once, since a worker may die in the middle, so every job is idempotent.

pub(crate) mod ask_delivery;
pub(crate) mod ask_register;
mod audit_rows;
mod expire_drafts;
mod kind;
mod leased_job;
mod outcome;
mod plan;
mod refresh_fingerprints;
mod runner;
pub(crate) mod send_message;
mod sweep_pictures;
mod sweep_rows;
mod take_checkpoint;
mod worker;

pub use kind::{Kind, Lane};
pub use runner::{begin, run, run_due};
pub use worker::Jobs;

use crate::Service;
use crate::settings::Settings;
use leased_job::LeasedJob;
use outcome::{JobError, Outcome};
use plan::Schedule;

/// What each kind of job does, and when.
impl Kind {
    fn plan(self, settings: &Settings) -> Schedule {
        match self {
            Kind::AskDelivery => ask_delivery::PLAN,
            Kind::AskRegister => ask_register::PLAN,
            Kind::AuditRows => audit_rows::PLAN,
            Kind::ExpireDrafts => expire_drafts::PLAN,
            Kind::RefreshFingerprints => refresh_fingerprints::PLAN,
            Kind::SendMessage => send_message::PLAN,
            Kind::SweepPictures => sweep_pictures::PLAN,
            Kind::SweepRows => sweep_rows::PLAN,
            Kind::TakeCheckpoint => take_checkpoint::plan(settings),
        }
    }

    async fn work(self, service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
        match self {
            Kind::AskDelivery => ask_delivery::work(service, job).await,
            Kind::AskRegister => ask_register::work(service, job).await,
            Kind::AuditRows => audit_rows::work(service).await,
            Kind::ExpireDrafts => expire_drafts::work(service, job).await,
            Kind::RefreshFingerprints => refresh_fingerprints::work(service, job).await,
            Kind::SendMessage => send_message::work(service, job).await,
            Kind::SweepPictures => sweep_pictures::work(service, job).await,
            Kind::SweepRows => sweep_rows::work(service, job).await,
            Kind::TakeCheckpoint => take_checkpoint::work(service).await,
        }
    }
}
