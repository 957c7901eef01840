//! The picture of a mini-program's code: a disc of dots, the same for the same text. No camera reads it; whoever looks sees that it is
//! one, and that another text gives another.

use crate::sha256;

/// Dots across.
const DOTS: u32 = 31;
/// The longest run of bytes that a stored block of DEFLATE holds.
const LONGEST_BLOCK: usize = 0xFFFF;

/// A PNG of this width and height.
pub(super) fn code(scene: &str, width_px: u32) -> Vec<u8> {
    let is_dark = |x: u32, y: u32| {
        let middle = DOTS / 2;
        let from_middle = x.abs_diff(middle).pow(2) + y.abs_diff(middle).pow(2);
        if from_middle > middle.pow(2) || from_middle < 9 {
            return false;
        }
        sha256::mac(b"the sandbox's codes", &format!("{scene} {x} {y}"))[0] & 1 == 1
    };
    let dots: Vec<bool> = (0..DOTS * DOTS)
        .map(|at| is_dark(at % DOTS, at / DOTS))
        .collect();
    let is_light = |x: u32, y: u32| {
        let dot = (y * DOTS / width_px) * DOTS + (x * DOTS / width_px).min(DOTS - 1);
        !dots[dot as usize]
    };
    let mut rows = Vec::new();
    for y in 0..width_px {
        // Each row is as it is, without a filter.
        rows.push(0);
        for from in (0..width_px).step_by(8) {
            let eight = (from..from + 8).map(|x| u8::from(is_light(x, y)));
            rows.push(eight.fold(0, |byte, bit| (byte << 1) | bit));
        }
    }
    png(width_px, &rows)
}

/// A square PNG in black and white. `rows`: each with its filter in front.
fn png(side_px: u32, rows: &[u8]) -> Vec<u8> {
    let mut head = side_px.to_be_bytes().to_vec();
    head.extend(side_px.to_be_bytes());
    head.extend([1, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", head),
        (b"IDAT", stored(rows)),
        (b"IEND", Vec::new()),
    ] {
        file.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
        let named = [&kind[..], &data].concat();
        file.extend(&named);
        file.extend(crc_32(&named).to_be_bytes());
    }
    file
}

/// zlib without compression.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut all = vec![0x78, 0x01];
    let blocks = data.chunks(LONGEST_BLOCK);
    let last = blocks.len().saturating_sub(1);
    for (number, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(0);
        all.push(u8::from(number == last));
        all.extend(length.to_le_bytes());
        all.extend((!length).to_le_bytes());
        all.extend(block);
    }
    all.extend(adler_32(data).to_be_bytes());
    all
}

fn adler_32(data: &[u8]) -> u32 {
    let (low, high) = data.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    (high << 16) | low
}

fn crc_32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_those_of_the_standards() {
        assert_eq!(crc_32(b"123456789"), 0xCBF4_3926);
        assert_eq!(adler_32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn a_text_has_one_picture_and_another_text_another() {
        let first = code("ticket-1", 430);
        assert!(first.starts_with(b"\x89PNG"));
        assert_eq!(first, code("ticket-1", 430));
        assert_ne!(first, code("ticket-2", 430));
    }
}
