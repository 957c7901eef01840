//! What the query of an address asks.

use axum::extract::{FromRequestParts, Query};
use http::Uri;
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use web::Shared;
use web::errors::RequestError;

use crate::body::wrong_shape;
use crate::refusal::{ApiError, Refused};

/// A query in the shape that the operation describes. What it does not know is refused by its name, like a field of a body.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Shared> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Asked<T>, ApiError> {
        read(&parts.uri).map(Asked)
    }
}

/// The names of a query, in order.
pub(crate) fn names_of(address: &Uri) -> Result<Vec<String>, ApiError> {
    let pairs = pairs_of(address)?.into_iter();
    Ok(pairs.map(|(name, _)| name).collect())
}

fn pairs_of(address: &Uri) -> Result<Vec<(String, String)>, RequestError> {
    let pairs = Query::try_from_uri(address);
    let Query(pairs) = pairs.map_err(|_| RequestError::Unreadable)?;
    Ok(pairs)
}

fn read<T: DeserializeOwned>(address: &Uri) -> Result<T, ApiError> {
    let mut asked = Map::new();
    for (name, value) in pairs_of(address)? {
        if asked.insert(name.clone(), Value::String(value)).is_some() {
            return Err(Refused::of_field(name, "repeated_key").into());
        }
    }
    serde_path_to_error::deserialize(Value::Object(asked)).map_err(|error| wrong_shape(&error))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq, Eq)]
    #[serde(deny_unknown_fields)]
    struct Asking {
        bank: Option<String>,
        size: Option<Size>,
    }

    #[derive(Debug, Deserialize, PartialEq, Eq)]
    #[serde(rename_all = "snake_case")]
    enum Size {
        Small,
    }

    #[test]
    fn what_a_query_does_not_know_is_refused_by_its_name() {
        for (query, expected) in [
            ("", None),
            ("bank=ICBC&size=small", None),
            ("bank=%ff", None),
            ("bank=ICBC&bank=ABC", Some(("bank", "repeated_key"))),
            ("bnak=ICBC", Some(("bnak", "unknown_key"))),
            ("size=large", Some(("size", "code_unknown"))),
        ] {
            let address = format!("/x?{query}").parse().unwrap();
            let told = match read::<Asking>(&address) {
                Ok(_) => None,
                Err(ApiError::Refused(refused)) => {
                    Some((refused.fields[0].field.clone(), refused.fields[0].code))
                }
                Err(other) => panic!("{query}: {other:?}"),
            };
            let expected = expected.map(|(field, code)| (field.to_owned(), code));
            assert_eq!(told, expected, "{query}");
        }
        let address = "/x?bank=%E5%BB%BA&size=small".parse().unwrap();
        let asking = read::<Asking>(&address).ok();
        let expected = Asking {
            bank: Some("\u{5efa}".to_owned()),
            size: Some(Size::Small),
        };
        assert_eq!(asking, Some(expected));
    }
}
