//! What a mini-program may tell its user.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::parent::grant_messages::{grant_messages as grant, templates_of};
use utoipa::ToSchema;
use web::Shared;

use crate::body::Body;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::refusal::{ApiError, Refused};

/// What somebody said when their host asked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageGrant {
    /// The kind of message: `submitted`, `returned`, `reminded`, `approved`, `rejected`, `at_branch`, `card_refused`, `uncollected`.
    #[schema(example = "at_branch")]
    template: String,
    /// What they said.
    answer: Answer,
}

/// Whether messages of a kind may be sent.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GrantAnswer)]
pub(crate) enum Answer {
    /// Yes.
    Accept,
    /// No.
    Reject,
}

/// The kinds of messages for which the session's host may ask.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageTemplates {
    /// The kinds; empty where the host knows none.
    templates: Vec<MessageTemplate>,
}

/// A kind of message.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageTemplate {
    /// The kind, for `grant_messages`.
    #[schema(example = "at_branch")]
    template: String,
    /// The host's own id of it, for its question.
    id: String,
}

/// Tells under which ids the session's host knows the kinds of messages: its question about messages takes no other name.
#[utoipa::path(
    get,
    path = "/api/v1/messages/templates",
    operation_id = "list_message_templates",
    tag = "account",
    responses(
        (status = 200, description = "the kinds for which it may ask", body = MessageTemplates),
    )
)]
pub(crate) async fn list_message_templates(
    State(web): State<Shared>,
    caller: Caller,
) -> Json<MessageTemplates> {
    let known = templates_of(&web.service, caller.channel, caller.host);
    let templates = known.map(|(template, id)| MessageTemplate {
        template: template.to_owned(),
        id: id.to_owned(),
    });
    Json(MessageTemplates {
        templates: templates.collect(),
    })
}

/// Notes what the host's question about messages was answered with: it tells only the client.
#[utoipa::path(
    put,
    path = "/api/v1/messages/grants",
    operation_id = "grant_messages",
    tag = "account",
    request_body = MessageGrant,
    responses(
        (status = 204, description = "noted"),
        (status = 422, description = "`code_unknown`: there is no such kind; or a field of another shape", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn grant_messages(
    State(web): State<Shared>,
    caller: Caller,
    Body(said): Body<MessageGrant>,
) -> Result<StatusCode, ApiError> {
    let is_accepted = said.answer == Answer::Accept;
    if grant(&web.service, caller.account, &said.template, is_accepted).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::of_field("template", "code_unknown").into())
    }
}
