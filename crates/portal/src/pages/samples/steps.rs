//! Samples of the pages of a step.

use service::parent::step_view::Progress;

use super::super::agreement::{Agreement, Article};
use super::super::choice::Choice;
use super::super::field::{Field, Lock, OpenProblem, Shape};
use super::super::layout::Layout;
use super::super::relationship::Relationship;
use super::super::returned::Returned;
use super::super::slot::Slot;
use super::super::step::{
    Asks, Either, Item, KnownChild, ListedStep, Live, NamedChild, Step, StepForm,
};
use super::either;

impl StepForm {
    pub(super) fn sample(
        layout: &Layout,
        step: &str,
        here: usize,
        heading: &str,
        primary: &str,
    ) -> Self {
        let titles = [
            ("免责声明", "Disclaimer"),
            ("代办人信息", "Agent"),
            ("被代办人信息", "Child"),
            ("确认关系", "Relationship"),
            ("证明材料", "Documents"),
            ("补录信息", "Supplementary Information"),
            ("核对信息", "Check your answers"),
        ];
        let mark = |(index, (zh, en)): (usize, &(&str, &str))| ListedStep {
            title: either(layout, zh, en),
            url: "/applications/0192/agent".to_owned(),
            progress: match index.cmp(&here) {
                std::cmp::Ordering::Less => Progress::Done,
                std::cmp::Ordering::Equal => Progress::Here,
                std::cmp::Ordering::Greater => Progress::Ahead,
            },
        };
        Self {
            step: step.to_owned(),
            state: "draft".to_owned(),
            heading: heading.to_owned(),
            action: format!("/applications/0192/{step}"),
            part: step.to_owned(),
            mark: "sample".to_owned(),
            from_review: false,
            only: String::new(),
            number: here + 1,
            total: titles.len(),
            steps: titles.iter().enumerate().map(mark).collect(),
            problems: Vec::new(),
            elsewhere: Vec::new(),
            returned: Vec::new(),
            by_law: Vec::new(),
            saved_at: "21:42".to_owned(),
            primary: primary.to_owned(),
            either: None,
            back: "/applications/0192/agent".to_owned(),
            notes: vec![either(
                layout,
                "本页有内容沿用自您以前的申请。",
                "Some of this page comes from your earlier application.",
            )],
            asks: None,
            idle_minutes: 30,
            is_typed: true,
        }
    }
}

impl Step {
    /// Every shape of field, with or without something wrong.
    pub fn sample_questions(layout: &Layout, wrong: bool) -> Self {
        let heading = either(layout, "您为哪个孩子申领？", "Which child is the card for?");
        let mut form = StepForm::sample(
            layout,
            "child",
            2,
            &heading,
            &either(layout, "下一步", "Next"),
        );
        let number = Field::sample_id_number(layout, wrong);
        form.asks = Some(Asks::Relationship);
        form.problems = number.problem.clone().into_iter().collect();
        if wrong {
            form.elsewhere = vec![OpenProblem::sample(layout)];
            form.returned = Returned::sample(layout).items;
            form.by_law = vec![either(
                layout,
                "自12月1日起，须填写孩子的18位公民身份号码。",
                "From 1 December the child's 18-character ID number is required.",
            )];
        }
        let fields = vec![
            Field::sample_locked(layout),
            Field::sample_name(layout),
            Field::sample_cards(layout),
            Field::sample_only(layout),
            Field::sample_filter(layout),
            Field::sample_photo_choice(layout),
            number,
            Field::sample_list(layout),
            Field::sample_area(layout),
            Field::sample_places(layout),
        ];
        Self {
            page: layout.clone().titled(&heading).with_problem(wrong),
            form,
            intro: vec![either(
                layout,
                "填写后，我们会查询登记信息，核对您与孩子的关系。",
                "With these details we check your relationship to the child.",
            )],
            children: vec![KnownChild {
                name: either(layout, "陈一诺", "Chen Yinuo"),
                shown_number: "110101********0015".to_owned(),
                id_types: vec![
                    Choice::plain(
                        "choose:resident_id_card:",
                        &either(layout, "居民身份证", "Resident ID Card"),
                        true,
                    ),
                    Choice::plain(
                        "choose:household_booklet:",
                        &either(layout, "户口本", "Household Registration Booklet"),
                        false,
                    ),
                ],
                is_chosen: true,
                live: Some(Live {
                    words: layout
                        .texts
                        .with("child.live", &[("number", "7K3M-X9QP-4D2T")]),
                    url: "/applications/0192".to_owned(),
                }),
            }],
            another_url: "/applications/0192/child?another=yes".to_owned(),
            named: Some(NamedChild {
                rows: vec![(
                    either(layout, "姓名", "Name"),
                    either(layout, "陈一诺", "Chen Yinuo"),
                )],
                change_url: "/applications/0192/child".to_owned(),
            }),
            items: fields.into_iter().map(Item::Field).collect(),
            has_slots: false,
        }
    }

    /// Slots: empty, filled, and wrong.
    pub fn sample_documents(layout: &Layout) -> Self {
        let heading = either(layout, "请上传您的身份证照片", "Upload your ID card");
        let mut form = StepForm::sample(
            layout,
            "agent",
            1,
            &heading,
            &either(layout, "下一步", "Next"),
        );
        let wrong = Slot::sample_wrong(layout);
        form.problems = wrong.problem.clone().into_iter().collect();
        Self {
            page: layout.clone().titled(&heading).with_problem(true),
            form,
            intro: Vec::new(),
            children: Vec::new(),
            another_url: String::new(),
            named: None,
            items: vec![
                Item::Slot(Slot::sample_empty(layout)),
                Item::Slot(Slot::sample_filled(layout)),
                Item::Slot(Slot::sample_card_photo(layout, true)),
                Item::Slot(wrong),
            ],
            has_slots: true,
        }
    }
}

impl Article {
    /// The disclaimer, or any text under this title.
    pub(super) fn sample(layout: &Layout, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            paragraphs: vec![
                either(
                    layout,
                    "您是孩子的父母或其他监护人，并且填写的信息真实。",
                    "You are a parent or guardian of the child, and what you enter is true.",
                ),
                either(
                    layout,
                    "我们只为办理社会保障卡使用这些信息。",
                    "We use this information to issue the card and for nothing else.",
                ),
            ],
            edition: "2026-11".to_owned(),
            tick: Field::sample_tick(layout),
        }
    }
}

impl Agreement {
    pub fn sample(layout: &Layout) -> Self {
        let heading = either(layout, "免责声明", "Disclaimer");
        Self {
            page: layout.clone().titled(&heading),
            form: StepForm::sample(
                layout,
                "disclaimer",
                0,
                &heading,
                &either(layout, "确定", "Confirm"),
            ),
            articles: vec![Article::sample(layout, &heading)],
        }
    }
}

impl Relationship {
    pub fn sample(layout: &Layout) -> Self {
        let heading = either(
            layout,
            "您与被代办人的关系是母女，请确认。",
            "You and the child are mother and daughter. Please confirm.",
        );
        Self {
            page: layout.clone().titled(&heading),
            form: StepForm {
                either: Some(Either {
                    name: "relationship_confirmed".to_owned(),
                    value: "yes".to_owned(),
                    other_value: "disputed".to_owned(),
                    other: either(layout, "信息有误", "This is wrong"),
                    other_detail: either(
                        layout,
                        "您可以自己选择关系，并上传监护关系证明，由工作人员核对",
                        "You choose the relationship yourself and upload a proof of guardianship. Our staff check it.",
                    ),
                }),
                ..StepForm::sample(
                    layout,
                    "relationship",
                    3,
                    &heading,
                    &either(layout, "确认", "Confirm"),
                )
            },
            plain: either(layout, "您是陈一诺的母亲。", "You are Chen Yinuo's mother."),
            child_name: either(layout, "陈一诺", "Chen Yinuo"),
            child_number: "110101********0015".to_owned(),
            problem: None,
            locked: Some(Field {
                id: "relationship".to_owned(),
                label: either(
                    layout,
                    "代办人与申请人关系",
                    "Relationship between the agent and applicant",
                ),
                shape: Shape::Locked(Lock {
                    shown: either(layout, "母亲", "Mother"),
                    source: either(layout, "登记信息", "From the register"),
                    at: either(layout, "11月22日", "22 November"),
                    reason: String::new(),
                    dispute: "/applications/0192/relationship".to_owned(),
                }),
                ..Field::sample_locked(layout)
            }),
        }
    }
}
