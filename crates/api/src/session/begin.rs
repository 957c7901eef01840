//! Begins a session.

use axum::Json;
use axum::extract::State;
use domain::channel::{Channel, Host};
use http::StatusCode;
use serde::Deserialize;
use service::login::mini_program::{BeginOutcome, begin_session as begin};
use utoipa::ToSchema;
use web::Shared;

use super::SessionState;
use crate::body::Body;
use crate::caller::Numbered;
use crate::problem::Problem;
use crate::refusal::{ApiError, Refused};

/// Who comes in, and through what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSession {
    /// The mini-program.
    channel: ProgramChannel,
    /// The app that it runs in.
    host: ProgramHost,
    /// What the host's log-in call gave to the client. It counts once.
    code: String,
}

/// A mini-program.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProgramChannel {
    /// 京通.
    Jingtong,
    /// 民生一卡通.
    Yikatong,
}

/// An app in which mini-programs run.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProgramHost {
    /// WeChat.
    Wechat,
    /// Alipay.
    Alipay,
    /// Baidu.
    Baidu,
}

/// Begins a session beside others, for whoever the host says is there.
#[utoipa::path(
    post,
    path = "/api/v1/sessions",
    operation_id = "begin_session",
    tag = "sessions",
    request_body = NewSession,
    responses(
        (status = 201, description = "the session", body = SessionState),
        (status = 409, description = "`contradicted`: what the host says contradicts what is proved", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`code_refused`, `person_refused`, `no_such_app`, or a field of another shape", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "too many from one address", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "the host does not answer", body = Problem, content_type = "application/problem+json"),
    ),
    security()
)]
pub(crate) async fn begin_session(
    State(web): State<Shared>,
    Numbered(request_id): Numbered,
    Body(new): Body<NewSession>,
) -> Result<(StatusCode, Json<SessionState>), ApiError> {
    let (channel, host) = (new.channel.into(), new.host.into());
    match begin(&web.service, channel, host, &new.code, &request_id).await? {
        BeginOutcome::Begun { token } => {
            let state = SessionState::of(&web, &token).await?;
            Ok((StatusCode::CREATED, Json(state)))
        }
        BeginOutcome::NoSuchApp => Err(Refused::of_field("host", "no_such_app").into()),
        BeginOutcome::CodeRefused => Err(Refused::of_field("code", "code_refused").into()),
        BeginOutcome::PersonRefused => Err(Refused::of_field("code", "person_refused").into()),
        BeginOutcome::Contradicted => {
            Err(Refused::new(StatusCode::CONFLICT, "contradicted").into())
        }
        BeginOutcome::Unavailable => Err(Refused::unavailable().into()),
    }
}

impl From<ProgramChannel> for Channel {
    fn from(channel: ProgramChannel) -> Channel {
        match channel {
            ProgramChannel::Jingtong => Channel::Jingtong,
            ProgramChannel::Yikatong => Channel::Yikatong,
        }
    }
}

impl From<ProgramHost> for Host {
    fn from(host: ProgramHost) -> Host {
        match host {
            ProgramHost::Wechat => Host::WeChat,
            ProgramHost::Alipay => Host::Alipay,
            ProgramHost::Baidu => Host::Baidu,
        }
    }
}
