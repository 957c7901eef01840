//! The kind of device that shows a page, so that a cure can name what to do on it.

use http::HeaderMap;
use http::header::USER_AGENT;

/// A kind of device. Only wording depends on it: what a browser says of itself may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// An iPhone or iPad.
    Iphone,
    /// Any other phone or tablet.
    OtherPhone,
    /// Everything else.
    Computer,
}

impl Device {
    /// What the request says.
    pub fn of(headers: &HeaderMap) -> Self {
        let agent = headers.get(USER_AGENT);
        Self::named(agent.and_then(|value| value.to_str().ok()).unwrap_or(""))
    }

    /// By the browser's name. Hosts such as WeChat keep the system's name in theirs.
    fn named(user_agent: &str) -> Self {
        let names = |names: &[&str]| names.iter().any(|name| user_agent.contains(name));
        if names(&["iPhone", "iPad", "iPod"]) {
            Self::Iphone
        } else if names(&["Android", "HarmonyOS", "Mobile", "(Phone;"]) {
            Self::OtherPhone
        } else {
            Self::Computer
        }
    }
}

/// The names of the system and the browser that a request comes from, as they call themselves; `None` where neither is known. For
/// people who have to recognise their own browser.
pub fn named_browser(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(USER_AGENT)?.to_str().ok()?;
    let first = |names: &[(&str, &'static str)]| {
        let known = names.iter().find(|(sign, _)| agent.contains(sign));
        known.map(|(_, name)| *name)
    };
    let names = [first(&SYSTEMS), first(&BROWSERS)];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What a system is called by its browsers; those that call themselves by several names first.
const SYSTEMS: [(&str, &str); 8] = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];
/// The same of browsers: most call themselves by those they descend from as well.
const BROWSERS: [(&str, &str); 8] = [
    ("MicroMessenger/", "WeChat"),
    ("AlipayClient/", "Alipay"),
    ("Edg/", "Edge"),
    ("QQBrowser/", "QQ Browser"),
    ("Firefox/", "Firefox"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_by_what_its_browser_says() {
        for (user_agent, device) in [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.54",
                Device::Iphone,
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MMWEBID/1",
                Device::OtherPhone,
            ),
            (
                "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Safari/537.36 ArkWeb/4.1",
                Device::OtherPhone,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
                Device::Computer,
            ),
            ("", Device::Computer),
        ] {
            assert_eq!(Device::named(user_agent), device, "{user_agent}");
        }
    }
}
