//! What an operation refuses, before it is put into words.

use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};
use service::ServiceError;
use web::errors::{Plain, RequestError};

/// Why an operation is not done.
#[derive(Clone, Debug)]
pub(crate) enum ApiError {
    /// As any face refuses.
    Request(RequestError),
    /// As this operation refuses.
    Refused(Box<Refused>),
}

/// A refusal of one operation. The words are filled in with the caller's language.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    /// The key of what happened, where the code alone does not say it.
    pub(crate) title: Option<&'static str>,
    /// What is wrong with each field; empty where no field is wrong.
    pub(crate) fields: Vec<RefusedField>,
    pub(crate) more: Map<String, Value>,
    pub(crate) wait_s: Option<u64>,
}

/// A field that is wrong.
#[derive(Clone, Debug)]
pub(crate) struct RefusedField {
    pub(crate) field: String,
    pub(crate) code: &'static str,
    /// What fills the words in.
    pub(crate) values: Vec<(&'static str, String)>,
    /// The words, where the code alone does not say them.
    pub(crate) message: Option<String>,
    /// What was sent and what is stored, where both are told.
    pub(crate) both: Option<(String, String)>,
}

impl Refused {
    /// A refusal with this status and code.
    pub(crate) fn new(status: StatusCode, code: &'static str) -> Refused {
        Refused {
            status,
            code,
            title: None,
            fields: Vec::new(),
            more: Map::new(),
            wait_s: None,
        }
    }

    /// Something is wrong with one field (422).
    pub(crate) fn of_field(field: impl Into<String>, code: &'static str) -> Refused {
        Refused::of_fields(vec![RefusedField::new(field, code)])
    }

    /// Something is wrong with several fields (422). The code is that of the first.
    pub(crate) fn of_fields(fields: Vec<RefusedField>) -> Refused {
        let code = fields.first().map_or("invalid", |first| first.code);
        Refused {
            fields,
            ..Refused::new(StatusCode::UNPROCESSABLE_ENTITY, code)
        }
    }

    /// Wait this many seconds (429).
    pub(crate) fn wait(wait_s: u64) -> Refused {
        Refused {
            wait_s: Some(wait_s),
            ..Refused::new(StatusCode::TOO_MANY_REQUESTS, "too_many_tries")
        }
        .with("wait_s", wait_s)
    }

    /// An outside system does not answer; nothing is lost (503).
    pub(crate) fn unavailable() -> Refused {
        Refused {
            wait_s: Some(BUSY_WAIT_S),
            ..Refused::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
        }
    }

    /// The same with one more member.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Refused {
        self.more.insert(name.to_owned(), value.into());
        self
    }
}

/// Until an outside system may answer again.
const BUSY_WAIT_S: u64 = 5;

impl RefusedField {
    /// A field with what is wrong with it.
    pub(crate) fn new(field: impl Into<String>, code: &'static str) -> RefusedField {
        RefusedField {
            field: field.into(),
            code,
            values: Vec::new(),
            message: None,
            both: None,
        }
    }

    /// The same, in these words.
    pub(crate) fn saying(self, message: impl Into<String>) -> RefusedField {
        RefusedField {
            message: Some(message.into()),
            ..self
        }
    }
}

impl From<RequestError> for ApiError {
    fn from(error: RequestError) -> ApiError {
        ApiError::Request(error)
    }
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> ApiError {
        ApiError::Request(error.into())
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> ApiError {
        ApiError::Refused(Box::new(refused))
    }
}

/// Carries the refusal to the layer that knows the caller's language.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            ApiError::Request(error) => error.into_response(),
            ApiError::Refused(refused) => {
                let mut response = refused.status.into_response();
                if let Some(wait_s) = refused.wait_s {
                    let wait = HeaderValue::from(wait_s);
                    response.headers_mut().insert(RETRY_AFTER, wait);
                }
                response.extensions_mut().insert(Plain);
                response.extensions_mut().insert(*refused);
                response
            }
        }
    }
}
