//! What can be wrong with a picture.

/// What makes a picture useless as a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// It has too few pixels for small print.
    Small,
    /// Nothing is on it: a wall, a table, the lens cover.
    Blank,
    /// Too little light: what is on it does not stand out from the dark.
    Dark,
    /// Too much light: what is on it does not stand out from the glare.
    Bright,
    /// Out of focus, or the telephone moved: no edge is sharp.
    Blurred,
}

impl Fault {
    /// Every fault, in the order in which they are told.
    pub const ALL: [Self; 5] = [
        Self::Small,
        Self::Blank,
        Self::Dark,
        Self::Bright,
        Self::Blurred,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Small => "picture_small",
            Self::Blank => "picture_blank",
            Self::Dark => "picture_dark",
            Self::Bright => "picture_bright",
            Self::Blurred => "picture_blurred",
        }
    }
}
