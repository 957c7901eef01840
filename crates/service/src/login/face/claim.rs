//! What a client says went wrong in front of the camera.
//!
//! It is only asked where the authority has no result: a person who leaves before the first picture leaves none. Whoever makes it up
//! loses a check of their own, and nothing else.

use domain::people::Provider;
use serde_json::Value;

/// Why a check did not pass, as the person is told: not which of name, number and face it was, since a stranger who types a name and a
/// number must not learn whether they belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaceRefusal {
    /// It failed.
    Failed,
    /// The person ended it.
    Cancelled,
    /// It took too long.
    TimedOut,
}

impl FaceRefusal {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Failed, Self::Cancelled, Self::TimedOut];

    /// The stable code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Failed => "face_failed",
            Self::Cancelled => "face_cancelled",
            Self::TimedOut => "face_timed_out",
        }
    }

    /// Parses a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }
}

/// What a client says.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The answer of its native call.
    Native(Value),
    /// A browser came back from the authority's page.
    Returned {
        /// By the address for checks that did not pass.
        failed: bool,
    },
}

impl Told {
    /// What it says went wrong; `None` where it says that nothing did, or nothing at all.
    pub(super) fn refusal(&self, provider: Provider) -> Option<FaceRefusal> {
        match self {
            // Whoever was looked at has a result: this one left.
            Told::Returned { failed } => failed.then_some(FaceRefusal::Cancelled),
            Told::Native(native) => match provider {
                Provider::WeChat => wechat(native),
                Provider::Alipay => alipay(native),
                _ => None,
            }
            .or_else(|| in_words(native)),
        }
    }
}

/// `errCode` of `wx.requestFacialVerify`: results from 90000 on are the client's (`codes/wechat_face_results.csv`).
fn wechat(native: &Value) -> Option<FaceRefusal> {
    match number(native, "errCode")? {
        90_002..=90_006 | 90_024 => Some(FaceRefusal::Cancelled),
        90_017 | 90_107 => Some(FaceRefusal::TimedOut),
        90_000.. => Some(FaceRefusal::Failed),
        _ => None,
    }
}

/// `resultStatus` of `open-certify`: 9000 finished, 6001 cancelled, 6002 no network, 4000 error.
fn alipay(native: &Value) -> Option<FaceRefusal> {
    match number(native, "resultStatus")? {
        6_001 => Some(FaceRefusal::Cancelled),
        4_000 => Some(FaceRefusal::Failed),
        _ => None,
    }
}

/// A word in one of the texts of the answer.
fn in_words(native: &Value) -> Option<FaceRefusal> {
    let texts = native.as_object()?.values().filter_map(Value::as_str);
    let words: Vec<String> = texts.map(str::to_ascii_lowercase).collect();
    let says = |parts: &[&str]| {
        let mut words = words.iter();
        words.any(|word| parts.iter().any(|part| word.contains(part)))
    };
    if says(&["cancel"]) {
        Some(FaceRefusal::Cancelled)
    } else if says(&["time_out", "timeout", "timed_out", "timed out"]) {
        Some(FaceRefusal::TimedOut)
    } else if says(&["fail"]) {
        Some(FaceRefusal::Failed)
    } else {
        None
    }
}

/// A number, written as one or as text.
fn number(native: &Value, member: &str) -> Option<i64> {
    let value = native.get(member)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_client_can_say_which_refusal_it_is_and_never_that_it_passed() {
        use FaceRefusal::{Cancelled, Failed, TimedOut};
        use Provider::{Alipay, Baidu, WeChat};
        for (provider, native, expected) in [
            (WeChat, json!({"errCode": 0, "errMsg": "ok"}), None),
            (WeChat, json!({"errCode": 90_002}), Some(Cancelled)),
            (WeChat, json!({"errCode": 90_024}), Some(Cancelled)),
            (WeChat, json!({"errCode": 90_017}), Some(TimedOut)),
            (WeChat, json!({"errCode": "90107"}), Some(TimedOut)),
            (WeChat, json!({"errCode": 90_009}), Some(Failed)),
            (WeChat, json!({"errCode": 10_000}), None),
            (WeChat, json!({"errMsg": "x:fail cancel"}), Some(Cancelled)),
            (Alipay, json!({"resultStatus": "9000"}), None),
            (Alipay, json!({"resultStatus": "6001"}), Some(Cancelled)),
            (Alipay, json!({"resultStatus": 6001}), Some(Cancelled)),
            (Alipay, json!({"resultStatus": "4000"}), Some(Failed)),
            (Alipay, json!({"resultStatus": "6002"}), None),
            (Baidu, json!({"result": "TIME_OUT"}), Some(TimedOut)),
            (Baidu, json!({"status": "failed"}), Some(Failed)),
            (Baidu, json!({"status": "passed"}), None),
            (Baidu, json!("cancel"), None),
            (Baidu, json!(null), None),
        ] {
            let told = Told::Native(native.clone());
            assert_eq!(told.refusal(provider), expected, "{provider:?} {native}");
        }
        let returned = |failed| Told::Returned { failed }.refusal(Baidu);
        assert_eq!((returned(true), returned(false)), (Some(Cancelled), None));
    }

    #[test]
    fn every_code_comes_back() {
        for refusal in FaceRefusal::ALL {
            assert_eq!(FaceRefusal::from_code(refusal.code()), Some(refusal));
        }
        assert_eq!(FaceRefusal::from_code("face_passed"), None);
    }
}
