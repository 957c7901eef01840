//! The part of a picture that is used.

use std::fmt;

/// A rectangle of a picture, in its pixels, from the top left: of the picture as it is after its quarter turns, if it has any.
/// The stored picture itself is never turned. The caller, who knows the picture, checks that the rectangle lies inside and has
/// the right aspect ratio.
///
/// ```
/// # use domain::crop::Crop;
/// let crop = Crop::new(100, 40, 716, 882).unwrap();
/// assert_eq!(crop.to_string(), "100,40,716,882");
/// assert_eq!(Crop::parse("100,40,716,882"), Some(crop));
/// assert_eq!(Crop::parse("100,40,716"), None);
///
/// let turned = crop.turned(3).unwrap();
/// assert_eq!(turned.to_string(), "100,40,716,882,3");
/// assert_eq!(Crop::parse("100,40,716,882,3"), Some(turned));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Crop {
    sides: [u32; 4],
    quarter_turns: u8,
}

impl Crop {
    /// The rectangle with this corner, width and height, all in pixels, of a picture that is not turned; `None` for an empty
    /// one.
    pub fn new(x_px: u32, y_px: u32, width_px: u32, height_px: u32) -> Option<Self> {
        let sides = [x_px, y_px, width_px, height_px];
        let reaches = |at: u32, side: u32| side > 0 && at.checked_add(side).is_some();
        (reaches(x_px, width_px) && reaches(y_px, height_px)).then_some(Self {
            sides,
            quarter_turns: 0,
        })
    }

    /// The same rectangle of the picture after this many quarter turns to the right; `None` for more than three.
    pub fn turned(self, quarter_turns: u8) -> Option<Self> {
        (quarter_turns < 4).then_some(Self {
            quarter_turns,
            ..self
        })
    }

    /// Parses exactly what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(',');
        let mut next = || numbers.next()?.parse().ok();
        let crop = Self::new(next()?, next()?, next()?, next()?)?;
        let crop = match numbers.next() {
            Some(turns) => crop.turned(turns.parse().ok()?)?,
            None => crop,
        };
        (crop.to_string() == text).then_some(crop)
    }

    /// Quarter turns to the right that the picture is given before the part is taken, 0 to 3.
    pub fn quarter_turns(&self) -> u8 {
        self.quarter_turns
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

/// Four numbers, and the quarter turns behind them if there are any: a crop without them keeps the text and so the hash that it
/// had before there were turns.
impl fmt::Display for Crop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y, width, height] = self.sides;
        write!(f, "{x},{y},{width},{height}")?;
        match self.quarter_turns {
            0 => Ok(()),
            turns => write!(f, ",{turns}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote_and_nothing_else() {
        for text in [
            "0,0,1,1",
            "4294967294,7,1,882",
            "100,40,716,882",
            "0,0,1,1,1",
            "7,8,9,9,3",
        ] {
            assert_eq!(Crop::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "1,2,3",
            "1,2,3,4,0",
            "1,2,3,4,4",
            "1,2,3,4,01",
            "1,2,3,4,-1",
            "1,2,3,4,1,1",
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
