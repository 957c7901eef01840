//! The records beside the state of an application: what is open, who has it, and who judged it.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{CardState, Finding, Return};

/// The length of a reviewer's lease; afterwards another may take the application. Taking it again renews the lease.
pub const LEASE_LASTS: SignedDuration = SignedDuration::from_mins(30);

/// The records of an application beside its state. A draft that was never submitted has none.
///
/// A decision returns the new records; the store writes the difference. Ended leases and holds are not part of this: they are
/// in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Whether the application holds its child.
    pub holds_child: bool,
    /// Who has it, and until when. An expired lease has no effect.
    pub assignment: Option<Assignment>,
    /// Why work on it is stopped.
    pub hold: Option<Hold>,
    /// Findings, settled or not.
    pub findings: Vec<Finding>,
    /// What the agent has to correct.
    pub returned: Option<Return>,
    /// The service's own checks of a submission.
    pub checks: Option<Checks>,
    /// Whether a second review by another person is needed.
    pub second_review: bool,
    /// Who judged which submission, oldest first.
    pub reviews: Vec<Review>,
    /// The state of the card, once there is one.
    pub card: Option<CardState>,
}

/// A reviewer's lease on an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The staff id.
    pub to: Uuid,
    /// The first instant at which another may take it.
    pub until: Timestamp,
}

/// Work on an application is stopped. Not the hold on a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Why, by a code of the administered list.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
}

/// The service's own checks of a submission are complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checks {
    /// The number of the submission.
    pub submission: u32,
    /// Whether the application was picked at random for a person to look at anyway.
    pub sampled: bool,
}

/// One judgement by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// The number of the submission that was judged.
    pub submission: u32,
    /// The staff id.
    pub by: Uuid,
    /// The verdict.
    pub verdict: Verdict,
}

/// A person's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// May be approved, if another person agrees.
    Endorsed,
    /// A card is made.
    Approved,
    /// Refused.
    Rejected,
    /// Returned for correction.
    Returned,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 4] = [
        Self::Endorsed,
        Self::Approved,
        Self::Rejected,
        Self::Returned,
    ];

    /// The stable code for the store.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Endorsed => "endorsed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Returned => "returned",
        }
    }

    /// Parses a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

impl Records {
    /// Who has the lease at an instant. The lease excludes the instant at which it ends.
    ///
    /// ```
    /// use domain::application::{Assignment, LEASE_LASTS, Records};
    /// let now: jiff::Timestamp = "2026-11-22T13:00:00Z".parse()?;
    /// let lease = Assignment { to: uuid::Uuid::from_u128(7), until: now + LEASE_LASTS };
    /// let records = Records { assignment: Some(lease), ..Records::default() };
    /// assert_eq!(records.assigned(now), Some(lease));
    /// assert_eq!(records.assigned(lease.until), None);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn assigned(&self, now: Timestamp) -> Option<Assignment> {
        self.assignment.filter(|lease| now < lease.until)
    }

    /// Who judged a submission last, to offer the next one to the same reviewer.
    pub fn reviewer_of(&self, submission: u32) -> Option<Uuid> {
        let judged = self.reviews.iter().rev();
        let mut judged = judged.filter(|review| review.submission == submission);
        judged.next().map(|review| review.by)
    }

    /// Who endorsed a submission as the first of two reviewers.
    pub fn endorsers(&self, submission: u32) -> impl Iterator<Item = Uuid> {
        let of_it = move |review: &&Review| {
            review.submission == submission && review.verdict == Verdict::Endorsed
        };
        self.reviews.iter().filter(of_it).map(|review| review.by)
    }

    /// How many findings are still open.
    pub fn open_findings(&self) -> usize {
        let open = |finding: &&Finding| finding.is_open();
        self.findings.iter().filter(open).count()
    }

    /// How many open findings a person must handle before they approve.
    pub fn blocking_findings(&self) -> usize {
        let blocks = |finding: &&Finding| finding.is_open() && finding.kind.blocks_approval();
        self.findings.iter().filter(blocks).count()
    }

    /// The completed checks of a submission.
    pub fn checked(&self, submission: u32) -> Option<Checks> {
        self.checks.filter(|checks| checks.submission == submission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_comes_back_from_its_code() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
        }
        assert_eq!(Verdict::from_code("liked"), None);
    }

    #[test]
    fn the_last_one_who_judged_a_submission_is_its_reviewer() {
        let [first, second] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let review = |submission, by, verdict| Review {
            submission,
            by,
            verdict,
        };
        let records = Records {
            reviews: vec![
                review(1, first, Verdict::Endorsed),
                review(1, second, Verdict::Returned),
                review(2, first, Verdict::Endorsed),
            ],
            ..Records::default()
        };
        assert_eq!(records.reviewer_of(1), Some(second));
        assert_eq!(records.reviewer_of(2), Some(first));
        assert_eq!(records.reviewer_of(3), None);
        assert_eq!(records.endorsers(1).collect::<Vec<_>>(), [first]);
    }
}
