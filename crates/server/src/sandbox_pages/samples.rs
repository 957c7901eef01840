//! A sample of the sandbox's page.

use super::page::{Families, FamilyCase, Group, Line, Paper};
use crate::portal::pages::frame::Frame;

impl Families {
    pub(crate) fn sample(frame: &Frame) -> Self {
        let either = |zh: &str, en: &str| if frame.english() { en } else { zh }.to_owned();
        Self {
            page: frame.clone().titled(frame.t("sandbox.title")),
            day: either("2026年11月22日", "22 November 2026"),
            alone: String::new(),
            groups: vec![Group {
                expect: frame.t("sandbox.evidence").to_owned(),
                kind: "evidence".to_owned(),
                count: frame.w("sandbox.families", &[("count", "1")]),
                families: vec![Line {
                    family: "family-101".to_owned(),
                    title: either(
                        "祖父为9岁孙女代办，用户口本",
                        "A father's father for a granddaughter of 9, with a household booklet",
                    ),
                }],
            }],
            cases: vec![FamilyCase {
                case: "family-01".to_owned(),
                title: either(
                    "母亲与3岁的女儿，孩子有身份证",
                    "A mother and her daughter of 3, who has an ID card",
                ),
                story: either(
                    "登记信息查得到，确认后提交。",
                    "The register knows them: confirm and submit.",
                ),
                expect: frame.t("sandbox.submits").to_owned(),
                kind: "submits".to_owned(),
                agent: "陈雨晴".to_owned(),
                username: "chenyuqing".to_owned(),
                password: "example".to_owned(),
                child: "陈一诺".to_owned(),
                child_number: "110101202308310025".to_owned(),
                birth_date: "2023-08-31".to_owned(),
                papers: vec![Paper {
                    label: either("出生医学证明", "Medical birth certificate"),
                    url: "/assets/sample/mark.svg".to_owned(),
                }],
            }],
        }
    }
}
