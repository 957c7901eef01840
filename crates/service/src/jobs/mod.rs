//! What is done apart from any request: one file a job.
//!
//! Jobs are rows ([`store::jobs`]), so that a restart forgets none and that of many processes one does each. A job may run
//! twice, when its worker ends in the middle; each is written so that the second time changes nothing.

pub(crate) mod ask_register;
mod expire_drafts;
mod refresh_fingerprints;
mod runner;
mod sweep_pictures;
mod sweep_rows;

use jiff::SignedDuration;
use store::StoreError;
use store::jobs::Backoff;

pub use runner::{Jobs, begin, run, run_due};

use super::CaseError;
use crate::Service;
use runner::Work;

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Asks the register again that was down when an application was handed in. Subject: the case.
    AskRegister,
    /// Ends drafts that nobody touched for 30 days.
    ExpireDrafts,
    /// Brings holds on children under the keys that came since.
    RefreshFingerprints,
    /// Deletes pictures that no row names.
    SweepPictures,
    /// Erases rows that have run out.
    SweepRows,
}

/// The subject of a job that is about no single thing.
const ALL: &str = "all";

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] = [
        Kind::AskRegister,
        Kind::ExpireDrafts,
        Kind::RefreshFingerprints,
        Kind::SweepPictures,
        Kind::SweepRows,
    ];

    /// The stable code, in rows and for operators.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::AskRegister => "ask_register",
            Kind::ExpireDrafts => "expire_drafts",
            Kind::RefreshFingerprints => "refresh_fingerprints",
            Kind::SweepPictures => "sweep_pictures",
            Kind::SweepRows => "sweep_rows",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    const fn plan(self) -> Plan {
        match self {
            Kind::AskRegister => ask_register::PLAN,
            Kind::ExpireDrafts => expire_drafts::PLAN,
            Kind::RefreshFingerprints => refresh_fingerprints::PLAN,
            Kind::SweepPictures => sweep_pictures::PLAN,
            Kind::SweepRows => sweep_rows::PLAN,
        }
    }

    async fn work(self, service: &Service, work: &mut Work) -> Result<Outcome, JobError> {
        match self {
            Kind::AskRegister => ask_register::work(service, work).await,
            Kind::ExpireDrafts => expire_drafts::work(service, work).await,
            Kind::RefreshFingerprints => refresh_fingerprints::work(service, work).await,
            Kind::SweepPictures => sweep_pictures::work(service, work).await,
            Kind::SweepRows => sweep_rows::work(service).await,
        }
    }
}

/// When a job is done, and how often it is tried.
struct Plan {
    /// So long after it was done it is done again.
    every: Option<SignedDuration>,
    /// After so many attempts in vain it is a dead letter.
    most_attempts: u32,
    /// How long it waits in between.
    backoff: Backoff,
}

impl Plan {
    /// Done again and again: it never dies, the next time is as good as this one.
    const fn every(period: SignedDuration) -> Plan {
        Plan {
            every: Some(period),
            most_attempts: u32::MAX,
            backoff: Backoff {
                first: SignedDuration::from_mins(1),
                factor: 2,
                longest: period,
            },
        }
    }
}

/// How an attempt ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is done.
    Done,
    /// The service stops; the rest is for the next start.
    Interrupted,
}

/// Why an attempt failed.
#[derive(Clone, Debug, thiserror::Error)]
enum JobError {
    /// The register gave no usable answer.
    #[error("the register gave no answer")]
    RegisterDown,
    /// It is somebody else's by now.
    #[error("the lease is lost")]
    LeaseLost,
    /// The subject is no id that this kind of job has.
    #[error("the subject is not one of this kind of job")]
    BadSubject,
    /// More would be deleted than can be right.
    #[error("{unnamed} of {of} pictures are named by no row: none is deleted")]
    TooManyUnnamed {
        /// How many no row names.
        unnamed: usize,
        /// Of how many.
        of: usize,
    },
    /// The store, or a rule.
    #[error(transparent)]
    Case(#[from] CaseError),
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> JobError {
        JobError::Case(error.into())
    }
}

impl JobError {
    /// The stable code that is kept with the job.
    const fn code(&self) -> &'static str {
        match self {
            JobError::RegisterDown => "register_down",
            JobError::LeaseLost => "lease_lost",
            JobError::BadSubject => "bad_subject",
            JobError::TooManyUnnamed { .. } => "too_many_unnamed",
            JobError::Case(CaseError::Busy(_)) => "busy",
            JobError::Case(_) => "internal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn the_register_is_asked_for_three_days() {
        let plan = Kind::AskRegister.plan();
        let hours: i64 = (1..plan.most_attempts)
            .map(|attempt| plan.backoff.wait(attempt, 0).as_hours())
            .sum();
        assert!((66..=78).contains(&hours), "{hours} hours");
    }
}
