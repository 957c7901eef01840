//! Huffman codes: their tables as a file states them (T.81, annex C), ready for reading and for writing.

use super::Unreadable;
use super::bits::Bits;

/// A table as it is stated: how many codes there are of each length, 1 to 16 bits, and their symbols in order.
#[derive(Clone)]
pub(super) struct Stated {
    counts: [u8; 16],
    symbols: Vec<u8>,
}

/// Codes up to this length are found at once.
const AT_ONCE: u32 = 9;

/// A table for reading.
pub(super) struct Codes {
    /// By the next bits: length of the code and its symbol; 0 when it is longer.
    at_once: [(u8, u8); 1 << AT_ONCE],
    /// For each length: the code behind its last one, aligned to 16 bits.
    behind_last: [u32; 17],
    /// For each length: what to add to a code to find its symbol.
    to_symbol: [i32; 17],
    stated: Stated,
}

impl Stated {
    /// # Errors
    /// When there are more codes than the lengths allow, or not a symbol for each.
    pub(super) fn new(counts: [u8; 16], symbols: Vec<u8>) -> Result<Self, Unreadable> {
        let stated = Self { counts, symbols };
        let mut free: i32 = 1;
        for count in counts {
            free = free * 2 - i32::from(count);
            if free < 0 {
                return Err(Unreadable);
            }
        }
        if stated
            .counts
            .iter()
            .map(|count| usize::from(*count))
            .sum::<usize>()
            != stated.symbols.len()
        {
            return Err(Unreadable);
        }
        Ok(stated)
    }

    /// Each symbol with its code and the length of that.
    pub(super) fn codes(&self) -> impl Iterator<Item = (u8, u16, u8)> {
        let lengths = (1..=16u8)
            .zip(self.counts)
            .flat_map(|(length, count)| std::iter::repeat_n(length, usize::from(count)));
        let mut code = 0u32;
        let mut of_length = 0;
        self.symbols
            .iter()
            .zip(lengths)
            .map(move |(symbol, length)| {
                code <<= length - of_length;
                of_length = length;
                let own = u16::try_from(code).expect("the lengths leave room for each code");
                code += 1;
                (*symbol, own, length)
            })
    }

    /// Whether the code of ones alone is free, as the standard asks (T.81, C.2): some readers refuse it.
    pub(super) fn spares_all_ones(&self) -> bool {
        let free = self
            .counts
            .iter()
            .fold(1, |free: i32, count| free * 2 - i32::from(*count));
        free > 0
    }

    /// As a file states it: sixteen counts, then the symbols.
    pub(super) fn bytes(&self) -> impl Iterator<Item = u8> {
        self.counts.iter().chain(&self.symbols).copied()
    }
}

impl Codes {
    pub(super) fn new(stated: Stated) -> Self {
        let mut at_once = [(0, 0); 1 << AT_ONCE];
        let mut behind_last = [0; 17];
        let mut to_symbol = [0; 17];
        for (index, (symbol, code, length)) in (0i32..).zip(stated.codes()) {
            let bits = usize::from(length);
            if behind_last[bits] == 0 {
                to_symbol[bits] = index - i32::from(code);
            }
            behind_last[bits] = (u32::from(code) + 1) << (16 - length);
            if u32::from(length) <= AT_ONCE {
                let free = AT_ONCE - u32::from(length);
                let first = usize::from(code) << free;
                at_once[first..first + (1 << free)].fill((length, symbol));
            }
        }
        Self {
            at_once,
            behind_last,
            to_symbol,
            stated,
        }
    }

    /// The table as the file states it.
    pub(super) fn stated(&self) -> &Stated {
        &self.stated
    }

    /// Reads one symbol. At least 16 bits of those that [`Bits::fill`] promises must be left.
    ///
    /// # Errors
    /// When no code begins so.
    #[inline]
    pub(super) fn symbol(&self, bits: &mut Bits<'_>) -> Result<u8, Unreadable> {
        let (length, symbol) = self.at_once[bits.peek(AT_ONCE)];
        if length != 0 {
            bits.skip(u32::from(length));
            return Ok(symbol);
        }
        self.longer(bits)
    }

    #[cold]
    fn longer(&self, bits: &mut Bits<'_>) -> Result<u8, Unreadable> {
        let next = bits.peek(16);
        for length in AT_ONCE + 1..=16 {
            let of_length = length as usize;
            if next < self.behind_last[of_length] as usize {
                bits.skip(length);
                let code = i32::try_from(next >> (16 - length)).map_err(|_| Unreadable)?;
                let index =
                    usize::try_from(code + self.to_symbol[of_length]).map_err(|_| Unreadable)?;
                return self.stated.symbols.get(index).copied().ok_or(Unreadable);
            }
        }
        Err(Unreadable)
    }
}
