//! Decides on an application: from the application, its records, actor, action and time to the next application, its records
//! and the event, or to a refusal.

use jiff::Timestamp;
use uuid::Uuid;

use super::rules::rule_of;
use super::{Action, ActionKind, Actor, Case, CaseState, Event, EventKind, Records};
use crate::channel::Channel;

mod after;
mod child_hold;
mod facts;
mod refused;
mod standing;

pub use child_hold::ChildHold;
pub use refused::Refusal;
pub use standing::Standing;

/// What a decision changes: store all of it in one transaction, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The application after the decision.
    pub next: Case,
    /// The records after the decision.
    pub records: Records,
    /// For the journal.
    pub event: Event,
    /// The effect on the hold on the child.
    pub child_hold: ChildHold,
}

/// Begins a draft: the first version of an application and its first event.
pub fn begin(id: Uuid, owner: Uuid, channel: Channel, now: Timestamp) -> Decision {
    Decision {
        next: Case {
            id,
            owner,
            channel,
            state: CaseState::Draft,
            version: 1,
            submissions: 0,
            created_at: now,
            updated_at: now,
        },
        records: Records::default(),
        event: Event {
            kind: EventKind::DraftBegun,
            case: id,
            actor: Actor::Agent(owner),
            at: now,
            subject: Some(channel.code().to_owned()),
            from: None,
            to: CaseState::Draft,
            version: 1,
            submission: None,
        },
        child_hold: ChildHold::Keep,
    }
}

/// Decides one action on an application without records: enough for drafting, submitting, taking back and withdrawing.
/// Whatever needs a record is refused, so nothing is approved this way.
///
/// ```
/// use domain::application::{Action, Actor, CaseState, Refusal, Relationship, begin, decide};
/// use domain::channel::Channel;
/// use uuid::Uuid;
///
/// let (case, parent) = (Uuid::from_u128(1), Uuid::from_u128(2));
/// let now = "2026-11-22T13:00:00Z".parse()?;
/// let draft = begin(case, parent, Channel::Portal, now).next;
///
/// let save = Action::SaveStep { step: "child", fields: &["child.name"], wrong: &[] };
/// let saved = decide(&draft, Actor::Agent(parent), save, 1, now)?;
/// assert_eq!(saved.next.version, 2);
///
/// let hand_in = Action::Submit { problems: 0, relationship: Relationship::UNASKED };
/// let stranger = Actor::Agent(Uuid::from_u128(3));
/// assert_eq!(decide(&saved.next, stranger, hand_in, 2, now), Err(Refusal::NotYours));
/// assert_eq!(
///     decide(&saved.next, Actor::Agent(parent), hand_in, 1, now),
///     Err(Refusal::Stale { expected: 1, current: 2 }),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(
    case: &Case,
    actor: Actor,
    action: Action<'_>,
    expected_version: u32,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    decide_on(Standing::bare(case), actor, action, expected_version, now)
}

/// Decides one action on an application with its records.
///
/// `expected_version` is the version that the actor saw; the service itself passes the one it loaded.
///
/// Checks run in this order: owner, role, state, version, facts. So a stranger learns nothing, and somebody too late learns
/// what became of the application, not just that a version differs.
///
/// ```
/// use domain::application::{
///     Action, Actor, CaseState, Reasons, ReasonUse, Records, Refusal, Relationship, Standing, begin,
///     decide, decide_on,
/// };
/// use domain::channel::Channel;
/// use uuid::Uuid;
///
/// let (parent, reviewer) = (Uuid::from_u128(2), Actor::Reviewer(Uuid::from_u128(7)));
/// let now = "2026-11-22T13:00:00Z".parse()?;
/// let draft = begin(Uuid::from_u128(1), parent, Channel::Portal, now).next;
/// let hand_in = Action::Submit { problems: 0, relationship: Relationship::UNASKED };
/// let submitted = decide(&draft, Actor::Agent(parent), hand_in, 1, now)?;
///
/// let reasons: Reasons = [(ReasonUse::Reject, "not_the_guardian")].into_iter().collect();
/// let standing = Standing { reasons: &reasons, ..Standing::bare(&submitted.next) };
/// let begun = decide_on(standing, reviewer, Action::BeginReview, 2, now)?;
///
/// let standing = Standing { case: &begun.next, records: &begun.records, ..standing };
/// let reject = Action::Reject { reason: "not_the_guardian" };
/// let another = Actor::Reviewer(Uuid::from_u128(8));
/// assert!(matches!(
///     decide_on(standing, another, reject, 3, now),
///     Err(Refusal::LeaseOfAnother { .. }),
/// ));
/// let rejected = decide_on(standing, reviewer, reject, 3, now)?;
/// assert_eq!(rejected.next.state, CaseState::Rejected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide_on(
    standing: Standing<'_>,
    actor: Actor,
    action: Action<'_>,
    expected_version: u32,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let case = standing.case;
    let kind = action.kind();
    let row = rule_of(kind);
    if actor.account().is_some_and(|account| account != case.owner) {
        return Err(Refusal::NotYours);
    }
    let role = actor.role();
    let states = row
        .from(role)
        .ok_or(Refusal::NotAllowed { action: kind, role })?;
    if standing.own_case && actor.staff().is_some() {
        return Err(Refusal::OwnCase);
    }
    if !states.contains(&case.state) {
        return Err(Refusal::WrongState {
            action: kind,
            state: case.state,
        });
    }
    if expected_version != case.version {
        return Err(Refusal::Stale {
            expected: expected_version,
            current: case.version,
        });
    }
    facts::check(standing, actor, action, now)?;

    let to = row.to.unwrap_or(case.state);
    let hands_in = matches!(kind, ActionKind::Submit | ActionKind::Resubmit);
    let submissions = case.submissions + u32::from(hands_in);
    let channel = if let Action::ContinueIn { channel } = action {
        channel
    } else {
        case.channel
    };
    let next = Case {
        channel,
        state: to,
        version: case.version + 1,
        submissions,
        updated_at: touched_at(case, actor, kind, now),
        ..case.clone()
    };
    let event = Event {
        kind: row.event,
        case: case.id,
        actor,
        at: now,
        subject: action.subject(),
        from: Some(case.state),
        to,
        version: next.version,
        submission: speaks_of_a_submission(kind).then_some(submissions),
    };
    Ok(Decision {
        next,
        records: after::records(standing, actor, action, now),
        event,
        child_hold: after::child_hold(standing.records.holds_child, action),
    })
}

/// Only its agent touches a draft: a registry look-up retried in the background does not keep it alive. After the submission,
/// too, what the registry says later and what the service finds is for staff, and the agent is not told: not even that something
/// changed. The version does grow, so that staff who decide have seen it; an agent's form carries a mark of what it shows instead
/// of the version, so it stays good. The clock of another process may lag, so the time never moves backwards.
fn touched_at(case: &Case, actor: Actor, kind: ActionKind, now: Timestamp) -> Timestamp {
    let for_staff = matches!(
        kind,
        ActionKind::RecordRelationship | ActionKind::RaiseFinding | ActionKind::ResolveFinding
    );
    let unseen = case.state == CaseState::Draft || for_staff;
    if unseen && actor == Actor::System {
        case.updated_at
    } else {
        now.max(case.updated_at)
    }
}

/// Whether an action makes, takes back or judges a submission.
const fn speaks_of_a_submission(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Submit
            | ActionKind::Resubmit
            | ActionKind::TakeBack
            | ActionKind::FinishChecks
            | ActionKind::Endorse
            | ActionKind::Approve
            | ActionKind::Reject
            | ActionKind::Return
            | ActionKind::ReturnRefused
    )
}

#[cfg(test)]
mod tests;
