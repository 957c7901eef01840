//! The state machine of applications: common setup of these tests.

use super::*;
use crate::application::Reasons;
use crate::application::{
    Assignment, CardState, Checks, Evidence, Finding, FindingKind, FindingState, Hold, LEASE_LASTS,
    ReasonUse, Relationship, RelationshipAnswer, Return, ReturnItem, Role,
};
use crate::flow::RelationshipState;

mod agent;
mod approving;
mod returning;
mod reviewing;
mod table;
mod walks;

const CASE: Uuid = Uuid::from_u128(1);
const PARENT: Uuid = Uuid::from_u128(2);
const STRANGER: Uuid = Uuid::from_u128(3);
const FINDING: Uuid = Uuid::from_u128(4);

const AGENT: Actor = Actor::Agent(PARENT);
const ANN: Uuid = Uuid::from_u128(21);
const BEN: Uuid = Uuid::from_u128(22);
const REVIEWER: Actor = Actor::Reviewer(ANN);
const OTHER_REVIEWER: Actor = Actor::Reviewer(BEN);
const SUPERVISOR: Actor = Actor::Supervisor(Uuid::from_u128(31));

const VERIFIED: Relationship = Relationship {
    state: RelationshipState::Hit,
    answer: Some(RelationshipAnswer::Confirmed),
};
const SOUND: Evidence = Evidence {
    relationship: VERIFIED,
    parent: true,
    other_proof: false,
};
const FROZEN: &[&str] = &[
    "child.name",
    "residence.address",
    "relationship_confirmed",
    "promise",
    "card_photo",
    "birth_certificate",
];
const ITEM: ReturnItem<'static> = ReturnItem {
    item: "card_photo",
    reason: "blurred",
    sentence: "请重新拍照",
    sample: None,
};

const ITEMS: &[ReturnItem<'static>] = &[ITEM];

fn now() -> Timestamp {
    "2026-11-22T13:00:00Z".parse().unwrap()
}

fn reasons() -> Reasons {
    [
        (ReasonUse::Return, "blurred"),
        (ReasonUse::Reject, "not_the_guardian"),
        (ReasonUse::Override, "scar"),
        (ReasonUse::Hold, "police"),
    ]
    .into_iter()
    .collect()
}

fn case_in(state: CaseState) -> Case {
    Case {
        state,
        version: 7,
        submissions: 1,
        ..begin(CASE, PARENT, Channel::Portal, now()).next
    }
}

fn actor_of(role: Role) -> Actor {
    match role {
        Role::Agent => AGENT,
        Role::System => Actor::System,
        Role::Reviewer => REVIEWER,
        Role::Supervisor => SUPERVISOR,
        Role::Clerk => Actor::Clerk {
            staff: Uuid::from_u128(41),
            branch: crate::application::BranchCode::new("ICBC-110101-01").unwrap(),
        },
        Role::CardMaker => Actor::CardMaker,
    }
}

/// One action of every kind, with facts that let it pass.
fn action_of(kind: ActionKind) -> Action<'static> {
    let state = RelationshipState::Hit;
    let relationship = VERIFIED;
    let (material, finding) = ("card_photo", FINDING);
    let (items, frozen) = (ITEMS, FROZEN);
    match kind {
        ActionKind::SaveStep => Action::SaveStep {
            step: "supplement",
            fields: &["promise"],
            wrong: &[],
        },
        ActionKind::AddMaterial => Action::AddMaterial { material },
        ActionKind::CropMaterial => Action::CropMaterial { material },
        ActionKind::RemoveMaterial => Action::RemoveMaterial { material },
        ActionKind::RecordRelationship => Action::RecordRelationship { state },
        ActionKind::ConfirmRelationship => Action::ConfirmRelationship { state },
        ActionKind::DisputeRelationship => Action::DisputeRelationship { state },
        ActionKind::ContinueIn => Action::ContinueIn {
            channel: Channel::Jingtong,
        },
        ActionKind::Submit => Action::Submit {
            problems: 0,
            relationship,
        },
        ActionKind::Resubmit => Action::Resubmit {
            problems: 0,
            relationship,
            dropped: &["child.name", "card_photo"],
            same_child: true,
        },
        ActionKind::TakeBack => Action::TakeBack,
        ActionKind::Withdraw => Action::Withdraw,
        ActionKind::Expire => Action::Expire,
        ActionKind::MoveRelease => Action::MoveRelease {
            from: "2026.11.1",
            to: "2026.12.1",
        },
        ActionKind::Assign => Action::Assign { to: ANN },
        ActionKind::BeginReview => Action::BeginReview,
        ActionKind::ReleaseReview => Action::ReleaseReview,
        ActionKind::FinishChecks => Action::FinishChecks { sampled: false },
        ActionKind::RaiseFinding => Action::RaiseFinding {
            finding: Uuid::from_u128(5),
            kind: FindingKind::Contradiction,
            item: None,
        },
        ActionKind::ResolveFinding => Action::ResolveFinding { finding },
        ActionKind::OverrideFinding => Action::OverrideFinding {
            finding,
            reason: "scar",
        },
        ActionKind::AskSecondReview => Action::AskSecondReview,
        ActionKind::Endorse => Action::Endorse,
        ActionKind::Hold => Action::Hold { reason: "police" },
        ActionKind::Unhold => Action::Unhold,
        ActionKind::Approve => Action::Approve { evidence: SOUND },
        ActionKind::Reject => Action::Reject {
            reason: "not_the_guardian",
        },
        ActionKind::Return => Action::Return { items, frozen },
        ActionKind::ReturnRefused => Action::ReturnRefused { items, frozen },
    }
}

fn finding(kind: FindingKind) -> Finding {
    Finding {
        id: FINDING,
        submission: 1,
        kind,
        item: Some("card_photo".to_owned()),
        state: FindingState::Open,
    }
}

/// An application with its records and the time, and everything that happens to it.
#[derive(Clone, Debug)]
struct Scene {
    case: Case,
    records: Records,
    reasons: Reasons,
    now: Timestamp,
}

impl Scene {
    /// An application in a state, with records that let every action of that state pass, except actions that exclude each
    /// other.
    fn new(state: CaseState) -> Self {
        let name = ReturnItem {
            item: "child.name",
            ..ITEM
        };
        let records = Records {
            returned: (state == CaseState::Returned)
                .then(|| Return::over(1, &[ITEM, name], FROZEN)),
            checks: Some(Checks {
                submission: 1,
                sampled: false,
            }),
            card: (state == CaseState::Approved).then_some(CardState::Refused),
            ..Records::default()
        };
        Self {
            case: case_in(state),
            records,
            reasons: reasons(),
            now: now(),
        }
    }

    /// Ready for one action by one role.
    fn ready(state: CaseState, role: Role, kind: ActionKind) -> Self {
        let mut scene = Self::new(state);
        if role == Role::Reviewer || kind == ActionKind::ReleaseReview {
            scene.records.assignment = Some(scene.lease(ANN));
        }
        match kind {
            ActionKind::ResolveFinding | ActionKind::OverrideFinding => {
                scene.records.findings.push(finding(FindingKind::Quality));
            }
            ActionKind::Endorse => scene.records.second_review = true,
            ActionKind::Unhold => scene.records.hold = Some(scene.stopped()),
            ActionKind::Expire => scene.now += crate::application::DRAFT_LASTS,
            _ => {}
        }
        scene
    }

    /// In review, under a lease of the reviewer.
    fn in_review() -> Self {
        let mut scene = Self::new(CaseState::InReview);
        scene.records.assignment = Some(scene.lease(ANN));
        scene
    }

    fn lease(&self, to: Uuid) -> Assignment {
        let until = self.now + LEASE_LASTS;
        Assignment { to, until }
    }

    fn stopped(&self) -> Hold {
        let (reason, since) = ("police".to_owned(), self.now);
        Hold { reason, since }
    }

    fn standing(&self) -> Standing<'_> {
        Standing {
            case: &self.case,
            records: &self.records,
            reasons: &self.reasons,
            own_case: false,
        }
    }

    /// The decision, without its effect.
    fn ask(&self, actor: Actor, action: Action<'_>) -> Result<Decision, Refusal> {
        let version = self.case.version;
        decide_on(self.standing(), actor, action, version, self.now)
    }

    fn refusal(&self, actor: Actor, action: Action<'_>) -> Refusal {
        self.ask(actor, action).unwrap_err()
    }

    /// Decides and applies the decision.
    fn act(&mut self, actor: Actor, action: Action<'_>) -> Decision {
        let decision = self.ask(actor, action);
        let decision = decision.unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
        self.case = decision.next.clone();
        self.records = decision.records.clone();
        decision
    }
}
