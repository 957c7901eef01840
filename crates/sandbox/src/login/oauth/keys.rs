//! Signs tokens, and publishes what checks them (RFC 7515, RFC 7517).

use data_encoding::{BASE64, BASE64URL_NOPAD};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Algorithm {
    /// RSA with SHA-256.
    #[default]
    Rs256,
    /// P-256 with SHA-256.
    Es256,
}

/// The keys of the sandbox's issuers: everybody knows them, and nothing else may be signed with them.
pub(super) struct Keys {
    rsa: RsaKeyPair,
    p256: EcdsaKeyPair,
}

impl Keys {
    pub(super) fn made_up() -> Self {
        let chance = SystemRandom::new();
        let p256 = EcdsaKeyPair::from_pkcs8(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &der(include_str!("keys/p256.pem")),
            &chance,
        );
        Self {
            rsa: RsaKeyPair::from_pkcs8(&der(include_str!("keys/rsa.pem")))
                .expect("the file beside this one is a key"),
            p256: p256.expect("the file beside this one is a key"),
        }
    }

    /// A token with these claims.
    pub(super) fn signed(&self, algorithm: Algorithm, claims: &Value) -> String {
        let (name, id) = match algorithm {
            Algorithm::Rs256 => ("RS256", "rsa-1"),
            Algorithm::Es256 => ("ES256", "p256-1"),
        };
        let header = json!({"alg": name, "kid": id, "typ": "JWT"});
        let [header, claims] =
            [&header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
        let signed = format!("{header}.{claims}");
        let chance = SystemRandom::new();
        let signature = match algorithm {
            Algorithm::Rs256 => {
                let mut signature = vec![0; self.rsa.public().modulus_len()];
                self.rsa
                    .sign(
                        &RSA_PKCS1_SHA256,
                        &chance,
                        signed.as_bytes(),
                        &mut signature,
                    )
                    .expect("the space is as long as the modulus");
                signature
            }
            Algorithm::Es256 => {
                let signature = self.p256.sign(&chance, signed.as_bytes());
                let signature = signature.expect("an operating system has randomness");
                signature.as_ref().to_vec()
            }
        };
        format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature))
    }

    /// What checks them, as a JWK set.
    pub(super) fn published(&self) -> Value {
        let base64 = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(self.rsa.public());
        let point = self.p256.public_key().as_ref();
        // Uncompressed (SEC 1, 2.3.3): a byte, then two coordinates of 32.
        let (x, y) = point[1..].split_at(32);
        json!({"keys": [
            {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "rsa-1", "n": base64(&n), "e": base64(&e)},
            {"kty": "EC", "use": "sig", "alg": "ES256", "kid": "p256-1", "crv": "P-256", "x": base64(x), "y": base64(y)},
        ]})
    }
}

fn der(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    BASE64
        .decode(base64.as_bytes())
        .expect("the file beside this one is in base64")
}
