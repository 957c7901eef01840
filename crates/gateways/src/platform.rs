//! What the answers of public platforms have in common: codes and ids are text of theirs, numbers come as strings and back.

use crate::{GatewayError, RetryCause};
use serde::{Deserialize, Deserializer, de::Error};

/// Longest code or id that is believed to be one.
const LONGEST: usize = 128;

/// A whole number, written as a number or as text.
#[derive(Clone, Copy)]
pub(crate) struct Number(pub(crate) i64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Plain(i64),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Plain(number) => Ok(Self(number)),
            Written::Text(text) => text
                .parse()
                .map(Self)
                .map_err(|_| D::Error::custom("no number")),
        }
    }
}

/// A refusal with this code, or, if it `passes`, a failure that may be tried again.
pub(crate) fn refused(text: &str, passes: bool) -> GatewayError {
    let code = code(text);
    if passes {
        GatewayError::retry(RetryCause::Temporary { code })
    } else {
        GatewayError::Refused { code }
    }
}

/// A code fit for a log: a platform's own words could hold what we sent.
pub(crate) fn code(text: &str) -> String {
    let is_code = !text.is_empty()
        && text.len() <= LONGEST
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte));
    if is_code { text } else { "unreadable" }.to_owned()
}

/// An id that the platform gave, to be kept and sent back.
pub(crate) fn id(text: String) -> Result<String, GatewayError> {
    let is_id = !text.is_empty()
        && text.len() <= LONGEST
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_id {
        Ok(text)
    } else {
        Err(GatewayError::malformed("the id in the answer is none"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_be_written_as_text() {
        for text in ["86", r#""86""#] {
            assert_eq!(serde_json::from_str::<Number>(text).unwrap().0, 86);
        }
        assert!(serde_json::from_str::<Number>(r#""many""#).is_err());
    }

    #[test]
    fn a_code_is_short_and_plain() {
        assert_eq!(
            code("isv.BUSINESS_LIMIT_CONTROL"),
            "isv.BUSINESS_LIMIT_CONTROL"
        );
        for other in ["", "to 张三", &"1".repeat(129), "a b"] {
            assert_eq!(code(other), "unreadable");
        }
    }
}
