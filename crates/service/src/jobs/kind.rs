//! The kinds of jobs, and the codes they have in rows.

/// A kind of job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Asks a platform what became of a message that it took. Subject: the message.
    AskDelivery,
    /// Asks the registry again if it was down when an application was submitted. Subject: the application.
    AskRegister,
    /// Checks every application and every row that gives power.
    AuditRows,
    /// Expires drafts that nobody touched for 30 days.
    ExpireDrafts,
    /// Extends holds on children to newer fingerprint keys.
    RefreshFingerprints,
    /// Sends a message by SMS. Subject: the message.
    SendMessage,
    /// Deletes pictures that no row names.
    SweepPictures,
    /// Erases expired rows.
    SweepRows,
    /// Folds what has changed into a signed checkpoint.
    TakeCheckpoint,
}

/// What waits behind what: jobs of different lanes never wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for it: questions to outside systems.
    Prompt,
    /// Messages to people: a platform that is slow or down delays them and nothing else.
    Messages,
    /// Nobody notices when it is a little late: sweeps and expiry.
    Upkeep,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Lane; 3] = [Lane::Prompt, Lane::Messages, Lane::Upkeep];

    /// How many of its jobs one process runs at once. Prompt jobs and messages mostly wait for others; of upkeep one at a time is enough: the
    /// machine is there for parents first.
    pub(super) const fn workers(self) -> usize {
        match self {
            Lane::Prompt => 4,
            Lane::Messages => 2,
            Lane::Upkeep => 1,
        }
    }

    /// The codes of its kinds.
    pub(super) fn kinds(self) -> Vec<&'static str> {
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.lane() == self);
        kinds.map(Kind::code).collect()
    }
}

impl Kind {
    /// Where it waits for its turn.
    pub const fn lane(self) -> Lane {
        match self {
            Kind::AskRegister => Lane::Prompt,
            Kind::AskDelivery | Kind::SendMessage => Lane::Messages,
            Kind::AuditRows
            | Kind::ExpireDrafts
            | Kind::RefreshFingerprints
            | Kind::SweepPictures
            | Kind::SweepRows
            | Kind::TakeCheckpoint => Lane::Upkeep,
        }
    }

    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::AskDelivery,
        Kind::AskRegister,
        Kind::AuditRows,
        Kind::ExpireDrafts,
        Kind::RefreshFingerprints,
        Kind::SendMessage,
        Kind::SweepPictures,
        Kind::SweepRows,
        Kind::TakeCheckpoint,
    ];

    /// The stable code, in rows and for operators.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::AskDelivery => "ask_delivery",
            Kind::AskRegister => "ask_register",
            Kind::AuditRows => "audit_rows",
            Kind::ExpireDrafts => "expire_drafts",
            Kind::RefreshFingerprints => "refresh_fingerprints",
            Kind::SendMessage => "send_message",
            Kind::SweepPictures => "sweep_pictures",
            Kind::SweepRows => "sweep_rows",
            Kind::TakeCheckpoint => "take_checkpoint",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn every_kind_has_its_lane() {
        let all: Vec<&str> = Lane::ALL.into_iter().flat_map(Lane::kinds).collect();
        assert_eq!(all.len(), Kind::ALL.len());
    }
}
