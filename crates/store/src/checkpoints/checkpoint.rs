//! The text of a checkpoint: lines that a person can read, closed by a root and a signature.

use std::fmt::Write as _;

use data_encoding::{BASE64, HEXLOWER};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};

use crate::seal::{Keyring, SealError};

/// Where errors about checkpoints are.
pub(super) const TABLE: &str = "checkpoints";
const FIRST_LINE: &str = "daiban checkpoint 1";

/// What the head of an application was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    /// Id of the application.
    pub(crate) case: String,
    /// Digest of its head.
    pub(crate) digest: String,
}

/// One checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// 1 for the first one.
    pub(crate) number: i64,
    /// When it was taken, by the service's clock.
    pub(crate) at: Timestamp,
    /// The root of the one before it.
    pub(crate) previous: String,
    /// The heads that had changed since then.
    pub(crate) leaves: Vec<Leaf>,
}

impl Checkpoint {
    /// SHA-256 over its lines, in hexadecimal. They include the root before it, so it stands for all heads up to here.
    pub(crate) fn root(&self) -> String {
        HEXLOWER.encode(digest(&SHA256, self.lines().as_bytes()).as_ref())
    }

    /// The whole text, signed (Ed25519) under the active key.
    pub(crate) fn signed(&self, keyring: &Keyring) -> Result<String, SealError> {
        let mut text = format!("{}root {}\n", self.lines(), self.root());
        let signature = keyring.macs().sign(text.as_bytes());
        let signature = BASE64.encode(&signature.ok_or(SealError::Failed)?);
        let _ = writeln!(text, "signature {signature}");
        Ok(text)
    }

    fn lines(&self) -> String {
        let mut text = format!(
            "{FIRST_LINE}\nnumber {}\nat {}\nprevious {}\n",
            self.number, self.at, self.previous
        );
        for leaf in &self.leaves {
            let _ = writeln!(text, "case {} {}", leaf.case, leaf.digest);
        }
        text
    }

    fn parse(lines: &str) -> Option<Checkpoint> {
        let mut lines = lines.lines();
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let mut checkpoint = Checkpoint {
            number: lines.next()?.strip_prefix("number ")?.parse().ok()?,
            at: lines.next()?.strip_prefix("at ")?.parse().ok()?,
            previous: lines.next()?.strip_prefix("previous ")?.to_owned(),
            leaves: Vec::new(),
        };
        for line in lines {
            let (case, digest) = line.strip_prefix("case ")?.split_once(' ')?;
            checkpoint.leaves.push(Leaf {
                case: case.to_owned(),
                digest: digest.to_owned(),
            });
        }
        Some(checkpoint)
    }
}

/// The checkpoint of a text, if one of our keys signed it; `None` otherwise.
pub(crate) fn verified(keyring: &Keyring, text: &str) -> Option<Checkpoint> {
    let (signed, signature) = text.strip_suffix('\n')?.rsplit_once("signature ")?;
    let signature = BASE64.decode(signature.as_bytes()).ok()?;
    if !keyring.macs().is_signature(signed.as_bytes(), &signature) {
        return None;
    }
    let (lines, root) = signed.strip_suffix('\n')?.rsplit_once("root ")?;
    let checkpoint = Checkpoint::parse(lines)?;
    (checkpoint.root() == root).then_some(checkpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        let leaf = |case: &str, digest: &str| Leaf {
            case: case.to_owned(),
            digest: digest.to_owned(),
        };
        Checkpoint {
            number: 7,
            at: Timestamp::UNIX_EPOCH,
            previous: "ab".repeat(32),
            leaves: vec![leaf("one", "cd"), leaf("two", "ef")],
        }
    }

    #[test]
    fn a_checkpoint_is_read_as_it_was_signed() {
        let keyring = Keyring::generate().unwrap();
        for one in [
            checkpoint(),
            Checkpoint {
                leaves: Vec::new(),
                ..checkpoint()
            },
        ] {
            let text = one.signed(&keyring).unwrap();
            assert_eq!(verified(&keyring, &text), Some(one));
        }
    }

    #[test]
    fn a_changed_or_cut_checkpoint_is_refused() {
        let keyring = Keyring::generate().unwrap();
        let text = checkpoint().signed(&keyring).unwrap();
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1;
            if let Ok(changed) = String::from_utf8(changed) {
                assert_eq!(verified(&keyring, &changed), None, "{at}");
            }
            assert_eq!(verified(&keyring, &text[..at]), None, "{at}");
        }
        assert_eq!(verified(&Keyring::generate().unwrap(), &text), None);
    }
}
