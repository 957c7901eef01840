//! Asks the registry who the agent is to the child, and records the agent's response.

use domain::answer::{Answer, Provenance};
use domain::application::Action;
use domain::application::refusal::ServiceRefusal;
use domain::flow::RelationshipState;
use gateways::registry::{Basis, Kinship, Purpose};
use store::relationships::{self, RegisterAnswer, Relationship};
use store::{Tx, answers, lines};
use uuid::Uuid;

use super::asking::{asked, child_to_ask};
use super::case_file::{CaseFile, Rules};
use super::eligibility;
use super::field_ids::{RELATIONSHIP, RELATIONSHIP_CONFIRMED};
use super::register::{self, CONTRADICTION, Inquiry};
use super::show_case::load;
use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Asks who the agent is to the child in the draft, unless this very question already has an answer.
pub(super) async fn look_up(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<Option<ServiceRefusal>, ServiceError> {
    let rules = Rules::of(service);
    let inquiry = Inquiry::new(service, agent, case, Purpose::Relationship);
    let child = match child_to_ask(service, agent, case, &rules, &inquiry).await {
        Ok(Some(child)) => child,
        Ok(None) => return Ok(None),
        Err(ServiceError::TooManyTries { .. }) => return Ok(Some(ServiceRefusal::TooManyTries)),
        Err(error) => return Err(error),
    };
    let mut outcome = None;
    let found = match service
        .gateways
        .registry
        .verify_kinship(&register::person(agent), &child, &inquiry.why)
        .await
    {
        Ok(said) if !register::is_possible(&rules.release, agent, &said) => {
            inquiry.unusable();
            outcome = Some(CONTRADICTION);
            Found::nothing(RelationshipState::Down)
        }
        Ok(Kinship::Related {
            relation_code,
            basis,
        }) => Found {
            state: RelationshipState::Hit,
            relation: Some(relation_code),
            basis: Some(basis),
        },
        Ok(Kinship::Unrelated) => Found::nothing(RelationshipState::Miss),
        Ok(Kinship::Mismatch) => Found::nothing(RelationshipState::Mismatch),
        Err(error) => {
            inquiry.unanswered(&error);
            Found::nothing(RelationshipState::Down)
        }
    };
    let (account, asked) = (agent.account, asked(agent, &child));
    let outcome = outcome.unwrap_or_else(|| found.state.code());
    service
        .store
        .write(async move |tx| {
            // Locks the application before its head, as everybody does.
            let mut file = CaseFile::load(tx, account, case).await?;
            inquiry.complete(tx, outcome).await?;
            // Another window may have named another child meanwhile: then this answer no longer applies. Or the same question was
            // answered meanwhile, and the agent may have responded.
            let known = file.relationship.as_ref().is_some_and(|known| {
                known.state != RelationshipState::Down
                    && relationships::was_asked(tx, known, &asked)
            });
            if !known && register::child(&file, &rules)? == Some(child) {
                record(tx, &mut file, &rules, &found, &asked).await?;
            }
            Ok(None)
        })
        .await
}

/// The agent goes on while a registry keeps them waiting: it counts as one that does not answer, unless it has answered. What it
/// says to the question that is still open is recorded when it comes, as long as nothing else is.
pub(super) async fn leave_open(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<(), ServiceError> {
    let rules = Rules::of(service);
    let agent = agent.clone();
    service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, agent.account, case).await?;
            let child = register::child(&file, &rules)?;
            let Some(child) = child.filter(|_| file.relationship.is_none()) else {
                return Ok(());
            };
            let asked = asked(&agent, &child);
            let nothing = Found::nothing(RelationshipState::Down);
            record(tx, &mut file, &rules, &nothing, &asked).await
        })
        .await
}

/// The agent confirms the relationship that they were shown (`shown`). If the registry has said something else meanwhile, nothing
/// is confirmed, and the page shows that. Before the confirmation is recorded, the registry is asked whether a card can be
/// applied for: only now may the agent learn it.
pub(super) async fn confirm(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    shown: &Relationship,
) -> Result<Option<ServiceRefusal>, ServiceError> {
    let rules = Rules::of(service);
    let file = load(service, agent, case).await?;
    let Some(found) = file.relationship.clone().filter(|found| found == shown) else {
        return Ok(None);
    };
    if found.state != RelationshipState::Hit || found.facts().is_verified() {
        return Ok(None);
    }
    let Some(child) = register::child(&file, &rules)? else {
        return Ok(None);
    };
    if let Some(refusal) = eligibility::check(service, agent, case, &child).await? {
        return Ok(Some(refusal));
    }
    let account = agent.account;
    service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            if file.relationship.as_ref() != Some(&found) {
                return Err(ServiceError::Stale);
            }
            relationships::confirm(tx, case, rules.now).await?;
            let relation = found
                .relation
                .as_ref()
                .map(|code| (RELATIONSHIP, code.expose(), Provenance::Registry));
            let said = [(RELATIONSHIP_CONFIRMED, "yes", Provenance::Typed)];
            put(tx, &file, &rules, said.into_iter().chain(relation)).await?;
            file.change(
                tx,
                &rules,
                Action::ConfirmRelationship { state: found.state },
                "",
            )
            .await?;
            Ok(None)
        })
        .await
}

/// The agent disputes the found relationship: they choose one, with evidence, and a person decides.
pub(super) async fn dispute(
    service: &Service,
    agent: &Agent,
    case: Uuid,
) -> Result<(), ServiceError> {
    let (rules, account) = (Rules::of(service), agent.account);
    service
        .store
        .write(async move |tx| {
            let mut file = CaseFile::load(tx, account, case).await?;
            let Some(found) = file.relationship.clone() else {
                return Ok(());
            };
            if found.state != RelationshipState::Hit || found.disputed_at.is_some() {
                return Ok(());
            }
            relationships::dispute(tx, case, rules.now).await?;
            give_back_chosen(tx, &file, &rules).await?;
            put(
                tx,
                &file,
                &rules,
                [(RELATIONSHIP_CONFIRMED, "disputed", Provenance::Typed)],
            )
            .await?;
            file.change(
                tx,
                &rules,
                Action::DisputeRelationship { state: found.state },
                "",
            )
            .await?;
            Ok(())
        })
        .await
}

/// Erases what a registry said, because the draft is for another child now.
pub(super) async fn forget(tx: &Tx, file: &CaseFile, rules: &Rules) -> Result<(), ServiceError> {
    relationships::forget(tx, file.case.id).await?;
    lines::note_refusal(tx, file.case.id, None).await?;
    give_back_chosen(tx, file, rules).await?;
    answers::remove(tx, file.case.id, [RELATIONSHIP_CONFIRMED]).await?;
    Ok(())
}

#[derive(Clone)]
struct Found {
    state: RelationshipState,
    relation: Option<String>,
    basis: Option<Basis>,
}

impl Found {
    fn nothing(state: RelationshipState) -> Found {
        Found {
            state,
            relation: None,
            basis: None,
        }
    }
}

async fn record(
    tx: &Tx,
    file: &mut CaseFile,
    rules: &Rules,
    found: &Found,
    asked: &str,
) -> Result<(), ServiceError> {
    let basis = found.basis.map(|basis| match basis {
        Basis::Household => "household",
        Basis::BirthCertificate => "birth_certificate",
        Basis::Declared => "declared",
    });
    let chosen = chosen(file);
    let finding = RegisterAnswer {
        question: asked,
        state: found.state,
        relation: found.relation.as_deref(),
        basis,
        chosen: chosen.as_deref().filter(|_| found.relation.is_some()),
    };
    relationships::record(tx, file.case.id, &finding, rules.now).await?;
    give_back_chosen(tx, file, rules).await?;
    answers::remove(tx, file.case.id, [RELATIONSHIP_CONFIRMED]).await?;
    let relation = found
        .relation
        .as_deref()
        .map(|code| (RELATIONSHIP, code, Provenance::Registry));
    put(tx, file, rules, relation).await?;
    file.change(
        tx,
        rules,
        Action::RecordRelationship { state: found.state },
        "",
    )
    .await?;
    Ok(())
}

/// The agent's own choice, whether it is in force or overridden by a registry's answer.
fn chosen(file: &CaseFile) -> Option<String> {
    if let Some(answer) = file
        .answers
        .get(RELATIONSHIP)
        .filter(|answer| answer.provenance != Provenance::Registry)
    {
        return Some(answer.value.clone());
    }
    let over = file.relationship.as_ref()?.chosen.as_ref()?;
    Some(over.expose().to_owned())
}

/// Removes the relationship that a registry gave, and restores what the agent had chosen: nobody is asked twice.
async fn give_back_chosen(tx: &Tx, file: &CaseFile, rules: &Rules) -> Result<(), ServiceError> {
    if !file.relationship_is_registered() {
        return Ok(());
    }
    answers::remove(tx, file.case.id, [RELATIONSHIP]).await?;
    let chosen = chosen(file);
    let chosen = chosen
        .as_deref()
        .map(|code| (RELATIONSHIP, code, Provenance::Typed));
    put(tx, file, rules, chosen).await
}

async fn put<'a>(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    values: impl IntoIterator<Item = (&'static str, &'a str, Provenance)>,
) -> Result<(), ServiceError> {
    let answer = |value: &str, provenance| Answer {
        value: value.to_owned(),
        provenance,
        at: rules.now,
        channel: file.case.channel,
    };
    let given: Vec<(&str, Answer)> = values
        .into_iter()
        .map(|(field, value, provenance)| (field, answer(value, provenance)))
        .collect();
    answers::put(
        tx,
        file.case.id,
        given.iter().map(|(field, answer)| (*field, answer)),
    )
    .await?;
    Ok(())
}
