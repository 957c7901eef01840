//! Findings about a submitted application: what staff should know and its agent should not learn from us.
//!
//! No page of the agent reads findings. That a picture of theirs is doubtful the agent knows from its slot.

use domain::answer::Provenance;
use domain::application::FindingKind;
use domain::id::PersonalName;
use store::materials::Material;
use store::{Tx, submissions, submitted_children};
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::field_ids::{AGENT_MOBILE, CARD_MOBILE, CHILD_ID_NUMBER, CHILD_NAME};
use super::judging::taken_despite;
use super::proved_mobiles::proved;
use crate::ServiceError;
use crate::by_system::{self, Found};

/// Raises the findings about a submission that was just frozen, in its transaction.
pub(super) async fn raise(tx: &Tx, file: &CaseFile, rules: &Rules) -> Result<(), ServiceError> {
    duplicates(tx, file, rules).await?;
    doubtful_pictures(tx, file, rules).await?;
    if mobile_is_unproved(tx, file, rules).await? {
        let unproved = Found::of(FindingKind::MobileUnproved);
        by_system::raise(tx, file.case.id, unproved, rules.now).await?;
    }
    if name_is_single(file) {
        let single = Found {
            item: Some(CHILD_NAME),
            ..Found::of(FindingKind::NameSingleCharacter)
        };
        by_system::raise(tx, file.case.id, single, rules.now).await?;
    }
    Ok(())
}

/// Several applications for one child: an unverified one neither blocks another nor is blocked, so a person reviews it beside the
/// others, whichever came first.
async fn duplicates(tx: &Tx, file: &CaseFile, rules: &Rules) -> Result<(), ServiceError> {
    let Some(child) = file.answers.get(CHILD_ID_NUMBER) else {
        return Ok(());
    };
    let (case, number) = (file.case.id, child.value.as_str());
    let others = submitted_children::others(tx, number, case).await?;
    let is_verified = file.known_relationship().is_verified();
    for other in others {
        if !is_verified {
            duplicate(tx, case, other, rules).await?;
        }
        let last = submissions::latest(tx, other).await?;
        if last.is_some_and(|last| !last.snapshot.relationship_verified) {
            duplicate(tx, other, case, rules).await?;
        }
    }
    submitted_children::note(tx, number, case, rules.now).await?;
    Ok(())
}

/// Pictures that were taken at the third try, each with the codes of what was seen on it.
async fn doubtful_pictures(tx: &Tx, file: &CaseFile, rules: &Rules) -> Result<(), ServiceError> {
    for picture in &file.materials {
        let Some(tried) = taken_despite(&file.tries, picture) else {
            continue;
        };
        if is_known(file, picture) {
            continue;
        }
        let found = Found {
            item: Some(&picture.material),
            evidence: Some(&tried.faults),
            ..Found::of(FindingKind::QualityOverride)
        };
        by_system::raise(tx, file.case.id, found, rules.now).await?;
    }
    Ok(())
}

/// Whether staff know of a picture from the submission before: what they said about it, or have still to say, holds.
fn is_known(file: &CaseFile, picture: &Material) -> bool {
    let before = file.submissions.last();
    let before = before.and_then(|last| last.snapshot.materials.get(&picture.material));
    before.is_some_and(|before| before.sm3 == picture.sm3)
}

/// Raises at `case` that `other` is for the same child.
async fn duplicate(tx: &Tx, case: Uuid, other: Uuid, rules: &Rules) -> Result<(), ServiceError> {
    let found = Found {
        other: Some(other),
        evidence: Some(&other.to_string()),
        ..Found::of(FindingKind::PotentialDuplicate)
    };
    by_system::raise(tx, case, found, rules.now).await?;
    Ok(())
}

/// Whether the bank's messages go to a number that the agent did not prove, by the log-in or since.
async fn mobile_is_unproved(tx: &Tx, file: &CaseFile, rules: &Rules) -> Result<bool, ServiceError> {
    let answer = |id: &str| file.answers.get(id);
    let by_log_in = answer(AGENT_MOBILE).filter(|known| known.provenance == Provenance::LogIn);
    let Some(written_to) = answer(CARD_MOBILE).or(answer(AGENT_MOBILE)) else {
        return Ok(false);
    };
    if by_log_in.is_some_and(|proved| proved.value == written_to.value) {
        return Ok(false);
    }
    let proved = proved(tx, file.case.owner, rules.now).await?;
    let is_proved = proved.iter().any(|one| one.as_str() == written_to.value);
    Ok(!is_proved)
}

/// Whether the child's name is one character.
fn name_is_single(file: &CaseFile) -> bool {
    let name = file.answers.get(CHILD_NAME);
    name.is_some_and(|name| PersonalName::parse(&name.value).is_ok_and(|name| name.is_single()))
}
