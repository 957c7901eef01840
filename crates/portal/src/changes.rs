//! The stream of changes of an application: tells an open page when a picture came from elsewhere.
//!
//! It polls the database once a second, so that it does not matter which process received the picture. It ends when no phone may
//! bring a picture any more, with the log-in, and at once when the service stops or closes for maintenance.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{AppendHeaders, IntoResponse, Response};
use futures::stream;
use service::ServiceError;
use service::agent::Agent;
use service::parent::watch_materials::{Marks, hear_of_materials};
use service::token::Session;
use service::token::Token;
use uuid::Uuid;
use web::errors::RequestError;
use web::streams::Seat;
use web::{Shared, Web};

/// Between two checks whether the service stops.
const BREATH: Duration = Duration::from_millis(250);
/// Breaths between two reads of the database.
const BREATHS: u32 = 4;
/// Proxies close a connection that is silent for a minute.
const COMMENT_EVERY: Duration = Duration::from_secs(20);

/// What one stream knows.
struct Watch {
    web: Shared,
    agent: Agent,
    log_in: Token,
    case: Uuid,
    told: Option<Marks>,
    ended: bool,
    _seat: Seat,
}

/// `GET /applications/{id}/changes`
pub(super) async fn get(
    State(web): State<Shared>,
    session: Session,
    agent: Agent,
    Path(id): Path<Uuid>,
) -> Result<Response, RequestError> {
    let first = hear_of_materials(&web.service, &agent, &session.token, id).await?;
    if first.is_none() {
        return Err(RequestError::WrongState);
    }
    let watch = Watch {
        _seat: web.streams.take(agent.account)?,
        web,
        agent,
        log_in: session.token,
        case: id,
        told: None,
        ended: false,
    };
    let events =
        Sse::new(stream::unfold(watch, next)).keep_alive(KeepAlive::new().interval(COMMENT_EVERY));
    // nginx would buffer the events and deliver them together.
    Ok((AppendHeaders([("X-Accel-Buffering", "no")]), events).into_response())
}

/// Waits for the next event. The first one is the present state.
async fn next(mut watch: Watch) -> Option<(Result<Event, Infallible>, Watch)> {
    if watch.ended {
        return None;
    }
    loop {
        let Watch {
            web,
            agent,
            log_in,
            case,
            ..
        } = &watch;
        match hear_of_materials(&web.service, agent, log_in, *case).await {
            Ok(Some(heard)) if watch.told.as_ref() != Some(&heard.marks) => {
                let event = Event::default().event("materials");
                let event = event.json_data(&heard.marks).ok()?;
                watch.told = Some(heard.marks);
                return Some((Ok(event), watch));
            }
            Ok(Some(heard)) if heard.waits => {}
            Err(ServiceError::Busy(_)) => {}
            Ok(_) => return Some(end(watch)),
            Err(_) => return None,
        }
        if !rest(&watch.web).await {
            // Ends without an event: the browser reconnects, to the process that follows this one.
            return None;
        }
    }
}

/// Says that nothing more comes, so that the browser does not reconnect.
fn end(watch: Watch) -> (Result<Event, Infallible>, Watch) {
    let event = Event::default().event("end").data("over");
    (
        Ok(event),
        Watch {
            ended: true,
            ..watch
        },
    )
}

/// `false` when the service stops or closes.
async fn rest(web: &Web) -> bool {
    for _ in 0..BREATHS {
        if web.service.is_stopping() || web.is_closed() {
            return false;
        }
        tokio::time::sleep(BREATH).await;
    }
    !web.service.is_stopping() && !web.is_closed()
}
