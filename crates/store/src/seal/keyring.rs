//! The keys, and what they are used for.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::aes_gcm::AesGcm;
use super::fingerprint::{Fingerprint, FingerprintKind, normalise};
use super::key_file::{KeyFile, KeyFileProblem, decode};
use super::mac_keys::MacKeys;
use super::{Form, SealContext, SealError, Sealer, Secret, Suite, padding};

/// Suite and form (1 byte) and key id (4 bytes, big-endian) before every sealed value.
const HEADER: usize = 5;

/// All readable sealing keys, one of them active, and separately the keys of fingerprints and of MACs.
///
/// ```
/// use store::seal::{Keyring, SealContext};
///
/// let keyring = Keyring::generate().expect("the system has randomness");
/// let place = SealContext { table: "answers", column: "value", row: "1/child.name" };
/// let sealed = keyring.seal(place, "张三".as_bytes()).expect("seals");
/// assert_eq!(keyring.open(place, &sealed).expect("opens").as_slice(), "张三".as_bytes());
///
/// let elsewhere = SealContext { row: "2/child.name", ..place };
/// assert!(keyring.open(elsewhere, &sealed).is_err());
/// ```
pub struct Keyring {
    active: u32,
    sealers: BTreeMap<u32, Box<dyn Sealer>>,
    active_fingerprint: u32,
    fingerprints: BTreeMap<u32, ring::hmac::Key>,
    macs: MacKeys,
}

impl Keyring {
    /// Fresh keys that are stored nowhere: for tests and for a first start in development.
    pub fn generate() -> Result<Self, KeyFileProblem> {
        Self::from_file(&KeyFile::generate()?)
    }

    /// Reads the key file.
    pub fn read(path: &Path) -> Result<Self, KeyFileProblem> {
        let problem = |why: String| KeyFileProblem::Unreadable {
            path: path.display().to_string(),
            why,
        };
        let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => KeyFileProblem::Missing {
                path: path.display().to_string(),
            },
            _ => problem(error.to_string()),
        })?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            if metadata.permissions().mode() & 0o077 != 0 {
                return Err(KeyFileProblem::OpenToOthers {
                    path: path.display().to_string(),
                });
            }
        }
        let text = Zeroizing::new(
            std::fs::read_to_string(path).map_err(|error| problem(error.to_string()))?,
        );
        // Only the position: serde's message would quote the contents.
        let file: KeyFile = serde_json::from_str(&text).map_err(|error| {
            problem(format!(
                "line {}, column {} is not as it should be",
                error.line(),
                error.column()
            ))
        })?;
        Self::from_file(&file)
    }

    /// Creates a key file with fresh keys, readable by its owner only, and reads it. Never overwrites one.
    pub fn create(path: &Path) -> Result<Self, KeyFileProblem> {
        let problem = |error: std::io::Error| KeyFileProblem::Unwritable {
            path: path.display().to_string(),
            why: error.to_string(),
        };
        let file = KeyFile::generate()?;
        let text = Zeroizing::new(
            serde_json::to_string_pretty(&file).map_err(|error| problem(error.into()))?,
        );
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(problem)?;
        }
        // Written to a temporary file and linked into place, so that a crash leaves no partial key file.
        let draft = path.with_extension("new");
        // What a crash left there may be open to others, or lead elsewhere: it is not written into.
        match std::fs::remove_file(&draft) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(problem(error));
            }
            _ => {}
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&draft).map_err(problem)?;
        out.write_all(text.as_bytes())
            .and_then(|()| out.sync_all())
            .map_err(problem)?;
        // A hard link fails if the file exists already; a rename would replace it.
        let linked = std::fs::hard_link(&draft, path);
        std::fs::remove_file(&draft).map_err(problem)?;
        linked.map_err(problem)?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        std::fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(problem)?;
        Self::read(path)
    }

    fn from_file(file: &KeyFile) -> Result<Self, KeyFileProblem> {
        let mut sealers = BTreeMap::<u32, Box<dyn Sealer>>::new();
        for (id, entry) in &file.sealing.keys {
            if entry.suite != Suite::Aes256Gcm.name() {
                return Err(KeyFileProblem::UnknownSuite { key: *id });
            }
            let key = decode(&entry.key).ok_or(KeyFileProblem::BadKey { key: *id })?;
            let sealer = AesGcm::new(&key).ok_or(KeyFileProblem::BadKey { key: *id })?;
            sealers.insert(*id, Box::new(sealer));
        }
        if !sealers.contains_key(&file.sealing.active) {
            return Err(KeyFileProblem::NoActiveKey {
                key: file.sealing.active,
            });
        }
        Ok(Self {
            active: file.sealing.active,
            sealers,
            active_fingerprint: file.fingerprints.active,
            fingerprints: file.fingerprints.hmac_keys()?,
            macs: MacKeys::new(file.macs.active, file.macs.hmac_keys()?),
        })
    }

    /// Seals bytes with the active key, bound to this context. Their length shows; for texts use [`Keyring::seal_text`].
    pub fn seal(&self, place: SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        self.seal_as(Form::Bytes, place, plain)
    }

    /// Opens what [`Keyring::seal`] sealed, under any readable key.
    pub fn open(
        &self,
        place: SealContext<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.open_as(Form::Bytes, place, sealed)
    }

    /// Seals a text with padding, so that short texts cannot be told apart by their length.
    ///
    /// ```
    /// # let keyring = store::seal::Keyring::generate().expect("the system has randomness");
    /// # let place = store::seal::SealContext { table: "answers", column: "value", row: "1/same_booklet" };
    /// let yes = keyring.seal_text(place, "yes").expect("seals");
    /// assert_eq!(yes.len(), keyring.seal_text(place, "no").expect("seals").len());
    /// assert_eq!(keyring.open_text(place, &yes).expect("opens").expose(), "yes");
    /// ```
    pub fn seal_text(&self, place: SealContext<'_>, text: &str) -> Result<Vec<u8>, SealError> {
        self.seal_padded(place, text.as_bytes())
    }

    /// Opens what [`Keyring::seal_text`] sealed.
    pub fn open_text(&self, place: SealContext<'_>, sealed: &[u8]) -> Result<Secret, SealError> {
        let opened = self.open_padded(place, sealed)?;
        let text = std::str::from_utf8(&opened).map_err(|_| SealError::NotText {
            place: place.to_string(),
        })?;
        Ok(Secret::from(text))
    }

    /// The same for a text with random bytes (a salt) before it.
    pub(crate) fn seal_padded(
        &self,
        place: SealContext<'_>,
        text: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        self.seal_as(Form::Padded, place, &padding::pad(text))
    }

    pub(crate) fn open_padded(
        &self,
        place: SealContext<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let mut padded = self.open_as(Form::Padded, place, sealed)?;
        let length = padding::unpad(&padded).map(<[u8]>::len);
        padded.truncate(length.ok_or_else(|| SealError::NotText {
            place: place.to_string(),
        })?);
        Ok(padded)
    }

    fn seal_as(
        &self,
        form: Form,
        place: SealContext<'_>,
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let cipher = self.sealers.get(&self.active).ok_or(SealError::Failed)?;
        let mut sealed = Vec::with_capacity(HEADER + 28 + plain.len());
        sealed.push(cipher.suite() as u8 | form as u8);
        sealed.extend_from_slice(&self.active.to_be_bytes());
        let associated_data = place.associated_data(&sealed);
        cipher
            .seal(&associated_data, plain, &mut sealed)
            .map_err(|_| SealError::Failed)?;
        Ok(sealed)
    }

    fn open_as(
        &self,
        form: Form,
        place: SealContext<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (header, body) =
            sealed
                .split_first_chunk::<HEADER>()
                .ok_or_else(|| SealError::NotSealed {
                    place: place.to_string(),
                })?;
        let [first, key @ ..] = *header;
        let key = u32::from_be_bytes(key);
        let cipher = self
            .sealers
            .get(&key)
            .ok_or_else(|| SealError::UnknownKey {
                place: place.to_string(),
                key,
            })?;
        let found = Form::of(first);
        if cipher.suite() as u8 | found as u8 != first {
            return Err(SealError::NotSealed {
                place: place.to_string(),
            });
        }
        let opened = cipher
            .open(&place.associated_data(header), body)
            .map_err(|_| SealError::Forged {
                place: place.to_string(),
            })?;
        // Checked after the tag: only a genuine value can come from an earlier version.
        if found != form {
            return Err(SealError::OtherForm {
                place: place.to_string(),
            });
        }
        Ok(opened)
    }

    /// The id of the key that a value was sealed with.
    pub(crate) fn key_of(sealed: &[u8]) -> Option<u32> {
        let [_, key @ ..] = *sealed.first_chunk::<HEADER>()?;
        Some(u32::from_be_bytes(key))
    }

    /// The id of the key that new values are sealed with.
    #[must_use]
    pub fn active_key(&self) -> u32 {
        self.active
    }

    /// The fingerprint to write: under the active key.
    #[must_use]
    pub fn fingerprint(&self, kind: FingerprintKind, value: &str) -> Fingerprint {
        self.fingerprint_under(self.active_fingerprint, kind, value)
            .expect("the active key was checked when the file was read")
    }

    /// The fingerprints to search for: under every readable key, the active one first.
    #[must_use]
    pub fn fingerprints(&self, kind: FingerprintKind, value: &str) -> Vec<Fingerprint> {
        let others = self
            .fingerprints
            .keys()
            .copied()
            .filter(|key| *key != self.active_fingerprint);
        std::iter::once(self.active_fingerprint)
            .chain(others)
            .filter_map(|key| self.fingerprint_under(key, kind, value))
            .collect()
    }

    /// The keys of MACs and of signatures.
    pub(crate) fn macs(&self) -> &MacKeys {
        &self.macs
    }

    /// The prefixes of stored fingerprints, one for every readable key.
    pub(crate) fn fingerprint_prefixes(&self) -> impl Iterator<Item = String> {
        self.fingerprints.keys().map(|key| format!("{key}:"))
    }

    fn fingerprint_under(
        &self,
        id: u32,
        kind: FingerprintKind,
        value: &str,
    ) -> Option<Fingerprint> {
        let key = self.fingerprints.get(&id)?;
        let mut context = ring::hmac::Context::with_key(key);
        context.update(kind.label().as_bytes());
        context.update(&[0]);
        context.update(Zeroizing::new(normalise(value)).as_bytes());
        Some(Fingerprint::new(id, context.sign().as_ref()))
    }
}

impl std::fmt::Debug for Keyring {
    /// Shows ids only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring")
            .field("active", &self.active)
            .field("keys", &self.sealers.keys().collect::<Vec<_>>())
            .field("active_fingerprint", &self.active_fingerprint)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Display for SealContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{} of {}", self.table, self.column, self.row)
    }
}

#[cfg(test)]
mod tests;
