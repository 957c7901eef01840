//! Reads the blocks of a sequential scan (T.81, F.2).

use super::bits::Bits;
use super::frame::Frame;
use super::huffman::Codes;
use super::scan::{Scan, Sink, Tables};
use super::{Block, OF_BLOCK, Unreadable};

/// Reads a whole scan into `sink`.
///
/// # Errors
/// When the coded data are damaged, or end before the last block.
pub(super) fn read(
    frame: &Frame,
    scan: &Scan,
    tables: &Tables,
    bits: &mut Bits<'_>,
    restart_every: usize,
    sink: &mut impl Sink,
) -> Result<(), Unreadable> {
    let mut codes = Vec::new();
    for of_scan in &scan.components {
        codes.push((tables.dc(of_scan.dc)?, tables.ac(of_scan.ac)?));
    }
    let mut means = [0; 4];
    scan.each_block(frame, bits, restart_every, |bits, number, at, restarted| {
        if restarted {
            means = [0; 4];
        }
        let (dc, ac) = codes[number];
        let mut block = [0; OF_BLOCK];
        one_block(bits, dc, ac, &mut means[number], &mut block)?;
        sink.put(scan.components[number].component, at, &block);
        Ok(())
    })
}

/// Reads one block. `mean`: that of the block before.
#[inline]
fn one_block(
    bits: &mut Bits<'_>,
    dc: &Codes,
    ac: &Codes,
    mean: &mut i32,
    block: &mut Block,
) -> Result<(), Unreadable> {
    bits.fill();
    *mean = next_mean(bits, dc, *mean)?;
    block[0] = clamped(*mean);
    if i32::from(block[0]) != *mean {
        bits.bend();
    }
    let mut index = 1;
    while index < OF_BLOCK {
        bits.fill();
        let symbol = ac.symbol(bits)?;
        let (zeros, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
        if size == 0 {
            if zeros != 15 {
                break;
            }
            index += 16;
            continue;
        }
        index += zeros;
        if index >= OF_BLOCK || size > 10 {
            return Err(Unreadable);
        }
        block[index] = clamped(bits.value(size));
        index += 1;
    }
    Ok(())
}

/// The mean of a block from its difference to the one before.
///
/// # Errors
/// When the difference is larger than 8 bits allow.
#[inline]
pub(super) fn next_mean(bits: &mut Bits<'_>, dc: &Codes, before: i32) -> Result<i32, Unreadable> {
    let size = dc.symbol(bits)?;
    if size > 11 {
        return Err(Unreadable);
    }
    // Damaged data may add up to anything; they never grow beyond what the next difference can bring back.
    Ok((before + bits.value(u32::from(size))).clamp(-4096, 4095))
}

/// What pixels of 8 bits have at most; anything beyond comes from damage, and could not be written again.
#[inline]
pub(super) fn clamped(value: i32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped just now")]
    let value = value.clamp(-1024, 1023) as i16;
    value
}
