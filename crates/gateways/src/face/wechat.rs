//! WeChat's face check 2.0: `getverifyid`, the client's `wx.requestFacialVerify`, `queryverifyinfo`.
//!
//! Source: WeChat open documentation, "`getVerifyId`", "`queryVerifyInfo`"; `codes/wechat_face_results.csv`.

use super::{Begun, Check, FaceAuthority, NotPassed, Verdict, Wanted};
use crate::platform::{self, Number};
use crate::system::{Again, Call};
use crate::{Answer, GatewayError, Person, WechatApp, sha256};
use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

const CERT_TYPE: &str = "IDENTITY_CARD";
const PASSED: i64 = 10_000;

/// WeChat as an authority, for one app.
pub struct WechatFace {
    app: Arc<WechatApp>,
}

#[derive(Deserialize)]
struct Given {
    verify_id: String,
}

#[derive(Deserialize)]
struct Found {
    verify_ret: Option<Number>,
}

impl WechatFace {
    /// Checks faces as this app. The subjects of checks are openids of the same app.
    pub fn new(app: Arc<WechatApp>) -> Self {
        Self { app }
    }
}

impl FaceAuthority for WechatFace {
    fn begin<'a>(&'a self, wanted: &'a Wanted, request_id: &'a str) -> Answer<'a, Begun> {
        Box::pin(async move {
            let openid = subject(wanted.subject.as_ref())?;
            let body = json!({
                "out_seq_no": wanted.attempt,
                "cert_info": {
                    "cert_type": CERT_TYPE,
                    "cert_name": wanted.person.name.as_str(),
                    "cert_no": wanted.person.id_number.as_str(),
                },
                "openid": openid,
            });
            // A second id for the attempt would do no harm: what counts is the one that the client is given.
            let call = Call {
                operation: "begin face check",
                request_id,
                again: Again::Always,
            };
            let path = "/cityservice/face/identify/getverifyid";
            let given: Given = self.app.post(call, path, &body).await?;
            let id = platform::id(given.verify_id)?;
            Ok(Begun {
                native: json!({ "verifyId": id }),
                page: None,
                check: Check {
                    id,
                    attempt: wanted.attempt.clone(),
                    subject: wanted.subject.clone(),
                },
            })
        })
    }

    /// WeChat compares the hash of name and number itself, and refuses the question when they are others than at the beginning.
    fn decide<'a>(
        &'a self,
        check: &'a Check,
        expected: &'a Person,
        request_id: &'a str,
    ) -> Answer<'a, Verdict> {
        Box::pin(async move {
            let body = json!({
                "verify_id": check.id,
                "out_seq_no": check.attempt,
                "cert_hash": cert_hash(expected),
                "openid": subject(check.subject.as_ref())?,
            });
            let call = Call {
                operation: "decide face check",
                request_id,
                again: Again::Always,
            };
            let path = "/cityservice/face/identify/queryverifyinfo";
            let found: Found = self.app.post(call, path, &body).await?;
            Ok(match found.verify_ret.map(|number| number.0) {
                None | Some(0) => Verdict::Pending,
                Some(PASSED) => Verdict::Passed,
                Some(code) => Verdict::not_passed(why(code), &code.to_string()),
            })
        })
    }
}

fn subject(openid: Option<&String>) -> Result<&str, GatewayError> {
    openid.map(String::as_str).ok_or(GatewayError::malformed(
        "a check with WeChat needs the person's openid",
    ))
}

/// Lower-case hexadecimal SHA-256 over type, name and number, each in base64, in this order.
fn cert_hash(person: &Person) -> String {
    let [kind, name, number] = [CERT_TYPE, person.name.as_str(), person.id_number.as_str()]
        .map(|text| BASE64.encode(text.as_bytes()));
    sha256::hex(format!("cert_type={kind}&cert_name={name}&cert_no={number}").as_bytes())
}

/// Results from 90000 on are the client's, others the server's.
fn why(code: i64) -> NotPassed {
    match code {
        10_003 => NotPassed::Identity,
        90_002..=90_006 | 90_024 => NotPassed::Cancelled,
        90_017 | 90_107 => NotPassed::TimedOut,
        90_000.. => NotPassed::Device,
        _ => NotPassed::Face,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{CitizenId, PersonalName};

    /// The vector of the wire formats, with a number whose last digit is right: the published one's is not.
    #[test]
    fn the_hash_covers_type_name_and_number() {
        let today = jiff::civil::date(2026, 11, 22);
        let person = Person {
            name: PersonalName::parse("张三").unwrap(),
            id_number: CitizenId::parse("11010519491231002X", today).unwrap(),
        };
        let text =
            "cert_type=SURFTlRJVFlfQ0FSRA==&cert_name=5byg5LiJ&cert_no=MTEwMTA1MTk0OTEyMzEwMDJY";
        assert_eq!(cert_hash(&person), sha256::hex(text.as_bytes()));
        let published =
            "cert_type=SURFTlRJVFlfQ0FSRA==&cert_name=5byg5LiJ&cert_no=MzEwMTAxMTk5ODAxMDExMjM0";
        assert_eq!(
            sha256::hex(published.as_bytes()),
            "3c241f7ff324977aeb91f173bb2a7b06569e6fd784d5573db34a636d8671108b"
        );
    }

    #[test]
    fn every_result_has_its_kind() {
        for (codes, kind) in [
            (&[10_003][..], NotPassed::Identity),
            (&[10_001, 10_002, 10_004, 10_099], NotPassed::Face),
            (
                &[90_002, 90_003, 90_004, 90_005, 90_006, 90_024],
                NotPassed::Cancelled,
            ),
            (&[90_017, 90_107], NotPassed::TimedOut),
            (
                &[90_001, 90_007, 90_008, 90_018, 90_109, 90_199],
                NotPassed::Device,
            ),
        ] {
            for code in codes {
                assert_eq!(why(*code), kind, "{code}");
            }
        }
    }
}
