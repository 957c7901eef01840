//! What a form changes: which of its inputs count, in which form they are stored, and what they make untrue.

use domain::answer::{Answer, Provenance};
use domain::catalogue::FieldKind;
use domain::flow::{self, Plan, PlannedField};
use domain::id::Address;
use store::{Tx, answers, lines};

use super::case_file::{CaseFile, Rules};
use super::field_ids::{
    ADDRESS, BANK, BRANCH, CHILD_ID_NUMBER, CHILD_NAME, CONSENT_LOOKUP, DISTRICT, RELATIONSHIP,
    RELATIONSHIP_CONFIRMED,
};
use super::relationship;
use super::step_input::StepInput;
use crate::ServiceError;

/// Longer values are cut: nobody types them, and whatever the field, the value is wrong and shown as wrong.
const LONGEST: usize = 500;

/// The answers that the input changes, in the order of the step.
pub(super) fn entered(
    plan: &Plan,
    file: &CaseFile,
    rules: &Rules,
    input: &StepInput,
) -> Vec<(String, Answer)> {
    let Some(step) = plan.step(&input.step) else {
        return Vec::new();
    };
    let on_page = |field: &PlannedField| {
        let page = input.page.as_deref().map(|page| step.page(page));
        page.is_none_or(|page| {
            page.is_some_and(|page| page.fields().any(|known| known.id == field.id))
        })
    };
    let returned = file.records.returned.as_ref();
    let stays = |id: &str| returned.is_some_and(|returned| returned.is_locked(id));
    // Values from the registry or the log-in are locked; the response to the relationship is recorded by its own use case.
    let registered = file.relationship_is_registered();
    let open = |field: &&PlannedField| {
        !field.locked
            && field.id != RELATIONSHIP_CONFIRMED
            && !(field.id == RELATIONSHIP && registered)
    };
    let mut changed = Vec::new();
    for field in step.fields().filter(open) {
        let bank = (field.id == BANK).then(|| bank_of_branch(rules, input));
        let raw = match bank.flatten().or_else(|| input.value(&field.id)) {
            Some(raw) => raw.chars().take(LONGEST).collect(),
            // A browser sends nothing for a box that is not ticked.
            None if field.kind == FieldKind::Consent
                && !input.is_partial
                && field.visible
                && on_page(field)
                && !stays(&field.id) =>
            {
                String::from("no")
            }
            None => continue,
        };
        let Some(mut accepted) = flow::accept(&rules.release, &field.id, &raw, rules.today) else {
            continue;
        };
        if field.id == ADDRESS && accepted.fault.is_none() {
            accepted.value = without_district(&accepted.value, file, rules, input);
        }
        let before = file.answers.get(&field.id);
        let stored = before.map_or("", |answer| answer.value.as_str());
        let is_registered = input.from_registry.contains(&field.id.as_str());
        let was_typed = before.is_some_and(|answer| answer.provenance != Provenance::Registry);
        if accepted.value == stored && !(is_registered && was_typed) {
            continue;
        }
        let offered = stored.is_empty() && field.value.as_ref() == Some(&accepted.value);
        let provenance = if is_registered {
            Provenance::Registry
        } else if offered {
            Provenance::Default
        } else {
            Provenance::Typed
        };
        changed.push((
            field.id.clone(),
            Answer {
                value: accepted.value,
                provenance,
                at: rules.now,
                channel: file.case.channel,
            },
        ));
    }
    changed
}

/// Stores the changed answers, and removes what they make untrue.
///
/// Pictures that are no longer asked for stay until the submission, in case an answer is changed back.
pub(super) async fn store_answers(
    tx: &Tx,
    file: &mut CaseFile,
    rules: &Rules,
    before: &Plan,
    changed: &[(String, Answer)],
) -> Result<(), ServiceError> {
    let case = file.case.id;
    let touches = |ids: &[&str]| changed.iter().any(|(id, _)| ids.contains(&id.as_str()));
    let given = changed
        .iter()
        .filter(|(_, answer)| !answer.value.is_empty());
    answers::put(tx, case, given.map(|(id, answer)| (id.as_str(), answer))).await?;
    let mut after = file.plain_answers();
    for (id, answer) in changed {
        after.set(id, answer.value.as_str());
    }
    let superseded = changed
        .iter()
        .flat_map(|(id, _)| flow::superseded(before, &after, id))
        .filter(|id| !touches(&[id]));
    let emptied = changed.iter().filter(|(_, answer)| answer.value.is_empty());
    let gone = emptied.map(|(id, _)| id.as_str()).chain(superseded);
    answers::remove(tx, case, gone).await?;
    if touches(&[CONSENT_LOOKUP]) && after.get(CONSENT_LOOKUP) != Some("yes") {
        lines::forget_offered(tx, case).await?;
    }
    if touches(&[CHILD_NAME, CHILD_ID_NUMBER]) {
        relationship::forget(tx, file, rules).await?;
    }
    Ok(())
}

/// The bank of the branch that was sent, where the bank itself was left open: it is only a filter then, and a branch has one bank.
fn bank_of_branch<'a>(rules: &'a Rules, input: &StepInput) -> Option<&'a str> {
    let branch = input
        .value(BRANCH)
        .filter(|_| input.value(BANK) == Some(""))?;
    let branch = rules.release.codes().branches.get(branch)?;
    Some(&branch.bank)
}

/// The address without the district, which is the one chosen beside it, or else the stored one.
fn without_district(address: &str, file: &CaseFile, rules: &Rules, input: &StepInput) -> String {
    let stored = || {
        let answer = file.answers.get(DISTRICT);
        answer.map(|answer| answer.value.as_str())
    };
    let code = input.value(DISTRICT).or_else(stored);
    let district = code.and_then(|code| rules.release.codes().districts.get(code));
    let (Some(district), Ok(typed)) = (district, Address::parse(address)) else {
        return address.to_owned();
    };
    let names = [district.label.zh.as_str(), district.label.en.as_str()];
    typed.without_district(&names).as_str().to_owned()
}
