//! Samples of the checklist.

use super::super::checklist::{
    ChecklistQuestion, ChecklistResult, NeededPaper, ReplyLink, ReplyRow,
};
use super::super::layout::Layout;
use super::super::slot::Slot;
use super::either;

impl ChecklistQuestion {
    pub fn sample(layout: &Layout) -> Self {
        let reply = |label: &str, detail: &str, chosen: bool| ReplyLink {
            label: layout.t(label).to_owned(),
            detail: layout.t(detail).to_owned(),
            url: "/services/minor-card/checklist?age=0".to_owned(),
            chosen,
        };
        Self {
            page: layout.clone().titled(layout.t("checklist.who")),
            question: "who",
            position: either(layout, "第 3 题，最多 5 题", "Question 3 of at most 5"),
            heading: layout.t("checklist.who").to_owned(),
            hint: layout.t("checklist.who_hint").to_owned(),
            back: "/services/minor-card/checklist?age=0&ask=age".to_owned(),
            replies: vec![
                reply("checklist.who_parent", "checklist.who_hint", true),
                reply("checklist.who_other", "checklist.who_other_detail", false),
            ],
        }
    }
}

impl ChecklistResult {
    pub fn sample(layout: &Layout) -> Self {
        let paper = |slot: Slot, or_default: bool| NeededPaper {
            id: slot.id,
            label: slot.label,
            hints: vec![slot.hint],
            good: layout.t("slot.good").to_owned(),
            is_face: slot.is_face,
            bad_kind: if slot.is_face { "hat" } else { "glare" },
            bad: layout
                .t(if slot.is_face {
                    "slot.face_hat"
                } else {
                    "slot.bad_glare"
                })
                .to_owned(),
            or_default,
        };
        Self {
            page: layout.clone().titled(layout.t("checklist.result_title")),
            lead: either(
                layout,
                "一共要拍 3 张照片，大约 10 分钟办完。",
                "3 photos to take, about 10 minutes in all.",
            ),
            notes: vec![layout.t("checklist.note_guardian").to_owned()],
            papers: vec![
                paper(Slot::sample_empty(layout), false),
                paper(Slot::sample_filled(layout), false),
                paper(Slot::sample_wrong(layout), false),
                paper(Slot::sample_card_photo(layout, true), true),
            ],
            replies: vec![ReplyRow {
                question: layout.t("checklist.age").to_owned(),
                reply: layout.t("checklist.age_0").to_owned(),
                change_url: "/services/minor-card/checklist?age=0&ask=age".to_owned(),
            }],
            back: "/services/minor-card/checklist?age=0&ask=age".to_owned(),
            again: "/services/minor-card/checklist".to_owned(),
            code_url: "/services/minor-card/checklist/code.svg?age=0".to_owned(),
            shown_address: "card.example.cn/services/minor-card/checklist?age=0".to_owned(),
        }
    }
}
