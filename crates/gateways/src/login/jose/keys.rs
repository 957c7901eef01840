//! The public keys of an issuer (RFC 7517, RFC 7518).

use data_encoding::BASE64URL_NOPAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

/// Uncompressed point of SEC 1, 2.3.3.
const UNCOMPRESSED: u8 = 0x04;
/// Bytes of a coordinate of P-256.
const COORDINATE: usize = 32;

/// An issuer's keys.
pub(super) struct KeySet(Vec<Key>);

/// How a token is signed. No other way is known here, so a token cannot choose one: `none` is no signature, and `HS256` with a
/// public key as its secret is anybody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rs256,
    Es256,
}

struct Key {
    id: Option<String>,
    public: Public,
}

enum Public {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl KeySet {
    /// Reads a JWK set. Keys of other kinds, or for other uses, are passed over.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let published: Published = serde_json::from_slice(json).ok()?;
        Some(Self(published.keys.iter().filter_map(Jwk::key).collect()))
    }

    /// Whether this signature over these bytes is by the key of this name; `None` when there is no such key. Without a name there
    /// must be one key alone of the kind.
    pub(super) fn is_signed(
        &self,
        algorithm: Algorithm,
        id: Option<&str>,
        signed: &[u8],
        signature: &[u8],
    ) -> Option<bool> {
        let fits = |key: &&Key| {
            key.public.algorithm() == algorithm && (id.is_none() || key.id.as_deref() == id)
        };
        let mut fitting = self.0.iter().filter(fits);
        let key = fitting.next()?;
        if fitting.next().is_some() {
            return None;
        }
        Some(key.public.is_signed(signed, signature))
    }
}

impl Algorithm {
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Rs256, Self::Es256]
            .into_iter()
            .find(|algorithm| algorithm.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

impl Jwk {
    fn key(&self) -> Option<Key> {
        let bytes = |text: &Option<String>| BASE64URL_NOPAD.decode(text.as_ref()?.as_bytes()).ok();
        let public = match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", _) => Public::Rsa {
                n: bytes(&self.n)?,
                e: bytes(&self.e)?,
            },
            ("EC", Some("P-256")) => {
                let (x, y) = (bytes(&self.x)?, bytes(&self.y)?);
                if [x.len(), y.len()] != [COORDINATE; 2] {
                    return None;
                }
                Public::P256([&[UNCOMPRESSED], &*x, &*y].concat())
            }
            _ => return None,
        };
        let is_for_this = self.used_for.as_deref().is_none_or(|used| used == "sig");
        let algorithm = public.algorithm().name();
        let is_of_this = self.alg.as_deref().is_none_or(|alg| alg == algorithm);
        (is_for_this && is_of_this).then(|| Key {
            id: self.kid.clone(),
            public,
        })
    }
}

impl Public {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa { .. } => Algorithm::Rs256,
            Self::P256(_) => Algorithm::Es256,
        }
    }

    fn is_signed(&self, signed: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
                .is_ok(),
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(signed, signature)
                .is_ok(),
        }
    }
}
