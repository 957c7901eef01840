//! Message authentication codes (MACs) over rows, and signatures over checkpoints.
//!
//! Whoever can write the database cannot make either: the keys are in the key file alone.

use std::collections::BTreeMap;

use ring::hmac;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

/// The key id (4 bytes, big-endian) before a tag or a signature.
const ID: usize = 4;
/// What a row's MAC begins with, so that no other use of the key can make one.
const ROW: &[u8] = b"daiban row";
/// What the seed of a signing key is derived from.
const SIGNING: &[u8] = b"daiban checkpoint signing key";

/// All readable keys, one of them active.
pub(crate) struct MacKeys {
    active: u32,
    keys: BTreeMap<u32, hmac::Key>,
}

impl MacKeys {
    /// `active` is one of `keys`.
    pub(super) fn new(active: u32, keys: BTreeMap<u32, hmac::Key>) -> Self {
        debug_assert!(keys.contains_key(&active));
        Self { active, keys }
    }

    /// The MAC of a row, given its canonical bytes: key id and HMAC-SHA-256 tag (36 bytes).
    pub(crate) fn mac(&self, row: &[u8]) -> Vec<u8> {
        let key = &self.keys[&self.active];
        let mut mac = self.active.to_be_bytes().to_vec();
        mac.extend_from_slice(over_row(key, row).sign().as_ref());
        mac
    }

    /// Whether this is the MAC of a row, under any readable key.
    pub(crate) fn is_mac(&self, row: &[u8], mac: &[u8]) -> bool {
        let Some((key, tag)) = self.split(mac) else {
            return false;
        };
        // In constant time: `ring` compares tags only while verifying, and takes the message in one piece.
        let mut message = Vec::with_capacity(ROW.len() + row.len());
        message.extend_from_slice(ROW);
        message.extend_from_slice(row);
        hmac::verify(key, &message, tag).is_ok()
    }

    /// An Ed25519 signature (RFC 8032) with the id of its key before it (68 bytes). `None` when the system refuses the key.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let pair = signing_key(&self.keys[&self.active])?;
        let mut signature = self.active.to_be_bytes().to_vec();
        signature.extend_from_slice(pair.sign(message).as_ref());
        Some(signature)
    }

    /// Whether [`MacKeys::sign`] made this signature, under any readable key.
    pub(crate) fn is_signature(&self, message: &[u8], signature: &[u8]) -> bool {
        let Some((key, signature)) = self.split(signature) else {
            return false;
        };
        signing_key(key).is_some_and(|pair| {
            UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref())
                .verify(message, signature)
                .is_ok()
        })
    }

    fn split<'a>(&self, with_id: &'a [u8]) -> Option<(&hmac::Key, &'a [u8])> {
        let (id, rest) = with_id.split_first_chunk::<ID>()?;
        Some((self.keys.get(&u32::from_be_bytes(*id))?, rest))
    }
}

fn over_row(key: &hmac::Key, row: &[u8]) -> hmac::Context {
    let mut context = hmac::Context::with_key(key);
    context.update(ROW);
    context.update(row);
    context
}

/// The seed is derived by HMAC, which is a key derivation function with one output block (RFC 5869, expand).
fn signing_key(key: &hmac::Key) -> Option<Ed25519KeyPair> {
    let mut seed = Zeroizing::new([0; 32]);
    seed.copy_from_slice(hmac::sign(key, SIGNING).as_ref());
    Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(active: u32, ids: &[u32]) -> MacKeys {
        let keys = ids.iter().map(|id| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &[u8::try_from(*id).unwrap(); 32]);
            (*id, key)
        });
        MacKeys::new(active, keys.collect())
    }

    #[test]
    fn a_mac_and_a_signature_hold_for_their_message_and_key_alone() {
        let one = keys(1, &[1]);
        let (mac, signature) = (one.mac(b"row"), one.sign(b"row").unwrap());
        assert!(one.is_mac(b"row", &mac) && one.is_signature(b"row", &signature));
        assert_eq!((mac.len(), signature.len()), (36, 68));
        let two = keys(2, &[2]);
        for (keys, message) in [(&one, b"raw"), (&two, b"row")] {
            assert!(!keys.is_mac(message, &mac));
            assert!(!keys.is_signature(message, &signature));
        }
        for at in 0..mac.len() {
            let mut changed = mac.clone();
            changed[at] ^= 1;
            assert!(!one.is_mac(b"row", &changed), "{at}");
            assert!(!one.is_mac(b"row", &mac[..at]), "{at}");
        }
        for at in 0..signature.len() {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            assert!(!one.is_signature(b"row", &changed), "{at}");
        }
        assert!(!one.is_mac(b"row", &hmac::sign(&one.keys[&1], b"row").as_ref()[..32]));
    }

    #[test]
    fn both_survive_a_rotation() {
        let (mac, signature) = {
            let before = keys(1, &[1]);
            (before.mac(b"row"), before.sign(b"row").unwrap())
        };
        let after = keys(2, &[1, 2]);
        assert!(after.is_mac(b"row", &mac) && after.is_signature(b"row", &signature));
        assert_ne!(after.mac(b"row"), mac);
    }
}
