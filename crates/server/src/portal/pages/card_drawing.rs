//! The drawing of a card with the child's photo in its place.

/// A card as it will look, but for what only the maker knows.
#[derive(Debug, Clone)]
pub struct CardDrawing {
    /// The picture that holds the photo.
    pub photo_url: String,
    /// Its width, in the units of the view box.
    pub photo_width_px: u32,
    /// Its height.
    pub photo_height_px: u32,
    /// What of it is seen, as SVG says it: left, top, width, height.
    pub view_box: String,
    /// The child's name; empty when it is not known yet.
    pub name: String,
    /// Whether fewer pixels are taken than are printed.
    pub is_blurred: bool,
}

/// Names up to so many characters stand at their own width.
const NAME_FITS: usize = 7;

impl CardDrawing {
    /// Whether the name has to be drawn narrower than it is, to stay left of the photo.
    pub fn is_name_long(&self) -> bool {
        // Letters of the Latin script are half as wide.
        let widths = self
            .name
            .chars()
            .map(|symbol| if symbol.is_ascii() { 1 } else { 2 });
        widths.sum::<usize>() > 2 * NAME_FITS
    }
}
