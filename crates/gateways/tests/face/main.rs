//! The authorities that check faces: what they are asked, and what their answers mean.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod alipay;
mod baidu;
mod log;
mod other_end;
mod wechat;
