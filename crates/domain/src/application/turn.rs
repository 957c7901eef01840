//! Whose turn it is. Derived from state and records, never set by hand.

use super::{CardState, CaseState, Records};

/// Who must act for an application to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Turn {
    /// The parent or guardian.
    Agent,
    /// The bureau.
    Staff,
    /// The maker of the card.
    CardMaker,
    /// The branch where the card waits.
    Branch,
    /// Nobody: the service itself goes on, or the application has ended.
    Nobody,
}

/// Who must act.
///
/// ```
/// use domain::application::{CardState, CaseState, Records, Turn, turn};
/// assert_eq!(turn(CaseState::Returned, &Records::default()), Turn::Agent);
/// let refused = Records { card: Some(CardState::Refused), ..Records::default() };
/// assert_eq!(turn(CaseState::Approved, &refused), Turn::Staff);
/// ```
pub const fn turn(state: CaseState, records: &Records) -> Turn {
    match state {
        CaseState::Draft | CaseState::Returned => Turn::Agent,
        CaseState::Submitted | CaseState::InReview => Turn::Staff,
        CaseState::Approved => match records.card {
            None | Some(CardState::Queued | CardState::Batched | CardState::Collected) => {
                Turn::Nobody
            }
            Some(CardState::Sent | CardState::Made) => Turn::CardMaker,
            Some(CardState::Refused) => Turn::Staff,
            Some(CardState::AtBranch | CardState::Uncollected) => Turn::Branch,
        },
        CaseState::Rejected | CaseState::Withdrawn | CaseState::Expired => Turn::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_says_whose_turn_it_is_and_after_an_approval_the_card_does() {
        use Turn::{Agent, Branch, CardMaker, Nobody, Staff};
        let turns = |card| {
            let records = Records {
                card,
                ..Records::default()
            };
            CaseState::ALL.map(|state| turn(state, &records))
        };
        let before = [Agent, Staff, Staff, Agent];
        let after = [Nobody; 3];
        let of_cards = [
            Nobody, Nobody, CardMaker, CardMaker, Staff, Branch, Nobody, Branch,
        ];
        let cards = CardState::ALL.into_iter().map(Some).zip(of_cards);
        for (card, on_approved) in std::iter::once((None, Nobody)).chain(cards) {
            let found = turns(card);
            assert_eq!(found[..4], before, "{card:?}");
            assert_eq!(found[4], on_approved, "{card:?}");
            assert_eq!(found[5..], after, "{card:?}");
        }
    }
}
