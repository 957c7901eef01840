//! Families about their papers: ID cards, booklets, householders, a lost certificate.

use super::super::people::Sex;
use super::super::stories::{Agent, Born, Home, IdType, Photo, Story, USUAL};

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
        photo: Photo::Default,
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
        row: 17,
        born: Born::Ago {
            years: 5,
            days: 210,
        },
        certificate_lost: true,
        district: 13,
        bank: "BRCB",
        title: ["出生医学证明丢失", "The birth certificate is lost"],
        told: [
            "选择“其他证明”，改交监护关系证明，由工作人员核对。",
            "Choose another proof: a proof of guardianship takes its place, and a person looks.",
        ],
        ..USUAL
    },
    Story {
        row: 23,
        child: Sex::Male,
        born: Born::Ago {
            years: 9,
            days: 101,
        },
        district: 6,
        bank: "PSBC",
        title: [
            "有身份证也有户口页，中途改证件类型",
            "An ID card and a booklet page: the type is changed midway",
        ],
        told: [
            "先按身份证办，再改成户口本：身份证照片不再需要，出生医学证明和关系保留。",
            "Begin with the ID card, change to the booklet: the card's pictures are let go, birth certificate and relationship stay.",
        ],
        ..USUAL
    },
    Story {
        row: 24,
        agent: Agent::Father,
        born: Born::Ago {
            years: 7,
            days: 222,
        },
        id_type: IdType::Booklet,
        home: Home::ApartAgentHouseholder,
        district: 7,
        bank: "BOB",
        title: [
            "没填完的申请，在三个渠道之间接着办",
            "An unfinished application moves between three channels",
        ],
        told: [
            "门户开始，京通补充，一卡通办完：两个户口本，所有渠道的答案和材料都有。",
            "Begun in the portal, carried on in Jingtong, ended in Yikatong: two booklets, with the answers and papers of all of them.",
        ],
        ..USUAL
    },
];
