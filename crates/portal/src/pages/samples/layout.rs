//! Samples of [`Layout`].

use web::i18n::Texts;

use super::super::layout::{Alert, Layout, Operator, Reader};

impl Layout {
    /// The surroundings of a logged-in agent on a phone at ten in the evening.
    pub fn sample(texts: Texts, lang: &str) -> Self {
        let times = [("from", "2:00"), ("until", "6:00")];
        Self {
            lang: lang.to_owned(),
            announcement: texts.with("maintenance.announced", &times),
            alert: Some(Alert::sample(&texts)),
            take: texts.get("slot.take_here").to_owned(),
            texts,
            title: String::new(),
            has_problem: false,
            csrf: "sample-token".to_owned(),
            reader: Reader::Agent,
            is_by_code: false,
            care: false,
            here: "/services/minor-card".to_owned(),
            switches_with: "",
            sandbox_day: Some("2026-11-22".to_owned()),
            operator: Operator {
                name: "示例市人力资源和社会保障局".to_owned(),
                icp: "示例ICP备00000000号".to_owned(),
                site_code: "1100000000".to_owned(),
            },
            picture_megabytes: 15,
            assets: "/assets/sample".to_owned(),
        }
    }
}

impl Alert {
    /// A password log-in that was closed at a quarter past eight.
    pub fn sample(texts: &Texts) -> Self {
        Self {
            happened: texts.with("alert.password_closed", &[("at", "20:15")]),
            at_ms: 1_795_349_700_000,
        }
    }
}
