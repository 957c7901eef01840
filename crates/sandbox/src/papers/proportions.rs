//! How age shapes a face.

/// What changes with age: a child's face is rounder, with larger and lower eyes.
pub(super) struct Proportions {
    pub(super) half_width: f32,
    pub(super) chin: f32,
    pub(super) eyes_y: f32,
    pub(super) eye: f32,
    pub(super) apart: f32,
    pub(super) neck: f32,
    pub(super) shoulders: f32,
    pub(super) age: i16,
}

impl Proportions {
    /// The proportions at an age in years.
    pub(super) fn at(age: i16) -> Self {
        let (half_width, chin, eyes_y, eye, apart, neck, shoulders) = match age {
            ..2 => (106.0, 288.0, 200.0, 19.5, 48.0, 36.0, 108.0),
            2..7 => (105.0, 288.0, 200.0, 19.0, 49.0, 35.0, 114.0),
            7..13 => (101.0, 295.0, 193.0, 17.5, 46.5, 39.0, 128.0),
            13..18 => (94.0, 310.0, 180.0, 14.5, 43.0, 47.0, 152.0),
            _ => (94.0, 314.0, 178.0, 13.5, 43.0, 51.0, 162.0),
        };
        Self {
            half_width,
            chin,
            eyes_y,
            eye,
            apart,
            neck,
            shoulders,
            age,
        }
    }
}
