//! Records what an agent agrees to at a step, or no longer agrees to: which text, in which version, and when.
//!
//! The answer is the box on the page, and goes with the draft. The record stays, because look-ups rest on it.

use domain::answer::{Answer, Provenance};
use domain::application::{Action, Actor, CaseState};
use store::consents::{self, Consent};
use store::{StoreError, Tx};
use uuid::Uuid;

use super::case_file::{CaseFile, Rules};
use super::entering::store_answers;
use super::noted;
use crate::ServiceError;

/// What the names of consents begin with. The promise is agreed to as well, but nothing rests on it and nobody takes it back.
const CONSENTS: &str = "consent.";

/// Records the consents among the answers of a step, in the transaction that stores them. `said`: fields, and whether they say yes.
/// `ids`: new ones, at least one for each that says yes.
pub(super) async fn record(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    said: impl IntoIterator<Item = (&str, bool)>,
    ids: &[Uuid],
) -> Result<(), StoreError> {
    let (account, case) = (file.case.owner, Some(file.case.id));
    let mut ids = ids.iter();
    for (consent, agrees) in said.into_iter().filter(|(id, _)| id.starts_with(CONSENTS)) {
        if !agrees {
            consents::withdraw(tx, account, case, consent, rules.now).await?;
            continue;
        }
        let field = rules.release.field(consent);
        let text = field.and_then(|field| rules.release.agreement(field.agreement.as_deref()?));
        if let Some(text) = text {
            let given = Consent {
                id: *ids.next().expect("whoever agrees sent the box"),
                account,
                case,
                consent: consent.to_owned(),
                version: text.version.clone(),
                digest: text.hash(),
                at: rules.now,
                withdrawn_at: None,
            };
            consents::give(tx, &given).await?;
        }
    }
    Ok(())
}

/// Takes the tick out of the box of a consent that was taken back elsewhere, so that a draft does not say what no longer holds, and
/// asks for it again before it goes on. What was submitted stays as it was agreed to then.
pub(super) async fn untick(
    tx: &Tx,
    rules: &Rules,
    account: Uuid,
    case: Uuid,
    consent: &str,
) -> Result<(), ServiceError> {
    let mut file = match CaseFile::load(tx, account, case).await {
        // Its draft was erased: the record of the consent outlives it.
        Err(ServiceError::NotFound) => return Ok(()),
        file => file?,
    };
    let is_ticked = file.answers.get(consent);
    let is_ticked = is_ticked.is_some_and(|answer| answer.value == "yes");
    if file.case.state != CaseState::Draft || !is_ticked {
        return Ok(());
    }
    let answer = Answer {
        value: "no".to_owned(),
        provenance: Provenance::Typed,
        at: rules.now,
        channel: file.case.channel,
    };
    let before = file.plan(rules)?;
    let changed = [(consent.to_owned(), answer)];
    store_answers(tx, &mut file, rules, &before, &changed).await?;
    let mut after = CaseFile::load(tx, account, case).await?;
    let plan = after.plan(rules)?;
    let step = plan.steps.iter();
    let mut step = step.filter(|step| step.fields().any(|field| field.id == consent));
    let action = Action::SaveStep {
        step: step.next().map_or("", |step| &step.id),
        fields: &[consent],
        wrong: &[],
    };
    // Whatever its release: a draft that is moved when it is opened must not keep the tick until then.
    let agent = Actor::Agent(account);
    after.change_as(tx, rules, agent, action, consent).await?;
    noted::step(tx, case, &plan, noted::refused_by(&plan.problems)).await
}

/// What is now said in the fields that were entered, or confirmed after they were asked again: whether it is yes.
pub(super) fn said<'a>(
    file: &'a CaseFile,
    entered: &'a [(String, Answer)],
    answered: &'a [String],
) -> impl Iterator<Item = (&'a str, bool)> {
    let is_entered = |id: &String| entered.iter().any(|(known, _)| known == id);
    let confirmed = answered
        .iter()
        .filter(move |id| !is_entered(id))
        .filter_map(|id| Some((id, file.answers.get(id)?)));
    entered
        .iter()
        .map(|(id, answer)| (id, answer))
        .chain(confirmed)
        .map(|(id, answer)| (id.as_str(), answer.value == "yes"))
}
