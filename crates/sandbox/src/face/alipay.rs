//! Alipay's certification: `alipay.user.certify.open.*` and the family that took its place under another name.
//!
//! Words for what went wrong in front of the camera, and the code of a check that is not there, are not published: they are our own.

use std::sync::Arc;

use axum::Router;

use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::checks::{Asked, Authority, Check, Faces, Verdict};
use crate::alipay::{AlipayAccount, Answer, Answers, Parameters, Refusal, gateway};
use crate::clocks::MachineClock;

/// Life of a check, in hours.
const CHECK_H: i64 = 23;
/// Letters and digits of an order number.
const LONGEST_ORDER: usize = 32;

#[derive(Deserialize)]
struct Initialize {
    outer_order_no: String,
    biz_code: String,
    identity_param: IdentityParam,
    merchant_config: Option<MerchantConfig>,
}

#[derive(Deserialize)]
struct IdentityParam {
    identity_type: String,
    cert_type: String,
    cert_name: String,
    cert_no: String,
}

#[derive(Deserialize)]
struct MerchantConfig {
    return_url: Option<String>,
}

#[derive(Deserialize)]
struct OfCheck {
    certify_id: String,
}

/// The part of `openapi.alipay.com` that certifies people, for one app. `None` when a private key cannot be read.
pub fn alipay(account: AlipayAccount, machine: MachineClock, faces: Arc<Faces>) -> Option<Router> {
    gateway(vec![account], machine, vec![Box::new(AlipayChecks(faces))])
}

/// The methods that certify.
pub(crate) struct AlipayChecks(pub(crate) Arc<Faces>);

impl Answers for AlipayChecks {
    fn answered(
        &self,
        method: &str,
        given: &Parameters,
        account: &AlipayAccount,
    ) -> Result<Answer, Refusal> {
        let faces = &*self.0;
        let biz_content = given.get("biz_content").map_or("", String::as_str);
        let operation = method
            .strip_prefix("alipay.user.certify.open.")
            .or_else(|| method.strip_prefix("datadigital.fincloud.generalsaas.face.certify."))
            .ok_or(Refusal::Method)?;
        match operation {
            "initialize" => initialize(&parsed(biz_content)?, account, faces),
            "certify" | "verify" => {
                let OfCheck { certify_id } = parsed(biz_content)?;
                find(&certify_id, account, faces)?;
                let address = format!("{}?certify_id={certify_id}", account.page_url);
                Ok(Answer::Page(address))
            }
            "query" => {
                let OfCheck { certify_id } = parsed(biz_content)?;
                let check = find(&certify_id, account, faces)?;
                Ok(Answer::Member(found(&check)))
            }
            _ => Err(Refusal::Method),
        }
    }
}

fn initialize(
    wanted: &Initialize,
    account: &AlipayAccount,
    faces: &Faces,
) -> Result<Answer, Refusal> {
    let (order, identity) = (&wanted.outer_order_no, &wanted.identity_param);
    let is_order = !order.is_empty()
        && order.len() <= LONGEST_ORDER
        && order.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_face = ["FACE", "CERT_PHOTO_FACE", "SMART_FACE"].contains(&&*wanted.biz_code);
    if !is_order
        || !is_face
        || identity.identity_type != "CERT_INFO"
        || identity.cert_type != "IDENTITY_CARD"
        || identity.cert_name.is_empty()
        || identity.cert_no.is_empty()
    {
        return Err(Refusal::BizContent);
    }
    let return_url = wanted
        .merchant_config
        .as_ref()
        .and_then(|config| config.return_url.clone());
    let asked = Asked {
        app_id: account.app_id.clone(),
        attempt: order.clone(),
        name: identity.cert_name.clone(),
        id_number: identity.cert_no.clone(),
        subject: String::new(),
        passed_url: return_url.clone(),
        // Alipay has one way back: being there proves nothing.
        failed_url: return_url,
    };
    let life = SignedDuration::from_hours(CHECK_H);
    let begun = faces.begin(Authority::Alipay, asked, life);
    let id = begun.ok_or(Refusal::Order)?;
    Ok(Answer::Member(json!({ "certify_id": id })))
}

fn find(id: &str, account: &AlipayAccount, faces: &Faces) -> Result<Check, Refusal> {
    faces
        .find(Authority::Alipay, &account.app_id, id)
        .ok_or(Refusal::CertifyId)
}

fn found(check: &Check) -> Value {
    let reason = match check.verdict {
        Verdict::Waiting => return json!({"passed": "F"}),
        Verdict::Passed => {
            let identity = json!({"cert_name": check.asked.name, "cert_no": check.asked.id_number});
            return json!({"passed": "T", "identity_info": identity.to_string()});
        }
        Verdict::NoSuchIdentity => "IDENTITY_NOT_MATCH",
        Verdict::OtherFace => "FACE_NOT_MATCH",
        Verdict::Cancelled => "USER_CANCEL",
        Verdict::TimedOut => "TIME_OUT",
    };
    json!({"passed": "F", "fail_reason": reason})
}

fn parsed<T: DeserializeOwned>(biz_content: &str) -> Result<T, Refusal> {
    serde_json::from_str(biz_content).map_err(|_| Refusal::BizContent)
}
