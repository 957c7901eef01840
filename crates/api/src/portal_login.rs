//! A browser at the portal is logged in from the telephone on which its person is logged in.

use axum::Json;
use axum::extract::{Path, State};
use domain::people::NextProof;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::login::portal_login::{
    DecideOutcome, Wish, decide_portal_login, show_portal_login as show,
};
use service::sessions::allowed;
use utoipa::ToSchema;
use web::Shared;

use crate::body::Body;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::refusal::{ApiError, Refused};

/// A browser that wants to be let in.
#[derive(Serialize, ToSchema)]
pub(crate) struct PortalLogin {
    /// The address of the portal.
    site: String,
    /// Where the browser is, as far as that is known.
    place: String,
    /// Since when it waits, as RFC 3339 has it.
    #[schema(format = DateTime)]
    at: String,
    /// Until when it waits.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// What its person decides.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PortalLoginDecision {
    /// The two digits that the browser shows; needed to confirm.
    #[schema(example = "07")]
    digits: Option<String>,
    /// Whether the browser is let in.
    decision: Decided,
}

/// A decision.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decided {
    /// Let in.
    Confirm,
    /// Not.
    Refuse,
}

/// Tells where and when a browser wants to be let in. Show it before the person decides.
#[utoipa::path(
    get,
    path = "/api/v1/portal-logins/{ticket}",
    operation_id = "show_portal_login",
    tag = "portal log-ins",
    params(("ticket" = String, Path, description = "what the code at the portal holds")),
    responses(
        (status = 200, description = "the browser", body = PortalLogin),
        (status = 404, description = "unknown, or over", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_possible_now`: decided already", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show_portal_login(
    State(web): State<Shared>,
    _: Caller,
    Path(ticket): Path<String>,
) -> Result<Json<PortalLogin>, ApiError> {
    let shown = show(&web.service, &ticket).await?;
    Ok(Json(PortalLogin {
        site: web.site.public_url.clone(),
        place: shown.place,
        at: shown.at.to_string(),
        expires_at: shown.expires_at.to_string(),
    }))
}

/// Lets the browser in, or not. It needs a face check of this person at most five minutes old; wrong digits end the ticket.
#[utoipa::path(
    post,
    path = "/api/v1/portal-logins/{ticket}",
    operation_id = "confirm_portal_login",
    tag = "portal log-ins",
    params(("ticket" = String, Path, description = "what the code at the portal holds")),
    request_body = PortalLoginDecision,
    responses(
        (status = 204, description = "decided"),
        (status = 403, description = "`level`: the real name was not proved within five minutes", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "unknown, or over", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`not_possible_now`: decided already", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`digits_wrong`, and the ticket has ended; or a field of another shape", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn confirm_portal_login(
    State(web): State<Shared>,
    caller: Caller,
    Path(ticket): Path<String>,
    Body(decision): Body<PortalLoginDecision>,
) -> Result<StatusCode, ApiError> {
    let wish = match (decision.decision, decision.digits) {
        (Decided::Refuse, _) => Wish::Refuse,
        (Decided::Confirm, Some(digits)) => Wish::Confirm { digits },
        (Decided::Confirm, None) => return Err(Refused::of_field("digits", "missing").into()),
    };
    match decide_portal_login(&web.service, &caller.prover(), &ticket, wish).await? {
        DecideOutcome::Decided => Ok(StatusCode::NO_CONTENT),
        DecideOutcome::RealNameFirst => {
            // Whoever lacks nothing else shows their face again.
            let allowed = allowed(&web.service, &caller.token).await?;
            let next = allowed.and_then(|allowed| allowed.next);
            Err(Refused::new(StatusCode::FORBIDDEN, "level")
                .with("next", next.unwrap_or(NextProof::Face).code())
                .into())
        }
        DecideOutcome::WrongDigits => Err(Refused::of_field("digits", "digits_wrong").into()),
        DecideOutcome::DecidedBefore => {
            Err(Refused::new(StatusCode::CONFLICT, "not_possible_now").into())
        }
    }
}
