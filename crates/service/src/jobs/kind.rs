//! The kinds of jobs, and the codes they have in rows.

/// A kind of job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Asks the registry again if it was down when an application was submitted. Subject: the application.
    AskRegister,
    /// Expires drafts that nobody touched for 30 days.
    ExpireDrafts,
    /// Extends holds on children to newer fingerprint keys.
    RefreshFingerprints,
    /// Deletes pictures that no row names.
    SweepPictures,
    /// Erases expired rows.
    SweepRows,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] = [
        Kind::AskRegister,
        Kind::ExpireDrafts,
        Kind::RefreshFingerprints,
        Kind::SweepPictures,
        Kind::SweepRows,
    ];

    /// The stable code, in rows and for operators.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::AskRegister => "ask_register",
            Kind::ExpireDrafts => "expire_drafts",
            Kind::RefreshFingerprints => "refresh_fingerprints",
            Kind::SweepPictures => "sweep_pictures",
            Kind::SweepRows => "sweep_rows",
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
}
