//! A scan: which components it holds, with which tables, and the order of their blocks (T.81, B.2.3 and A.2).

use super::bits::Bits;
use super::frame::{Coding, Frame};
use super::huffman::Codes;
use super::{Block, Steps, Unreadable};

/// Where whole blocks go.
pub(super) trait Sink {
    /// Before the first block of a component: its steps of quantisation.
    fn begin(&mut self, component: usize, steps: &Steps);
    /// A whole block at this place, across and down.
    fn put(&mut self, component: usize, at: (usize, usize), block: &Block);
}

/// The header of a scan.
pub(super) struct Scan {
    pub(super) components: Vec<OfScan>,
    /// First and last coefficient of it, in zigzag order.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Low bits that an earlier scan and this one leave out (successive approximation).
    pub(super) before: u8,
    pub(super) after: u8,
}

/// A component of a scan, and the numbers of its tables.
#[derive(Clone, Copy)]
pub(super) struct OfScan {
    pub(super) component: usize,
    pub(super) dc: usize,
    pub(super) ac: usize,
}

/// The Huffman tables in force, four of each class.
pub(super) struct Tables {
    pub(super) dc: [Option<Codes>; 4],
    pub(super) ac: [Option<Codes>; 4],
}

impl Tables {
    /// # Errors
    /// When the file has not stated it.
    pub(super) fn dc(&self, number: usize) -> Result<&Codes, Unreadable> {
        self.dc[number].as_ref().ok_or(Unreadable)
    }

    /// # Errors
    /// When the file has not stated it.
    pub(super) fn ac(&self, number: usize) -> Result<&Codes, Unreadable> {
        self.ac[number].as_ref().ok_or(Unreadable)
    }
}

impl Scan {
    /// Reads what the segment holds.
    ///
    /// # Errors
    /// When it is cut off, or names a component twice or one that there is not, or a range that the coding does not have.
    pub(super) fn read(frame: &Frame, holds: &[u8]) -> Result<Self, Unreadable> {
        let (&count, rest) = holds.split_first().ok_or(Unreadable)?;
        let listed = rest.get(..usize::from(count) * 2).ok_or(Unreadable)?;
        let &[first, last, approximation, ..] = &rest[listed.len()..] else {
            return Err(Unreadable);
        };
        let mut components: Vec<OfScan> = Vec::new();
        for of_one in listed.chunks_exact(2) {
            let component = frame
                .components
                .iter()
                .position(|one| one.id == of_one[0])
                .ok_or(Unreadable)?;
            let (dc, ac) = (usize::from(of_one[1] >> 4), usize::from(of_one[1] & 15));
            if dc > 3 || ac > 3 || components.iter().any(|known| known.component == component) {
                return Err(Unreadable);
            }
            components.push(OfScan { component, dc, ac });
        }
        let scan = match frame.coding {
            // Some devices leave these three bytes empty; a sequential scan has no choice in them.
            Coding::Sequential => Self {
                components,
                first: 0,
                last: 63,
                before: 0,
                after: 0,
            },
            Coding::Progressive => Self {
                components,
                first: usize::from(first),
                last: usize::from(last),
                before: approximation >> 4,
                after: approximation & 15,
            },
        };
        let lawful = match (frame.coding, scan.components.len()) {
            (_, 0) => false,
            (Coding::Sequential, _) => true,
            (Coding::Progressive, parts) => {
                let range = if scan.first == 0 {
                    scan.last == 0
                } else {
                    parts == 1 && scan.first <= scan.last && scan.last < 64
                };
                range && scan.after <= 13 && (scan.before == 0 || scan.before == scan.after + 1)
            }
        };
        lawful.then_some(scan).ok_or(Unreadable)
    }

    /// Calls `block` for each block of the scan in its order, restarting where the file does.
    ///
    /// `block` gets the bits, the number of the component in this scan, the place of the block, and whether something was
    /// restarted just before it.
    ///
    /// # Errors
    /// Those of `block`; when a restart is missing; when bits are missing.
    pub(super) fn each_block(
        &self,
        frame: &Frame,
        bits: &mut Bits<'_>,
        restart_every: usize,
        mut block: impl FnMut(&mut Bits<'_>, usize, (usize, usize), bool) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        // A scan of one component has only the blocks of the picture, and each is a unit.
        let alone = match &self.components[..] {
            [only] => Some(&frame.components[only.component]),
            _ => None,
        };
        let (wide, high) = alone.map_or((frame.units_wide, frame.units_high), |one| {
            (one.wide, one.high)
        });
        let mut until_restart = restart_every;
        let mut restarts: u8 = 0;
        let mut restarted = true;
        for down in 0..high {
            for across in 0..wide {
                if restart_every > 0 {
                    if until_restart == 0 {
                        bits.restart(restarts)?;
                        restarts = (restarts + 1) % 8;
                        until_restart = restart_every;
                        restarted = true;
                    }
                    until_restart -= 1;
                }
                if alone.is_some() {
                    block(bits, 0, (across, down), restarted)?;
                } else {
                    let mut restarted = restarted;
                    for (number, of_scan) in self.components.iter().enumerate() {
                        let one = &frame.components[of_scan.component];
                        for inner_down in 0..one.down {
                            for inner_across in 0..one.across {
                                let at = (
                                    across * one.across + inner_across,
                                    down * one.down + inner_down,
                                );
                                block(bits, number, at, restarted)?;
                                restarted = false;
                            }
                        }
                    }
                }
                restarted = false;
                if bits.is_short() {
                    return Err(Unreadable);
                }
            }
        }
        Ok(())
    }
}
