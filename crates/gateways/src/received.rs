//! An answer as it came over HTTP, before anything in it is believed.

use crate::{GatewayError, RetryCause};
use reqwest::header::HeaderMap;

/// Longest answer read. The longest legitimate one, a large household, is under 10 KB.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// A whole answer. Its body may be personal data, hence no `Debug`.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// Sends a request and receives the whole answer.
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Result<Self, GatewayError> {
        let mut response = request
            .send()
            .await
            .map_err(|error| transport_error(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| transport_error(&error))?
        {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(GatewayError::malformed("the answer is too long"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body,
        })
    }

    /// A header as text, `None` when it is absent or not ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What a status says by which the system, or a proxy in front of it, asks us to come back later.
    pub(crate) fn unwell(&self) -> Option<GatewayError> {
        let unwell = self.status == 429 || (500..600).contains(&self.status);
        unwell.then(|| {
            GatewayError::retry(RetryCause::Unavailable {
                status: self.status,
            })
        })
    }
}

/// What a failure below HTTP means.
fn transport_error(error: &reqwest::Error) -> GatewayError {
    if error.is_timeout() {
        GatewayError::retry(RetryCause::TimedOut)
    } else if error.is_connect() {
        GatewayError::retry(RetryCause::NoConnection)
    } else if error.is_builder() {
        GatewayError::malformed("the question fits in no http request")
    } else {
        GatewayError::retry(RetryCause::Interrupted)
    }
}
