//! Our apps at the platforms: each channel has one of its own.

/// A channel, as far as platforms know it: each is another app there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// The portal, in a browser.
    Portal,
    /// The mini-program Jingtong.
    Jingtong,
    /// The mini-program Yikatong.
    Yikatong,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Portal, Self::Jingtong, Self::Yikatong];

    /// The word of the contract.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Jingtong => "jingtong",
            Self::Yikatong => "yikatong",
        }
    }
}
