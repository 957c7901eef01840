//! Reads the image of a file: follows its tables and scans until nothing of the image is missing.

use super::bits::Bits;
use super::coefficients::Coefficients;
use super::frame::{Coding, Frame};
use super::head::Head;
use super::huffman::{Codes, Stated};
use super::scaled::{Drawing, Plane, Scale};
use super::scan::{Scan, Sink, Tables};
use super::segments::{self, END_OF_IMAGE, HUFFMAN, QUANTISATION, RESTARTS, START_OF_SCAN};
use super::{OF_BLOCK, Steps, Unreadable, progressive, sequential, standard};

/// More scans than any camera or program writes. Each scan of a progressive file touches every block, so a short file with
/// thousands of scans would keep a processor busy for minutes.
const MAX_SCANS: usize = 100;

impl Coefficients {
    /// Reads all coefficients of a file.
    ///
    /// # Errors
    /// When one is missing or cannot be read.
    pub(crate) fn read(bytes: &[u8], head: &Head) -> Result<Self, Unreadable> {
        let mut into = Self::new(&head.frame);
        match head.frame.coding {
            Coding::Sequential => each_scan(bytes, &mut Whole::new(&head.frame, &mut into))?,
            Coding::Progressive => each_scan(bytes, &mut Layered::new(&mut into))?,
        }
        Ok(into)
    }
}

/// Draws the components of a file, at a part of its size. A sequential file is never held as coefficients, so that a large one
/// takes no more memory than what is drawn of it.
///
/// # Errors
/// When something of the image is missing or cannot be read.
pub(crate) fn planes(bytes: &[u8], head: &Head, scale: Scale) -> Result<Vec<Plane>, Unreadable> {
    let mut drawing = Drawing::new(&head.frame, scale);
    match head.frame.coding {
        Coding::Sequential => each_scan(bytes, &mut Whole::new(&head.frame, &mut drawing))?,
        Coding::Progressive => Coefficients::read(bytes, head)?.hand_to(&mut drawing),
    }
    Ok(drawing.planes())
}

/// What the scans of a file add to.
pub(super) trait Reading {
    fn frame(&self) -> &Frame;

    /// Reads one scan.
    ///
    /// # Errors
    /// When it is damaged or cut off, or repeats what is there already.
    fn scan(
        &mut self,
        scan: &Scan,
        in_force: &InForce,
        bits: &mut Bits<'_>,
    ) -> Result<(), Unreadable>;

    /// How much of the image is there.
    fn is_there(&self) -> There;
}

/// How much of an image is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    /// Something that every image has is missing.
    Missing,
    /// Each component is there, but a scan may follow that makes it finer.
    Coarse,
    /// All of it.
    Whole,
}

/// Tables and settings that segments stated last.
pub(super) struct InForce {
    pub(super) tables: Tables,
    steps: [Option<Steps>; 4],
    pub(super) restart_every: usize,
}

/// Reads scans until the image is whole. What stands behind is not looked at: a missing end mark takes nothing from the image,
/// and neither does a stray marker or another file.
pub(super) fn each_scan(bytes: &[u8], reading: &mut impl Reading) -> Result<(), Unreadable> {
    let mut in_force = InForce::new();
    let mut scans = 0;
    let mut at = 0;
    while reading.is_there() != There::Whole {
        let Some(segment) = segments::next(bytes, at)? else {
            // The file was cut off between two scans.
            return Err(Unreadable);
        };
        at = segment.end;
        match segment.marker {
            START_OF_SCAN => {
                scans += 1;
                if scans > MAX_SCANS {
                    return Err(Unreadable);
                }
                let scan = Scan::read(reading.frame(), segment.holds)?;
                let mut bits = Bits::new(bytes, at);
                reading.scan(&scan, &in_force, &mut bits)?;
                at = bits.next_marker().unwrap_or(bytes.len());
            }
            HUFFMAN => in_force.huffman(segment.holds)?,
            QUANTISATION => in_force.quantisation(segment.holds)?,
            RESTARTS => in_force.restarts(segment.holds)?,
            // A progressive file may end before its last detail, if it says that it ends.
            END_OF_IMAGE if reading.is_there() == There::Coarse => return Ok(()),
            END_OF_IMAGE if scans > 0 => return Err(Unreadable),
            _ => {}
        }
    }
    Ok(())
}

impl InForce {
    /// Frames of cameras that film (motion JPEG) leave out the tables that the standard gives as typical; they mean these.
    fn new() -> Self {
        let codes = |stated: Stated| Some(Codes::new(stated));
        Self {
            tables: Tables {
                dc: [
                    codes(standard::dc_brightness()),
                    codes(standard::dc_colour()),
                    None,
                    None,
                ],
                ac: [
                    codes(standard::ac_brightness()),
                    codes(standard::ac_colour()),
                    None,
                    None,
                ],
            },
            steps: [None; 4],
            restart_every: 0,
        }
    }

    fn huffman(&mut self, mut holds: &[u8]) -> Result<(), Unreadable> {
        while let Some((kind, rest)) = holds.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>().ok_or(Unreadable)?;
            let length = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(length).ok_or(Unreadable)?;
            let class = match kind >> 4 {
                0 => &mut self.tables.dc,
                1 => &mut self.tables.ac,
                _ => return Err(Unreadable),
            };
            let table = class.get_mut(usize::from(kind & 15)).ok_or(Unreadable)?;
            *table = Some(Codes::new(Stated::new(*counts, symbols.to_vec())?));
            holds = rest;
        }
        Ok(())
    }

    fn quantisation(&mut self, mut holds: &[u8]) -> Result<(), Unreadable> {
        while let Some((kind, rest)) = holds.split_first() {
            let bytes_each = match kind >> 4 {
                0 => 1,
                1 => 2,
                _ => return Err(Unreadable),
            };
            let (listed, rest) = rest
                .split_at_checked(OF_BLOCK * bytes_each)
                .ok_or(Unreadable)?;
            let mut steps = [0; OF_BLOCK];
            for (known, step) in steps.iter_mut().zip(listed.chunks_exact(bytes_each)) {
                *known = step
                    .iter()
                    .fold(0, |step, byte| step << 8 | u16::from(*byte));
            }
            *self
                .steps
                .get_mut(usize::from(kind & 15))
                .ok_or(Unreadable)? = Some(steps);
            holds = rest;
        }
        Ok(())
    }

    fn restarts(&mut self, holds: &[u8]) -> Result<(), Unreadable> {
        let every = holds.first_chunk::<2>().ok_or(Unreadable)?;
        self.restart_every = usize::from(u16::from_be_bytes(*every));
        Ok(())
    }

    pub(super) fn steps(&self, frame: &Frame, component: usize) -> Result<&Steps, Unreadable> {
        self.steps[frame.components[component].steps]
            .as_ref()
            .ok_or(Unreadable)
    }
}

/// A sequential file: each component is whole with its scan.
pub(super) struct Whole<'a, S> {
    frame: &'a Frame,
    sink: &'a mut S,
    read: [bool; 4],
}

impl<'a, S: Sink> Whole<'a, S> {
    pub(super) fn new(frame: &'a Frame, sink: &'a mut S) -> Self {
        Self {
            frame,
            sink,
            read: [false; 4],
        }
    }
}

impl<S: Sink> Reading for Whole<'_, S> {
    fn frame(&self) -> &Frame {
        self.frame
    }

    fn scan(
        &mut self,
        scan: &Scan,
        in_force: &InForce,
        bits: &mut Bits<'_>,
    ) -> Result<(), Unreadable> {
        for of_scan in &scan.components {
            if std::mem::replace(&mut self.read[of_scan.component], true) {
                return Err(Unreadable);
            }
            let steps = in_force.steps(self.frame, of_scan.component)?;
            self.sink.begin(of_scan.component, steps);
        }
        let (tables, every) = (&in_force.tables, in_force.restart_every);
        sequential::read(self.frame, scan, tables, bits, every, self.sink)
    }

    fn is_there(&self) -> There {
        if self.read[..self.frame.components.len()]
            .iter()
            .all(|read| *read)
        {
            There::Whole
        } else {
            There::Missing
        }
    }
}

/// A progressive file: each coefficient comes in layers.
struct Layered<'a> {
    into: &'a mut Coefficients,
    /// For each component and coefficient, in zigzag order: how many low bits are missing; none before its first scan.
    missing: Vec<[Option<u8>; OF_BLOCK]>,
}

impl<'a> Layered<'a> {
    fn new(into: &'a mut Coefficients) -> Self {
        let missing = vec![[None; OF_BLOCK]; into.frame.components.len()];
        Self { into, missing }
    }
}

impl Reading for Layered<'_> {
    fn frame(&self) -> &Frame {
        &self.into.frame
    }

    fn scan(
        &mut self,
        scan: &Scan,
        in_force: &InForce,
        bits: &mut Bits<'_>,
    ) -> Result<(), Unreadable> {
        for of_scan in &scan.components {
            let missing = &mut self.missing[of_scan.component];
            if missing[0].is_none() {
                let steps = *in_force.steps(&self.into.frame, of_scan.component)?;
                self.into.begin(of_scan.component, &steps);
            }
            let awaited = (scan.before > 0).then_some(scan.before);
            for missing in &mut missing[scan.first..=scan.last] {
                if *missing != awaited {
                    return Err(Unreadable);
                }
                *missing = Some(scan.after);
            }
        }
        progressive::read(
            scan,
            &in_force.tables,
            bits,
            in_force.restart_every,
            self.into,
        )
    }

    fn is_there(&self) -> There {
        if self
            .missing
            .iter()
            .flatten()
            .all(|missing| *missing == Some(0))
        {
            There::Whole
        } else if self.missing.iter().all(|missing| missing[0].is_some()) {
            There::Coarse
        } else {
            There::Missing
        }
    }
}
