//! Saves what was entered at a step, right or wrong, and says what comes next.

use std::sync::Arc;

use domain::application::Action;
use domain::application::refusal::ServiceRefusal;
use domain::flow::{Plan, PlannedStep, Problem, RelationshipState};
use store::asked_again;
use uuid::Uuid;

pub use super::step_input::{NotTaken, StepInput};

use super::case_file::CaseFile;
use super::case_view::{CaseView, values_mark};
use super::consents;
use super::entering::{entered, store_answers};
use super::field_ids::{CHILD_ID_NUMBER, RELATIONSHIP_CONFIRMED};
use super::move_draft::answered_again;
use super::noted::{self, refused_by};
use super::relationship;
use super::show_case::{OpenCase, open_case, show_case};
use crate::ServiceError;
use crate::agent::Agent;
use crate::{Service, Shared};

/// The result of a save. Whatever was entered is saved, unless it is [`SaveOutcome::Stale`].
pub enum SaveOutcome {
    /// Everything on this page is right.
    Saved {
        /// The application as it is now.
        view: CaseView,
        /// Where to go.
        next: Next,
        /// Pictures that the application no longer asks for after this save: material ids.
        released: Vec<String>,
    },
    /// Something on this page is wrong or missing.
    Problems {
        /// The application as it is now, with what was entered.
        view: CaseView,
        /// The problems of this page, in its order.
        problems: Vec<Problem>,
    },
    /// The service cannot go on with this child.
    Refused {
        /// The application as it is now.
        view: CaseView,
        /// Why.
        refusal: ServiceRefusal,
    },
    /// Somebody else changed these answers meanwhile: nothing was saved, both values are to be shown.
    Stale {
        /// The application as it is stored.
        view: CaseView,
        /// Fields that differ: id, and what this form wanted to store.
        mine: Vec<(String, String)>,
    },
}

/// Without values, which are personal.
impl std::fmt::Debug for SaveOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Saved { next, released, .. } => write!(f, "Saved({next:?}, {released:?})"),
            Self::Problems { problems, .. } => write!(f, "Problems({problems:?})"),
            Self::Refused { refusal, .. } => write!(f, "Refused({refusal:?})"),
            Self::Stale { mine, .. } => {
                let ids: Vec<&str> = mine.iter().map(|(id, _)| id.as_str()).collect();
                write!(f, "Stale({ids:?})")
            }
        }
    }
}

/// Where to go after a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A later page of the same step.
    Page {
        /// Step id.
        step: String,
        /// Page id.
        page: String,
    },
    /// Another step.
    Step(String),
}

/// Saves a step.
///
/// Consents and other boxes of the posted page that were not sent count as `no`. After the step that names the child the registry
/// is asked who the agent is to them; after the confirmation of the relationship, whether a card can be applied for.
///
/// # Errors
/// [`ServiceError::NotFound`] for somebody else's application or an unknown application or step, [`ServiceError::WrongState`]
/// once it is submitted, [`ServiceError::ItemLocked`] for what a return leaves as submitted.
pub async fn save_step(
    service: &Shared,
    agent: &Agent,
    case: Uuid,
    input: StepInput,
) -> Result<SaveOutcome, ServiceError> {
    let open = open_case(service, agent, case).await?;
    save_step_of(service, agent, open, input).await
}

/// The same for an application that the caller has opened. If it has changed meanwhile, it is read again.
///
/// # Errors
/// Those of [`save_step`].
pub async fn save_step_of(
    service: &Shared,
    agent: &Agent,
    open: Arc<OpenCase>,
    input: StepInput,
) -> Result<SaveOutcome, ServiceError> {
    let (whole, agent) = (Arc::clone(service), agent.clone());
    service
        .work
        .tasks
        .see_through(async move { save_and_ask(&whole, &agent, open, input).await })
        .await
}

async fn save_and_ask(
    service: &Service,
    agent: &Agent,
    open: Arc<OpenCase>,
    input: StepInput,
) -> Result<SaveOutcome, ServiceError> {
    let OpenCase {
        view,
        file: before,
        plan,
        rules,
    } = &*open;
    let case = before.case.id;
    before.require_open()?;
    let step = plan
        .step(&input.step)
        .filter(|step| step.reached)
        .ok_or(ServiceError::NotFound)?;
    let said = word_on_relationship(before, step, &input);
    let asks_register = asks_register(before, step, &input);

    let now = values_mark(case, plan, &before.answers, before.found_at(), &input.step);
    let was_drawn_before = |mark: &String| mark.split('.').next() != Some(now.as_str());
    if said.is_some() && input.mark.as_ref().is_some_and(was_drawn_before) {
        // The response was about what that form showed, and that has changed.
        let mine = Vec::new();
        let view = view.clone();
        return Ok(SaveOutcome::Stale { view, mine });
    }
    let (file, planned) = match write(service, &open, &input).await? {
        Written::Saved { file, plan } => (file, plan),
        Written::Stale { file, plan, mine } => {
            let view = file.planned(rules, plan);
            return Ok(SaveOutcome::Stale { view, mine });
        }
    };
    if said == Some(Word::Disputed) {
        relationship::dispute(service, agent, case).await?;
    }
    let mut refusal = None;
    if asks_register && input.goes_on_unasked {
        relationship::leave_open(service, agent, case).await?;
    } else if asks_register {
        refusal = relationship::look_up(service, agent, case).await?;
    }
    if let (None, Some(Word::Confirmed), Some(shown)) = (refusal, said, &before.relationship) {
        refusal = relationship::confirm(service, agent, case, shown).await?;
    }
    let view = if asks_register || said.is_some() {
        let view = show_case(service, agent, case).await?;
        note_where(service, &view, said.is_some(), refusal).await?;
        view
    } else {
        file.planned(rules, planned)
    };
    let released = view
        .unneeded()
        .map(|picture| picture.material.clone())
        .filter(|material| plan.materials.contains(material))
        .collect();
    Ok(outcome(view, &input, refusal, released))
}

/// Whether the registry is to be asked: on the page that names the child, and on any that would show its answer while it has not
/// been asked yet.
fn asks_register(before: &CaseFile, step: &PlannedStep, input: &StepInput) -> bool {
    let here = |id: &str| {
        let mut pages = step
            .pages
            .iter()
            .filter(|page| input.page.as_ref().is_none_or(|posted| *posted == page.id));
        pages.any(|page| page.fields().any(|field| field.id == id))
    };
    here(CHILD_ID_NUMBER) || (before.relationship.is_none() && here(RELATIONSHIP_CONFIRMED))
}

/// The agent's response to the relationship that the registry found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Confirmed,
    Disputed,
}

/// A response counts for what was shown: while the registry has found nothing, there is nothing to confirm or dispute.
fn word_on_relationship(before: &CaseFile, step: &PlannedStep, input: &StepInput) -> Option<Word> {
    let found = before
        .relationship
        .as_ref()
        .is_some_and(|found| found.state == RelationshipState::Hit);
    let asked = found
        && step
            .fields()
            .any(|field| field.id == RELATIONSHIP_CONFIRMED && field.visible);
    let (_, said) = input
        .fields
        .iter()
        .rev()
        .find(|(id, _)| asked && id == RELATIONSHIP_CONFIRMED)?;
    match said.as_str() {
        "yes" => Some(Word::Confirmed),
        "disputed" => Some(Word::Disputed),
        _ => None,
    }
}

/// What was written, with the application and its plan as they are then.
enum Written {
    Saved {
        file: CaseFile,
        plan: Arc<Plan>,
    },
    Stale {
        file: CaseFile,
        plan: Arc<Plan>,
        mine: Vec<(String, String)>,
    },
}

async fn write(
    service: &Service,
    open: &Arc<OpenCase>,
    input: &StepInput,
) -> Result<Written, ServiceError> {
    let (open, input) = (Arc::clone(open), input.clone());
    let ids: Vec<Uuid> = input
        .fields
        .iter()
        .map(|_| service.chance.id_at(open.rules.now))
        .collect();
    service
        .store
        .write(async move |tx| {
            let OpenCase {
                file: before,
                plan: planned,
                rules,
                ..
            } = &*open;
            let mut file = CaseFile::current(tx, before).await?;
            file.require_open()?;
            let (case, owner) = (file.case.id, file.case.owner);
            let plan = if file.case == before.case {
                Arc::clone(planned)
            } else {
                file.plan(rules)?
            };
            let entered = entered(&plan, &file, rules, &input);
            let answered = answered_again(&plan, &file, rules, &input);
            if entered.is_empty() && answered.is_empty() {
                // Pictures may have led on.
                noted::step(tx, case, &plan, refused_by(&plan.problems)).await?;
                return Ok(Written::Saved { file, plan });
            }
            let now = values_mark(case, &plan, &file.answers, file.found_at(), &input.step);
            if !entered.is_empty()
                && input
                    .mark
                    .as_ref()
                    .is_some_and(|mark| mark.split('.').next() != Some(now.as_str()))
            {
                let mine = entered
                    .into_iter()
                    .map(|(id, answer)| (id, answer.value))
                    .collect();
                return Ok(Written::Stale { file, plan, mine });
            }
            asked_again::remove(tx, case, answered.iter().map(String::as_str)).await?;
            consents::record(
                tx,
                &file,
                rules,
                consents::said(&file, &entered, &answered),
                &ids,
            )
            .await?;
            store_answers(tx, &mut file, rules, &plan, &entered).await?;
            let mut after = CaseFile::load(tx, owner, case).await?;
            let plan = after.plan(rules)?;
            let returned = after.records.returned.is_some();
            let wrong: Vec<&str> = plan
                .problems
                .iter()
                .filter(|_| returned)
                .map(|problem| problem.field.as_str())
                .collect();
            let changed = entered.iter().map(|(id, _)| id);
            let about: Vec<&str> = changed.chain(&answered).map(String::as_str).collect();
            let action = Action::SaveStep {
                step: &input.step,
                fields: &about,
                wrong: &wrong,
            };
            after.change(tx, rules, action, &about.join(" ")).await?;
            noted::step(tx, case, &plan, refused_by(&plan.problems)).await?;
            Ok(Written::Saved { file: after, plan })
        })
        .await
}

/// The same once a register was asked, or the agent has responded to what it said.
async fn note_where(
    service: &Service,
    view: &CaseView,
    has_responded: bool,
    refusal: Option<ServiceRefusal>,
) -> Result<(), ServiceError> {
    if has_responded {
        noted::refusal(service, view.id, refusal).await?;
    }
    let (case, plan) = (view.id, Arc::clone(&view.plan));
    service
        .store
        .write(async move |tx| noted::step(tx, case, &plan, refused_by(&plan.problems)).await)
        .await
}

fn outcome(
    view: CaseView,
    input: &StepInput,
    refusal: Option<ServiceRefusal>,
    released: Vec<String>,
) -> SaveOutcome {
    let here = |problem: &&Problem| {
        problem.step == input.step
            && (input.page.is_none() || problem.page.is_none() || problem.page == input.page)
    };
    let problems: Vec<Problem> = view.plan.problems.iter().filter(here).cloned().collect();
    if let Some(refusal) = refusal.or_else(|| refused_by(&problems)) {
        return SaveOutcome::Refused { view, refusal };
    }
    if !problems.is_empty() {
        return SaveOutcome::Problems { view, problems };
    }
    let next = next(&view, input);
    SaveOutcome::Saved {
        view,
        next,
        released,
    }
}

fn next(view: &CaseView, input: &StepInput) -> Next {
    let plan = &view.plan;
    let later_page = plan.step(&input.step).and_then(|step| {
        let posted = input.page.as_ref()?;
        let mut later = step
            .pages
            .iter()
            .skip_while(|page| page.id != *posted)
            .skip(1);
        later.find(|page| page.visible && page.answerable)
    });
    if let Some(page) = later_page {
        return Next::Page {
            step: input.step.clone(),
            page: page.id.clone(),
        };
    }
    let later = view.step_after(&input.step);
    Next::Step(later.map_or(&input.step, |step| &step.id).clone())
}
