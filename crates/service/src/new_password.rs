//! What a new password may be.
//!
//! By NIST SP 800-63B, revision 4, section 3.1.1.2, but for the length: 64 characters and more are taken; nobody asks for digits or
//! signs, which people put where guessers look first; what is in lists of common passwords, in dictionaries, or about the person or
//! this service is refused. Characters are counted as Unicode's, and are compared in the form NFKC, in which it does not matter how a
//! keyboard writes them. At least 12: more than the 8 of OWASP ASVS 5.0, fewer than NIST's 15 for a password that opens an account by
//! itself, because it is typed on phones, and what it opens shows nothing of a child before a real name is proved.
//!
//! The estimate is that of zxcvbn, whose lists are of 30,000 common passwords, names and words: by itself a list finds only what is
//! in it, and few common passwords are as long as this, but many are two of them, or a word and a year.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;
use zxcvbn::{Score, zxcvbn};

/// Fewest characters of a new password.
pub const LEAST: usize = 12;
/// Most characters of a new password: argon2 and the estimate read all of them.
pub const MOST: usize = 128;

/// Why a password is not taken as a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer than [`LEAST`] characters.
    TooShort,
    /// More than [`MOST`] characters.
    TooLong,
    /// Common, or made of what is known about the person or the service: a program guesses it too soon.
    Guessable,
}

/// What anybody tries first here.
const OURS: [&str; 5] = [
    "daiban",
    "shebao",
    "shebaoka",
    "shehuibaozhangka",
    "beijing",
];
/// Characters that a password needs besides what is known about the person or the service: fewer are guessed with that.
const BESIDES: usize = 8;

/// A password as it is hashed and compared.
pub(crate) fn normalised(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

/// What is wrong with a new password. `own`: what is known about whoever chooses it.
pub(crate) fn problem(password: &str, own: &[String]) -> Option<PasswordProblem> {
    let password = normalised(password);
    let length = password.chars().count();
    if length < LEAST {
        return Some(PasswordProblem::TooShort);
    }
    if length > MOST {
        return Some(PasswordProblem::TooLong);
    }
    let known: Vec<&str> = own.iter().map(String::as_str).chain(OURS).collect();
    let is_guessable =
        besides(&password, &known) < BESIDES || zxcvbn(&password, &known).score() < Score::Three;
    is_guessable.then_some(PasswordProblem::Guessable)
}

/// How many characters are left of a password without what is known: three such words in a row pass for hard in any estimate.
fn besides(password: &str, known: &[&str]) -> usize {
    let mut left = Zeroizing::new(password.to_lowercase());
    let mut known: Vec<String> = known.iter().map(|word| word.to_lowercase()).collect();
    known.retain(|word| !word.is_empty());
    // A word may be a part of another.
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in known {
        left = Zeroizing::new(left.replace(&word, ""));
    }
    left.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordProblem::{Guessable, TooLong, TooShort};

    #[test]
    fn takes_what_is_long_and_hard_to_guess() {
        let own = [
            "wangxiaoming",
            "13800130001",
            "王小明",
            "11010519491231002X",
        ];
        let own = own.map(str::to_owned);
        for (password, expected) in [
            ("", Some(TooShort)),
            ("K7#mQ2!xV9@", Some(TooShort)),
            ("K7#mQ2!xV9@p", None),
            ("correct lorry staple onion", None),
            ("月亮下的小船慢慢划过湖面去看灯火", None),
            ("一二三四五六七八九十一", Some(TooShort)),
            ("passwordpassword", Some(Guessable)),
            ("Password123456!", Some(Guessable)),
            ("1234567890123456", Some(Guessable)),
            ("qwertyuiopasdfghjkl", Some(Guessable)),
            ("aaaaaaaaaaaaaaaaaaaa", Some(Guessable)),
            ("138001300012026", Some(Guessable)),
            ("wangxiaoming2026", Some(Guessable)),
            ("WangXiaoming13800130001", Some(Guessable)),
            ("11010519491231002x", Some(Guessable)),
            ("daibanshebaoka123", Some(Guessable)),
        ] {
            assert_eq!(problem(password, &own), expected, "{password}");
        }
        let long: String = "月亮下的小船慢慢划过湖面去看灯火"
            .chars()
            .cycle()
            .take(128)
            .collect();
        assert_eq!(problem(&long, &own), None);
        assert_eq!(problem(&format!("{long}船"), &own), Some(TooLong));
    }

    #[test]
    fn a_keyboard_makes_no_difference() {
        assert_eq!(*normalised("ｐａｓｓ　１"), "pass 1");
        assert_eq!(*normalised("e\u{301}"), "é");
    }
}
