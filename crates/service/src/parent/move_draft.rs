//! Moves a draft to the release in force, as soon as its agent opens it.
//!
//! A submission keeps its release; once taken back it is a draft, and moves when it is next opened.

use domain::application::{Action, Actor};
use domain::catalogue::FieldKind;
use domain::flow::{Plan, PlannedPage};
use domain::release::{Change, Moved, moved};
use store::asked_again::{self, ItemAskedAgain};
use store::{Tx, answers, cases};

use super::case_file::{CaseFile, Rules};
use super::case_view;
use super::step_input::StepInput;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Moves a draft that is behind, and returns the moved one.
pub(super) async fn move_draft(
    service: &Service,
    agent: &Agent,
    behind: &CaseFile,
) -> Result<CaseFile, ServiceError> {
    let (rules, account, case) = (Rules::of(service), agent.account, behind.case.id);
    let from = behind.release.clone();
    let changes = service
        .rules
        .older
        .changes(
            &service.store,
            (&from.0, from.1),
            &rules.release,
            behind.case.channel,
        )
        .await?;
    service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            if !file.is_behind(&rules.release) || file.release != from {
                // Another window was faster.
                return Ok(file);
            }
            let moved = moved(&rules.release, &changes, &file.plain_answers());
            store_moved(tx, &file, &rules, &moved).await?;
            let (number, hash) = (rules.release.number(), rules.release.content_hash());
            cases::pin(tx, case, number, &hash).await?;
            let action = Action::MoveRelease {
                from: &from.0,
                to: number,
            };
            file.change_as(tx, &rules, Actor::System, action, &about(&moved))
                .await?;
            CaseFile::load(tx, account, case).await
        })
        .await
}

/// Removes consents to texts that have changed, and stores what is asked again.
async fn store_moved(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    moved: &Moved,
) -> Result<(), ServiceError> {
    let case = file.case.id;
    let gone = || moved.gone.iter().map(String::as_str);
    answers::remove(tx, case, gone()).await?;
    asked_again::remove(tx, case, gone()).await?;
    // A stricter request of an earlier move stays.
    let is_weaker = |change: &Change| {
        file.items_asked_again
            .iter()
            .any(|mark| mark.item == change.id && mark.class > change.class)
    };
    let asked: Vec<ItemAskedAgain> = moved
        .again
        .iter()
        .filter(|change| !is_weaker(change))
        .map(|change| ItemAskedAgain {
            item: change.id.clone(),
            class: change.class,
            since: change.since.clone(),
        })
        .collect();
    asked_again::put(tx, case, &asked, rules.now).await?;
    Ok(())
}

/// Ids of what is asked again, for the journal.
fn about(moved: &Moved) -> String {
    let ids: Vec<&str> = moved
        .again
        .iter()
        .map(|change| change.id.as_str())
        .collect();
    ids.join(" ")
}

/// What was asked again and this form answers: shown with the new question, and sent. A form that was drawn before the draft
/// moved answers the old question: its values are saved, and still asked again.
pub(super) fn answered_again(
    plan: &Plan,
    file: &CaseFile,
    rules: &Rules,
    input: &StepInput,
) -> Vec<String> {
    let asked = file.asked_again(&rules.release);
    let Some(step) = plan.step(&input.step).filter(|_| !asked.is_empty()) else {
        return Vec::new();
    };
    let drawn_now = case_view::mark(
        file.case.id,
        plan,
        &file.answers,
        file.found_at(),
        &asked,
        &input.step,
    );
    if input.mark.as_ref().is_some_and(|mark| *mark != drawn_now) {
        return Vec::new();
    }
    let pages = || {
        let wanted = input.page.as_deref();
        let pages = step.pages.iter();
        pages.filter(move |page| wanted.is_none_or(|wanted| page.id == wanted))
    };
    let fields = pages().flat_map(PlannedPage::fields).filter(|field| {
        let sent = input.fields.iter().any(|(id, _)| *id == field.id);
        field.visible
            && !field.locked
            && (sent || (field.kind == FieldKind::Consent && !input.is_partial))
    });
    let slots = pages()
        .flat_map(PlannedPage::slots)
        .filter(|slot| slot.present);
    fields
        .map(|field| &field.id)
        .chain(slots.map(|slot| &slot.id))
        .filter(|id| asked.contains_key(*id))
        .cloned()
        .collect()
}
