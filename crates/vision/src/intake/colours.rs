//! Brings colours to sRGB: a profile is applied before it is dropped.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Colours that no eye tells apart. A profile that changes all by less is sRGB under another name, of which there are many.
const SAME: u8 = 2;

/// A profile that changes colours.
pub(super) struct Correction {
    transform: std::sync::Arc<moxcms::Transform8BitExecutor>,
}

impl Correction {
    /// What a profile asks for; none where it asks for nothing, is damaged, or is not made for red, green and blue: then the
    /// picture keeps the numbers that it has.
    ///
    /// `profile`: ICC.1.
    pub(super) fn of(profile: &[u8]) -> Option<Self> {
        let profile = ColorProfile::new_from_slice(profile).ok()?;
        if profile.color_space != DataColorSpace::Rgb {
            return None;
        }
        let target = ColorProfile::new_srgb();
        let transform = profile
            .create_transform_8bit(
                Layout::Rgb,
                &target,
                Layout::Rgb,
                TransformOptions::default(),
            )
            .ok()?;
        let correction = Self { transform };
        let before = samples();
        let after = correction.corrected(&before)?;
        let same = before
            .iter()
            .zip(&after)
            .all(|(before, after)| before.abs_diff(*after) <= SAME);
        (!same).then_some(correction)
    }

    /// The picture in sRGB.
    pub(super) fn apply(&self, picture: RgbImage) -> RgbImage {
        let (width, height) = picture.dimensions();
        match self.corrected(&picture) {
            Some(pixels) => {
                RgbImage::from_raw(width, height, pixels).expect("as many pixels as before")
            }
            None => picture,
        }
    }

    fn corrected(&self, pixels: &[u8]) -> Option<Vec<u8>> {
        let mut corrected = vec![0; pixels.len()];
        self.transform.transform(pixels, &mut corrected).ok()?;
        Some(corrected)
    }
}

/// Colours all over the cube.
fn samples() -> Vec<u8> {
    const LEVELS: [u8; 6] = [0, 51, 102, 153, 204, 255];
    let mut samples = Vec::new();
    for red in LEVELS {
        for green in LEVELS {
            for blue in LEVELS {
                samples.extend([red, green, blue]);
            }
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_changes_nothing_is_none() {
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        assert!(Correction::of(&srgb).is_none());
        assert!(Correction::of(b"no profile").is_none());
        assert!(Correction::of(&srgb[..100]).is_none());
    }

    /// Display P3 and Adobe RGB of colours that sRGB has too. Expected: `(r, g, b)` in sRGB to its wider cousin by the matrices
    /// of both standards (CSS Color 4, clause 10), computed apart from this code.
    #[test]
    fn wider_colours_come_out_as_they_were_meant() {
        let p3 = Correction::of(&ColorProfile::new_display_p3().encode().unwrap()).unwrap();
        let adobe = Correction::of(&ColorProfile::new_adobe_rgb().encode().unwrap()).unwrap();
        for (correction, stored, meant) in [
            (&p3, [234, 51, 35], [255, 0, 0]),
            (&p3, [117, 251, 76], [0, 255, 0]),
            (&adobe, [219, 0, 0], [255, 0, 0]),
            (&adobe, [144, 255, 60], [0, 255, 0]),
            (&adobe, [128, 128, 128], [128, 128, 128]),
        ] {
            let found = correction.corrected(&stored).unwrap();
            for (found, meant) in found.iter().zip(meant) {
                assert!(
                    found.abs_diff(meant) <= 3,
                    "{stored:?}: {found} for {meant}"
                );
            }
        }
    }
}
