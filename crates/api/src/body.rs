//! What a program sends.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use web::Shared;
use web::errors::RequestError;

use crate::refusal::{ApiError, Refused};

/// A body of JSON, in the shape that the operation describes. What has another shape is refused by the name of the field.
pub(crate) struct Body<T>(pub(crate) T);

/// The same, for an operation that can be called with nothing, or with `null`.
pub(crate) struct MaybeBody<T>(pub(crate) T);

/// Longer than any answers of a step.
const MOST_BYTES: usize = 64 * 1024;
/// Time for a short text over a bad mobile line.
const TIME: Duration = Duration::from_secs(30);
/// What some programs put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Shared) -> Result<Body<T>, ApiError> {
        let sent = Sent::of(request).await?;
        sent.json().map(Body)
    }
}

impl<T: DeserializeOwned + Default> FromRequest<Shared> for MaybeBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Shared) -> Result<MaybeBody<T>, ApiError> {
        let sent = Sent::of(request).await?;
        if sent.bytes.is_empty() {
            return Ok(MaybeBody(T::default()));
        }
        let json: Option<T> = sent.json()?;
        Ok(MaybeBody(json.unwrap_or_default()))
    }
}

/// The bytes of a short body, and whether they are said to be JSON.
struct Sent {
    bytes: Bytes,
    is_json: bool,
}

impl Sent {
    async fn of(request: Request) -> Result<Sent, ApiError> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let is_json = kind.eq_ignore_ascii_case("application/json");
        let read = tokio::time::timeout(TIME, to_bytes(request.into_body(), MOST_BYTES)).await;
        match read {
            Ok(Ok(bytes)) => Ok(Sent { bytes, is_json }),
            // Cut off, or longer than anything that an operation takes.
            Ok(Err(error)) if is_too_long(&error) => Err(RequestError::TooLarge.into()),
            Ok(Err(_)) | Err(_) => Err(RequestError::Unreadable.into()),
        }
    }

    fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        if !self.is_json {
            return Err(RequestError::Unreadable.into());
        }
        read_json(&self.bytes)
    }
}

fn is_too_long(error: &axum::Error) -> bool {
    let source = std::error::Error::source(error);
    source.is_some_and(|source| source.to_string().contains("length limit"))
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    // A list would be read as a shape without names.
    let begins = text.iter().find(|byte| !byte.is_ascii_whitespace());
    if begins == Some(&b'[') {
        return Err(Refused::of_field("", "wrong_type").into());
    }
    let mut json = serde_json::Deserializer::from_slice(text);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| wrong_shape(&error))?;
    if json.end().is_err() {
        return Err(RequestError::Unreadable.into());
    }
    Ok(read)
}

/// Values by the names of their fields, each name once: of two values for one name nobody could say which counts.
#[derive(Debug, Default)]
pub(crate) struct Named(pub(crate) BTreeMap<String, Value>);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Named, D::Error> {
        from.deserialize_map(Names)
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values by their names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named, A::Error> {
        let mut named = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if named.insert(name.clone(), value).is_some() {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
        }
        Ok(Named(named))
    }
}

/// Which field has another shape than described. Serde says what is wrong in words alone; a test holds them.
pub(crate) fn wrong_shape(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    let inner = error.inner();
    if !inner.is_data() {
        return RequestError::Unreadable.into();
    }
    let words = inner.to_string();
    let place = error.path().to_string();
    let place = if place == "." { "" } else { place.as_str() };
    let named = words.split('`').nth(1).unwrap_or_default();
    let below = |name: &str| {
        if place.is_empty() || place == name || place.ends_with(&format!(".{name}")) {
            if place.is_empty() { name } else { place }.to_owned()
        } else {
            format!("{place}.{name}")
        }
    };
    let (field, code) = if words.starts_with("unknown field") {
        (below(named), "unknown_key")
    } else if words.starts_with("duplicate field") {
        (below(named), "repeated_key")
    } else if words.starts_with("missing field") {
        (below(named), "missing")
    } else if words.contains("expected a string") {
        (place.to_owned(), "not_a_string")
    } else if words.starts_with("unknown variant") {
        (place.to_owned(), "code_unknown")
    } else {
        (place.to_owned(), "wrong_type")
    };
    Refused::of_field(field, code).into()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape is tested")]
    struct Shape {
        name: String,
        inner: Option<Inner>,
        #[serde(default)]
        named: Named,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape is tested")]
    struct Inner {
        kind: Kind,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        One,
    }

    #[test]
    fn what_has_another_shape_is_refused_by_the_name_of_the_field() {
        for (body, expected) in [
            (r#"{"name":"a"}"#, None),
            (r#"{"name":"a","inner":null}"#, None),
            (r#"{"name":"a","inner":{"kind":"one"}}"#, None),
            ("\u{feff}{\"name\":\"a\"}", None),
            (r#"{"name":"a","x":1}"#, Some(("x", "unknown_key"))),
            (r#"{"name":"a","name":"b"}"#, Some(("name", "repeated_key"))),
            (
                r#"{"name":"a","named":{"x":"1","y":"2","x":"3"}}"#,
                Some(("named.x", "repeated_key")),
            ),
            (r"{}", Some(("name", "missing"))),
            (r#"{"name":1}"#, Some(("name", "not_a_string"))),
            (r#"{"name":null}"#, Some(("name", "not_a_string"))),
            (
                r#"{"name":"a","inner":{}}"#,
                Some(("inner.kind", "missing")),
            ),
            (
                r#"{"name":"a","inner":{"kind":"one","y":1}}"#,
                Some(("inner.y", "unknown_key")),
            ),
            (
                r#"{"name":"a","inner":{"kind":"two"}}"#,
                Some(("inner.kind", "code_unknown")),
            ),
            (r#"{"name":"a","inner":[]}"#, Some(("inner", "wrong_type"))),
            (r#"["a"]"#, Some(("", "wrong_type"))),
            (r#"["a",null]"#, Some(("", "wrong_type"))),
            ("null", Some(("", "wrong_type"))),
            ("", Some(("unreadable", ""))),
            (r#"{"name":"a"} x"#, Some(("unreadable", ""))),
            (r#"{"name":"a""#, Some(("unreadable", ""))),
        ] {
            let told = read_json::<Shape>(body.as_bytes());
            let told = told.err().map(|error| match error {
                ApiError::Request(_) => ("unreadable".to_owned(), ""),
                ApiError::Refused(refused) => {
                    (refused.fields[0].field.clone(), refused.fields[0].code)
                }
            });
            let expected = expected.map(|(field, code)| (field.to_owned(), code));
            assert_eq!(told, expected, "{body}");
        }
    }
}
