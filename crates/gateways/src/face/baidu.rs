//! Baidu's real-name check by a page (H5), which serves the portal and mini-programs alike.
//!
//! Source: Baidu AI Cloud, "H5 real-name check": `verifyToken/generate`, `idcard/submit`, `result/getall`.

use super::{Begun, Check, FaceAuthority, NotPassed, Verdict, Wanted};
use crate::platform::{self, Number};
use crate::system::{Again, Call};
use crate::{Answer, BaiduCloud, GatewayError, Person, SettingsProblem};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

const PATH: &str = "/rpc/2.0/brain/solution/faceprint";

/// A resident ID card of the mainland.
const RESIDENT_ID_CARD: u8 = 0;

/// What a check needs besides the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaiduFaceSettings {
    /// The plan made in the console.
    pub plan_id: String,
    /// The page that does the check (`https://brain.baidu.com/face/print/`).
    pub page_url: String,
}

/// Baidu as an authority, for one application.
pub struct BaiduFace {
    cloud: Arc<BaiduCloud>,
    plan_id: String,
    page_url: reqwest::Url,
}

#[derive(Deserialize)]
struct Outcome<T> {
    result: T,
}

#[derive(Deserialize)]
struct Given {
    verify_token: String,
}

#[derive(Deserialize)]
struct Found {
    #[serde(default)]
    verify_result: Vec<Attempt>,
}

/// One attempt of the person in front of the camera.
#[derive(Deserialize)]
struct Attempt {
    order: Option<Number>,
    is_verify_passed: Option<bool>,
    code: Option<Value>,
    idcard_confirm: Option<Identity>,
}

#[derive(Deserialize)]
struct Identity {
    name: Option<String>,
    idcard_number: Option<String>,
}

impl BaiduFaceSettings {
    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems = Vec::new();
        if self.plan_id.trim().is_empty() {
            problems.push(SettingsProblem::Blank { setting: "plan_id" });
        }
        problems.extend(self.page().err());
        problems
    }

    fn page(&self) -> Result<reqwest::Url, SettingsProblem> {
        self.page_url
            .parse()
            .map_err(|_| SettingsProblem::Unreadable {
                setting: "page_url",
            })
    }
}

impl BaiduFace {
    /// Checks faces as this application. Fails with the first fault; [`BaiduFaceSettings::problems`] lists all of them.
    pub fn new(
        cloud: Arc<BaiduCloud>,
        settings: BaiduFaceSettings,
    ) -> Result<Self, SettingsProblem> {
        if let Some(problem) = settings.problems().into_iter().next() {
            return Err(problem);
        }
        Ok(Self {
            cloud,
            page_url: settings.page()?,
            plan_id: settings.plan_id,
        })
    }

    async fn new_token(&self, wanted: &Wanted, call: Call<'_>) -> Result<String, GatewayError> {
        let mut body = json!({ "plan_id": self.plan_id });
        if let Some(return_to) = &wanted.return_to {
            body["redirect_config"] =
                json!({"success_url": return_to.passed, "failed_url": return_to.failed});
        }
        let path = format!("{PATH}/verifyToken/generate");
        let given: Outcome<Given> = self.cloud.post(call, &path, &body).await?;
        platform::id(given.result.verify_token)
    }

    fn page(&self, token: &str, wanted: &Wanted) -> String {
        let mut url = self.page_url.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("token", token);
            if let Some(return_to) = &wanted.return_to {
                query.append_pair("successUrl", &return_to.passed);
                query.append_pair("failedUrl", &return_to.failed);
            }
        }
        url.into()
    }
}

impl FaceAuthority for BaiduFace {
    fn begin<'a>(&'a self, wanted: &'a Wanted, request_id: &'a str) -> Answer<'a, Begun> {
        Box::pin(async move {
            // A token that was made twice lies unused, and a token takes the same person twice.
            let call = Call {
                operation: "begin face check",
                request_id,
                again: Again::Always,
            };
            let token = self.new_token(wanted, call).await?;
            let body = json!({
                "verify_token": token,
                "id_name": wanted.person.name.as_str(),
                "id_no": wanted.person.id_number.as_str(),
                "certificate_type": RESIDENT_ID_CARD,
            });
            let path = format!("{PATH}/idcard/submit");
            let _: Value = self.cloud.post(call, &path, &body).await?;
            let page = self.page(&token, wanted);
            Ok(Begun {
                native: json!({ "url": page }),
                page: Some(page),
                check: Check {
                    id: token,
                    attempt: wanted.attempt.clone(),
                    subject: wanted.subject.clone(),
                },
            })
        })
    }

    fn decide<'a>(
        &'a self,
        check: &'a Check,
        expected: &'a Person,
        request_id: &'a str,
    ) -> Answer<'a, Verdict> {
        Box::pin(async move {
            let call = Call {
                operation: "decide face check",
                request_id,
                again: Again::Always,
            };
            let body = json!({ "verify_token": check.id });
            let path = format!("{PATH}/result/getall");
            let found: Outcome<Found> = self.cloud.post(call, &path, &body).await?;
            let attempts = found.result.verify_result;
            let last = attempts
                .iter()
                .max_by_key(|attempt| attempt.order.map_or(0, |order| order.0));
            Ok(last.map_or(Verdict::Pending, |attempt| attempt.verdict(expected)))
        })
    }
}

impl Attempt {
    fn verdict(&self, expected: &Person) -> Verdict {
        let code = match &self.code {
            Some(Value::String(code)) => code.clone(),
            Some(Value::Number(code)) => code.to_string(),
            _ => String::new(),
        };
        if self.is_verify_passed != Some(true) || code != "0" {
            return Verdict::not_passed(why(&code), &code);
        }
        let confirms = self.idcard_confirm.as_ref().is_some_and(|identity| {
            identity.name.as_deref() == Some(expected.name.as_str())
                && identity
                    .idcard_number
                    .as_deref()
                    .is_some_and(|number| number.eq_ignore_ascii_case(expected.id_number.as_str()))
        });
        if confirms {
            Verdict::Passed
        } else {
            Verdict::not_passed(NotPassed::Identity, "other_identity")
        }
    }
}

/// 222350: the police have no picture of the number; 222351: name and number do not belong together.
fn why(code: &str) -> NotPassed {
    match code {
        "222350" | "222351" => NotPassed::Identity,
        word => NotPassed::of_word(word),
    }
}
