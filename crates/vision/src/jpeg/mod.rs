//! JPEG by its coefficients: reads what strangers send, and writes it as a plain baseline file.
//!
//! A JPEG stores no pixels but, for each block of 8 x 8 samples, 64 coefficients. They can be read, turned by quarters and
//! written again without ever making pixels: nothing is lost, and it costs a third of decoding and encoding. Pixels are made only
//! where something is to be seen, at any eighth of the size ([`scaled`]).
//!
//! Own code, in safe Rust, because no library does it so, and because whether a picture is whole can only be told by the one who
//! follows its coded data: a file is whole when no coefficient of its image is missing, whatever stands behind it. Measurements:
//! `docs/adr/0003`. Source of all that is read and written here: ITU-T T.81 (ISO/IEC 10918-1) and, for colours, T.871 and T.872.
//!
//! Read: sequential and progressive Huffman-coded files of 8 bits, with 1, 3 or 4 components in any sampling and any order of
//! scans, with or without restarts. Not read: 12 bits, arithmetic coding, lossless and hierarchical files, which no telephone,
//! scanner or program for pictures writes.

mod as_coded;
mod best_codes;
mod bits;
mod coefficients;
mod frame;
mod head;
mod huffman;
mod progressive;
mod read;
mod rgb;
mod scaled;
mod scan;
mod segments;
mod sequential;
mod standard;
mod turned;
mod views;
mod write;

pub(crate) use coefficients::Coefficients;
pub(crate) use head::{Colours, Head};
pub(crate) use read::planes;
pub(crate) use rgb::rgb;
pub(crate) use scaled::{Plane, Scale};
pub(crate) use views::{Scales, Views, kept_as_coded};

/// The file is damaged, cut off, or of a kind that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the JPEG file is damaged, cut off, or of a kind that is not read")]
pub(crate) struct Unreadable;

/// Samples along a side of a block.
const SIDE: usize = 8;
/// Coefficients of a block.
const OF_BLOCK: usize = SIDE * SIDE;

/// The coefficients of a block in the order of files, from the mean to the finest (zigzag: T.81, figure A.6).
type Block = [i16; OF_BLOCK];

/// Steps of quantisation of each coefficient, in the same order.
type Steps = [u16; OF_BLOCK];

/// Where the coefficients of a block belong, row by row: frequencies across rise to the right, those down downwards.
const PLACES: [u8; OF_BLOCK] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// The coefficients of a block that are not 0, without the mean, with their numbers in the order of files; only those below `end`.
#[inline]
fn each_detail(block: &Block, end: usize, mut each: impl FnMut(usize, i16)) {
    // Whether a coefficient is 0 is as good as chance, so a branch for each would cost more than all else: bits are collected
    // without branches first.
    let mut set = 0_u64;
    for (index, eight) in (0..end).step_by(8).zip(block.as_chunks::<8>().0) {
        let mut of_eight = 0_u8;
        for (bit, coefficient) in eight.iter().enumerate() {
            of_eight |= u8::from(*coefficient != 0) << bit;
        }
        set |= u64::from(of_eight) << index;
    }
    set &= (u64::MAX >> (OF_BLOCK - end)) & !1;
    while set != 0 {
        let number = set.trailing_zeros() as usize;
        each(number, block[number]);
        set &= set - 1;
    }
}
