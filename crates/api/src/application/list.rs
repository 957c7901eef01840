//! Lists the agent's applications.

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use service::parent::list_mine::{CaseLine, list_mine};
use utoipa::ToSchema;
use uuid::Uuid;
use web::Shared;

use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::{ApiError, Refused};

/// Lines of one answer.
const MOST: usize = 20;

/// Where to go on.
#[derive(Deserialize)]
pub(crate) struct Asking {
    cursor: Option<String>,
}

/// Some of the agent's applications, the newest change first.
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

/// The agent's own applications, of every channel, the newest change first. A draft that was deleted is not among them.
#[utoipa::path(
    get,
    path = "/api/v1/applications",
    operation_id = "list_applications",
    tag = "applications",
    params(("cursor" = Option<String>, Query, description = "`next` of an earlier answer")),
    responses(
        (status = 200, description = "some of them", body = ListedApplications),
        (status = 422, description = "no such `cursor`", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn list_applications(
    State(web): State<Shared>,
    caller: Applicant,
    Query(asking): Query<Asking>,
) -> Result<Json<ListedApplications>, ApiError> {
    let after = match asking.cursor.as_deref() {
        None => None,
        Some(text) => Some(read(text).ok_or_else(|| Refused::of_field("cursor", "code_unknown"))?),
    };
    let lines = list_mine(&web.service, &caller.agent).await?;
    let mut rest = lines
        .iter()
        .filter(|line| after.is_none_or(|after| place(line) < after));
    let shown: Vec<&CaseLine> = rest.by_ref().take(MOST).collect();
    let last = shown.last().map(|line| place(line));
    let next = rest.next().and(last);
    Ok(Json(ListedApplications {
        items: shown.into_iter().map(ListedApplication::of).collect(),
        next: next.map(|(at, id)| format!("{at}.{id}")),
    }))
}

/// Where a line stands: the list goes down from the newest change.
fn place(line: &CaseLine) -> (i64, Uuid) {
    (line.updated_at.as_millisecond(), line.id)
}

fn read(cursor: &str) -> Option<(i64, Uuid)> {
    let (at, id) = cursor.split_once('.')?;
    Some((at.parse().ok()?, id.parse().ok()?))
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
