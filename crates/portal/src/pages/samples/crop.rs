//! Samples of [`Crop`] and [`CardDrawing`].

use super::super::card_drawing::CardDrawing;
use super::super::crop::Crop;
use super::super::layout::Layout;
use super::super::slot::Slot;
use super::either;

/// A drawn child in place of a photo.
fn child(layout: &Layout) -> String {
    format!("{}/sample_child.svg", layout.assets)
}

impl CardDrawing {
    /// A card, with or without a name, from enough or too few pixels.
    pub fn sample(layout: &Layout, is_whole: bool) -> Self {
        Self {
            photo_url: child(layout),
            photo_width_px: 1200,
            photo_height_px: 1600,
            transform: String::new(),
            view_box: "242 40 716 882".to_owned(),
            name: if is_whole {
                either(layout, "陈一诺", "Wilhelmina Featherstonehaugh")
            } else {
                String::new()
            },
            is_blurred: !is_whole,
        }
    }
}

impl Slot {
    /// An empty slot for the child's photo.
    pub fn sample_face(layout: &Layout) -> Self {
        Self {
            picture: None,
            card: None,
            ..Self::sample_card_photo(layout, true)
        }
    }

    /// The child's photo, as it would be printed.
    pub fn sample_card_photo(layout: &Layout, is_whole: bool) -> Self {
        Self {
            id: "card_photo".to_owned(),
            label: either(
                layout,
                "申请人制卡照片",
                "Photo of the applicant for card-making",
            ),
            hint: either(
                layout,
                "6个月内拍的正面照，白色背景，眼睛睁开，不戴帽子",
                "Taken within 6 months: facing the camera, white background, eyes open, nothing on the head",
            ),
            is_face: true,
            card: Some(CardDrawing::sample(layout, is_whole)),
            upload_url: "/applications/0192/materials/card_photo".to_owned(),
            ..Self::sample_filled(layout)
        }
    }
}

impl Crop {
    /// The page as first opened, or after the frame was changed elsewhere.
    pub fn sample(layout: &Layout, is_stale: bool) -> Self {
        Self {
            page: layout.clone().titled(layout.t("crop.title")),
            state: "draft".to_owned(),
            is_stale,
            mine_url: if is_stale {
                "/applications/0192/materials/card_photo/crop?frame=1,2,400".to_owned()
            } else {
                String::new()
            },
            action: "/applications/0192/materials/card_photo/crop".to_owned(),
            back: "/applications/0192/supplement".to_owned(),
            from_review: is_stale,
            mark: "sample".to_owned(),
            card: CardDrawing::sample(layout, !is_stale),
            thumbnail_url: child(layout),
            photo_url: child(layout),
            stored_px: (1200, 1600),
            turns: 0,
            transform: String::new(),
            tap_px: (270, 360),
            width_px: 1200,
            height_px: 1600,
            frame_x_px: 242,
            frame_y_px: 40,
            frame_width_px: 716,
            frame_height_px: 882,
            suggested: "0,24,1200".to_owned(),
            suggested_turned: "313,0,974".to_owned(),
            least_px: 120,
            largest_px: 1200,
            position: layout.w(
                "crop.position",
                &[("left", "20"), ("top", "2"), ("width", "59")],
            ),
        }
    }
}
