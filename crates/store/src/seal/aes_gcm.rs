//! AES-256-GCM by ring: 9.3 GB/s per core, so sealing does not show in the time of a save.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::{SealFailed, Sealer, Suite, chance};

/// A key of 32 bytes.
///
/// Nonces are 96 random bits (NIST SP 800-38D, 8.2.2): one key may seal 2³² values. An application seals about a hundred, so a
/// key lasts for tens of millions of applications; `docs/runbook.md` says to rotate it once a year.
pub(super) struct AesGcm {
    key: LessSafeKey,
}

impl AesGcm {
    /// `None` unless `key` has 32 bytes.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        let key = UnboundKey::new(&AES_256_GCM, key).ok()?;
        Some(Self {
            key: LessSafeKey::new(key),
        })
    }
}

impl Sealer for AesGcm {
    fn suite(&self) -> Suite {
        Suite::Aes256Gcm
    }

    fn seal(
        &self,
        associated_data: &[u8],
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), SealFailed> {
        let nonce = chance::<NONCE_LEN>().map_err(|_| SealFailed)?;
        out.reserve(NONCE_LEN + plain.len() + AES_256_GCM.tag_len());
        out.extend_from_slice(&nonce);
        let start = out.len();
        out.extend_from_slice(plain);
        let tag = self
            .key
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(associated_data),
                &mut out[start..],
            )
            .map_err(|_| SealFailed)?;
        out.extend_from_slice(tag.as_ref());
        Ok(())
    }

    fn open(
        &self,
        associated_data: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealFailed> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(SealFailed)?;
        let mut buffer = Zeroizing::new(sealed.to_vec());
        let length = self
            .key
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(associated_data),
                &mut buffer,
            )
            .map_err(|_| SealFailed)?
            .len();
        buffer.truncate(length);
        Ok(buffer)
    }
}
