//! A step of the flow: shown as its kind of page, saved by one use case, whatever the step.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::application::CaseState;
use domain::catalogue::ProblemCode;
use domain::channel::Channel;
use domain::flow::{Plan, PlannedPage, PlannedStep, StepKind};
use http::StatusCode;
use serde::Deserialize;
use service::agent::Agent;
use service::parent::add_material::{AddOutcome, add_material};
use service::parent::case_view::CaseView;
use service::parent::offer_children::{OfferedChild, offer_children};
use service::parent::remove_material::remove_material;
use service::parent::save_step::{SaveOutcome, StepInput, save_step};
use service::parent::show_case::show_case;
use service::parent::submit::{SubmitOutcome, submit};
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::drawing::Drawn;
use super::leading::{after, after_the_end, index, open_step, page_that_asks, part};
use super::news::News;
use super::pages::field::Problem;
use super::step_kinds::show;
use super::{addresses, asked_again, phone, problems, refusal, stale};

/// The query of a step.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// The page of the step.
    page: Option<String>,
    /// `review` when the way leads back to the summary.
    from: Option<String>,
    /// What has just happened ([`News`]).
    note: Option<String>,
}

/// What the buttons of a step ask for besides saving.
enum Wish<'a> {
    /// Save and go on.
    GoOn,
    /// Save and leave.
    Later,
    /// Save, and take this picture away.
    Remove(&'a str),
    /// Save, and choose the part of the child's photo.
    Adjust,
    /// Save, and take this picture with a phone.
    Phone(&'a str),
    /// Save, with the offered child that is shown so.
    Choose(&'a str),
}

/// `GET /applications/{id}/{step}`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path((id, step)): Path<(Uuid, String)>,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    if view.state != CaseState::Draft || view.channel != Channel::Portal {
        // A draft of another channel is taken over by a button there.
        return Ok(Redirect::to(&addresses::application(id)).into_response());
    }
    let (planned, part) = match opened(&view, &step, asking.page.as_deref())? {
        Opened::Here(step, part) => (step, part),
        Opened::Elsewhere(url) => return Ok(Redirect::to(&url).into_response()),
    };
    let drawn = Drawn {
        page: &page,
        view: &view,
        step: planned,
        part,
        problems: asked_again::problems(&page, &view, planned, part),
        from_review: asking.from.as_deref() == Some("review"),
        news: asking.note.as_deref().and_then(News::of),
        seen: None,
    };
    show(&web, &agent, &drawn).await
}

/// What opens when a step is asked for.
pub(super) enum Opened<'a> {
    /// The step, and its page; none for the review.
    Here(&'a PlannedStep, Option<&'a PlannedPage>),
    /// Another address, which comes before it.
    Elsewhere(String),
}

/// The step `id` of a draft, at the page `wanted` where it has that.
pub(super) fn opened<'a>(
    view: &'a CaseView,
    id: &str,
    wanted: Option<&str>,
) -> Result<Opened<'a>, RequestError> {
    view.plan.step(id).ok_or(RequestError::NotFound)?;
    // A step that is not yet to be answered leads to the one that is. The summary may always be looked at.
    let open = open_step(&view.plan);
    let Some(planned) = view.step(id).filter(|planned| {
        planned.kind == StepKind::Review || index(&view.plan, id) <= index(&view.plan, open)
    }) else {
        return Ok(Opened::Elsewhere(addresses::step(
            view.id, open, None, false,
        )));
    };
    // Nothing can be confirmed before the register was asked: the page that names the child asks it.
    if let Some(child) = page_that_asks(view, planned) {
        return Ok(Opened::Elsewhere(child));
    }
    Ok(Opened::Here(planned, part(&view.plan, planned, wanted)))
}

/// `POST /applications/{id}/{step}`
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path((id, step)): Path<(Uuid, String)>,
    posted: Posted,
) -> Result<Response, RequestError> {
    match answer(&web, &page, &agent, id, &step, &posted).await {
        Err(error @ (RequestError::WrongState | RequestError::Stale)) => {
            // Of two presses at once the second may find the application handed in halfway: it gets the first one's receipt.
            let now = show_case(&web.service, &agent, id).await?;
            if now.state == CaseState::Draft {
                return Err(error);
            }
            Ok(Redirect::to(&after_the_end(&now)).into_response())
        }
        answered => answered,
    }
}

async fn answer(
    web: &Shared,
    page: &Page,
    agent: &Agent,
    id: Uuid,
    step: &str,
    posted: &Posted,
) -> Result<Response, RequestError> {
    let before = show_case(&web.service, agent, id).await?;
    if before.state != CaseState::Draft {
        // A second press of the same button lands where the first one led.
        return Ok(Redirect::to(&after_the_end(&before)).into_response());
    }
    if before.channel != Channel::Portal {
        // It went on elsewhere while this page was open, and follows another flow now.
        return Ok(Redirect::to(&addresses::application(id)).into_response());
    }
    before.plan.step(step).ok_or(RequestError::NotFound)?;
    let wish = wish(posted);
    if matches!(wish, Wish::GoOn) && posted.get("once").is_some_and(|once| once != before.once()) {
        // What is promised must be what was seen: nothing is saved, and the way leads back to the summary.
        return stale::to_review(page, &before);
    }
    let refused = take_in(web, page, agent, &before, posted).await?;
    let part_id = part_id(&before.plan, step, posted);
    let child = chosen(web, agent, id, &wish).await?;
    let input = StepInput {
        step: step.to_owned(),
        page: part_id.clone(),
        seen: posted.get("seen").map(str::to_owned),
        fields: fields(posted, child.as_ref()),
    };
    let from_review = posted.text("from") == "review";
    let (view, next, mut problems) = match save_step(&web.service, agent, id, input).await? {
        SaveOutcome::Saved {
            view,
            next,
            released,
        } => (view, Some((next, !released.is_empty())), Vec::new()),
        SaveOutcome::Stale { view, mine } => {
            return stale::show(web, page, &view, step, part_id.as_deref(), posted, &mine);
        }
        SaveOutcome::Refused { view, refusal } if matches!(wish, Wish::GoOn) => {
            return refusal::show(page, refusal, Some(&view));
        }
        SaveOutcome::Refused { view, .. } => (view, None, Vec::new()),
        SaveOutcome::Problems { view, problems } => {
            let problems = problems
                .iter()
                .map(|problem| problems::of_plan(page, problem))
                .collect();
            (view, None, problems)
        }
    };
    let here = |view: &CaseView| addresses::step(view.id, step, part_id.as_deref(), from_review);
    // A picture that cannot be used is said before the way leads anywhere else.
    if refused.is_empty() {
        let to = match wish {
            Wish::GoOn => None,
            Wish::Later => Some(addresses::done(addresses::APPLICATIONS, "saved")),
            Wish::Adjust => Some(addresses::crop(view.id, from_review, None)),
            Wish::Remove(material) => Some(here(
                &remove_material(&web.service, agent, id, material).await?,
            )),
            Wish::Phone(material) => Some(phone::url(&view, material, from_review)?),
            Wish::Choose(_) if child.is_none() => Some(News::NotOffered.told_at(&here(&view))),
            Wish::Choose(_) => Some(here(&view)),
        };
        if let Some(to) = to {
            return Ok(Redirect::to(&to).into_response());
        }
    } else if !matches!(wish, Wish::GoOn) {
        // Nobody asked whether the rest is complete.
        problems.clear();
    }
    if refused.is_empty()
        && !problems.is_empty()
        && problems.iter().all(|problem| is_new(&before, problem))
    {
        // What was just answered asks for more on this page: it is shown, not complained about.
        return Ok(Redirect::to(&here(&view)).into_response());
    }
    // A file that could not be used says more than "missing" at the same slot.
    problems.retain(|problem| !refused.iter().any(|other| other.field == problem.field));
    problems.splice(0..0, refused);
    if let (Some((next, released)), true) = (next, problems.is_empty()) {
        if is_last(&view, step) {
            return hand_in(web, page, agent, &view, posted.get("once")).await;
        }
        let mut to = after(&view, next, from_review);
        if released {
            to = News::Released.told_at(&to);
        }
        return Ok(Redirect::to(&to).into_response());
    }
    let planned = view.plan.step(step).ok_or(RequestError::NotFound)?;
    let drawn = Drawn {
        page,
        view: &view,
        step: planned,
        part: part(&view.plan, planned, part_id.as_deref()),
        problems,
        from_review,
        news: None,
        seen: None,
    };
    let shown = show(web, agent, &drawn).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

/// Takes in the pictures that came with the form; what is wrong with those that cannot be used.
async fn take_in(
    web: &Shared,
    page: &Page,
    agent: &Agent,
    before: &CaseView,
    posted: &Posted,
) -> Result<Vec<Problem>, RequestError> {
    let mut refused = Vec::new();
    let known = |name: &str| before.plan.slots().any(|slot| slot.id == name);
    for file in posted.files.iter().filter(|file| known(&file.name)) {
        if let AddOutcome::Refused(reason) = add_material(
            &web.service,
            agent,
            before.id,
            &file.name,
            file.bytes.clone(),
        )
        .await?
        {
            refused.push(Problem {
                field: file.name.clone(),
                ..problems::of_picture(page, &reason)
            });
        }
    }
    Ok(refused)
}

/// Whether a problem is that something is missing which nobody was asked for on the page that was sent.
fn is_new(before: &CaseView, problem: &Problem) -> bool {
    let asked = before
        .plan
        .slots()
        .any(|slot| slot.id == problem.field && slot.required)
        || before
            .plan
            .field(&problem.field)
            .is_some_and(|field| field.visible);
    problem.code == ProblemCode::Missing.as_str() && !asked
}

/// Whether nothing is left but to hand in, at the step that does.
fn is_last(view: &CaseView, step: &str) -> bool {
    let mut reached = view.plan.steps.iter().rev().filter(|known| known.reached);
    reached.next().is_some_and(|last| last.id == step) && view.plan.next.is_none()
}

/// Hands in, and leads to the receipt or to what stands in the way.
async fn hand_in(
    web: &Shared,
    page: &Page,
    agent: &Agent,
    view: &CaseView,
    once: Option<&str>,
) -> Result<Response, RequestError> {
    match submit(&web.service, agent, view.id, once).await? {
        SubmitOutcome::Submitted { view } => {
            Ok(Redirect::to(&after_the_end(&view)).into_response())
        }
        SubmitOutcome::NotReady { view } => Ok(Redirect::to(&addresses::step(
            view.id,
            open_step(&view.plan),
            None,
            false,
        ))
        .into_response()),
        SubmitOutcome::Refused { view, refusal } => refusal::show(page, refusal, Some(&view)),
    }
}

/// The page of the step that was posted, if it is one: what a form says is not put into addresses unseen.
fn part_id(plan: &Plan, step: &str, posted: &Posted) -> Option<String> {
    let part = plan.step(step)?.page(posted.get("page")?)?;
    Some(part.id.clone())
}

/// The child that was chosen among those that the register knows; `None` when it is not among them any more, or the
/// register is not to be asked now.
async fn chosen(
    web: &Shared,
    agent: &Agent,
    id: Uuid,
    wish: &Wish<'_>,
) -> Result<Option<OfferedChild>, RequestError> {
    let Wish::Choose(shown) = wish else {
        return Ok(None);
    };
    let offered = offer_children(&web.service, agent, id).await?;
    Ok(offered.into_iter().find(|child| child.shown() == *shown))
}

/// The inputs of the form, as the use case takes them; what is known of a chosen child goes before what was typed.
fn fields(posted: &Posted, child: Option<&OfferedChild>) -> Vec<(String, String)> {
    let own = ["action", "from", "once", "page", "seen"];
    let mut fields: Vec<(String, String)> = posted
        .fields
        .iter()
        .filter(|(name, _)| !own.contains(&name.as_str()))
        .cloned()
        .collect();
    if let Some(child) = child {
        for (name, value) in [
            ("child.name", child.name.as_str()),
            ("child.id_number", child.id_number.as_str()),
        ] {
            fields.retain(|(other, _)| other != name);
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    fields
}

fn wish(posted: &Posted) -> Wish<'_> {
    match posted.text("action").split_once(':') {
        Some(("remove", material)) => Wish::Remove(material),
        Some(("phone", material)) => Wish::Phone(material),
        Some(("choose", child)) => Wish::Choose(child),
        _ if posted.text("action") == "save_later" => Wish::Later,
        _ if posted.text("action") == "adjust" => Wish::Adjust,
        _ => Wish::GoOn,
    }
}
