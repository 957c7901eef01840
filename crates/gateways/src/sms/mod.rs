//! Short messages to mobiles of mainland China, through the platform that the office has a contract with.
//!
//! Platforms send approved templates only: a message names one of ours, and the settings say what the platform calls it. What
//! is sent is not repeated when it may have left: a platform has no memory of repetitions, and two codes are worse than none.

mod aliyun;
mod error;
mod settings;
mod tencent;

use domain::id::Mobile;
use domain::lang::Lang;
use jiff::Timestamp;
use std::fmt;
use std::pin::Pin;

pub use aliyun::AliyunSms;
pub use error::{Refusal, SmsError};
pub use settings::{AliyunSettings, Templates, TencentSettings, template_name};
pub use tencent::TencentSms;

/// The future answer of a platform.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, SmsError>> + Send + 'a>>;

/// The platform that sends our messages.
pub trait Sms: Send + Sync {
    /// Sends one message to one mobile. `request_id`: ours, at most 64 ASCII characters without personal data; the platform
    /// keeps it with the message.
    ///
    /// [`SmsError::may_have_left`] tells whether a failed message may arrive all the same.
    fn send<'a>(&'a self, message: &'a Message, request_id: &'a str) -> Answer<'a, Sent>;

    /// What became of a message that the platform took. Platforms keep this for some days (Aliyun 30, Tencent Cloud 7).
    fn delivery<'a>(&'a self, sent: &'a Sent, request_id: &'a str) -> Answer<'a, Delivery>;
}

/// A message by template. Its values may be codes and receipt numbers: `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Whom it is for.
    pub to: Mobile,
    /// Our name of the template, as in [`Templates`].
    pub template: String,
    /// The language that its reader wants. It is sent in it where the platform has approved a text in it, else in Chinese.
    pub lang: Lang,
    /// The template's variables with their values, in the order in which they stand in the text: Aliyun goes by name, Tencent
    /// Cloud by place.
    pub values: Vec<(String, String)>,
}

/// A message that a platform took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The platform's id of it.
    pub id: String,
    /// Whom it is for.
    pub to: Mobile,
    /// When, by the machine's clock: platforms find a message by number and day.
    pub at: Timestamp,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The carrier has not reported yet.
    Pending,
    /// It reached the mobile.
    Delivered {
        /// When, if the carrier said so.
        at: Option<Timestamp>,
    },
    /// It did not, and will not.
    Failed {
        /// The carrier's code, such as `MK:0001`.
        code: String,
    },
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({}, ***)", self.template)
    }
}
