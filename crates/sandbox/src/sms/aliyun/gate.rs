//! Authenticates a request by ACS3-HMAC-SHA256.

use axum::http::HeaderMap;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use subtle::ConstantTimeEq as _;

use super::refusal::Refusal;
use crate::encoding::canonical_query;
use crate::headers::{part, signed_blocks, text};
use crate::nonces::Nonces;
use crate::sha256;
use crate::sms::Account;

const ALGORITHM: &str = "ACS3-HMAC-SHA256";
const TIME_FORMAT: &str = "%Y-%m-%dT%H:%M:%SZ";
/// How far the request's time may differ from ours.
const SKEW_S: i64 = 15 * 60;

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
    secret: Vec<u8>,
    seen: Nonces,
}

impl Gate {
    pub(super) fn new(account: &Account) -> Self {
        Self {
            id: account.id.clone(),
            secret: account.secret.clone().into_bytes(),
            seen: Nonces::remembered_for(2 * SKEW_S),
        }
    }

    /// Admits a request once. Only a right signature uses a nonce up.
    pub(super) fn admit(&self, asked: &Asked<'_>, now: Timestamp) -> Result<(), Refusal> {
        let headers = asked.headers;
        let authorization = text(headers, "authorization");
        let (Some(id), Some(names), Some(signature), true) = (
            part(authorization, "Credential"),
            part(authorization, "SignedHeaders"),
            part(authorization, "Signature"),
            authorization.starts_with(ALGORITHM),
        ) else {
            return Err(Refusal::NoSignature);
        };
        if !bool::from(id.as_bytes().ct_eq(self.id.as_bytes())) {
            return Err(Refusal::AccessKey);
        }
        let mandatory = [
            "x-acs-action",
            "x-acs-version",
            "x-acs-date",
            "x-acs-signature-nonce",
            "x-acs-content-sha256",
        ];
        if mandatory.iter().any(|name| text(headers, name).is_empty()) {
            return Err(Refusal::MissingHeader);
        }
        let time = time_of(text(headers, "x-acs-date")).ok_or(Refusal::TimeFormat)?;
        if (time.as_second() - now.as_second()).abs() > SKEW_S {
            return Err(Refusal::Time);
        }
        if !covers(names, headers) || !self.is_signed(asked, names, signature) {
            return Err(Refusal::Signature);
        }
        if self
            .seen
            .is_first(text(headers, "x-acs-signature-nonce"), now)
        {
            Ok(())
        } else {
            Err(Refusal::NonceUsed)
        }
    }

    fn is_signed(&self, asked: &Asked<'_>, names: &str, signature: &str) -> bool {
        let body_hash = sha256::digest_of(asked.body);
        if text(asked.headers, "x-acs-content-sha256") != body_hash {
            return false;
        }
        let query = canonical_query(asked.query);
        signed_blocks(asked.headers, names).iter().any(|block| {
            let canonical = [asked.method, asked.path, &query, block, names, &body_hash].join("\n");
            let text = format!("{ALGORITHM}\n{}", sha256::digest_of(canonical.as_bytes()));
            sha256::is_mac(&self.secret, &text, signature)
        })
    }
}

/// The platform demands that the host and every `x-acs-` header that is sent are signed.
fn covers(names: &str, headers: &HeaderMap) -> bool {
    let signed = |name: &str| names.split(';').any(|other| other == name);
    let sent = headers.keys().map(axum::http::HeaderName::as_str);
    signed("host") && sent.filter(|name| name.starts_with("x-acs-")).all(signed)
}

fn time_of(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime(TIME_FORMAT, text).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str =
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

    /// The request of a vector: the vendor's, or ours about a code.
    struct Vector {
        host: &'static str,
        action: &'static str,
        version: &'static str,
        query: &'static str,
        signature: &'static str,
    }

    const VENDORS: Vector = Vector {
        host: "ecs.cn-shanghai.aliyuncs.com",
        action: "RunInstances",
        version: "2014-05-26",
        query: "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
        signature: "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    };
    /// Its query is less escaped than what was signed, and in another order.
    const OF_A_CODE: Vector = Vector {
        host: "dysmsapi.aliyuncs.com",
        action: "SendSms",
        version: "2017-05-25",
        query: "TemplateParam={%22code%22:%221234%22}&PhoneNumbers=13711112222&SignName=%e6%b5%8b%E8%AF%95&TemplateCode=SMS_1234",
        signature: "879bba0fdea7ec441db37e862dff08945a036612710b247c196ad7884f17e356",
    };

    fn gate() -> Gate {
        Gate::new(&Account {
            id: "YourAccessKeyId".into(),
            secret: "YourAccessKeySecret".into(),
            sign_names: vec![],
            templates: vec![],
        })
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn now() -> Timestamp {
        at("2023-10-26T10:22:32Z")
    }

    impl Vector {
        fn headers(&self) -> HeaderMap {
            let authorization = format!(
                "{ALGORITHM} Credential=YourAccessKeyId,SignedHeaders={SIGNED},Signature={}",
                self.signature
            );
            let mut headers = HeaderMap::new();
            for (name, value) in [
                ("host", self.host),
                ("x-acs-action", self.action),
                ("x-acs-version", self.version),
                ("x-acs-date", "2023-10-26T10:22:32Z"),
                ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                ("x-acs-content-sha256", &sha256::digest_of(b"")),
                ("authorization", &authorization),
            ] {
                headers.insert(
                    axum::http::HeaderName::try_from(name).unwrap(),
                    value.parse().unwrap(),
                );
            }
            headers
        }

        fn asked<'a>(&self, headers: &'a HeaderMap) -> Asked<'a> {
            Asked {
                method: "POST",
                path: "/",
                query: self.query,
                headers,
                body: b"",
            }
        }
    }

    #[test]
    fn admits_both_vectors_once() {
        for vector in [VENDORS, OF_A_CODE] {
            let (gate, headers) = (gate(), vector.headers());
            assert_eq!(gate.admit(&vector.asked(&headers), now()), Ok(()));
            let again = gate.admit(&vector.asked(&headers), now());
            assert_eq!(again, Err(Refusal::NonceUsed));
        }
    }

    #[test]
    fn names_what_is_wrong() {
        for (name, value, refusal) in [
            ("authorization", "", Refusal::NoSignature),
            (
                "authorization",
                "ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=b",
                Refusal::NoSignature,
            ),
            (
                "authorization",
                "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=b",
                Refusal::AccessKey,
            ),
            (
                "authorization",
                "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host,Signature=879bba0f",
                Refusal::Signature,
            ),
            ("x-acs-date", "", Refusal::MissingHeader),
            ("x-acs-date", "today", Refusal::TimeFormat),
            ("x-acs-date", "2023-10-26T10:22:33Z", Refusal::Signature),
            ("x-acs-date", "2023-10-26T10:07:31Z", Refusal::Time),
            ("x-acs-action", "QuerySendDetails", Refusal::Signature),
            ("x-acs-signature-nonce", "other", Refusal::Signature),
            ("x-acs-content-sha256", "00", Refusal::Signature),
            ("x-acs-security-token", "not signed", Refusal::Signature),
            ("host", "other.example", Refusal::Signature),
        ] {
            let mut headers = OF_A_CODE.headers();
            headers.insert(name, value.parse().unwrap());
            let outcome = gate().admit(&OF_A_CODE.asked(&headers), now());
            assert_eq!(outcome, Err(refusal), "{name}: {value}");
        }
        let headers = OF_A_CODE.headers();
        let other_body = Asked {
            body: b"{}",
            ..OF_A_CODE.asked(&headers)
        };
        assert_eq!(gate().admit(&other_body, now()), Err(Refusal::Signature));
    }

    #[test]
    fn a_time_counts_for_a_quarter_of_an_hour() {
        let headers = OF_A_CODE.headers();
        for (time, outcome) in [
            ("2023-10-26T10:37:32Z", Ok(())),
            ("2023-10-26T10:37:33Z", Err(Refusal::Time)),
            ("2023-10-26T10:07:32Z", Ok(())),
        ] {
            assert_eq!(gate().admit(&OF_A_CODE.asked(&headers), at(time)), outcome);
        }
    }
}
