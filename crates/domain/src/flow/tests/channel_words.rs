//! What the bureau's instruction writes of Jingtong and Yikatong, word for word.

use super::*;

fn on(channel: Channel, answers: &Answers) -> Plan {
    plan(repository(), channel, answers, TODAY, &HIT).unwrap()
}

#[test]
fn the_slots_of_two_booklets_say_which_is_meant() {
    let (childs, own) = ("请拍孩子所在的户口本。", "请拍您自己所在的户口本。");
    for channel in [Channel::Portal, Channel::Jingtong, Channel::Yikatong] {
        for same in ["yes", "no"] {
            let plan = on(channel, &with_booklet("02", same));
            let pages = plan.slots().filter(|slot| slot.id.starts_with("booklet_"));
            for slot in pages {
                let expected = if slot.id.starts_with("booklet_householder") {
                    own
                } else {
                    childs
                };
                let says = slot.hints.iter().any(|hint| hint.zh == expected);
                assert_eq!(says, same == "no", "{} in {channel:?}, {same}", slot.id);
            }
        }
    }
}

/// A text in both languages.
type Both = (&'static str, &'static str);

/// Channel, step, title, button, and fields with their labels.
type Words = (
    Channel,
    &'static str,
    Both,
    Both,
    &'static [(&'static str, &'static str, &'static str)],
);

/// What the instruction writes, step by step; where it leaves something open, what stands there is ours.
const WORDS: &[Words] = &[
    (
        Channel::Jingtong,
        "disclaimer",
        ("免责声明", "Disclaimer"),
        ("确定申领", "Confirm Application"),
        &[("consent.disclaimer", "我同意", "I Agree")],
    ),
    (
        Channel::Jingtong,
        "eligibility",
        ("资格校验", "Eligibility"),
        ("开始资格校验", "Start Eligibility Verification"),
        &[
            ("child.name", "姓名", "Name"),
            ("child.id_type", "证件类型", "ID type"),
            ("child.id_number", "证件号码", "ID number"),
            ("consent.lookup", "访问授权", "Access Authorization"),
        ],
    ),
    (
        Channel::Jingtong,
        "agent",
        ("代办人信息", "Agent"),
        ("下一步", "Next"),
        &[
            ("agent.name", "代办人姓名", "Agent’s name"),
            ("agent.id_type", "代办人证件类型", "Agent’s ID type"),
            ("agent.id_number", "代办人证件号码", "Agent’s ID number"),
            ("agent.sex", "代办人性别", "Agent’s sex"),
            ("agent.mobile", "代办人联系手机", "Contact number"),
        ],
    ),
    (
        Channel::Jingtong,
        "child",
        ("个人基本信息", "Basic information"),
        ("下一步", "Next"),
        &[
            ("child.sex", "性别", "Sex"),
            ("child.birth_date", "出生日期", "Date of birth"),
            ("child.nationality", "国籍", "Nationality"),
            (
                "child.card_mobile",
                "卡预留手机号",
                "Card-reserved mobile number",
            ),
        ],
    ),
    (
        Channel::Jingtong,
        "relation",
        ("申领人信息", "Applicant’s information"),
        ("下一步", "Next"),
        &[
            (
                "relationship",
                "代办人与申领人关系",
                "Relationship between the agent and the applicant",
            ),
            (
                "agent.is_householder",
                "代办人是否为户主",
                "Whether the agent is the householder",
            ),
            (
                "child.id_valid_from",
                "证件有效期开始日期",
                "Start date of the ID validity",
            ),
            (
                "child.id_valid_until",
                "证件有效期结束日期",
                "End date of the ID validity",
            ),
        ],
    ),
    (
        Channel::Jingtong,
        "residence",
        ("常住信息", "Residence"),
        ("下一步", "Next"),
        &[
            ("child.ethnic_group", "民族", "Ethnicity"),
            ("child.occupation", "职业", "Occupation"),
            (
                "residence.district",
                "常住地所在区域",
                "District of permanent residence",
            ),
            (
                "residence.address",
                "常住所在地地址",
                "Permanent residence address",
            ),
        ],
    ),
    (
        Channel::Jingtong,
        "collection",
        ("领卡信息", "Collection"),
        ("下一步", "Next"),
        &[
            ("collection_method", "领卡方式", "Card collection method"),
            ("bank", "发卡行名称", "Name of the issuing bank"),
            ("branch", "办卡网点", "Branch of application"),
        ],
    ),
    (
        Channel::Jingtong,
        "promise",
        ("确认信息", "Check your answers"),
        ("提交", "Submit"),
        &[(
            "promise",
            "我已阅读并同意",
            "I have read the Promise and agree with it",
        )],
    ),
    (
        Channel::Yikatong,
        "disclaimer",
        ("免责声明条款", "Disclaimer"),
        ("确认", "Confirm"),
        &[(
            "consent.disclaimer",
            "我已阅读并同意免责声明",
            "I have read the disclaimer and agree to it",
        )],
    ),
    (
        Channel::Yikatong,
        "agent",
        ("代办人的身份识别", "Identity Verification of the Agent"),
        ("下一步", "Next"),
        &[
            ("agent.mobile", "代办人联系手机号", "Contact number"),
            (
                "relationship",
                "代办人与申请人关系",
                "Relationship between the agent and applicant",
            ),
            ("child.id_type", "被代办人证件类型", "ID type of the child"),
            (
                "agent.householder_relation",
                "代办人与户主关系",
                "Relationship between the agent and the householder",
            ),
            (
                "same_booklet",
                "代办人和孩子是否在一个户口本上",
                "Whether the agent and the child are registered in the same booklet",
            ),
        ],
    ),
    (
        Channel::Yikatong,
        "child",
        ("被代办人的基本信息", "Basic information of the applicant"),
        ("下一步", "Next"),
        &[],
    ),
    (
        Channel::Yikatong,
        "card",
        (
            "被代办人的制卡信息",
            "Applicant’s information for card-making",
        ),
        ("下一步", "Next"),
        &[
            (
                "child.card_mobile",
                "卡预留手机号",
                "Reserved mobile phone number of the card",
            ),
            ("bank", "办卡银行", "Card-issuing bank"),
            ("branch", "开户行网点", "Account-opening branch"),
        ],
    ),
    (
        Channel::Yikatong,
        "collection",
        ("领卡方式", "Card-Collection Method"),
        ("下一步", "Next"),
        &[("collection_method", "领卡方式", "Card collection method")],
    ),
    (
        Channel::Yikatong,
        "promise",
        ("确认信息", "Check your answers"),
        ("确认提交", "Confirm Submission"),
        &[(
            "promise",
            "我已阅读并同意",
            "I have read and agree the Promise",
        )],
    ),
];

#[test]
fn mini_programs_speak_in_the_words_of_the_instruction() {
    for (channel, step, title, button, labels) in WORDS {
        let plan = on(*channel, &with_booklet("02", "yes"));
        let planned = plan.steps.iter().find(|known| known.id == *step).unwrap();
        let said = |text: &crate::lang::Text| (text.zh.clone(), text.en.clone());
        let wanted = |(zh, en): Both| (zh.to_owned(), en.to_owned());
        assert_eq!(said(&planned.title), wanted(*title), "{channel:?} {step}");
        assert_eq!(said(&planned.button), wanted(*button), "{channel:?} {step}");
        for (field, zh, en) in *labels {
            let mut fields = planned.fields();
            let label = &fields.find(|known| known.id == *field).unwrap().label;
            assert_eq!(
                said(label),
                wanted((*zh, *en)),
                "{channel:?} {step} {field}"
            );
        }
    }
}
