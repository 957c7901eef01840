//! What the service itself does to an application: raises and settles findings, records what a registry said later.
//!
//! Each is a decision with its own journal entry, which holds ids and codes; evidence is stored with the finding alone. Findings are
//! for staff: no page of the agent reads them, and neither they nor the time of the last change tell the agent that there are any.

use domain::application::{
    Action, Actor, Case, FindingKind, Records, Standing, decide_on, finding_id,
};
use domain::flow::RelationshipState;
use jiff::Timestamp;
use store::{Tx, cases, records};
use uuid::Uuid;

use crate::ServiceError;
use crate::decided::{self, About};

/// What was found about the latest submission of an application.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    /// The kind.
    pub(crate) kind: FindingKind,
    /// The field or material it is about, if any.
    pub(crate) item: Option<&'a str>,
    /// The other application, for a duplicate.
    pub(crate) other: Option<Uuid>,
    /// What the kind alone does not say. Stored sealed, so personal data is allowed.
    pub(crate) evidence: Option<&'a str>,
}

impl Found<'_> {
    /// A finding whose kind says everything.
    pub(crate) const fn of(kind: FindingKind) -> Self {
        Found {
            kind,
            item: None,
            other: None,
            evidence: None,
        }
    }
}

/// Raises a finding. `false` when it was raised before ([`finding_id`]): it stays as it is, also once settled, and nothing is
/// recorded twice; nor is anything about an application that has ended.
pub(crate) async fn raise(
    tx: &Tx,
    case: Uuid,
    found: Found<'_>,
    now: Timestamp,
) -> Result<bool, ServiceError> {
    let mut at_work = AtWork::load(tx, case, now).await?;
    let (kind, item) = (found.kind, found.item);
    let finding = finding_id(case, at_work.case.submissions, kind, item, found.other);
    let mut known = at_work.records.findings.iter();
    if known.any(|known| known.id == finding) || at_work.case.state.is_final() {
        return Ok(false);
    }
    let about = About {
        payload: &finding.to_string(),
        evidence: found.evidence,
        ..About::default()
    };
    let action = Action::RaiseFinding {
        finding,
        kind,
        item,
    };
    at_work.act(tx, action, about).await?;
    Ok(true)
}

/// Settles the open findings of a kind on the latest submission of an application.
pub(crate) async fn settle(
    tx: &Tx,
    case: Uuid,
    kind: FindingKind,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let mut at_work = AtWork::load(tx, case, now).await?;
    let latest = at_work.case.submissions;
    let findings = at_work.records.findings.iter();
    let open: Vec<Uuid> = findings
        .filter(|known| known.is_open() && known.kind == kind && known.submission == latest)
        .map(|known| known.id)
        .collect();
    for finding in open {
        let action = Action::ResolveFinding { finding };
        at_work.act(tx, action, About::default()).await?;
    }
    Ok(())
}

/// Records what a registry said after the submission.
pub(crate) async fn record_relationship(
    tx: &Tx,
    case: Uuid,
    state: RelationshipState,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let mut at_work = AtWork::load(tx, case, now).await?;
    let action = Action::RecordRelationship { state };
    at_work.act(tx, action, About::default()).await
}

/// An application while the service itself acts on it.
struct AtWork {
    case: Case,
    records: Records,
    now: Timestamp,
}

impl AtWork {
    async fn load(tx: &Tx, case: Uuid, now: Timestamp) -> Result<AtWork, ServiceError> {
        let stored = cases::load(tx, case).await?;
        Ok(AtWork {
            case: stored.ok_or(ServiceError::NotFound)?.case,
            records: records::load(tx, case).await?,
            now,
        })
    }

    /// Decides, and stores the decision.
    async fn act(
        &mut self,
        tx: &Tx,
        action: Action<'_>,
        about: About<'_>,
    ) -> Result<(), ServiceError> {
        let standing = Standing {
            records: &self.records,
            ..Standing::bare(&self.case)
        };
        let version = self.case.version;
        let decision = decide_on(standing, Actor::System, action, version, self.now)?;
        decided::apply(tx, &self.records, &decision, about).await?;
        self.case = decision.next;
        self.records = decision.records;
        Ok(())
    }
}
