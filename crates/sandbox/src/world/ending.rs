//! How a story ends, and why: the one place where the sandbox states what it expects of the service.

use super::case::{Expect, Register};
use super::people::CardState;
use super::stories::{Joins, Knows, Story};
use crate::registry::Behaviour;

/// Why a case ends as it does: the first reason that applies, in the order in which the service finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The agent is under 18.
    AgentTooYoung,
    /// The child is 18 or over.
    ChildOfAge,
    /// The registry gives no usable answer: a person decides.
    NoAnswer,
    /// The registry has another name for the child's number: a person decides.
    OtherName,
    /// The registry knows nothing about the two, and the agent is a parent: a person decides.
    UnknownParent,
    /// The agent is another guardian, whom the registry does not know: a person decides from the proof.
    OtherGuardian,
    /// The child is not insured in Beijing.
    NotInsured,
    /// The child holds a card.
    CardHeld,
    /// The registry says no for a reason that the service does not know.
    OtherReason,
    /// The other parent has applied already.
    Applied,
    /// Nothing speaks against it.
    Verified,
}

impl Why {
    pub(super) fn expect(self) -> Expect {
        let refused = |code: &str| Expect::Refused(code.to_owned());
        match self {
            Self::AgentTooYoung => refused("agent_age"),
            Self::ChildOfAge => refused("child_age"),
            Self::NoAnswer | Self::OtherName | Self::UnknownParent | Self::OtherGuardian => {
                Expect::Evidence
            }
            Self::NotInsured => refused("not_insured"),
            Self::CardHeld => refused("card_held"),
            Self::OtherReason => refused("not_possible_online"),
            Self::Applied => refused("live_application"),
            Self::Verified => Expect::Submits,
        }
    }

    pub(super) fn is_refused(self) -> bool {
        matches!(self.expect(), Expect::Refused(_))
    }
}

/// What the registry answers about agent and child.
pub(super) fn register(story: &Story) -> Register {
    match (usable(story.behaviour), story.register) {
        (false, _) => Register::Down,
        (true, Knows::Parent) => Register::Hit,
        (true, Knows::Nobody) => Register::Miss,
        (true, Knows::OtherName) => Register::Mismatch,
    }
}

/// Whether there is a credible answer. One that takes longer than the service's timeout does not count.
fn usable(behaviour: Behaviour) -> bool {
    match behaviour {
        Behaviour::Normal => true,
        Behaviour::Late(wait) => wait <= Behaviour::IN_TIME,
        Behaviour::Down
        | Behaviour::Rubbish
        | Behaviour::WrongSignature
        | Behaviour::Silent
        | Behaviour::Contradicting => false,
    }
}

/// How the story ends when every answer is true, for the ages of agent and child on the day.
pub(super) fn ending(story: &Story, (agent, child): (i16, i16)) -> Why {
    if agent < 18 {
        return Why::AgentTooYoung;
    }
    if child >= 18 {
        return Why::ChildOfAge;
    }
    match register(story) {
        Register::Down => Why::NoAnswer,
        Register::Mismatch => Why::OtherName,
        Register::Miss if story.agent.is_parent() => Why::UnknownParent,
        Register::Miss => Why::OtherGuardian,
        Register::Hit => match story.card {
            None => Why::NotInsured,
            Some(CardState::Active) => Why::CardHeld,
            Some(CardState::Elsewhere) => Why::OtherReason,
            Some(CardState::None) if story.joins == Joins::OtherParent => Why::Applied,
            Some(CardState::None) => Why::Verified,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::stories::{Agent, USUAL};
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_first_reason_that_the_service_meets_decides() {
        let late = |s| Behaviour::Late(Duration::from_secs(s));
        let unknown = Story {
            register: Knows::Nobody,
            card: None,
            ..USUAL
        };
        let held = Story {
            card: Some(CardState::Active),
            ..USUAL
        };
        for (story, ages, why) in [
            (USUAL, (30, 3), Why::Verified),
            (USUAL, (17, 18), Why::AgentTooYoung),
            (
                Story {
                    behaviour: Behaviour::Down,
                    ..USUAL
                },
                (40, 18),
                Why::ChildOfAge,
            ),
            (
                Story {
                    behaviour: Behaviour::Silent,
                    ..held
                },
                (40, 3),
                Why::NoAnswer,
            ),
            (
                Story {
                    behaviour: late(8),
                    ..USUAL
                },
                (40, 3),
                Why::NoAnswer,
            ),
            (
                Story {
                    behaviour: late(0),
                    ..USUAL
                },
                (40, 3),
                Why::Verified,
            ),
            (
                Story {
                    register: Knows::OtherName,
                    ..held
                },
                (40, 3),
                Why::OtherName,
            ),
            (unknown, (40, 3), Why::UnknownParent),
            (
                Story {
                    agent: Agent::Aunt,
                    ..unknown
                },
                (40, 3),
                Why::OtherGuardian,
            ),
            (
                Story {
                    card: None,
                    ..USUAL
                },
                (40, 3),
                Why::NotInsured,
            ),
            (held, (40, 3), Why::CardHeld),
            (
                Story {
                    card: Some(CardState::Elsewhere),
                    ..USUAL
                },
                (40, 3),
                Why::OtherReason,
            ),
            (
                Story {
                    joins: Joins::OtherParent,
                    ..USUAL
                },
                (40, 3),
                Why::Applied,
            ),
        ] {
            assert_eq!(ending(&story, ages), why);
        }
    }
}
