//! The card photo: from a stored picture and a frame on it, makes the picture that the card maker prints.
//!
//! Size, density and colours follow 社会保障卡制证用数字相片技术要求 (as published by rsc.sdws.edu.cn; derived from GA 461-2004): 358 x 441
//! px at 350 dpi, 26 x 32 mm, 24-bit RGB JPEG. The file has 14 to 20 KB, the overlap of the two published windows (14-40 KB
//! and 9-20 KB).

mod fitting;
mod frame;
pub(crate) mod measures;
mod turns;

pub use frame::{Frame, FrameRefusal};
pub use measures::{DENSITY_DPI, HEIGHT_PX, SIZE_BYTES, WIDTH_PX};
pub use turns::QuarterTurns;

use crate::intake::{IntakeRefusal, plain};
use image::imageops::{FilterType, crop_imm, resize, rotate90, rotate180, rotate270};
use image::{RgbImage, SubImage};

/// Makes the card photo.
///
/// `jpeg`: a picture made by [`intake`](crate::intake()). `frame`: the part of it to take, in its pixels, and how far it
/// is turned first. Deterministic: the
/// same picture and frame give the same bytes. The result is the longest file of at most 20 KB, since that looks best; a
/// plain picture that stays under 14 KB at the best quality is padded with a comment, which no viewer shows.
///
/// ```
/// use vision::{Limits, card_photo, intake};
/// # let photo = include_bytes!("../../../../testdata/pictures/progressive.jpg");
/// let kept = intake(photo, &Limits::default())?;
/// let frame = card_photo::Frame::suggest(kept.width_px, kept.height_px);
/// let made = card_photo::make(&kept.jpeg, frame)?;
/// assert!(card_photo::SIZE_BYTES.contains(&made.len()));
/// # Ok::<(), vision::IntakeRefusal>(())
/// ```
///
/// # Errors
/// [`IntakeRefusal`] when `jpeg` cannot come from [`intake`](crate::intake()), or does not have the size that the frame was
/// made for.
pub fn make(jpeg: &[u8], frame: Frame) -> Result<Vec<u8>, IntakeRefusal> {
    let picture = plain(jpeg)?;
    if picture.dimensions() != frame.stored_px() {
        return Err(IntakeRefusal::Broken);
    }
    let drawn = resize(
        &taken(&picture, frame),
        WIDTH_PX,
        HEIGHT_PX,
        FilterType::Lanczos3,
    );
    Ok(fitting::jpeg_of(&drawn))
}

/// The part in the frame, turned. Only the part is turned, not the whole picture.
fn taken(picture: &RgbImage, frame: Frame) -> RgbImage {
    let (wide, high) = frame.picture_px();
    let (x, y) = (frame.x_px(), frame.y_px());
    let (width, height) = (frame.width_px(), frame.height_px());
    // Where the frame is on the picture as stored: the turns undone.
    let (left, top) = (wide - x - width, high - y - height);
    let part =
        |x, y, width, height| -> SubImage<&RgbImage> { crop_imm(picture, x, y, width, height) };
    match frame.turns().count() {
        0 => part(x, y, width, height).to_image(),
        1 => rotate90(&*part(y, left, height, width)),
        2 => rotate180(&*part(left, top, width, height)),
        _ => rotate270(&*part(top, x, height, width)),
    }
}
