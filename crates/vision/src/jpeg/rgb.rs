//! Colours from components.

use image::RgbImage;

use super::head::Colours;
use super::scaled::Plane;

/// Red, green and blue of each pixel.
///
/// `planes`: as many as `colours` has components, all of one size.
pub(crate) fn rgb(planes: &[Plane], colours: Colours) -> RgbImage {
    let (width, height) = (planes[0].width, planes[0].height);
    let mut pixels = vec![0; width * height * 3];
    let parts = |index: usize| planes[index].samples.iter().copied();
    let out = pixels.as_chunks_mut::<3>().0.iter_mut();
    match colours {
        Colours::Grey => out
            .zip(parts(0))
            .for_each(|(pixel, level)| *pixel = [level; 3]),
        Colours::Plain => {
            let parts = parts(0).zip(parts(1)).zip(parts(2));
            out.zip(parts)
                .for_each(|(pixel, ((red, green), blue))| *pixel = [red, green, blue]);
        }
        Colours::Differences => {
            let parts = parts(0).zip(parts(1)).zip(parts(2));
            out.zip(parts).for_each(|(pixel, ((level, blue), red))| {
                *pixel = by_differences(level, blue, red);
            });
        }
        Colours::Inks | Colours::InksByDifferences => {
            let parts = parts(0).zip(parts(1)).zip(parts(2)).zip(parts(3));
            out.zip(parts)
                .for_each(|(pixel, (((first, second), third), black))| {
                    let inks = if colours == Colours::Inks {
                        [first, second, third]
                    } else {
                        // These differences are of the inks themselves, not of what is stored for them.
                        by_differences(first, second, third).map(|ink| 255 - ink)
                    };
                    *pixel = inks.map(|ink| without_ink(ink, black));
                });
        }
    }
    let side = |side: usize| u32::try_from(side).expect("a side has 16 bits");
    RgbImage::from_raw(side(width), side(height), pixels).expect("three parts for each pixel")
}

/// T.871, clause 7, in 16 bits behind the point.
#[inline]
fn by_differences(level: u8, blue: u8, red: u8) -> [u8; 3] {
    let level = (i32::from(level) << 16) + (1 << 15);
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    let part = |level: i32| {
        #[expect(clippy::cast_sign_loss, reason = "clamped just now")]
        let part = (level >> 16).clamp(0, 255) as u8;
        part
    };
    [
        part(level + 91_881 * red),
        part(level - 22_554 * blue - 46_802 * red),
        part(level + 116_130 * blue),
    ]
}

/// Ink as it is stored, inverted: 255 is none.
#[inline]
fn without_ink(ink: u8, black: u8) -> u8 {
    let mixed = (u16::from(ink) * u16::from(black) + 127) / 255;
    u8::try_from(mixed).expect("a product of two parts of 255")
}
