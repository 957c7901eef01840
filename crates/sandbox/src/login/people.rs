//! Who somebody is at a platform.

use data_encoding::BASE64URL_NOPAD;

use crate::sha256;
use crate::world::{CaseAgent, World};

/// A platform by which one logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Platform {
    /// WeChat.
    #[default]
    Wechat,
    /// Alipay.
    Alipay,
    /// Baidu.
    Baidu,
    /// The national platform.
    National,
    /// The electronic social security card.
    Essc,
    /// An issuer of OpenID Connect.
    Oidc,
    /// Beijing's unified identity.
    Beijing,
}

/// A person at a platform, for one app. Not printed in whole: it is about one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Holder {
    pub(super) platform: Platform,
    pub(super) app_id: String,
    /// The ID number.
    pub(super) person: String,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 7] = [
        Self::Wechat,
        Self::Alipay,
        Self::Baidu,
        Self::National,
        Self::Essc,
        Self::Oidc,
        Self::Beijing,
    ];

    /// The word of the contract.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wechat => "wechat",
            Self::Alipay => "alipay",
            Self::Baidu => "baidu",
            Self::National => "national",
            Self::Essc => "essc",
            Self::Oidc => "oidc",
            Self::Beijing => "beijing",
        }
    }
}

impl Holder {
    /// The person's id for this app: 28 characters, as openids have.
    pub(super) fn openid(&self) -> String {
        let text = format!("{}/{}/{}", self.platform.word(), self.app_id, self.person);
        format!("o{}", short(&text, 27))
    }

    /// The person's id for all apps of one owner.
    pub(super) fn unionid(&self) -> String {
        short(&format!("{}/{}", self.platform.word(), self.person), 29)
    }

    /// What the world knows of the person.
    pub(super) fn agent<'a>(&self, world: &'a World) -> Option<&'a CaseAgent> {
        let mut agents = world.cases().iter().map(|case| &case.agent);
        agents.find(|agent| agent.id_number == self.person)
    }
}

fn short(text: &str, length: usize) -> String {
    let mut encoded = BASE64URL_NOPAD.encode(&sha256::mac(b"the sandbox's people", text));
    encoded.truncate(length);
    encoded
}
