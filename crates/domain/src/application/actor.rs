//! Who acts on applications and cards.

use uuid::Uuid;

use super::BranchCode;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A logged-in parent or guardian, by account.
    Agent(Uuid),
    /// The service itself: checks, background look-ups, batches, clean-up.
    System,
    /// Staff of the bureau who review applications, by staff id.
    Reviewer(Uuid),
    /// Staff of the bureau who make sure that the work goes on, by staff id.
    Supervisor(Uuid),
    /// Staff of one bank branch who hand over its cards.
    Clerk {
        /// The staff id.
        staff: Uuid,
        /// The only branch whose cards they may touch.
        branch: BranchCode,
    },
    /// The card maker, through its signed files.
    CardMaker,
}

impl Actor {
    /// What kind of actor this is.
    pub const fn role(self) -> Role {
        match self {
            Self::Agent(_) => Role::Agent,
            Self::System => Role::System,
            Self::Reviewer(_) => Role::Reviewer,
            Self::Supervisor(_) => Role::Supervisor,
            Self::Clerk { .. } => Role::Clerk,
            Self::CardMaker => Role::CardMaker,
        }
    }

    /// The account; only an agent has one.
    pub const fn account(self) -> Option<Uuid> {
        match self {
            Self::Agent(account) => Some(account),
            Self::System
            | Self::Reviewer(_)
            | Self::Supervisor(_)
            | Self::Clerk { .. }
            | Self::CardMaker => None,
        }
    }

    /// The staff id, if there is one.
    pub const fn staff(self) -> Option<Uuid> {
        match self {
            Self::Reviewer(staff) | Self::Supervisor(staff) | Self::Clerk { staff, .. } => {
                Some(staff)
            }
            Self::Agent(_) | Self::System | Self::CardMaker => None,
        }
    }
}

/// The kinds of actor, as used by the rules and the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The parent or guardian who applies.
    Agent,
    /// The service itself.
    System,
    /// Staff who review applications.
    Reviewer,
    /// Staff who make sure that the work goes on.
    Supervisor,
    /// Staff who hand over cards at one branch.
    Clerk,
    /// The maker of the cards.
    CardMaker,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Agent,
        Self::System,
        Self::Reviewer,
        Self::Supervisor,
        Self::Clerk,
        Self::CardMaker,
    ];

    /// The stable code in the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::System => "system",
            Self::Reviewer => "reviewer",
            Self::Supervisor => "supervisor",
            Self::Clerk => "clerk",
            Self::CardMaker => "card_maker",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::application::Role;
    /// assert_eq!(Role::from_code("card_maker"), Some(Role::CardMaker));
    /// assert_eq!(Role::from_code("parent"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_comes_back_from_its_code_and_nobody_has_both_an_account_and_a_staff_id() {
        let id = Uuid::from_u128(1);
        let branch = BranchCode::new("ICBC-110101-01").unwrap();
        let actors = [
            (Actor::Agent(id), Some(id), None),
            (Actor::System, None, None),
            (Actor::Reviewer(id), None, Some(id)),
            (Actor::Supervisor(id), None, Some(id)),
            (Actor::Clerk { staff: id, branch }, None, Some(id)),
            (Actor::CardMaker, None, None),
        ];
        for (role, (actor, account, staff)) in Role::ALL.into_iter().zip(actors) {
            assert_eq!(actor.role(), role);
            assert_eq!(Role::from_code(role.code()), Some(role));
            assert_eq!((actor.account(), actor.staff()), (account, staff));
        }
    }
}
