//! Hosts of mini-programs that say what a test tells them to.

use std::sync::Arc;

use domain::channel::{Channel, Host};
use domain::id::{CitizenId, Mobile, PersonalName};
use domain::people::Provider;
use gateways::Person;
use gateways::login::{
    Answer, Attempt, Code, Facts, HostPhone, HostSession, LoginError, MiniProgram, NotAdmitted,
    Returned, SessionKey, Subject, WebLogin,
};
use gateways::{GatewayError, RetryCause};
use serde_json::Value;
use service::platforms::{MiniPrograms, WebLoginAt, WebLogins};

/// Every mini-program of every host, each an app of its own.
pub(crate) fn all() -> MiniPrograms {
    let mut programs = MiniPrograms::new();
    for channel in [Channel::Jingtong, Channel::Yikatong] {
        for host in channel.hosts() {
            let app_id = format!("{}-{}", channel.code(), host.code());
            let program: Arc<dyn MiniProgram> = Arc::new(Program { app_id });
            programs.insert((channel, *host), program);
        }
    }
    // One that the office has not set up.
    programs.remove(&(Channel::Jingtong, Host::Baidu));
    programs
}

/// Takes the code `<subject>` or `<subject>/<id for all apps>`; `used`, `blocked` and `down` fail.
struct Program {
    app_id: String,
}

impl MiniProgram for Program {
    fn app_id(&self) -> &str {
        &self.app_id
    }

    fn log_in<'a>(&'a self, code: &'a str, _: &'a str) -> Answer<'a, HostSession> {
        Box::pin(async move {
            failed(code)?;
            let (id, union) = match code.split_once('/') {
                Some((id, union)) => (id, Some(union.to_owned())),
                None => (code, None),
            };
            Ok(HostSession {
                subject: Subject {
                    app_id: self.app_id.clone(),
                    id: id.to_owned(),
                    union,
                },
                secret: Some(SessionKey::new(format!("key of {id}"))),
            })
        })
    }

    /// Tells the mobile of `native` if it is asked with the secret and the subject of its own session. What is `once` in it counts
    /// once.
    fn phone<'a>(
        &'a self,
        native: &'a Value,
        session: &'a HostSession,
        _: &'a str,
    ) -> Answer<'a, HostPhone> {
        Box::pin(async move {
            let told = |member: &str| native[member].as_str().unwrap_or_default().to_owned();
            failed(&told("fault"))?;
            let secret = session.secret.as_ref().map(SessionKey::expose);
            let is_own = secret == Some(&format!("key of {}", session.subject.id))
                && session.subject.app_id == self.app_id;
            Mobile::parse(&told("mobile"))
                .ok()
                .filter(|_| is_own)
                .map(|mobile| HostPhone {
                    mobile,
                    once: native["once"].as_str().map(str::to_owned),
                })
                .ok_or(not_admitted(NotAdmitted::Phone))
        })
    }
}

fn failed(code: &str) -> Result<(), LoginError> {
    match code {
        "used" => Err(not_admitted(NotAdmitted::Code)),
        "blocked" => Err(not_admitted(NotAdmitted::Person)),
        "down" => Err(LoginError::Unanswered(GatewayError::Retry {
            cause: RetryCause::TimedOut,
        })),
        _ => Ok(()),
    }
}

fn not_admitted(why: NotAdmitted) -> LoginError {
    LoginError::NotAdmitted {
        why,
        code: "40029".to_owned(),
    }
}

/// Platforms with a page: the national one knows names, WeChat's does not.
pub(crate) fn web() -> WebLogins {
    let at = |provider: Provider| {
        let at = WebLoginAt {
            platform: Arc::new(Site),
            redirect_uri: format!("https://card.example/login/{}/callback", provider.code()),
        };
        (provider, at)
    };
    WebLogins::from([at(Provider::WeChat), at(Provider::National)])
}

/// The query that a site sends a browser back with: `code=<subject>` or `code=<subject>/<name>/<ID number>`.
struct Site;

impl WebLogin for Site {
    fn app_id(&self) -> &'static str {
        "portal"
    }

    fn authorize_url<'a>(&'a self, attempt: &'a Attempt, _: &'a str) -> Answer<'a, String> {
        assert!(attempt.state.len() <= 100 && (43..=128).contains(&attempt.code_verifier.len()));
        let (state, back) = (&attempt.state, &attempt.redirect_uri);
        Box::pin(async move {
            Ok(format!(
                "https://platform.example/?state={state}&back={back}"
            ))
        })
    }

    fn returned(&self, query: &str) -> Returned {
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.to_owned())
        };
        let state = value("state").unwrap_or_default();
        match (value("code"), value("error")) {
            (Some(code), _) => Returned::Code {
                state,
                code: Code::new(code, None),
            },
            (None, Some(code)) => Returned::Failed { state, code },
            (None, None) => Returned::Declined { state },
        }
    }

    fn finish<'a>(&'a self, code: &'a Code, attempt: &'a Attempt, _: &'a str) -> Answer<'a, Facts> {
        assert!(!attempt.nonce.is_empty());
        Box::pin(async move {
            let text = code.expose();
            failed(text)?;
            let mut parts = text.split('/');
            let id = parts.next().unwrap_or_default().to_owned();
            let person = parts.next().zip(parts.next()).map(|(name, number)| Person {
                name: PersonalName::parse(name).unwrap(),
                id_number: CitizenId::from_stored(number).unwrap(),
            });
            Ok(Facts {
                subject: Subject {
                    app_id: self.app_id().to_owned(),
                    id,
                    union: None,
                },
                person,
                mobile: None,
            })
        })
    }
}
