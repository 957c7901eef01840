//! AES in the modes in which platforms encrypt single values: CBC and ECB (NIST SP 800-38A).

use aes::cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Block};

const BLOCK: usize = 16;

/// AES-128-CBC with PKCS#7 padding.
pub(crate) fn cbc_128_sealed(key: &[u8], iv: [u8; BLOCK], plain: &[u8]) -> Option<Vec<u8>> {
    cbc_sealed(&Aes128::new_from_slice(key).ok()?, iv, plain, BLOCK)
}

/// AES-192-CBC with padding to blocks of 32 bytes.
pub(crate) fn cbc_192_sealed_padded_to_32(
    key: &[u8],
    iv: [u8; BLOCK],
    plain: &[u8],
) -> Option<Vec<u8>> {
    cbc_sealed(&Aes192::new_from_slice(key).ok()?, iv, plain, 2 * BLOCK)
}

/// AES-128-ECB with PKCS#7 padding.
pub(crate) fn ecb_128_sealed(key: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let cipher = Aes128::new_from_slice(key).ok()?;
    let mut bytes = padded(plain, BLOCK)?;
    for block in Block::slice_as_chunks_mut(&mut bytes).0 {
        cipher.encrypt_block(block);
    }
    Some(bytes)
}

/// What AES-128-ECB with PKCS#7 padding encrypted.
pub(crate) fn ecb_128_opened(key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let cipher = Aes128::new_from_slice(key).ok()?;
    let mut bytes = sealed.to_vec();
    let (blocks, rest) = Block::slice_as_chunks_mut(&mut bytes);
    if !rest.is_empty() {
        return None;
    }
    for block in blocks {
        cipher.decrypt_block(block);
    }
    let padding = usize::from(*bytes.last()?);
    let plain = bytes.len().checked_sub(padding)?;
    let is_padding = bytes[plain..]
        .iter()
        .all(|byte| usize::from(*byte) == padding);
    ((1..=BLOCK).contains(&padding) && is_padding).then(|| bytes[..plain].to_vec())
}

fn cbc_sealed<C: BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16>>(
    cipher: &C,
    iv: [u8; BLOCK],
    plain: &[u8],
    padded_to: usize,
) -> Option<Vec<u8>> {
    let mut bytes = padded(plain, padded_to)?;
    let mut before = Block::from(iv);
    for block in Block::slice_as_chunks_mut(&mut bytes).0 {
        for (byte, before) in block.iter_mut().zip(before) {
            *byte ^= before;
        }
        cipher.encrypt_block(block);
        before = *block;
    }
    Some(bytes)
}

fn padded(plain: &[u8], to: usize) -> Option<Vec<u8>> {
    let padding = to - plain.len() % to;
    let mut bytes = plain.to_vec();
    bytes.resize(plain.len() + padding, u8::try_from(padding).ok()?);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::{BASE64, HEXLOWER};

    /// The vectors of the description.
    #[test]
    fn encrypts_the_vectors_of_the_description() {
        let key = BASE64.decode(b"AAECAwQFBgcICQoLDA0ODw==").unwrap();
        let plain = r#"{"code":"10000","msg":"Success","mobile":"13711112222"}"#;
        assert_eq!(
            BASE64.encode(&cbc_128_sealed(&key, [0; 16], plain.as_bytes()).unwrap()),
            "igATcyTqqgv1AFpBiHJyVf94zn4d80DWhHrnUhty+8Q/+ltIdvj950Noj/r12KZAklKvOpqKQpdL7FVWls5LKQ=="
        );
        let key = HEXLOWER
            .decode(b"00112233445566778899aabbccddeeff")
            .unwrap();
        let sealed = ecb_128_sealed(&key, b"11010519491231002X").unwrap();
        assert_eq!(
            HEXLOWER.encode(&sealed),
            "89555bc8ffbbd9918c0dbb574ef42b9f2f750f599d9c191300c56ff1ee599937"
        );
        assert_eq!(
            ecb_128_opened(&key, &sealed).as_deref(),
            Some(&b"11010519491231002X"[..])
        );
        assert_eq!(ecb_128_opened(&key, &sealed[1..]), None);
    }
}
