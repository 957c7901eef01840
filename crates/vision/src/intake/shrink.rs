//! Shrinks by area averaging: each new pixel is the mean of exactly the area it covers.
//!
//! The library's resize keeps a half-shrunk copy at 16 bytes per pixel, and its fast variant takes whole pixels only, which
//! makes small print uneven where three pixels become two. This one needs two rows.

use image::RgbImage;

/// Components of a pixel: red, green, blue.
const PARTS: usize = 3;

/// Shrinks so that the longer side has `long_side_px`; a smaller picture is returned unchanged.
pub(super) fn to_long_side(picture: RgbImage, long_side_px: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let longer = width.max(height);
    if longer <= long_side_px {
        return picture;
    }
    let (new_width, new_height) = (
        scaled(width, long_side_px, longer),
        scaled(height, long_side_px, longer),
    );
    let columns = shares(width, new_width);
    let rows = shares(height, new_height);
    let row_length = new_width as usize * PARTS;
    let mut drawn = Vec::with_capacity(row_length * new_height as usize);
    let mut sum = vec![0.0; row_length];
    let mut narrowed = vec![0.0; row_length];
    for (row, share) in picture
        .as_raw()
        .chunks_exact(width as usize * PARTS)
        .zip(&rows)
    {
        narrow(row, &columns, &mut narrowed);
        add(&mut sum, &narrowed, share.first);
        if share.completes {
            drawn.extend(sum.iter().map(|part| to_byte(*part)));
            sum.fill(0.0);
            add(&mut sum, &narrowed, share.second);
        }
    }
    RgbImage::from_raw(new_width, new_height, drawn).expect("every new row was written once")
}

/// How an old column (or row) is shared between new ones: `first` is the weight for the new one being filled, `second` for
/// the next one. The weights of each new one add up to 1.
struct Share {
    first: f32,
    second: f32,
    completes: bool,
}

/// The shares of `old` columns that become `new`, fewer, columns.
fn shares(old: u32, new: u32) -> Vec<Share> {
    let (old, new) = (u64::from(old), u64::from(new));
    // Counted in units of 1/new of an old column, which is 1/old of a new one, all borders are whole numbers.
    (0..old)
        .map(|index| {
            let (begin, end) = (index * new, (index + 1) * new);
            let border = (begin / old + 1) * old;
            let completes = end >= border;
            let second = if completes { end - border } else { 0 };
            Share {
                first: ratio(new - second, old),
                second: ratio(second, old),
                completes,
            }
        })
        .collect()
}

/// Shrinks one row of pixels.
fn narrow(row: &[u8], columns: &[Share], narrowed: &mut [f32]) {
    let mut new_pixels = narrowed.chunks_exact_mut(PARTS);
    let mut sum = [0.0; PARTS];
    for (pixel, share) in row.chunks_exact(PARTS).zip(columns) {
        let pixel = [
            f32::from(pixel[0]),
            f32::from(pixel[1]),
            f32::from(pixel[2]),
        ];
        for part in 0..PARTS {
            sum[part] += pixel[part] * share.first;
        }
        if share.completes
            && let Some(new_pixel) = new_pixels.next()
        {
            new_pixel.copy_from_slice(&sum);
            sum = pixel.map(|part| part * share.second);
        }
    }
}

fn add(sum: &mut [f32], row: &[f32], weight: f32) {
    for (sum, part) in sum.iter_mut().zip(row) {
        *sum += part * weight;
    }
}

/// `side * to / from`, rounded, at least 1.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let exact = (u64::from(side) * u64::from(to) + u64::from(from) / 2) / u64::from(from);
    u32::try_from(exact).unwrap_or(u32::MAX).max(1)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the sides of pictures are far below 2^24"
)]
fn ratio(part: u64, whole: u64) -> f32 {
    part as f32 / whole as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "with the half added, the saturating cast gives the nearest byte"
)]
fn to_byte(part: f32) -> u8 {
    (part + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn grey(width: u32, rows: &[&[u8]]) -> RgbImage {
        RgbImage::from_fn(width, u32::try_from(rows.len()).unwrap(), |x, y| {
            Rgb([rows[y as usize][x as usize]; 3])
        })
    }

    fn levels(picture: &RgbImage) -> Vec<u8> {
        picture.pixels().map(|pixel| pixel.0[0]).collect()
    }

    #[test]
    fn three_pixels_become_two_evenly() {
        let shrunk = to_long_side(grey(3, &[&[0, 90, 240]]), 2);
        assert_eq!(shrunk.dimensions(), (2, 1));
        assert_eq!(levels(&shrunk), [30, 190]);
    }

    #[test]
    fn four_pixels_become_one_by_their_mean() {
        let shrunk = to_long_side(grey(2, &[&[10, 20], &[30, 40]]), 1);
        assert_eq!(levels(&shrunk), [25]);
    }

    #[test]
    fn a_smaller_picture_stays_as_it_is() {
        let picture = grey(3, &[&[1, 2, 3]]);
        assert_eq!(to_long_side(picture.clone(), 3), picture);
    }

    #[test]
    fn one_colour_stays_that_colour_at_every_ratio() {
        for (width, height, long_side) in [
            (997, 613, 996),
            (997, 613, 500),
            (1024, 3, 7),
            (5, 1000, 333),
            (4000, 1, 3000),
        ] {
            let picture = RgbImage::from_pixel(width, height, Rgb([200, 7, 255]));
            let shrunk = to_long_side(picture, long_side);
            assert_eq!(shrunk.width().max(shrunk.height()), long_side);
            assert!(
                shrunk.pixels().all(|pixel| pixel.0 == [200, 7, 255]),
                "{width} x {height} to {long_side}"
            );
        }
    }
}
