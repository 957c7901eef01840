//! Face checks by an authority: whether the person in front of the camera is the one of this name and number.
//!
//! The camera's picture goes from the client to the authority, never to us. What the client brings back proves nothing: only
//! the server's own question decides.

mod alipay;
mod baidu;
mod wechat;

use crate::{Answer, Person};
use serde_json::Value;
use std::fmt;

pub use alipay::{AlipayFace, CertifyMethods};
pub use baidu::{BaiduFace, BaiduFaceSettings};
pub use wechat::WechatFace;

/// An authority that checks faces.
pub trait FaceAuthority: Send + Sync {
    /// Begins a check.
    fn begin<'a>(&'a self, wanted: &'a Wanted, request_id: &'a str) -> Answer<'a, Begun>;

    /// What became of a check. `expected`: whom it was begun for; a check of another name or number does not pass.
    ///
    /// An error means that nothing is known now: it passes nobody.
    fn decide<'a>(
        &'a self,
        check: &'a Check,
        expected: &'a Person,
        request_id: &'a str,
    ) -> Answer<'a, Verdict>;
}

/// A check that is wanted.
#[derive(Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Who the person in front of the camera says they are.
    pub person: Person,
    /// Our id of the attempt, used once: at most 32 ASCII letters and digits.
    pub attempt: String,
    /// Who the person is at the platform of the client. WeChat needs its openid.
    pub subject: Option<String>,
    /// Where a browser goes afterwards, where the check is a page.
    pub return_to: Option<ReturnTo>,
}

/// Where a browser goes after a check. Being there proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo {
    /// When the page says that it went well.
    pub passed: String,
    /// When it says otherwise.
    pub failed: String,
}

/// A check that has begun.
#[derive(Clone, PartialEq)]
pub struct Begun {
    /// To be kept on our side, and given to nobody.
    pub check: Check,
    /// What the client hands to its native call.
    pub native: Value,
    /// The page that does the check, where there is one.
    pub page: Option<String>,
}

/// What a check is found by. Belongs to one person, one session and one attempt, which whoever keeps it must see to.
#[derive(Clone, PartialEq, Eq)]
pub struct Check {
    /// The authority's id.
    pub id: String,
    /// Our id of the attempt.
    pub attempt: String,
    /// Who the person is at the platform of the client.
    pub subject: Option<String>,
}

/// What became of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The person is the one of this name and number.
    Passed,
    /// The check is over, and did not pass.
    NotPassed {
        /// Why.
        why: NotPassed,
        /// The authority's own code.
        code: String,
    },
    /// There is no result yet.
    Pending,
}

/// Why a check did not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotPassed {
    /// The person ended it.
    Cancelled,
    /// It took too long.
    TimedOut,
    /// It is of another name or number, or the two do not belong together.
    Identity,
    /// The face is another one, or no living one.
    Face,
    /// Camera, microphone, network or app did not do.
    Device,
}

impl Verdict {
    fn not_passed(why: NotPassed, code: &str) -> Self {
        Self::NotPassed {
            why,
            code: crate::platform::code(code),
        }
    }
}

impl NotPassed {
    /// By an authority's word for what happened.
    fn of_word(word: &str) -> Self {
        let word = word.to_ascii_uppercase();
        if word.contains("CANCEL") {
            Self::Cancelled
        } else if word.contains("TIME_OUT") || word.contains("TIMEOUT") {
            Self::TimedOut
        } else if word.contains("IDENTITY") {
            Self::Identity
        } else {
            Self::Face
        }
    }
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wanted({}, ***)", self.attempt)
    }
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Begun({}, ***)", self.check.attempt)
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Check({}, ***)", self.attempt)
    }
}
