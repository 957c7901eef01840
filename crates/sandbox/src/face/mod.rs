//! The authorities that check faces: WeChat, Alipay and Baidu.
//!
//! Each is a router to be served by [`crate::serve`]. A check waits until somebody says how it went ([`Faces::end`]): the page
//! with the camera is drawn by whoever shows the sandbox to people. A check passes only for the person whose name and number were
//! asked about, if the population register says that the two belong together, and only once.

mod alipay;
mod baidu;
mod checks;
#[cfg(test)]
mod tests;
mod wechat;

pub use crate::alipay::{AlipayAccount, AlipayKeys};
pub use crate::baidu::BaiduAccount;
pub use crate::wechat::WechatAccount;
pub(crate) use alipay::AlipayChecks;
pub use alipay::alipay;
pub use baidu::baidu;
pub(crate) use baidu::baidu_checks;
pub use checks::{Authority, Ended, Faces, Outcome, Waiting};
pub use wechat::wechat;
pub(crate) use wechat::wechat_checks;
