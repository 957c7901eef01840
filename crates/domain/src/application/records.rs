//! The records beside the state of a case: what is open, who has it, and who judged it.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{CardState, Finding, Return};

/// How long a reviewer has a case before another may take it; taking it again renews the time.
pub const LEASE_LASTS: SignedDuration = SignedDuration::from_mins(30);

/// What stands beside the state of a case. A draft that was never handed in has none of it.
///
/// A decision gives the records after it; the store writes what differs. A lease or a hold that is
/// over is no part of this: the journal has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Whether the case holds its child.
    pub holds_child: bool,
    /// Who has it, and until when. One that ran out counts for nothing.
    pub assignment: Option<Assignment>,
    /// Why nobody works on it.
    pub hold: Option<Hold>,
    /// What was found, settled or not.
    pub findings: Vec<Finding>,
    /// What the agent has to correct.
    pub returned: Option<Return>,
    /// The service's own checks of a submission.
    pub checks: Option<Checks>,
    /// Whether another person has to look as well.
    pub second_review: bool,
    /// Who judged which submission, the first one first.
    pub reviews: Vec<Review>,
    /// Where the card stands, once there is one.
    pub card: Option<CardState>,
}

/// A reviewer who has a case for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The staff id.
    pub to: Uuid,
    /// The first instant at which another may take it.
    pub until: Timestamp,
}

/// Work on a case is stopped. Not to be mixed up with the hold on a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Why, by a code of the administered list.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
}

/// The service's own checks of a submission are through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checks {
    /// The number of the submission.
    pub submission: u32,
    /// Whether chance picked the case for a person to look at all the same.
    pub sampled: bool,
}

/// One judgement of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// The number of the submission that was judged.
    pub submission: u32,
    /// The staff id.
    pub by: Uuid,
    /// How.
    pub verdict: Verdict,
}

/// How a person judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It may be approved, if another person agrees.
    Endorsed,
    /// A card will be made.
    Approved,
    /// Refused.
    Rejected,
    /// Sent back for correction.
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

    /// The verdict of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

impl Records {
    /// Who has the case at an instant: the lease runs until the instant at which it ends, without
    /// it.
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

    /// Who judged a submission last: for "the same reviewer" of the next one.
    pub fn reviewer_of(&self, submission: u32) -> Option<Uuid> {
        let judged = self.reviews.iter().rev();
        let mut judged = judged.filter(|review| review.submission == submission);
        judged.next().map(|review| review.by)
    }

    /// Who endorsed a submission, as the first of two.
    pub fn endorsers(&self, submission: u32) -> impl Iterator<Item = Uuid> {
        let of_it = move |review: &&Review| {
            review.submission == submission && review.verdict == Verdict::Endorsed
        };
        self.reviews.iter().filter(of_it).map(|review| review.by)
    }

    /// How many findings somebody still has to see to.
    pub fn open_findings(&self) -> usize {
        let open = |finding: &&Finding| finding.is_open();
        self.findings.iter().filter(open).count()
    }

    /// Whether the checks of a submission are through.
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
