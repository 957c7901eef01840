//! Alipay's identity certification: initialise, a page that the client opens, query.
//!
//! Source: Alipay open documentation, `alipay.user.certify.open.initialize`, `.certify`, `.query`.

use super::{Begun, Check, FaceAuthority, NotPassed, Verdict, Wanted};
use crate::platform;
use crate::system::{Again, Call};
use crate::{AlipayApp, Answer, Person};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Which family of methods the contract with Alipay is about. They have the same shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CertifyMethods {
    /// `alipay.user.certify.open.initialize`, `.certify`, `.query`.
    UserCertify,
    /// `datadigital.fincloud.generalsaas.face.certify.initialize`, `.verify`, `.query`.
    FaceCertify,
}

/// Alipay as an authority, for one app.
pub struct AlipayFace {
    app: Arc<AlipayApp>,
    methods: CertifyMethods,
}

#[derive(Deserialize)]
struct Given {
    certify_id: String,
}

#[derive(Deserialize)]
struct Found {
    passed: Option<String>,
    fail_reason: Option<String>,
    /// JSON, as an object or as text.
    identity_info: Option<Value>,
}

impl CertifyMethods {
    fn initialize(self) -> &'static str {
        match self {
            Self::UserCertify => "alipay.user.certify.open.initialize",
            Self::FaceCertify => "datadigital.fincloud.generalsaas.face.certify.initialize",
        }
    }

    fn page(self) -> &'static str {
        match self {
            Self::UserCertify => "alipay.user.certify.open.certify",
            Self::FaceCertify => "datadigital.fincloud.generalsaas.face.certify.verify",
        }
    }

    fn query(self) -> &'static str {
        match self {
            Self::UserCertify => "alipay.user.certify.open.query",
            Self::FaceCertify => "datadigital.fincloud.generalsaas.face.certify.query",
        }
    }
}

impl AlipayFace {
    /// Checks faces as this app.
    pub fn new(app: Arc<AlipayApp>, methods: CertifyMethods) -> Self {
        Self { app, methods }
    }
}

impl FaceAuthority for AlipayFace {
    fn begin<'a>(&'a self, wanted: &'a Wanted, request_id: &'a str) -> Answer<'a, Begun> {
        Box::pin(async move {
            // The law does not ask us to have the picture kept.
            let mut merchant = json!({"face_reserve_strategy": "never"});
            if let Some(return_to) = &wanted.return_to {
                merchant["return_url"] = return_to.passed.as_str().into();
            }
            let body = json!({
                "outer_order_no": wanted.attempt,
                "biz_code": "FACE",
                "identity_param": {
                    "identity_type": "CERT_INFO",
                    "cert_type": "IDENTITY_CARD",
                    "cert_name": wanted.person.name.as_str(),
                    "cert_no": wanted.person.id_number.as_str(),
                },
                "merchant_config": merchant,
            });
            // Alipay knows a repetition by the order number.
            let call = Call {
                operation: "begin face check",
                request_id,
                again: Again::Always,
            };
            let given: Given = self
                .app
                .call(call, self.methods.initialize(), &body)
                .await?;
            let id = platform::id(given.certify_id)?;
            let page = self
                .app
                .page(self.methods.page(), &json!({ "certify_id": id }));
            Ok(Begun {
                native: json!({"certifyId": id, "url": page}),
                page: Some(page),
                check: Check {
                    id,
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
            let body = json!({ "certify_id": check.id });
            let found: Found = self.app.call(call, self.methods.query(), &body).await?;
            Ok(found.verdict(expected))
        })
    }
}

impl Found {
    fn verdict(&self, expected: &Person) -> Verdict {
        let reason = self.fail_reason.as_deref().unwrap_or_default();
        match self.passed.as_deref() {
            Some("T") if self.names_another(expected) => {
                Verdict::not_passed(NotPassed::Identity, "other_identity")
            }
            Some("T") => Verdict::Passed,
            _ if reason.is_empty() => Verdict::Pending,
            _ => Verdict::not_passed(NotPassed::of_word(reason), reason),
        }
    }

    /// Whether the answer says that it is about somebody else. Alipay may leave out or mask whom it is about, which the check's id
    /// says as well.
    fn names_another(&self, expected: &Person) -> bool {
        let info = match &self.identity_info {
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
            Some(info) => info.clone(),
            None => Value::Null,
        };
        let differs = |member: &str, expected: &str| {
            info[member].as_str().is_some_and(|told| {
                !told.is_empty() && !told.contains('*') && !told.eq_ignore_ascii_case(expected)
            })
        };
        differs("cert_no", expected.id_number.as_str())
            || differs("cert_name", expected.name.as_str())
    }
}
