//! The segments of a file: markers, what they hold, and what stands between them that is none.

use super::Unreadable;

pub(super) const START_OF_IMAGE: u8 = 0xD8;
pub(super) const END_OF_IMAGE: u8 = 0xD9;
pub(super) const START_OF_SCAN: u8 = 0xDA;
pub(super) const QUANTISATION: u8 = 0xDB;
pub(super) const HUFFMAN: u8 = 0xC4;
pub(super) const RESTARTS: u8 = 0xDD;
/// Sequential files, baseline or with more tables.
pub(super) const SEQUENTIAL: [u8; 2] = [0xC0, 0xC1];
pub(super) const PROGRESSIVE: u8 = 0xC2;
pub(super) const EXIF: u8 = 0xE1;
pub(super) const PROFILE: u8 = 0xE2;
pub(super) const ADOBE: u8 = 0xEE;

/// A marker and what its segment holds.
pub(super) struct Segment<'a> {
    pub(super) marker: u8,
    pub(super) holds: &'a [u8],
    /// Where the file goes on behind it.
    pub(super) end: usize,
}

/// The next segment at or behind `at`, or `None` at the end of the file.
///
/// Fill bytes before a marker are lawful (T.81, B.1.1.2). Markers that the standard reserves, restarts outside a scan, and bytes
/// between segments are not, but devices write them; they are passed over.
///
/// # Errors
/// When a segment is longer than the file.
pub(super) fn next(bytes: &[u8], at: usize) -> Result<Option<Segment<'_>>, Unreadable> {
    let mut at = at;
    let marker = loop {
        let Some(rest) = bytes.get(at..) else {
            return Ok(None);
        };
        let Some(ahead) = rest
            .windows(2)
            .position(|pair| pair[0] == 0xFF && pair[1] != 0xFF)
        else {
            return Ok(None);
        };
        let marker = rest[ahead + 1];
        at += ahead + 2;
        if marker >= 0xC0 && !(0xD0..=0xD7).contains(&marker) {
            break marker;
        }
    };
    if matches!(marker, START_OF_IMAGE | END_OF_IMAGE) {
        let holds = &[];
        return Ok(Some(Segment {
            marker,
            holds,
            end: at,
        }));
    }
    // The length includes itself.
    let length = bytes
        .get(at..at + 2)
        .map(|two| usize::from(u16::from_be_bytes([two[0], two[1]])))
        .ok_or(Unreadable)?;
    let holds = bytes.get(at + 2..at + length).ok_or(Unreadable)?;
    Ok(Some(Segment {
        marker,
        holds,
        end: at + length,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Markers = &'static [(u8, usize)];

    /// The markers of a file and the lengths of what they hold.
    fn listed(bytes: &[u8]) -> Result<Vec<(u8, usize)>, Unreadable> {
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(segment) = next(bytes, at)? {
            found.push((segment.marker, segment.holds.len()));
            at = segment.end;
        }
        Ok(found)
    }

    #[test]
    fn passes_over_what_is_no_segment() {
        let cases: [(&[u8], Markers); 5] = [
            (b"\xFF\xD8\xFF\xD9", &[(0xD8, 0), (0xD9, 0)]),
            (
                b"\xFF\xD8\xFF\xFF\xFF\xFE\0\x04ab\xFF\xD9",
                &[(0xD8, 0), (0xFE, 2), (0xD9, 0)],
            ),
            (
                b"\xFF\xFE\0\x04\xFF\xD9\xFF\x7F\xFF\x01\xFF\xD9",
                &[(0xFE, 2), (0xD9, 0)],
            ),
            (
                b"\xFF\xFE\0\x02between\xFF\x00\xFF\xD3\xFF\xDD\0\x04ab",
                &[(0xFE, 0), (0xDD, 2)],
            ),
            (b"\xFF\xFE\0\x02\xFF", &[(0xFE, 0)]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(listed(bytes).unwrap(), expected, "{bytes:02X?}");
        }
    }

    #[test]
    fn a_segment_ends_inside_the_file() {
        for bytes in [&b"\xFF\xFE\0\x05ab"[..], b"\xFF\xFE\0", b"\xFF\xFE\0\x01ab"] {
            assert_eq!(listed(bytes), Err(Unreadable), "{bytes:02X?}");
        }
    }
}
