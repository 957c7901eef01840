//! Samples of the page that proves a real name.

use super::super::agreement::Article;
use super::super::field::{Field, Problem, Shape};
use super::super::layout::{Layout, Reader};
use super::super::real_name::{Known, RealName};
use super::either;

impl RealName {
    /// Who is not known yet; or is, and was not recognised.
    pub fn sample(layout: &Layout, known: bool) -> Self {
        let title = layout.t(if known {
            "real_name.title_known"
        } else {
            "real_name.title"
        });
        let mut page = layout.clone().titled(title).with_problem(known);
        page.reader = if known {
            Reader::Agent
        } else {
            Reader::Unproved
        };
        Self {
            page,
            refusal: "",
            name: either(layout, "陈雨晴", "Chen Yuqing"),
            id_number: "11010519491231002X".to_owned(),
            known: known.then(|| Known {
                name: either(layout, "陈雨晴", "Chen Yuqing"),
                shown_number: "110105********002X".to_owned(),
            }),
            consent: Article {
                title: either(
                    layout,
                    "人脸识别的单独同意",
                    "Separate consent: facial recognition",
                ),
                paragraphs: vec![either(
                    layout,
                    "人脸识别只用于确认您本人。",
                    "Facial recognition only confirms that it is you.",
                )],
                edition: either(layout, "2026年11月26日", "26 November 2026"),
                tick: Field {
                    id: "consent.face".to_owned(),
                    label: either(
                        layout,
                        "我同意进行人脸识别",
                        "I agree to facial recognition",
                    ),
                    hint: String::new(),
                    example: String::new(),
                    value: String::new(),
                    required: true,
                    shape: Shape::Tick,
                    problem: None,
                },
            },
            version: "2026-11-26".to_owned(),
            next: "/account".to_owned(),
            ask_again: if known {
                "/prove/real-name/1".to_owned()
            } else {
                String::new()
            },
            problems: if known {
                vec![Problem {
                    field: "face".to_owned(),
                    code: "face_unavailable".to_owned(),
                    text: layout.t("real_name.unavailable").to_owned(),
                }]
            } else {
                Vec::new()
            },
        }
    }
}
