//! Fingerprints: equality search over sealed values (a blind index).

use std::fmt;

use domain::characters::plain;

/// What is fingerprinted. The same value has a different fingerprint for each kind (domain separation), so that tables cannot be
/// joined on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FingerprintKind {
    /// A way in: who vouches, for which app, and the subject or log-in name.
    WayIn,
    /// The ID number that the person of an account proved.
    Person,
    /// The ID number that somebody typed. Of its own kind, so that what is only typed never passes for proved, nor the reverse.
    TypedPerson,
    /// The ID number of a child with a submitted application.
    Child,
    /// The subject of a limit: an account, an address, a number.
    LimitSubject,
    /// The answer to a challenge, with the challenge's id.
    ChallengeAnswer,
    /// Whom a code was sent to, with its purpose.
    ChallengeRecipient,
    /// The name of a session towards its owner, made of the hash of its token.
    SessionName,
    /// That a browser has logged in to an account: the account, its password hash, and what the browser holds.
    KnownBrowser,
    /// An answer of a platform that counts once.
    UsedAnswer,
    /// A question to a registry.
    Question,
    /// The key check value that ties a database to its keys.
    KeyMark,
}

impl FingerprintKind {
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::WayIn => "way_in",
            Self::Person => "person",
            Self::TypedPerson => "typed_person",
            Self::Child => "child",
            Self::LimitSubject => "limit_subject",
            Self::ChallengeAnswer => "challenge_answer",
            Self::ChallengeRecipient => "challenge_recipient",
            Self::SessionName => "session_name",
            Self::KnownBrowser => "known_browser",
            Self::UsedAnswer => "used_answer",
            Self::Question => "question",
            Self::KeyMark => "key_mark",
        }
    }
}

/// A keyed fingerprint: equal values have equal fingerprints, and without the key nobody can test guesses.
///
/// ID numbers have so little entropy that a plain hash of one is as good as the number; hence the key, which is never in the
/// database. Stored as `<key id>:<64 hex digits>`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    pub(super) fn new(key: u32, tag: &[u8]) -> Self {
        Self(format!("{key}:{}", data_encoding::HEXLOWER.encode(tag)))
    }

    /// As stored in a row.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Fingerprint {
    /// Shows the key's id only: a fingerprint points at a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Fingerprint({}:..)",
            self.0.split(':').next().unwrap_or_default()
        )
    }
}

/// Normalises what people type differently: what shows nothing, full-width forms and others of one character, letter case.
///
/// The reasons are in `docs/adr/0002-sealing.md`; an ID number's last character may be `x`, `X`, `Ｘ` or `Ⅹ`.
pub(super) fn normalise(value: &str) -> String {
    plain(value).to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn folds_what_people_type_differently() {
        for (typed, folded) in [
            (" 11010519491231002x ", "11010519491231002X"),
            ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
            ("138 0013 8000", "13800138000"),
            ("\u{202D}11010519491231002Ⅹ\u{202C}", "11010519491231002X"),
            ("Zhang\u{FE0F}_San\u{FFFC}", "ZHANG_SAN"),
            ("Zhang_San", "ZHANG_SAN"),
            ("张三", "张三"),
        ] {
            assert_eq!(normalise(typed), folded);
        }
    }
}
