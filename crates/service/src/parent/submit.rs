//! Submits an application.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::application::refusal::ServiceRefusal;
use domain::application::snapshot::{AgreedText, Picture, Snapshot};
use domain::application::{Action, CaseState};
use domain::flow::{Plan, PlannedStep};
use domain::lang::Lang;
use domain::receipt::ReceiptNumber;
use store::idempotency::{self, Claim};
use store::submissions::{self, Frozen};
use store::{Tx, answers, captures, materials, picture_tries};
use uuid::Uuid;

use super::add_material::erase;
use super::card_photo::{CARD_PHOTO, crop_of, frame_of};
use super::case_file::{CaseFile, Rules};
use super::case_view::CaseView;
use super::correction::unasked;
use super::field_ids::CHILD_ID_NUMBER;
use super::noted::{self, refused_by};
use super::show_case::{load, show_case};
use super::{eligibility, for_staff, register};
use crate::ServiceError;
use crate::agent::Agent;
use crate::jobs::ask_register;
use crate::jobs::send_message::{Notice, tell};
use crate::templates::Template;
use crate::{Service, Shared};

/// The result of a submission.
#[derive(Debug)]
pub enum SubmitOutcome {
    /// It is submitted; `view.receipt()` is the number. Submitting again gives the same one.
    Submitted {
        /// The application as it is now.
        view: CaseView,
    },
    /// Something is wrong or missing: `view.plan.next` says at which step. Nothing is lost.
    NotReady {
        /// The application with today's plan.
        view: CaseView,
    },
    /// Something that was returned is not corrected yet. Nothing is lost.
    NotCorrected {
        /// The application as it is now.
        view: CaseView,
        /// The ids of the fields and materials.
        items: Vec<String>,
    },
    /// The service cannot accept it; the draft stays.
    Refused {
        /// The application as it is now.
        view: CaseView,
        /// Why.
        refusal: ServiceRefusal,
    },
}

/// Checks everything again as of today, freezes what was entered with the agreed texts, and issues a receipt number.
///
/// `once`: the hidden input of the form ([`CaseView::once`]), an idempotency key. The same form posted again, even after the
/// application was taken back, submits nothing new; nor does a form that was drawn before something was changed elsewhere.
///
/// # Errors
/// [`ServiceError::Stale`] for such a form, [`ServiceError::NotFound`] for somebody else's application,
/// [`ServiceError::WrongState`] when it is neither open nor submitted.
pub async fn submit(
    service: &Shared,
    agent: &Agent,
    case: Uuid,
    once: Option<&str>,
) -> Result<SubmitOutcome, ServiceError> {
    let (whole, agent, once) = (Arc::clone(service), agent.clone(), once.map(str::to_owned));
    service
        .work
        .tasks
        .see_through(async move { check_and_hand_in(&whole, &agent, case, once).await })
        .await
}

async fn check_and_hand_in(
    service: &Service,
    agent: &Agent,
    case: Uuid,
    once: Option<String>,
) -> Result<SubmitOutcome, ServiceError> {
    let rules = Rules::of(service);
    let file = load(service, agent, case).await?;
    let verified = file.require_open().is_ok() && file.known_relationship().is_verified();
    if verified
        && let Some(child) = register::child(&file, &rules)?
        && let Some(refusal) = eligibility::check(service, agent, case, &child).await?
    {
        noted::refusal(service, case, Some(refusal)).await?;
        return Ok(SubmitOutcome::Refused {
            view: file.view(&rules)?,
            refusal,
        });
    }
    let draw = Draw {
        receipts: std::array::from_fn(|_| {
            ReceiptNumber::from_random(u64::from_be_bytes(service.chance.bytes()))
        }),
        notice: service.chance.id_at(service.clock.now()),
        lang: agent.lang,
        once,
    };
    let account = agent.account;
    let done = service
        .store
        .write(async move |tx| hand_in(tx, account, case, &rules, &draw).await)
        .await;
    // Another application holds the child, or not everything is corrected: rolled back, so what was entered is as it was.
    let done = match done {
        Err(ServiceError::NotCorrected { items }) => Done::NotCorrected(items),
        Err(ServiceError::Refused(refusal)) => Done::Refused(refusal),
        done => done?,
    };
    let view = show_case(service, agent, case).await?;
    Ok(match done {
        Done::Submitted { released } => {
            erase(service, released).await;
            SubmitOutcome::Submitted { view }
        }
        Done::NotReady => SubmitOutcome::NotReady { view },
        Done::NotCorrected(items) => SubmitOutcome::NotCorrected { view, items },
        Done::Refused(refusal) => {
            noted::refusal(service, case, Some(refusal)).await?;
            SubmitOutcome::Refused { view, refusal }
        }
    })
}

/// Random receipt numbers, of which the first free one is taken, the id of the message that names it, and the form's idempotency
/// key.
#[derive(Clone)]
struct Draw {
    receipts: [ReceiptNumber; 4],
    notice: Uuid,
    /// The language of the message.
    lang: Lang,
    once: Option<String>,
}

enum Done {
    Submitted { released: Vec<Uuid> },
    NotReady,
    NotCorrected(Vec<String>),
    Refused(ServiceRefusal),
}

async fn hand_in(
    tx: &Tx,
    account: Uuid,
    case: Uuid,
    rules: &Rules,
    draw: &Draw,
) -> Result<Done, ServiceError> {
    let mut file = CaseFile::load(tx, account, case).await?;
    match file.case.state {
        CaseState::Draft | CaseState::Returned => {}
        CaseState::Submitted => {
            return Ok(Done::Submitted {
                released: Vec::new(),
            });
        }
        _ => return Err(ServiceError::WrongState),
    }
    let plan = file.plan(rules)?;
    if draw
        .once
        .as_ref()
        .is_some_and(|once| *once != file.once(&plan))
    {
        return Err(ServiceError::Stale);
    }
    if let Some(refusal) = refused_by(&plan.problems) {
        return Ok(Done::Refused(refusal));
    }
    if !plan.problems.is_empty() {
        return Ok(Done::NotReady);
    }
    let relationship = file.known_relationship();
    // Claimed last: from here on only an error can stop the submission, and its rollback leaves no claim behind.
    let scope = format!("submit/{case}");
    if let Some(key) = &draw.once
        && let Claim::Done(_) = idempotency::claim(tx, &scope, key, rules.now).await?
    {
        return Err(ServiceError::Stale);
    }
    captures::remove_all(tx, case).await?;
    let released = let_go(tx, &mut file, &plan).await?;
    settle_frame(tx, &mut file).await?;
    let snapshot = snapshot(&file, &plan, rules)?;
    let receipt = freeze(tx, &file, &snapshot, draw).await?;
    let problems = plan.problems.len();
    let returned = file.records.returned.clone();
    let dropped = returned
        .iter()
        .flat_map(|returned| unasked(&plan, returned));
    let dropped: Vec<&str> = dropped.collect();
    let action = if file.case.state == CaseState::Draft {
        Action::Submit {
            problems,
            relationship,
        }
    } else {
        Action::Resubmit {
            problems,
            relationship,
            dropped: &dropped,
            same_child: is_for_the_same_child(&file),
        }
    };
    file.change(tx, rules, action, &snapshot.digest().to_string())
        .await?;
    for_staff::raise(tx, &file, rules).await?;
    picture_tries::remove_held_back(tx, case).await?;
    ask_register::after_submission(tx, &file.case, relationship.state, rules.now).await?;
    let notice = Notice {
        id: draw.notice,
        account,
        case: Some(case),
        template: Template::Submitted,
        lang: draw.lang,
        values: &[("receipt", &receipt.to_string())],
    };
    tell(tx, &notice, rules.now).await?;
    if let Some(key) = &draw.once {
        idempotency::settle(tx, &scope, key, receipt.as_str()).await?;
    }
    Ok(Done::Submitted { released })
}

/// Removes answers and pictures that the application no longer asks for: no more is kept than is needed.
async fn let_go(tx: &Tx, file: &mut CaseFile, plan: &Plan) -> Result<Vec<Uuid>, ServiceError> {
    let asked = |id: &str| plan.field(id).is_some_and(|field| field.visible);
    let needless = file.answers.keys().filter(|id| !asked(id));
    answers::remove(tx, file.case.id, needless.map(String::as_str)).await?;
    file.answers.retain(|id, _| asked(id));
    let (kept, extra): (Vec<_>, Vec<_>) = std::mem::take(&mut file.materials)
        .into_iter()
        .partition(|known| plan.materials.contains(&known.material));
    file.materials = kept;
    let mut released = Vec::new();
    for material in extra {
        released.extend(materials::remove(tx, file.case.id, &material.material).await?);
    }
    Ok(released)
}

/// Whether it is for the child of its latest submission.
fn is_for_the_same_child(file: &CaseFile) -> bool {
    let before = file.submissions.last();
    let before = before.and_then(|last| last.snapshot.answers.get(CHILD_ID_NUMBER));
    let now = file.answers.get(CHILD_ID_NUMBER);
    before.map(|answer| &answer.value) == now.map(|answer| &answer.value)
}

/// A photo from before frames were stored is submitted with the one that its agent was shown.
async fn settle_frame(tx: &Tx, file: &mut CaseFile) -> Result<(), ServiceError> {
    let case = file.case.id;
    for photo in &mut file.materials {
        if photo.material == CARD_PHOTO {
            let crop = crop_of(frame_of(photo));
            if photo.crop.replace(crop) != Some(crop) {
                materials::set_crop(tx, case, CARD_PHOTO, &crop).await?;
            }
        }
    }
    Ok(())
}

/// What is submitted, after [`let_go`].
fn snapshot(file: &CaseFile, plan: &Plan, rules: &Rules) -> Result<Snapshot, ServiceError> {
    let mut texts = BTreeMap::new();
    let agreed = plan
        .steps
        .iter()
        .flat_map(PlannedStep::fields)
        .filter(|field| field.visible)
        .filter_map(|field| field.agreement.as_deref());
    for id in agreed {
        let agreement = rules
            .release
            .agreement(id)
            .ok_or_else(|| ServiceError::Internal(format!("the release has no text {id}")))?;
        texts.insert(
            id.to_owned(),
            AgreedText {
                version: agreement.version.clone(),
                digest: agreement.hash(),
            },
        );
    }
    Ok(Snapshot {
        case: file.case.id,
        number: file.case.submissions + 1,
        agent: file.case.owner,
        channel: file.case.channel,
        release: rules.release.number().to_owned(),
        release_digest: rules.release.content_hash(),
        submitted_at: rules.now,
        relationship_verified: file.known_relationship().is_verified(),
        answers: file.answers.clone(),
        materials: file
            .materials
            .iter()
            .map(|material| {
                let (sm3, crop) = (material.sm3, material.crop);
                (material.material.clone(), Picture { sm3, crop })
            })
            .collect(),
        texts,
    })
}

/// Freezes the snapshot under the application's receipt number: the one it has, or the first free one of those drawn.
async fn freeze(
    tx: &Tx,
    file: &CaseFile,
    snapshot: &Snapshot,
    draw: &Draw,
) -> Result<ReceiptNumber, ServiceError> {
    let given = file.submissions.last().map(|last| last.receipt);
    for receipt in given.into_iter().chain(draw.receipts) {
        match submissions::freeze(tx, snapshot, receipt).await? {
            Frozen::Here => return Ok(receipt),
            Frozen::ReceiptTaken => {}
        }
    }
    Err(ServiceError::Internal(
        "no free receipt number was drawn".into(),
    ))
}
