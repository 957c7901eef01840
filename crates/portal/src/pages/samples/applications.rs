//! Samples of the list of applications.

use super::super::applications::{Applications, Card};
use super::super::layout::Layout;
use super::either;

impl Applications {
    pub fn sample(layout: &Layout, any: bool) -> Self {
        let card = |state: &str, label: &str, next: &str| Card {
            url: "/applications/0192".to_owned(),
            child: either(layout, "陈一诺", "Chen Yinuo"),
            state: state.to_owned(),
            state_label: layout.t(label).to_owned(),
            next: layout.t(next).to_owned(),
            cure: String::new(),
            kept: String::new(),
            delete_url: String::new(),
            at: either(layout, "2026年11月22日 21:48", "22 November 2026, 21:48"),
            number: String::new(),
            open: state == "draft",
        };
        let papers = either(layout, "证明材料", "Documents");
        let draft = Card {
            next: layout.w("applications.next", &[("step", &papers)]),
            kept: layout.w(
                "applications.kept",
                &[
                    ("days", "28"),
                    (
                        "date",
                        &either(layout, "2026年12月22日", "22 December 2026"),
                    ),
                ],
            ),
            delete_url: "/applications/0192/withdraw".to_owned(),
            ..card("draft", "state.draft", "state.draft_meaning")
        };
        let refused = Card {
            state_label: layout.t("applications.refused").to_owned(),
            next: layout.t("refusal.not_insured_title").to_owned(),
            cure: layout.t("refusal.not_insured_cure").to_owned(),
            ..draft.clone()
        };
        let submitted = Card {
            number: "7K3M-X9QP-4D2T".to_owned(),
            ..card("submitted", "state.submitted", "state.submitted_meaning")
        };
        Self {
            page: layout.clone().titled(layout.t("applications.title")),
            done: if any {
                layout.t("applications.saved").to_owned()
            } else {
                String::new()
            },
            cards: if any {
                vec![draft, refused, submitted]
            } else {
                Vec::new()
            },
        }
    }
}
