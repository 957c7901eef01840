//! AES as platforms use it for single values: CBC and ECB (NIST SP 800-38A), which no other library of ours offers.
//!
//! Neither says whether what was decrypted is what was encrypted: callers check a signature before, or what they find after.

use aes::cipher::consts::U16;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Block};
use zeroize::Zeroizing;

/// Bytes of a block.
pub(crate) const BLOCK: usize = 16;

/// AES-128-CBC with PKCS#7 padding. `None` when key, vector, length or padding is wrong.
pub(crate) fn cbc_128_opened(key: &[u8], iv: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    unpadded(cbc_opened::<Aes128>(key, iv, sealed)?, BLOCK)
}

/// AES-192-CBC with PKCS#7 padding to blocks of 32 bytes, as Baidu pads.
pub(crate) fn cbc_192_opened_padded_to_32(
    key: &[u8],
    iv: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    unpadded(cbc_opened::<Aes192>(key, iv, sealed)?, 2 * BLOCK)
}

/// AES-128-ECB with PKCS#7 padding. `None` when the key is no key.
pub(crate) fn ecb_128_sealed(key: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let cipher = Aes128::new_from_slice(key).ok()?;
    let padding = BLOCK - plain.len() % BLOCK;
    let mut bytes = plain.to_vec();
    bytes.resize(plain.len() + padding, u8::try_from(padding).ok()?);
    for block in blocks(&mut bytes) {
        cipher.encrypt_block(block);
    }
    Some(bytes)
}

/// AES-128-ECB with PKCS#7 padding. `None` when key, length or padding is wrong.
pub(crate) fn ecb_128_opened(key: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = Aes128::new_from_slice(key).ok()?;
    let mut bytes = whole_blocks(sealed)?;
    for block in blocks(&mut bytes) {
        cipher.decrypt_block(block);
    }
    unpadded(bytes, BLOCK)
}

fn cbc_opened<C: BlockCipherDecrypt<BlockSize = U16> + KeyInit>(
    key: &[u8],
    iv: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = C::new_from_slice(key).ok()?;
    let mut before: [u8; BLOCK] = iv.try_into().ok()?;
    let mut bytes = whole_blocks(sealed)?;
    for block in blocks(&mut bytes) {
        let sealed = *block;
        cipher.decrypt_block(block);
        for (byte, before) in block.iter_mut().zip(before) {
            *byte ^= before;
        }
        before = sealed.into();
    }
    Some(bytes)
}

fn blocks(whole: &mut [u8]) -> &mut [Block] {
    Block::slice_as_chunks_mut(whole).0
}

fn whole_blocks(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_whole = !bytes.is_empty() && bytes.len().is_multiple_of(BLOCK);
    is_whole.then(|| Zeroizing::new(bytes.to_vec()))
}

/// `most`: the longest padding, which each of its bytes counts.
fn unpadded(mut bytes: Zeroizing<Vec<u8>>, most: usize) -> Option<Zeroizing<Vec<u8>>> {
    let padding = usize::from(*bytes.last()?);
    let length = bytes.len().checked_sub(padding)?;
    let is_padding = (1..=most).contains(&padding)
        && bytes[length..]
            .iter()
            .all(|byte| usize::from(*byte) == padding);
    is_padding.then(|| {
        bytes.truncate(length);
        bytes
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::{BASE64, HEXLOWER};

    fn hex(text: &str) -> Vec<u8> {
        HEXLOWER.decode(text.as_bytes()).unwrap()
    }

    /// The first blocks of NIST SP 800-38A, F.2.1 (CBC-AES128), with a block of padding that `openssl enc -aes-128-cbc` made.
    #[test]
    fn cbc_opens_the_vector_of_the_standard() {
        let key = hex("2b7e151628aed2a6abf7158809cf4f3c");
        let iv = hex("000102030405060708090a0b0c0d0e0f");
        let sealed = "7649abac8119b246cee98e9b12e9197d8964e0b149c10b7b682e6e39aaeb731c";
        let plain = cbc_128_opened(&key, &iv, &hex(sealed)).unwrap();
        assert_eq!(plain.as_slice(), hex("6bc1bee22e409f96e93d7e117393172a"));
    }

    /// The vector of the wire formats for Beijing's identity.
    #[test]
    fn ecb_seals_and_opens() {
        let key = hex("00112233445566778899aabbccddeeff");
        let sealed = "89555bc8ffbbd9918c0dbb574ef42b9f2f750f599d9c191300c56ff1ee599937";
        let plain = b"11010519491231002X";
        assert_eq!(ecb_128_sealed(&key, plain), Some(hex(sealed)));
        let opened = ecb_128_opened(&key, &hex(sealed)).unwrap();
        assert_eq!(opened.as_slice(), plain);
    }

    /// The vector of the wire formats, Baidu's own: its padding is longer than a block.
    #[test]
    fn padding_to_32_is_longer_than_a_block() {
        let base64 = |text: &str| BASE64.decode(text.as_bytes()).unwrap();
        let key = base64("1df09d0a1677dd72b8325aec59576e0c");
        let iv = base64("1df09d0a1677dd72b8325Q==");
        let sealed = base64(concat!(
            "OpCoJgs7RrVgaMNDixIvaCIyV2SFDBNLivgkVqtzq2GC10egsn+PKmQ/+5q+chT8xzldLUog2haTItyIkKyvzvmXonBQLIMeq54axAu9c3KG8IhpFD6+",
            "ymHocmx07ZKi7eED3t0KyIxJgRNSDkFk5RV1ZP2mSWa7ZgCXXcAbP0RsiUcvhcJfrSwlpsm0E1YJzKpYy429xrEEGvK+gfL+Cw==",
        ));
        let opened = cbc_192_opened_padded_to_32(&key, &iv, &sealed).unwrap();
        assert_eq!(sealed.len() - opened.len(), 28);
        assert_eq!(cbc_192_opened_padded_to_32(&key[1..], &iv, &sealed), None);
    }

    #[test]
    fn wrong_keys_lengths_and_paddings_open_nothing() {
        let key = [7; 16];
        let sealed = ecb_128_sealed(&key, b"text").unwrap();
        for (key, sealed) in [
            (&key[..15], &sealed[..]),
            (&key[..], &sealed[..15]),
            (&key[..], &[]),
            (&[8; 16], &sealed[..]),
        ] {
            assert_eq!(ecb_128_opened(key, sealed), None);
        }
        assert_eq!(cbc_128_opened(&key, &[0; 15], &sealed), None);
        for bad in [0, 17] {
            let mut plain = Zeroizing::new(vec![bad; 16]);
            plain[15] = bad;
            assert_eq!(unpadded(plain, BLOCK), None);
        }
    }
}
