//! What makes platforms fail, so that one sees how the service stands it.

use std::time::Duration;

use sandbox::login::{Fault, Faults, Platform};

/// The page.
pub(crate) const SWITCHES: &str = "/sandbox/platforms";
/// Longer than the service waits for any answer of a platform.
const LATE: Duration = Duration::from_secs(8);

/// The switch of every platform.
pub struct Switches(pub(crate) Vec<Switch>);

/// The switch of one platform.
pub(crate) struct Switch {
    /// The platform's word of the contract.
    pub(crate) word: &'static str,
    /// Its name, as a key of the texts.
    pub(crate) name: &'static str,
    /// Whether it signs what it answers to servers.
    pub(crate) signs: bool,
    pub(crate) faults: Faults,
}

/// The word of Aliyun's SMS.
pub(crate) const ALIYUN: &str = "sms_aliyun";
/// The word of Tencent Cloud's SMS.
pub(crate) const TENCENT: &str = "sms_tencent";

/// The faults by the words of the contract, with the keys of their texts.
pub(crate) const FAULTS: [(&str, Fault, &str); 6] = [
    ("none", Fault::None, "sandbox.fault_none"),
    ("late", Fault::Late(LATE), "sandbox.fault_late"),
    ("reset", Fault::Reset, "sandbox.fault_reset"),
    ("rubbish", Fault::Rubbish, "sandbox.fault_rubbish"),
    ("refused", Fault::Refused, "sandbox.fault_refused"),
    (
        "altered_signature",
        Fault::AlteredSignature,
        "sandbox.fault_altered_signature",
    ),
];

impl Default for Switches {
    /// Every platform works.
    fn default() -> Self {
        let hosts = Platform::ALL.map(|platform| {
            let (name, signs) = match platform {
                Platform::Wechat => ("providers.wechat", false),
                Platform::Alipay => ("providers.alipay", true),
                Platform::Baidu => ("providers.baidu", false),
                Platform::National => ("providers.national", false),
                Platform::Essc => ("providers.essc", true),
                Platform::Oidc => ("sandbox.oidc", true),
                Platform::Beijing => ("sandbox.beijing", false),
            };
            (platform.word(), name, signs)
        });
        let sms = [
            (ALIYUN, "sandbox.sms_aliyun", false),
            (TENCENT, "sandbox.sms_tencent", false),
        ];
        let all = hosts.into_iter().chain(sms);
        Self(
            all.map(|(word, name, signs)| Switch {
                word,
                name,
                signs,
                faults: Faults::default(),
            })
            .collect(),
        )
    }
}

impl Switches {
    /// The switch of a platform, by its word.
    pub(crate) fn of(&self, word: &str) -> Faults {
        let mut all = self.0.iter();
        let switch = all.find(|switch| switch.word == word);
        switch.map_or_else(Faults::default, |switch| switch.faults.clone())
    }

    /// Every platform works again.
    pub(crate) fn clear(&self) {
        for switch in &self.0 {
            switch.faults.set(Fault::None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_has_one_switch_that_its_page_and_its_server_share() {
        let switches = Switches::default();
        let mut words: Vec<&str> = switches.0.iter().map(|switch| switch.word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Platform::ALL.len() + 2);
        switches.of("wechat").set(Fault::Reset);
        assert_eq!(switches.of("wechat").now(), Fault::Reset);
        assert_eq!(switches.of("alipay").now(), Fault::None);
        switches.clear();
        assert_eq!(switches.of("wechat").now(), Fault::None);
    }
}
