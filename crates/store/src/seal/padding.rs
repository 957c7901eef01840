//! Pads texts before they are sealed: encryption hides the content of a text but not its length, which tells a sealed `yes` from
//! a `no`, and one code from another.
//!
//! ISO/IEC 7816-4: the byte 0x80 and then zeros, at least the one byte. It is unambiguous, whatever a text ends in. The tag
//! covers the padding, so there is no padding oracle.

use zeroize::Zeroizing;

const MARK: u8 = 0x80;
/// Most answers are codes, names and numbers: all in the first length class; addresses are in the next two or three.
const STEP_BYTES: usize = 32;
/// Longer texts are few; the coarser step costs each at most a quarter of a kilobyte.
const LONG_BYTES: usize = 256;

/// The padded text, whose length many others share.
pub(super) fn pad(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = class(text.len());
    // Allocated once: a growing vector leaves a copy in freed memory.
    let mut padded = Zeroizing::new(Vec::with_capacity(length));
    padded.extend_from_slice(text);
    padded.push(MARK);
    padded.resize(length, 0);
    padded
}

/// The text without its padding; `None` when it was not padded.
pub(super) fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let end = padded.iter().rposition(|byte| *byte != 0)?;
    let is_ours = padded[end] == MARK && class(end) == padded.len();
    is_ours.then(|| &padded[..end])
}

/// The padded length of a text of this many bytes.
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
