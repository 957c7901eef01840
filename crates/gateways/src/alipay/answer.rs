//! Reads an answer of Alipay: the signature over the bytes of its one member, then what is in it.

use crate::GatewayError;
use crate::platform;
use crate::received::Received;
use crate::rsa::PublicKey;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Outcome {
    code: Option<String>,
    sub_code: Option<String>,
    access_token: Option<IgnoredAny>,
}

/// The member of the answer, once its signature is right and its code says that all is well.
pub(super) fn checked<A: DeserializeOwned>(
    received: &Received,
    method: &str,
    theirs: &PublicKey,
) -> Result<A, GatewayError> {
    // Raw values keep the bytes as they came: written anew, they would not be what was signed.
    let Ok(members) = serde_json::from_slice::<BTreeMap<String, &RawValue>>(&received.body) else {
        return Err(received
            .unwell()
            .unwrap_or(GatewayError::malformed("the answer is no json object")));
    };
    let name = format!("{}_response", method.replace('.', "_"));
    let Some(member) = members.get(&name).or_else(|| members.get("error_response")) else {
        return Err(GatewayError::malformed("the answer has no response in it"));
    };
    let sign = members
        .get("sign")
        .and_then(|sign| serde_json::from_str::<String>(sign.get()).ok());
    let is_genuine = match &sign {
        Some(sign) if !theirs.fits(member.get().as_bytes(), sign) => {
            return Err(GatewayError::malformed("the answer's signature is wrong"));
        }
        sign => sign.is_some(),
    };
    let outcome: Outcome = serde_json::from_str(member.get())
        .map_err(|_| GatewayError::malformed("the answer has no code"))?;
    // The answers of OAuth say by their token alone that all is well.
    let code = match &outcome.code {
        None if outcome.access_token.is_some() => Some("10000"),
        code => code.as_deref(),
    };
    match code {
        Some("10000") if is_genuine => serde_json::from_str(member.get())
            .map_err(|_| GatewayError::malformed("the answer has not the published shape")),
        Some("10000") => Err(GatewayError::malformed("the answer is not signed")),
        Some(code) => {
            // Some errors come without a signature. They may stop us, nothing more.
            let told = outcome.sub_code.as_deref().unwrap_or(code);
            Err(platform::refused(told, code == "20000"))
        }
        None => Err(GatewayError::malformed("the answer has no code")),
    }
}
