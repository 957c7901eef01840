//! Findings about a submitted application: what staff should know and its agent should not learn from us.
//!
//! None of this is shown to the agent: no page of theirs reads findings.

use domain::answer::Provenance;
use domain::application::FindingKind;
use store::findings::{self, NewFinding};
use store::{Tx, cases, submissions, submitted_children};
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::field_ids::{AGENT_MOBILE, CARD_MOBILE, CHILD_ID_NUMBER};
use crate::ServiceError;

/// Raises the findings about a submission that was just frozen, in its transaction.
pub(super) async fn raise(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    submission: u32,
) -> Result<(), ServiceError> {
    duplicates(tx, file, rules, submission).await?;
    if mobile_is_unproved(file) {
        let kind = FindingKind::MobileUnproved;
        raise_one(tx, rules, file.case.id, submission, kind, None).await?;
    }
    Ok(())
}

/// Several applications for one child: an unverified one neither blocks another nor is blocked, so a person reviews it beside the
/// others, whichever came first.
async fn duplicates(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    submission: u32,
) -> Result<(), ServiceError> {
    let Some(child) = file.answers.get(CHILD_ID_NUMBER) else {
        return Ok(());
    };
    let (case, number) = (file.case.id, child.value.as_str());
    let kind = FindingKind::PotentialDuplicate;
    let others = submitted_children::others(tx, number, case).await?;
    if !others.is_empty() && !file.known_relationship().is_verified() {
        for other in &others {
            raise_one(tx, rules, case, submission, kind, Some(*other)).await?;
        }
    }
    for other in others {
        let (Some(stored), Some(last)) = (
            cases::load(tx, other).await?,
            submissions::latest(tx, other).await?,
        ) else {
            continue;
        };
        if !last.snapshot.relationship_verified {
            let theirs = stored.case.submissions;
            raise_one(tx, rules, other, theirs, kind, Some(case)).await?;
        }
    }
    submitted_children::note(tx, number, case, rules.now).await?;
    Ok(())
}

/// Whether the bank's messages go to another number than the log-in verified.
fn mobile_is_unproved(file: &CaseFile) -> bool {
    let answer = |id: &str| file.answers.get(id);
    let proved = answer(AGENT_MOBILE).filter(|known| known.provenance == Provenance::LogIn);
    let written_to = answer(CARD_MOBILE).or(answer(AGENT_MOBILE));
    written_to.is_some_and(|number| proved.is_none_or(|proved| proved.value != number.value))
}

async fn raise_one(
    tx: &Tx,
    rules: &Rules,
    case: Uuid,
    submission: u32,
    kind: FindingKind,
    other: Option<Uuid>,
) -> Result<(), ServiceError> {
    let evidence = other.map(|id| id.to_string());
    let finding = NewFinding {
        case,
        submission,
        kind,
        item: None,
        other,
        evidence: evidence.as_deref(),
    };
    findings::raise(tx, &finding, rules.now).await?;
    Ok(())
}
