//! Begins an application, or takes up a draft.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::parent::begin_draft::begin_draft;
use service::parent::case_view::CaseView;
use service::parent::show_case::show_case;
use service::parent::take_up::take_up;
use service::parent::way::open_step;
use utoipa::ToSchema;
use uuid::Uuid;
use web::Shared;

use crate::body::MaybeBody;
use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::ApiError;

/// Which draft.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewApplication {
    /// `newest` where it is absent.
    #[serde(default)]
    draft: Draft,
}

/// Whether an open draft is taken up.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WantedDraft)]
pub(crate) enum Draft {
    /// The one that changed last, in whatever channel it was begun; a new one where none is open.
    #[default]
    Newest,
    /// A new one, for another child for example.
    New,
}

/// An application that goes on in this channel.
#[derive(Serialize, ToSchema)]
pub(crate) struct BegunApplication {
    /// For every other operation.
    id: Uuid,
    /// The step that is open.
    #[schema(example = "disclaimer")]
    step: String,
}

/// Begins an application in the session's channel, or takes up the newest draft there: its answers and pictures stay, and only what
/// is missing is asked.
#[utoipa::path(
    post,
    path = "/api/v1/applications",
    operation_id = "begin_application",
    tag = "applications",
    request_body = Option<NewApplication>,
    responses(
        (status = 200, description = "a draft, taken up", body = BegunApplication),
        (status = 201, description = "a new one", body = BegunApplication, links(
            ("shown" = (operation_id = "get_application", parameters(("id" = "$response.body#/id")))),
            ("step" = (operation_id = "get_step", parameters(("id" = "$response.body#/id"), ("step" = "$response.body#/step")))),
            ("saved" = (operation_id = "save_step", parameters(("id" = "$response.body#/id"), ("step" = "$response.body#/step")))),
            ("picture" = (operation_id = "upload_material", parameters(("id" = "$response.body#/id"), ("material" = "card_photo")))),
            ("submitted" = (operation_id = "submit_application", parameters(("id" = "$response.body#/id")))),
            ("withdrawn" = (operation_id = "withdraw_application", parameters(("id" = "$response.body#/id")))),
        )),
        (status = 409, description = "`too_many_tries`: too many drafts are open", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "a field of another shape", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn begin_application(
    State(web): State<Shared>,
    caller: Applicant,
    MaybeBody(wish): MaybeBody<NewApplication>,
) -> Result<(StatusCode, Json<BegunApplication>), ApiError> {
    caller.require_all_proofs()?;
    let (service, agent) = (&web.service, &caller.agent);
    if wish.draft == Draft::Newest
        && let Some(view) = take_up(service, agent, caller.channel).await?
    {
        return Ok((StatusCode::OK, Json(BegunApplication::of(&view))));
    }
    let id = begin_draft(service, agent, caller.channel).await?;
    let view = show_case(service, agent, id).await?;
    Ok((StatusCode::CREATED, Json(BegunApplication::of(&view))))
}

impl BegunApplication {
    fn of(view: &CaseView) -> BegunApplication {
        BegunApplication {
            id: view.id,
            step: open_step(view).to_owned(),
        }
    }
}
