//! The part of a picture that is used.

use std::fmt;

/// A rectangle of a picture, in its pixels, from the top left. The caller, who knows the picture, checks that it lies inside
/// and has the right aspect ratio.
///
/// ```
/// # use domain::crop::Crop;
/// let crop = Crop::new(100, 40, 716, 882).unwrap();
/// assert_eq!(crop.to_string(), "100,40,716,882");
/// assert_eq!(Crop::parse("100,40,716,882"), Some(crop));
/// assert_eq!(Crop::parse("100,40,716"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Crop {
    sides: [u32; 4],
}

impl Crop {
    /// The rectangle with this corner, width and height, all in pixels; `None` for an empty one.
    pub fn new(x_px: u32, y_px: u32, width_px: u32, height_px: u32) -> Option<Self> {
        let sides = [x_px, y_px, width_px, height_px];
        let reaches = |at: u32, side: u32| side > 0 && at.checked_add(side).is_some();
        (reaches(x_px, width_px) && reaches(y_px, height_px)).then_some(Self { sides })
    }

    /// Parses exactly what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(',').map(str::parse);
        let mut next = || numbers.next()?.ok();
        let crop = Self::new(next()?, next()?, next()?, next()?)?;
        (crop.to_string() == text).then_some(crop)
    }

    /// Pixels to the left of it.
    pub fn x_px(&self) -> u32 {
        self.sides[0]
    }

    /// Pixels above it.
    pub fn y_px(&self) -> u32 {
        self.sides[1]
    }

    /// Its width in pixels.
    pub fn width_px(&self) -> u32 {
        self.sides[2]
    }

    /// Its height in pixels.
    pub fn height_px(&self) -> u32 {
        self.sides[3]
    }
}

impl fmt::Display for Crop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y, width, height] = self.sides;
        write!(f, "{x},{y},{width},{height}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote_and_nothing_else() {
        for text in ["0,0,1,1", "4294967294,7,1,882", "100,40,716,882"] {
            assert_eq!(Crop::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "1,2,3",
            "1,2,3,4,5",
            "1, 2,3,4",
            "+1,2,3,4",
            "01,2,3,4",
            "-1,2,3,4",
            "1,2,0,4",
            "1,2,3,0",
            "4294967295,2,1,4",
            "1,2,3,4294967296",
            "1,2,3,4,",
        ] {
            assert_eq!(Crop::parse(text), None, "{text}");
        }
    }
}
