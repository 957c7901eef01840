//! SHA-256 and HMAC over it, as platforms sign with them.

use data_encoding::HEXLOWER;
use ring::{digest, hmac};
use subtle::ConstantTimeEq as _;

/// Lower-case hexadecimal SHA-256.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// HMAC-SHA256.
pub(crate) fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
}

/// Whether `signature` is the lower-case hexadecimal HMAC-SHA256 of a text; compared in constant time.
pub(crate) fn is_mac(key: &[u8], text: &str, signature: &str) -> bool {
    HEXLOWER
        .encode(&mac(key, text))
        .as_bytes()
        .ct_eq(signature.as_bytes())
        .into()
}
