//! Why a request cannot be answered as asked.
//!
//! An extractor, a layer or a handler returns a [`RequestError`]; each face turns it into an answer of its own kind, in a layer
//! around its routes that calls [`outcome`].

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::application::refusal::ServiceRefusal;
use futures::FutureExt;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use service::ServiceError;
use service::token::Session;

/// Why a request cannot be answered as asked. The text for the public is in `locales/`; the cause is for the log alone.
#[derive(Clone, Debug)]
pub enum RequestError {
    /// 404: there is no such page, or it belongs to somebody else: both look alike.
    NotFound,
    /// 403: the form token is missing or belongs to another visitor.
    FormToken,
    /// 405: the address does not take this method.
    MethodNotAllowed,
    /// 401: nobody is logged in, and nothing was sent that could be lost.
    NotLoggedIn,
    /// 401: the log-in has ended, or there was none.
    ExpiredSession,
    /// 403: somebody is logged in, but has not proved enough about themselves for this.
    Level,
    /// 409: the application's state does not allow this.
    WrongState,
    /// 409: the application is returned for correction, and this item of it was not.
    ItemLocked,
    /// 409: somebody (another window, another device) changed it in the meantime.
    Stale,
    /// 413: the body is too large.
    TooLarge,
    /// 400: the form could not be read.
    Unreadable,
    /// 429: wait this many seconds.
    TooManyTries {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// 422: the service cannot go on with this application; the page says what is possible instead.
    Refused(ServiceRefusal),
    /// 503: the service is busy or stopping; nothing is lost.
    Unavailable,
    /// 503: the service is closed for maintenance; the page says until when.
    Maintenance,
    /// 500: our fault.
    Internal(Cause),
}

/// Extension of an answer meant for machines: its error is not drawn as a page.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// The first wait that the limits on tries impose.
const TRIES_WAIT_S: u64 = 30;
/// By then a busy service has worked off its queue.
const BUSY_WAIT_S: u64 = 5;

/// The inner cause of a failure: for the log, never for a page.
#[derive(Clone)]
pub struct Cause(Arc<str>);

impl RequestError {
    /// Our own fault, with its cause.
    pub fn internal(cause: &dyn fmt::Display) -> RequestError {
        RequestError::Internal(Cause(cause.to_string().into()))
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            RequestError::NotFound => StatusCode::NOT_FOUND,
            RequestError::FormToken | RequestError::Level => StatusCode::FORBIDDEN,
            RequestError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            RequestError::NotLoggedIn | RequestError::ExpiredSession => StatusCode::UNAUTHORIZED,
            RequestError::WrongState | RequestError::ItemLocked | RequestError::Stale => {
                StatusCode::CONFLICT
            }
            RequestError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            RequestError::Unreadable => StatusCode::BAD_REQUEST,
            RequestError::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
            RequestError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            RequestError::Unavailable | RequestError::Maintenance => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            RequestError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Logs what is our own fault.
    pub fn log(&self) {
        if let RequestError::Internal(cause) = self {
            tracing::error!(%cause, "a request failed");
        }
    }

    /// Adds `Retry-After` to an answer, if the error itself knows the wait.
    pub fn tell_wait(&self, response: &mut Response) {
        if let RequestError::TooManyTries { wait_s } = self {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(*wait_s));
        }
    }

    /// The error behind an answer that axum made by itself.
    fn of_status(status: StatusCode) -> Option<RequestError> {
        Some(match status {
            StatusCode::NOT_FOUND => RequestError::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => RequestError::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => RequestError::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => RequestError::Unavailable,
            other if other.is_client_error() => RequestError::Unreadable,
            other if other.is_server_error() => {
                RequestError::internal(&format_args!("answered {other} without a page"))
            }
            _ => return None,
        })
    }
}

impl From<ServiceError> for RequestError {
    fn from(error: ServiceError) -> RequestError {
        match error {
            ServiceError::NotFound => RequestError::NotFound,
            // A face that submits says what is not corrected (`SubmitOutcome::NotCorrected`).
            ServiceError::WrongState | ServiceError::NotCorrected { .. } => {
                RequestError::WrongState
            }
            ServiceError::ItemLocked { .. } => RequestError::ItemLocked,
            ServiceError::Stale => RequestError::Stale,
            ServiceError::TooManyTries { wait_s } => RequestError::TooManyTries { wait_s },
            ServiceError::Refused(refusal) => RequestError::Refused(refusal),
            ServiceError::Busy(cause) => {
                if !cause.is_empty() {
                    tracing::error!(%cause, "the store is not available");
                }
                RequestError::Unavailable
            }
            ServiceError::Internal(cause) => RequestError::internal(&cause),
        }
    }
}

/// Carries the error to the layer of the face, which knows the visitor's language.
impl IntoResponse for RequestError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        self.tell_wait(&mut response);
        response.extensions_mut().insert(self);
        response
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A failed request, which the face answers in its own way.
#[derive(Debug)]
pub struct Failed {
    /// What went wrong.
    pub error: RequestError,
    /// Who asked, if the request got that far.
    pub session: Option<Session>,
    headers: HeaderMap,
}

/// Runs the rest of a request, in the layer of a face whose own answers have the media type `speaks`.
///
/// # Errors
/// What the face has to say in its own way: a [`RequestError`], an answer in the framework's own words (which are English and
/// quote what was sent), or a handler's panic.
pub async fn outcome(speaks: &str, request: Request, next: Next) -> Result<Response, Failed> {
    let Ok(mut response) = AssertUnwindSafe(next.run(request)).catch_unwind().await else {
        // The panic hook has logged the location; the message may quote data and is not repeated.
        return Err(Failed::of(RequestError::internal(&"a handler panicked")));
    };
    say_when(&mut response);
    let error = match response.extensions().get::<RequestError>() {
        Some(error) => error.clone(),
        None if is_said_on_purpose(speaks, &response) => return Ok(response),
        None => match RequestError::of_status(response.status()) {
            Some(error) => error,
            None => return Ok(response),
        },
    };
    let (mut parts, _) = response.into_parts();
    Err(Failed {
        session: parts.extensions.remove(),
        headers: parts.headers,
        ..Failed::of(error)
    })
}

impl Failed {
    fn of(error: RequestError) -> Failed {
        error.log();
        Failed {
            error,
            session: None,
            headers: HeaderMap::new(),
        }
    }

    /// The face's answer, with the headers of the first one that the browser needs: cookies, allowed methods, the wait.
    pub fn answered(&self, mut answer: Response) -> Response {
        say_when(&mut answer);
        for (name, value) in &self.headers {
            if name == SET_COOKIE {
                answer.headers_mut().append(name, value.clone());
            } else if [ALLOW, RETRY_AFTER].contains(name) {
                answer.headers_mut().insert(name, value.clone());
            }
        }
        answer
    }
}

fn is_said_on_purpose(speaks: &str, response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(speaks.as_bytes()))
        || response.extensions().get::<Plain>().is_some()
}

/// Adds `Retry-After` to an answer that asks the caller to wait, unless it has one.
fn say_when(response: &mut Response) {
    let wait_s = match response.status() {
        StatusCode::TOO_MANY_REQUESTS => TRIES_WAIT_S,
        StatusCode::SERVICE_UNAVAILABLE => BUSY_WAIT_S,
        _ => return,
    };
    response
        .headers_mut()
        .entry(RETRY_AFTER)
        .or_insert(HeaderValue::from(wait_s));
}
