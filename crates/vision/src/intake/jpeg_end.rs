//! Checks that a JPEG file is complete.
//!
//! The decoder silently fills what is missing with grey, so a truncated upload would pass as a whole picture. Here only
//! markers are followed; no pixel is decoded. Source: ISO/IEC 10918-1 (ITU-T T.81), annex B.

/// More scans than any camera or program writes. Each scan of a progressive file touches every block, so a short file with
/// thousands of scans would keep a processor busy for minutes.
const MAX_SCANS: usize = 100;

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// Whether `bytes`, which begin with the start of image, reach the end of image within [`MAX_SCANS`]. Anything after that is
/// ignored.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    let mut scans = 0;
    while let Some((marker, after)) = next_marker(rest) {
        match marker {
            END_OF_IMAGE => return scans > 0,
            START_OF_SCAN if scans == MAX_SCANS => return false,
            START_OF_SCAN => scans += 1,
            _ => {}
        }
        let Some(behind) = behind_segment(after) else {
            return false;
        };
        rest = behind;
    }
    false
}

/// Finds the next marker and what follows it. Bytes between segments are coded pixels (after a scan's header) or padding; in
/// both, a marker is `FF` followed by a byte that is not padding, stuffing or a restart.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let at = bytes.windows(2).position(|pair| {
        let [first, second] = [pair[0], pair[1]];
        first == 0xFF && !matches!(second, 0x00 | 0x01 | 0xFF | 0xD0..=0xD8)
    })?;
    Some((bytes[at + 1], &bytes[at + 2..]))
}

/// Skips a segment: its two-byte length includes itself.
fn behind_segment(bytes: &[u8]) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]));
    if length < 2 {
        None
    } else {
        bytes.get(length..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &[u8] = &[0xFF, 0xD8];
    const COMMENT_WITH_END: &[u8] = &[0xFF, 0xFE, 0, 4, 0xFF, 0xD9];
    const SCAN: &[u8] = &[0xFF, 0xDA, 0, 3, 9, 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4];
    const END: &[u8] = &[0xFF, 0xD9];

    fn check(parts: &[&[u8]], whole: bool) {
        assert_eq!(is_whole(&parts.concat()), whole, "{parts:?}");
    }

    #[test]
    fn a_whole_file_ends_with_its_mark() {
        check(&[START, SCAN, END], true);
        check(&[START, COMMENT_WITH_END, SCAN, SCAN, END], true);
        check(&[START, SCAN, END, b"a trailer"], true);
        check(&[START, &[0xFF], SCAN, &[0xFF], END], true);
    }

    #[test]
    fn a_file_that_was_cut_off_does_not() {
        check(&[START], false);
        check(&[START, SCAN], false);
        check(&[START, SCAN, &[0xFF]], false);
        check(&[START, COMMENT_WITH_END], false);
        check(&[START, END], false);
        check(&[START, &[0xFF, 0xFE, 0xFF, 0xFF], SCAN, END], false);
        check(&[START, &[0xFF, 0xFE, 0, 1], SCAN, END], false);
    }

    #[test]
    fn a_file_with_more_scans_than_anybody_writes_is_refused() {
        check(&[START, &SCAN.repeat(MAX_SCANS), END], true);
        check(&[START, &SCAN.repeat(MAX_SCANS + 1), END], false);
    }
}
