//! Texts are padded before they are sealed: a cipher hides what stands there, but not how long it is, and the length of a
//! sealed `yes` is not that of a `no`, nor that of one code another's.
//!
//! ISO/IEC 7816-4: the byte 80 and then zeros, at least the one byte. No text can be mistaken for its padding, whatever it
//! ends in. The padding lies under the cipher's tag, so that nobody learns anything by trying paddings.

use zeroize::Zeroizing;

const MARK: u8 = 0x80;
/// Most answers are codes, names and numbers: they are all of the first class, addresses of the next two or three.
const STEP_BYTES: usize = 32;
/// From here on texts are long and few; the coarser step costs them at most a quarter of a kilobyte.
const LONG_BYTES: usize = 256;

/// The text with its padding: of a length that many others share.
pub(super) fn pad(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = class(text.len());
    // Allocated once: a vector that grows leaves its beginning in freed memory.
    let mut padded = Zeroizing::new(Vec::with_capacity(length));
    padded.extend_from_slice(text);
    padded.push(MARK);
    padded.resize(length, 0);
    padded
}

/// The text without its padding; `None` where nobody padded it.
pub(super) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    let is_ours = padded[end] == MARK && class(end) == padded.len();
    is_ours.then(|| &padded[..end])
}

/// The padded length of a text of so many bytes.
fn class(text_bytes: usize) -> usize {
    let least = text_bytes + 1;
    let step = if least <= LONG_BYTES {
        STEP_BYTES
    } else {
        LONG_BYTES
    };
    least.next_multiple_of(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_class_have_one_length() {
        for (texts, padded) in [
            (0..=31, 32),
            (32..=63, 64),
            (224..=255, 256),
            (256..=511, 512),
            (512..=767, 768),
        ] {
            for length in texts {
                assert_eq!(pad(&vec![b'a'; length]).len(), padded, "{length}");
            }
        }
    }

    #[test]
    fn every_text_comes_back_whatever_it_ends_in() {
        for length in 0..=600 {
            for end in [b'a', 0, MARK] {
                let mut text = vec![b'a'; length];
                if let Some(last) = text.last_mut() {
                    *last = end;
                }
                assert_eq!(unpad(&pad(&text)), Some(&text[..]), "{length}, {end}");
            }
        }
    }

    #[test]
    fn what_was_not_padded_is_not_read() {
        let mut too_long = pad(b"yes").to_vec();
        too_long.resize(64, 0);
        for foreign in [b"".as_slice(), b"yes", &[0; 32], &[b'a'; 32], &too_long] {
            assert_eq!(unpad(foreign), None, "{foreign:?}");
        }
        assert_eq!(unpad(&pad(b"yes")[..31]), None);
    }
}
