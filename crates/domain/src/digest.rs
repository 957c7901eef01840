//! SM3, the hash of everything whose integrity is checked later: releases, texts, submissions.
//!
//! Source: GB/T 32905-2016.

use std::fmt;

use sm3::{Digest as _, Sm3};

/// An SM3 hash: 32 bytes, written as 64 lower-case hexadecimal digits.
///
/// ```
/// # use domain::digest::Digest;
/// let hash = Digest::of("abc");
/// assert_eq!(hash.to_string(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
/// assert_eq!(Digest::from_hex(&hash.to_string()), Some(hash));
/// assert_eq!(Digest::from_hex("66c7"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Hashes one piece of data.
    pub fn of(data: impl AsRef<[u8]>) -> Self {
        Self(Sm3::digest(data.as_ref()).into())
    }

    /// Hashes several parts unambiguously: each is preceded by its length as eight bytes, big-endian, so that moving a
    /// boundary between parts changes the hash.
    pub fn of_parts<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> Self {
        let mut hasher = Sm3::new();
        for part in parts {
            let part = part.as_ref();
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// Parses 64 lower-case hexadecimal digits; `None` for any other text.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// GB/T 32905-2016, annex A.
    #[test]
    fn agrees_with_the_vectors_of_the_standard() {
        for (data, hex) in [
            (
                "abc".to_owned(),
                "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
            ),
            (
                "abcd".repeat(16),
                "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
            ),
        ] {
            assert_eq!(Digest::of(data).to_string(), hex);
        }
    }

    #[test]
    fn where_a_piece_ends_counts() {
        assert_ne!(Digest::of_parts(["ab", "c"]), Digest::of_parts(["a", "bc"]));
        assert_ne!(Digest::of_parts(["a", ""]), Digest::of_parts(["a"]));
        assert_eq!(
            Digest::of_parts(["a", "bc"]),
            Digest::of_parts([&b"a"[..], b"bc"])
        );
    }

    #[test]
    fn shows_itself_as_text() {
        let digest = Digest::of("abc");
        assert_eq!(format!("{digest:?}"), format!("Digest({digest})"));
        assert_eq!(digest.as_bytes()[0], 0x66);
    }

    #[test]
    fn refuses_what_is_no_hash() {
        let hex = Digest::of("abc").to_string();
        for text in [
            hex.to_uppercase(),
            hex[1..].to_owned(),
            format!("{hex}0"),
            "g".repeat(64),
        ] {
            assert_eq!(Digest::from_hex(&text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_hash_comes_back_from_its_text(data in proptest::collection::vec(any::<u8>(), 0..64)) {
            let hash = Digest::of(&data);
            prop_assert_eq!(Digest::from_hex(&hash.to_string()), Some(hash));
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,70}") {
            let _ = Digest::from_hex(&text);
        }
    }
}
