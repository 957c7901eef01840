//! What a case is before anybody in it has a name: one row, everything else follows from it.
//!
//! The families told by hand stand in [`super::told`]; those drawn by chance come from [`super::generating`].

use super::people::{CardState, Sex};
use crate::registry::Behaviour;

/// One case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story {
    /// Number of the family: below 100 those of the design, from 101 on the drawn ones.
    pub(super) row: u16,
    /// `a`, `b` where a number has several cases.
    pub(super) letter: &'static str,
    /// Whether its people are those of the story before it.
    pub(super) joins: Joins,
    pub(super) agent: Agent,
    pub(super) child: Sex,
    pub(super) born: Born,
    pub(super) id_type: IdType,
    /// The child's ID card ran out some weeks ago.
    pub(super) card_expired: bool,
    pub(super) home: Home,
    pub(super) register: Knows,
    /// How the registry answers questions about this family.
    pub(super) behaviour: Behaviour,
    /// What the card system knows of the child; `None`: not insured in Beijing.
    pub(super) card: Option<CardState>,
    pub(super) photo: Photo,
    /// The family has no birth certificate any more.
    pub(super) certificate_lost: bool,
    /// The agent's account has a proved mobile number.
    pub(super) has_mobile: bool,
    /// Names that the story is about; everybody else gets theirs by chance.
    pub(super) called: Option<Called>,
    /// Code and printed form of the ethnic group.
    pub(super) ethnic: (&'static str, &'static str),
    /// Index into the districts.
    pub(super) district: u8,
    /// Code of the bank.
    pub(super) bank: &'static str,
    /// In a line, Chinese and English; empty where it is composed from the rest.
    pub(super) title: [&'static str; 2],
    /// What to expect; empty likewise.
    pub(super) told: [&'static str; 2],
}

/// Whose people a story is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joins {
    /// People of its own.
    Nobody,
    /// The child of the story before it, applied for by the other parent.
    OtherParent,
    /// Another child of the agent of the story before it.
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
    /// Not the father by birth: the register knows nothing of him.
    AdoptiveFather,
    /// The father's younger brother.
    Uncle,
    /// The mother's sister.
    Aunt,
    /// An elder brother of so many years.
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

    /// GB/T 4761 code and word: the agent is the child's ...
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
    /// So many years and days before the world's day.
    Ago { years: i16, days: i32 },
    /// The birthday that completes so many years lies so many days back, or ahead where negative. On the day itself the
    /// year is not completed by law.
    Birthday { years: i16, since: i32 },
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
    /// One booklet, the other parent is its householder; the father where the agent is no parent.
    Spouses,
    /// One booklet, the agent's father is its householder.
    AgentsParents,
    /// The child stands in the other parent's booklet; the agent is householder of another one.
    ApartAgentHouseholder,
    /// The child stands in the other parent's booklet; the agent in that of a relative.
    Apart,
    /// Agent and child stand in the register of a unit.
    Collective,
}

/// What the kinship register has on agent and child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knows {
    /// The agent as the child's parent.
    Parent,
    /// Nothing about the two.
    Nobody,
    /// Another name than the papers for the child's number.
    OtherName,
}

/// The picture on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Photo {
    Own,
    /// The cartoon for the youngest.
    Default,
}

/// The names of a story that is about names; those of the parents with Latin letters for the user name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Called {
    pub(super) child: &'static str,
    pub(super) mother: (&'static str, &'static str),
    pub(super) father: (&'static str, &'static str),
}

/// What most families share: a mother, her small girl with an ID card, known to the register and insured.
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
