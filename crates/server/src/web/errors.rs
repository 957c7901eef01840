//! What a page answers when it cannot do what was asked.
//!
//! A handler returns a [`PageError`]; one layer logs it once and has the portal draw it, in the visitor's language.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::application::refusal::ServiceRefusal;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};

use super::kept::{Keeping, Kept};
use super::page::Page;
use super::session::Session;
use super::trace::RequestId;
use crate::app::Shared;
use service::CaseError;

/// Why a page cannot be shown. What the public reads of it is in `locales/`; the cause is for the log alone.
#[derive(Clone, Debug)]
pub enum PageError {
    /// 404: there is no such page, or it is somebody else's: both look alike.
    NotFound,
    /// 403: the form's token is missing or not this visitor's.
    FormToken,
    /// 405: the address does not take this method.
    MethodNotAllowed,
    /// 401: the log-in has ended, or there was none.
    ExpiredSession,
    /// 409: the application is not in a state in which this can be done.
    WrongState,
    /// 409: somebody (another window, the other device) changed it in between.
    Stale,
    /// 413: more was sent than is taken.
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

/// Stands in the extensions of an answer for machines: an error of it is not drawn as a page.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// The first wait of the limits on tries.
const TRIES_WAIT_S: u64 = 30;
/// A busy service has worked its queue off by then.
const BUSY_WAIT_S: u64 = 5;

/// The inner cause of a failure: for the log, never for a page.
#[derive(Clone)]
pub struct Cause(Arc<str>);

impl PageError {
    /// Our own fault, with its cause.
    pub fn internal(cause: &dyn fmt::Display) -> PageError {
        PageError::Internal(Cause(cause.to_string().into()))
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            PageError::NotFound => StatusCode::NOT_FOUND,
            PageError::FormToken => StatusCode::FORBIDDEN,
            PageError::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            PageError::ExpiredSession => StatusCode::UNAUTHORIZED,
            PageError::WrongState | PageError::Stale => StatusCode::CONFLICT,
            PageError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            PageError::Unreadable => StatusCode::BAD_REQUEST,
            PageError::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
            PageError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            PageError::Unavailable | PageError::Maintenance => StatusCode::SERVICE_UNAVAILABLE,
            PageError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Puts into an answer how long to wait, where the error itself knows.
    fn tell_wait(&self, response: &mut Response) {
        if let PageError::TooManyTries { wait_s } = self {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(*wait_s));
        }
    }

    /// The error that stands behind an answer which axum made by itself.
    fn of_status(status: StatusCode) -> Option<PageError> {
        Some(match status {
            StatusCode::NOT_FOUND => PageError::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => PageError::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => PageError::Unavailable,
            other if other.is_client_error() => PageError::Unreadable,
            other if other.is_server_error() => {
                PageError::internal(&format_args!("answered {other} without a page"))
            }
            _ => return None,
        })
    }
}

impl From<CaseError> for PageError {
    fn from(error: CaseError) -> PageError {
        match error {
            CaseError::NotFound => PageError::NotFound,
            CaseError::WrongState => PageError::WrongState,
            CaseError::Stale => PageError::Stale,
            CaseError::TooManyTries { wait_s } => PageError::TooManyTries { wait_s },
            CaseError::Refused(refusal) => PageError::Refused(refusal),
            CaseError::Busy(cause) => {
                if !cause.is_empty() {
                    tracing::error!(%cause, "the store is not available");
                }
                PageError::Unavailable
            }
            CaseError::Internal(cause) => PageError::internal(&cause),
        }
    }
}

/// Carries the error to [`render`], which knows the visitor's language.
impl IntoResponse for PageError {
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

/// Draws the page of every error on its way out.
pub(crate) async fn render(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, |RequestId(id)| id.clone());
    let mut page = Page::outside(&app, request.headers(), request.uri(), &id);
    let keeping = request.extensions().get::<Keeping>().cloned();
    let response = say_when(next.run(request).await);
    let error = match response.extensions().get::<PageError>() {
        Some(error) => error.clone(),
        None if is_ours(&response) => return response,
        None => match PageError::of_status(response.status()) {
            Some(error) => error,
            None => return response,
        },
    };
    if let Some(session) = response.extensions().get::<Session>() {
        page.enter(session);
    }
    let (parts, _) = response.into_parts();
    let kept = keeping.as_ref().and_then(Keeping::take);
    let mut drawn = match (&error, &keeping, &kept) {
        (PageError::ExpiredSession, Some(keeping), Some(kept)) => {
            let again = crate::portal::log_in_again(&app, &page, keeping.address, kept).await;
            again.unwrap_or_else(|error| draw(&page, &error, Some(kept)))
        }
        _ => draw(&page, &error, kept.as_ref()),
    };
    for (name, value) in &parts.headers {
        if name == SET_COOKIE {
            drawn.headers_mut().append(name, value.clone());
        } else if [ALLOW, RETRY_AFTER].contains(name) {
            drawn.headers_mut().insert(name, value.clone());
        }
    }
    drawn
}

/// Whether an answer is a page, or says on purpose what it says. All else is the framework's, which speaks English and
/// quotes what was sent.
fn is_ours(response: &Response) -> bool {
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    is_page || response.extensions().get::<Plain>().is_some()
}

/// Tells a caller who must wait how long, where the answer itself does not.
fn say_when(mut response: Response) -> Response {
    let wait_s = match response.status() {
        StatusCode::TOO_MANY_REQUESTS => TRIES_WAIT_S,
        StatusCode::SERVICE_UNAVAILABLE => BUSY_WAIT_S,
        _ => return response,
    };
    response
        .headers_mut()
        .entry(RETRY_AFTER)
        .or_insert(HeaderValue::from(wait_s));
    response
}

/// Logs an error and draws its page, with what was typed and not taken in.
pub(crate) fn draw(page: &Page, error: &PageError, kept: Option<&Kept>) -> Response {
    if let PageError::Internal(cause) = error {
        tracing::error!(%cause, "a page failed");
    }
    let drawn = crate::portal::error_page(page, error, kept);
    let mut response = (error.status(), Html(drawn)).into_response();
    error.tell_wait(&mut response);
    say_when(response)
}

pub(crate) async fn not_found() -> PageError {
    PageError::NotFound
}

pub(crate) async fn method_not_allowed() -> PageError {
    PageError::MethodNotAllowed
}
