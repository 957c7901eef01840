//! The identity of a browser, as far as use cases need it.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use store::sessions::TokenHash;
use subtle::ConstantTimeEq;

use super::agent::{Agent, LoggedIn};
use crate::chance::Chance;

/// The browser that sent the request.
#[derive(Clone, Debug)]
pub struct Session {
    /// The cookie's secret.
    pub token: Token,
    /// Who is logged in.
    pub logged_in: Option<LoggedIn>,
    /// The token of a log-in in this browser that has ended.
    pub expired: Option<Token>,
}

impl Session {
    /// The agent who is logged in, if it is one.
    pub fn agent(&self) -> Option<&Agent> {
        self.logged_in.as_ref().and_then(LoggedIn::agent)
    }
}

/// The secret in the cookie: 128 random bits.
#[derive(Clone)]
pub struct Token {
    secret: String,
    logged_in: bool,
}

const SECRET_BYTES: usize = 16;
/// 132 bits, six per character.
pub(super) const CAPTURE_SECRET_LENGTH: usize = 22;

impl Token {
    /// A new token for a visitor.
    pub fn visitor(chance: &Chance) -> Token {
        Token {
            secret: fresh(chance),
            logged_in: false,
        }
    }

    /// A new token after a log-in.
    pub fn logged_in(chance: &Chance) -> Token {
        Token {
            secret: fresh(chance),
            logged_in: true,
        }
    }

    /// The hash by which the database finds the session; the secret itself is stored nowhere.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.secret)
    }

    /// The token that every form of this browser carries (against cross-site request forgery).
    pub fn form_token(&self) -> String {
        derived(&self.secret, "form token v1")
    }

    /// Whether `sent` is this browser's form token. Compares in constant time.
    pub fn allows(&self, sent: &str) -> bool {
        self.form_token().as_bytes().ct_eq(sent.as_bytes()).into()
    }

    /// The secret of a right that this session gives to a phone ([`crate::parent::offer_capture`]). The holder of the cookie can
    /// derive it again from the salt; nobody else can, even with the whole database.
    pub fn capture_secret(&self, salt: &str) -> String {
        let whole = derived(&self.secret, &format!("capture v1 {salt}"));
        whole.chars().take(CAPTURE_SECRET_LENGTH).collect()
    }

    /// The token with this secret, as a browser sent it; `None` when it cannot be one of ours.
    pub fn from_secret(secret: &str, logged_in: bool) -> Option<Token> {
        let decoded = BASE64URL_NOPAD.decode(secret.as_bytes());
        let whole = decoded.is_ok_and(|bytes| bytes.len() == SECRET_BYTES);
        whole.then(|| Token {
            secret: secret.to_owned(),
            logged_in,
        })
    }

    /// The secret itself, for the cookie only.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Whether it was issued at a log-in.
    pub fn is_logged_in(&self) -> bool {
        self.logged_in
    }
}

/// Two digits to compare, shown beside a phone's code and on the phone that scanned it. Another code usually has other digits.
/// They reveal nothing that the code does not.
pub fn compared_digits(capture_secret: &str) -> String {
    let tag = tag(capture_secret, "compared digits v1");
    let rest = |rest: u32, byte: &u8| (rest * 256 + u32::from(*byte)) % 100;
    format!("{:02}", tag.as_ref().iter().fold(0, rest))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.logged_in {
            "an agent's token"
        } else {
            "a visitor's token"
        })
    }
}

fn fresh(chance: &Chance) -> String {
    BASE64URL_NOPAD.encode(&chance.bytes::<SECRET_BYTES>())
}

fn derived(secret: &str, purpose: &str) -> String {
    BASE64URL_NOPAD.encode(tag(secret, purpose).as_ref())
}

fn tag(secret: &str, purpose: &str) -> hmac::Tag {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::sign(&key, purpose.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_token_is_of_one_browser_and_tells_nothing_of_the_cookie() {
        let chance = Chance::seeded(1);
        let (one, other) = (Token::visitor(&chance), Token::visitor(&chance));
        assert!(one.allows(&one.form_token()));
        assert!(!one.allows(&other.form_token()));
        assert!(!one.allows(""));
        assert_ne!(one.secret, one.form_token());
        assert!(!format!("{one:?}").contains(&one.secret));
    }

    #[test]
    fn a_phones_secret_is_of_one_browser_and_one_salt() {
        let chance = Chance::seeded(1);
        let (one, other) = (Token::visitor(&chance), Token::visitor(&chance));
        let secret = one.capture_secret("a");
        assert_eq!(secret, one.capture_secret("a"));
        assert_eq!(secret.len(), CAPTURE_SECRET_LENGTH);
        assert_ne!(secret, one.capture_secret("b"));
        assert_ne!(secret, other.capture_secret("a"));
    }

    #[test]
    fn compared_digits_are_two_and_differ_from_code_to_code() {
        let token = Token::visitor(&Chance::seeded(1));
        let codes = (0..100).map(|salt| token.capture_secret(&salt.to_string()));
        let all: Vec<_> = codes.map(|code| compared_digits(&code)).collect();
        assert!(
            all.iter()
                .all(|two| two.len() == 2 && two.parse::<u8>().is_ok())
        );
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert!(different.len() > 40, "{different:?}");
        assert_eq!(compared_digits("code"), compared_digits("code"));
    }
}
