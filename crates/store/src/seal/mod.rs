//! Sealing: authenticated encryption (AEAD) of personal data before it reaches a row or a file.
//!
//! Every sealed value begins with the suite and the id of the key that sealed it, so that several keys can be readable while one
//! is active, and a suite can be replaced. Its context (table, column, row) is associated data: a value that is copied to another
//! row does not open there. Texts are padded, so that their length does not reveal them. The reasons are in
//! `docs/adr/0002-sealing.md`.

mod aes_gcm;
mod fingerprint;
mod key_file;
mod keyring;
mod mac_keys;
mod padding;
mod secret;

pub use fingerprint::{Fingerprint, FingerprintKind};
pub use key_file::KeyFileProblem;
pub use keyring::Keyring;
pub use secret::Secret;

use zeroize::Zeroizing;

/// Where a sealed value is stored. The names are logical: they stay when a table is renamed.
#[derive(Debug, Clone, Copy)]
pub struct SealContext<'a> {
    /// The aggregate, such as `answers`.
    pub table: &'a str,
    /// The value's name in it, such as `value`.
    pub column: &'a str,
    /// The id of the row; known before the insert.
    pub row: &'a str,
}

impl SealContext<'_> {
    /// The context as associated data: each part is length-prefixed, so that no two contexts encode alike.
    fn associated_data(&self, header: &[u8]) -> Vec<u8> {
        let mut data = Vec::with_capacity(64);
        for part in [
            b"daiban".as_slice(),
            header,
            self.table.as_bytes(),
            self.column.as_bytes(),
            self.row.as_bytes(),
        ] {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part);
        }
        data
    }
}

/// Why a value could not be sealed or opened. Says where, never what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Too short or of an unknown suite: it was not sealed by this program.
    #[error("{place} does not hold a sealed value")]
    NotSealed {
        /// Table, column and row.
        place: String,
    },
    /// The key that sealed it is not in the key file.
    #[error("{place} is sealed with key {key}, which the key file does not have")]
    UnknownKey {
        /// Table, column and row.
        place: String,
        /// Id of the missing key.
        key: u32,
    },
    /// Authentication failed: the value was changed or moved, or the key is not the one it was.
    #[error("{place} cannot be opened: it was changed or does not belong there")]
    Forged {
        /// Table, column and row.
        place: String,
    },
    /// The value is plain bytes where a padded text is expected, or vice versa. A version before the padding sealed it.
    #[error("{place} is sealed in another form: an earlier version of this program did it")]
    OtherForm {
        /// Table, column and row.
        place: String,
    },
    /// The value opened, but is not UTF-8 text.
    #[error("{place} is not text")]
    NotText {
        /// Table, column and row.
        place: String,
    },
    /// The system gave no randomness, or the value is too long for the suite.
    #[error("sealing failed")]
    Failed,
}

/// One suite with one key: the small trait that hides the cryptography.
///
/// A hardware module or SM4-GCM implements this and gets a [`Suite`] of its own; nothing else changes.
trait Sealer: Send + Sync {
    fn suite(&self) -> Suite;
    /// Appends nonce, ciphertext and tag to `out`.
    fn seal(
        &self,
        associated_data: &[u8],
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), SealFailed>;
    /// `sealed`: what [`Sealer::seal`] appended.
    fn open(&self, associated_data: &[u8], sealed: &[u8])
    -> Result<Zeroizing<Vec<u8>>, SealFailed>;
}

/// The cipher failed; the caller adds the context.
struct SealFailed;

/// The first byte of a sealed value, without its highest bit, which is the [`Form`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Suite {
    Aes256Gcm = 1,
    // 2 is kept for SM4-GCM.
}

impl Suite {
    const fn name(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "aes-256-gcm",
        }
    }
}

/// What was sealed: the highest bit of the first byte. The tag covers it, so that nobody can turn one into the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Form {
    /// Plain bytes, such as pictures: long, and of different lengths anyway.
    Bytes = 0,
    /// A text padded by [`padding`].
    Padded = 0x80,
}

impl Form {
    const fn of(first_byte: u8) -> Self {
        if first_byte & Self::Padded as u8 == 0 {
            Self::Bytes
        } else {
            Self::Padded
        }
    }
}

/// Random bytes from the system for nonces, salts and keys, which no caller may choose.
pub(crate) fn chance<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut bytes)
        .map_err(|_| SealError::Failed)?;
    Ok(bytes)
}
