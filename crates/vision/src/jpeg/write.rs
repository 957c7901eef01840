//! Writes coefficients as a plain baseline file: one scan, the smallest Huffman tables, nothing but the image.

use std::iter::once;

use super::coefficients::Coefficients;
use super::frame::Frame;
use super::huffman::Stated;
use super::segments::{
    END_OF_IMAGE, HUFFMAN, QUANTISATION, SEQUENTIAL, START_OF_IMAGE, START_OF_SCAN,
};
use super::{Block, OF_BLOCK, Steps, best_codes, each_detail};

/// Version 1.1, no density (T.871, clause 10.1).
const JFIF: &[u8] = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";

/// What stands behind the coded data.
pub(super) const END: [u8; 2] = [0xFF, END_OF_IMAGE];

impl Coefficients {
    /// Whether a baseline file can hold their steps of quantisation: 8 bits. What else it needs is told by
    /// [`Head::can_be_kept`](super::Head::can_be_kept).
    pub(crate) fn can_be_written(&self) -> bool {
        self.components
            .iter()
            .all(|of_one| fit_a_plain_file(&of_one.steps))
    }

    /// The file. Call it only if it can be written.
    ///
    /// Blocks that fill the last units are written as empty: another picture could hide in them.
    pub(crate) fn write(&self) -> Vec<u8> {
        let Symbols { uses, all } = self.symbols();
        let of_kind = |kind: usize| best_codes::of(&uses[kind]);
        let classes = 0..self.classes();
        let tables = Tables {
            dc: classes.clone().map(of_kind).collect(),
            ac: classes.map(|class| of_kind(class + AC)).collect(),
            of_component: (0..small(self.components.len()))
                .map(|index| (index.min(1), index.min(1)))
                .collect(),
        };
        let steps: Vec<Steps> = self.components.iter().map(|of_one| of_one.steps).collect();
        let file = head(&self.frame, &steps, &tables);
        let mut codes = [(0, 0); 256 * KINDS];
        for (first, of_class) in [(0, &tables.dc), (AC, &tables.ac)] {
            for (kind, table) in (first..).zip(of_class) {
                for (symbol, code, length) in table.codes() {
                    codes[kind * 256 + usize::from(symbol)] = (code, length);
                }
            }
        }
        let mut out = Out::behind(file);
        for symbol in all {
            out.symbol(codes[symbol.number()], symbol);
        }
        let mut file = out.end();
        file.extend(END);
        file
    }

    /// Brightness has tables of its own, the two colours share theirs.
    fn classes(&self) -> usize {
        self.components.len().min(2)
    }

    /// All symbols, in the order of the scan.
    fn symbols(&self) -> Symbols {
        let mut symbols = Symbols {
            uses: [[0; 256]; KINDS],
            all: Vec::with_capacity(
                self.components
                    .iter()
                    .map(|of_one| of_one.blocks.len() * 8)
                    .sum(),
            ),
        };
        let mut means = [0; 3];
        for unit_down in 0..self.frame.units_high {
            for unit_across in 0..self.frame.units_wide {
                for (index, one) in self.frame.components.iter().enumerate() {
                    let (of_one, class) = (&self.components[index], index.min(1));
                    let mean = &mut means[index];
                    for down in unit_down * one.down..(unit_down + 1) * one.down {
                        for across in unit_across * one.across..(unit_across + 1) * one.across {
                            if across < one.wide && down < one.high {
                                let block = &of_one.blocks[down * of_one.stride + across];
                                symbols.add_block(class, mean, block);
                            } else {
                                symbols.add(class, 0, 0);
                                symbols.add(class + AC, 0, 0);
                            }
                        }
                    }
                }
            }
        }
        symbols
    }
}

/// The Huffman tables of a plain file, at most two of each class.
pub(super) struct Tables {
    pub(super) dc: Vec<Stated>,
    pub(super) ac: Vec<Stated>,
    /// For each component the numbers of its two.
    pub(super) of_component: Vec<(u8, u8)>,
}

/// Whether a baseline file can hold these steps of quantisation: 8 bits.
pub(super) fn fit_a_plain_file(steps: &Steps) -> bool {
    steps.iter().all(|step| (1..=255).contains(step))
}

/// All that stands before the coded data: one scan of all components.
pub(super) fn head(frame: &Frame, steps: &[Steps], tables: &Tables) -> Vec<u8> {
    let mut file = vec![0xFF, START_OF_IMAGE];
    segment(&mut file, 0xE0, JFIF.iter().copied());
    for (number, steps) in (0..).zip(steps) {
        let steps = steps
            .iter()
            .map(|step| u8::try_from(*step).expect("steps of 8 bits"));
        segment(&mut file, QUANTISATION, once(number).chain(steps));
    }
    segment(&mut file, SEQUENTIAL[0], frame_header(frame));
    for (class, of_class) in [(0, &tables.dc), (0x10, &tables.ac)] {
        for (number, table) in (class..).zip(of_class) {
            segment(&mut file, HUFFMAN, once(number).chain(table.bytes()));
        }
    }
    segment(&mut file, START_OF_SCAN, scan_header(tables));
    file
}

fn frame_header(frame: &Frame) -> Vec<u8> {
    let sides = [frame.height, frame.width].map(|side| {
        u16::try_from(side)
            .expect("a side has 16 bits")
            .to_be_bytes()
    });
    let mut holds = vec![8];
    holds.extend(sides.concat());
    holds.push(small(frame.components.len()));
    for (index, one) in (0..).zip(&frame.components) {
        holds.extend([index + 1, small(one.across << 4 | one.down), index]);
    }
    holds
}

fn scan_header(tables: &Tables) -> Vec<u8> {
    let mut holds = vec![small(tables.of_component.len())];
    for (id, (dc, ac)) in (1..).zip(&tables.of_component) {
        holds.extend([id, dc << 4 | ac]);
    }
    holds.extend([0, 63, 0]);
    holds
}

fn segment(file: &mut Vec<u8>, marker: u8, holds: impl IntoIterator<Item = u8>) {
    let begin = file.len();
    file.extend([0xFF, marker, 0, 0]);
    file.extend(holds);
    let length = u16::try_from(file.len() - begin - 2).expect("tables and headers are short");
    file[begin + 2..begin + 4].copy_from_slice(&length.to_be_bytes());
}

fn small(number: usize) -> u8 {
    u8::try_from(number).expect("numbers and samplings of components are small")
}

/// Kinds of tables: means and details of brightness (class 0) and of colour (class 1).
const KINDS: usize = 4;
/// From the kind of a class's means to that of its details.
const AC: usize = 2;

/// What is written, before it has codes.
struct Symbols {
    /// For each kind: how often each symbol is used.
    uses: [[u32; 256]; KINDS],
    all: Vec<Symbol>,
}

/// A symbol of a kind, and the bits of the value that follows: 6 bits of 0, 2 of the kind, 8 of the symbol, 16 of the value. The
/// low four bits of a symbol say how many of them count.
#[derive(Clone, Copy)]
struct Symbol(u32);

impl Symbol {
    /// Its number among those of all kinds.
    #[inline]
    fn number(self) -> usize {
        (self.0 >> 16) as usize
    }

    /// How many bits follow, and these.
    #[inline]
    fn value(self) -> (u32, u32) {
        (self.0 >> 16 & 15, self.0 & 0xFFFF)
    }
}

impl Symbols {
    /// `mean`: that of the block before; becomes that of this one.
    #[inline]
    fn add_block(&mut self, class: usize, mean: &mut i16, block: &Block) {
        self.add(class, 0, i32::from(block[0]) - i32::from(*mean));
        *mean = block[0];
        let mut before = 0;
        each_detail(block, OF_BLOCK, |number, coefficient| {
            let mut zeros = number - before - 1;
            while zeros > 15 {
                self.add(class + AC, 15, 0);
                zeros -= 16;
            }
            // Only damage makes one larger, and a plain file cannot hold it.
            self.add(class + AC, zeros, i32::from(coefficient).clamp(-1023, 1023));
            before = number;
        });
        if before < OF_BLOCK - 1 {
            self.add(class + AC, 0, 0);
        }
    }

    /// A run of zeros and the value behind it (T.81, F.1.2).
    #[inline]
    fn add(&mut self, kind: usize, zeros: usize, value: i32) {
        let size = 32 - value.unsigned_abs().leading_zeros();
        let bits = if value < 0 { value - 1 } else { value };
        let bits = bits.cast_unsigned() & ((1 << size) - 1);
        let symbol = zeros << 4 | size as usize;
        self.uses[kind][symbol] += 1;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a kind of 2 bits and a symbol of 8"
        )]
        let number = (kind * 256 + symbol) as u32;
        self.all.push(Symbol(number << 16 | bits));
    }
}

/// Writes bits behind a file's header.
struct Out {
    file: Vec<u8>,
    /// Bits that are not written yet, in the low `count` places.
    held: u64,
    count: u32,
}

impl Out {
    fn behind(file: Vec<u8>) -> Self {
        Self {
            file,
            held: 0,
            count: 0,
        }
    }

    /// Its code and the value behind it.
    #[inline]
    fn symbol(&mut self, (code, length): (u16, u8), symbol: Symbol) {
        let (size, bits) = symbol.value();
        self.put(u32::from(code) << size | bits, u32::from(length) + size);
    }

    /// At most 27 bits.
    #[inline]
    fn put(&mut self, bits: u32, count: u32) {
        self.held = self.held << count | u64::from(bits);
        self.count += count;
        if self.count >= 32 {
            self.count -= 32;
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the 32 bits that are written now"
            )]
            let word = (self.held >> self.count) as u32;
            let bytes = word.to_be_bytes();
            if bytes.contains(&0xFF) {
                for byte in bytes {
                    self.byte(byte);
                }
            } else {
                self.file.extend(bytes);
            }
        }
    }

    /// A byte of coded data; `FF` is told from a marker by the zero behind it.
    fn byte(&mut self, byte: u8) {
        self.file.push(byte);
        if byte == 0xFF {
            self.file.push(0);
        }
    }

    /// Fills the last byte with ones, as the standard asks.
    fn end(mut self) -> Vec<u8> {
        while self.count > 0 {
            let missing = 8_u32.saturating_sub(self.count);
            let bits = self.held << missing | ((1 << missing) - 1);
            let above = self.count.saturating_sub(8);
            self.byte((bits >> above).to_le_bytes()[0]);
            self.count = above;
        }
        self.file
    }
}
