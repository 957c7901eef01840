//! The key file, which is kept apart from the data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::{Suite, chance};

/// What is wrong with the key file. Never quotes its contents.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileProblem {
    /// There is no such file.
    #[error("there is no key file at {path}")]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// Other users of the machine may read it.
    #[error(
        "the key file {path} is open to other users: chmod 600 it, and consider its keys known"
    )]
    OpenToOthers {
        /// Its path.
        path: String,
    },
    /// It cannot be read, or is not a key file.
    #[error("the key file {path} cannot be read: {why}")]
    Unreadable {
        /// Its path.
        path: String,
        /// What the system or the parser said.
        why: String,
    },
    /// It cannot be created, or already exists.
    #[error("the key file {path} cannot be made: {why}")]
    Unwritable {
        /// Its intended path.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A key is of a suite that this program does not support.
    #[error("key {key} of the key file is of an unknown suite")]
    UnknownSuite {
        /// Id of the key.
        key: u32,
    },
    /// A key is not base64 of the right length.
    #[error("key {key} of the key file is not base64 of 32 bytes")]
    BadKey {
        /// Id of the key.
        key: u32,
    },
    /// The active key is not among the keys.
    #[error("the active key {key} is not among the keys of the key file")]
    NoActiveKey {
        /// Id that `active` names.
        key: u32,
    },
    /// The system gave no randomness.
    #[error("the system gave no randomness for new keys")]
    NoChance,
}

/// The file on disk, in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    pub(super) sealing: KeySet<SealingKey>,
    pub(super) fingerprints: KeySet<HmacKey>,
    pub(super) macs: KeySet<HmacKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeySet<K> {
    pub(super) active: u32,
    pub(super) keys: BTreeMap<u32, K>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealingKey {
    pub(super) suite: String,
    /// Base64.
    pub(super) key: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HmacKey {
    /// Base64.
    pub(super) key: String,
}

impl Drop for SealingKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl Drop for HmacKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl KeyFile {
    pub(super) fn generate() -> Result<Self, KeyFileProblem> {
        let fresh = || -> Result<String, KeyFileProblem> {
            let bytes = Zeroizing::new(chance::<32>().map_err(|_| KeyFileProblem::NoChance)?);
            Ok(data_encoding::BASE64.encode(bytes.as_slice()))
        };
        let sealing = SealingKey {
            suite: Suite::Aes256Gcm.name().to_owned(),
            key: fresh()?,
        };
        Ok(Self {
            sealing: KeySet {
                active: 1,
                keys: BTreeMap::from([(1, sealing)]),
            },
            fingerprints: KeySet {
                active: 1,
                keys: BTreeMap::from([(1, HmacKey { key: fresh()? })]),
            },
            macs: KeySet {
                active: 1,
                keys: BTreeMap::from([(1, HmacKey { key: fresh()? })]),
            },
        })
    }
}

pub(super) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    data_encoding::BASE64
        .decode(text.as_bytes())
        .ok()
        .map(Zeroizing::new)
}

impl KeySet<HmacKey> {
    /// The keys by id; fails when one is too short, or the active one is missing.
    pub(super) fn hmac_keys(&self) -> Result<BTreeMap<u32, ring::hmac::Key>, KeyFileProblem> {
        let mut keys = BTreeMap::new();
        for (id, entry) in &self.keys {
            let key = decode(&entry.key)
                .filter(|key| key.len() >= 32)
                .ok_or(KeyFileProblem::BadKey { key: *id })?;
            keys.insert(*id, ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key));
        }
        if keys.contains_key(&self.active) {
            Ok(keys)
        } else {
            Err(KeyFileProblem::NoActiveKey { key: self.active })
        }
    }
}
