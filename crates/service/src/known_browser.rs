//! Browsers that have logged in to an account before.
//!
//! Anyone who knows a name can try wrong passwords under it until it has to wait. So that this locks no owner out, a browser
//! keeps a mark of each log-in, and a browser with a mark does not wait for what others tried. A mark is a random part, the
//! second it was issued and a keyed fingerprint over both, the account and the hash of its password. None of it is stored by the server:
//! a changed password invalidates all marks of the account, each one expires, and without the key nobody can forge one. It
//! identifies nobody and is no credential: the password is still required.

use std::fmt;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use store::passwords::Password;
use store::seal::{FingerprintKind, Keyring};
use subtle::{Choice, ConstantTimeEq};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::chance::Chance;

/// How long a mark is valid. Browsers keep no cookie longer.
pub const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);
/// Most marks of a browser: a family's computer has parents and grandparents. Longer lists would be work that anyone may cause.
const MOST: usize = 4;
const RANDOM_BYTES: usize = 16;
/// Separators between marks, and between the parts of one; neither occurs in a number or in base64url.
const BETWEEN: char = '~';
const PART: char = '.';
/// Stand-in for the password hash of an unknown name, so that it costs the same work.
const NO_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3RhbmQtaW4$c3RhbmQtaW4tZm9yLWEtaGFzaC1vZi1ub2JvZHk";

/// The marks that a browser sent, newest first. They prove nothing until `known_to` has checked them.
#[derive(Clone, Default)]
pub struct KnownBrowser(Vec<Mark>);

#[derive(Clone)]
struct Mark {
    random: [u8; RANDOM_BYTES],
    given_at_s: i64,
    proof: Vec<u8>,
}

impl KnownBrowser {
    /// Parses what [`KnownBrowser::written`] wrote. Anything else is ignored.
    pub fn read(sent: &str) -> KnownBrowser {
        KnownBrowser(
            sent.split(BETWEEN)
                .take(MOST)
                .filter_map(Mark::read)
                .collect(),
        )
    }

    /// The marks as one text of letters, digits and `-_.~`.
    pub fn written(&self) -> String {
        let marks: Vec<String> = self.0.iter().map(Mark::written).collect();
        marks.join(&BETWEEN.to_string())
    }

    /// Whether this browser has logged in with this password before; if so, the subject under which its own tries are counted.
    /// Without a password it does the same work and returns `None`.
    pub(super) fn known_to(
        &self,
        password: Option<&Password>,
        keyring: &Keyring,
        now: Timestamp,
    ) -> Option<String> {
        let mut known = None;
        for mark in &self.0 {
            // Every mark is checked, whichever is the right one (equal work).
            if mark.proves(password, keyring, now) && known.is_none() {
                known = Some(HEXLOWER.encode(&mark.random));
            }
        }
        known
    }

    /// The marks after a log-in with `password`: a new one for it first, then those of others.
    pub(super) fn renewed(
        &self,
        password: &Password,
        keyring: &Keyring,
        chance: &Chance,
        now: Timestamp,
    ) -> KnownBrowser {
        let random = chance.bytes();
        let given_at_s = now.as_second();
        let value = value(Some(password), &random, given_at_s);
        let fingerprint = keyring.fingerprint(FingerprintKind::KnownBrowser, &value);
        let new = Mark {
            random,
            given_at_s,
            proof: digits(fingerprint.as_str()),
        };
        let others = self
            .0
            .iter()
            .filter(|mark| mark.holds(now) && !mark.proves(Some(password), keyring, now))
            .cloned();
        KnownBrowser(std::iter::once(new).chain(others).take(MOST).collect())
    }
}

impl fmt::Debug for KnownBrowser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownBrowser({} marks)", self.0.len())
    }
}

impl Mark {
    fn read(sent: &str) -> Option<Mark> {
        let mut parts = sent.split(PART);
        let random = BASE64URL_NOPAD.decode(parts.next()?.as_bytes()).ok()?;
        let given_at_s = parts.next()?.parse().ok()?;
        let proof = BASE64URL_NOPAD.decode(parts.next()?.as_bytes()).ok()?;
        let whole = parts.next().is_none();
        whole.then_some(Mark {
            random: random.try_into().ok()?,
            given_at_s,
            proof,
        })
    }

    fn written(&self) -> String {
        format!(
            "{}{PART}{}{PART}{}",
            BASE64URL_NOPAD.encode(&self.random),
            self.given_at_s,
            BASE64URL_NOPAD.encode(&self.proof)
        )
    }

    /// Whether it has not expired. The browser is not trusted to delete it.
    fn holds(&self, now: Timestamp) -> bool {
        let ends = self.given_at_s.checked_add(KEPT.as_secs());
        ends.is_some_and(|ends| now.as_second() < ends)
    }

    /// Compares in constant time, under every readable key: marks survive a key rotation.
    fn proves(&self, password: Option<&Password>, keyring: &Keyring, now: Timestamp) -> bool {
        let value = value(password, &self.random, self.given_at_s);
        let right = keyring
            .fingerprints(FingerprintKind::KnownBrowser, &value)
            .iter()
            .fold(Choice::from(0), |right, fingerprint| {
                right | digits(fingerprint.as_str()).ct_eq(&self.proof)
            });
        bool::from(right) && password.is_some() && self.holds(now)
    }
}

/// The text that is fingerprinted.
fn value(
    password: Option<&Password>,
    random: &[u8; RANDOM_BYTES],
    given_at_s: i64,
) -> Zeroizing<String> {
    let (id, hash) = password.map_or((Uuid::nil(), NO_HASH), |password| {
        (password.account, password.hash.expose())
    });
    let random = HEXLOWER.encode(random);
    Zeroizing::new(format!("{id}/{given_at_s}/{random}/{hash}"))
}

/// The fingerprint without the key id: outsiders must not learn which key is active.
fn digits(fingerprint: &str) -> Vec<u8> {
    let digits = fingerprint.split_once(':').map(|(_, digits)| digits);
    digits
        .and_then(|digits| HEXLOWER.decode(digits.as_bytes()).ok())
        .expect("a fingerprint reads <key id>:<hex digits>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(number: u128, hash: &str) -> Password {
        Password {
            id: Uuid::from_u128(number + 100),
            account: Uuid::from_u128(number),
            hash: hash.into(),
            closed_at: None,
        }
    }

    fn day(days: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * days)
    }

    #[test]
    fn a_mark_is_of_one_account_one_password_and_its_time() {
        let (keyring, chance) = (Keyring::generate().unwrap(), Chance::seeded(1));
        let (mother, father) = (password(1, "one"), password(2, "two"));
        let marks = KnownBrowser::default().renewed(&mother, &keyring, &chance, day(0));
        let sent = KnownBrowser::read(&marks.written());
        let knows = |password: &Password, at| sent.known_to(Some(password), &keyring, at).is_some();
        assert!(knows(&mother, day(0)));
        assert!(knows(&mother, day(399)));
        assert!(!knows(&mother, day(400)));
        assert!(!knows(&father, day(0)));
        assert!(
            !knows(&password(1, "another"), day(0)),
            "the password was changed"
        );
        assert_eq!(sent.known_to(None, &keyring, day(0)), None);
        let other_keys = Keyring::generate().unwrap();
        assert_eq!(sent.known_to(Some(&mother), &other_keys, day(0)), None);
        let text = format!("{sent:?} {}", marks.written());
        assert!(!text.contains(&mother.account.to_string()), "{text}");
    }

    #[test]
    fn an_altered_mark_is_none() {
        let (keyring, chance) = (Keyring::generate().unwrap(), Chance::seeded(1));
        let mother = password(1, "one");
        let written = KnownBrowser::default()
            .renewed(&mother, &keyring, &chance, day(500))
            .written();
        let known = |sent: &str| {
            let sent = KnownBrowser::read(sent);
            sent.known_to(Some(&mother), &keyring, day(500)).is_some()
        };
        assert!(known(&written));
        for at in 0..written.len() {
            let mut altered = written.clone().into_bytes();
            altered[at] = if altered[at] == b'4' { b'5' } else { b'4' };
            assert!(!known(std::str::from_utf8(&altered).unwrap()), "{at}");
        }
        for sent in [
            "",
            "~",
            "..",
            "a.1.b",
            &written[1..],
            &format!("{written}.x"),
        ] {
            assert!(!known(sent), "{sent}");
        }
    }

    #[test]
    fn a_shared_browser_keeps_four_and_one_of_each() {
        let (keyring, chance) = (Keyring::generate().unwrap(), Chance::seeded(1));
        let family: Vec<Password> = (1..=5).map(|number| password(number, "one")).collect();
        let mut marks = KnownBrowser::default();
        for password in &family {
            for _ in 0..2 {
                marks = marks.renewed(password, &keyring, &chance, day(0));
            }
        }
        assert_eq!(marks.0.len(), MOST);
        let marks = KnownBrowser::read(&marks.written());
        let knows = |password| marks.known_to(Some(password), &keyring, day(0)).is_some();
        assert_eq!(
            family.iter().map(knows).collect::<Vec<_>>(),
            [false, true, true, true, true],
            "whoever was here last is kept"
        );
        let later = marks.renewed(&family[0], &keyring, &chance, day(400));
        assert_eq!(later.0.len(), 1, "what is over goes");
        assert!(marks.written().len() < 400, "{}", marks.written().len());
    }
}
