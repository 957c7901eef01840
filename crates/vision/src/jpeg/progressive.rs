//! Reads the scans of a progressive file (T.81, G.1.2 and G.2).

use super::bits::Bits;
use super::coefficients::Coefficients;
use super::huffman::Codes;
use super::scan::{Scan, Tables};
use super::sequential::{clamped, next_mean};
use super::{Block, Unreadable};

/// Reads a whole scan into `into`, whose frame is that of the file.
///
/// # Errors
/// When the coded data are damaged, or end before the last block.
pub(super) fn read(
    scan: &Scan,
    tables: &Tables,
    bits: &mut Bits<'_>,
    restart_every: usize,
    into: &mut Coefficients,
) -> Result<(), Unreadable> {
    let Coefficients { frame, components } = into;
    let mut means = [0; 4];
    // Blocks that have nothing more in this band (end-of-band run).
    let mut empty_blocks = 0;
    let mut dc_codes = Vec::new();
    let mut ac_codes = None;
    if scan.first > 0 {
        ac_codes = Some(tables.ac(scan.components[0].ac)?);
    } else if scan.before == 0 {
        for of_scan in &scan.components {
            dc_codes.push(tables.dc(of_scan.dc)?);
        }
    }
    scan.each_block(
        frame,
        bits,
        restart_every,
        |bits, number, (across, down), restarted| {
            if restarted {
                means = [0; 4];
                empty_blocks = 0;
            }
            let of_one = &mut components[scan.components[number].component];
            let block = &mut of_one.blocks[down * of_one.stride + across];
            match (ac_codes, scan.before) {
                (None, 0) => {
                    bits.fill();
                    means[number] = next_mean(bits, dc_codes[number], means[number])?;
                    block[0] = clamped(means[number] << scan.after);
                }
                (None, _) => {
                    if bits.bit() {
                        block[0] |= 1 << scan.after;
                    }
                }
                (Some(codes), 0) => first_of_band(scan, codes, bits, &mut empty_blocks, block)?,
                (Some(codes), _) => more_of_band(scan, codes, bits, &mut empty_blocks, block)?,
            }
            Ok(())
        },
    )
}

fn first_of_band(
    scan: &Scan,
    codes: &Codes,
    bits: &mut Bits<'_>,
    empty_blocks: &mut u32,
    block: &mut Block,
) -> Result<(), Unreadable> {
    if *empty_blocks > 0 {
        *empty_blocks -= 1;
        return Ok(());
    }
    let mut index = scan.first;
    while index <= scan.last {
        bits.fill();
        let symbol = codes.symbol(bits)?;
        let (zeros, size) = (symbol >> 4, u32::from(symbol & 15));
        if size == 0 {
            if zeros < 15 {
                *empty_blocks = run(bits, zeros) - 1;
                return Ok(());
            }
            index += 16;
            continue;
        }
        index += usize::from(zeros);
        if index > scan.last || size > 10 {
            return Err(Unreadable);
        }
        block[index] = clamped(bits.value(size) << scan.after);
        index += 1;
    }
    Ok(())
}

fn more_of_band(
    scan: &Scan,
    codes: &Codes,
    bits: &mut Bits<'_>,
    empty_blocks: &mut u32,
    block: &mut Block,
) -> Result<(), Unreadable> {
    let one = 1i16 << scan.after;
    let mut index = scan.first;
    if *empty_blocks == 0 {
        while index <= scan.last {
            bits.fill();
            let symbol = codes.symbol(bits)?;
            let (zeros, size) = (symbol >> 4, symbol & 15);
            let new = match size {
                0 if zeros < 15 => {
                    *empty_blocks = run(bits, zeros);
                    break;
                }
                0 => 0,
                1 if bits.bit() => one,
                1 => -one,
                _ => return Err(Unreadable),
            };
            // Passes over so many that are still zero, and corrects those that are not.
            let mut zeros = zeros;
            loop {
                let Some(known) = block[..=scan.last].get_mut(index) else {
                    // Only a run of sixteen zeros may reach the end of the band.
                    if new != 0 {
                        return Err(Unreadable);
                    }
                    break;
                };
                index += 1;
                if *known != 0 {
                    correct(bits, known, one);
                } else if zeros == 0 {
                    *known = new;
                    break;
                } else {
                    zeros -= 1;
                }
            }
        }
    }
    if *empty_blocks > 0 {
        *empty_blocks -= 1;
        for known in block[..=scan.last].iter_mut().skip(index) {
            if *known != 0 {
                correct(bits, known, one);
            }
        }
    }
    Ok(())
}

/// Reads one more bit of a coefficient that is not zero.
#[inline]
fn correct(bits: &mut Bits<'_>, known: &mut i16, one: i16) {
    if bits.bit() && *known & one == 0 {
        *known = if *known > 0 {
            known.saturating_add(one)
        } else {
            known.saturating_sub(one)
        };
    }
}

/// The length of a run of empty blocks, this one included.
fn run(bits: &mut Bits<'_>, size: u8) -> u32 {
    if size == 0 {
        return 1;
    }
    bits.fill();
    let more = bits.peek(u32::from(size));
    bits.skip(u32::from(size));
    (1 << size) + u32::try_from(more).unwrap_or(0)
}
