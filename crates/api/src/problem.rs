//! Problems as they are sent (RFC 9457).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

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
    /// With `stale`: what was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) yours: Option<String>,
    /// With `stale`: what is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stored: Option<String>,
}

/// How every operation on an application may refuse besides what stands around all of them ([`crate::around`]).
pub(crate) struct OfAnApplication;

impl IntoResponses for OfAnApplication {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let said = "`level`, with `next`: what has to be proved first, or `null`";
        BTreeMap::from([("403".to_owned(), RefOr::T(answer(said)))])
    }
}

/// A described answer that holds a problem.
pub(crate) fn answer(said: &str) -> Response {
    let problem = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(problem)).build();
    ResponseBuilder::new()
        .description(said)
        .content(MEDIA_TYPE, content)
        .build()
}

/// The media type of problems.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";
