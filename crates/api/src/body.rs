//! What a program sends.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use web::Shared;
use web::errors::RequestError;
use web::form::short;

use crate::nothing::Nothing;
use crate::refusal::{ApiError, Refused};

/// A body of JSON, in the shape that the operation describes. What has another shape is refused by the name of the field.
pub(crate) struct Body<T>(pub(crate) T);

/// The same, for an operation that can be called with nothing, or with `null`.
pub(crate) struct MaybeBody<T>(pub(crate) T);

/// Time for a short text over a bad mobile line.
const TIME: Duration = Duration::from_secs(30);
/// What some programs put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// How programs write the one encoding of JSON.
const UTF_8: [&str; 2] = ["utf-8", "utf8"];

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Shared) -> Result<Body<T>, ApiError> {
        let sent = Sent::read(request).await?;
        sent.json().map(Body)
    }
}

impl<T: DeserializeOwned + Default> FromRequest<Shared> for MaybeBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &Shared) -> Result<MaybeBody<T>, ApiError> {
        let sent = Sent::read(request).await?;
        sent.json_or_nothing().map(MaybeBody)
    }
}

/// Nothing but what says nothing: for an operation that has no body.
pub(crate) async fn read_nothing(request: Request) -> Result<Request, ApiError> {
    let (head, body) = request.into_parts();
    let kind = Said::of(&head.headers);
    let sent = Sent::of(kind, body).await?;
    sent.json_or_nothing::<Nothing>()?;
    Ok(Request::from_parts(head, sent.bytes.into()))
}

/// A short body, and what it is said to be.
struct Sent {
    kind: Said,
    bytes: Bytes,
}

/// What a body is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// JSON, which is UTF-8.
    Json,
    /// JSON in another encoding.
    Encoded,
    /// Something else, or nothing is said.
    Other,
}

impl Said {
    fn of(headers: &HeaderMap) -> Said {
        let kind = headers.get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut parts = kind.split(';').map(str::trim);
        let is_json = parts
            .next()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
        let mut said = parts.filter_map(|part| part.split_once('='));
        let is_other = |(name, value): (&str, &str)| {
            name.trim().eq_ignore_ascii_case("charset")
                && !UTF_8.contains(&&*value.trim().trim_matches('"').to_ascii_lowercase())
        };
        match (is_json, said.any(is_other)) {
            (true, false) => Said::Json,
            (true, true) => Said::Encoded,
            (false, _) => Said::Other,
        }
    }
}

impl Sent {
    async fn read(request: Request) -> Result<Sent, ApiError> {
        let kind = Said::of(request.headers());
        Sent::of(kind, request.into_body()).await
    }

    async fn of(kind: Said, body: axum::body::Body) -> Result<Sent, ApiError> {
        let read = tokio::time::timeout(TIME, short(body)).await;
        match read.unwrap_or(Err(RequestError::Unreadable)) {
            Ok(bytes) => Ok(Sent {
                kind,
                bytes: bytes.into(),
            }),
            Err(RequestError::TooLarge) => Err(Refused {
                title: Some("api.body_too_large"),
                ..Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large")
            }
            .into()),
            Err(error) => Err(error.into()),
        }
    }

    fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        match self.kind {
            Said::Json => read_json(&self.bytes),
            Said::Encoded => {
                Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_utf_8").into())
            }
            Said::Other => Err(RequestError::Unreadable.into()),
        }
    }

    fn json_or_nothing<T: DeserializeOwned + Default>(&self) -> Result<T, ApiError> {
        if self.bytes.is_empty() {
            return Ok(T::default());
        }
        let json: Option<T> = self.json()?;
        Ok(json.unwrap_or_default())
    }
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
    fn json_is_in_utf_8_or_is_none_that_is_read() {
        for (said, expected) in [
            ("application/json", Said::Json),
            ("Application/JSON ; Charset=\"UTF-8\"", Said::Json),
            ("application/json;charset=utf8", Said::Json),
            ("application/json; profile=x", Said::Json),
            ("application/json; charset=gbk", Said::Encoded),
            (
                "application/json; charset=utf-8; charset=gbk",
                Said::Encoded,
            ),
            ("application/json; charset=", Said::Encoded),
            ("text/plain; charset=utf-8", Said::Other),
            ("", Said::Other),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, said.parse().unwrap())]);
            assert_eq!(Said::of(&headers), expected, "{said}");
        }
        assert_eq!(Said::of(&HeaderMap::new()), Said::Other);
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
