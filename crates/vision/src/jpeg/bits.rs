//! Bits of coded data: stuffing is taken out, and reading stops at a marker.

use super::Unreadable;

/// Reads bits up to the next marker; behind it, all bits are 0, and it remembers that they were missing.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    /// The next byte that is not held yet.
    at: usize,
    /// Bits that were read and not used, the next one highest. Below `count` of them there may be others that are read again.
    held: u64,
    /// How many bits are held; less than 0 when more were used than there are.
    count: i32,
    /// Where reading began.
    begin: usize,
    was_bent: bool,
}

/// Bits that [`Bits::fill`] promises, as far as there are any: a code of at most 16 and a value of at most 11.
const PROMISED: i32 = 32;

impl<'a> Bits<'a> {
    /// Reads from `at` on.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            held: 0,
            count: 0,
            begin: at,
            was_bent: false,
        }
    }

    /// Holds at least 32 bits, or all up to the next marker.
    #[inline]
    pub(super) fn fill(&mut self) {
        if self.count < PROMISED {
            self.fill_up();
        }
    }

    fn fill_up(&mut self) {
        let eight = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk);
        if let Some(eight) = eight
            && self.count >= 0
        {
            let word = u64::from_be_bytes(*eight);
            if !holds_ff(word) {
                self.held |= word >> self.count;
                let bytes = (63 - self.count) / 8;
                self.at += bytes.unsigned_abs() as usize;
                self.count += bytes * 8;
                return;
            }
        }
        while self.count <= 56 {
            let Some(byte) = self.next_byte() else {
                return;
            };
            // After the end, bits that were missing stay missing.
            if self.count < 0 {
                return;
            }
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next byte of coded data; none before a marker and at the end of the file.
    fn next_byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        if byte != 0xFF {
            self.at += 1;
            return Some(byte);
        }
        if *self.bytes.get(self.at + 1)? == 0 {
            self.at += 2;
            return Some(byte);
        }
        None
    }

    /// The next `count` bits, 1 to 16, without using them. Call [`Self::fill`] first.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "at most 16 bits")]
    pub(super) fn peek(&self, count: u32) -> usize {
        (self.held >> (64 - count)) as usize
    }

    /// Uses `count` bits.
    #[inline]
    pub(super) fn skip(&mut self, count: u32) {
        self.held <<= count;
        self.count -= count.cast_signed();
    }

    /// A value of `count` bits, 0 to 15, as the standard extends it: those that begin with 0 are negative (T.81, F.2.2.1).
    #[inline]
    pub(super) fn value(&mut self, count: u32) -> i32 {
        if count == 0 {
            return 0;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_possible_wrap,
            reason = "at most 15 bits"
        )]
        let bits = self.peek(count) as i32;
        self.skip(count);
        if bits >> (count - 1) == 0 {
            bits - (1 << count) + 1
        } else {
            bits
        }
    }

    /// One bit.
    #[inline]
    pub(super) fn bit(&mut self) -> bool {
        self.fill();
        let bit = self.peek(1) == 1;
        self.skip(1);
        bit
    }

    /// Whether a bit was used that the file does not have.
    #[inline]
    pub(super) fn is_short(&self) -> bool {
        self.count < 0
    }

    /// Goes behind a restart marker (T.81, F.2.2.4), `number` 0 to 7; what is left before it is dropped.
    ///
    /// # Errors
    /// When the next marker is another one.
    pub(super) fn restart(&mut self, number: u8) -> Result<(), Unreadable> {
        let at = self.next_marker().ok_or(Unreadable)?;
        if self.bytes[at + 1] != 0xD0 + number {
            return Err(Unreadable);
        }
        *self = Self::new(self.bytes, at + 2);
        Ok(())
    }

    /// Remembers that a value was read as another one than the bits say.
    pub(super) fn bend(&mut self) {
        self.was_bent = true;
    }

    /// The bytes between two restarts, once they were read, if every reader finds the same in them: none is left over, and no
    /// value was read as another one.
    pub(super) fn plain(&mut self) -> Option<&'a [u8]> {
        self.fill();
        let is_plain = !self.was_bent && (0..8).contains(&self.count);
        is_plain.then(|| &self.bytes[self.begin..self.at])
    }

    /// Where the next marker begins.
    pub(super) fn next_marker(&self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let ahead = rest
            .windows(2)
            .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF))?;
        Some(self.at + ahead)
    }
}

/// Whether one of the eight bytes is `FF`.
#[inline]
fn holds_ff(word: u64) -> bool {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    const ONES: u64 = 0x0101_0101_0101_0101;
    ((word & LOW) + ONES) & word & !LOW != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bits: &mut Bits<'_>, count: u32) -> usize {
        bits.fill();
        let found = bits.peek(count);
        bits.skip(count);
        found
    }

    #[test]
    fn stuffing_is_taken_out_and_a_marker_ends_the_data() {
        let bytes = [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD9, 0x56];
        let mut bits = Bits::new(&bytes, 0);
        assert_eq!(read(&mut bits, 12), 0x12F);
        assert_eq!(read(&mut bits, 12), 0xF34);
        assert!(!bits.is_short());
        assert_eq!(bits.next_marker(), Some(4));
        assert_eq!(read(&mut bits, 1), 0);
        assert!(bits.is_short());
    }

    #[test]
    fn many_bytes_come_in_their_order_whatever_was_used_before() {
        let bytes: Vec<u8> = (0..200u8).map(|byte| byte.wrapping_mul(37) % 251).collect();
        for first in 0..16 {
            let mut bits = Bits::new(&bytes, 0);
            let expected = |from: usize, count: u32| {
                (0..count as usize).fold(0, |value, bit| {
                    let at = from + bit;
                    value << 1 | usize::from(bytes[at / 8] >> (7 - at % 8) & 1)
                })
            };
            let mut at = 0;
            let mut count = first + 1;
            while at + 16 < bytes.len() * 8 {
                assert_eq!(read(&mut bits, count), expected(at, count), "at {at}");
                at += count as usize;
                count = (count * 5 + 3) % 16 + 1;
            }
        }
    }

    #[test]
    fn a_restart_drops_what_is_left_and_must_be_the_one_awaited() {
        let bytes = [0xAB, 0xCD, 0xFF, 0xFF, 0xD3, 0x81, 0xFF, 0xD9];
        let mut bits = Bits::new(&bytes, 0);
        assert_eq!(read(&mut bits, 4), 0xA);
        assert_eq!(bits.restart(3), Ok(()));
        assert_eq!(read(&mut bits, 8), 0x81);
        assert_eq!(bits.restart(4), Err(Unreadable));
    }

    #[test]
    fn bits_are_plain_when_no_byte_is_left_and_no_value_was_bent() {
        let bytes = [0x00, 0xAB, 0xFF, 0x00, 0xFF, 0xD9];
        let mut bits = Bits::new(&bytes, 1);
        assert_eq!(read(&mut bits, 8), 0xAB);
        assert_eq!(bits.plain(), None);
        assert_eq!(read(&mut bits, 3), 7);
        assert_eq!(bits.plain(), Some(&bytes[1..4]));
        assert_eq!(read(&mut bits, 5), 31);
        assert_eq!(bits.plain(), Some(&bytes[1..4]));
        bits.bend();
        assert_eq!(bits.plain(), None);
        assert_eq!(read(&mut bits, 1), 0);
        assert!(bits.is_short());
    }

    #[test]
    fn values_extend_as_the_standard_says() {
        for (byte, count, value) in [
            (0b0000_0000, 1, -1),
            (0b1000_0000, 1, 1),
            (0b0000_0000, 2, -3),
            (0b0100_0000, 2, -2),
            (0b1000_0000, 2, 2),
            (0b1110_0000, 3, 7),
            (0, 0, 0),
        ] {
            let bytes = [byte, 0];
            let mut bits = Bits::new(&bytes, 0);
            bits.fill();
            assert_eq!(bits.value(count), value, "{count} bits of {byte:08b}");
        }
    }
}
