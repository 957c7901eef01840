//! People, booklets and what the registry holds on them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates::{iso, iso_or_none};

/// Sex, coded by GB/T 2261.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// As printed on a paper.
    pub fn printed(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }

    /// The code of the table: 1 or 2.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }
}

/// Somebody who does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name as printed.
    pub name: String,
    /// The citizen ID number, with a correct check character.
    pub id_number: String,
    /// Agrees with the number.
    pub sex: Sex,
    /// Agrees with the number.
    #[serde(with = "iso")]
    pub birth_date: Date,
    /// GB/T 3304 code.
    pub ethnic_group: String,
    /// The ethnic group as an ID card prints it, without 族.
    pub ethnic_printed: String,
    /// Where they live.
    pub address: Address,
    /// The resident ID card, if there is one.
    pub id_card: Option<IdCard>,
    /// What they look like.
    pub look: Look,
    /// The name that the registry has for the number, where it differs from the printed one.
    pub registered_as: Option<String>,
}

impl Person {
    /// The name by which the registry knows them.
    pub fn registered_name(&self) -> &str {
        self.registered_as.as_deref().unwrap_or(&self.name)
    }
}

/// An address in Beijing, in a street that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// GB/T 2260 code of the district.
    pub district: String,
    /// The district's name: 海淀区.
    pub district_name: String,
    /// The part after the district.
    pub rest: String,
}

impl Address {
    /// As printed on papers, with city and district.
    pub fn printed(&self) -> String {
        format!("北京市{}{}", self.district_name, self.rest)
    }
}

/// What the emblem side of a resident ID card says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdCard {
    /// 签发机关.
    pub authority: String,
    /// The first day of validity.
    #[serde(with = "iso")]
    pub valid_from: Date,
    /// The last day, or `None` for 长期.
    #[serde(with = "iso_or_none")]
    pub valid_until: Option<Date>,
}

/// Random numbers that determine the drawn face: each picks one of a few shapes or colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Skin tone.
    pub skin: u8,
    /// Hair colour.
    pub hair: u8,
    /// Hair style, of those that suit age and sex.
    pub style: u8,
    /// Eyes and brows.
    pub eyes: u8,
    /// Mouth.
    pub mouth: u8,
    /// Clothes.
    pub clothes: u8,
}

/// A household booklet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booklet {
    /// 户号.
    pub number: String,
    /// 集体户 rather than 家庭户.
    pub collective: bool,
    /// 户主姓名; in a collective household the name of the institution.
    pub householder: String,
    /// 住址.
    pub address: Address,
    /// The police station that keeps the household registration.
    pub station: String,
    /// 签发日期.
    #[serde(with = "iso")]
    pub issued: Date,
    /// The person pages, in order.
    pub members: Vec<Member>,
}

/// One person page of a booklet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Whose page it is.
    pub id_number: String,
    /// 户主或与户主关系 as printed: 户主, 妻, 长女.
    pub relation: String,
    /// The same as a GB/T 4761 code.
    pub relation_code: String,
    /// 登记日期.
    #[serde(with = "iso")]
    pub registered: Date,
}

/// A birth as recorded on the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BirthRecord {
    /// One letter and nine digits.
    pub number: String,
    /// The child's ID number.
    pub child: String,
    /// The mother's ID number.
    pub mother: String,
    /// The father's ID number.
    pub father: String,
    /// Hour and minute of the birth.
    pub time: (u8, u8),
    /// Whole weeks of pregnancy.
    pub weeks: u8,
    /// Weight in grams.
    pub weight_g: u16,
    /// Length in centimetres.
    pub length_cm: u8,
    /// The issuing hospital, which does not exist.
    pub hospital: String,
    /// 签发日期.
    #[serde(with = "iso")]
    pub issued: Date,
}

/// Which people and booklets the papers of a case are drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documents {
    /// The agent's ID number.
    pub agent: String,
    /// The child's ID number.
    pub child: String,
    /// How the agent is related to the child, in words: 母亲.
    pub agent_is: String,
    /// The booklet with the child's page; its first page is the one to show.
    pub child_booklet: String,
    /// The booklet with the householder's own page: the agent's, where the agent is a householder elsewhere.
    pub householder_booklet: String,
    /// The birth.
    pub birth: BirthRecord,
    /// Whether the birth certificate is lost: then there is no paper of it.
    pub certificate_lost: bool,
    /// Picks one of several tables and lights for the photographs; varies by family.
    pub scene: u8,
}

/// An entry of the registry about kinship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinship {
    /// The adult.
    pub agent: String,
    /// The child.
    pub child: String,
    /// How the adult is related to the child: a GB/T 4761 code.
    pub relation_code: String,
    /// Where the registry has it from.
    pub basis: Basis,
}

/// The source of a kinship entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The household registration.
    Household,
    /// A birth certificate.
    BirthCertificate,
}

/// What the card system knows of a person insured in Beijing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// Insured, no third-generation card.
    None,
    /// Insured, with a live third-generation card.
    Active,
    /// Insured elsewhere: a reason against a card that the contract does not list.
    Elsewhere,
}
