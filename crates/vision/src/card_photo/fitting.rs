//! Fits the JPEG into the size window: the best quality that fits, padded where even the best is too short.

use super::measures::{DENSITY_DPI, HEIGHT_PX, SIZE_BYTES, WIDTH_PX};
use image::RgbImage;
use image::imageops::{FilterType, resize};
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, PixelDensity, SamplingFactor};

/// Below this quality, colour at full resolution costs more detail than it gains: colour is stored at half the resolution
/// instead.
const FULL_COLOUR_FROM_QUALITY: u8 = 75;
const BEST_QUALITY: u8 = 100;
/// Marker of a comment segment, and the text of ours.
const COMMENT: [u8; 2] = [0xFF, 0xFE];
const FILLING: &[u8] = b"padding ";

/// Encodes the picture as a baseline JPEG with a length in [`SIZE_BYTES`].
///
/// `picture`: 358 x 441 px.
pub(super) fn jpeg_of(picture: &RgbImage) -> Vec<u8> {
    let full = best(picture, SamplingFactor::R_4_4_4);
    let jpeg = match full {
        Some((quality, jpeg)) if quality >= FULL_COLOUR_FROM_QUALITY => jpeg,
        _ => softened_until_it_fits(picture),
    };
    filled_up(jpeg)
}

/// Noise that fills the whole picture can be too long at every quality; then the picture is softened step by step, halving
/// its resolution. No photograph of a person gets this far, and a picture that does was already unusable.
fn softened_until_it_fits(picture: &RgbImage) -> Vec<u8> {
    let mut parts = 1;
    loop {
        let soft = if parts == 1 {
            picture.clone()
        } else {
            let (width, height) = ((WIDTH_PX / parts).max(1), (HEIGHT_PX / parts).max(1));
            let small = resize(picture, width, height, FilterType::Triangle);
            resize(&small, WIDTH_PX, HEIGHT_PX, FilterType::Triangle)
        };
        // Ends at the latest with a single colour, which fits.
        if let Some((_, jpeg)) = best(&soft, SamplingFactor::R_4_2_0) {
            return jpeg;
        }
        parts *= 2;
    }
}

/// The best quality that is not too long, by binary search. The length may dip as the quality rises, so the result always
/// fits but may be a step below the best.
fn best(picture: &RgbImage, colours: SamplingFactor) -> Option<(u8, Vec<u8>)> {
    let fits = |quality| {
        let jpeg = encoded(picture, quality, colours);
        (jpeg.len() <= *SIZE_BYTES.end()).then_some((quality, jpeg))
    };
    let mut found = fits(1)?;
    let (mut lower, mut upper) = (1, BEST_QUALITY + 1);
    while upper - lower > 1 {
        let middle = lower + (upper - lower) / 2;
        if let Some(better) = fits(middle) {
            (lower, found) = (middle, better);
        } else {
            upper = middle;
        }
    }
    Some(found)
}

fn encoded(picture: &RgbImage, quality: u8, colours: SamplingFactor) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_density(PixelDensity::dpi(DENSITY_DPI));
    encoder.set_sampling_factor(colours);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_optimized_huffman_tables(true);
    let side =
        |side: u32| u16::try_from(side).expect("both sides of the card photo fit in 16 bits");
    encoder
        .encode(picture, side(WIDTH_PX), side(HEIGHT_PX), ColorType::Rgb)
        .expect("encoding a whole picture to memory does not fail");
    jpeg
}

/// Pads a file that is too short with a comment behind its header.
fn filled_up(mut jpeg: Vec<u8>) -> Vec<u8> {
    let missing = SIZE_BYTES.start().saturating_sub(jpeg.len());
    if missing == 0 {
        return jpeg;
    }
    // Start of image, then the JFIF segment, whose length includes itself and which must stay first (ITU-T T.871).
    let behind_header = 4 + usize::from(u16::from_be_bytes([jpeg[4], jpeg[5]]));
    let filling = missing.saturating_sub(4);
    let length = u16::try_from(filling + 2).expect("padding of at most 14 KB fits in 16 bits");
    let comment: Vec<u8> = COMMENT
        .into_iter()
        .chain(length.to_be_bytes())
        .chain(FILLING.iter().copied().cycle().take(filling))
        .collect();
    jpeg.splice(behind_header..behind_header, comment);
    jpeg
}
