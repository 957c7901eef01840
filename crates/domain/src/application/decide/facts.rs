//! The preconditions on records and on the content of an action, checked after owner, role, state and version.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Refusal, Standing};
use crate::application::{
    Action, Actor, CardState, Evidence, Finding, FindingState, HumanCause, ReasonUse, ReturnItem,
    Role, expires_at, flags,
};
use crate::flow::RelationshipState;

/// Checks the preconditions of an action.
pub(super) fn check(
    standing: Standing<'_>,
    actor: Actor,
    action: Action<'_>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let desk = Desk {
        standing,
        actor,
        now,
    };
    match action {
        Action::SaveStep { fields, .. } => standing.unlocked(fields),
        Action::AddMaterial { material }
        | Action::CropMaterial { material }
        | Action::RemoveMaterial { material } => standing.unlocked(&[material]),
        Action::ConfirmRelationship { state } | Action::DisputeRelationship { state } => {
            if state != RelationshipState::Hit {
                return Err(Refusal::NothingFound);
            }
            standing.unlocked(&["relationship_confirmed"])
        }
        Action::Submit { problems, .. } => complete(problems),
        Action::Resubmit {
            problems, dropped, ..
        } => {
            desk.corrected(dropped)?;
            complete(problems)
        }
        Action::Expire => match expires_at(standing.case) {
            Some(until) if now < until => Err(Refusal::NotExpired { until }),
            _ => Ok(()),
        },
        Action::RecordRelationship { .. }
        | Action::ContinueIn { .. }
        | Action::MoveRelease { .. }
        | Action::TakeBack
        | Action::Withdraw
        | Action::FinishChecks { .. } => Ok(()),
        Action::BeginReview => desk.free(),
        Action::Assign { to } => desk.assignable(to),
        Action::ReleaseReview => desk.releasable(),
        Action::RaiseFinding { finding, .. } => desk.new_finding(finding),
        Action::ResolveFinding { finding } => {
            desk.mine()?;
            desk.unsettled(finding).map(|_| ())
        }
        Action::OverrideFinding { finding, reason } => desk.overridable(finding, reason),
        Action::AskSecondReview => {
            desk.judgeable()?;
            refuse(standing.records.second_review, Refusal::SecondReviewAsked)
        }
        Action::Endorse => desk.endorsable(),
        Action::Hold { reason } => {
            desk.judgeable()?;
            desk.reason(ReasonUse::Hold, reason)
        }
        Action::Unhold => {
            desk.mine()?;
            refuse(standing.records.hold.is_none(), Refusal::NotOnHold)
        }
        Action::Approve { evidence } => desk.approvable(evidence),
        Action::Reject { reason } => {
            desk.judgeable()?;
            desk.reason(ReasonUse::Reject, reason)
        }
        Action::Return { items, .. } => {
            desk.judgeable()?;
            desk.items(items)
        }
        Action::ReturnRefused { items, .. } => {
            let refused = standing.records.card == Some(CardState::Refused);
            refuse(!refused, Refusal::CardNotRefused)?;
            desk.items(items)
        }
    }
}

fn refuse(when: bool, refusal: Refusal) -> Result<(), Refusal> {
    if when { Err(refusal) } else { Ok(()) }
}

fn complete(problems: usize) -> Result<(), Refusal> {
    refuse(problems > 0, Refusal::Incomplete { problems })
}

/// An application, an actor and a time.
struct Desk<'a> {
    standing: Standing<'a>,
    actor: Actor,
    now: Timestamp,
}

impl Desk<'_> {
    fn corrected(&self, dropped: &[&str]) -> Result<(), Refusal> {
        let returned = self.standing.records.returned.as_ref();
        let left = returned.ok_or(Refusal::NoOpenReturn)?.left(dropped);
        let items = left.iter().map(|id| (*id).to_owned()).collect();
        refuse(!left.is_empty(), Refusal::NotCorrected { items })
    }

    /// Nobody else has the lease. A supervisor is not stopped by one.
    fn free(&self) -> Result<(), Refusal> {
        match self.standing.records.assigned(self.now) {
            Some(lease)
                if Some(lease.to) != self.actor.staff()
                    && self.actor.role() != Role::Supervisor =>
            {
                Err(Refusal::LeaseOfAnother { until: lease.until })
            }
            _ => Ok(()),
        }
    }

    /// A reviewer decides only under their own lease. Supervisors and the service's own checks need none.
    fn mine(&self) -> Result<(), Refusal> {
        if self.actor.role() != Role::Reviewer {
            return Ok(());
        }
        self.free()?;
        let nobody = self.standing.records.assigned(self.now).is_none();
        refuse(nobody, Refusal::NotAssigned)
    }

    /// Under one's own lease, and not on hold.
    fn judgeable(&self) -> Result<(), Refusal> {
        self.mine()?;
        refuse(self.standing.records.hold.is_some(), Refusal::OnHold)
    }

    fn assignable(&self, to: Uuid) -> Result<(), Refusal> {
        let others = self.actor.role() == Role::Reviewer && self.actor.staff() != Some(to);
        refuse(others, Refusal::AssignsOthers)?;
        self.free()
    }

    fn releasable(&self) -> Result<(), Refusal> {
        let nobody = self.standing.records.assigned(self.now).is_none();
        refuse(nobody, Refusal::NotAssigned)?;
        self.mine()
    }

    fn unsettled(&self, id: Uuid) -> Result<&Finding, Refusal> {
        let mut findings = self.standing.records.findings.iter();
        let found = findings.find(|finding| finding.id == id);
        found
            .filter(|finding| finding.state != FindingState::Settled)
            .ok_or(Refusal::FindingUnknown)
    }

    fn new_finding(&self, id: Uuid) -> Result<(), Refusal> {
        self.mine()?;
        let mut known = self.standing.records.findings.iter();
        refuse(known.any(|known| known.id == id), Refusal::FindingKnown)
    }

    fn overridable(&self, id: Uuid, reason: &str) -> Result<(), Refusal> {
        self.mine()?;
        let kind = self.unsettled(id)?.kind;
        // What an agent is not told does not exist for them.
        let secret = self.actor.role() == Role::Agent && !kind.is_told_to_parent();
        refuse(secret, Refusal::FindingUnknown)?;
        refuse(!kind.is_overridable(), Refusal::NotOverridable)?;
        self.reason(ReasonUse::Override, reason)
    }

    fn reason(&self, given_for: ReasonUse, code: &str) -> Result<(), Refusal> {
        let known = self.standing.reasons.has(given_for, code);
        let code = code.to_owned();
        refuse(!known, Refusal::ReasonUnknown { given_for, code })
    }

    fn items(&self, items: &[ReturnItem<'_>]) -> Result<(), Refusal> {
        refuse(items.is_empty(), Refusal::EmptyReturn)?;
        let mut named = BTreeSet::new();
        for item in items {
            let id = || item.item.to_owned();
            refuse(!named.insert(item.item), Refusal::ItemTwice { item: id() })?;
            self.reason(ReasonUse::Return, item.reason)?;
            let silent = item.sentence.trim().is_empty();
            refuse(silent, Refusal::NoSentence { item: id() })?;
        }
        Ok(())
    }

    fn endorsable(&self) -> Result<(), Refusal> {
        self.judgeable()?;
        let records = self.standing.records;
        refuse(!records.second_review, Refusal::NoSecondReview)?;
        let mut endorsers = records.endorsers(self.standing.case.submissions);
        let again = endorsers.any(|by| Some(by) == self.actor.staff());
        refuse(again, Refusal::SameReviewer)
    }

    fn approvable(&self, evidence: Evidence) -> Result<(), Refusal> {
        // A person may have begun a review while the checks ran: then the person decides.
        self.free()?;
        match self.actor.role() {
            Role::System => self.approvable_at_once(evidence),
            _ => self.approvable_by_a_person(),
        }
    }

    fn approvable_by_a_person(&self) -> Result<(), Refusal> {
        self.judgeable()?;
        let records = self.standing.records;
        let open = records.blocking_findings();
        refuse(open > 0, Refusal::FindingsOpen { open })?;
        if records.second_review {
            let endorsers = || records.endorsers(self.standing.case.submissions);
            refuse(endorsers().next().is_none(), Refusal::FirstReviewMissing)?;
            let alone = endorsers().all(|by| Some(by) == self.actor.staff());
            refuse(alone, Refusal::SameReviewer)?;
        }
        Ok(())
    }

    /// Every check agrees: no finding, no flag, nothing that needs a person. A check that failed has not finished, so it
    /// never approves.
    fn approvable_at_once(&self, evidence: Evidence) -> Result<(), Refusal> {
        let records = self.standing.records;
        let submission = self.standing.case.submissions;
        let checks = records.checked(submission);
        let checks = checks.ok_or(Refusal::NotChecked { submission })?;
        let flags = flags(records, evidence.relationship);
        refuse(!flags.is_empty(), Refusal::FlagsOpen { flags })?;
        let open = records.open_findings();
        refuse(open > 0, Refusal::FindingsOpen { open })?;
        let sampled = checks.sampled.then_some(HumanCause::Sampled);
        match evidence.human_cause().or(sampled) {
            Some(cause) => Err(Refusal::HumanNeeded { cause }),
            None => Ok(()),
        }
    }
}
