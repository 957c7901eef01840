//! What defines a case before its people have names: one row, from which everything else follows.
//!
//! The families written by hand are in [`super::told`]; the random ones come from [`super::generating`].

use super::people::{CardState, Sex};
use crate::registry::Behaviour;

/// One case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story {
    /// Number of the family: below 100 for those written by hand, from 101 on for the random ones.
    pub(super) row: u16,
    /// `a`, `b` where a family has several cases.
    pub(super) letter: &'static str,
    /// Whether its people are those of the previous story.
    pub(super) joins: Joins,
    pub(super) agent: Agent,
    pub(super) child: Sex,
    pub(super) born: Born,
    pub(super) id_type: IdType,
    /// Whether the child's ID card expired some weeks ago.
    pub(super) card_expired: bool,
    pub(super) home: Home,
    pub(super) register: Knows,
    /// How the registry behaves towards requests about this family.
    pub(super) behaviour: Behaviour,
    /// What the card system knows of the child; `None`: not insured in Beijing.
    pub(super) card: Option<CardState>,
    pub(super) photo: Photo,
    /// Whether the family has lost the birth certificate.
    pub(super) certificate_lost: bool,
    /// Whether the agent's account has a proved mobile number.
    pub(super) has_mobile: bool,
    /// Names that matter to the story; everybody else gets a random one.
    pub(super) called: Option<Called>,
    /// Code and printed form of the ethnic group.
    pub(super) ethnic: (&'static str, &'static str),
    /// Index into the districts.
    pub(super) district: u8,
    /// Code of the bank.
    pub(super) bank: &'static str,
    /// One line in Chinese and English; empty where it is composed from the rest.
    pub(super) title: [&'static str; 2],
    /// What to expect; empty where it is composed from the rest.
    pub(super) told: [&'static str; 2],
}

/// Which people a story is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joins {
    /// People of its own.
    Nobody,
    /// The child of the previous story; the other parent applies.
    OtherParent,
    /// Another child of the agent of the previous story.
    SecondChild,
}

/// Who applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agent {
    Mother,
    Father,
    FathersMother,
    FathersFather,
    MothersMother,
    MothersFather,
    /// Not the birth father: the registry knows nothing of him.
    AdoptiveFather,
    /// The father's younger brother.
    Uncle,
    /// The mother's sister.
    Aunt,
    /// An elder brother of this age in years.
    Brother(i16),
}

impl Agent {
    pub(super) fn is_parent(self) -> bool {
        matches!(self, Self::Mother | Self::Father)
    }

    pub(super) fn is_grandparent(self) -> bool {
        matches!(
            self,
            Self::FathersMother | Self::FathersFather | Self::MothersMother | Self::MothersFather
        )
    }

    /// GB/T 4761 code and word for what the agent is to the child.
    pub(super) fn relationship(self) -> (&'static str, &'static str) {
        match self {
            Self::Mother => ("52", "母亲"),
            Self::Father => ("51", "父亲"),
            Self::FathersMother => ("62", "祖母"),
            Self::FathersFather => ("61", "祖父"),
            Self::MothersMother => ("64", "外祖母"),
            Self::MothersFather => ("63", "外祖父"),
            Self::AdoptiveFather => ("57", "养父"),
            Self::Uncle => ("83", "叔父"),
            Self::Aunt => ("88", "姨母"),
            Self::Brother(_) => ("71", "哥哥"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Born {
    /// This many years and days before the world's day.
    Ago { years: i16, days: i32 },
    /// The birthday that completes this many years is this many days ago, or ahead if negative. By law the year is not yet
    /// completed on the day itself.
    Birthday { years: i16, since: i32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdType {
    Card,
    Booklet,
}

/// Whose booklets the child and the agent are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// One booklet; the agent is its householder.
    Agents,
    /// One booklet; the other parent is its householder, or the father where the agent is not a parent.
    Spouses,
    /// One booklet; the agent's father is its householder.
    AgentsParents,
    /// The child is in the other parent's booklet; the agent is householder of another one.
    ApartAgentHouseholder,
    /// The child is in the other parent's booklet; the agent in a relative's.
    Apart,
    /// Agent and child are in a collective household.
    Collective,
}

/// What the registry holds on agent and child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knows {
    /// The agent as the child's parent.
    Parent,
    /// Nothing about the two.
    Nobody,
    /// For the child's number another name than the papers.
    OtherName,
}

/// The picture on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Photo {
    Own,
    /// The cartoon for the youngest children.
    Default,
}

/// The names of a story that is about names; the parents' come with Latin letters for the user name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Called {
    pub(super) child: &'static str,
    pub(super) mother: (&'static str, &'static str),
    pub(super) father: (&'static str, &'static str),
}

/// What most families share: a mother and her small daughter with an ID card, known to the registry and insured.
pub(super) const USUAL: Story = Story {
    row: 1,
    letter: "",
    joins: Joins::Nobody,
    agent: Agent::Mother,
    child: Sex::Female,
    born: Born::Ago {
        years: 3,
        days: 150,
    },
    id_type: IdType::Card,
    card_expired: false,
    home: Home::Spouses,
    register: Knows::Parent,
    behaviour: Behaviour::Normal,
    card: Some(CardState::None),
    photo: Photo::Own,
    certificate_lost: false,
    has_mobile: true,
    called: None,
    ethnic: ("01", "汉"),
    district: 4,
    bank: "ICBC",
    title: ["", ""],
    told: ["", ""],
};
