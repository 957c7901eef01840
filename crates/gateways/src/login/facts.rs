//! What a platform says. Nothing here is printed: it is about a person.

use std::fmt;

use domain::id::Mobile;
use zeroize::Zeroizing;

use crate::Person;

/// What a platform says about who came.
#[derive(Clone, PartialEq, Eq)]
pub struct Facts {
    /// Who it is at the platform.
    pub subject: Subject,
    /// Name and ID number that the platform has verified, at an assurance that the settings accept. Both or none.
    pub person: Option<Person>,
    /// The mobile number that the platform has verified, at an assurance that the settings accept.
    pub mobile: Option<Mobile>,
}

/// Who somebody is at a platform. The same id for another app is somebody else.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    /// Our app there.
    pub app_id: String,
    /// The person's id for this app: openid, `open_id`, `sub`.
    pub id: String,
    /// The person's id for all apps of one owner there, if the platform says it. Joins inside one provider, nowhere else.
    pub union: Option<String>,
}

/// A log-in in a host's app.
#[derive(Clone, PartialEq, Eq)]
pub struct HostSession {
    /// Who it is at the platform.
    pub subject: Subject,
    /// What the platform's data for this client are encrypted with (WeChat's and Baidu's session key). Never given to a client;
    /// whoever keeps it seals it. `None` where the platform has none (Alipay).
    pub secret: Option<SessionKey>,
}

/// A mobile number that a host's phone button handed to a client, proved by the platform.
#[derive(Clone, PartialEq, Eq)]
pub struct HostPhone {
    /// The number.
    pub mobile: Mobile,
    /// What the button gave, where the platform itself does not use it up (Alipay, Baidu): the caller remembers it, and takes it
    /// for one account.
    pub once: Option<String>,
}

/// A session key. Never printed, and wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKey(Zeroizing<String>);

/// What a browser came back with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// With a code.
    Code {
        /// As sent along; the caller compares it. Empty when there is none.
        state: String,
        /// To be exchanged.
        code: Code,
    },
    /// The person declined: `access_denied`, or no code at all.
    Declined {
        /// As sent along.
        state: String,
    },
    /// The platform could not or would not, by its own word.
    Failed {
        /// As sent along.
        state: String,
        /// The platform's word, such as `server_error`.
        code: String,
    },
}

/// A code to be exchanged. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub(super) text: String,
    /// Who says that it issued it (RFC 9207), where the platform says so.
    pub(super) issuer: Option<String>,
}

impl Code {
    /// A code, and who says that it issued it.
    pub fn new(text: String, issuer: Option<String>) -> Self {
        Self { text, issuer }
    }

    /// The code, to be exchanged.
    pub fn expose(&self) -> &str {
        &self.text
    }
}

impl Returned {
    /// Reads a query. `code`: the platform's name of the parameter with the code.
    pub(super) fn read(query: &str, code: &str) -> Self {
        let state = Self::value(query, "state").unwrap_or_default();
        match (Self::value(query, "error"), Self::value(query, code)) {
            (Some(error), _) if error != "access_denied" => Self::Failed {
                state,
                code: crate::platform::code(&error),
            },
            (None, Some(text)) if !text.is_empty() => Self::Code {
                state,
                code: Code::new(text, Self::value(query, "iss")),
            },
            _ => Self::Declined { state },
        }
    }

    /// The first parameter of this name.
    pub(super) fn value(query: &str, name: &str) -> Option<String> {
        // The address is there to borrow its reading of queries.
        let mut url = reqwest::Url::parse("http://localhost/").ok()?;
        url.set_query(Some(query));
        url.query_pairs()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The state, as sent along.
    pub fn state(&self) -> &str {
        match self {
            Self::Code { state, .. } | Self::Declined { state } | Self::Failed { state, .. } => {
                state
            }
        }
    }
}

impl SessionKey {
    /// A key that was kept, or that a platform gave.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The key, to be sealed and kept.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Facts(***)")
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject({}, ***)", self.app_id)
    }
}

impl fmt::Debug for HostSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HostSession({}, ***)", self.subject.app_id)
    }
}

impl fmt::Debug for HostPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostPhone(***)")
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(***)")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(***)")
    }
}
