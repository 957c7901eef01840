//! How an outside system is reached, and what is wrong with such settings.

use crate::breaker::Breaker;
use crate::retry::Backoff;
use jiff::SignedDuration;
use reqwest::Url;
use std::fmt;
use std::time::Duration;
use zeroize::Zeroizing;

/// How to reach an outside system, and who we are there.
#[derive(Clone)]
pub struct Settings {
    /// Scheme, host and, where the system has one, the path before that of the operation. Plain `http` is for this machine only.
    pub base_url: String,
    /// Our name at the other end: an app id, an access key id.
    pub app_id: String,
    /// The secret shared with the other end, or our private key.
    pub key: Vec<u8>,
    /// Connect timeout, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Timeout of one attempt, connection included, in milliseconds.
    pub timeout_ms: u64,
    /// No retry begins later than this after the first attempt, in milliseconds.
    pub whole_call_ms: u64,
    /// Attempts after the first.
    pub retries: u32,
    /// Upper bound of the wait before the first retry, in milliseconds; later waits double.
    pub first_wait_ms: u64,
    /// Failures in a row after which calls pause.
    pub failures_to_pause: u32,
    /// Length of the pause, in milliseconds.
    pub pause_ms: u64,
    /// Trusted root certificates (PEM) for the other end; the operating system's list when `None`.
    pub trusted_pem: Option<Vec<u8>>,
    /// Our certificate and private key (PEM) for mutual TLS, if the other end asks for it.
    pub identity_pem: Option<Vec<u8>>,
}

/// What is wrong with the settings, worded for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsProblem {
    /// The address cannot be parsed, or has a query, a fragment or a password.
    #[error("base_url is no plain http(s) address")]
    BaseUrl,
    /// The address would send personal data over a network in the clear.
    #[error("base_url must begin with https:// unless it names this machine")]
    PlainHttp,
    /// The name is empty or does not fit in a header.
    #[error("app_id is empty or has characters that fit in no header")]
    AppId,
    /// The key is too short to be secret.
    #[error("key has {got} bytes, at least {} are needed", Settings::SHORTEST_KEY)]
    Key {
        /// Its length in bytes.
        got: usize,
    },
    /// A setting that must not be zero.
    #[error("{setting} must be at least 1")]
    Zero {
        /// Name of the setting.
        setting: &'static str,
    },
    /// A text that must be there is not.
    #[error("{setting} is empty")]
    Blank {
        /// Name of the setting.
        setting: &'static str,
    },
    /// A text travels in a header and cannot.
    #[error("{setting} has characters that fit in no header")]
    NoHeader {
        /// Name of the setting.
        setting: &'static str,
    },
    /// A key or secret has another shape than it should.
    #[error("{setting} cannot be read")]
    Unreadable {
        /// Name of the setting.
        setting: &'static str,
    },
    /// The certificates or the private key cannot be read.
    #[error("{setting} cannot be read: {why}")]
    Certificates {
        /// Name of the setting.
        setting: &'static str,
        /// What the TLS library says.
        why: String,
    },
}

impl Settings {
    /// Shortest key accepted, in bytes: half of SM3's output. RFC 2104 recommends keys as long as the whole output.
    pub const SHORTEST_KEY: usize = 16;

    /// Default times: a parent waits at most about eight seconds.
    pub fn new(base_url: impl Into<String>, app_id: impl Into<String>, key: Vec<u8>) -> Self {
        Self {
            base_url: base_url.into(),
            app_id: app_id.into(),
            key,
            connect_timeout_ms: 1_500,
            timeout_ms: 4_000,
            whole_call_ms: 4_000,
            retries: 2,
            first_wait_ms: 200,
            failures_to_pause: 5,
            pause_ms: 15_000,
            trusted_pem: None,
            identity_pem: None,
        }
    }

    /// All faults at once, so that an operator can fix them in one go. Empty when there are none.
    pub fn problems(&self) -> Vec<SettingsProblem> {
        let mut problems: Vec<_> = self.checked_base_url().err().into_iter().collect();
        if self.app_id.is_empty() || !self.app_id.bytes().all(|byte| byte.is_ascii_graphic()) {
            problems.push(SettingsProblem::AppId);
        }
        if self.key.len() < Self::SHORTEST_KEY {
            problems.push(SettingsProblem::Key {
                got: self.key.len(),
            });
        }
        let times = [
            ("connect_timeout_ms", self.connect_timeout_ms),
            ("timeout_ms", self.timeout_ms),
            ("whole_call_ms", self.whole_call_ms),
            ("failures_to_pause", self.failures_to_pause.into()),
            ("pause_ms", self.pause_ms),
        ];
        let zeros = times.into_iter().filter(|(_, value)| *value == 0);
        problems.extend(zeros.map(|(setting, _)| SettingsProblem::Zero { setting }));
        problems.extend(self.certificates().err());
        problems.extend(self.identity().err());
        problems
    }

    pub(crate) fn checked_base_url(&self) -> Result<Url, SettingsProblem> {
        checked_address(&self.base_url)
    }

    /// The secret of a platform whose secrets are text.
    pub(crate) fn text_key(&self) -> Result<Zeroizing<String>, SettingsProblem> {
        str::from_utf8(&self.key)
            .map(|text| Zeroizing::new(text.to_owned()))
            .map_err(|_| SettingsProblem::Unreadable { setting: "key" })
    }

    pub(crate) fn breaker(&self) -> Breaker {
        let pause = i64::try_from(self.pause_ms).unwrap_or(i64::MAX);
        Breaker::new(self.failures_to_pause, SignedDuration::from_millis(pause))
    }

    pub(crate) fn backoff(&self) -> Backoff {
        Backoff {
            first: Duration::from_millis(self.first_wait_ms),
            retries: self.retries,
        }
    }

    /// A client without proxies, cookies or redirects: it speaks only to the configured address.
    pub(crate) fn http_client(&self) -> Result<reqwest::Client, SettingsProblem> {
        if let Some(problem) = self.problems().into_iter().next() {
            return Err(problem);
        }
        // Fails when another part of the program installed a provider earlier; that one is used then.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("daiban/", env!("CARGO_PKG_VERSION")))
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_millis(self.connect_timeout_ms))
            .timeout(Duration::from_millis(self.timeout_ms));
        if self.base_url.starts_with("http:") {
            // Plain http needs no certificates: do not fail where the operating system has none.
            builder = builder.tls_certs_only([]);
        } else if let Some(trusted) = self.certificates()? {
            builder = builder.tls_certs_only(trusted);
        }
        if let Some(identity) = self.identity()? {
            builder = builder.identity(identity);
        }
        builder
            .build()
            .map_err(|error| SettingsProblem::Certificates {
                setting: "trusted_pem",
                why: error.to_string(),
            })
    }

    fn certificates(&self) -> Result<Option<Vec<reqwest::Certificate>>, SettingsProblem> {
        let Some(pem) = &self.trusted_pem else {
            return Ok(None);
        };
        let problem = |why: String| SettingsProblem::Certificates {
            setting: "trusted_pem",
            why,
        };
        let certificates = reqwest::Certificate::from_pem_bundle(pem)
            .map_err(|error| problem(error.to_string()))?;
        if certificates.is_empty() {
            return Err(problem("it holds no certificate".into()));
        }
        Ok(Some(certificates))
    }

    fn identity(&self) -> Result<Option<reqwest::Identity>, SettingsProblem> {
        let Some(pem) = &self.identity_pem else {
            return Ok(None);
        };
        reqwest::Identity::from_pem(pem)
            .map(Some)
            .map_err(|error| SettingsProblem::Certificates {
                setting: "identity_pem",
                why: error.to_string(),
            })
    }
}

/// An address that may be called: https, or this machine, without anything behind the path.
fn checked_address(text: &str) -> Result<Url, SettingsProblem> {
    let url = Url::parse(text).map_err(|_| SettingsProblem::BaseUrl)?;
    let extras = url.query().is_some() || url.fragment().is_some() || url.password().is_some();
    match url.scheme() {
        _ if extras || !url.username().is_empty() || !url.has_host() => {
            Err(SettingsProblem::BaseUrl)
        }
        "https" => Ok(url),
        "http" if names_this_machine(&url) => Ok(url),
        "http" => Err(SettingsProblem::PlainHttp),
        _ => Err(SettingsProblem::BaseUrl),
    }
}

/// The address of a platform's page, or of an endpoint apart from the others, by the same rules.
pub(crate) fn page_address(text: &str, setting: &'static str) -> Result<Url, SettingsProblem> {
    checked_address(text).map_err(|_| SettingsProblem::Unreadable { setting })
}

fn names_this_machine(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("base_url", &self.base_url)
            .field("app_id", &self.app_id)
            .field("key", &"***")
            .field("connect_timeout_ms", &self.connect_timeout_ms)
            .field("timeout_ms", &self.timeout_ms)
            .field("whole_call_ms", &self.whole_call_ms)
            .field("retries", &self.retries)
            .field("first_wait_ms", &self.first_wait_ms)
            .field("failures_to_pause", &self.failures_to_pause)
            .field("pause_ms", &self.pause_ms)
            .field("trusted_pem", &self.trusted_pem.is_some())
            .field("identity_pem", &self.identity_pem.as_ref().map(|_| "***"))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(base_url: &str) -> Settings {
        Settings::new(base_url, "daiban", vec![7; 32])
    }

    #[test]
    fn takes_https_anywhere_and_http_on_this_machine() {
        for url in [
            "https://registry.example",
            "https://registry.example/share/",
            "http://127.0.0.1:8421",
            "http://[::1]:8421",
            "http://localhost:8421",
        ] {
            assert_eq!(settings(url).problems(), [], "{url}");
            assert!(settings(url).http_client().is_ok(), "{url}");
        }
    }

    #[test]
    fn refuses_addresses_that_are_open_or_no_addresses() {
        for url in [
            "http://registry.example",
            "http://10.0.0.1",
            "http://127.0.0.1.example",
        ] {
            assert_eq!(
                settings(url).problems(),
                [SettingsProblem::PlainHttp],
                "{url}"
            );
        }
        for url in [
            "",
            "registry",
            "ftp://a.example",
            "https://u:p@a.example",
            "https://a.example?x=1",
            "https://a.example#x",
        ] {
            assert_eq!(
                settings(url).problems(),
                [SettingsProblem::BaseUrl],
                "{url}"
            );
        }
    }

    #[test]
    fn names_every_fault_at_once() {
        let settings = Settings {
            app_id: "dai ban".into(),
            key: vec![1; 15],
            timeout_ms: 0,
            trusted_pem: Some(b"nothing".to_vec()),
            identity_pem: Some(b"nothing".to_vec()),
            ..settings("http://registry.example")
        };
        let problems = settings.problems();
        assert_eq!(problems.len(), 6, "{problems:?}");
        assert!(problems.contains(&SettingsProblem::Key { got: 15 }));
        assert!(problems.contains(&SettingsProblem::Zero {
            setting: "timeout_ms"
        }));
    }

    #[test]
    fn secrets_are_not_printed() {
        let mut settings = settings("https://registry.example");
        settings.key = b"very secret key 0001".to_vec();
        settings.identity_pem = Some(b"PRIVATE".to_vec());
        let printed = format!("{settings:?}");
        assert!(
            !printed.contains("secret")
                && !printed.contains("118, 101")
                && !printed.contains("PRIVATE")
        );
    }
}
