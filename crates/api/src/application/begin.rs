//! Begins an application, or takes up a draft.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use service::parent::begin_draft::begin_draft;
use service::parent::case_view::CaseView;
use service::parent::continue_in::continue_in;
use service::parent::show_case::show_case;
use service::parent::take_up::take_up;
use service::parent::way::open_step;
use utoipa::ToSchema;
use utoipa::openapi::schema::AnyOfBuilder;
use utoipa::openapi::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
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
    /// Whether one is taken up, and which.
    #[serde(default)]
    #[schema(schema_with = wanted_draft)]
    draft: Draft,
}

/// Whether an open draft is taken up.
#[derive(Clone, Copy, Default)]
enum Draft {
    /// The one that changed last, if one is open.
    #[default]
    Newest,
    /// A new one.
    New,
    /// This one.
    Of(Uuid),
}

const NEWEST: &str = "newest";
const NEW: &str = "new";

impl<'de> Deserialize<'de> for Draft {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Draft, D::Error> {
        match String::deserialize(from)?.as_str() {
            NEWEST => Ok(Draft::Newest),
            NEW => Ok(Draft::New),
            id => {
                let id = id.parse().map(Draft::Of);
                id.map_err(|_| D::Error::unknown_variant("", &[NEWEST, NEW]))
            }
        }
    }
}

const SAID: &str = "`newest`: the one that changed last, in whatever channel it was begun, or a new one where none is open; so where it is absent. \
    `new`: a new one, for another child for example. Else the id of a draft, as `list_applications` gives it.";

fn wanted_draft() -> Schema {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let words = text().enum_values(Some([NEWEST, NEW]));
    let id = text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    let either = AnyOfBuilder::new().item(words).item(id);
    either.description(Some(SAID)).build().into()
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

/// Begins an application in the session's channel, or takes up a draft there: its answers and pictures stay, and only what is missing
/// is asked.
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
        (status = 404, description = "`not_found`: there is no such draft, or it belongs to somebody else", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`too_many_tries`: too many drafts are open; `not_possible_now`: it is no draft any more", body = Problem, content_type = "application/problem+json"),
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
    let taken_up = match wish.draft {
        Draft::Newest => take_up(service, agent, caller.channel).await?,
        Draft::Of(id) => Some(continue_in(service, agent, id, caller.channel).await?),
        Draft::New => None,
    };
    if let Some(view) = taken_up {
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
