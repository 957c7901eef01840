//! RSA keys as consoles hand them out, and `RSA2`, which JSON Web Signatures call `RS256`: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017).

use crate::SettingsProblem;
use data_encoding::BASE64;
use ring::rand::SystemRandom;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use std::fmt;
use zeroize::Zeroizing;

/// Tags of DER (ITU-T X.690).
const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;

/// Our key, of 2048 bits or more. Never printed.
pub(crate) struct PrivateKey(RsaKeyPair);

/// The other end's key, as PKCS#1 `RSAPublicKey`.
pub(crate) struct PublicKey(Vec<u8>);

impl PrivateKey {
    /// Reads PKCS#8, which Java's tools make, or PKCS#1, which the others do.
    pub(crate) fn read(text: &[u8]) -> Result<Self, SettingsProblem> {
        let problem = SettingsProblem::Unreadable { setting: "key" };
        let der = str::from_utf8(text).ok().and_then(der);
        let Some(der) = der else {
            return Err(problem);
        };
        RsaKeyPair::from_pkcs8(&der)
            .or_else(|_| RsaKeyPair::from_der(&der))
            .map(Self)
            .map_err(|_| problem)
    }

    /// The signature in base64.
    pub(crate) fn sign(&self, text: &str) -> String {
        BASE64.encode(&self.signature(text))
    }

    /// The signature's bytes.
    pub(crate) fn signature(&self, text: &str) -> Vec<u8> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        // The signature of this scheme has no chance in it; the library asks for some to blind its computation.
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                text.as_bytes(),
                &mut signature,
            )
            .expect("the space is as long as the modulus");
        signature
    }
}

impl PublicKey {
    /// Reads `SubjectPublicKeyInfo` (RFC 5280), or PKCS#1 `RSAPublicKey`.
    pub(crate) fn read(text: &str) -> Result<Self, SettingsProblem> {
        der(text)
            .and_then(|der| pkcs1(&der).map(<[u8]>::to_vec))
            .map(Self)
            .ok_or(SettingsProblem::Unreadable {
                setting: "public_key",
            })
    }

    /// Whether a signature in base64 fits these bytes.
    pub(crate) fn fits(&self, bytes: &[u8], signature: &str) -> bool {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.0);
        BASE64
            .decode(signature.as_bytes())
            .is_ok_and(|signature| key.verify(bytes, &signature).is_ok())
    }
}

/// The bytes of a key in base64, with or without PEM's first and last line.
fn der(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let base64: Zeroizing<String> = text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .flat_map(str::split_whitespace)
        .collect::<String>()
        .into();
    BASE64.decode(base64.as_bytes()).ok().map(Zeroizing::new)
}

/// The `RSAPublicKey` in a public key.
fn pkcs1(der: &[u8]) -> Option<&[u8]> {
    let (SEQUENCE, inner, []) = element(der)? else {
        return None;
    };
    match element(inner)? {
        // An algorithm comes first, then the key as a string of bits, none of them unused.
        (SEQUENCE, _, rest) => match element(rest)? {
            (BIT_STRING, [0, key @ ..], []) => Some(key),
            _ => None,
        },
        _ => Some(der),
    }
}

/// The first element of DER: its tag, its content, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [tag, length, rest @ ..] = der else {
        return None;
    };
    let (length, rest) = if *length < 0x80 {
        (usize::from(*length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
        let read = |length: usize, byte: &u8| length.checked_mul(256)?.checked_add((*byte).into());
        (bytes.iter().try_fold(0, read)?, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(***)")
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `openssl genrsa` for these tests: one key in its four shapes.
    const PKCS8: &str = include_str!("../tests/keys/pkcs8.pem");
    const PKCS1: &str = include_str!("../tests/keys/pkcs1.pem");
    const PUBLIC: &str = include_str!("../tests/keys/public.pem");
    const PUBLIC_PKCS1: &str = include_str!("../tests/keys/public_pkcs1.pem");
    /// `printf 'a=1&b=张三' | openssl dgst -sha256 -sign pkcs8.pem | base64 -w0`
    const SIGNED: &str = include_str!("../tests/keys/signed.txt");
    const TEXT: &str = "a=1&b=张三";

    fn without_armour(pem: &str) -> String {
        pem.lines().filter(|line| !line.starts_with('-')).collect()
    }

    #[test]
    fn signs_as_openssl_does_with_every_shape_of_the_key() {
        for key in [PKCS8, PKCS1, &without_armour(PKCS8), &without_armour(PKCS1)] {
            let key = PrivateKey::read(key.as_bytes()).unwrap();
            assert_eq!(key.sign(TEXT), SIGNED.trim());
        }
    }

    #[test]
    fn checks_with_every_shape_of_the_public_key() {
        for key in [
            PUBLIC,
            PUBLIC_PKCS1,
            &without_armour(PUBLIC),
            &without_armour(PUBLIC_PKCS1),
        ] {
            let key = PublicKey::read(key).unwrap();
            assert!(key.fits(TEXT.as_bytes(), SIGNED.trim()));
            assert!(!key.fits(b"a=1&b=2", SIGNED.trim()));
            assert!(!key.fits(TEXT.as_bytes(), ""));
            assert!(!key.fits(TEXT.as_bytes(), "no base64"));
        }
    }

    #[test]
    fn refuses_what_is_no_key() {
        for text in ["", "-----BEGIN-----", "MIIB", "AAAA", PUBLIC] {
            let problem = PrivateKey::read(text.as_bytes()).unwrap_err();
            assert_eq!(problem, SettingsProblem::Unreadable { setting: "key" });
        }
        for text in ["", "MIIB", "AAAA", "no base64", "MAMwAQA="] {
            assert!(PublicKey::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn keys_are_not_printed() {
        let key = PrivateKey::read(PKCS8.as_bytes()).unwrap();
        assert_eq!(format!("{key:?}"), "PrivateKey(***)");
    }
}
