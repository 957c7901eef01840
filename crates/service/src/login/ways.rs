//! The ways to log in that an office may offer besides log-in name and password.

/// A way to log in at another place than our own form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogInWay {
    /// A code that is scanned with a phone on which somebody is logged in.
    Qr,
    /// 国家政务服务平台.
    National,
    /// Alipay.
    Alipay,
    /// WeChat.
    WeChat,
    /// Baidu.
    Baidu,
    /// 电子社保卡.
    Essc,
}

impl LogInWay {
    /// The stable code in addresses, in the settings and in the cookie of the last way.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Qr => "qr",
            Self::National => "national",
            Self::Alipay => "alipay",
            Self::WeChat => "wechat",
            Self::Baidu => "baidu",
            Self::Essc => "essc",
        }
    }
}
