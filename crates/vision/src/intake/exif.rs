//! How the camera was held, out of EXIF data (CIPA DC-008, tag 0x0112).

use image::metadata::Orientation;

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
/// Not what the standard asks, but what some telephones write.
const LONG: u16 = 4;
const ENTRY_BYTES: usize = 12;

/// The turn that sets the picture upright; none where the data are damaged or say nothing of it.
///
/// `exif`: a TIFF header and what follows.
pub(super) fn turn(exif: &[u8]) -> Orientation {
    read(exif).unwrap_or(Orientation::NoTransforms)
}

fn read(exif: &[u8]) -> Option<Orientation> {
    let is_little = match exif.first_chunk()? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = *exif.get(at..)?.first_chunk()?;
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let long = |at: usize| {
        let bytes = *exif.get(at..)?.first_chunk()?;
        Some(if is_little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    };
    let list = usize::try_from(long(4)?).ok()?;
    let count = usize::from(short(list)?);
    let entry = (0..count)
        .map_while(|index| list.checked_add(2 + index * ENTRY_BYTES))
        .find(|at| short(*at) == Some(ORIENTATION))?;
    let value = match short(entry + 2)? {
        SHORT => u32::from(short(entry + 8)?),
        LONG => long(entry + 8)?,
        _ => return None,
    };
    Orientation::from_exif(u8::try_from(value).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exif(begin: &[u8], entry: &[u8]) -> Vec<u8> {
        [begin, entry, &[0; 4]].concat()
    }

    #[test]
    fn reads_both_orders_and_both_widths() {
        const LITTLE: &[u8] = b"II\x2A\0\x08\0\0\0\x01\0";
        const BIG: &[u8] = b"MM\0\x2A\0\0\0\x08\0\x01";
        let cases: [(&[u8], &[u8], Orientation); 7] = [
            (
                LITTLE,
                b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0",
                Orientation::Rotate90,
            ),
            (
                LITTLE,
                b"\x12\x01\x04\0\x01\0\0\0\x08\0\0\0",
                Orientation::Rotate270,
            ),
            (
                BIG,
                b"\x01\x12\0\x03\0\0\0\x01\0\x03\0\0",
                Orientation::Rotate180,
            ),
            (
                BIG,
                b"\x01\x12\0\x04\0\0\0\x01\0\0\0\x06",
                Orientation::Rotate90,
            ),
            (
                BIG,
                b"\x01\x12\0\x02\0\0\0\x01\0\x06\0\0",
                Orientation::NoTransforms,
            ),
            (
                BIG,
                b"\x01\x12\0\x03\0\0\0\x01\0\x09\0\0",
                Orientation::NoTransforms,
            ),
            (
                BIG,
                b"\x01\x0F\0\x03\0\0\0\x01\0\x06\0\0",
                Orientation::NoTransforms,
            ),
        ];
        for (begin, entry, expected) in cases {
            assert_eq!(turn(&exif(begin, entry)), expected, "{entry:02X?}");
        }
    }

    #[test]
    fn damaged_data_turn_nothing() {
        let whole = exif(
            b"II\x2A\0\x08\0\0\0\x01\0",
            b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0",
        );
        for cut in 0..19 {
            assert_eq!(
                turn(&whole[..cut]),
                Orientation::NoTransforms,
                "{cut} bytes"
            );
        }
        assert_eq!(turn(b"II\x2A\0\xFF\xFF\xFF\xFF"), Orientation::NoTransforms);
    }
}
