//! `RSA2`: RSASSA-PKCS1-v1_5 with SHA-256.

use data_encoding::BASE64;
use ring::rand::SystemRandom;
use ring::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};

/// A private key. Its public half checks what the other side signs.
pub(crate) struct Key(RsaKeyPair);

impl Key {
    /// Reads PKCS#8 in PEM.
    pub(crate) fn read(pem: &str) -> Option<Self> {
        let base64: String = pem
            .lines()
            .filter(|line| !line.starts_with("-----"))
            .collect();
        let der = BASE64.decode(base64.as_bytes()).ok()?;
        RsaKeyPair::from_pkcs8(&der).ok().map(Self)
    }

    pub(crate) fn sign(&self, text: &str) -> String {
        let mut signature = vec![0; self.0.public().modulus_len()];
        // There is no chance in this signature; the library blinds its computation with some.
        let blinding = SystemRandom::new();
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &blinding,
                text.as_bytes(),
                &mut signature,
            )
            .expect("the space is as long as the modulus");
        BASE64.encode(&signature)
    }

    pub(crate) fn is_signed(&self, text: &str, signature: &str) -> bool {
        let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.0.public_key());
        BASE64
            .decode(signature.as_bytes())
            .is_ok_and(|signature| public.verify(text.as_bytes(), &signature).is_ok())
    }
}
