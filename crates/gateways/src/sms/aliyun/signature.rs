//! ACS3-HMAC-SHA256.
//!
//! Source: Aliyun help, "V3 request structure and signature".

use crate::sha256;
use jiff::Timestamp;
use ring::hmac;

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// What a signature covers. The query holds a mobile, hence no `Debug`.
pub(super) struct SignedRequest<'a> {
    /// Upper case, such as `POST`.
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// As sent: sorted and encoded.
    pub(super) query: &'a str,
    /// Lower-case names, sorted, with their values.
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// Lower-case hexadecimal SHA-256 of the body.
    pub(super) body_hash: &'a str,
}

impl SignedRequest<'_> {
    /// The value of the header `Authorization`.
    pub(super) fn authorization(&self, access_key_id: &str, secret: &hmac::Key) -> String {
        let (names, signature) = (self.names(), self.signature(secret));
        format!(
            "{ALGORITHM} Credential={access_key_id},SignedHeaders={names},Signature={signature}"
        )
    }

    fn signature(&self, secret: &hmac::Key) -> String {
        let hash = sha256::hex(self.canonical().as_bytes());
        sha256::signed(secret, &format!("{ALGORITHM}\n{hash}"))
    }

    fn canonical(&self) -> String {
        let mut headers = String::new();
        for (name, value) in self.headers {
            headers.extend([name, ":", value, "\n"]);
        }
        [
            self.method,
            self.path,
            self.query,
            &headers,
            &self.names(),
            self.body_hash,
        ]
        .join("\n")
    }

    fn names(&self) -> String {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        names.join(";")
    }
}

/// As in the header `x-acs-date`: `2023-10-26T10:22:32Z`.
pub(super) fn date_text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::canonical_query;

    struct Vector {
        host: &'static str,
        action: &'static str,
        version: &'static str,
        query: &'static [(&'static str, &'static str)],
        canonical: &'static str,
        signature: &'static str,
    }

    const VENDORS: Vector = Vector {
        host: "ecs.cn-shanghai.aliyuncs.com",
        action: "RunInstances",
        version: "2014-05-26",
        query: &[
            (
                "ImageId",
                "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            ),
            ("RegionId", "cn-shanghai"),
        ],
        canonical: "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
        signature: "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    };

    const OF_A_CODE: Vector = Vector {
        host: "dysmsapi.aliyuncs.com",
        action: "SendSms",
        version: super::super::VERSION,
        query: &[
            ("PhoneNumbers", "13711112222"),
            ("SignName", "测试"),
            ("TemplateCode", "SMS_1234"),
            ("TemplateParam", r#"{"code":"1234"}"#),
        ],
        canonical: "3e7ed3f5599571766f2070a88e9eac8baa112d0b52cb2d3c1257028b9ecbdc78",
        signature: "879bba0fdea7ec441db37e862dff08945a036612710b247c196ad7884f17e356",
    };

    /// The vendor's published example, and one of our own for a code.
    #[test]
    fn signs_both_vectors() {
        for vector in [VENDORS, OF_A_CODE] {
            let body_hash = sha256::hex(b"");
            let query = canonical_query(vector.query);
            let headers = [
                ("host", vector.host),
                ("x-acs-action", vector.action),
                ("x-acs-content-sha256", &*body_hash),
                ("x-acs-date", "2023-10-26T10:22:32Z"),
                ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
                ("x-acs-version", vector.version),
            ];
            let signed = SignedRequest {
                method: "POST",
                path: "/",
                query: &query,
                headers: &headers,
                body_hash: &body_hash,
            };
            assert_eq!(sha256::hex(signed.canonical().as_bytes()), vector.canonical);
            let authorization =
                signed.authorization("YourAccessKeyId", &sha256::key(b"YourAccessKeySecret"));
            let expected = format!(
                "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;\
                 x-acs-date;x-acs-signature-nonce;x-acs-version,Signature={}",
                vector.signature
            );
            assert_eq!(authorization, expected);
        }
    }

    #[test]
    fn a_time_is_written_in_universal_time_without_fractions() {
        let time: Timestamp = "2023-10-26T18:22:32.9+08:00".parse().unwrap();
        assert_eq!(date_text(time), "2023-10-26T10:22:32Z");
    }
}
