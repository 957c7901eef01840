//! The limits, each with what it was measured on. Nothing else in the program holds one.
//!
//! Measured on 30 November 2026 with `cargo run -p vision --example judge_figures`, which draws the sandbox's papers into
//! photographs, scans and messenger pictures: seed 7 for choosing the limits, others for the figures in docs/adr/0017.

use crate::card_photo::measures;

/// An edge that a reader sees is at least this many levels high. Print of which a quarter of the contrast is left, shrunk to
/// 1024 px, has edges of 16 to 40; the compression of a JPEG at quality 60 makes steps of up to 10.
pub(super) const CLEAR_LEVELS: f32 = 16.0;

/// And this many deviations of the noise: at 8, noise that the telephone had smoothed still made edges on a bare wall (on 0.5 of
/// the lines); at 11 on none.
pub(super) const CLEAR_NOISES: f32 = 11.0;

/// A turn back by this many levels, or deviations of the noise, ends an edge.
pub(super) const RIPPLE_LEVELS: f32 = 3.0;
/// See [`RIPPLE_LEVELS`].
pub(super) const RIPPLE_NOISES: f32 = 6.0;

/// What is wider is no edge of print: the small print of a card that fills the picture is lost at 4.
pub(super) const WIDEST_EDGE_PX: f32 = 12.0;

/// What is wider still is no edge of anything but light: a lamp, a shadow, a sky.
pub(super) const WIDEST_SOFT_PX: f32 = 60.0;

/// The share of the edges, by their height, that are the narrow ones: a tenth, so that a paper in focus is enough, whatever it lies
/// on. At a twenty-fifth blurred pictures come down to 1.8, at an eighth good ones reach 2.0.
pub(super) const NARROW_SHARE: f32 = 0.1;

/// With narrow edges of this width or wider a picture is blurred. Good pictures: 0.6 to 1.9 (real photographs too); those whose
/// small print is lost: 2.25 and more. Between them a faded page on strong grain (2.1), which is taken.
pub(super) const BLURRED_PX: f32 = 2.2;

/// With clear edges on fewer lines nothing can be told apart. Good pictures: 0.24 and more, four plain fields 0.5; walls, skies and
/// what is far too dark or bright: up to 0.02.
pub(super) const LEAST_CLEAR: f32 = 0.1;

/// Where nothing can be told apart, a middle up to here is too dark. Far too dark: up to 18.
pub(super) const DARK_MIDDLE: u8 = 40;

/// And from here on too bright. Far too bright: 222 and more.
pub(super) const BRIGHT_MIDDLE: u8 = 215;

/// A picture of so few levels shows nothing, not even badly: a lens cover, a wall.
pub(super) const PLAIN_LEVELS: u8 = 8;

/// Small print (3 mm on the 143 mm of a booklet's page) is 11 px high in a page that fills four fifths of a picture of this
/// size, and 9 is the least that people read.
pub(super) const LEAST_LONG_SIDE_PX: u32 = 640;
/// The same for the shorter side, as a narrow screenshot has it.
pub(super) const LEAST_SHORT_SIDE_PX: u32 = 360;

/// Less than half of the pixels that the card maker prints are too few for a face. Of a newborn a family may have nothing larger, and
/// a person will see it.
pub(super) const LEAST_FACE_PX: (u32, u32) = (measures::WIDTH_PX / 2, measures::HEIGHT_PX / 2);
