//! Samples of what staff returned.

use super::super::layout::Layout;
use super::super::returned::{Returned, ReturnedItem};
use super::either;

impl Returned {
    /// One item of each kind: to be corrected, corrected, no longer needed.
    pub fn sample(layout: &Layout) -> Self {
        let item =
            |id: &str, label: String, sentence: String, correction, word: &str| ReturnedItem {
                id: id.to_owned(),
                label,
                sentence,
                correction,
                correction_label: layout.t(word).to_owned(),
                url: if correction == "unneeded" {
                    String::new()
                } else {
                    "/applications/0192/supplement?page=supplement".to_owned()
                },
            };
        Self {
            lead: layout.t("returned.lead").to_owned(),
            items: vec![
                item(
                    "card_photo",
                    either(layout, "孩子的照片", "The child’s photo"),
                    either(
                        layout,
                        "照片不清楚，请在光线好的地方重新拍一张。",
                        "The photo is blurred. Please take another one in good light.",
                    ),
                    "open",
                    "returned.open",
                ),
                item(
                    "residence.address",
                    either(layout, "详细地址", "Address"),
                    either(
                        layout,
                        "请写到门牌号。",
                        "Please add the number of the house.",
                    ),
                    "done",
                    "returned.done",
                ),
                item(
                    "birth_certificate",
                    either(layout, "出生医学证明", "Birth certificate"),
                    either(layout, "请拍正页。", "Please photograph the main page."),
                    "unneeded",
                    "returned.unneeded",
                ),
            ],
            go_url: "/applications/0192/supplement?page=supplement".to_owned(),
            go: layout.t("returned.go").to_owned(),
        }
    }
}
