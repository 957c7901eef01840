//! Lists the agent's applications.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use service::parent::list_mine::{CaseLine, page_of_mine};
use utoipa::ToSchema;
use uuid::Uuid;
use web::Shared;

use crate::caller::Applicant;
use crate::problem::OfAnApplication;
use crate::query::Asked;
use crate::refusal::{ApiError, Refused};

/// Lines of one answer.
const MOST: usize = 20;

/// Where to go on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asking {
    cursor: Option<String>,
}

/// Some of the agent's applications, the one begun last first.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedApplications {
    /// The applications.
    items: Vec<ListedApplication>,
    /// Where the list goes on; `null` at its end.
    #[schema(required)]
    next: Option<String>,
}

/// One line of the list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedApplication {
    /// Its id.
    id: Uuid,
    /// The channel it is in.
    #[schema(example = "jingtong")]
    channel: String,
    /// Its state.
    #[schema(example = "draft")]
    state: String,
    /// The child's name, once it was entered.
    #[schema(required)]
    child: Option<String>,
    /// When it changed last, as RFC 3339 has it.
    #[schema(format = DateTime)]
    updated_at: String,
}

/// The agent's own applications, of every channel, the one begun last first: from `cursor` to `cursor` each of them once, whatever
/// changes meanwhile. A draft that was deleted is not among them.
#[utoipa::path(
    get,
    path = "/api/v1/applications",
    operation_id = "list_applications",
    tag = "applications",
    params(("cursor" = Option<String>, Query, description = "`next` of an earlier answer")),
    responses(
        (status = 200, description = "some of them", body = ListedApplications),
        OfAnApplication,
    )
)]
pub(crate) async fn list_applications(
    State(web): State<Shared>,
    caller: Applicant,
    Asked(asking): Asked<Asking>,
) -> Result<Json<ListedApplications>, ApiError> {
    let before = match asking.cursor.as_deref() {
        None => None,
        Some(id) => {
            let id = id.parse::<Uuid>().ok();
            Some(id.ok_or_else(|| Refused::of_field("cursor", "code_unknown"))?)
        }
    };
    let page = page_of_mine(&web.service, &caller.agent, before, MOST).await?;
    Ok(Json(ListedApplications {
        items: page.lines.iter().map(ListedApplication::of).collect(),
        next: page.next.map(|last| last.to_string()),
    }))
}

impl ListedApplication {
    fn of(line: &CaseLine) -> ListedApplication {
        ListedApplication {
            id: line.id,
            channel: line.channel.code().to_owned(),
            state: line.state.code().to_owned(),
            child: line.child_name.clone(),
            updated_at: line.updated_at.to_string(),
        }
    }
}
