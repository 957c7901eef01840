//! The channels through which parents apply, and the hosts they log in from.

/// A channel: one flow, one look, one set of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// The web portal.
    Portal,
    /// 京通, a mini-program in three hosts.
    Jingtong,
    /// 北京民生一卡通, a mini-program in WeChat.
    Yikatong,
}

impl Channel {
    /// Every channel, in the order of the bureau's instruction.
    pub const ALL: [Self; 3] = [Self::Portal, Self::Jingtong, Self::Yikatong];

    /// The stable code in files, tables and exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Jingtong => "jingtong",
            Self::Yikatong => "yikatong",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::channel::Channel;
    /// assert_eq!(Channel::from_code("jingtong"), Some(Channel::Jingtong));
    /// assert_eq!(Channel::from_code("Portal"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }

    /// The hosts a channel can be opened in (bureau's instruction, parts I to III).
    pub const fn hosts(self) -> &'static [Host] {
        match self {
            Self::Portal => &[Host::Web],
            Self::Jingtong => &[Host::WeChat, Host::Alipay, Host::Baidu],
            Self::Yikatong => &[Host::WeChat],
        }
    }
}

/// The program that a channel runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Host {
    /// A web browser.
    Web,
    /// WeChat.
    WeChat,
    /// Alipay.
    Alipay,
    /// Baidu.
    Baidu,
}

impl Host {
    /// Every host.
    pub const ALL: [Self; 4] = [Self::Web, Self::WeChat, Self::Alipay, Self::Baidu];

    /// The stable code in files, tables and exports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::WeChat => "wechat",
            Self::Alipay => "alipay",
            Self::Baidu => "baidu",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::channel::Host;
    /// assert_eq!(Host::from_code("wechat"), Some(Host::WeChat));
    /// assert_eq!(Host::from_code("weibo"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|host| host.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_comes_back() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_code(channel.code()), Some(channel));
            assert!(!channel.hosts().is_empty());
        }
        for host in Host::ALL {
            assert_eq!(Host::from_code(host.code()), Some(host));
            assert!(Channel::ALL.iter().any(|c| c.hosts().contains(&host)));
        }
    }
}
