//! Reads a JPEG by a decoder that is none of ours.

use image::RgbImage;

/// A JPEG as an unrelated decoder reads it.
pub(crate) fn read(jpeg: &[u8]) -> RgbImage {
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    let pixels = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    let (width, height) = (info.width.into(), info.height.into());
    let rgb = match info.pixel_format {
        jpeg_decoder::PixelFormat::L8 => pixels.iter().flat_map(|level| [*level; 3]).collect(),
        jpeg_decoder::PixelFormat::RGB24 => pixels,
        jpeg_decoder::PixelFormat::CMYK32 => pixels
            .chunks_exact(4)
            .flat_map(|inks| {
                let light = |ink: usize| u16::from(255 - inks[ink]);
                [0, 1, 2].map(|ink| u8::try_from(light(ink) * light(3) / 255).unwrap())
            })
            .collect(),
        jpeg_decoder::PixelFormat::L16 => unreachable!("files of 8 bits"),
    };
    RgbImage::from_raw(width, height, rgb).unwrap()
}
