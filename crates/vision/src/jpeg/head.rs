//! What a file says of itself before its image: size, turn, colours.

use image::metadata::Orientation;

use super::Unreadable;
use super::frame::{Coding, Frame};
use super::segments::{self, ADOBE, EXIF, PROFILE, PROGRESSIVE, SEQUENTIAL, START_OF_SCAN};

/// Longest colour profile that is looked at, in bytes. Those of screens and cameras have 0.5 to 20 KB.
const LONGEST_PROFILE: usize = 4 * 1024 * 1024;

/// What stands before the image.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) frame: Frame,
    /// The first EXIF data: how the camera was held.
    pub(crate) exif: Option<Vec<u8>>,
    /// The colour profile (ICC.1), put together from its parts.
    pub(crate) profile: Option<Vec<u8>>,
    pub(crate) colours: Colours,
}

/// What the components mean (T.872, 6.5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colours {
    Grey,
    /// Brightness and two differences of colour, as nearly all files have it.
    Differences,
    /// Red, green, blue.
    Plain,
    /// Four inks, stored inverted as Adobe's programs do.
    Inks,
    /// The same, the first three as brightness and differences.
    InksByDifferences,
}

impl Head {
    /// Reads up to the first scan.
    ///
    /// # Errors
    /// When there is no frame that is read here before a scan.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let (mut frame, mut exif, mut adobe) = (None, None, None);
        let mut parts: Vec<(u8, &[u8])> = Vec::new();
        let mut at = 0;
        loop {
            let segment = segments::next(bytes, at)?.ok_or(Unreadable)?;
            at = segment.end;
            match (segment.marker, segment.holds) {
                (START_OF_SCAN, _) => break,
                (marker, holds) if SEQUENTIAL.contains(&marker) => {
                    frame = Some(one_frame(frame.as_ref(), Coding::Sequential, holds)?);
                }
                (PROGRESSIVE, holds) => {
                    frame = Some(one_frame(frame.as_ref(), Coding::Progressive, holds)?);
                }
                (0xC3 | 0xC5..=0xC7 | 0xC9..=0xCF, _) => return Err(Unreadable),
                (EXIF, [b'E', b'x', b'i', b'f', 0, 0, data @ ..]) if exif.is_none() => {
                    exif = Some(data.to_vec());
                }
                (
                    PROFILE,
                    [
                        b'I',
                        b'C',
                        b'C',
                        b'_',
                        b'P',
                        b'R',
                        b'O',
                        b'F',
                        b'I',
                        b'L',
                        b'E',
                        0,
                        number,
                        _,
                        data @ ..,
                    ],
                ) => {
                    parts.push((*number, data));
                }
                (
                    ADOBE,
                    [
                        b'A',
                        b'd',
                        b'o',
                        b'b',
                        b'e',
                        _,
                        _,
                        _,
                        _,
                        _,
                        _,
                        transform,
                        ..,
                    ],
                ) => {
                    adobe = Some(*transform);
                }
                _ => {}
            }
        }
        let frame = frame.ok_or(Unreadable)?;
        let colours = meaning(&frame, adobe);
        Ok(Self {
            frame,
            exif,
            profile: put_together(parts),
            colours,
        })
    }

    /// Width and height in pixels, as stored.
    pub(crate) fn size_px(&self) -> (u32, u32) {
        self.frame.size_px()
    }

    /// Bytes that must be held before anything can be drawn: only a progressive file needs all its coefficients.
    pub(crate) fn held_bytes(&self) -> u64 {
        match self.frame.coding {
            Coding::Sequential => 0,
            Coding::Progressive => self.frame.memory_bytes(),
        }
    }

    /// Whether its coefficients, turned so, may be written as a plain file, as far as the head tells: their colours are those of
    /// a plain file, its units fit into one scan, and nothing that fills the last unit would come to stand in front.
    pub(crate) fn can_be_kept(&self, turn: Orientation) -> bool {
        matches!(self.colours, Colours::Grey | Colours::Differences)
            && self.frame.fits_one_scan()
            && self.frame.can_be_turned(turn)
    }
}

fn one_frame(earlier: Option<&Frame>, coding: Coding, holds: &[u8]) -> Result<Frame, Unreadable> {
    match earlier {
        None => Frame::read(coding, holds),
        Some(_) => Err(Unreadable),
    }
}

/// Without Adobe's segment, three components mean differences of colour, unless they are called R, G and B.
fn meaning(frame: &Frame, adobe: Option<u8>) -> Colours {
    let ids: Vec<u8> = frame.components.iter().map(|one| one.id).collect();
    match (&ids[..], adobe) {
        ([_], _) => Colours::Grey,
        ([_, _, _], Some(0)) | (b"RGB", None) => Colours::Plain,
        ([_, _, _], _) => Colours::Differences,
        (_, Some(2)) => Colours::InksByDifferences,
        _ => Colours::Inks,
    }
}

/// The profile out of its numbered parts.
fn put_together(mut parts: Vec<(u8, &[u8])>) -> Option<Vec<u8>> {
    parts.sort_by_key(|(number, _)| *number);
    let length: usize = parts.iter().map(|(_, data)| data.len()).sum();
    (1..=LONGEST_PROFILE).contains(&length).then(|| {
        parts
            .into_iter()
            .flat_map(|(_, data)| data)
            .copied()
            .collect()
    })
}
