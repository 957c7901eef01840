//! One application: where it stands, taking it back, withdrawing it.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::application::CaseState;
use domain::channel::Channel;
use serde::Deserialize;
use service::agent::Agent;
use service::parent::case_view::CaseView;
use service::parent::continue_in::continue_in;
use service::parent::show_case::show_case;
use service::parent::step_view::Progress;
use service::parent::timeline::{self, Happening};
use service::parent::way::{open_step, review as review_of};
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::news::News;
use super::pages::application::{Application, Moment};
use super::receipt::facts::{bank_writes, child_name, made_by};
use super::{addresses, draw::draw, layout::layout, returned, review, wording};

/// The query of an application.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// `on` leads to the draft's next step.
    go: Option<String>,
}

/// `GET /applications/{id}`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path(id): Path<Uuid>,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    let elsewhere = view.channel != Channel::Portal;
    let goes_on = if view.state == CaseState::Draft && !elsewhere {
        addresses::step(view.id, open_step(&view), None, false)
    } else {
        String::new()
    };
    if asking.go.is_some() && !goes_on.is_empty() {
        return Ok(Redirect::to(&goes_on).into_response());
    }
    let child = child_name(&page, &view);
    let address = |action: &str| addresses::of_application(id, action);
    let ended = view.state.is_final() || view.state == CaseState::Approved;
    let shown = Application {
        page: layout(&page, &child),
        state: view.state.code().to_owned(),
        state_label: wording::state(&page, view.state),
        meaning: wording::meaning(&page, view.state),
        child,
        shown_number: view.receipt().map(str::to_owned).unwrap_or_default(),
        receipt_url: view
            .standing()
            .map_or_else(String::new, |_| addresses::receipt(id)),
        continue_url: goes_on,
        take_over_url: if view.state == CaseState::Draft && elsewhere {
            address("continue")
        } else {
            String::new()
        },
        take_back_url: if view.state == CaseState::Submitted {
            address("take-back")
        } else {
            String::new()
        },
        withdraw_url: if ended {
            String::new()
        } else {
            address("withdraw")
        },
        card_state: view
            .card
            .map_or_else(String::new, |card| card.code().to_owned()),
        returned: returned::of_application(&page, &view),
        may_begin_again: matches!(view.state, CaseState::Withdrawn | CaseState::Expired),
        timeline: timeline(&page, &view),
        topics: if matches!(view.state, CaseState::Draft | CaseState::Expired)
            || view.answers.is_empty()
        {
            Vec::new()
        } else {
            review::topics(&page, &view, false)
        },
    };
    Ok(draw(&shown)?.into_response())
}

/// `POST /applications/{id}/continue`: takes over a draft that was begun in another channel.
pub(super) async fn take_over(
    State(web): State<Shared>,
    agent: Agent,
    Path(id): Path<Uuid>,
    _posted: Posted,
) -> Result<Redirect, RequestError> {
    let view = continue_in(&web.service, &agent, id, Channel::Portal).await?;
    Ok(Redirect::to(&addresses::step(
        view.id,
        open_step(&view),
        None,
        false,
    )))
}

/// `POST /applications/{id}/take-back`
pub(super) async fn take_back(
    State(web): State<Shared>,
    agent: Agent,
    Path(id): Path<Uuid>,
    _posted: Posted,
) -> Result<Redirect, RequestError> {
    service::parent::take_back::take_back(&web.service, &agent, id).await?;
    // To the page where every answer can be changed.
    let view = show_case(&web.service, &agent, id).await?;
    let review = addresses::step(view.id, review_of(&view.plan), None, false);
    Ok(Redirect::to(&News::TakenBack.told_at(&review)))
}

/// `POST /applications/{id}/withdraw`
pub(super) async fn withdraw(
    State(web): State<Shared>,
    agent: Agent,
    Path(id): Path<Uuid>,
    _posted: Posted,
) -> Result<Redirect, RequestError> {
    let view = service::parent::withdraw::withdraw(&web.service, &agent, id).await?;
    let done = if view.submissions.is_empty() {
        "deleted"
    } else {
        "withdrawn"
    };
    Ok(Redirect::to(&addresses::done(
        addresses::APPLICATIONS,
        done,
    )))
}

/// The timeline from the beginning to the branch counter, in words.
fn timeline(page: &Page, view: &CaseView) -> Vec<Moment> {
    let submitted = view.submissions.last().map(|last| last.submitted_at);
    let worded = |moment: timeline::Moment| Moment {
        title: page
            .t(match moment.what {
                Happening::Begun => "way.begun",
                Happening::Submitted if moment.progress == Progress::Done => "way.submitted",
                Happening::Submitted => "way.submit",
                Happening::Returned => "way.returned",
                Happening::InReview => "way.in_review",
                Happening::Made => "way.made",
                Happening::AtBranch => "way.at_branch",
                Happening::Collected => "way.collected",
                Happening::Withdrawn => "way.withdrawn",
                Happening::Expired => "state.expired",
            })
            .to_owned(),
        detail: match moment.what {
            Happening::InReview => page.t("way.in_review_detail").to_owned(),
            Happening::Made if view.state != CaseState::Draft => submitted
                .map(|at| page.w("way.made_by", &[("date", &made_by(page, at))]))
                .unwrap_or_default(),
            Happening::AtBranch => bank_writes(page, view),
            Happening::Collected => page.t("way.collected_detail").to_owned(),
            Happening::Begun
            | Happening::Submitted
            | Happening::Returned
            | Happening::Made
            | Happening::Withdrawn
            | Happening::Expired => String::new(),
        },
        at: moment
            .at
            .map(|at| wording::day_time(page, at))
            .unwrap_or_default(),
        progress: moment.progress,
    };
    timeline::timeline(view).into_iter().map(worded).collect()
}
