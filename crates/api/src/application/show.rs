//! Says where an application stands.

use axum::Json;
use axum::extract::{Path, State};
use domain::application::Turn;
use serde::Serialize;
use service::parent::case_view::CaseView;
use service::parent::returned_view::ReturnedView;
use service::parent::show_case::show_case;
use service::parent::step_view::Progress;
use service::parent::timeline::{Happening, Moment, timeline, waiting_on};
use service::parent::way::open_step;
use utoipa::ToSchema;
use uuid::Uuid;
use web::Shared;
use web::i18n::Texts;
use web::page::Page;

use super::case_id;
use crate::caller::Applicant;
use crate::problem::OfAnApplication;
use crate::refusal::ApiError;

/// Where an application stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct ApplicationState {
    /// Its id.
    id: Uuid,
    /// The channel it is in. Where that is not the session's, `begin_application` takes a draft up.
    #[schema(example = "yikatong")]
    channel: String,
    /// Its state: `draft`, `submitted`, `in_review`, `returned`, `approved`, `rejected`, `withdrawn`, `expired`.
    #[schema(example = "submitted")]
    state: String,
    /// The state of the card, once there is one.
    #[schema(required, example = "at_branch")]
    card_state: Option<String>,
    /// The step that is open, while its agent fills it in.
    #[schema(required)]
    step: Option<String>,
    /// The receipt number, while a submission stands.
    #[schema(required)]
    receipt: Option<String>,
    /// The fields and materials that staff returned for correction.
    returned: Vec<String>,
    /// The same with what staff wrote.
    corrections: Vec<CorrectionWish>,
    /// What happened, and what is still to come.
    timeline: Vec<TimelineMoment>,
    /// Who must act: `agent`, `staff`, `card_maker`, `branch`; `nobody`.
    #[schema(example = "staff")]
    waiting_on: String,
}

/// Something that staff returned.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionWish {
    /// The field or material.
    item: String,
    /// A code of the reason.
    reason: String,
    /// What to do about it, as staff wrote it.
    sentence: String,
    /// `open`, `done`, or `unneeded` where it is asked for no more.
    #[schema(example = "open")]
    state: String,
    /// The step where it is corrected.
    #[schema(required)]
    step: Option<String>,
}

/// A place on the timeline.
#[derive(Serialize, ToSchema)]
pub(crate) struct TimelineMoment {
    /// A stable code: `begun`, `submitted`, `returned`, `in_review`, `made`, `at_branch`, `collected`, `withdrawn`, `expired`.
    #[schema(example = "submitted")]
    event: String,
    /// The same in words.
    title: String,
    /// When, where it has happened and that is known.
    #[schema(required)]
    at: Option<String>,
    /// `done`, `here` or `ahead`.
    #[schema(example = "done")]
    progress: String,
}

/// Where an application stands, and who must act.
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}",
    operation_id = "get_application",
    tag = "applications",
    params(("id" = String, Path, description = "of the application")),
    responses(
        (status = 200, description = "its state", body = ApplicationState),
        OfAnApplication,
    )
)]
pub(crate) async fn get_application(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path(id): Path<String>,
) -> Result<Json<ApplicationState>, ApiError> {
    let view = show_case(&web.service, &caller.agent, case_id(&id)?).await?;
    Ok(Json(ApplicationState::of(&view, &page.texts)))
}

impl ApplicationState {
    /// An application, in these words.
    pub(crate) fn of(view: &CaseView, texts: &Texts) -> ApplicationState {
        let returned = view.returned_items();
        ApplicationState {
            id: view.id,
            channel: view.channel.code().to_owned(),
            state: view.state.code().to_owned(),
            card_state: view.card.map(|card| card.code().to_owned()),
            step: view.is_filled_in().then(|| open_step(view).to_owned()),
            receipt: view.standing().map(|standing| standing.receipt.clone()),
            returned: returned.iter().map(|one| one.item.item.clone()).collect(),
            corrections: returned.iter().map(CorrectionWish::of).collect(),
            timeline: timeline(view)
                .iter()
                .map(|moment| TimelineMoment::of(moment, texts))
                .collect(),
            waiting_on: match waiting_on(view) {
                Turn::Agent => "agent",
                Turn::Staff => "staff",
                Turn::CardMaker => "card_maker",
                Turn::Branch => "branch",
                Turn::Nobody => "nobody",
            }
            .to_owned(),
        }
    }
}

impl CorrectionWish {
    fn of(returned: &ReturnedView<'_>) -> CorrectionWish {
        CorrectionWish {
            item: returned.item.item.clone(),
            reason: returned.item.reason.clone(),
            sentence: returned.item.sentence.clone(),
            state: returned.correction.code().to_owned(),
            step: returned.at.as_ref().map(|stop| stop.step.clone()),
        }
    }
}

impl TimelineMoment {
    fn of(moment: &Moment, texts: &Texts) -> TimelineMoment {
        let title = texts.get(match moment.what {
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
        });
        TimelineMoment {
            event: moment.what.code().to_owned(),
            title: title.to_owned(),
            at: moment.at.map(|at| at.to_string()),
            progress: match moment.progress {
                Progress::Done => "done",
                Progress::Here => "here",
                Progress::Ahead => "ahead",
            }
            .to_owned(),
        }
    }
}
