//! Who says who comes in.

/// Who says who comes in: the service itself by a password, or a platform by the subject it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provider {
    /// The service's own log-in: a log-in name and a password.
    Password,
    /// WeChat.
    WeChat,
    /// Alipay.
    Alipay,
    /// Baidu.
    Baidu,
    /// 国家网络身份认证, the national network identity.
    National,
    /// 电子社保卡, the electronic social security card.
    Essc,
}

impl Provider {
    /// Every provider.
    pub const ALL: [Self; 6] = [
        Self::Password,
        Self::WeChat,
        Self::Alipay,
        Self::Baidu,
        Self::National,
        Self::Essc,
    ];

    /// The stable code in tables, addresses and pages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::WeChat => "wechat",
            Self::Alipay => "alipay",
            Self::Baidu => "baidu",
            Self::National => "national",
            Self::Essc => "essc",
        }
    }

    /// Whether it vouches for name and ID number of whoever comes in by it. The others know no more than an account of theirs.
    pub const fn proves_the_person(self) -> bool {
        match self {
            Self::National | Self::Essc => true,
            Self::Password | Self::WeChat | Self::Alipay | Self::Baidu => false,
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::people::Provider;
    /// assert_eq!(Provider::from_code("essc"), Some(Provider::Essc));
    /// assert_eq!(Provider::from_code("qr"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|provider| provider.code() == code)
    }
}
