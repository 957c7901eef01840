//! The records after a decision, and the effect on the hold on the child.

use jiff::Timestamp;
use uuid::Uuid;

use super::{ChildHold, Standing};
use crate::application::{
    Action, Actor, Assignment, Checks, Finding, FindingState, Hold, LEASE_LASTS, Records, Return,
    Review, Role, Verdict,
};

/// The records after an action that was allowed.
pub(super) fn records(
    standing: Standing<'_>,
    actor: Actor,
    action: Action<'_>,
    now: Timestamp,
) -> Records {
    let submission = standing.case.submissions;
    let mut after = standing.records.clone();
    match action {
        Action::SaveStep { fields, wrong, .. } => {
            touch(&mut after, fields, true);
            if let Some(returned) = &mut after.returned {
                returned.unlock(wrong);
            }
        }
        // A blurred picture stays blurred: choosing another part of it settles no finding.
        Action::CropMaterial { material } => touch(&mut after, &[material], true),
        Action::AddMaterial { material } => {
            replace(&mut after, material);
            touch(&mut after, &[material], true);
        }
        Action::RemoveMaterial { material } => {
            replace(&mut after, material);
            touch(&mut after, &[material], false);
        }
        Action::ConfirmRelationship { .. } | Action::DisputeRelationship { .. } => {
            touch(
                &mut after,
                &["relationship_confirmed", "relationship"],
                true,
            );
        }
        Action::RecordRelationship { .. }
        | Action::ContinueIn { .. }
        | Action::Submit { .. }
        | Action::Expire
        | Action::MoveRelease { .. } => {}
        Action::Resubmit { .. } => after.returned = None,
        // Nobody reviews a draft, and an application that has ended has nothing open.
        Action::TakeBack | Action::ReleaseReview => after.assignment = None,
        Action::Withdraw => close(&mut after),
        Action::Assign { to } => assign(&mut after, to, now),
        Action::BeginReview => {
            if let Some(staff) = actor.staff()
                && (actor.role() == Role::Reviewer || after.assigned(now).is_none())
            {
                assign(&mut after, staff, now);
            }
        }
        Action::FinishChecks { sampled } => {
            // A repeated check does not remove an application from the sample.
            let before = after
                .checked(submission)
                .is_some_and(|checks| checks.sampled);
            after.checks = Some(Checks {
                submission,
                sampled: sampled || before,
            });
        }
        Action::RaiseFinding {
            finding,
            kind,
            item,
        } => after.findings.push(Finding {
            id: finding,
            submission,
            kind,
            item: item.map(str::to_owned),
            state: FindingState::Open,
        }),
        Action::ResolveFinding { finding } => see_to(&mut after, finding, FindingState::Settled),
        Action::OverrideFinding { finding, reason } => {
            let reason = reason.to_owned();
            see_to(&mut after, finding, FindingState::Overridden { reason });
        }
        Action::AskSecondReview => after.second_review = true,
        Action::Endorse => judge(&mut after, actor, submission, Verdict::Endorsed),
        Action::Hold { reason } => {
            after.hold = Some(Hold {
                reason: reason.to_owned(),
                since: now,
            });
        }
        Action::Unhold => after.hold = None,
        Action::Approve { .. } => {
            judge(&mut after, actor, submission, Verdict::Approved);
            close(&mut after);
        }
        Action::Reject { .. } => {
            judge(&mut after, actor, submission, Verdict::Rejected);
            close(&mut after);
        }
        Action::Return { items, frozen } | Action::ReturnRefused { items, frozen } => {
            judge(&mut after, actor, submission, Verdict::Returned);
            after.returned = Some(Return::over(submission, items, frozen));
        }
    }
    match child_hold(standing.records.holds_child, action) {
        ChildHold::Keep => {}
        ChildHold::Take | ChildHold::Move => after.holds_child = true,
        ChildHold::Release => after.holds_child = false,
    }
    after
}

/// Only a verified submission holds the child, so that a stranger can block nobody; a correction keeps, moves or releases the
/// hold of the previous submission.
pub(super) fn child_hold(holds: bool, action: Action<'_>) -> ChildHold {
    match action {
        Action::Submit { relationship, .. } if relationship.is_verified() => ChildHold::Take,
        Action::Resubmit {
            relationship,
            same_child,
            ..
        } => match (holds, relationship.is_verified()) {
            (false, true) => ChildHold::Take,
            (true, true) if !same_child => ChildHold::Move,
            (true, false) => ChildHold::Release,
            (true, true) | (false, false) => ChildHold::Keep,
        },
        Action::TakeBack | Action::Withdraw | Action::Reject { .. } => ChildHold::Release,
        Action::Submit { .. }
        | Action::SaveStep { .. }
        | Action::AddMaterial { .. }
        | Action::CropMaterial { .. }
        | Action::RemoveMaterial { .. }
        | Action::RecordRelationship { .. }
        | Action::ConfirmRelationship { .. }
        | Action::DisputeRelationship { .. }
        | Action::ContinueIn { .. }
        | Action::Expire
        | Action::MoveRelease { .. }
        | Action::Assign { .. }
        | Action::BeginReview
        | Action::ReleaseReview
        | Action::FinishChecks { .. }
        | Action::RaiseFinding { .. }
        | Action::ResolveFinding { .. }
        | Action::OverrideFinding { .. }
        | Action::AskSecondReview
        | Action::Endorse
        | Action::Hold { .. }
        | Action::Unhold
        | Action::Approve { .. }
        | Action::Return { .. }
        | Action::ReturnRefused { .. } => ChildHold::Keep,
    }
}

fn touch(records: &mut Records, ids: &[&str], corrected: bool) {
    if let Some(returned) = &mut records.returned {
        returned.touch(ids, corrected);
    }
}

/// Settles the quality findings of a picture that is gone. A contradiction remains for staff.
fn replace(records: &mut Records, material: &str) {
    let about_it = |finding: &Finding| {
        finding.kind.is_about_the_picture() && finding.item.as_deref() == Some(material)
    };
    for finding in records.findings.iter_mut().filter(|known| about_it(known)) {
        finding.state = FindingState::Settled;
    }
}

fn see_to(records: &mut Records, id: Uuid, state: FindingState) {
    let mut findings = records.findings.iter_mut();
    if let Some(known) = findings.find(|known| known.id == id) {
        known.state = state;
    }
}

fn assign(records: &mut Records, to: Uuid, now: Timestamp) {
    let until = now.checked_add(LEASE_LASTS).unwrap_or(Timestamp::MAX);
    records.assignment = Some(Assignment { to, until });
}

/// The review is done: its lease ends.
fn judge(records: &mut Records, actor: Actor, submission: u32, verdict: Verdict) {
    records.assignment = None;
    if let Some(by) = actor.staff() {
        records.reviews.push(Review {
            submission,
            by,
            verdict,
        });
    }
}

fn close(records: &mut Records) {
    records.assignment = None;
    records.hold = None;
    records.returned = None;
    records.second_review = false;
}
