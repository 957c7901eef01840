//! The id of a request.

/// The id of the request, in its log lines, in the `x-request-id` header, and on error pages for the help line.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);
