//! Problems as they are sent (RFC 9457).

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Why a request was not answered as asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `urn:daiban:problem:` and the code.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// What happened, in the caller's language.
    pub(crate) title: String,
    /// The status of the answer.
    pub(crate) status: u16,
    /// A stable code.
    #[schema(example = "stale")]
    pub(crate) code: String,
    /// What is wrong with each field; empty where no field is wrong.
    pub(crate) fields: Vec<FieldProblem>,
    /// What goes with some codes: `next` with `level`, `challenge` and `picture` with `picture_code_needed`, `wait_s` with
    /// `too_many_tries`.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub(crate) more: Map<String, Value>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// Its name, or its place in the body.
    #[schema(example = "child.name")]
    pub(crate) field: String,
    /// A stable code.
    #[schema(example = "missing")]
    pub(crate) code: String,
    /// What is wrong and how to mend it, in the caller's language.
    pub(crate) message: String,
}

/// The media type of problems.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";
