//! What a family looks like from outside: the log-in, the child, the true answers, the papers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates::iso;
use crate::registry::Behaviour;

/// A text in both languages of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// How a case ends when every answer is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// Submitted with a verified relationship.
    Submits,
    /// Submitted on the evidence path: a person decides about the relationship.
    Evidence,
    /// Refused with this code of the contract.
    Refused(String),
}

impl Expect {
    /// The contract's word: `submits`, `evidence` or `refused:<code>`.
    pub fn word(&self) -> String {
        match self {
            Self::Submits => "submits".to_owned(),
            Self::Evidence => "evidence".to_owned(),
            Self::Refused(code) => format!("refused:{code}"),
        }
    }
}

impl Serialize for Expect {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.word())
    }
}

impl<'de> Deserialize<'de> for Expect {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        match word.as_str() {
            "submits" => Ok(Self::Submits),
            "evidence" => Ok(Self::Evidence),
            other => match other.strip_prefix("refused:") {
                Some(code) => Ok(Self::Refused(code.to_owned())),
                None => Err(serde::de::Error::custom(
                    "expect is submits, evidence or refused:<code>",
                )),
            },
        }
    }
}

/// What the registry answers about the kinship of agent and child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// The agent is the child's parent.
    Hit,
    /// It knows nothing about the two.
    Miss,
    /// The child's name and number do not belong together.
    Mismatch,
    /// It gives no usable answer.
    Down,
}

impl Register {
    /// The word of flows and exports: `hit`, `miss`, `mismatch`, `down`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Mismatch => "mismatch",
            Self::Down => "down",
        }
    }
}

/// One application to try, with everything a parent would know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Unique: `family-01`, `family-10a`.
    pub case: String,
    /// Joins the cases of one family: `family-10`.
    pub family: String,
    /// Who they are, in one line.
    pub title: Text,
    /// What to expect when trying it.
    pub story: Text,
    /// The channel whose answers and papers these are.
    pub channel: String,
    /// How it ends.
    pub expect: Expect,
    /// Where it ends otherwise in a channel: how, by channel. `problem:<field>` = the field's step cannot be finished because of it.
    #[serde(default)]
    pub expect_in: BTreeMap<String, String>,
    /// What the registry says about agent and child.
    pub register: Register,
    /// How the registry behaves towards requests about the two.
    pub behaviour: Behaviour,
    /// Who applies.
    pub agent: CaseAgent,
    /// For whom.
    pub child: CaseChild,
    /// Everything true that the parent would answer, by catalogue id.
    pub answers: BTreeMap<String, String>,
    /// Where each paper is served, by material: every paper the family has, which is more than one path needs.
    pub papers: BTreeMap<String, String>,
    /// The materials that the channel requires in this case, in page order, up to where it is refused.
    pub asked: Vec<String>,
}

impl Case {
    /// Whether the story is written by hand; the others are random and numbered from 101 on.
    pub fn is_told(&self) -> bool {
        self.family.len() == "family-00".len()
    }
}

/// The parent or guardian, and the log-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseAgent {
    /// The name as printed on the ID card.
    pub name: String,
    /// The citizen ID number.
    pub id_number: String,
    /// The proved mobile number; empty where the account has none.
    pub mobile: String,
    /// The portal's user name.
    pub username: String,
    /// The portal's password: made up and shown to everybody, it protects nothing.
    pub password: String,
}

/// The child, as the parent would type it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseChild {
    /// The name as printed on the papers.
    pub name: String,
    /// `resident_id_card` or `household_booklet`.
    pub id_type: String,
    /// The citizen ID number.
    pub id_number: String,
    /// The birth date.
    #[serde(with = "iso")]
    pub birth_date: Date,
}

/// An account to make in the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The portal's user name.
    pub username: String,
    /// The password in plain text.
    pub password: String,
    /// The agent's name.
    pub name: String,
    /// The agent's citizen ID number.
    pub id_number: String,
    /// The agent's mobile number, if the account has a proved one.
    pub mobile: Option<String>,
}

/// The cases of one family, in order.
#[derive(Debug, Clone, Copy)]
pub struct Family<'a> {
    /// `family-01`.
    pub id: &'a str,
    /// One or more.
    pub cases: &'a [Case],
}

/// The list in the contract's form: fields of [`Case`] that only the sandbox page needs are left out.
pub(super) fn to_json(cases: &[Case]) -> String {
    #[derive(Serialize)]
    struct Shown<'a> {
        case: &'a str,
        family: &'a str,
        title: &'a Text,
        channel: &'a str,
        expect: &'a Expect,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        expect_in: &'a BTreeMap<String, String>,
        agent: &'a CaseAgent,
        child: &'a CaseChild,
        answers: &'a BTreeMap<String, String>,
        papers: &'a BTreeMap<String, String>,
    }
    let shown: Vec<Shown<'_>> = cases
        .iter()
        .map(|case| Shown {
            case: &case.case,
            family: &case.family,
            title: &case.title,
            channel: &case.channel,
            expect: &case.expect,
            expect_in: &case.expect_in,
            agent: &case.agent,
            child: &case.child,
            answers: &case.answers,
            papers: &case.papers,
        })
        .collect();
    serde_json::to_string_pretty(&shown).expect("strings under string keys always serialize")
}
