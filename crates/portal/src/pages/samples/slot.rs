//! Samples of [`Slot`].

use super::super::field::Problem;
use super::super::layout::Layout;
use super::super::slot::{Picture, Slot};
use super::{drawing, either};

impl Slot {
    /// An empty slot for the emblem side.
    pub fn sample_empty(layout: &Layout) -> Self {
        Self {
            id: "agent_id_emblem".to_owned(),
            label: either(
                layout,
                "代办人公民身份证正面（国徽面）",
                "Agent's ID card, front (the national emblem side)",
            ),
            hint: either(
                layout,
                "您本人身份证上有国徽、有效期限的一面。",
                "The side of your own card with the national emblem and the validity.",
            ),
            is_face: false,
            required: true,
            asked_with: None,
            asked_when: String::new(),
            picture: None,
            card: None,
            problem: None,
            upload_url: "/applications/0192/materials/agent_id_emblem".to_owned(),
        }
    }

    /// A slot with a picture in it.
    pub fn sample_filled(layout: &Layout) -> Self {
        Self {
            id: "agent_id_portrait".to_owned(),
            label: either(
                layout,
                "代办人公民身份证背面（个人信息面）",
                "Agent's ID card, back (the personal information side)",
            ),
            hint: either(
                layout,
                "您本人身份证上有照片、姓名、号码的一面。",
                "The side of your own card with your photo, name and number.",
            ),
            picture: Some(Picture {
                thumbnail_url: drawing(layout, "agent_id_portrait"),
                url: drawing(layout, "agent_id_portrait"),
                width_px: 240,
                height_px: 160,
                printed: None,
                at: "21:42".to_owned(),
                from_earlier: true,
                is_doubtful: false,
                mark: "1".to_owned(),
            }),
            upload_url: "/applications/0192/materials/agent_id_portrait".to_owned(),
            ..Self::sample_empty(layout)
        }
    }

    /// A slot that keeps its picture, since the one to replace it was refused.
    pub fn sample_refused(layout: &Layout) -> Self {
        let filled = Self::sample_filled(layout);
        Self {
            problem: Some(Problem {
                field: filled.id.clone(),
                code: "picture_empty".to_owned(),
                text: layout.w("slot.empty", &[("take", &layout.take)]),
            }),
            ..filled
        }
    }

    /// A slot whose picture is missing.
    pub fn sample_wrong(layout: &Layout) -> Self {
        Self {
            id: "birth_certificate".to_owned(),
            label: either(layout, "出生证明原件照片", "Original birth certificate"),
            hint: either(
                layout,
                "《出生医学证明》正页，四个角都要拍到。",
                "The main page of the medical birth certificate, with all four corners.",
            ),
            problem: Some(Problem {
                field: "birth_certificate".to_owned(),
                code: "missing".to_owned(),
                text: either(
                    layout,
                    "请上传出生证明的照片。",
                    "Upload a photo of the birth certificate.",
                ),
            }),
            upload_url: "/applications/0192/materials/birth_certificate".to_owned(),
            ..Self::sample_empty(layout)
        }
    }
}
