//! Samples of [`Field`].

use super::super::card_drawing::CardDrawing;
use super::super::choice::{Choice, ChoiceGroup, Places};
use super::super::field::{Field, Line, Lock, OpenProblem, Problem, Shape};
use super::super::layout::Layout;
use super::{drawing, either};

impl OpenProblem {
    /// Something that is missing on another page.
    pub(super) fn sample(layout: &Layout) -> Self {
        Self {
            problem: Problem {
                field: "branch".to_owned(),
                code: "missing".to_owned(),
                text: either(layout, "请选择网点", "Choose a branch"),
            },
            url: "/applications/0192/supplement?page=branch&from=review".to_owned(),
        }
    }
}

impl Field {
    /// A text field with a child's ID number that lacks one digit.
    pub fn sample_id_number(layout: &Layout, wrong: bool) -> Self {
        Self {
            id: "child.id_number".to_owned(),
            label: either(layout, "身份证号码", "ID number"),
            hint: either(
                layout,
                "户口本上的“公民身份号码”也是它，共18位。",
                "18 characters. In the household booklet it is called 公民身份号码.",
            ),
            example: either(
                layout,
                "例如：110101 20200831 0015",
                "For example: 110101 20200831 0015",
            ),
            value: if wrong {
                "11010120200831001"
            } else {
                "110101202008310015"
            }
            .to_owned(),
            required: true,
            shape: Shape::Line(Line {
                input_mode: "text",
                autocomplete: "off",
                grouping: "id_number",
            }),
            problem: wrong.then(|| Problem {
                field: "child.id_number".to_owned(),
                code: "id_length".to_owned(),
                text: either(
                    layout,
                    "请填写18位身份证号码，您输入了17位。",
                    "Enter all 18 characters of the ID number. You entered 17.",
                ),
            }),
        }
    }

    /// The child's name.
    pub fn sample_name(layout: &Layout) -> Self {
        Self {
            id: "child.name".to_owned(),
            label: either(layout, "姓名", "Name"),
            hint: either(
                layout,
                "与孩子证件上的姓名一致。",
                "As it stands in the child's document.",
            ),
            example: String::new(),
            value: "陈一诺".to_owned(),
            required: true,
            shape: Shape::Line(Line {
                input_mode: "text",
                autocomplete: "off",
                ..Line::default()
            }),
            problem: None,
        }
    }

    /// The child's ID type as cards.
    pub fn sample_cards(layout: &Layout) -> Self {
        Self {
            id: "child.id_type".to_owned(),
            label: either(layout, "证件类型", "ID type"),
            hint: String::new(),
            example: String::new(),
            value: "resident_id_card".to_owned(),
            required: true,
            shape: Shape::Cards(vec![
                Choice {
                    detail: either(
                        layout,
                        "孩子已经办了身份证",
                        "The child has an ID card of their own",
                    ),
                    ..Choice::plain(
                        "resident_id_card",
                        &either(layout, "居民身份证", "Resident ID Card"),
                        true,
                    )
                },
                Choice {
                    detail: either(layout, "孩子还没有身份证", "The child has no ID card yet"),
                    ..Choice::plain(
                        "household_booklet",
                        &either(layout, "户口本", "Household Registration Booklet"),
                        false,
                    )
                },
            ]),
            problem: None,
        }
    }

    /// What has one possible answer.
    pub fn sample_only(layout: &Layout) -> Self {
        Self {
            id: "collection_method".to_owned(),
            label: either(layout, "领卡方式", "Card collection method"),
            hint: either(
                layout,
                "卡由您本人到网点领取，不邮寄",
                "You collect the card yourself at the branch. It is not sent by post.",
            ),
            shape: Shape::Only(Choice::plain(
                "agent_branch",
                &either(
                    layout,
                    "代办人网点领取",
                    "Collection by the agent at a branch",
                ),
                true,
            )),
            ..Self::sample_cards(layout)
        }
    }

    /// The bank as a filter over the branches.
    pub fn sample_filter(layout: &Layout) -> Self {
        Self {
            id: "bank".to_owned(),
            label: either(layout, "发卡行名称", "Name of the card issuing bank"),
            shape: Shape::Filter(vec![Choice {
                detail: either(layout, "本区2家，共21家", "2 near you, 21 in all"),
                ..Choice::plain(
                    "ICBC",
                    &either(
                        layout,
                        "中国工商银行",
                        "Industrial and Commercial Bank of China",
                    ),
                    false,
                )
            }]),
            ..Self::sample_cards(layout)
        }
    }

    /// Two options that are shown as pictures: the child's photo and the cartoon, on the card.
    pub fn sample_photo_choice(layout: &Layout) -> Self {
        let cartoon = CardDrawing {
            photo_url: drawing(layout, "default_picture"),
            photo_width_px: 240,
            photo_height_px: 160,
            view_box: "68 12 104 128".to_owned(),
            ..CardDrawing::sample(layout, true)
        };
        Self {
            id: "photo_choice".to_owned(),
            label: either(
                layout,
                "卡面用哪张照片？",
                "Which picture goes on the card?",
            ),
            shape: Shape::Cards(vec![
                Choice {
                    card: Some(CardDrawing::sample(layout, true)),
                    ..Choice::plain(
                        "own",
                        &either(layout, "用孩子的照片", "A photo of the child"),
                        false,
                    )
                },
                Choice {
                    card: Some(cartoon),
                    detail: either(layout, "仅限不满7周岁的孩子", "Only for a child under 7"),
                    ..Choice::plain(
                        "default_picture",
                        &either(layout, "用默认卡通照片", "The default cartoon picture"),
                        true,
                    )
                },
            ]),
            ..Self::sample_cards(layout)
        }
    }

    /// The ethnic group as a list.
    pub fn sample_list(layout: &Layout) -> Self {
        Self {
            id: "child.ethnic_group".to_owned(),
            label: either(layout, "民族", "Ethnicity"),
            hint: String::new(),
            example: String::new(),
            value: String::new(),
            required: true,
            shape: Shape::List(vec![ChoiceGroup {
                label: String::new(),
                choices: vec![
                    Choice::plain("01", &either(layout, "汉族", "Han"), false),
                    Choice::plain("02", &either(layout, "蒙古族", "Mongolian"), false),
                    Choice::plain("03", &either(layout, "回族", "Hui"), false),
                ],
            }]),
            problem: None,
        }
    }

    /// The branch as a list of places.
    pub fn sample_places(layout: &Layout) -> Self {
        let place =
            |value: &str, zh: &str, en: &str, address_zh: &str, address_en: &str, chosen: bool| {
                Choice {
                    value: value.to_owned(),
                    label: either(layout, zh, en),
                    detail: either(layout, address_zh, address_en),
                    hours: either(
                        layout,
                        "周一至周五\u{a0}9:00–17:00",
                        "Mon–Fri\u{a0}9:00–17:00",
                    ),
                    phone: "010-01007919".to_owned(),
                    map_url: "https://uri.amap.com/search".to_owned(),
                    chosen,
                    ..Choice::default()
                }
            };
        Self {
            id: "branch".to_owned(),
            label: either(layout, "办卡网点", "Card application branch"),
            hint: either(
                layout,
                "以后凭您的身份证到这里领卡。",
                "You will collect the card here with your own ID card.",
            ),
            example: String::new(),
            value: "ICBC-110108-01".to_owned(),
            required: true,
            shape: Shape::Places(Places {
                near: vec![ChoiceGroup {
                    label: either(layout, "海淀区", "Haidian District"),
                    choices: vec![
                        place(
                            "ICBC-110108-01",
                            "工商银行北京海淀中关村支行",
                            "ICBC Haidian Zhongguancun Branch",
                            "海淀区中关村街道和悦路2号",
                            "2 Heyue Road, Zhongguancun, Haidian",
                            true,
                        ),
                        place(
                            "ICBC-110108-02",
                            "工商银行北京海淀上地支行",
                            "ICBC Haidian Shangdi Branch",
                            "海淀区上地街道丰和路73号",
                            "73 Fenghe Road, Shangdi, Haidian",
                            false,
                        ),
                    ],
                }],
                far: vec![ChoiceGroup {
                    label: either(layout, "东城区", "Dongcheng District"),
                    choices: vec![place(
                        "ICBC-110101-01",
                        "工商银行北京东城东华门支行",
                        "ICBC Dongcheng Donghuamen Branch",
                        "东城区东华门街道和悦路2号",
                        "2 Heyue Road, Donghuamen, Dongcheng",
                        false,
                    )],
                }],
            }),
            problem: None,
        }
    }

    /// The address as several lines.
    pub fn sample_area(layout: &Layout) -> Self {
        Self {
            id: "residence.address".to_owned(),
            label: either(layout, "常住所在地地址", "Address of permanent residence"),
            hint: either(
                layout,
                "街道、小区、楼号、门牌号。不用再写区名。",
                "Street, estate, building and door. No need to repeat the district.",
            ),
            example: either(
                layout,
                "例如：中关村街道科学院南路2号院3号楼402室",
                "For example: 中关村街道科学院南路2号院3号楼402室",
            ),
            value: String::new(),
            required: true,
            shape: Shape::Area,
            problem: None,
        }
    }

    /// A tick box of consent.
    pub fn sample_tick(layout: &Layout) -> Self {
        Self {
            id: "consent.disclaimer".to_owned(),
            label: either(layout, "我同意", "I Agree"),
            hint: String::new(),
            example: String::new(),
            value: String::new(),
            required: true,
            shape: Shape::Tick,
            problem: None,
        }
    }

    /// A locked value.
    pub fn sample_locked(layout: &Layout) -> Self {
        Self {
            id: "agent.id_number".to_owned(),
            label: either(layout, "证件号码", "ID number"),
            hint: String::new(),
            example: String::new(),
            value: String::new(),
            required: false,
            shape: Shape::Locked(Lock {
                shown: "110108********4568".to_owned(),
                source: either(layout, "登记信息", "From your account"),
                at: String::new(),
                reason: String::new(),
                dispute: String::new(),
            }),
            problem: None,
        }
    }
}
