//! The table of families: one row per case, everything else follows from it.
//!
//! The numbers are those of the list of families in the design, so that a test, a page and a conversation speak of the
//! same people. Families whose path needs what the service does not have yet are absent.

use super::case::Expect;
use super::people::{CardState, Sex};

/// One case, as told before anybody in it has a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story {
    /// Number of the family.
    pub(super) row: u8,
    /// `a`, `b` where a family has several cases.
    pub(super) letter: &'static str,
    pub(super) agent: Agent,
    pub(super) child: Sex,
    pub(super) born: Born,
    pub(super) id_type: IdType,
    pub(super) home: Home,
    /// The kinship register knows the agent as the child's parent.
    pub(super) known: bool,
    /// What the card system knows of the child; `None`: not insured in Beijing.
    pub(super) card: Option<CardState>,
    /// The parent takes the default picture instead of a photo.
    pub(super) default_picture: bool,
    /// Code and printed form of the ethnic group.
    pub(super) ethnic: (&'static str, &'static str),
    /// Index into the districts.
    pub(super) district: u8,
    /// Code of the bank.
    pub(super) bank: &'static str,
    pub(super) ends: Ends,
    pub(super) title: [&'static str; 2],
    pub(super) told: [&'static str; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agent {
    Mother,
    Father,
    /// The father's mother.
    Grandmother,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Born {
    /// So many years and days before the world's day.
    Ago { years: i16, days: i32 },
    /// The eighteenth birthday is the world's day: by law still 17.
    EighteenToday,
    /// The eighteenth birthday was yesterday: 18 by any reading.
    EighteenSinceYesterday,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdType {
    Card,
    Booklet,
}

/// Whose booklet the child and the agent stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// One booklet, the agent is its householder.
    Agents,
    /// One booklet, the other parent is its householder.
    Spouses,
    /// One booklet, the agent's father is its householder.
    AgentsParents,
    /// The child stands in the other parent's booklet; the agent is householder of another one.
    ApartAgentHouseholder,
    /// The child stands in the other parent's booklet; the agent in that of the agent's father.
    Apart,
    /// Agent and child stand in the register of a unit.
    Collective,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Submits,
    Evidence,
    Refused(&'static str),
}

impl Ends {
    pub(super) fn expect(self) -> Expect {
        match self {
            Self::Submits => Expect::Submits,
            Self::Evidence => Expect::Evidence,
            Self::Refused(code) => Expect::Refused(code.to_owned()),
        }
    }
}

const HAN: (&str, &str) = ("01", "汉");

/// What most families share: a mother, her small girl with an ID card, known to the register and insured.
const USUAL: Story = Story {
    row: 1,
    letter: "",
    agent: Agent::Mother,
    child: Sex::Female,
    born: Born::Ago {
        years: 3,
        days: 150,
    },
    id_type: IdType::Card,
    home: Home::Spouses,
    known: true,
    card: Some(CardState::None),
    default_picture: false,
    ethnic: HAN,
    district: 4,
    bank: "ICBC",
    ends: Ends::Submits,
    title: ["", ""],
    told: ["", ""],
};

/// Every case, in order.
pub(super) const STORIES: &[Story] = &[
    Story {
        title: [
            "母亲为3岁女儿代办，女儿有身份证",
            "A mother for her daughter of 3 who has an ID card",
        ],
        told: [
            "登记信息能查到母女关系。上传双方身份证和出生医学证明，即可提交。",
            "The register knows mother and daughter. Both ID cards and the birth certificate, then submit.",
        ],
        ..USUAL
    },
    Story {
        row: 2,
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago { years: 8, days: 40 },
        id_type: IdType::Booklet,
        home: Home::Agents,
        district: 2,
        bank: "BOB",
        title: [
            "父亲是户主，8岁儿子在同一户口本",
            "A father, the householder, for his son of 8 in the same booklet",
        ],
        told: [
            "用户口本办理：首页、孩子页、户主本人页，不需要出生证明。",
            "With the booklet: first page, child's page, householder's own page. No birth certificate is asked.",
        ],
        ..USUAL
    },
    Story {
        row: 3,
        born: Born::Ago { years: 6, days: 90 },
        id_type: IdType::Booklet,
        district: 1,
        bank: "CCB",
        title: [
            "母亲代办，丈夫是户主，女儿6岁",
            "A mother whose husband is the householder, for a girl of 6",
        ],
        told: [
            "代办人不是户主：户口本首页、孩子页，加出生医学证明。",
            "The agent is not the householder: first page, child's page and the birth certificate.",
        ],
        ..USUAL
    },
    Story {
        row: 4,
        child: Sex::Male,
        born: Born::Ago {
            years: 10,
            days: 200,
        },
        id_type: IdType::Booklet,
        home: Home::AgentsParents,
        ethnic: ("11", "满"),
        district: 0,
        bank: "BOC",
        title: [
            "母亲是户主的女儿，儿子10岁",
            "A mother who is the householder's daughter, for a boy of 10",
        ],
        told: [
            "三代人同在外祖父的户口本上，孩子页写“外孙子”。",
            "Three generations in the grandfather's booklet; the child's page says daughter's son.",
        ],
        ..USUAL
    },
    Story {
        row: 5,
        agent: Agent::Father,
        born: Born::Ago {
            years: 5,
            days: 120,
        },
        id_type: IdType::Booklet,
        home: Home::ApartAgentHouseholder,
        district: 5,
        bank: "BRCB",
        title: [
            "父亲是户主，孩子在另一个户口本上",
            "A father who heads a booklet of his own, the child in another",
        ],
        told: [
            "两个户口本：首页和孩子页来自孩子的，户主本人页来自父亲的，另加出生医学证明。",
            "Two booklets: first page and child's page from the child's, the householder's own page from the father's, and the birth certificate.",
        ],
        ..USUAL
    },
    Story {
        row: 6,
        child: Sex::Male,
        born: Born::Ago {
            years: 12,
            days: 15,
        },
        id_type: IdType::Booklet,
        home: Home::Apart,
        ethnic: ("03", "回"),
        district: 3,
        bank: "ABC",
        title: [
            "母亲不是户主，孩子在另一个户口本上",
            "A mother, not a householder, the child in another booklet",
        ],
        told: [
            "孩子随父亲落户，母亲在外祖父的户口本上：首页、孩子页、出生医学证明。",
            "The child is registered with the father, the mother with her own father: first page, child's page, birth certificate.",
        ],
        ..USUAL
    },
    Story {
        row: 7,
        born: Born::Ago {
            years: 7,
            days: 160,
        },
        id_type: IdType::Booklet,
        home: Home::Collective,
        district: 4,
        bank: "CMB",
        title: [
            "集体户口，首页为盖章复印件",
            "A collective household with a stamped copy of the first page",
        ],
        told: [
            "集体户没有个人首页：用单位盖章的首页复印件，加孩子页和出生医学证明。",
            "No first page of one's own: the unit's stamped copy, the child's page and the birth certificate.",
        ],
        ..USUAL
    },
    Story {
        row: 8,
        born: Born::Ago { years: 0, days: 52 },
        id_type: IdType::Booklet,
        default_picture: true,
        district: 6,
        bank: "PSBC",
        title: [
            "刚出生的女儿，使用默认照片",
            "A newborn girl, with the default picture",
        ],
        told: [
            "不满7周岁可使用默认卡通照片：首页、孩子页、出生医学证明，不用拍照。",
            "Under 7 the default picture may be used: first page, child's page, birth certificate, no photo.",
        ],
        ..USUAL
    },
    Story {
        row: 10,
        letter: "a",
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::EighteenToday,
        district: 2,
        bank: "CITIC",
        title: [
            "今天是儿子18岁生日",
            "The son's eighteenth birthday is today",
        ],
        told: [
            "周岁自生日的次日起算，今天仍未满18周岁，可以代办。",
            "A year of age is completed on the day after the birthday: today he is not yet 18.",
        ],
        ..USUAL
    },
    Story {
        row: 10,
        letter: "b",
        born: Born::EighteenSinceYesterday,
        district: 7,
        bank: "CEB",
        ends: Ends::Refused("child_age"),
        title: [
            "昨天是女儿18岁生日",
            "The daughter's eighteenth birthday was yesterday",
        ],
        told: [
            "已满18周岁，应由本人申领，在“被代办人信息”一步说明。",
            "She is 18 and applies herself; the child step says so.",
        ],
        ..USUAL
    },
    Story {
        row: 13,
        agent: Agent::Grandmother,
        born: Born::Ago { years: 9, days: 75 },
        id_type: IdType::Booklet,
        home: Home::Agents,
        known: false,
        ethnic: ("02", "蒙古"),
        district: 1,
        bank: "ICBC",
        ends: Ends::Evidence,
        title: [
            "祖母是户主，为9岁孙女代办",
            "A grandmother, the householder, for her granddaughter of 9",
        ],
        told: [
            "祖母须提交监护关系证明，由工作人员审核。",
            "A grandmother adds a proof of guardianship; a person decides.",
        ],
        ..USUAL
    },
    Story {
        row: 15,
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago { years: 4, days: 30 },
        known: false,
        district: 5,
        bank: "CMBC",
        ends: Ends::Evidence,
        title: [
            "登记信息中查不到父子关系",
            "The register does not know father and son",
        ],
        told: [
            "自己选择关系并提交出生医学证明，由工作人员审核；不会透露孩子的任何登记信息。",
            "The relationship is chosen and proved by the birth certificate; a person decides, nothing about the child is told.",
        ],
        ..USUAL
    },
    Story {
        row: 18,
        letter: "a",
        born: Born::Ago {
            years: 2,
            days: 220,
        },
        card: None,
        district: 3,
        bank: "SPDB",
        ends: Ends::Refused("not_insured"),
        title: ["孩子尚未在北京参保", "The child is not insured in Beijing"],
        told: [
            "关系确认后说明：先参保，再申领。",
            "Said after the relationship is confirmed: insure first, then apply.",
        ],
        ..USUAL
    },
    Story {
        row: 18,
        letter: "b",
        agent: Agent::Father,
        child: Sex::Male,
        born: Born::Ago {
            years: 11,
            days: 300,
        },
        id_type: IdType::Booklet,
        home: Home::Agents,
        card: Some(CardState::Active),
        district: 6,
        bank: "HXB",
        ends: Ends::Refused("card_held"),
        title: [
            "孩子已有第三代社保卡",
            "The child already holds a third-generation card",
        ],
        told: [
            "关系确认后说明：已有有效的卡，不用再办。",
            "Said after the relationship is confirmed: there is a live card, nothing to apply for.",
        ],
        ..USUAL
    },
];
