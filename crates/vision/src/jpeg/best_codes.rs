//! The Huffman codes that make a file shortest, within the 16 bits that a code may have (T.81, annex K.2).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::huffman::Stated;

/// Longest code, in bits.
const LONGEST: usize = 16;
/// Longest code before it is shortened: one of n bits needs as many uses as the n-th Fibonacci number, and all together there
/// are at most 2^40.
const LONGEST_BEFORE: usize = 64;

/// The table for symbols that are used so often; at least one must be used.
pub(super) fn of(uses: &[u32; 256]) -> Stated {
    let lengths = lengths(uses);
    let mut symbols: Vec<(usize, u8)> = (0..=255u8)
        .map(|symbol| (lengths[usize::from(symbol)], symbol))
        .filter(|(length, _)| *length > 0)
        .collect();
    symbols.sort_unstable();
    let mut of_length = [0usize; LONGEST_BEFORE + 1];
    for length in lengths.into_iter().filter(|length| *length > 0) {
        of_length[length] += 1;
    }
    shorten(&mut of_length);
    // The longest code was that of the symbol that does not exist: no code may consist of ones alone.
    let longest = of_length
        .iter()
        .rposition(|count| *count > 0)
        .expect("a symbol is used");
    of_length[longest] -= 1;
    let counts = std::array::from_fn(|index| {
        u8::try_from(of_length[index + 1]).expect("at most 256 symbols, of which no length has all")
    });
    let symbols = symbols.into_iter().map(|(_, symbol)| symbol).collect();
    Stated::new(counts, symbols).expect("a code for each symbol")
}

/// The length of each symbol's code; the last one is that of a symbol that does not exist and is used least.
fn lengths(uses: &[u32; 256]) -> [usize; 257] {
    let mut parents: Vec<Option<usize>> = vec![None; 257];
    let mut waiting: BinaryHeap<Reverse<(u64, usize)>> = uses
        .iter()
        .enumerate()
        .filter(|(_, uses)| **uses > 0)
        .map(|(symbol, uses)| Reverse((u64::from(*uses), symbol)))
        .collect();
    waiting.push(Reverse((0, 256)));
    while let (Some(Reverse((least, first))), Some(Reverse((next, second)))) =
        (waiting.pop(), waiting.pop())
    {
        let both = parents.len();
        parents.push(None);
        parents[first] = Some(both);
        parents[second] = Some(both);
        waiting.push(Reverse((least + next, both)));
        if waiting.len() == 1 {
            break;
        }
    }
    let mut lengths = [0; 257];
    for (symbol, length) in lengths.iter_mut().enumerate() {
        *length = std::iter::successors(parents[symbol], |node| parents[*node]).count();
    }
    lengths
}

/// Makes codes that are too long shorter, at the cost of others (T.81, figure K.3).
fn shorten(of_length: &mut [usize; LONGEST_BEFORE + 1]) {
    for length in (LONGEST + 1..=LONGEST_BEFORE).rev() {
        while of_length[length] > 0 {
            let shorter = of_length[..length - 1]
                .iter()
                .rposition(|count| *count > 0)
                .expect("codes of one length only would fit");
            of_length[length] -= 2;
            of_length[length - 1] += 1;
            of_length[shorter + 1] += 2;
            of_length[shorter] -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths_of(uses: &[(u8, u32)]) -> Vec<(u8, u8)> {
        let mut all = [0; 256];
        for (symbol, uses) in uses {
            all[usize::from(*symbol)] = *uses;
        }
        of(&all)
            .codes()
            .map(|(symbol, _, length)| (symbol, length))
            .collect()
    }

    #[test]
    fn what_is_used_more_has_a_shorter_code() {
        assert_eq!(lengths_of(&[(7, 1)]), [(7, 1)]);
        assert_eq!(
            lengths_of(&[(1, 5), (2, 100), (3, 6)]),
            [(2, 1), (3, 2), (1, 3)]
        );
    }

    #[test]
    fn no_code_is_longer_than_sixteen_bits_nor_all_ones() {
        let (mut before, mut now) = (1u32, 1u32);
        let mut uses = Vec::new();
        for symbol in 0..44u8 {
            uses.push((symbol, now));
            (before, now) = (now, before.saturating_add(now));
        }
        let mut all = [0; 256];
        for (symbol, uses) in uses {
            all[usize::from(symbol)] = uses;
        }
        let codes: Vec<_> = of(&all).codes().collect();
        assert_eq!(codes.len(), 44);
        for (symbol, code, length) in codes {
            assert!(length <= 16, "{symbol}");
            assert_ne!(u32::from(code), (1 << length) - 1, "{symbol}");
        }
        let even = of(&[1; 256]);
        assert_eq!(even.codes().count(), 256);
    }
}
