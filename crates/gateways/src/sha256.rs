//! SHA-256 and HMAC over it, as platforms sign with them (FIPS 180-4, RFC 2104).

use data_encoding::HEXLOWER;
use ring::{digest, hmac};

/// Lower-case hexadecimal SHA-256.
pub(crate) fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// A key for HMAC-SHA256. Its `Debug` output shows the algorithm alone.
pub(crate) fn key(bytes: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, bytes)
}

/// Lower-case hexadecimal HMAC-SHA256.
pub(crate) fn signed(key: &hmac::Key, text: &str) -> String {
    HEXLOWER.encode(hmac::sign(key, text.as_bytes()).as_ref())
}
