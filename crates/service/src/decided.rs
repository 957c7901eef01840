//! Stores decisions: the only place that writes an application, its records, its hold on the child and its journal entry.
//!
//! A use case loads, lets `domain` decide, and passes the decision here, in the same transaction. So no decision is stored in
//! part, and none without its entry; a tidy test refuses these store functions anywhere else in this crate.

use domain::application::refusal::ServiceRefusal;
use domain::application::{CaseState, ChildHold, Decision, Records};
use domain::release::Release;
use store::live_children::{self, Held};
use store::queue::{self, Waiting};
use store::records::Change;
use store::{Tx, cases, journal, records, submissions, submitted_children};

use crate::ServiceError;

/// What a decision is about, beyond what it says itself.
#[derive(Clone, Copy, Default)]
pub(crate) struct About<'a> {
    /// The payload of its journal entry: ids of fields, a hash. Never values.
    pub(crate) payload: &'a str,
    /// The child's ID number, for a decision that holds the child.
    pub(crate) child: Option<&'a str>,
    /// District code of the branch, for a decision that submits.
    pub(crate) district: Option<&'a str>,
    /// For a finding that is raised: what its kind does not say. Stored sealed with it, never in the entry.
    pub(crate) evidence: Option<&'a str>,
}

/// Stores a new application, pinned to this release, and its first journal entry.
pub(crate) async fn begin(
    tx: &Tx,
    begun: &Decision,
    release: &Release,
    payload: &str,
) -> Result<(), ServiceError> {
    let (number, hash) = (release.number(), release.content_hash());
    cases::create(tx, &begun.next, number, &hash).await?;
    journal::append(tx, &begun.event, payload).await?;
    Ok(())
}

/// Stores a decision as a whole: the application's new version, its records, the hold on the child, its place in the queue of staff,
/// and the journal entry. After
/// an error the transaction must not commit.
///
/// `before`: the records that it was decided on.
///
/// # Errors
/// [`ServiceError::Stale`] when the application is no longer at the version that was decided on;
/// [`ServiceError::Refused`] with `live_application` when another application holds the child.
pub(crate) async fn apply(
    tx: &Tx,
    before: &Records,
    decision: &Decision,
    about: About<'_>,
) -> Result<(), ServiceError> {
    let next = &decision.next;
    cases::update(tx, next.version - 1, next).await?;
    let change = Change {
        before,
        after: &decision.records,
        evidence: about.evidence,
    };
    records::save(tx, next.id, change, decision.event.at).await?;
    match decision.child_hold {
        ChildHold::Keep => {}
        ChildHold::Take => hold(tx, decision, about).await?,
        ChildHold::Move => {
            live_children::release(tx, next.id).await?;
            hold(tx, decision, about).await?;
        }
        ChildHold::Release => {
            live_children::release(tx, next.id).await?;
            submitted_children::forget(tx, next.id).await?;
        }
    }
    put_in_queue(tx, decision, about).await?;
    journal::append(tx, &decision.event, about.payload).await?;
    Ok(())
}

/// Puts the application into the queue of staff, changes what the queue says of it, or takes it out.
async fn put_in_queue(tx: &Tx, decision: &Decision, about: About<'_>) -> Result<(), ServiceError> {
    let next = &decision.next;
    if !next.state.waits_for_staff() {
        if decision.event.from.is_some_and(CaseState::waits_for_staff) {
            queue::remove(tx, next.id).await?;
        }
        return Ok(());
    }
    let waiting = match queue::get(tx, next.id).await? {
        Some(known) => known,
        None => newly_waiting(tx, decision, about).await?,
    };
    let waiting = Waiting {
        state: next.state,
        lease: decision.records.assignment,
        is_on_hold: decision.records.hold.is_some(),
        ..waiting
    };
    queue::put(tx, &waiting).await?;
    Ok(())
}

/// What the queue says of an application that was just submitted. A correction keeps its age.
async fn newly_waiting(
    tx: &Tx,
    decision: &Decision,
    about: About<'_>,
) -> Result<Waiting, ServiceError> {
    let next = &decision.next;
    let submissions = submissions::list(tx, next.id).await?;
    let (Some(first), Some(district)) = (submissions.first(), about.district) else {
        return Err(ServiceError::Internal(
            "an application goes to staff without a submission or a district".into(),
        ));
    };
    Ok(Waiting {
        case: next.id,
        district: district.to_owned(),
        since: first.snapshot.submitted_at,
        receipt: first.receipt,
        channel: next.channel,
        state: next.state,
        lease: None,
        is_on_hold: false,
    })
}

async fn hold(tx: &Tx, decision: &Decision, about: About<'_>) -> Result<(), ServiceError> {
    let child = about
        .child
        .ok_or_else(|| ServiceError::Internal("a child is to be held, but none is known".into()))?;
    match live_children::hold(tx, child, decision.next.id, decision.event.at).await? {
        Held::Here => Ok(()),
        Held::Elsewhere => Err(ServiceError::Refused(ServiceRefusal::LiveApplication)),
    }
}
