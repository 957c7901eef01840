//! What the service refuses to people, by the stable codes of the contract.

/// A refusal that a page shows and that programs may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum ServiceRefusal {
    /// The child is 18 or over.
    #[error("the child is not under 18")]
    ChildAge,
    /// The child is not insured in Beijing.
    #[error("the child is not insured in Beijing")]
    NotInsured,
    /// The child has a live third-generation card.
    #[error("the child holds a live card")]
    CardHeld,
    /// The child has a live application.
    #[error("an application for the child is under way")]
    LiveApplication,
    /// The agent is under 18.
    #[error("the agent is under 18")]
    AgentAge,
    /// The one answer wherever the relationship is not verified and something must not be disclosed.
    #[error("this cannot be done online")]
    NotPossibleOnline,
    /// A budget of attempts is used up.
    #[error("too many tries")]
    TooManyTries,
    /// Somebody changed the application meanwhile; both values are shown.
    #[error("the case was changed in between")]
    Stale,
    /// The session is over.
    #[error("the session is over")]
    ExpiredSession,
    /// Not enough is proved about whoever is logged in.
    #[error("the real name of the account is not proved")]
    Level,
}

impl ServiceRefusal {
    /// Every refusal.
    pub const ALL: [Self; 10] = [
        Self::ChildAge,
        Self::NotInsured,
        Self::CardHeld,
        Self::LiveApplication,
        Self::AgentAge,
        Self::NotPossibleOnline,
        Self::TooManyTries,
        Self::Stale,
        Self::ExpiredSession,
        Self::Level,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ChildAge => "child_age",
            Self::NotInsured => "not_insured",
            Self::CardHeld => "card_held",
            Self::LiveApplication => "live_application",
            Self::AgentAge => "agent_age",
            Self::NotPossibleOnline => "not_possible_online",
            Self::TooManyTries => "too_many_tries",
            Self::Stale => "stale",
            Self::ExpiredSession => "expired_session",
            Self::Level => "level",
        }
    }

    /// Parses a code.
    ///
    /// ```
    /// # use domain::application::refusal::ServiceRefusal;
    /// assert_eq!(ServiceRefusal::from_code("card_held"), Some(ServiceRefusal::CardHeld));
    /// assert_eq!(ServiceRefusal::from_code("no"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }

    /// Whether the refusal discloses something about the child that only an agent with a verified relationship may learn.
    pub const fn tells_about_the_child(self) -> bool {
        match self {
            Self::NotInsured | Self::CardHeld | Self::LiveApplication => true,
            // The age is in the ID number that the agent typed.
            Self::ChildAge
            | Self::AgentAge
            | Self::NotPossibleOnline
            | Self::TooManyTries
            | Self::Stale
            | Self::ExpiredSession
            | Self::Level => false,
        }
    }

    /// The refusal as this agent may see it.
    ///
    /// ```
    /// # use domain::application::refusal::ServiceRefusal::{CardHeld, NotPossibleOnline};
    /// assert_eq!(CardHeld.told_to(true), CardHeld);
    /// assert_eq!(CardHeld.told_to(false), NotPossibleOnline);
    /// ```
    #[must_use]
    pub const fn told_to(self, relationship_verified: bool) -> Self {
        if self.tells_about_the_child() && !relationship_verified {
            Self::NotPossibleOnline
        } else {
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unverified_agent_learns_nothing_about_the_child() {
        for refusal in ServiceRefusal::ALL {
            assert_eq!(ServiceRefusal::from_code(refusal.code()), Some(refusal));
            assert_eq!(refusal.told_to(true), refusal);
            assert!(!refusal.told_to(false).tells_about_the_child());
        }
    }
}
