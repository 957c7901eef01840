//! Asks the registry again if it was down when an application was submitted.
//!
//! Its answer goes to staff as a finding. The agent chose the evidence path and stays on it: what they see, the receipt and the
//! application's relationship do not change, because telling them later what a registry knows would still disclose it.

use domain::application::{Case, CaseState, FindingKind};
use domain::flow::RelationshipState;
use domain::id::{CitizenId, PersonalName};
use gateways::registry::{Kinship, Person, Purpose};
use jiff::{SignedDuration, Timestamp};
use store::jobs::RetryDelay;
use store::submissions::Submission;
use store::{StoreError, Tx, cases, consents, submissions};
use uuid::Uuid;

use super::kind::Kind;
use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;
use crate::ServiceError;
use crate::agent::{self, Agent, LoggedIn};
use crate::by_system::{self, Found};
use crate::parent::register::{self, CONTRADICTION, DOWN, Inquiry};
use crate::parent::{CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP};

const FIRST: SignedDuration = SignedDuration::from_mins(5);
/// Five minutes after the submission, then with exponential backoff, for three days.
pub(super) const PLAN: Schedule = Schedule {
    every: None,
    most_attempts: 7,
    backoff: RetryDelay {
        first: SignedDuration::from_mins(15),
        factor: 4,
        longest: SignedDuration::from_hours(24),
    },
};

/// Raises a finding that the registry was down, and enqueues a job to ask it again, in the transaction of the submission. Does
/// nothing if the registry had answered.
pub(crate) async fn after_submission(
    tx: &Tx,
    submitted: &Case,
    state: RelationshipState,
    now: Timestamp,
) -> Result<(), ServiceError> {
    if state != RelationshipState::Down {
        return Ok(());
    }
    let down = Found::of(FindingKind::RelationshipDown);
    by_system::raise(tx, submitted.id, down, now).await?;
    let subject = submitted.id.to_string();
    PLAN.enqueue(tx, Kind::AskRegister, &subject, now + FIRST, now)
        .await?;
    Ok(())
}

pub(super) async fn work(service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
    let case = Uuid::parse_str(job.subject()).map_err(|_| JobError::BadSubject)?;
    let Some(asking) = asking(service, case).await? else {
        return Ok(Outcome::Done);
    };
    let inquiry = Inquiry::new(service, &asking.agent, case, Purpose::Relationship);
    begin(service, &inquiry).await?;
    let agent = register::person(&asking.agent);
    let said = match service
        .gateways
        .registry
        .verify_kinship(&agent, &asking.child, &inquiry.why)
        .await
    {
        Ok(said) if register::is_possible(&service.rules.in_force, &asking.agent, &said) => {
            Said::of(said)
        }
        Ok(_) => {
            inquiry.unusable();
            inquiry.complete_alone(service, CONTRADICTION).await?;
            // It would give the same answer again. Staff already see that it gave none.
            return Ok(Outcome::Done);
        }
        Err(error) => {
            inquiry.unanswered(&error);
            inquiry.complete_alone(service, DOWN).await?;
            return Err(JobError::RegisterDown);
        }
    };
    let (number, now) = (asking.number, service.clock.now());
    service
        .store
        .write(async move |tx| {
            // Locks the application before its head, as everybody does.
            let stored = cases::load(tx, case).await?;
            inquiry.complete(tx, said.state.code()).await?;
            match stored.map(|stored| stored.case) {
                Some(case) if is_with_staff(&case) && case.submissions == number => {
                    record(tx, case.id, &said, now).await
                }
                // Taken back or ended while the registry was asked.
                _ => Ok(()),
            }
        })
        .await?;
    Ok(Outcome::Done)
}

async fn begin(service: &Service, inquiry: &Inquiry) -> Result<(), StoreError> {
    let inquiry = inquiry.clone();
    service
        .store
        .write(async move |tx| inquiry.begin(tx).await)
        .await
}

/// The question, and the submission it is about.
struct Asking {
    agent: Agent,
    child: Person,
    number: u32,
}

/// `None` when there is nothing to ask any more: for an application that was taken back, the usual way asks.
async fn asking(service: &Service, case: Uuid) -> Result<Option<Asking>, ServiceError> {
    let today = service.clock.today();
    service
        .store
        .read(async |tx| {
            let Some(stored) = cases::load(tx, case).await? else {
                return Ok(None);
            };
            let latest = submissions::latest(tx, case).await?;
            let (Some(latest), true) = (latest, is_with_staff(&stored.case)) else {
                return Ok(None);
            };
            if consents::is_withdrawn(tx, stored.case.owner, case, CONSENT_LOOKUP).await? {
                return Ok(None);
            }
            // The agent as they were when they handed it in: a proof that lapsed since takes nothing back.
            let then = latest.snapshot.submitted_at;
            let who = agent::of_account(tx, stored.case.owner, then).await?;
            let Some(LoggedIn::Agent(agent)) = who else {
                return Ok(None);
            };
            let Some(child) = child(&latest, today) else {
                return Ok(None);
            };
            Ok(Some(Asking {
                agent,
                child,
                number: latest.snapshot.number,
            }))
        })
        .await
}

fn is_with_staff(case: &Case) -> bool {
    matches!(
        case.state,
        CaseState::Submitted | CaseState::InReview | CaseState::Returned
    )
}

/// The child as submitted, if the agent consented to look-ups.
fn child(submission: &Submission, today: jiff::civil::Date) -> Option<Person> {
    let answers = &submission.snapshot.answers;
    let value = |id: &str| answers.get(id).map(|answer| answer.value.as_str());
    if value(CONSENT_LOOKUP) != Some("yes") {
        return None;
    }
    Some(Person {
        name: PersonalName::parse(value(CHILD_NAME)?).ok()?,
        id_number: CitizenId::parse(value(CHILD_ID_NUMBER)?, today).ok()?,
    })
}

#[derive(Clone)]
struct Said {
    state: RelationshipState,
    kind: FindingKind,
    relation: Option<String>,
}

impl Said {
    fn of(kinship: Kinship) -> Said {
        let (state, kind, relation) = match kinship {
            Kinship::Related { relation_code, .. } => (
                RelationshipState::Hit,
                FindingKind::RegisterSaysHit,
                Some(relation_code),
            ),
            Kinship::Unrelated => (RelationshipState::Miss, FindingKind::RegisterSaysMiss, None),
            Kinship::Mismatch => (
                RelationshipState::Mismatch,
                FindingKind::RegisterSaysMismatch,
                None,
            ),
        };
        Said {
            state,
            kind,
            relation,
        }
    }
}

/// What the registry said twice is recorded once.
async fn record(tx: &Tx, case: Uuid, said: &Said, now: Timestamp) -> Result<(), ServiceError> {
    let found = Found {
        evidence: said.relation.as_deref(),
        ..Found::of(said.kind)
    };
    if by_system::raise(tx, case, found, now).await? {
        by_system::settle(tx, case, FindingKind::RelationshipDown, now).await?;
        by_system::record_relationship(tx, case, said.state, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::PLAN;

    #[test]
    fn the_register_is_asked_for_three_days() {
        let hours: i64 = (1..PLAN.most_attempts)
            .map(|attempt| PLAN.backoff.wait(attempt, 0).as_hours())
            .sum();
        assert!((66..=78).contains(&hours), "{hours} hours");
    }
}
