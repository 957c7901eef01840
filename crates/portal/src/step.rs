//! A step of the flow: shown as its kind of page, saved by one use case, whatever the step.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::application::refusal::ServiceRefusal;
use domain::catalogue::ProblemCode;
use domain::channel::Channel;
use http::StatusCode;
use http::header::SET_COOKIE;
use serde::Deserialize;
use service::agent::Agent;
use service::parent::add_material::add_material;
use service::parent::case_view::CaseView;
use service::parent::offer_children::{OfferedChild, offer_children};
use service::parent::remove_material::remove_material;
use service::parent::save_step::{Next, SaveOutcome, StepInput, save_step, save_step_of};
use service::parent::show_case::{OpenCase, open_case, show_case};
use service::parent::step_view::StepView;
use service::parent::submit::{SubmitOutcome, submit};
use service::parent::way::{self, Opened, opened};
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::drawing::{Drawn, narrowed};
use super::judged::not_taken;
use super::news::News;
use super::pages::field::{OpenProblem, Problem};
use super::preferences::Look;
use super::step_kinds::show;
use super::wish::{OF_THE_CHILD, Wish};
use super::{addresses, phone, problems, refusal, returned, stale};

/// The query of a step.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// The page of the step.
    page: Option<String>,
    /// `review` if the way leads back to the summary.
    from: Option<String>,
    /// What alone is to be changed there: a field or a material.
    only: Option<String>,
    /// `yes` if a child is named whom the registry does not list.
    another: Option<String>,
    /// What has just happened ([`News`]).
    note: Option<String>,
}

/// A step as posted.
struct Sent<'a> {
    agent: &'a Agent,
    page: &'a Page,
    step: &'a str,
    posted: &'a Posted,
    wish: Wish<'a>,
    /// The page of the step, if it is one: what a form says is not put into addresses unchecked.
    part: Option<String>,
    from_review: bool,
}

/// Where a posted step leads.
enum Outcome {
    /// Another page.
    To(String),
    /// The same page, with its problems.
    Here {
        view: CaseView,
        problems: Vec<Problem>,
    },
    /// Both values of what was changed elsewhere in the meantime.
    Stale {
        view: CaseView,
        mine: Vec<(String, String)>,
    },
    /// The same page, which cannot hand in while something else that was returned is not corrected: ids.
    NotCorrected(CaseView, Vec<String>),
    /// Back to the summary: the promise would cover something that was not seen.
    Unseen(CaseView),
    /// The service cannot continue.
    Refused(CaseView, ServiceRefusal),
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
    if !view.is_filled_in() || view.channel != Channel::Portal {
        // A draft of another channel is taken over by a button there.
        return Ok(Redirect::to(&addresses::application(id)).into_response());
    }
    let opened = opened(&view, &step, asking.page.as_deref());
    let (planned, part) = match opened.ok_or(RequestError::NotFound)? {
        Opened::Here(step, part) => (step, part),
        Opened::Elsewhere(earlier) => {
            return Ok(Redirect::to(&addresses::stop(id, &earlier, false)).into_response());
        }
    };
    let only = asking.only.as_deref().unwrap_or_default();
    let shown = StepView::of(&view, &web.service.rules.in_force, planned, part);
    let drawn = Drawn {
        page: &page,
        only,
        is_another: asking.another.is_some(),
        problems: problems::of_plan_all(&page, shown.asked_again.iter().copied()),
        elsewhere: Vec::new(),
        shown: narrowed(shown, only),
        from_review: asking.from.as_deref() == Some("review"),
        news: asking.note.as_deref().and_then(News::of),
        mark: None,
    };
    show(&web, &agent, &drawn).await
}

/// `POST /applications/{id}/{step}`
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path((id, step)): Path<(Uuid, String)>,
    posted: Posted,
) -> Result<Response, RequestError> {
    let open = open_case(&web.service, &agent, id).await?;
    let before = &open.view;
    let part = posted.get("page").and_then(|part| {
        let part = before.plan.step(&step)?.page(part)?;
        Some(part.id.clone())
    });
    let sent = Sent {
        agent: &agent,
        page: &page,
        step: &step,
        posted: &posted,
        wish: Wish::of(&posted),
        part,
        from_review: posted.text("from") == "review",
    };
    let outcome = match sent.answer(&web, &open).await {
        Err(error @ (RequestError::WrongState | RequestError::Stale)) => {
            // If a button is pressed twice at once, the second request may find the application half submitted: it gets the
            // receipt of the first.
            let now = show_case(&web.service, &agent, id).await?;
            if now.is_filled_in() {
                return Err(error);
            }
            Outcome::To(addresses::after_the_end(&now))
        }
        answered => answered?,
    };
    match outcome {
        Outcome::To(address) => {
            let look = Look::of_button(posted.text("action"));
            let cookie = look.and_then(|look| look.cookie(&web));
            let cookie = cookie.map(|cookie| AppendHeaders([(SET_COOKIE, cookie)]));
            Ok((cookie, Redirect::to(&address)).into_response())
        }
        Outcome::Here { view, problems } => sent.again(&web, &view, problems, Vec::new()).await,
        Outcome::NotCorrected(view, items) => {
            let elsewhere = returned::not_corrected(&page, &view, &items);
            sent.again(&web, &view, Vec::new(), elsewhere).await
        }
        Outcome::Stale { view, mine } => {
            let part = sent.part.as_deref();
            stale::show(&web, &page, &view, &step, part, &posted, &mine)
        }
        Outcome::Unseen(view) => stale::to_review(&page, &view),
        Outcome::Refused(view, refused) => refusal::show(&page, refused, Some(&view)),
    }
}

impl Sent<'_> {
    /// Saves what was posted, and finds out where that leads.
    async fn answer(&self, web: &Shared, open: &Arc<OpenCase>) -> Result<Outcome, RequestError> {
        let before = &open.view;
        if !before.is_filled_in() {
            // A second press of the same button leads to where the first one did.
            return Ok(Outcome::To(addresses::after_the_end(before)));
        }
        if before.channel != Channel::Portal {
            // The draft was continued elsewhere while this page was open, and now follows another flow.
            return Ok(Outcome::To(addresses::application(before.id)));
        }
        before.plan.step(self.step).ok_or(RequestError::NotFound)?;
        let once = self.posted.get("once");
        if matches!(self.wish, Wish::GoOn) && once.is_some_and(|once| once != before.once()) {
            // The promise must cover exactly what was seen: nothing is saved.
            return Ok(Outcome::Unseen(before.clone()));
        }
        let refused = self.take_in(web, before).await?;
        let child = self.chosen(web, before.id).await?;
        let input = StepInput {
            step: self.step.to_owned(),
            page: self.part.clone(),
            mark: self.posted.get("seen").map(str::to_owned),
            fields: self.wish.fields(self.posted, child.as_ref()),
            goes_on_unasked: self.posted.text("unasked") == "yes",
            is_partial: false,
            from_registry: child
                .as_ref()
                .map_or_else(Vec::new, |_| OF_THE_CHILD.to_vec()),
        };
        let is_chosen = child.is_some();
        let goes_on = matches!(self.wish, Wish::GoOn) || is_chosen;
        let saved = if self.posted.files.is_empty() {
            save_step_of(&web.service, self.agent, Arc::clone(open), input).await?
        } else {
            // Its pictures have changed it.
            save_step(&web.service, self.agent, before.id, input).await?
        };
        let (view, next, wrong) = match saved {
            SaveOutcome::Stale { view, mine } => return Ok(Outcome::Stale { view, mine }),
            SaveOutcome::Refused { view, refusal } if goes_on => {
                return Ok(Outcome::Refused(view, refusal));
            }
            SaveOutcome::Refused { view, .. } => (view, None, Vec::new()),
            SaveOutcome::Problems { view, problems } => {
                let wrong = problems::of_plan_all(self.page, &problems);
                (view, None, wrong)
            }
            SaveOutcome::Saved {
                view,
                next,
                released,
            } => (view, Some((next, !released.is_empty())), Vec::new()),
        };
        if !refused.is_empty() {
            // A picture that cannot be used is reported before anything else, and says more than "missing" at the same slot. An
            // agent who did not press the main button did not ask whether the rest is complete.
            let others = wrong
                .into_iter()
                .filter(|other| goes_on && refused.iter().all(|known| known.field != other.field));
            let problems = refused.iter().cloned().chain(others).collect();
            return Ok(Outcome::Here { view, problems });
        }
        let here = |view: &CaseView| self.here(view);
        Ok(match (self.wish, next) {
            (Wish::GoOn, Some((next, released))) => self.forward(web, view, next, released).await?,
            (Wish::Choose(..), Some((next, released))) if is_chosen => {
                self.forward(web, view, next, released).await?
            }
            // The last answer asks for more on this page: it is shown, not reported as a problem.
            (Wish::GoOn, None) if wrong.iter().all(|problem| is_new(before, problem)) => {
                Outcome::To(here(&view))
            }
            (Wish::GoOn, None) => Outcome::Here {
                view,
                problems: wrong,
            },
            (Wish::Later, _) => Outcome::To(addresses::done(addresses::APPLICATIONS, "saved")),
            (Wish::Adjust, _) => Outcome::To(addresses::crop(view.id, self.from_review, None)),
            (Wish::Remove(material), _) => Outcome::To(here(
                &remove_material(&web.service, self.agent, view.id, material).await?,
            )),
            (Wish::Phone(material), _) => {
                Outcome::To(phone::url(&view, material, self.from_review)?)
            }
            (Wish::Choose(..), _) if is_chosen => Outcome::Here {
                view,
                problems: wrong,
            },
            (Wish::Choose(..), _) => Outcome::To(News::NotOffered.told_at(&here(&view))),
            (Wish::Again, _) => Outcome::To(here(&view)),
        })
    }

    /// On from a page without problems: to the next one, or submitted if nothing is left.
    async fn forward(
        &self,
        web: &Shared,
        view: CaseView,
        next: Next,
        released: bool,
    ) -> Result<Outcome, RequestError> {
        if way::is_last(&view.plan, self.step) {
            let once = self.posted.get("once");
            return Ok(
                match submit(&web.service, self.agent, view.id, once).await? {
                    SubmitOutcome::Submitted { view } => {
                        Outcome::To(addresses::after_the_end(&view))
                    }
                    SubmitOutcome::NotReady { view } => {
                        let open = way::open_step(&view);
                        Outcome::To(addresses::step(view.id, open, None, false))
                    }
                    SubmitOutcome::NotCorrected { view, items } => {
                        Outcome::NotCorrected(view, items)
                    }
                    SubmitOutcome::Refused { view, refusal } => Outcome::Refused(view, refusal),
                },
            );
        }
        let (stop, from_review) = way::after(&view, next, self.from_review);
        let to = addresses::stop(view.id, &stop, from_review);
        Ok(Outcome::To(if released {
            News::Released.told_at(&to)
        } else {
            to
        }))
    }

    /// The same page, asked for anew.
    fn here(&self, view: &CaseView) -> String {
        match (self.posted.text("only"), self.part.as_deref()) {
            ("", part) | (_, part @ None) => {
                addresses::step(view.id, self.step, part, self.from_review)
            }
            (only, Some(part)) => {
                let known = view.plan.field(only).is_some()
                    || view.plan.slots().any(|slot| slot.id == only);
                let only = if known { only } else { "" };
                addresses::change(view.id, self.step, part, only)
            }
        }
    }

    /// The same page again, with its problems.
    async fn again(
        &self,
        web: &Shared,
        view: &CaseView,
        problems: Vec<Problem>,
        elsewhere: Vec<OpenProblem>,
    ) -> Result<Response, RequestError> {
        let planned = view.plan.step(self.step).ok_or(RequestError::NotFound)?;
        let part = way::open_page(view, planned, self.part.as_deref());
        let shown = StepView::of(view, &web.service.rules.in_force, planned, part);
        let mut wrong = problems.iter().map(|problem| problem.field.as_str());
        // What is wrong must be seen, whatever alone was to be changed.
        let only = self.posted.text("only");
        let narrow = narrowed(shown, only);
        let is_seen = wrong.all(|id| narrow.shows(id));
        let drawn = Drawn {
            page: self.page,
            only: if is_seen { only } else { "" },
            is_another: true,
            shown: if is_seen {
                narrow
            } else {
                StepView::of(view, &web.service.rules.in_force, planned, part)
            },
            problems,
            elsewhere,
            from_review: self.from_review,
            news: None,
            mark: None,
        };
        let shown = show(web, self.agent, &drawn).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
    }

    /// Stores the pictures that came with the form; returns the problems of those that cannot be used.
    async fn take_in(&self, web: &Shared, before: &CaseView) -> Result<Vec<Problem>, RequestError> {
        let mut refused = Vec::new();
        let known = |name: &str| before.plan.slots().any(|slot| slot.id == name);
        for file in self.posted.files.iter().filter(|file| known(&file.name)) {
            let bytes = file.bytes.clone();
            let added =
                add_material(&web.service, self.agent, before.id, &file.name, bytes).await?;
            refused.extend(not_taken(self.page, &file.name, &added));
        }
        Ok(refused)
    }

    /// The chosen one of the children whom the registry lists; `None` if it is no longer among them, or the registry may not be
    /// asked now.
    async fn chosen(&self, web: &Shared, case: Uuid) -> Result<Option<OfferedChild>, RequestError> {
        let Wish::Choose(_, shown) = self.wish else {
            return Ok(None);
        };
        let offered = offer_children(&web.service, self.agent, case).await?;
        Ok(offered.into_iter().find(|child| child.shown() == shown))
    }
}

/// Whether a problem is that something is missing which the posted page did not ask for.
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
