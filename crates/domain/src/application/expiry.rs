//! When an untouched draft expires.

use jiff::{SignedDuration, Timestamp};

use super::{Case, CaseState};

/// How long a draft lasts after its last change.
///
/// A duration in hours, not calendar days: the job that ends drafts compares instants, and a draft touched later never ends
/// earlier.
pub const DRAFT_LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The instant at which a draft expires; `None` for anything but a draft. One that was submitted and taken back is a draft
/// like any other; its submissions stay frozen.
///
/// ```
/// use domain::application::{begin, expires_at};
/// # use {domain::channel::Channel, uuid::Uuid};
/// let begun = "2026-11-22T13:00:00Z".parse()?;
/// let draft = begin(Uuid::from_u128(1), Uuid::from_u128(2), Channel::Portal, begun).next;
/// assert_eq!(expires_at(&draft), Some("2026-12-22T13:00:00Z".parse()?));
/// # Ok::<(), jiff::Error>(())
/// ```
pub fn expires_at(case: &Case) -> Option<Timestamp> {
    (case.state == CaseState::Draft).then(|| {
        case.updated_at
            .checked_add(DRAFT_LASTS)
            .unwrap_or(Timestamp::MAX)
    })
}

/// Whether a draft has expired.
pub fn is_expired(case: &Case, now: Timestamp) -> bool {
    expires_at(case).is_some_and(|end| now >= end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::begin;
    use crate::channel::Channel;
    use uuid::Uuid;

    #[test]
    fn a_draft_lasts_thirty_days_to_the_instant_and_nothing_else_ends() {
        let begun: Timestamp = "2026-11-22T13:00:00.123Z".parse().unwrap();
        let draft = begin(Uuid::nil(), Uuid::nil(), Channel::Portal, begun).next;
        for (at, expected) in [
            ("2026-11-22T13:00:00.123Z", false),
            ("2026-12-22T13:00:00.122Z", false),
            ("2026-12-22T13:00:00.123Z", true),
            ("2027-12-22T13:00:00Z", true),
        ] {
            let at: Timestamp = at.parse().unwrap();
            for submissions in [0, 2] {
                for state in CaseState::ALL {
                    let case = Case {
                        state,
                        submissions,
                        ..draft.clone()
                    };
                    let over = expected && state == CaseState::Draft;
                    assert_eq!(is_expired(&case, at), over, "{state:?} {at}");
                }
            }
        }
    }

    #[test]
    fn the_end_of_the_calendar_ends_drafts_too() {
        let last = begin(Uuid::nil(), Uuid::nil(), Channel::Portal, Timestamp::MAX).next;
        assert_eq!(expires_at(&last), Some(Timestamp::MAX));
    }
}
