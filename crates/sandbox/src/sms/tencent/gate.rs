//! Authenticates a request by TC3-HMAC-SHA256.

use axum::http::HeaderMap;
use jiff::Timestamp;
use subtle::ConstantTimeEq as _;

use super::refusal::Refusal;
use crate::headers::{part, signed_blocks, text};
use crate::sha256;
use crate::sms::Account;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
/// How far the request's time may differ from ours.
const SKEW_S: i64 = 5 * 60;

/// One request as received.
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

pub(super) struct Gate {
    id: String,
    secret: String,
}

impl Gate {
    pub(super) fn new(account: &Account) -> Self {
        Self {
            id: account.id.clone(),
            secret: account.secret.clone(),
        }
    }

    /// Admits a request. The platform knows no nonces: within five minutes a request counts again.
    pub(super) fn admit(&self, asked: &Asked<'_>, now: Timestamp) -> Result<(), Refusal> {
        let headers = asked.headers;
        let mandatory = ["x-tc-action", "x-tc-version", "x-tc-timestamp"];
        if mandatory.iter().any(|name| text(headers, name).is_empty()) {
            return Err(Refusal::MissingParameter);
        }
        let authorization = text(headers, "authorization");
        let (Some(credential), Some(names), Some(signature), true) = (
            part(authorization, "Credential"),
            part(authorization, "SignedHeaders"),
            part(authorization, "Signature"),
            authorization.starts_with(ALGORITHM),
        ) else {
            return Err(Refusal::NoSignature);
        };
        let (id, scope) = credential.split_once('/').ok_or(Refusal::NoSignature)?;
        if !bool::from(id.as_bytes().ct_eq(self.id.as_bytes())) {
            return Err(Refusal::SecretId);
        }
        let time: Option<Timestamp> = text(headers, "x-tc-timestamp")
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok());
        let time = time.filter(|time| (time.as_second() - now.as_second()).abs() <= SKEW_S);
        let time = time.ok_or(Refusal::Time)?;
        let signed = |name: &str| names.split(';').any(|other| other == name);
        if signed("content-type")
            && signed("host")
            && is_of_the_day(scope, time)
            && self.is_signed(asked, time, names, scope, signature)
        {
            Ok(())
        } else {
            Err(Refusal::Signature)
        }
    }

    fn is_signed(
        &self,
        asked: &Asked<'_>,
        time: Timestamp,
        names: &str,
        scope: &str,
        signature: &str,
    ) -> bool {
        let secret = format!("TC3{}", self.secret).into_bytes();
        let key = scope
            .split('/')
            .fold(secret, |key, text| sha256::mac(&key, text));
        let body_hash = sha256::digest_of(asked.body);
        signed_blocks(asked.headers, names).iter().any(|block| {
            let (method, path, query) = (asked.method, asked.path, asked.query);
            let canonical = [method, path, query, block, names, &body_hash].join("\n");
            let hash = sha256::digest_of(canonical.as_bytes());
            let seconds = time.as_second();
            let text = format!("{ALGORITHM}\n{seconds}\n{scope}\n{hash}");
            sha256::is_mac(&key, &text, signature)
        })
    }
}

/// Whether a scope is `<day in universal time>/<service>/tc3_request`. The platform's own client names as the service what stands
/// before the first dot of the host, which is no name where the host is an address: any service counts.
fn is_of_the_day(scope: &str, time: Timestamp) -> bool {
    let day = time.strftime("%Y-%m-%d").to_string();
    match *scope.split('/').collect::<Vec<_>>() {
        [of, service, "tc3_request"] => of == day && !service.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Our vector of the wire formats: a code, signed with 32 asterisks.
    const BODY: &str = r#"{"PhoneNumberSet":["+8613711112222"],"SmsSdkAppId":"1400006666","SignName":"测试","TemplateId":"1234","TemplateParamSet":["12345"]}"#;
    const SIGNATURE: &str = "98fb11ee23b4c34162ddc8361b017f4502aa958ac8e35759bf58d19a59fc0916";
    const SENT_AT: i64 = 1_551_113_065;

    fn gate() -> Gate {
        Gate::new(&Account {
            id: "an-id".into(),
            secret: "*".repeat(32),
            sign_names: vec![],
            templates: vec![],
        })
    }

    fn headers() -> HeaderMap {
        let authorization = format!(
            "{ALGORITHM} Credential=an-id/2019-02-25/sms/tc3_request, SignedHeaders=content-type;host;x-tc-action, \
             Signature={SIGNATURE}"
        );
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("host", "sms.tencentcloudapi.com"),
            ("content-type", "application/json; charset=utf-8"),
            ("x-tc-action", "SendSms"),
            ("x-tc-version", "2021-01-11"),
            ("x-tc-timestamp", "1551113065"),
            ("authorization", &authorization),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    fn admit(headers: &HeaderMap, body: &str, at: i64) -> Result<(), Refusal> {
        let asked = Asked {
            method: "POST",
            path: "/",
            query: "",
            headers,
            body: body.as_bytes(),
        };
        gate().admit(&asked, Timestamp::from_second(at).unwrap())
    }

    #[test]
    fn admits_our_vector() {
        assert_eq!(admit(&headers(), BODY, SENT_AT), Ok(()));
    }

    /// The vendor's published example, of another service.
    #[test]
    fn admits_the_vendors_vector() {
        let authorization = format!(
            "{ALGORITHM} Credential=an-id/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, \
             Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
        );
        let mut headers = headers();
        headers.insert("host", "cvm.tencentcloudapi.com".parse().unwrap());
        headers.insert("x-tc-action", "DescribeInstances".parse().unwrap());
        headers.insert("authorization", authorization.parse().unwrap());
        let body = r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
        assert_eq!(admit(&headers, body, SENT_AT), Ok(()));
    }

    /// As the platform's own client for Node does, asked for a host that is an address.
    #[test]
    fn a_client_may_sign_its_host_without_the_port_and_fewer_headers() {
        let mut headers = headers();
        headers.insert("host", "127.0.0.1:8421".parse().unwrap());
        headers.insert("content-type", "application/json".parse().unwrap());
        let names = "content-type;host";
        let canonical = format!(
            "POST\n/\n\ncontent-type:application/json\nhost:127.0.0.1\n\n{names}\n{}",
            sha256::digest_of(b"{}")
        );
        let scope = "2019-02-25/127/tc3_request";
        let text = format!(
            "{ALGORITHM}\n{SENT_AT}\n{scope}\n{}",
            sha256::digest_of(canonical.as_bytes())
        );
        let key = scope.split('/').fold(
            format!("TC3{}", "*".repeat(32)).into_bytes(),
            |key, text| sha256::mac(&key, text),
        );
        let signature = data_encoding::HEXLOWER.encode(&sha256::mac(&key, &text));
        let authorization = format!(
            "{ALGORITHM} Credential=an-id/{scope}, SignedHeaders={names}, Signature={signature}"
        );
        headers.insert("authorization", authorization.parse().unwrap());
        assert_eq!(admit(&headers, "{}", SENT_AT), Ok(()));
    }

    #[test]
    fn names_what_is_wrong() {
        let with = |from: &str, to: &str| {
            let headers = headers();
            text(&headers, "authorization").replace(from, to)
        };
        for (name, value, refusal) in [
            ("authorization", String::new(), Refusal::NoSignature),
            (
                "authorization",
                with("TC3-HMAC", "HMAC"),
                Refusal::NoSignature,
            ),
            ("authorization", with("an-id", "other"), Refusal::SecretId),
            ("authorization", with("/sms/", "/cvm/"), Refusal::Signature),
            ("authorization", with("02-25", "02-26"), Refusal::Signature),
            ("authorization", with("host;", ""), Refusal::Signature),
            ("authorization", with("/sms/", "//"), Refusal::Signature),
            (
                "authorization",
                with("tc3_request", "aws4_request"),
                Refusal::Signature,
            ),
            ("authorization", with("=98fb", "=98fc"), Refusal::Signature),
            ("x-tc-action", "Other".into(), Refusal::Signature),
            ("x-tc-action", String::new(), Refusal::MissingParameter),
            ("x-tc-version", String::new(), Refusal::MissingParameter),
            ("x-tc-timestamp", String::new(), Refusal::MissingParameter),
            ("x-tc-timestamp", "now".into(), Refusal::Time),
            ("x-tc-timestamp", "1551113066".into(), Refusal::Signature),
            ("host", "other.example".into(), Refusal::Signature),
        ] {
            let mut headers = headers();
            headers.insert(name, value.parse().unwrap());
            assert_eq!(
                admit(&headers, BODY, SENT_AT),
                Err(refusal),
                "{name}: {value}"
            );
        }
        assert_eq!(admit(&headers(), "{}", SENT_AT), Err(Refusal::Signature));
    }

    #[test]
    fn a_time_counts_for_five_minutes() {
        for (at, outcome) in [
            (SENT_AT + 300, Ok(())),
            (SENT_AT + 301, Err(Refusal::Time)),
            (SENT_AT - 300, Ok(())),
            (SENT_AT - 301, Err(Refusal::Time)),
        ] {
            assert_eq!(admit(&headers(), BODY, at), outcome);
        }
    }
}
