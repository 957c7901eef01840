//! What is wrong with a picture that is not taken, and the cure.

use http::StatusCode;
use service::parent::card_photo::CARD_PHOTO;
use service::parent::judging::PictureFault;
use vision::{IntakeRefusal, Unsupported};
use web::judged::key;
use web::page::Page;

use crate::refusal::{Refused, RefusedField};

/// A file that cannot be used as a picture.
pub(super) fn refused(page: &Page, material: &str, refusal: &IntakeRefusal) -> Refused {
    let take = page.t("slot.take_here");
    let sized = |key: &str, width_px: u32, height_px: u32| {
        let (width, height) = (width_px.to_string(), height_px.to_string());
        page.w(
            key,
            &[("take", take), ("width", &width), ("height", &height)],
        )
    };
    let said = match refusal {
        IntakeRefusal::TooLarge { .. } => {
            let megabytes = page.picture_megabytes.to_string();
            let values = [("megabytes", &*megabytes), ("take", take)];
            page.w("slot.too_large_problem", &values)
        }
        IntakeRefusal::Empty => page.w("slot.empty", &[("take", take)]),
        IntakeRefusal::NotAPicture => page.w("slot.not_a_picture", &[("take", take)]),
        IntakeRefusal::Unsupported { what } => {
            let key = match what {
                Unsupported::Heic => "slot.unsupported_heic_phone",
                Unsupported::Pdf => "slot.unsupported_pdf",
                Unsupported::Film => "slot.unsupported_film",
                Unsupported::Tiff => "slot.unsupported_tiff",
                Unsupported::Avif | Unsupported::Gif | Unsupported::Bmp => "slot.unsupported",
            };
            page.w(key, &[("take", take), ("format", &what.to_string())])
        }
        IntakeRefusal::TooManyPixels {
            width_px,
            height_px,
            ..
        } => sized("slot.too_many_pixels_phone", *width_px, *height_px),
        IntakeRefusal::TooLong {
            width_px,
            height_px,
        } => sized("slot.too_long", *width_px, *height_px),
        IntakeRefusal::TooSmall { .. } => page.t("slot.too_small").to_owned(),
        IntakeRefusal::Broken => page.t("slot.broken").to_owned(),
    };
    at(material, refusal.code(), said)
}

/// A picture that is held back for what is seen on it.
pub(super) fn held_back(page: &Page, material: &str, fault: PictureFault) -> Refused {
    let said = page.t(key(fault, material == CARD_PHOTO));
    at(material, fault.code(), said.to_owned())
}

fn at(material: &str, code: &'static str, said: String) -> Refused {
    Refused {
        fields: vec![RefusedField::new(material, code).saying(said)],
        ..Refused::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }
}
