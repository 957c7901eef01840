//! A sample of the summary.

use super::super::agreement::Article;
use super::super::field::OpenProblem;
use super::super::layout::Layout;
use super::super::review::{PictureRow, Review, Row, Topic};
use super::super::slot::{Picture, Printed, Slot};
use super::super::step::StepForm;
use super::either;

impl Topic {
    pub(super) fn sample(layout: &Layout) -> Self {
        let row =
            |zh: &str, en: &str, value_zh: &str, value_en: &str, source: &str, change: bool| Row {
                label: either(layout, zh, en),
                value: either(layout, value_zh, value_en),
                source: layout.t(source).to_owned(),
                change_url: if change {
                    "/applications/0192/child?from=review".to_owned()
                } else {
                    String::new()
                },
            };
        let Slot { label, picture, .. } = Slot::sample_filled(layout);
        Self {
            is_known: false,
            title: either(layout, "被代办人信息", "Child"),
            rows: vec![
                row(
                    "姓名",
                    "Name",
                    "陈一诺",
                    "Chen Yinuo",
                    "answers.typed",
                    true,
                ),
                row(
                    "证件类型",
                    "ID type",
                    "居民身份证",
                    "Resident ID Card",
                    "answers.typed",
                    true,
                ),
                row(
                    "身份证号码",
                    "ID number",
                    "110101********0015",
                    "110101********0015",
                    "answers.typed",
                    true,
                ),
                row(
                    "代办人与申请人关系",
                    "Relationship between the agent and applicant",
                    "母亲",
                    "Mother",
                    "answers.registry",
                    false,
                ),
            ],
            pictures: picture
                .into_iter()
                .flat_map(|whole| {
                    let photo = Picture {
                        printed: Some(Printed {
                            view_box: "120 20 90 111".to_owned(),
                            transform: String::new(),
                        }),
                        ..whole.clone()
                    };
                    [whole, photo]
                })
                .map(|picture| PictureRow {
                    alt: layout.t("glossary.default_picture").to_owned(),
                    label: label.clone(),
                    picture,
                    change_url: "/applications/0192/agent?from=review".to_owned(),
                })
                .collect(),
        }
    }
}

impl Review {
    pub fn sample(layout: &Layout) -> Self {
        let heading = either(layout, "核对信息", "Check your answers");
        Self {
            page: layout.clone().titled(&heading),
            form: StepForm::sample(
                layout,
                "review",
                6,
                &heading,
                &either(layout, "提交", "Submit"),
            ),
            lead: layout.t("review.lead").to_owned(),
            once: String::new(),
            articles: vec![Article::sample(
                layout,
                &either(layout, "申请人郑重承诺", "Applicant Solemnly Promises"),
            )],
            topics: vec![Topic::sample(layout)],
            open: vec![OpenProblem::sample(layout)],
            unneeded: Topic::sample(layout).pictures,
        }
    }
}
