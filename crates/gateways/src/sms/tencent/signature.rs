//! TC3-HMAC-SHA256.
//!
//! Source: Tencent Cloud, "Signature method v3".

use crate::sha256;
use jiff::Timestamp;
use ring::hmac;
use zeroize::Zeroizing;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
const SIGNED_HEADERS: &str = "content-type;host;x-tc-action";

/// What the bodies are; part of what is signed.
pub(super) const CONTENT_TYPE: &str = "application/json; charset=utf-8";

/// The secret key, from which a key for each day is derived. Wiped when dropped.
pub(super) struct Secret(Zeroizing<Vec<u8>>);

/// What a signature covers. The body holds a mobile, hence no `Debug`.
pub(super) struct SignedRequest<'a> {
    pub(super) service: &'a str,
    pub(super) path: &'a str,
    pub(super) host: &'a str,
    pub(super) action: &'a str,
    pub(super) time: Timestamp,
    pub(super) body: &'a [u8],
}

impl Secret {
    pub(super) fn new(secret_key: Vec<u8>) -> Self {
        let secret_key = Zeroizing::new(secret_key);
        Self(Zeroizing::new([b"TC3", &**secret_key].concat()))
    }

    fn of_the_day(&self, date: &str, service: &str) -> hmac::Key {
        [date, service, "tc3_request"]
            .into_iter()
            .fold(sha256::key(&self.0), |key, text| {
                sha256::key(hmac::sign(&key, text.as_bytes()).as_ref())
            })
    }
}

impl SignedRequest<'_> {
    /// The value of the header `Authorization`.
    pub(super) fn authorization(&self, secret_id: &str, secret: &Secret) -> String {
        let (scope, signature) = (self.scope(), self.signature(secret));
        format!(
            "{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={SIGNED_HEADERS}, Signature={signature}"
        )
    }

    fn signature(&self, secret: &Secret) -> String {
        let (scope, seconds) = (self.scope(), self.time.as_second());
        let hash = sha256::hex(self.canonical().as_bytes());
        let key = secret.of_the_day(&self.date(), self.service);
        sha256::signed(&key, &format!("{ALGORITHM}\n{seconds}\n{scope}\n{hash}"))
    }

    fn canonical(&self) -> String {
        let headers = format!(
            "content-type:{CONTENT_TYPE}\nhost:{}\nx-tc-action:{}\n",
            self.host,
            self.action.to_ascii_lowercase()
        );
        let body_hash = sha256::hex(self.body);
        ["POST", self.path, "", &headers, SIGNED_HEADERS, &body_hash].join("\n")
    }

    fn scope(&self) -> String {
        format!("{}/{}/tc3_request", self.date(), self.service)
    }

    /// The day in universal time.
    fn date(&self) -> String {
        self.time.strftime("%Y-%m-%d").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Vector {
        service: &'static str,
        host: &'static str,
        action: &'static str,
        body: &'static str,
        body_hash: &'static str,
        canonical: &'static str,
        signature: &'static str,
    }

    const VENDORS: Vector = Vector {
        service: "cvm",
        host: "cvm.tencentcloudapi.com",
        action: "DescribeInstances",
        body: r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#,
        body_hash: "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064",
        canonical: "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        signature: "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    };

    const OF_A_CODE: Vector = Vector {
        service: super::super::SERVICE,
        host: "sms.tencentcloudapi.com",
        action: "SendSms",
        body: r#"{"PhoneNumberSet":["+8613711112222"],"SmsSdkAppId":"1400006666","SignName":"测试","TemplateId":"1234","TemplateParamSet":["12345"]}"#,
        body_hash: "f2a33d337ce68eea878e2cdfca69a7a947b09e2e995411fb325f876b59e19e89",
        canonical: "07323c75b9e7dff165c16871554f546a49d2b295dc643563916fa4da7b7809ee",
        signature: "98fb11ee23b4c34162ddc8361b017f4502aa958ac8e35759bf58d19a59fc0916",
    };

    /// The vendor's published example, and one of our own for a code.
    #[test]
    fn signs_both_vectors() {
        let secret = Secret::new("*".repeat(32).into_bytes());
        for vector in [VENDORS, OF_A_CODE] {
            let signed = SignedRequest {
                service: vector.service,
                path: "/",
                host: vector.host,
                action: vector.action,
                time: Timestamp::from_second(1_551_113_065).unwrap(),
                body: vector.body.as_bytes(),
            };
            assert_eq!(sha256::hex(signed.body), vector.body_hash);
            assert_eq!(sha256::hex(signed.canonical().as_bytes()), vector.canonical);
            let expected = format!(
                "TC3-HMAC-SHA256 Credential=an-id/2019-02-25/{}/tc3_request, \
                 SignedHeaders=content-type;host;x-tc-action, Signature={}",
                vector.service, vector.signature
            );
            assert_eq!(signed.authorization("an-id", &secret), expected);
        }
    }
}
